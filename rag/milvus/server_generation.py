"""A generation in Milvus: numbers and names in memory, texts, vectors and words on the server.

What is in memory is written and read here as pages by name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import REBUILD, IndexDamaged, IndexMismatch
from rag.index.postings import Postings
from rag.index.searched import Selection
from rag.index.source import ReadFile, Source, parse_source
from rag.index.span_table import PASSAGE, STATEMENT, Numbers, Passages, Seals, Statements
from rag.index.storage.json_lines import to_line
from rag.milvus.assigned import WORD_TABLES, Assigned
from rag.milvus.conditions import Conditions
from rag.milvus.connection import Connection
from rag.milvus.kept_pages import KeptPages
from rag.milvus.layout import Table, name_kept, name_pages, name_rows
from rag.milvus.own_rows import OwnRows, RowKeys
from rag.milvus.server_vectors import ServerVectors
from rag.milvus.server_words import ServerWords
from rag.milvus.stored_texts import StoredArticle, StoredTexts
from rag.milvus.word_lists import WordLists
from rag.models.vectors import Vectors
from rag.records import Article, Unread

FORMAT = 2  # of the collections; raised when older programs could not read them


class ServerStatements(Statements):
    """The statements of a generation; who is mentioned without a name is kept with it."""

    def __init__(
        self,
        articles: Sequence[Article],
        numbers: Numbers,
        speakers: Sequence[str],
        mentions: Mapping[str, list[int]],
    ) -> None:
        """`mentions` is what `by_mention` gives: to find it, all texts would be read."""
        super().__init__(articles, numbers, speakers)
        self._mentions = mentions

    def by_mention(self) -> dict[str, list[int]]:
        """The rows of statements by somebody without a name, by the words that mention them."""
        return dict(self._mentions)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ServerGeneration:
    """A generation that answers questions from a Milvus server."""

    name: str
    place: str
    source: Source
    window: int
    probes: Vectors
    articles: Mapping[str, Article]
    passages: Passages
    statements: Statements
    seals: Seals
    words: ServerWords
    article_words: ServerWords
    passage_vectors: ServerVectors
    statement_vectors: ServerVectors
    copies: Sequence[Sequence[str]]
    unread: Sequence[Unread]
    texts: StoredTexts
    prepared: bytes
    files: Sequence[ReadFile] = ()
    degraded: str = ""
    complete: bool = True

    def bring_texts(self, articles: Iterable[int]) -> None:
        """Fetch the texts of some articles together."""
        self.texts.bring(articles)

    def open_articles(self) -> Callable[[int], Article]:
        """A function that reads an article again from the server, by its number."""
        return self.texts.read

    def read_prepared(self) -> bytes:
        """What an assistant need not compute when it starts; empty if nothing is kept."""
        return self.prepared


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Described:
    """What a process holds in memory of a generation."""

    source: Source
    window: int
    probes: Vectors
    files_digest: str
    articles: Sequence[Article]  # their texts are not kept
    passages: Numbers
    statements: Numbers
    seals: Seals
    speakers: Sequence[str]
    outlets: Sequence[str]
    mentions: Mapping[str, Sequence[int]]
    words: Mapping[str, Postings]  # by table; the vocabulary and the frequencies are kept
    copies: Sequence[Sequence[str]]
    unread: Sequence[Unread]
    assigned: Assigned


def write_description(described: Described) -> dict[str, bytes]:
    """The pages of a generation, by name; `prepared` is added when it is known."""
    about = {
        "format": FORMAT,
        "source": asdict(described.source),
        "files_digest": described.files_digest,
        "window": described.window,
        "probes": described.probes.tolist(),
    }
    return {
        "about": json.dumps(about).encode(),
        "articles": _lines(
            {name: value for name, value in asdict(article).items() if name != "text"}
            for article in described.articles
        ),
        "passages": described.passages.astype("<i4").tobytes(),
        "statements": described.statements.astype("<i4").tobytes(),
        "seals": described.seals.tobytes(),
        "speakers": _lines(described.speakers),
        "outlets": _lines(described.outlets),
        "mentions": _lines(described.mentions.items()),
        "copies": _lines(described.copies),
        "unread": _lines(map(asdict, described.unread)),
        **described.assigned.to_pages(),
        **{name: page for each in described.words.items() for name, page in _words(*each).items()},
    }


def read_generation(connection: Connection, prefix: str, name: str) -> ServerGeneration:
    """A generation of an index. Raises IndexDamaged, IndexMismatch and IndexUnreachable."""
    kept = read_description(connection, prefix, name)
    try:
        return _Reading(connection, prefix, name, kept).generation()
    except (LookupError, ValueError, TypeError) as error:
        raise _unreadable(connection, name, error) from error


def read_description(connection: Connection, prefix: str, name: str) -> dict[str, bytes]:
    """The pages of a generation, by name. Raises what `read_generation` raises."""
    kept = KeptPages(connection, name_kept(prefix, name)).read()
    try:
        written = json.loads(kept["about"])["format"]
    except (LookupError, ValueError, TypeError) as error:
        raise _unreadable(connection, name, error) from error
    if written != FORMAT:
        raise IndexMismatch(
            f"{connection.url}: {name} has format {written}, but this version reads "
            f"format {FORMAT}",
            hint=f"{REBUILD}, and publish it: python -m rag publish",
        )
    return kept


def read_source(name: str, kept: Mapping[str, bytes]) -> Source:
    """What a generation was made of and with."""
    return parse_source(Path(name), {"source": json.loads(kept["about"])["source"]})


def read_probes(kept: Mapping[str, bytes]) -> Vectors:
    """The model's vectors of three texts."""
    return np.array(json.loads(kept["about"])["probes"], dtype=np.float32)


