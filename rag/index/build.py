"""A corpus -> a published generation. Nothing is computed again that is already there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import rag.articles
from rag.articles.corpus import corpus_files, count_articles, read_corpus
from rag.articles.passages import cut
from rag.articles.statements import attribute
from rag.errors import CorpusError, IndexDamaged, IndexMismatch, IndexMissing
from rag.index import generation
from rag.index.embedder import Embedder
from rag.index.embedding import Embedding, Progress
from rag.index.generation import Generation, Source
from rag.index.words import WordIndex
from rag.records import Article, Passage, Statement


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    articles: int
    passages: int
    statements: int
    embedded: int  # texts whose vector was computed; the others were taken over
    unchanged: bool  # the published generation is of this corpus already
    unread: Sequence[str]  # paths below the corpus that hold no article in a known format


def build(
    corpus: Path,
    index: Path,
    embedder: Embedder,
    *,
    passage_tokens: int,
    progress: Progress = lambda *_: None,
) -> BuildReport:
    """Read, cut, attribute and embed a corpus, and publish it as the index's generation.

    Raises CorpusError where the corpus or one of its files cannot be read.
    """
    files = corpus_files(corpus)
    unread = [file.relative_to(files.folder).as_posix() for file in files.unread]
    total = count_articles(files)
    articles: dict[str, Article] = {}
    for article in read_corpus(corpus):
        articles[article.id] = article
        progress("Reading articles", len(articles), total)
    if not articles:
        raise CorpusError(
            f"{corpus}: no articles", hint="put .txt, .md or .jsonl files there, one article each"
        )
    source = Source(_digest(articles.values()), _rules(), passage_tokens, embedder.fingerprint)
    old = _published(index, embedder)
    if old and old.source == source:
        return BuildReport(len(articles), len(old.passages), len(old.statements), 0, True, unread)
    new, embedded = _generation(articles, source, old, embedder, progress)
    generation.write(new, index)
    return BuildReport(
        len(articles), len(new.passages), len(new.statements), embedded, False, unread
    )


def _generation(
    articles: dict[str, Article],
    source: Source,
    old: Generation | None,
    embedder: Embedder,
    progress: Progress,
) -> tuple[Generation, int]:
    # A passage is embedded and indexed for words behind its title, which makes it understood.
    passages: list[Passage] = []
    statements: list[Statement] = []
    for done, article in enumerate(articles.values(), start=1):
        passages += cut(
            article,
            max_tokens=source.passage_tokens,
            window=embedder.window,
            pieces=embedder.pieces,
        )
        statements += attribute(article)
        progress("Cutting and attributing", done, len(articles))
    titles = {a.id: _fitting(a.title, embedder) for a in articles.values()}
    passage_texts = [f"{titles[p.article_id]}\n{p.text}" for p in passages]
    spoken = [articles[s.article_id].text[s.start : s.end] for s in statements]
    embedding = Embedding(embedder, len(passage_texts) + len(spoken), progress)
    if old:
        embedding.knows(_texts(old, embedder), old)
    passage_vectors = embedding.index(passage_texts)
    new = Generation(
        name=f"gen-{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}",
        source=source,
        articles=articles,
        passages=passages,
        statements=statements,
        passage_vectors=passage_vectors,
        statement_vectors=embedding.index(spoken),
        words=WordIndex.of(passage_texts),
        # a title says what an article is about: its words count twice
        article_words=WordIndex.of(f"{a.title}\n{a.title}\n{a.text}" for a in articles.values()),
    )
    embedded = embedding.embedded
    return new, embedded


def _fitting(title: str, embedder: Embedder) -> str:
    """A title of at most half the model's window, as `cut` reckons with; the passage counts."""
    title_words = title.split()
    while title_words and embedder.pieces(" ".join(title_words)) > embedder.window // 2:
        title_words.pop()
    return " ".join(title_words)


def _texts(old: Generation, embedder: Embedder) -> tuple[Iterator[str], Iterator[str]]:
    """What a generation's passages and statements were embedded as."""
    titles = {a.id: _fitting(a.title, embedder) for a in old.articles.values()}
    return (
        (f"{titles[p.article_id]}\n{p.text}" for p in old.passages),
        (old.articles[s.article_id].text[s.start : s.end] for s in old.statements),
    )


def _published(index: Path, embedder: Embedder) -> Generation | None:
    """The published generation where it can be read and taken over."""
    with suppress(IndexMissing, IndexDamaged, IndexMismatch):
        return generation.read(index, embedder.fingerprint)
    return None


def _digest(articles: Iterable[Article]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for article in articles:
        digest.update(repr(article).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _rules() -> str:
    """A digest of the code that makes passages and statements: new rules, new generation."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(Path(rag.articles.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
