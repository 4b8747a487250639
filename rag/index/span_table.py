"""Passages and statements as rows of numbers, from which a record is made when it is asked for.

A passage's text is its article's, and most are never looked at: as records they take thirty times
the memory of their numbers, and each start has to make them all.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from rag.records import Article, Passage, Statement, StatementKind

Numbers = NDArray[np.int32]  # (rows, columns)
Rows = NDArray[np.int64]  # row numbers
Seals = NDArray[np.uint8]  # (articles, 16)

PASSAGE = ("article", "start", "end")
STATEMENT = (
    "article", "start", "end", "speaker", "mention start", "mention end",
    "cue start", "cue end", "kind",
)  # fmt: skip
_SPEAKER, _KIND = STATEMENT.index("speaker"), STATEMENT.index("kind")
_MENTION = STATEMENT.index("mention start")
_NONE = -1  # no speaker, mention or cue
_KINDS = tuple(StatementKind)
_SEAL = 16  # bytes

Record = TypeVar("Record", Passage, Statement)


class _Spans(Sequence[Record]):
    """Spans of articles, by article in the order of the articles."""

    def __init__(self, articles: Sequence[Article], numbers: Numbers) -> None:
        self.numbers = numbers
        self._articles = articles
        self._starts = np.searchsorted(numbers[:, 0], np.arange(len(articles) + 1))

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, row: int) -> Record: ...
    @overload
    def __getitem__(self, row: slice) -> list[Record]: ...
    def __getitem__(self, row: int | slice) -> Record | list[Record]:
        if isinstance(row, slice):
            return [self._record(number) for number in self.numbers[row].tolist()]
        return self._record(self.numbers[row].tolist())

    def __iter__(self) -> Iterator[Record]:
        for first in range(0, len(self), 4096):
            yield from self[first : first + 4096]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, type(self))
            and len(self) == len(other)
            and all(mine == theirs for mine, theirs in zip(self, other, strict=True))
        )

    __hash__ = None  # type: ignore[assignment]  # as of any list

    @property
    def article_numbers(self) -> Numbers:
        """For each row the number of its article."""
        return self.numbers[:, 0]

    def first_rows(self, articles: Numbers | Rows) -> Rows:
        """The first row of each of some articles; each must have one."""
        rows: Rows = self._starts[articles]
        return rows

    def text(self, row: int) -> str:
        """The words of a row."""
        article, start, end = map(int, self.numbers[row, :3])
        return self._articles[article].text[start:end]

    def rows_of(self, article: int) -> range:
        """The rows of an article, by its number."""
        return range(int(self._starts[article]), int(self._starts[article + 1]))

    def numbers_of(self, article: int) -> Numbers:
        """The numbers of an article's rows."""
        return self.numbers[self._starts[article] : self._starts[article + 1]]

    def _record(self, row: list[int]) -> Record:
        raise NotImplementedError


class Passages(_Spans[Passage]):
    """The passages of articles; `numbers` has the columns of `PASSAGE`."""

    @classmethod
    def of(cls, articles: Mapping[str, Article], passages: Iterable[Passage]) -> Passages:
        """Passages given as records, in the order of their articles."""
        numbers = {article_id: number for number, article_id in enumerate(articles)}
        rows = [(numbers[passage.article_id], passage.start, passage.end) for passage in passages]
        return cls(tuple(articles.values()), as_numbers(rows, len(PASSAGE)))

    def _record(self, row: list[int]) -> Passage:
        article, start, end = row
        stored = self._articles[article]
        return Passage(stored.id, start, end, stored.text[start:end])


