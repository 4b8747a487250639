"""A generation in Milvus: numbers and names in memory, texts, vectors and words on the server.

What is in memory is written and read here as pages by name, under which `_DESCRIPTION` stands.
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
from rag.index.source import ReadFile, Source, parse_source
from rag.index.span_table import PASSAGE, STATEMENT, Numbers, Passages, Seals, Statements
from rag.index.storage.json_lines import to_line
from rag.milvus.conditions import Conditions
from rag.milvus.connection import Connection
from rag.milvus.kept_pages import KeptPages
from rag.milvus.layout import name_collection
from rag.milvus.server_vectors import ServerVectors
from rag.milvus.server_words import ServerWords
from rag.milvus.stored_texts import StoredArticle, StoredTexts
from rag.models.vectors import Vectors
from rag.records import Article, Unread

FORMAT = 1  # of the collections; raised when older programs could not read them


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
    words: Postings  # of which the vocabulary and the starts are kept
    article_words: Postings
    copies: Sequence[Sequence[str]]
    unread: Sequence[Unread]


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
        **_words("words", described.words),
        **_words("article_words", described.article_words),
    }


def read_generation(connection: Connection, prefix: str, name: str) -> ServerGeneration:
    """A generation of an index. Raises IndexDamaged, IndexMismatch and IndexUnreachable."""
    collections = {
        kind: name_collection(prefix, name, kind)
        for kind in ("passages", "statements", "articles", "kept")
    }
    pages = KeptPages(connection, collections["kept"])
    kept = pages.read()
    try:
        return _read(connection, name, collections, pages, kept)
    except (LookupError, ValueError, TypeError) as error:
        raise IndexDamaged(
            f"{connection.url}: {name} cannot be read: {error!r}",
            hint="publish the index again: python -m rag publish",
        ) from error


def _read(
    connection: Connection,
    name: str,
    collections: Mapping[str, str],
    pages: KeptPages,
    kept: Mapping[str, bytes],
) -> ServerGeneration:
    about = json.loads(kept["about"])
    if about["format"] != FORMAT:
        raise IndexMismatch(
            f"{connection.url}: {name} has format {about['format']}, but this version reads "
            f"format {FORMAT}",
            hint=f"{REBUILD}, and publish it: python -m rag publish",
        )
    lines = _values(kept["articles"])
    texts = StoredTexts(connection, collections["articles"], pages, len(lines))
    articles = {
        fields["id"]: StoredArticle(fields, texts, number) for number, fields in enumerate(lines)
    }
    in_order = tuple(articles.values())
    speakers = tuple(_values(kept["speakers"]))
    conditions = Conditions(articles, _values(kept["outlets"]), speakers)
    passages = Passages(in_order, _numbers(kept["passages"], len(PASSAGE)))
    mentions = {mention: list(rows) for mention, rows in _values(kept["mentions"])}
    statements = ServerStatements(
        in_order, _numbers(kept["statements"], len(STATEMENT)), speakers, mentions
    )
    probes = np.array(about["probes"], dtype=np.float32)

    known: dict[str, str] = {}  # most words are in both tables, and need to be held once only

    def words(table: str, kind: str, rows: int) -> ServerWords:
        written = kept[f"{table}_vocabulary"].decode("utf-8").split("\n")
        vocabulary = [known.setdefault(word, word) for word in written]
        return ServerWords(
            connection,
            collections[kind],
            pages,
            table,
            vocabulary if vocabulary != [""] else [],
            np.frombuffer(kept[f"{table}_starts"], dtype="<i8"),
            rows,
            conditions.of_passages,
        )

    return ServerGeneration(
        name=name,
        place=f"{connection.url}, {name}",
        source=parse_source(Path(name), {"source": about["source"]}),
        window=about["window"],
        probes=probes,
        articles=articles,
        passages=passages,
        statements=statements,
        seals=np.frombuffer(kept["seals"], dtype=np.uint8).reshape(len(articles), -1),
        words=words("words", "passages", len(passages)),
        article_words=words("article_words", "articles", len(articles)),
        passage_vectors=ServerVectors(
            connection,
            collections["passages"],
            len(passages),
            probes.shape[1],
            conditions.of_passages,
        ),
        statement_vectors=ServerVectors(
            connection,
            collections["statements"],
            len(statements),
            probes.shape[1],
            conditions.of_statements,
        ),
        copies=[tuple(group) for group in _values(kept["copies"])],
        unread=[Unread(**fields) for fields in _values(kept["unread"])],
        texts=texts,
        prepared=kept.get("prepared", b""),
    )


def _words(table: str, postings: Postings) -> dict[str, bytes]:
    return {
        f"{table}_vocabulary": "\n".join(postings.vocabulary).encode("utf-8"),
        f"{table}_starts": postings.starts.astype("<i8").tobytes(),
    }


def _lines(values: Iterable[Any]) -> bytes:
    # not ensure_ascii=False: a name may hold half a character, which UTF-8 cannot write
    return "\n".join(json.dumps(json.loads(to_line(value))) for value in values).encode("ascii")


def _values(lines: bytes) -> list[Any]:
    return [json.loads(line) for line in lines.split(b"\n") if line]


def _numbers(content: bytes, columns: int) -> Numbers:
    return np.frombuffer(content, dtype="<i4").reshape(-1, columns)
