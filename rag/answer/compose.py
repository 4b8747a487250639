"""Evidence -> Answer: the words, each with a marker and a citation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rag.answer.evidence import Evidence, Found
from rag.notice import Notice, day_in_words
from rag.records import (
    Answer,
    Article,
    ArticleReference,
    Citation,
    CitationKind,
    Query,
    Status,
)


def answered(question: str, query: Query, found: Found, silent: Notice | None = None) -> Answer:
    """One line for each piece of evidence, in the order given.

    A line is `Speaker (when): exact words [n]`, without the speaker where the words are the
    article's own. Before the words stands how many other articles carry them, if any do. Behind
    them stands why others who were asked about are `silent`.
    """
    citations, lines = _cited(found)
    if silent:
        lines.append(missing(silent))
    return Answer(
        question,
        query.searched_for,
        Status.ANSWERED,
        "\n".join(lines),
        silent,
        citations=citations,
        confidence=found.confidence,
        more=found.more,
    )


def unsure(
    question: str, query: Query, found: Found, reason: Notice, closest: Sequence[Article]
) -> Answer:
    """The evidence that comes closest, below a line that says so.

    Raises UnverifiedQuotation where words are not in their article.
    """
    citations, lines = _cited(found)
    return Answer(
        question,
        query.searched_for,
        Status.UNSURE,
        "\n".join([CLOSEST, *([_sentence(reason)] if reason != NOTHING_CLOSE else []), *lines]),
        reason,
        citations=citations,
        closest=[ArticleReference(article.id, article.title) for article in closest],
        confidence=found.confidence,
        more=found.more,
    )


CLOSEST: Final = Notice("The articles may not answer this. Closest:")
NOTHING_CLOSE: Final = Notice("nothing in the articles comes close enough to this question.")


def _sentence(reason: str) -> str:
    """A reason with the capital letter of a sentence."""
    return reason[:1].upper() + reason[1:]


def _cited(found: Found) -> tuple[list[Citation], list[str]]:
    citations = [cite(number, one) for number, one in enumerate(found.evidence, start=1)]
    lines = [
        f"{_who_and_when(one)}{citation.line} [{citation.number}]"
        for one, citation in zip(found.evidence, citations, strict=True)
    ]
    return citations, lines


def not_found(question: str, query: Query, reason: Notice, closest: Sequence[Article]) -> Answer:
    """An answer that says why there is none, and which articles come closest."""
    return Answer(
        question,
        query.searched_for,
        Status.NOT_FOUND,
        text=missing(reason),
        reason=reason,
        closest=[ArticleReference(article.id, article.title) for article in closest],
    )


def missing(reason: str) -> str:
    """The line of an answer's text that says why something is not in it."""
    return f"Not in the corpus: {reason}"


def when(article: Article) -> str:
    """An article's date in words, and how sure it is."""
    if article.date is None:
        return "not dated"
    day = day_in_words(article.date)
    return f"not dated; mentions {day}" if article.approximate_date else day


def _who_and_when(one: Evidence) -> str:
    also = also_in(len(one.also))
    if one.speaker:
        return f"{one.speaker} ({when(one.article)}{f'; {also}' if also else ''}): "
    return f"{also[:1].upper()}{also[1:]}: " if also else ""


def also_in(others: int) -> str:
    """ "also in 3 other articles"; nothing where there are none."""
    if not others:
        return ""
    return f"also in {others} other article{'s' if others > 1 else ''}"


def cite(number: int, one: Evidence) -> Citation:
    """The citation of evidence; `rag.answer.verify` checks it before anybody sees it."""
    article = one.article
    headline = one.kind is CitationKind.HEADLINE  # it has no place in the text
    return Citation(
        number=number,
        article_id=article.id,
        title=article.title,
        date=article.date,
        approximate_date=article.approximate_date,
        outlet=article.outlet,
        url=article.url,
        speaker=one.speaker,
        start=0 if headline else one.start,
        end=0 if headline else one.end,
        text=one.text,
        bold=one.bold,
        also=one.also,
        kind=one.kind,
        likely=one.likely,
    )
