"""A file -> its articles, and what cannot be read of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Problems:
    """What could not be read of a file's rows. The first rows are listed, the others counted."""

    rows: list[Unread] = field(default_factory=list)
    more: int = 0  # rows that are not listed
    dates: int = 0  # dates of articles that were read
    first_date: str = ""

    def take(self, part: Article | Row | Unread) -> Article | None:
        """Note what could not be read of a row; returns its article, if it has one."""
        if isinstance(part, Article):
            return part
        if isinstance(part, Row):
            self._add_dates(len(part.unread_dates), *part.unread_dates[:1])
            return part.article
        self._add_rows([part])
        return None

    def add(self, later: Problems) -> None:
        """Add those of the rows that follow."""
        self._add_rows(later.rows)
        self.more += later.more
        self._add_dates(later.dates, later.first_date)

    def summary(self, file_id: str) -> list[Unread]:
        """The rows that are not listed, and the dates, in a line each."""
        lines = []
        if self.more:
            lines.append(Unread(file_id, f"{self.more:,} more of its rows"))
        if self.dates:
            several = f"{self.dates:,} dates" if self.dates > 1 else "a date"
            reason = f"{several} not read, such as {self.first_date}: the article is kept without "
            lines.append(Unread(file_id, f"{reason}it; write dates as 2022-01-28"))
        return lines

    def _add_rows(self, rows: Sequence[Unread]) -> None:
        listed = rows[: MOST_UNREAD_ROWS - len(self.rows)]
        self.rows += listed
        self.more += len(rows) - len(listed)

    def _add_dates(self, count: int, first: str = "") -> None:
        self.first_date = self.first_date or first
        self.dates += count


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
        problems = Problems()
        for part in self._read_parts(path, kind, file_id, depth):
            listed = len(problems.rows)
            article = problems.take(part)
            if article is not None:
                yield article
            for unread in problems.rows[listed:]:
                self._report(unread)
        if self._unread is not None:
            for unread in problems.summary(file_id):
                self._report(unread)

    def _read_parts(
        self, path: Path, kind: Kind, file_id: str, depth: int
    ) -> Iterator[Article | Row | Unread]:
        """Articles, and what cannot be read; if a file ends early, the reason comes last."""
        try:
            if kind is Kind.TEXT:
                yield plain_text.read(path, file_id, today=self._today)
            elif kind is Kind.MARKDOWN:
                yield markdown_file.read(path, file_id, today=self._today)
            elif kind is Kind.LINES:
                yield from self._read_lines(path, file_id)
            elif kind in ARCHIVES:
                yield from self._read_archive(path, kind, file_id, depth)
            else:
                yield from self._read_parsed(path, kind, file_id)
        except CorpusError as error:
            yield self._explain_failure(file_id, "", path, error)
        except Unreadable as error:
            yield Unread(file_id, str(error))
        except OSError as error:
            yield Unread(file_id, f"can't be opened: {error.strerror or error}")

    def _read_lines(self, path: Path, file_id: str) -> Iterator[Row | Unread]:
        for line in jsonl_file.read_lines(path):
            try:
                yield jsonl_file.read_line(
                    line, path, file_id, today=self._today, names=self._names
                )
            except CorpusError as error:
                yield self._explain_failure(file_id, f":{line.number}", path, error)

    def _read_parsed(self, path: Path, kind: Kind, file_id: str) -> Iterator[Row | Unread]:
        for part in self._start_parser().parse(kind, path, file_id, self._names):
            if isinstance(part, Refused):
                yield Unread(file_id + _make_printable(part.at), part.reason, part.expected)
                continue
            place = f"{path}{part.at}"
            try:
                yield read_row(
                    part.fields, file_id + part.at, place, today=self._today, titled=part.titled
                )
            except CorpusError as error:
                yield self._explain_failure(file_id, part.at, path, error)

    def _read_archive(
        self, path: Path, kind: Kind, file_id: str, depth: int
    ) -> Iterator[Article | Unread]:
        if depth >= DEEPEST_ARCHIVE:
            raise Unreadable(f"an archive inside {depth} others")
        with tempfile.TemporaryDirectory(prefix="on-record-") as into:
            members: list[Member] = []
            stopped: Unreadable | None = None
            try:
                for part in self._start_parser().unpack(kind, path, file_id, Path(into)):
                    if isinstance(part, Refused):
                        yield Unread(file_id + _make_printable(part.at), part.reason, part.expected)
                    else:
                        members.append(part)
            except Unreadable as error:
                stopped = error
            for member in members:
                yield from self._read_member(member, file_id, depth)
            if stopped is not None:
                raise stopped

    def _read_member(self, member: Member, file_id: str, depth: int) -> Iterator[Article | Unread]:
        member_id = f"{file_id}/{_make_printable(member.name)}"
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

    def _explain_failure(self, file_id: str, at: str, path: Path, error: CorpusError) -> Unread:
        """The reason in an error, without the path, which may be that of an unpacked copy."""
        if self._unread is None:
            raise error
        return name_reason(file_id, at, path, error)

    def _report(self, unread: Unread) -> None:
        if self._unread is None:
            raise CorpusError(
                f"{unread.path}: {unread.reason}", hint="repair the file, or take it away"
            )
        self._unread(unread)

    def _start_parser(self) -> Parser:
        if self._parser is None:
            self._parser = self._stack.enter_context(Parser(self._limits))
        return self._parser


def name_reason(file_id: str, at: str, path: Path | str, error: CorpusError) -> Unread:
    """A row that cannot be read, with the reason in an error, without the path in front of it."""
    reason = error.message.removeprefix(str(path)).removeprefix(at).lstrip(": ")
    return Unread(file_id + at, reason)


def _make_printable(name: str) -> str:
    """A name from an archive, as it can be printed and be a part of an id."""
    return " ".join(normalize(name).split())[:300]
