"""Evidence -> Answer: each quotation with a marker and a citation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rag.answer.evidence import Evidence, FoundEvidence
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


def compose_answer(
    question: str, query: Query, gathered: FoundEvidence, silent: Notice | None = None
) -> Answer:
    """One line for each piece of evidence, in the order given.

    A line is `Speaker (when): exact words [n]`, without the speaker if the words are the
    article's own. The brackets also say if the article retells the words, and how many other
    articles carry them. The last line says why others who were asked about are `silent`.
    """
    citations, lines = _cited(gathered)
    if silent:
        lines.append(write_missing(silent))
    return Answer(
        question,
        query.searched_for,
        Status.ANSWERED,
        "\n".join(lines),
        silent,
        citations=citations,
        confidence=gathered.confidence,
        more=gathered.more,
    )


def compose_unsure(
    question: str, query: Query, gathered: FoundEvidence, reason: Notice, closest: Sequence[Article]
) -> Answer:
    """The evidence that comes closest, below lines that say so and why."""
    citations, lines = _cited(
        replace(gathered, evidence=[_with_likely(e) for e in gathered.evidence])
    )
    if reason == NOTHING_CLOSE:  # something is shown
        reason = NOT_SURE
    return Answer(
        question,
        query.searched_for,
        Status.UNSURE,
        "\n".join([MAY_NOT_ANSWER, _sentence(reason), CLOSEST, *lines]),
        reason,
        citations=citations,
        closest=[ArticleReference(article.id, article.title) for article in closest],
        confidence=gathered.confidence,
        more=gathered.more,
    )


def _with_likely(evidence: Evidence) -> Evidence:
    """Evidence with its likeliest sentence; a statement that was chosen as a whole is its own."""
    if evidence.likely or evidence.kind is CitationKind.HEADLINE:
        return evidence
    return replace(evidence, likely=(evidence.start, evidence.end))


MAY_NOT_ANSWER: Final = Notice("The articles may not answer this.")
CLOSEST: Final = "Closest:"
NOT_SURE: Final = Notice("no excerpt is close enough to be sure.")
NOTHING_CLOSE: Final = Notice("nothing in the articles comes close enough to this question.")


def _sentence(reason: str) -> str:
    """A reason with the capital letter of a sentence."""
    return reason[:1].upper() + reason[1:]


def _cited(gathered: FoundEvidence) -> tuple[list[Citation], list[str]]:
    citations = [
        cite(number, evidence) for number, evidence in enumerate(gathered.evidence, start=1)
    ]
    lines = [
        f"{_who_and_when(evidence)}{citation.line} [{citation.number}]"
        for evidence, citation in zip(gathered.evidence, citations, strict=True)
    ]
    return citations, lines


def compose_not_found(
    question: str, query: Query, reason: Notice, closest: Sequence[Article]
) -> Answer:
    """An answer with the reason why there is none, and with the closest articles."""
    return Answer(
        question,
        query.searched_for,
        Status.NOT_FOUND,
        text=write_missing(reason),
        reason=reason,
        closest=[ArticleReference(article.id, article.title) for article in closest],
    )


def write_missing(reason: str) -> str:
    """The line of an answer's text that gives the reason why something is missing."""
    return f"Not in the articles: {reason}"


def write_day(article: Article) -> str:
    """An article's date in words, and whether it is only a date in the text."""
    if article.date is None:
        return "not dated"
    day = day_in_words(article.date)
    return f"not dated; mentions {day}" if article.approximate_date else day


def _who_and_when(evidence: Evidence) -> str:
    also = write_also_in(len(evidence.also))
    who = "Headline" if evidence.kind is CitationKind.HEADLINE else evidence.speaker
    if not who:
        return f"{_sentence(also)}: " if also else ""
    is_retold = evidence.kind in {CitationKind.INDIRECT, CitationKind.MIXED}
    about = (write_day(evidence.article), how_cited(evidence.kind) if is_retold else "", also)
    return f"{who} ({'; '.join(part for part in about if part)}): "


def how_cited(kind: CitationKind | None) -> Notice:
    """What cited words are, as every view of an answer says beside them."""
    return _HOW_CITED[kind]


def label_citation(citation: Citation, status: Status = Status.ANSWERED) -> Notice:
    """What the words of a citation are, and whether they are only what comes closest."""
    kind = how_cited(find_kind(citation))
    if status is Status.UNSURE:
        return Notice("closest found, may not answer; {kind}", kind=kind)
    return kind


def find_kind(citation: Citation) -> CitationKind | None:
    """The kind of a citation; the title of an article is always a headline."""
    is_title = citation.end == 0 and citation.text == citation.title
    return CitationKind.HEADLINE if is_title else citation.kind


_HOW_CITED: Final = {
    CitationKind.DIRECT: Notice("quotation"),
    CitationKind.MIXED: Notice("partly quoted"),
    CitationKind.INDIRECT: Notice("paraphrased by the article"),
    CitationKind.HEADLINE: Notice("headline"),
    None: Notice("text of the article"),
}


def write_also_in(others: int) -> str:
    """ "also in 3 other articles"; empty for 0."""
    if not others:
        return ""
    return f"also in {others} other article{'s' if others > 1 else ''}"


def cite(number: int, evidence: Evidence) -> Citation:
    """The citation of evidence; `rag.answer.verify` checks it before it is shown."""
    article = evidence.article
    headline = evidence.kind is CitationKind.HEADLINE  # it has no place in the text
    return Citation(
        number=number,
        article_id=article.id,
        title=article.title,
        date=article.date,
        approximate_date=article.approximate_date,
        outlet=article.outlet,
        url=article.url,
        speaker=evidence.speaker,
        start=0 if headline else evidence.start,
        end=0 if headline else evidence.end,
        text=evidence.text,
        bold=evidence.bold,
        also=evidence.also,
        kind=evidence.kind,
        likely=evidence.likely,
        authors=article.authors,
    )