class Statements(_Spans[Statement]):
    """The statements of articles; `numbers` has the columns of `STATEMENT`."""

    def __init__(
        self, articles: Sequence[Article], numbers: Numbers, speakers: Sequence[str]
    ) -> None:
        """`speakers` are in the order of their code points, and each of them speaks."""
        super().__init__(articles, numbers)
        self.speakers = speakers

    @classmethod
    def of(cls, articles: Mapping[str, Article], statements: Iterable[Statement]) -> Statements:
        """Statements given as records, in the order of their articles."""
        numbers = {article_id: number for number, article_id in enumerate(articles)}
        given = list(statements)
        speakers = sorted(
            {statement.speaker for statement in given if statement.speaker is not None}
        )
        places = {name: place for place, name in enumerate(speakers)}
        rows = [
            statement_numbers(numbers[statement.article_id], statement, places)
            for statement in given
        ]
        return cls(tuple(articles.values()), as_numbers(rows, len(STATEMENT)), speakers)

    @property
    def speaker_numbers(self) -> Numbers:
        """For each row the number of its speaker; -1 where there is none."""
        return self.numbers[:, _SPEAKER]

    def by_mention(self) -> dict[str, list[int]]:
        """The rows of statements by somebody without a name, by the words that mention them."""
        unnamed = (self.speaker_numbers == _NONE) & (self.numbers[:, _MENTION] != _NONE)
        rows = np.flatnonzero(unnamed)
        places = self.numbers[rows][:, [0, _MENTION, _MENTION + 1]].tolist()
        by_words: dict[str, list[int]] = defaultdict(list)
        for row, (article, start, end) in zip(rows.tolist(), places, strict=True):
            by_words[self._articles[article].text[start:end]].append(row)
        return by_words

    def counts(self) -> dict[str, int]:
        """How many statements each speaker has, those who speak first in the articles first."""
        numbered = self.speaker_numbers[self.speaker_numbers != _NONE]
        numbers, first, counts = np.unique(numbered, return_index=True, return_counts=True)
        order = np.argsort(first)
        pairs = zip(numbers[order].tolist(), counts[order].tolist(), strict=True)
        return {self.speakers[number]: count for number, count in pairs}

    def rows_by_speaker(self) -> dict[str, Rows]:
        """The rows of each speaker's statements, ascending."""
        order = np.argsort(self.speaker_numbers, kind="stable")
        in_order = self.speaker_numbers[order]
        ends = np.searchsorted(in_order, np.arange(len(self.speakers) + 1))
        return {
            name: order[ends[number] : ends[number + 1]]
            for number, name in enumerate(self.speakers)
        }

    def _record(self, row: list[int]) -> Statement:
        article, start, end, speaker, *mention_and_cue, kind = row
        mention, cue = mention_and_cue[:2], mention_and_cue[2:]
        return Statement(
            article_id=self._articles[article].id,
            start=start,
            end=end,
            speaker=None if speaker == _NONE else self.speakers[speaker],
            mention=None if mention[0] == _NONE else (mention[0], mention[1]),
            cue=None if cue[0] == _NONE else (cue[0], cue[1]),
            kind=_KINDS[kind],
        )


def statement_numbers(
    article: int, statement: Statement, speakers: Mapping[str, int]
) -> tuple[int, ...]:
    """A statement's row; `speakers` are numbers of names."""
    return (
        article,
        statement.start,
        statement.end,
        _NONE if statement.speaker is None else speakers[statement.speaker],
        *(statement.mention or (_NONE, _NONE)),
        *(statement.cue or (_NONE, _NONE)),
        _KINDS.index(statement.kind),
    )


def as_numbers(rows: Sequence[Sequence[int]], columns: int) -> Numbers:
    """Rows as an array, also where there is none."""
    return np.array(rows, dtype=np.int32).reshape(len(rows), columns)


def with_speakers(numbers: Numbers, speakers: Sequence[str]) -> tuple[Numbers, list[str]]:
    """Rows of statements numbered by the speakers that speak in them, in their order."""
    speak = np.unique(numbers[:, _SPEAKER])
    number_of = {speakers[number]: number for number in speak[speak != _NONE].tolist()}
    places = np.full(len(speakers) + 1, _NONE, dtype=np.int32)  # the last one is that of nobody
    in_order = sorted(number_of)
    places[[number_of[name] for name in in_order]] = np.arange(len(in_order))
    renumbered = numbers.copy()
    renumbered[:, _SPEAKER] = places[numbers[:, _SPEAKER]]
    return renumbered, in_order


def seal_article(
    article: Article, passages: Numbers, statements: Numbers, speakers: Sequence[str]
) -> bytes:
    """A digest of an article's words, and of where its spans are and whose words they hold.

    It is made where an article is cut, and taken over with its rows: whatever goes wrong with
    numbers later, words are never quoted from another place, or as somebody else's.
    """
    names = (speakers[number] if number != _NONE else "" for number in statements[:, _SPEAKER])
    digest = hashlib.blake2b(digest_size=_SEAL)
    for text in (article.id, article.text, *names):
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    for numbers in (passages, np.delete(statements, _SPEAKER, axis=1)):
        digest.update(np.ascontiguousarray(numbers[:, 1:], dtype="<i4").tobytes() + b"\0")
    return digest.digest()


def seal_articles(articles: Sequence[Article], passages: Passages, statements: Statements) -> Seals:
    """The seal of each article."""
    return as_seals(
        seal_article(
            article,
            passages.numbers_of(number),
            statements.numbers_of(number),
            statements.speakers,
        )
        for number, article in enumerate(articles)
    )


def as_seals(seals: Iterable[bytes]) -> Seals:
    """Seals as an array, a row each."""
    return np.frombuffer(b"".join(seals), dtype=np.uint8).reshape(-1, _SEAL)
