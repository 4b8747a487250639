"""An article, a topic or a speaker's positions -> the most central words on it, each cited.

Nothing is reworded: sentences and statements are chosen, near to what the others say and far from
those that are already chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.answer import compose
from rag.answer.evidence import Evidence, Found
from rag.answer.published import titled
from rag.answer.reasons import reason
from rag.answer.repeats import with_copies, without_copies
from rag.answer.said.said import on_topic
from rag.answer.support import Topic
from rag.collection.holdings import Holdings
from rag.collection.overview import overview
from rag.language.sentences import sentences
from rag.models.vectors import Vectors
from rag.notice import Counted, Notice, joined
from rag.records import Answer, Article, CitationKind, Query, QuestionKind
from rag.search.topic import keys, terms

WORDS = 200  # in a summary, about
_MOST = 6  # sentences and statements in a summary
_ARTICLES = 8  # articles of which a summary of a topic takes a sentence
_STATEMENTS = 12  # statements that a summary chooses from
_OPENING = 14  # sentences of an article that a summary chooses from
_FEWEST_WORDS = 6  # of a sentence in a summary
_EARLY = 0.25  # what standing first in an article counts, beside a cosine
_REPEATED = 0.7  # what similarity to a chosen sentence costs, beside a cosine


def summary(question: str, query: Query, holdings: Holdings) -> Answer:
    """The most central sentences and statements, best first, below a line that says of what."""
    if query.spellings:
        return _positions(question, query, holdings)
    if not query.topic:
        return overview(question, query, holdings)
    article = titled(query.topic, holdings.search.articles(query.filters))
    if article is not None:
        head = Notice("From “{title}”:", title=article.title)
        chosen = _central(_opening(article), holdings)
        return _answer(question, query, head, sorted(chosen, key=lambda one: one.start), holdings)
    return _on(question, query, holdings)


def _positions(question: str, query: Query, holdings: Holdings) -> Answer:
    said = replace(query, kind=QuestionKind.STATEMENT)
    found = _said(said, holdings)
    if not found:
        return compose.not_found(question, query, reason(said, holdings.search), ())
    head = Notice(
        "{name} is quoted in {statements} on this; the most central:"
        if query.topic
        else "{name} is quoted in {statements}; the most central:",
        name=query.speaker or "",
        statements=Counted(len(found), "statement"),
    )
    chosen = _central(found[:_STATEMENTS], holdings)
    return _answer(question, query, head, chosen, holdings, more=len(found) - len(chosen))


def _on(question: str, query: Query, holdings: Holdings) -> Answer:
    articles = holdings.on(query.topic, query.filters)
    said = replace(query, kind=QuestionKind.STATEMENT)
    statements = _said(said, holdings)[:_STATEMENTS]
    if not articles and not statements:
        return compose.not_found(question, query, reason(said, holdings.search), ())
    topic = Topic(terms(query.topic), holdings.search.weight)
    told = [_most_on(article, topic) for article in articles[:_ARTICLES]]
    half = _MOST // 2
    chosen = _central(told, holdings, half) + _central(statements, holdings, half)
    head = Notice(
        "{articles} on {topic}; the most central sentences and statements:",
        articles=Counted(len(articles), "article"),
        topic=query.topic,
    )
    return _answer(question, query, head, without_copies(chosen), holdings)


def _said(query: Query, holdings: Holdings) -> list[Evidence]:
    (vector,) = holdings.embedder.embed_questions([query.topic or query.searched_for])
    return without_copies(on_topic(query, vector, holdings.search))


def _opening(article: Article) -> list[Evidence]:
    """The first sentences of an article, worth more the earlier they stand."""
    spans = [
        (start, end)
        for start, end in sentences(article.text)
        if len(article.text[start:end].split()) >= _FEWEST_WORDS
    ][:_OPENING]
    return [
        Evidence(article, start, end, _EARLY * (1 - at / len(spans)))
        for at, (start, end) in enumerate(spans)
    ]


def _most_on(article: Article, topic: Topic) -> Evidence:
    """The sentence of an article's opening that has most of a topic's words; its title for none."""
    opening = _opening(article)
    if not opening:
        return Evidence(article, 0, 0, 0.0, kind=CitationKind.HEADLINE)
    return max(opening, key=lambda one: (topic.coverage(keys(one.text)) + one.score, -one.start))


@dataclass(slots=True)
class _Chosen:
    """What a summary has so far."""

    places: list[int]
    words: int = 0


def _central(found: Sequence[Evidence], holdings: Holdings, most: int = _MOST) -> list[Evidence]:
    """The pieces nearest to what all say, each far from those before it, within the words."""
    if not found:
        return []
    read = holdings.embedder.token_vectors([one.text for one in found])
    vectors: Vectors = np.stack([one.whole for one in read])
    centre = vectors.mean(axis=0)
    worth = vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    worth = worth + np.array([one.score if one.speaker is None else 0.0 for one in found])
    alike = vectors @ vectors.T
    chosen = _Chosen([])
    while len(chosen.places) < min(most, len(found)):
        repeated = alike[:, chosen.places].max(axis=1) if chosen.places else np.zeros(len(found))
        scores = worth - _REPEATED * repeated
        scores[chosen.places] = -np.inf
        best = int(scores.argmax())
        words = len(found[best].text.split())
        if chosen.places and chosen.words + words > WORDS:
            break
        chosen.places.append(best)
        chosen.words += words
    return [found[place] for place in chosen.places]


def _answer(  # noqa: PLR0913  # what is asked, and what was chosen
    question: str,
    query: Query,
    head: Notice,
    chosen: Sequence[Evidence],
    holdings: Holdings,
    more: int = 0,
) -> Answer:
    shown = with_copies(chosen, holdings.search)
    answer = compose.answered(question, query, Found(shown, 1.0, more=max(more, 0)))
    return replace(answer, text=joined([head, answer.text], by="\n"))
