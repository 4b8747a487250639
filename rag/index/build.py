"""A corpus -> a published generation. Nothing is computed again that is already there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import rag.articles
from rag.articles import copies, versions
from rag.articles.corpus import corpus_files, count_articles, read_corpus
from rag.articles.fields import AS_NAMED, FieldMap
from rag.articles.language import language_of
from rag.articles.passages import cut
from rag.articles.statements import attribute
from rag.errors import CorpusError, IndexDamaged, IndexMismatch, IndexMissing
from rag.index import generation
from rag.index.embedder import Embedder
from rag.index.embedding import Embedding, Progress
from rag.index.generation import Generation, Source
from rag.index.lock import writing
from rag.index.words import WordIndex
from rag.records import Article, Passage, Statement, Unread


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    articles: int  # each text once
    passages: int
    statements: int
    embedded: int  # texts whose vector was computed; the others were taken over
    unchanged: bool  # the published generation is of this corpus already
    unread: Sequence[Unread]  # what is not in the index, and why


def build(  # noqa: PLR0913  # an administrator may set each
    corpus: Path,
    index: Path,
    embedder: Embedder,
    *,
    passage_tokens: int,
    names: FieldMap = AS_NAMED,
    strict: bool = False,
    progress: Progress = lambda *_: None,
) -> BuildReport:
    """Read, cut, attribute and embed a corpus, and publish it as the index's generation.

    A file that cannot be read is left out, and reported; where `strict`, it is a CorpusError.
    `names` says what fields are called. Raises CorpusError where there is no article at all,
    IndexBusy where another program builds, and IndexNotWritten.
    """
    read = _read(corpus, names, progress)
    missed = [one for one in read.unread if not one.expected]
    if missed and (strict or not read.articles):
        raise CorpusError(
            f"{corpus}: {len(missed):,} could not be read, the first being {missed[0].path}: "
            f"{missed[0].reason}",
            hint="repair them or take them away" + (", or build without --strict" * strict),
        )
    if not read.articles:
        raise CorpusError(
            f"{corpus}: no articles", hint="put articles there: .txt, .html, .pdf, .jsonl, ..."
        )
    count, unread = len(read.articles), read.unread
    digest = _digest([*read.articles.values(), *unread])
    source = Source(digest, _rules(), passage_tokens, embedder.fingerprint)
    old = _published(index, embedder)
    if old and old.source == source and not old.degraded:
        return _unchanged(old, unread)  # found without the lock: the folder may be for reading only
    with writing(index):
        old = _published(index, embedder)  # another build may have ended just now
        if old and old.source == source:
            generation.publish(old.name, index)
            return _unchanged(old, unread)
        read = replace(read, articles=_with_languages(read.articles, old))
        name = generation.new_name(index)
        new, embedded = _generation(name, read, source, old, embedder, progress)
        generation.write(new, index, before=old.name if old else "")
    return BuildReport(count, len(new.passages), len(new.statements), embedded, False, unread)


def _unchanged(old: Generation, unread: Sequence[Unread]) -> BuildReport:
    passages, statements = len(old.passages), len(old.statements)
    return BuildReport(len(old.articles), passages, statements, 0, True, unread)


@dataclass(frozen=True, slots=True)
class _Corpus:
    articles: Mapping[str, Article]
    unread: Sequence[Unread]


def _read(corpus: Path, names: FieldMap, progress: Progress) -> _Corpus:
    files = corpus_files(corpus)
    unread = list(files.unread)
    total, found = count_articles(files), []
    for article in read_corpus(corpus, names=names, unread=unread.append):
        found.append(article)
        progress("Reading articles", len(found), max(total, len(found)))
    return _Corpus(versions.merge(found), unread)


def _with_languages(articles: Mapping[str, Article], old: Generation | None) -> dict[str, Article]:
    known = old.articles if old else {}
    found = {}
    for article in articles.values():
        before = known.get(article.id)
        same = before is not None and before.text == article.text
        language = before.language if before and same else language_of(article.text)
        found[article.id] = replace(article, language=language)
    return found


def _generation(  # noqa: PLR0913
    name: str,
    read: _Corpus,
    source: Source,
    old: Generation | None,
    embedder: Embedder,
    progress: Progress,
) -> tuple[Generation, int]:
    # A passage is embedded and indexed for words behind its title, which makes it understood.
    articles = read.articles
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
        name=name,
        source=source,
        window=embedder.window,
        probes=embedder.probes,
        articles=articles,
        passages=passages,
        statements=statements,
        passage_vectors=passage_vectors,
        statement_vectors=embedding.index(spoken),
        words=WordIndex.of(passage_texts),
        # a title says what an article is about: its words count twice
        article_words=WordIndex.of(f"{a.title}\n{a.title}\n{a.text}" for a in articles.values()),
        copies=copies.groups(articles.values()),
        unread=read.unread,
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
        found = generation.read(index, embedder.fingerprint)
        generation.check_model(found, embedder.probes, embedder.window, embedder.name)
        return found
    return None


def _digest(records: Iterable[Article | Unread]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for record in records:
        digest.update(repr(record).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _rules() -> str:
    """A digest of the code that makes passages and statements: new rules, new generation."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(Path(rag.articles.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
