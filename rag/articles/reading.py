"""A file -> its articles, and what cannot be read of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType

from rag.articles.formats import jsonl_file, markdown_file, plain_text
from rag.articles.formats.file_kinds import (
    ARCHIVES,
    HEAD,
    Kind,
    is_no_article,
    kind_of,
    why_not_read,
)
from rag.articles.formats.limits import DEEPEST_ARCHIVE, MOST_UNREAD_ROWS, Limits
from rag.articles.formats.parser import Parser
from rag.articles.formats.worker_messages import Member, Refused, Unreadable
from rag.articles.row_fields import Row, read_row
from rag.articles.text.clean import normalize
from rag.errors import CorpusError
from rag.field_names import FieldNames
from rag.records import Article, Unread


class Reading:
    """Reads files with one parser.

    What cannot be read is passed to `unread`; without it, CorpusError is raised.
    """

    def __init__(
        self,
        today: date,
        names: FieldNames,
        unread: Callable[[Unread], None] | None,
        limits: Limits,
    ) -> None:
        self._today = today
        self._names = names
        self._unread = unread
        self._limits = limits
        self._stack = ExitStack()
        self._parser: Parser | None = None

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def file(self, path: Path, kind: Kind, file_id: str, *, depth: int = 0) -> Iterator[Article]:
        """Yield the articles of a file; `depth` is how many archives it lies in."""
        unread_rows = 0
        unread_dates: list[str] = []
        for part in self._parts(path, kind, file_id, depth):
            if isinstance(part, Article):
                yield part
            elif isinstance(part, Row):
                unread_dates += part.unread_dates
                yield part.article
            else:
                unread_rows += 1
                if unread_rows <= MOST_UNREAD_ROWS:
                    self._report(part)
        if unread_rows > MOST_UNREAD_ROWS:
            self._report(Unread(file_id, f"{unread_rows - MOST_UNREAD_ROWS:,} more of its rows"))
        if unread_dates and self._unread is not None:
            self._report(Unread(file_id, _without_dates(unread_dates)))

    def _parts(
        self, path: Path, kind: Kind, file_id: str, depth: int
    ) -> Iterator[Article | Row | Unread]:
        """Articles, and what cannot be read; if a file ends early, the reason comes last."""
        try:
            if kind is Kind.TEXT:
                yield plain_text.read(path, file_id, today=self._today)
            elif kind is Kind.MARKDOWN:
                yield markdown_file.read(path, file_id, today=self._today)
            elif kind is Kind.LINES:
                yield from self._lines(path, file_id)
            elif kind in ARCHIVES:
                yield from self._archive(path, kind, file_id, depth)
            else:
                yield from self._parsed(path, kind, file_id)
        except CorpusError as error:
            yield self._failed(file_id, "", path, error)
        except Unreadable as error:
            yield Unread(file_id, str(error))
        except OSError as error:
            yield Unread(file_id, f"can't be opened: {error.strerror or error}")

    def _lines(self, path: Path, file_id: str) -> Iterator[Row | Unread]:
        for line in jsonl_file.read_lines(path):
            try:
                yield jsonl_file.read_line(
                    line, path, file_id, today=self._today, names=self._names
                )
            except CorpusError as error:
                yield self._failed(file_id, f":{line.number}", path, error)

    def _parsed(self, path: Path, kind: Kind, file_id: str) -> Iterator[Row | Unread]:
        for part in self._started().parse(kind, path, file_id, self._names):
            if isinstance(part, Refused):
                yield Unread(file_id + _printable(part.at), part.reason, part.expected)
                continue
            place = f"{path}{part.at}"
            try:
                yield read_row(
                    part.fields, file_id + part.at, place, today=self._today, titled=part.titled
                )
            except CorpusError as error:
                yield self._failed(file_id, part.at, path, error)

    def _archive(
        self, path: Path, kind: Kind, file_id: str, depth: int
    ) -> Iterator[Article | Unread]:
        if depth >= DEEPEST_ARCHIVE:
            raise Unreadable(f"an archive inside {depth} others")
        with tempfile.TemporaryDirectory(prefix="on-record-") as into:
            members: list[Member] = []
            stopped: Unreadable | None = None
            try:
                for part in self._started().unpack(kind, path, file_id, Path(into)):
                    if isinstance(part, Refused):
                        yield Unread(file_id + _printable(part.at), part.reason, part.expected)
                    else:
                        members.append(part)
            except Unreadable as error:
                stopped = error
            for member in members:
                yield from self._member(member, file_id, depth)
            if stopped is not None:
                raise stopped

    def _member(self, member: Member, file_id: str, depth: int) -> Iterator[Article | Unread]:
        member_id = f"{file_id}/{_printable(member.name)}"
        path = Path(member.file)
        with path.open("rb") as file:
            head = file.read(HEAD)
        kind = kind_of(member.name, head)
        if is_no_article(member.name):
            yield Unread(member_id, "not a format of articles", expected=True)
        elif kind is None:
            yield Unread(member_id, why_not_read(member.name, head))
        else:
            yield from self.file(path, kind, member_id, depth=depth + 1)
        path.unlink()

    def _failed(self, file_id: str, at: str, path: Path, error: CorpusError) -> Unread:
        """The reason in an error, without the path, which may be that of an unpacked copy."""
        if self._unread is None:
            raise error
        reason = error.message.removeprefix(str(path)).removeprefix(at).lstrip(": ")
        return Unread(file_id + at, reason)

    def _report(self, unread: Unread) -> None:
        if self._unread is None:
            raise CorpusError(
                f"{unread.path}: {unread.reason}", hint="repair the file, or take it away"
            )
        self._unread(unread)

    def _started(self) -> Parser:
        if self._parser is None:
            self._parser = self._stack.enter_context(Parser(self._limits))
        return self._parser


def _without_dates(values: Sequence[str]) -> str:
    several = f"{len(values):,} dates" if len(values) > 1 else "a date"
    return (
        f"{several} not read, such as {values[0]}: the article is kept without it; "
        "write dates as 2022-01-28"
    )


def _printable(name: str) -> str:
    """A name from an archive, as it can be printed and be a part of an id."""
    return " ".join(normalize(name).split())[:300]
