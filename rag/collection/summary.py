"""A summary of an article, a topic or a speaker's positions: the most central sentences, cited.

Nothing is reworded. A sentence or statement is chosen if it is similar to the others and different
from those that are already chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.answer import compose
from rag.answer.evidence import Evidence, FoundEvidence
from rag.answer.fact.crossheads import is_crosshead
from rag.answer.published import find_by_title
from rag.answer.reasons import find_reason
from rag.answer.repeats import add_copies, remove_copies
from rag.answer.said.on_topic import find_on_topic
from rag.answer.support import Topic
from rag.collection.articles import list_articles
from rag.collection.holdings import Holdings
from rag.collection.overview import describe_collection
from rag.language.sentences import sentences
from rag.models.vectors import Vectors
from rag.notice import Counted, Notice, joined
from rag.records import Answer, Article, CitationKind, Query, QuestionKind
from rag.search.topic import find_keys, find_terms

WORDS = 200  # in a summary, approximately
_MOST = 6  # sentences and statements in a summary
_ARTICLES = 8  # articles that give a sentence to the summary of a topic
_STATEMENTS = 12  # statements that a summary chooses from
_OPENING = 14  # sentences of an article that a summary chooses from
_FEWEST_WORDS = 6  # of a sentence in a summary
_EARLY = 0.25  # bonus, added to a cosine, for the first sentence of an article
_REPEATED = 0.7  # penalty factor of the similarity to a chosen sentence


def summarise(question: str, query: Query, holdings: Holdings) -> Answer:
    """The most central sentences and statements, best first, after a line with their source."""
    if query.spellings:
        return _answer_positions(question, query, holdings)
    if query.nth:
        before = query.previous or replace(query, nth=0)
        return summarise_listed(
            question, query, list_articles(question, before, holdings), holdings
        )
    if not query.topic:
        return describe_collection(question, query, holdings)
    article_id = find_by_title(query.topic, holdings.search.list_titles(query.filters))
    if article_id is not None:
        return _answer_on_article(question, query, article_id, holdings)
    return _answer_on_topic(question, query, holdings)


def summarise_listed(question: str, query: Query, before: Answer, holdings: Holdings) -> Answer:
    """The summary of the article that the answer before cites at the place of the query."""
    place = query.nth - 1 if query.nth > 0 else query.nth
    if not -len(before.citations) <= place < len(before.citations):
        reason = Notice("the answer before has no article with this number.")
        return compose.compose_not_found(question, query, reason, ())
    article_id = before.citations[place].article_id
    return _answer_on_article(question, query, article_id, holdings)


def _answer_on_article(question: str, query: Query, article_id: str, holdings: Holdings) -> Answer:
    article = holdings.search.article(article_id)
    head = Notice("From “{title}”:", title=article.title)
    central = _choose_central(_read_sentences(article, _OPENING), holdings)
    chosen = sorted(central, key=lambda evidence: evidence.start)
    return _answer(question, query, head, chosen, holdings)


def _answer_positions(question: str, query: Query, holdings: Holdings) -> Answer:
    statement_query = replace(query, kind=QuestionKind.STATEMENT)
    statements = _find_said(statement_query, holdings)
    if not statements:
        return compose.compose_not_found(
            question, query, find_reason(statement_query, holdings.search), ()
        )
    head = Notice(
        "{name} is quoted in {statements} on this; the most central:"
        if query.topic
        else "{name} is quoted in {statements}; the most central:",
        name=query.speaker or "",
        statements=Counted(len(statements), "statement"),
    )
    most = query.most or _MOST
    chosen = _choose_central(statements[: max(_STATEMENTS, most)], holdings, most)
    return _answer(question, query, head, chosen, holdings, more=len(statements) - len(chosen))


def _answer_on_topic(question: str, query: Query, holdings: Holdings) -> Answer:
    articles = holdings.find_on_topic(query.topic, query.filters)
    statement_query = replace(query, kind=QuestionKind.STATEMENT)
    statements = _find_said(statement_query, holdings)[:_STATEMENTS]
    if not articles and not statements:
        return compose.compose_not_found(
            question, query, find_reason(statement_query, holdings.search), ()
        )
    topic = Topic(find_terms(query.topic), holdings.search.weight)
    sentences_on = [_find_most_on(article, topic) for article in articles[:_ARTICLES]]
    places = {(evidence.article.id, evidence.start) for evidence in sentences_on}
    statements = [
        evidence for evidence in statements if (evidence.article.id, evidence.start) not in places
    ]
    half = _MOST // 2
    chosen = _choose_central(sentences_on, holdings, half) + _choose_central(
        statements, holdings, half
    )
    head = Notice(
        "{articles} on {topic}; the most central sentences and statements:",
        articles=Counted(len(articles), "article"),
        topic=query.topic,
    )
    return _answer(question, query, head, remove_copies(chosen), holdings)


def _find_said(query: Query, holdings: Holdings) -> list[Evidence]:
    (vector,) = holdings.embedder.embed_questions([query.topic or query.searched_for])
    return remove_copies(find_on_topic(query, vector, holdings.search))


def _read_sentences(article: Article, most: int | None = None) -> list[Evidence]:
    """The first sentences of an article, by default all; earlier ones have a higher score."""
    spans = [
        (start, end)
        for start, end in sentences(article.text)
        if len(article.text[start:end].split()) >= _FEWEST_WORDS
        and not is_crosshead(article.text, (start, end))
    ][:most]
    return [
        Evidence(article, start, end, _EARLY * (1 - at / len(spans)))
        for at, (start, end) in enumerate(spans)
    ]


def _find_most_on(article: Article, topic: Topic) -> Evidence:
    """The sentence of an article with most of a topic's words, or the title.

    Among equals it is the first.
    """
    read = _read_sentences(article)
    if not read:
        return Evidence(article, 0, 0, 0.0, kind=CitationKind.HEADLINE)
    return max(read, key=lambda sentence: topic.coverage(find_keys(sentence.text)) + sentence.score)


@dataclass(slots=True)
class _Chosen:
    """The pieces that are already chosen."""

    places: list[int]
    words: int = 0


def _choose_central(
    pieces: Sequence[Evidence], holdings: Holdings, most: int = _MOST
) -> list[Evidence]:
    """The pieces nearest to the mean and different from each other, within the limit of words."""
    if not pieces:
        return []
    piece_vectors = holdings.embedder.token_vectors([piece.text for piece in pieces])
    vectors: Vectors = np.stack([piece.whole for piece in piece_vectors])
    centre = vectors.mean(axis=0)
    worth = vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    worth = worth + np.array([piece.score if piece.speaker is None else 0.0 for piece in pieces])
    alike = vectors @ vectors.T
    chosen = _Chosen([])
    while len(chosen.places) < min(most, len(pieces)):
        repeated = alike[:, chosen.places].max(axis=1) if chosen.places else np.zeros(len(pieces))
        scores = worth - _REPEATED * repeated
        scores[chosen.places] = -np.inf
        best = int(scores.argmax())
        words = len(pieces[best].text.split())
        if chosen.places and most <= _MOST and chosen.words + words > WORDS:
            break
        chosen.places.append(best)
        chosen.words += words
    return [pieces[place] for place in chosen.places]


def _answer(  # noqa: PLR0913  # what is asked, and what was chosen
    question: str,
    query: Query,
    head: Notice,
    chosen: Sequence[Evidence],
    holdings: Holdings,
    more: int = 0,
) -> Answer:
    shown = add_copies([_attribute(evidence, holdings) for evidence in chosen], holdings.search)
    answer = compose.compose_answer(question, query, FoundEvidence(shown, 1.0, more=max(more, 0)))
    return replace(answer, text=joined([head, answer.text], by="\n"), preface=head)


def _attribute(evidence: Evidence, holdings: Holdings) -> Evidence:
    """A sentence with its speaker, if it is a statement."""
    for statement in holdings.search.list_statements(evidence.article.id):
        if (statement.start, statement.end) == (evidence.start, evidence.end):
            kind = CitationKind(statement.kind.value)
            return replace(evidence, speaker=statement.speaker, kind=kind)
    return evidence
