"""What the parent and the worker tell each other: a task, and what a file holds. Sent as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article's fields, named as in `rag.field_names`."""

    fields: dict[str, Any]
    at: str = ""  # where in the file: "#3" for its third row
    titled: bool = False  # whether the text begins with its title


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive, unpacked to `file`."""

    name: str
    file: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A part of a file that is not read."""

    at: str
    reason: str
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A file that the parent wants parsed."""

    kind: str
    path: str
    name: str  # as the corpus has it; `path` may be that of an unpacked copy
    names: dict[str, str] = field(default_factory=dict)  # what the corpus calls its fields
    into: str = ""  # for an archive: the folder to unpack to
    members: int = 0  # of an archive, at most
    unpacked_bytes: int = 0  # of an archive, at most


class Unreadable(Exception):
    """A file does not hold what its format says, or holds too much. The message is the reason."""