def read_names(kept: Mapping[str, bytes], name: str) -> list[str]:
    """The speakers or the outlets, in order."""
    return _values(kept[name])


def read_vocabulary(kept: Mapping[str, bytes], table: str) -> list[str]:
    """The words of a table, in order."""
    written = kept[f"{table}_vocabulary"].decode("utf-8").split("\n")
    return written if written != [""] else []


class _Reading:
    """Makes a generation of its pages."""

    def __init__(
        self, connection: Connection, prefix: str, name: str, kept: Mapping[str, bytes]
    ) -> None:
        self._connection = connection
        self._name = name
        self._kept = kept
        self._assigned = Assigned.of_pages(kept)
        self._pages = KeptPages(connection, name_pages(prefix, self._assigned.rows))
        lines = _values(kept["articles"])
        passages, statements = (
            _numbers(kept["passages"], len(PASSAGE)),
            _numbers(kept["statements"], len(STATEMENT)),
        )
        starts = np.arange(len(lines) + 1)
        first_rows = {
            Table.PASSAGES: np.searchsorted(passages[:, 0], starts),
            Table.STATEMENTS: np.searchsorted(statements[:, 0], starts),
            Table.ARTICLES: starts,
        }
        self._rows = {
            table: OwnRows(
                connection,
                collection,
                RowKeys(self._assigned.first_keys[table], first_rows[table]),
                self._assigned.condition(table),
            )
            for table, collection in name_rows(prefix, self._assigned.rows).items()
        }
        texts = self._texts = StoredTexts(self._rows[Table.ARTICLES], self._pages)
        self._articles = {
            fields["id"]: StoredArticle(fields, texts, number)
            for number, fields in enumerate(lines)
        }
        in_order = tuple(self._articles.values())
        self._passages = Passages(in_order, passages)
        speakers = tuple(read_names(kept, "speakers"))
        mentions = {mention: list(rows) for mention, rows in _values(kept["mentions"])}
        self._statements = ServerStatements(in_order, statements, speakers, mentions)
        outlets, spoken = self._assigned.outlets.numbers, self._assigned.speakers.numbers
        self._conditions = Conditions(
            self._articles,
            dict(zip(read_names(kept, "outlets"), outlets.tolist(), strict=True)),
            dict(zip(speakers, spoken.tolist(), strict=True)),
            {table: rows.keys for table, rows in self._rows.items()},
        )

    def generation(self) -> ServerGeneration:
        """The generation."""
        kept, conditions = self._kept, self._conditions
        known: dict[str, str] = {}  # most words are in both tables; they are held once
        return ServerGeneration(
            name=self._name,
            place=f"{self._connection.url}, {self._name}",
            source=read_source(self._name, kept),
            window=json.loads(kept["about"])["window"],
            probes=read_probes(kept),
            articles=self._articles,
            passages=self._passages,
            statements=self._statements,
            seals=np.frombuffer(kept["seals"], dtype=np.uint8).reshape(len(self._articles), -1),
            words=self._words("words", known, conditions.of_passages),
            article_words=self._words("article_words", known, conditions.of_articles),
            passage_vectors=self._vectors(Table.PASSAGES, conditions.of_passages),
            statement_vectors=self._vectors(Table.STATEMENTS, conditions.of_statements),
            copies=[tuple(group) for group in _values(kept["copies"])],
            unread=[Unread(**fields) for fields in _values(kept["unread"])],
            texts=self._texts,
            prepared=kept.get("prepared", b""),
        )

    def _words(
        self, table: str, known: dict[str, str], condition_of: Callable[[Selection], str | None]
    ) -> ServerWords:
        rows, words = self._rows[WORD_TABLES[table]], self._assigned.words[table]
        return ServerWords(
            rows,
            WordLists(self._pages, table, words.segments, rows.keys),
            [known.setdefault(word, word) for word in read_vocabulary(self._kept, table)],
            words.columns.numbers,
            np.frombuffer(self._kept[f"{table}_frequencies"], dtype="<i4"),
            condition_of,
        )

    def _vectors(
        self, table: Table, condition_of: Callable[[Selection], str | None]
    ) -> ServerVectors:
        return ServerVectors(
            self._rows[table],
            read_probes(self._kept).shape[1],
            condition_of,
            half=self._assigned.half,
            graph=self._assigned.graphs[table],
        )


def _unreadable(connection: Connection, name: str, error: Exception) -> IndexDamaged:
    return IndexDamaged(
        f"{connection.url}: {name} cannot be read: {error!r}",
        hint="publish the index again: python -m rag publish",
    )


def _words(table: str, postings: Postings) -> dict[str, bytes]:
    return {
        f"{table}_vocabulary": "\n".join(postings.vocabulary).encode("utf-8"),
        f"{table}_frequencies": np.diff(postings.starts).astype("<i4").tobytes(),
    }


def _lines(values: Iterable[Any]) -> bytes:
    # not ensure_ascii=False: a name may hold half a character, which UTF-8 cannot write
    return "\n".join(json.dumps(json.loads(to_line(value))) for value in values).encode("ascii")


def _values(lines: bytes) -> list[Any]:
    return [json.loads(line) for line in lines.split(b"\n") if line]


def _numbers(content: bytes, columns: int) -> Numbers:
    return np.frombuffer(content, dtype="<i4").reshape(-1, columns)
