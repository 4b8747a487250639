"""A generation of a folder -> its articles and their rows, to load them elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from rag.build.by_article.stages import Processed
from rag.cluster.article_rows import ArticleRows
from rag.errors import IndexMismatch
from rag.index.generation_parts import Generation
from rag.index.postings import Postings
from rag.index.searched import Mask
from rag.index.span_table import STATEMENT, Numbers
from rag.index.word_counts import WordCounts, narrow
from rag.milvus.loading.counted import Counted, list_outlets
from rag.milvus.loading.load import LoadReport, Origin, load_generation
from rag.milvus.place import MilvusPlace
from rag.progress import Progress

_SPEAKER = STATEMENT.index("speaker")
_NOBODY = -1


class LocalRows:
    """The articles of a generation with their rows."""

    def __init__(self, generation: Generation) -> None:
        """Raises IndexMismatch if rows of the generation have no vector yet."""
        if not generation.complete:
            raise IndexMismatch(
                f"{generation.place}: not all of it is embedded",
                hint="finish it: python -m rag build",
            )
        self._generation = generation

    def count(self) -> Counted:
        """What is known of all articles together; the generation knows it already."""
        generation = self._generation
        articles = [replace(article, text="") for article in generation.articles.values()]
        return Counted(
            articles,
            generation.passages.numbers,
            generation.statements.numbers,
            list(generation.statements.speakers),
            list_outlets(articles),
            generation.seals,
            generation.sketches,
            generation.statements.by_mention(),
            {
                "words": generation.words.postings,
                "article_words": generation.article_words.postings,
            },
        )

    def take(self, numbers: Sequence[int]) -> Iterator[ArticleRows]:
        """Some articles with their rows, by their numbers."""
        generation = self._generation
        own = np.zeros(len(generation.articles), dtype=bool)
        own[numbers] = True
        passage_words = _ByRow(generation.words.postings, own[generation.passages.article_numbers])
        article_words = _ByRow(generation.article_words.postings, own)
        articles = tuple(generation.articles.values())
        for number in numbers:
            article = articles[number]
            passages = generation.passages.rows_of(number)
            statements = generation.statements.rows_of(number)
            own_statements, speakers = self._statements(number)
            processed = Processed(
                language=article.language,
                passages=_of_first_article(generation.passages.numbers_of(number)),
                statements=own_statements,
                speakers=speakers,
                sketch=generation.sketches[number],
                article_words=article_words.counts(range(number, number + 1)),
                passage_words=passage_words.counts(passages),
            )
            yield ArticleRows(
                article,
                processed,
                generation.passage_vectors.vectors(np.array(passages, dtype=np.int64)),
                generation.statement_vectors.vectors(np.array(statements, dtype=np.int64)),
            )

    def _statements(self, number: int) -> tuple[Numbers, tuple[str, ...]]:
        """An article's statements, with the numbers of its own speakers, and these."""
        table = self._generation.statements
        numbers = _of_first_article(table.numbers_of(number))
        named = numbers[:, _SPEAKER] != _NOBODY
        speakers = dict.fromkeys(numbers[named, _SPEAKER].tolist())
        own = {speaker: place for place, speaker in enumerate(speakers)}
        numbers[named, _SPEAKER] = [own[speaker] for speaker in numbers[named, _SPEAKER].tolist()]
        return numbers, tuple(table.speakers[speaker] for speaker in speakers)


class _ByRow:
    """Postings, which stand by word, as counts of each of some rows."""

    def __init__(self, found: Postings, wanted: Mask) -> None:
        self._found = found
        places = np.flatnonzero(wanted[found.rows])
        own_rows = found.rows[places]
        order = np.argsort(own_rows, kind="stable")
        places = places[order]
        self._columns = np.searchsorted(found.starts, places, side="right") - 1
        self._counts = found.counts[places]
        rows = np.arange(len(found.lengths) + 1)
        self._starts = np.searchsorted(own_rows[order], rows)

    def counts(self, rows: range) -> WordCounts:
        """The counts of some rows."""
        starts = self._starts[rows.start : rows.stop + 1]
        first, end = (int(starts[0]), int(starts[-1])) if len(rows) else (0, 0)
        columns = self._columns[first:end]
        own, places = np.unique(columns, return_inverse=True)
        return WordCounts(
            [self._found.vocabulary[column] for column in own.tolist()],
            narrow(np.diff(starts)),
            narrow(places),
            narrow(self._counts[first:end]),
            narrow(self._found.lengths[rows.start : rows.stop]),
        )


def _of_first_article(numbers: Numbers) -> Numbers:
    """An article's rows as if it were the only one."""
    alone = numbers.copy()
    alone[:, 0] = 0
    return alone


def publish_generation(
    local: Generation,
    place: MilvusPlace,
    prepared: Iterable[str],
    *,
    progress: Progress = lambda *_: None,
) -> LoadReport:
    """Load a generation of a folder into Milvus, under its name, and publish it there.

    `prepared` are the lines of what a start need not compute again. Raises IndexMismatch if the
    generation is not all embedded, and IndexUnreachable.
    """
    origin = Origin(
        source=local.source,
        window=local.window,
        probes=local.probes,
        files_digest=local.files_digest,
        unread=local.unread,
        copies=local.copies,
        name=local.name,
    )
    return load_generation(
        LocalRows(local), origin, place, prepare=lambda _: prepared, progress=progress
    )
