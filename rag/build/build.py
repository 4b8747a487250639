"""A corpus -> a published generation. Nothing is computed again that is already there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np

import rag
from rag.articles import copies
from rag.articles.copies import Sketches
from rag.build import files
from rag.build.computed import Computed
from rag.build.cutting import NEW, Rows, cut_all
from rag.build.embedding import Embedding
from rag.build.files import Corpus
from rag.errors import CorpusError, IndexDamaged, IndexMismatch, IndexMissing
from rag.field_names import SAME_NAMES, FieldNames
from rag.index import generation, publish, words
from rag.index.folders import published_name
from rag.index.generation import Generation, Source
from rag.index.lock import writing
from rag.index.spans import Passages
from rag.index.words import WordIndex
from rag.language.detection import language_of
from rag.models.embedder import Embedder
from rag.progress import Progress
from rag.records import Article, Unread


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
    names: FieldNames = SAME_NAMES,
    strict: bool = False,
    progress: Progress = lambda *_: None,
) -> BuildReport:
    """Read, cut, attribute and embed a corpus, and publish it as the index's generation.

    A file that cannot be read is left out, and reported; where `strict`, it is a CorpusError.
    `names` says what fields are called. Raises CorpusError where there is no article at all,
    IndexBusy where another program builds, and IndexNotWritten.
    """
    listed = files.listed(corpus, index, names)
    rules, model = rules_digest(), embedder.fingerprint
    same = as_published(index, listed.digest, rules, passage_tokens, embedder)
    if same is not None:
        return same
    before = published_name(index)
    old = published(index, embedder)
    known = old if old and old.source.rules == rules else None
    read = files.read(
        listed, known.files if known else (), known.articles if known else {}, progress
    )
    check(read, corpus, strict=strict)
    source = Source(_digest([*read.articles.values(), *read.unread]), rules, passage_tokens, model)
    if old and old.source == source and old.files == read.files and not old.degraded:
        return _unchanged(old, read.unread)  # without the lock: the folder may be for reading only
    with writing(index):
        if published_name(index) != before:
            old = published(index, embedder)  # another build has ended just now
        if old and old.source == source and old.files == read.files:
            publish.publish(old.name, index)
            return _unchanged(old, read.unread)
        read = replace(read, articles=_with_languages(read.articles, old))
        made = _Made(publish.new_name(index), source, listed.digest, read)
        computed = Computed(index, model)
        new, embedded = _generation(made, old, embedder, computed, progress)
        publish.write(new, index, before=old.name if old else "")
        computed.remove()
    passages, statements = len(new.passages), len(new.statements)
    return BuildReport(len(new.articles), passages, statements, embedded, False, read.unread)


@dataclass(frozen=True, slots=True)
class _Made:
    """What a generation is made of."""

    name: str
    source: Source
    files_digest: str
    read: Corpus


def check(read: Corpus, corpus: Path, *, strict: bool) -> None:
    """Raises CorpusError where there is no article, or where `strict` and one can't be read."""
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


def as_published(
    index: Path, digest: str, rules: str, passage_tokens: int, embedder: Embedder
) -> BuildReport | None:
    """The report where the published generation is of these files; nothing is read for it.

    Where a file could not be read, it is tried again.
    """
    with suppress(IndexMissing, IndexDamaged, IndexMismatch):
        found = generation.glance(index)
        made = (found.files_digest, found.source.rules, found.source.passage_tokens)
        if (
            made != (digest, rules, passage_tokens)
            or found.source.model != embedder.fingerprint
            or any(not one.expected for one in found.unread)
        ):
            return None
        generation.check_model(found, embedder.probes, embedder.window, embedder.name)
        counts = found.counts
        articles, passages, statements = (
            counts[name] for name in ("articles", "passages", "statements")
        )
        return BuildReport(articles, passages, statements, 0, True, found.unread)
    return None


def _unchanged(old: Generation, unread: Sequence[Unread]) -> BuildReport:
    passages, statements = len(old.passages), len(old.statements)
    return BuildReport(len(old.articles), passages, statements, 0, True, unread)


def _with_languages(articles: Mapping[str, Article], old: Generation | None) -> dict[str, Article]:
    known = old.articles if old else {}
    found = {}
    for article in articles.values():
        before = known.get(article.id)
        same = before is not None and before.text == article.text
        language = before.language if before and same else language_of(article.text)
        found[article.id] = replace(article, language=language)
    return found


