"""What the server keeps of its readers in memory: the latest, as much as fits."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values by their keys; those longest untouched are forgotten. Not safe to use from threads."""

    def __init__(self, most_bytes: int, most: int | None = None) -> None:
        """`most` is how many values are kept at most; None: as many as fit."""
        self._most_bytes, self._most = most_bytes, most
        self._values: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Key) -> Value | None:
        """A value, which counts as touched; None if it was forgotten."""
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key][0]

    def put(self, key: Key, value: Value) -> None:
        """Keep a value in place of an earlier one; one that fits by no means is not kept."""
        if key in self._values:
            self.bytes -= self._values.pop(key)[1]
        size = bytes_of((key, value))
        self._values[key] = value, size
        self.bytes += size
        while self.bytes > self._most_bytes or (
            self._most is not None and len(self._values) > self._most
        ):
            _, (_, freed) = self._values.popitem(last=False)
            self.bytes -= freed


def bytes_of(value: Any) -> int:
    """The memory that a value takes with all that it holds, each object once.

    Looked into are records, mappings and collections; all else counts by itself.
    """
    seen: set[int] = set()
    waiting, size = [value], 0
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        size += sys.getsizeof(one)
        if isinstance(one, Mapping):
            waiting += [*one, *one.values()]
        elif isinstance(one, tuple | list | set | frozenset):
            waiting += one
        elif names := getattr(one, "__dataclass_fields__", None):
            waiting += [getattr(one, name) for name in names]
    return size
