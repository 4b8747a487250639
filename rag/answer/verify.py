"""Quotations are held against the stored articles, character for character.

A citation is checked on a way of its own. Its article is read again from the generation's file, and
the seal that the build recorded for the article's text, passages and statements is computed again
from it. Then the citation's words must stand at its offsets in that text, and it must be a sealed
statement, or whole sentences of a sealed passage. docs/answers.md says what this guarantees.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.errors import REBUILD, IndexDamaged, UnverifiedQuotation
from rag.index.contents import Generation
from rag.index.span_table import seal_article
from rag.index.stored_articles import StoredArticles
from rag.language.sentences import sentences
from rag.notice import Notice
from rag.records import Article, Citation, Passage, Statement

_MARKS = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′", "'"))

_log = logging.getLogger(__name__)


def fold(text: str) -> str:
    """A text with one kind of double and of single quotation mark, and single spaces."""
    return " ".join(text.translate(_MARKS).split())


def is_verbatim(quotation: str, source: str) -> bool:
    """Whether a quotation stands in a source text; an empty one stands nowhere."""
    folded = fold(quotation)
    return bool(folded) and folded in fold(source)


@dataclass(frozen=True, slots=True)
class _Sealed:
    """An article as it is stored now, with its passages and statements, all as sealed."""

    article: Article
    passages: Sequence[Passage]
    statements: Sequence[Statement]


class Verifier:
    """Checks the citations of answers from one generation. Safe to use from several threads."""

    def __init__(self, index: Generation) -> None:
        """Raises IndexDamaged where the generation's articles cannot be read again."""
        self._index = index
        self._numbers = {article_id: number for number, article_id in enumerate(index.articles)}
        self._stored = StoredArticles(index.folder)

    def verify(self, citations: Iterable[Citation]) -> None:
        """Check each citation.

        Raises UnverifiedQuotation where its words, its speaker or its place is not what the build
        recorded, and IndexDamaged where an article is not stored as it was. The log says which.
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
        article = self._stored.read(number)
        seal = seal_article(
            article,
            index.passages.numbers_of(number),
            index.statements.numbers_of(number),
            index.statements.speakers,
        )
        if article.id != article_id or seal != index.seals[number].tobytes():
            raise IndexDamaged(
                f"{index.folder}: {article_id} is not as it was when the index was built",
                hint=REBUILD,
            )
        passages, statements = index.passages.rows_of(number), index.statements.rows_of(number)
        return _Sealed(
            article,
            index.passages[passages.start : passages.stop],
            index.statements[statements.start : statements.stop],
        )


def _find_fault(citation: Citation, sealed: _Sealed) -> str:
    """What is wrong with a citation; empty where nothing is."""
    article, start, end = sealed.article, citation.start, citation.end
    if end == 0:  # what stands in an article's head has no place in its text
        in_head = citation.text in {article.title, article.dateline}
        return "" if in_head and not citation.speaker else "not the title or the date line"
    if citation.text != article.text[start:end]:
        return "other words stand there"
    near = [one for one in sealed.statements if one.start < end and start < one.end]
    whole = [one for one in near if (one.start, one.end) == (start, end)]
    if citation.kind is not None and citation.kind not in {one.kind for one in whole}:
        return "not a statement of this kind"
    if citation.speaker and citation.speaker not in {_name(one, article) for one in near}:
        return "not said by that speaker"
    if not whole and not _is_whole_sentences(start, end, sealed):
        return "not whole sentences of a passage"
    return ""


def _name(statement: Statement, article: Article) -> str | None:
    """Who says a statement: a name, or the words that mention somebody without one."""
    if statement.speaker is None and statement.mention is not None:
        return article.text[slice(*statement.mention)]
    return statement.speaker


def _is_whole_sentences(start: int, end: int, sealed: _Sealed) -> bool:
    """Whether sentences of a passage, or of the article, begin and end there."""
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
