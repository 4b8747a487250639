"""What a parser finds in a file, or why it can't read it; crosses to the parent as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """An article's fields, named as in `rag.articles.fields`."""

    fields: dict[str, Any]
    at: str = ""  # where in the file: "#3" for its third row
    titled: bool = False  # whether the text begins with its title


@dataclass(frozen=True, slots=True)
class Member:
    """A file out of an archive, unpacked to `file`."""

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
    """What the parent asks of the worker."""

    kind: str
    path: str
    name: str  # as the corpus has it; `path` may be that of an unpacked copy
    names: dict[str, str] = field(default_factory=dict)  # what fields are called in the corpus
    into: str = ""  # for an archive: the folder to unpack to
    members: int = 0  # of an archive, at most
    unpacked_bytes: int = 0  # of an archive, at most


class Unreadable(Exception):
    """A file is not what its format says, or more than may be read; the message is the reason."""
