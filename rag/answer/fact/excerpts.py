"""Sentences that may answer -> excerpts: each sentence with its neighbours, within a length.

The answer is often in the sentence next to the one with the question's words, and "he" or "this"
need the sentence before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.answer.evidence import Evidence, Span
from rag.answer.fact.crossheads import is_crosshead
from rag.answer.fact.ranking import RankedSentence
from rag.language.sentences import sentences
from rag.records import Article, CitationKind

WORDS = 200  # of all excerpts together
MOST = 4  # excerpts
_REACH = 600  # characters before and after a sentence that are searched for neighbours
# The next sentence has what these announce.
_ANNOUNCES = re.compile(
    r"\b(?:explain|said|say|told|tell|describe|gave|give|list|outline)\w* (?:[\w’']+ ){0,2}?"
    r"(?:why|how|reasons?)\b|:\s*$",
    re.IGNORECASE,
)


def make_excerpts(
    ranked: Sequence[RankedSentence], most: int = MOST, words: int = WORDS
) -> list[Evidence]:
    """The best sentences with their neighbours: at most `most`, with `words` words in all.

    A sentence that is in the excerpt of a better one is not shown again.
    """
    shown: list[Evidence] = []
    words_each = words // most
    for sentence in ranked:
        if len(shown) == most:
            break
        if any(_holds(excerpt, sentence) for excerpt in shown):
            continue
        shown.append(_excerpt(sentence, words_each, shown))
    return shown


def _excerpt(sentence: RankedSentence, words: int, shown: Sequence[Evidence]) -> Evidence:
    if sentence.headline:
        return Evidence(sentence.article, 0, 0, sentence.score, kind=CitationKind.HEADLINE)
    span = (sentence.start, sentence.end)
    taken = [
        (excerpt.start, excerpt.end)
        for excerpt in shown
        if excerpt.article.id == sentence.article.id
    ]
    start, end = _grown(sentence.article, span, words, taken)
    alone = (start, end) == span
    return Evidence(
        sentence.article,
        start,
        end,
        sentence.score,
        sentence.speaker if alone else None,
        kind=sentence.kind if alone else None,
        likely=span,
    )


def _grown(article: Article, span: Span, words: int, taken: Sequence[Span]) -> Span:
    """A sentence's span, extended in turn by the sentence before and after, within the words.

    The one after comes first if the sentence announces it: "Roe explained why she left.". It may
    be a quotation of many sentences, so there is room for twice the words.
    """
    around = _between_crossheads(article.text, list(_neighbours(article, span)), span)
    if span not in around:
        return span
    first = last = around.index(span)
    announces = _ANNOUNCES.search(article.text[slice(*span)])
    steps, words = ((1, -1), 2 * words) if announces else ((-1, 1), words)
    has_grown = True
    while has_grown:
        has_grown = False
        for step in steps:
            lower, upper = (first - 1, last) if step < 0 else (first, last + 1)
            if lower < 0 or upper == len(around):
                continue
            start, end = around[lower][0], around[upper][1]
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            if len(article.text[start:end].split()) <= words:
                first, last, has_grown = lower, upper, True
    return around[first][0], around[last][1]


def _between_crossheads(text: str, around: Sequence[Span], span: Span) -> list[Span]:
    """The spans of the section that a sentence is in."""
    section: list[Span] = []
    for neighbour in around:
        if neighbour == span or not is_crosshead(text, neighbour):
            section.append(neighbour)
        elif neighbour > span:
            break
        else:
            section = []
    return section


def _neighbours(article: Article, span: Span) -> Iterator[Span]:
    """The spans of a sentence and of those around it, in the article's order."""
    text, (start, end) = article.text, span
    first = text.rfind("\n\n", 0, max(0, start - _REACH))
    last = text.find("\n\n", min(len(text), end + _REACH))
    first, last = (first + 2 if first >= 0 else 0), (last if last >= 0 else len(text))
    for sentence_start, sentence_end in sentences(text[first:last]):
        yield sentence_start + first, sentence_end + first


def _holds(excerpt: Evidence, sentence: RankedSentence) -> bool:
    if excerpt.article.id != sentence.article.id:
        return False
    headline = excerpt.kind is CitationKind.HEADLINE
    if headline or sentence.headline:
        return headline == sentence.headline
    return excerpt.start <= sentence.start and sentence.end <= excerpt.end
