"""Processed articles and the previous generation -> rows of passages and statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.build.by_article.stages import Processed
from rag.build.reusable import NEW, Reusable, Rows
from rag.errors import CorpusError
from rag.index import span_table
from rag.index.source import Stage
from rag.index.span_table import Numbers, Passages, Seals, Statements
from rag.records import Article

_SPEAKER = span_table.STATEMENT.index("speaker")
_NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Assembled:
    """The rows of a generation, and for each its row in the previous generation, or NEW."""

    passages: Passages
    statements: Statements
    seals: Seals
    passages_before: Rows
    statements_before: Rows
    cut: int  # articles; the others' passages are reused
    attributed: int


def assemble(
    articles: Sequence[Article], processed: Sequence[Processed], reusable: Reusable
) -> Assembled:
    """Put the rows together, in the order of the articles."""
    old = reusable.generation
    cut_before, attributed_before = (
        reusable.numbers(articles, stage) for stage in (Stage.CUT, Stage.ATTRIBUTE)
    )
    names = _Names(list(old.statements.speakers) if old else [])
    passages, statements, seals = [], [], []
    for number, (article, new) in enumerate(zip(articles, processed, strict=True)):
        as_cut, as_attributed = int(cut_before[number]), int(attributed_before[number])
        rows_here = (
            _number(number, new.passages)
            if old is None or as_cut == NEW
            else _number(number, old.passages.numbers_of(as_cut))
        )
        said = (
            _number(number, names.renumbered(new))
            if old is None or as_attributed == NEW
            else _number(number, old.statements.numbers_of(as_attributed))
        )
        passages.append(rows_here)
        statements.append(said)
        seals.append(
            span_table.seal_article(article, rows_here, said, names.speakers)
            if old is None or NEW in {as_cut, as_attributed}
            else old.seals[as_cut].tobytes()
        )
    numbers, speakers = span_table.with_speakers(np.concatenate(statements), names.speakers)
    return Assembled(
        Passages(articles, np.concatenate(passages)),
        Statements(articles, numbers, speakers),
        span_table.as_seals(seals),
        _find_rows(cut_before, passages, old.passages if old else None),
        _find_rows(attributed_before, statements, old.statements if old else None),
        cut=int(np.count_nonzero(cut_before == NEW)),
        attributed=int(np.count_nonzero(attributed_before == NEW)),
    )


class _Names:
    """Numbers of speakers' names: those of the previous generation, then new ones as they come."""

    def __init__(self, speakers: list[str]) -> None:
        self.speakers = speakers
        self._numbers = {name: number for number, name in enumerate(speakers)}

    def renumbered(self, processed: Processed) -> Numbers | None:
        """An article's statements with the numbers that their speakers have here."""
        if processed.statements is None or not len(processed.statements):
            return processed.statements
        for name in processed.speakers:
            if name not in self._numbers:
                self._numbers[name] = len(self.speakers)
                self.speakers.append(name)
        here = np.array([*(self._numbers[name] for name in processed.speakers), _NOBODY])
        numbers = processed.statements.copy()
        numbers[:, _SPEAKER] = here[numbers[:, _SPEAKER]]  # -1, nobody, is the last
        return numbers


def _number(number: int, rows: Numbers | None) -> Numbers:
    """An article's rows with its number."""
    if rows is None:
        raise CorpusError(
            f"article {number} was not processed", hint="report this, with what was built from"
        )
    numbered = rows.copy()
    numbered[:, 0] = number
    return numbered


def _find_rows(articles: Rows, rows: list[Numbers], old: Passages | Statements | None) -> Rows:
    """For each row its number in the previous generation, or NEW."""
    numbers = [
        np.full(len(of_article), NEW)
        if old is None or before == NEW
        else np.array(old.rows_of(before))
        for before, of_article in zip(articles.tolist(), rows, strict=True)
    ]
    return np.concatenate(numbers).astype(np.int64)