def _generation(
    made: _Made,
    old: Generation | None,
    embedder: Embedder,
    computed: Computed,
    progress: Progress,
) -> tuple[Generation, int]:
    articles, source = made.read.articles, made.source
    cut = cut_all(articles, source, old, embedder, progress)
    spoken, written = cut.statements, _Written(cut.passages, articles, embedder)
    embedding = Embedding(embedder, computed, len(written) + len(spoken), progress)
    if old:
        # what is new may be in an article that was moved, or cut by older rules
        before = _Written(old.passages, old.articles, embedder)
        gone = _gone(len(before), cut.passages_before)
        embedding.knows(((row, before.text(row)) for row in gone), old.passage_vectors)
        gone = _gone(len(old.statements), cut.statements_before)
        embedding.knows(((row, old.statements.text(row)) for row in gone), old.statement_vectors)
    passage_vectors = embedding.index(
        cut.passages_before, written.text, old.passage_vectors if old else None
    )
    statement_vectors = embedding.index(
        cut.statements_before, spoken.text, old.statement_vectors if old else None
    )
    in_order = list(articles.values())
    sketches = _sketches(in_order, cut.articles_before, old)
    new = Generation(
        name=made.name,
        source=source,
        window=embedder.window,
        probes=embedder.probes,
        articles=articles,
        passages=cut.passages,
        statements=cut.statements,
        seals=cut.seals,
        passage_vectors=passage_vectors,
        statement_vectors=statement_vectors,
        words=_words(old.words if old else None, cut.passages_before, written.text),
        article_words=_words(
            old.article_words if old else None,
            cut.articles_before,
            lambda row: _title_twice(in_order[row]),
        ),
        sketches=sketches,
        copies=copies.groups([*articles], sketches, lambda row: in_order[row].text),
        files=made.read.files,
        files_digest=made.files_digest,
        unread=made.read.unread,
    )
    return new, embedding.embedded


class _Written:
    """Passages as they are embedded and indexed for words: behind their titles."""

    def __init__(
        self, passages: Passages, articles: Mapping[str, Article], embedder: Embedder
    ) -> None:
        self._passages = passages
        self._articles = list(articles.values())
        self._embedder = embedder
        self._titles: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._passages)

    def text(self, row: int) -> str:
        """A passage by its row; its title makes it understood."""
        number = int(self._passages.article_numbers[row])
        if number not in self._titles:
            self._titles[number] = _fitting(self._articles[number].title, self._embedder)
        return f"{self._titles[number]}\n{self._passages.text(row)}"


def _title_twice(article: Article) -> str:
    """An article as it is indexed for words; its title says what it is about."""
    return f"{article.title}\n{article.title}\n{article.text}"


def _gone(rows: int, before: Rows) -> list[int]:
    """The rows of the generation before that no row has taken over."""
    there = np.ones(rows, dtype=bool)
    there[before[before >= 0]] = False
    return np.flatnonzero(there).tolist()


def _words(old: WordIndex | None, before: Rows, text: Callable[[int], str]) -> WordIndex:
    new = (text(row) for row in np.flatnonzero(before == NEW).tolist())
    return old.with_rows(before, new) if old else WordIndex.of(new)


def _sketches(articles: Sequence[Article], before: Rows, old: Generation | None) -> Sketches:
    known = [
        copies.sketch(article.text) if old is None or row == NEW else old.sketches[row]
        for article, row in zip(articles, before.tolist(), strict=True)
    ]
    return np.array(known, dtype=np.uint32)


def passage_text(title: str, text: str, embedder: Embedder) -> str:
    """What is embedded of a passage: behind its article's title, it is understood."""
    return f"{_fitting(title, embedder)}\n{text}"


def _fitting(title: str, embedder: Embedder) -> str:
    """A title of at most half the model's window, as `cut` reckons with; the passage counts."""
    title_words = title.split()
    while title_words and embedder.pieces(" ".join(title_words)) > embedder.window // 2:
        title_words.pop()
    return " ".join(title_words)


def published(index: Path, embedder: Embedder) -> Generation | None:
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


def rules_digest() -> str:
    """A digest of the code that makes passages, statements and words: new rules, all anew."""
    digest = hashlib.blake2b(digest_size=16)
    package = Path(rag.__file__).parent
    rooms = [sorted((package / room).rglob("*.py")) for room in _RULES]
    for path in [*chain.from_iterable(rooms), Path(words.__file__)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


_RULES = ("language", "names", "articles", "speech")  # rooms whose code decides what is stored
