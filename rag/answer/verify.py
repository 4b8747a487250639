"""Every quotation is compared with the stored article, character by character.

The check shares nothing with the search. It reads the article again from where it is stored and
computes the seal of its text, passages and statements again. The seal must equal the one that the
build recorded. The citation's words must stand at its offsets in that text. The citation must be a
sealed statement, or whole sentences of a sealed passage. docs/answers.md says what this guarantees.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.errors import REBUILD, IndexDamaged, UnverifiedQuotation
from rag.index.searched import SearchedIndex
from rag.index.span_table import seal_article
from rag.language.sentences import sentences
from rag.notice import Notice
from rag.records import Article, Citation, Passage, Statement

_MARKS = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′", "'"))

_log = logging.getLogger(__name__)


def fold(text: str) -> str:
    """A text with one form of quotation marks and with single spaces."""
    return " ".join(text.translate(_MARKS).split())


def is_verbatim(quotation: str, source: str) -> bool:
    """Whether a source text contains a quotation; false for an empty quotation."""
    folded = fold(quotation)
    return bool(folded) and folded in fold(source)


@dataclass(frozen=True, slots=True)
class _Sealed:
    """An article as it is stored now, with its passages and statements; its seal is checked."""

    article: Article
    passages: Sequence[Passage]
    statements: Sequence[Statement]


class Verifier:
    """Checks the citations of answers from one generation. Safe to use from several threads."""

    def __init__(self, index: SearchedIndex) -> None:
        """Raises IndexDamaged if the generation's articles cannot be read again."""
        self._index = index
        self._numbers = {article_id: number for number, article_id in enumerate(index.articles)}
        self._read = index.open_articles()

    def verify(self, citations: Iterable[Citation]) -> None:
        """Check each citation.

        Raises UnverifiedQuotation if its words, its speaker or its offsets differ from what the
        build recorded, and IndexDamaged if a stored article was changed. The log names the article.
        """
        read: dict[str, _Sealed] = {}
        for citation in citations:
            article_id = citation.article_id
            if article_id not in read:
                read[article_id] = self._read_sealed(article_id)
            fault = _find_fault(citation, read[article_id])
            if fault:
                _log.error("%s, %d to %d: %s", article_id, citation.start, citation.end, fault)
                raise UnverifiedQuotation(
                    Notice(
                        "{id}: the words from {start} to {end} are not in its text",
                        id=article_id,
                        start=citation.start,
                        end=citation.end,
                    ),
                    hint=Notice(
                        "build the index again: python -m rag build; if that does not help, "
                        "report it"
                    ),
                )

    def _read_sealed(self, article_id: str) -> _Sealed:
        index, number = self._index, self._numbers[article_id]
        article = self._read(number)
        seal = seal_article(
            article,
            index.passages.numbers_of(number),
            index.statements.numbers_of(number),
            index.statements.speakers,
        )
        if article.id != article_id or seal != index.seals[number].tobytes():
            raise IndexDamaged(
                f"{index.place}: {article_id} is not as it was when the index was built",
                hint=REBUILD,
            )
        passages, statements = index.passages.rows_of(number), index.statements.rows_of(number)
        return _Sealed(
            article,
            index.passages[passages.start : passages.stop],
            index.statements[statements.start : statements.stop],
        )


def _find_fault(citation: Citation, sealed: _Sealed) -> str:
    """The fault of a citation; empty if there is none."""
    article, start, end = sealed.article, citation.start, citation.end
    if end == 0:  # words of an article's head have no offsets in its text
        in_head = citation.text in {article.title, article.dateline}
        return "" if in_head and not citation.speaker else "not the title or the date line"
    if citation.text != article.text[start:end]:
        return "other words stand there"
    overlapping = [
        statement
        for statement in sealed.statements
        if statement.start < end and start < statement.end
    ]
    exact = [
        statement for statement in overlapping if (statement.start, statement.end) == (start, end)
    ]
    if citation.kind is not None and citation.kind.value not in {
        statement.kind.value for statement in exact
    }:
        return "not a statement of this kind"
    if citation.speaker and citation.speaker not in {
        _name(statement, article) for statement in overlapping
    }:
        return "not said by that speaker"
    if not exact and not _is_whole_sentences(start, end, sealed):
        return "not whole sentences of a passage"
    return ""


def _name(statement: Statement, article: Article) -> str | None:
    """The speaker of a statement: a name, or the words that mention a speaker without a name."""
    if statement.speaker is None and statement.mention is not None:
        return article.text[slice(*statement.mention)]
    return statement.speaker


def _is_whole_sentences(start: int, end: int, sealed: _Sealed) -> bool:
    """Whether sentences of a passage, or of the article, begin at `start` and end at `end`."""
    around = [
        (passage.start, passage.end)
        for passage in sealed.passages
        if passage.start <= start and end <= passage.end
    ]
    text = sealed.article.text
    for first, last in (*around, (0, len(text))):
        spans = sentences(text[first:last])
        starts, ends = {span[0] + first for span in spans}, {span[1] + first for span in spans}
        if start in starts and end in ends:
            return True
    return False
