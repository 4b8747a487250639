"""Ranges of a file's lines, one after the other: a file is read once, not once a range."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rag.articles.formats.jsonl_file import Line, read_lines


class LineRanges:
    """Reads ranges of lines. The file stays open until another file or an earlier line is read."""

    def __init__(self) -> None:
        self._version = ""
        self._lines: Iterator[Line] = iter(())
        self._next: Line | None = None  # read, and beyond the last range

    def read(self, path: Path, version: str, first: int, last: int) -> Iterator[Line]:
        """The lines from `first` to `last`; `version` tells one file's content from another's.

        Raises CorpusError and OSError as `read_lines`.
        """
        if version != self._version or self._next is None or self._next.number > first:
            self._lines, self._version = read_lines(path), version
            self._next = next(self._lines, None)
        while self._next is not None and self._next.number <= last:
            line = self._next
            self._next = None  # an error below is reported once, and the file read anew
            if line.number >= first:
                yield line
            self._next = next(self._lines, None)
