"""Recent values in memory, as many as fit."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Recently used values by their keys. Not safe to use from several threads."""

    def __init__(self, most_bytes: int, most: int | None = None) -> None:
        """`most` is the maximum number of values; None: as many as fit."""
        self._most_bytes, self._most = most_bytes, most
        self._values: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Key) -> Value | None:
        """A value, which then counts as recently used; None if it is not kept any more."""
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key][0]

    def put(self, key: Key, value: Value) -> None:
        """Keep a value in place of an earlier one; a value that does not fit is not kept."""
        if key in self._values:
            self.bytes -= self._values.pop(key)[1]
        size = measure_bytes((key, value))
        self._values[key] = value, size
        self.bytes += size
        while self.bytes > self._most_bytes or (
            self._most is not None and len(self._values) > self._most
        ):
            _, (_, freed) = self._values.popitem(last=False)
            self.bytes -= freed


def measure_bytes(value: Any) -> int:
    """The memory of a value and of everything in it, each object counted once.

    Records, mappings and collections are searched; other objects count by themselves.
    """
    seen: set[int] = set()
    waiting, size = [value], 0
    while waiting:
        item = waiting.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        size += sys.getsizeof(item)
        if isinstance(item, Mapping):
            waiting += [*item, *item.values()]
        elif isinstance(item, tuple | list | set | frozenset):
            waiting += item
        elif names := getattr(item, "__dataclass_fields__", None):
            waiting += [getattr(item, name) for name in names]
    return size
