"""JSON that somebody else may have written -> records, each value of the type that they say."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

_Kind = TypeVar("_Kind")


def read_typed(kind: type[_Kind], text: bytes) -> _Kind:
    """Read a record. Raises ValueError, which names the first value of another type."""
    of_kind: Any = kind  # mypy does not know that a type of a type variable is hashable
    try:
        read: _Kind = _make_reader(of_kind).validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))[:100]
        reason = f"{where}: {first['msg']}" if where else first["msg"]
        raise ValueError(reason[:300]) from None
    return read


@cache
def _make_reader(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
