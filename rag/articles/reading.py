"""One reading of a corpus: a file -> its articles, and what can't be read of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType

from rag.articles import fields, jsonl, markdown, text
from rag.articles.clean import characters
from rag.articles.fields import FieldMap
from rag.articles.formats.found import Member, Refused, Unreadable
from rag.articles.formats.kinds import ARCHIVES, HEAD, Kind, is_no_article, kind_of
from rag.articles.formats.limits import DEEPEST_ARCHIVE, MOST_UNREAD_ROWS, Limits
from rag.articles.formats.parser import Parser
from rag.errors import CorpusError
from rag.records import Article, Unread

_ONE_ARTICLE = {Kind.TEXT: text.read, Kind.MARKDOWN: markdown.read}


class Reading:
    """Reads files with one parser. `unread` is told what can't be read; None raises instead."""

    def __init__(
        self,
        today: date,
        names: FieldMap,
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
        bad_rows = 0
        for one in self._found(path, kind, file_id, depth):
            if isinstance(one, Article):
                yield one
                continue
            bad_rows += 1
            if bad_rows <= MOST_UNREAD_ROWS:
                self._tell(one)
        if bad_rows > MOST_UNREAD_ROWS:
            self._tell(Unread(file_id, f"{bad_rows - MOST_UNREAD_ROWS:,} more of its rows"))

    def _found(
        self, path: Path, kind: Kind, file_id: str, depth: int
    ) -> Iterator[Article | Unread]:
        """Articles, and what can't be read; where a file ends early, the reason comes last."""
        try:
            if kind in _ONE_ARTICLE:
                yield _ONE_ARTICLE[kind](path, file_id, today=self._today)
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

    def _lines(self, path: Path, file_id: str) -> Iterator[Article | Unread]:
        for line in jsonl.lines(path):
            try:
                yield jsonl.article(line, path, file_id, today=self._today, names=self._names)
            except CorpusError as error:
                yield self._failed(file_id, f":{line.number}", path, error)

    def _parsed(self, path: Path, kind: Kind, file_id: str) -> Iterator[Article | Unread]:
        for one in self._started().parse(kind, path, file_id, self._names):
            if isinstance(one, Refused):
                yield Unread(file_id + _shown(one.at), one.reason, one.expected)
                continue
            own_id = file_id + one.at
            try:
                yield fields.article(
                    one.fields, own_id, f"{path}{one.at}", today=self._today, titled=one.titled
                )
            except CorpusError as error:
                yield self._failed(file_id, one.at, path, error)

    def _archive(
        self, path: Path, kind: Kind, file_id: str, depth: int
    ) -> Iterator[Article | Unread]:
        if depth >= DEEPEST_ARCHIVE:
            raise Unreadable(f"an archive inside of {depth} others")
        with tempfile.TemporaryDirectory(prefix="on-record-") as into:
            members: list[Member] = []
            stopped: Unreadable | None = None
            try:
                for one in self._started().unpack(kind, path, file_id, Path(into)):
                    if isinstance(one, Refused):
                        yield Unread(file_id + _shown(one.at), one.reason, one.expected)
                    else:
                        members.append(one)
            except Unreadable as error:
                stopped = error
            for member in members:
                yield from self._member(member, file_id, depth)
            if stopped is not None:
                raise stopped

    def _member(self, member: Member, file_id: str, depth: int) -> Iterator[Article | Unread]:
        member_id = f"{file_id}/{_shown(member.name)}"
        path = Path(member.file)
        with path.open("rb") as file:
            kind = kind_of(member.name, file.read(HEAD))
        if is_no_article(member.name) or kind is None:
            expected = is_no_article(member.name)
            yield Unread(member_id, "no format of articles", expected)
        else:
            yield from self.file(path, kind, member_id, depth=depth + 1)
        path.unlink()

    def _failed(self, file_id: str, at: str, path: Path, error: CorpusError) -> Unread:
        """What an error says, without the path, which may be that of an unpacked copy."""
        if self._unread is None:
            raise error
        reason = error.message.removeprefix(str(path)).removeprefix(at).lstrip(": ")
        return Unread(file_id + at, reason)

    def _tell(self, unread: Unread) -> None:
        if self._unread is None:
            raise CorpusError(
                f"{unread.path}: {unread.reason}", hint="repair the file, or take it away"
            )
        self._unread(unread)

    def _started(self) -> Parser:
        if self._parser is None:
            self._parser = self._stack.enter_context(Parser(self._limits))
        return self._parser


def _shown(name: str) -> str:
    """A name out of an archive as it can be printed, and be a part of an id."""
    return " ".join(characters(name).split())[:300]
