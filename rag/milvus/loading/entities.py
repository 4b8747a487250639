"""An article and its rows -> the entities that stand for them in Milvus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from rag.cluster.article_rows import ArticleRows
from rag.index.postings import Postings
from rag.index.span_table import STATEMENT, Numbers
from rag.index.storage.json_lines import to_line
from rag.index.word_counts import WordCounts
from rag.index.words import K1, B
from rag.milvus.assigned import Assigned, Words
from rag.milvus.layout import UNDATED, Table
from rag.milvus.loading.counted import Counted, outlets_of, whole
from rag.milvus.precision import encode
from rag.milvus.server_words import NO_WORD
from rag.milvus.stored_texts import LINE, line_key
from rag.records import Article

_SPEAKER = STATEMENT.index("speaker")
_NOBODY = -1

Entity = dict[str, Any]


class Entities:
    """Makes the entities of articles, by what is known of all of them."""

    def __init__(self, counted: Counted, assigned: Assigned) -> None:
        self._counted = counted
        self._assigned = assigned
        articles = np.arange(len(counted.articles) + 1)
        self._first_passages = np.searchsorted(counted.passages[:, 0], articles)
        self._first_statements = np.searchsorted(counted.statements[:, 0], articles)
        outlets = assigned.outlets.numbers.tolist()
        self._outlets = dict(zip(counted.outlets, outlets, strict=True))
        self._speakers = assigned.speakers.numbers
        self._words, self._article_words = (
            _Weights(counted.words[table], assigned.words[table])
            for table in ("words", "article_words")
        )

    def of(self, number: int, rows: ArticleRows) -> Iterator[tuple[Table, list[Entity]]]:
        """The entities of an article, by its number."""
        article = rows.article
        key = self._key(Table.ARTICLES, number)
        shared = {
            "day": article.date.toordinal() if article.date else UNDATED,
            "outlets": sorted(self._outlets[outlet] for outlet in outlets_of(article)),
        }
        yield Table.PASSAGES, list(self._passages(number, rows, shared | {"article": key}))
        yield Table.STATEMENTS, list(self._statements(number, rows, shared | {"article": key}))
        (weights,) = self._article_words.of(number, whole(number, rows.processed).article_words)
        line = _line_parts(article)
        yield (
            Table.ARTICLES,
            [
                {
                    **shared,
                    "row": key,
                    "id": article.id,
                    "title": article.title[:LINE],
                    "language": article.language or "",
                    "line": line[0],
                    "parts": len(line),
                    "words": weights,
                }
            ],
        )

    def further_lines(self, number: int, rows: ArticleRows) -> list[tuple[str, str]]:
        """The pages of an article's line behind the part that is in its row; usually none."""
        parts = _line_parts(rows.article)
        key = self._key(Table.ARTICLES, number)
        return [(line_key(key, part), parts[part]) for part in range(1, len(parts))]

    def _passages(
        self, number: int, rows: ArticleRows, shared: Mapping[str, Any]
    ) -> Iterator[Entity]:
        first, end = self._first_passages[number : number + 2].tolist()
        first_key = self._key(Table.PASSAGES, number)
        said = self._said(number)[:, 1 : _SPEAKER + 1].tolist()
        weights = self._words.of(first, whole(number, rows.processed).passage_words)
        language = rows.article.language or ""
        passages = self._counted.passages[first:end, 1:].tolist()
        vectors = encode(rows.passage_vectors, self._assigned.half)
        for at, ((start, stop), own) in enumerate(zip(passages, weights, strict=True)):
            speakers = {
                int(self._speakers[speaker])
                for begins, ends, speaker in said
                if speaker != _NOBODY and begins < stop and start < ends
            }
            yield {
                **shared,
                "row": first_key + at,
                "speakers": sorted(speakers),
                "language": language,
                "vector": vectors[at],
                "words": own,
            }

    def _statements(
        self, number: int, rows: ArticleRows, shared: Mapping[str, Any]
    ) -> Iterator[Entity]:
        first_key = self._key(Table.STATEMENTS, number)
        vectors = encode(rows.statement_vectors, self._assigned.half)
        for at, speaker in enumerate(self._said(number)[:, _SPEAKER].tolist()):
            yield {
                **shared,
                "row": first_key + at,
                "speaker": _NOBODY if speaker == _NOBODY else int(self._speakers[speaker]),
                "vector": vectors[at],
            }

    def _key(self, table: Table, number: int) -> int:
        """The key of an article's first row."""
        return int(self._assigned.first_keys[table][number])

    def _said(self, number: int) -> Numbers:
        first, end = self._first_statements[number : number + 2].tolist()
        return self._counted.statements[first:end]


class _Weights:
    """Counts of words -> sparse vectors: how much each word counts in a row, by BM25."""

    def __init__(self, found: Postings, words: Words) -> None:
        columns = words.columns.numbers.tolist()
        self._columns = dict(zip(found.vocabulary, columns, strict=True))
        # the average of the rows that are there already: their weights stay as they are
        norms = K1 * (1 - B + B * found.lengths / words.average)
        self._norms = norms.astype(np.float32)

    def of(self, first: int, counted: WordCounts) -> Iterator[dict[int, float]]:
        """The vectors of some rows in a row, of which `first` is the number of the first."""
        columns = [self._columns.get(word, NO_WORD) for word in counted.vocabulary]
        start = 0
        for row, different in enumerate(counted.different.tolist(), start=first):
            counts = counted.counts[start : start + different].astype(np.float32)
            weights: Sequence[float] = (counts / (counts + self._norms[row])).tolist()
            places = counted.columns[start : start + different].tolist()
            own = (columns[place] for place in places)
            yield dict(zip(own, weights, strict=True)) or {NO_WORD: 1.0}
            start += different


def _line_parts(article: Article) -> list[str]:
    line = to_line(asdict(article))
    return [line[at : at + LINE] for at in range(0, len(line), LINE)]
