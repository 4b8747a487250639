"""Questions about who is quoted, on a topic or at all: the people, with their best statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from rag.answer import compose
from rag.answer.evidence import Evidence, FoundEvidence
from rag.answer.reasons import find_reason
from rag.answer.repeats import add_copies
from rag.answer.said.on_topic import find_on_topic
from rag.collection.articles import answer_plainly
from rag.collection.holdings import Holdings
from rag.collection.overview import speaker_facets
from rag.notice import Counted, Notice, joined
from rag.records import Answer, AnswerKind, Facet, FacetKind, Query, QuestionKind, Status

MOST = 8  # people shown with their words
_NAMED = 20  # people that are named if there is no topic


def list_people(question: str, query: Query, holdings: Holdings) -> Answer:
    """The quoted people: on a topic with one statement each, else with their statement counts."""
    if not query.topic:
        return _answer_everybody(question, query, holdings)
    statement_query = replace(query, kind=QuestionKind.STATEMENT)
    (vector,) = holdings.embedder.embed_questions([query.topic])
    by_person: dict[str, list[Evidence]] = defaultdict(list)
    for evidence in find_on_topic(statement_query, vector, holdings.search):
        speaker = holdings.speakers.find_named(evidence.speaker or "")
        by_person[speaker.name if speaker else evidence.speaker or ""].append(evidence)
    if not by_person:
        return compose.compose_not_found(
            question, query, find_reason(statement_query, holdings.search), ()
        )
    shown = list(by_person.items())[: query.most or MOST]
    best = add_copies([statements[0] for _, statements in shown], holdings.search)
    others = list(by_person)[len(shown) :]
    answer = compose.compose_answer(question, query, FoundEvidence(best, 1.0, more=len(others)))
    count = Counted(len(by_person), "speaker")
    head = Notice("{people} on {topic}, the closest first:", people=count, topic=query.topic)
    tail = [Notice("And {names}.", names=", ".join(others[:_NAMED]))] if others else []
    return replace(
        answer,
        text=joined([head, answer.text, *tail], by="\n"),
        kind=AnswerKind.COLLECTION,
        preface=head,
        facets=[
            Facet(
                FacetKind.SPEAKER,
                name,
                f"What did {name} say about {query.topic}?",
                len(by_person[name]),
            )
            for name in others[:_NAMED]
        ],
    )


def count_statements(question: str, query: Query, holdings: Holdings) -> Answer:
    """The number of a speaker's statements, with the number of articles they are in."""
    if not query.topic:
        return _answer_everybody(question, query, holdings)
    if not query.spellings:
        statement_query = replace(query, kind=QuestionKind.STATEMENT, speaker=query.topic, topic="")
        return compose.compose_not_found(
            question, query, find_reason(statement_query, holdings.search), ()
        )
    name = query.speaker or query.topic
    article_ids = holdings.search.find_quoting_articles(query.spellings, query.filters)
    count = sum(
        statement.speaker in query.spellings
        for article_id in article_ids
        for statement in holdings.search.list_statements(article_id)
    )
    head = Notice(
        "{name}: {statements} in {articles}.",
        name=name,
        statements=Counted(count, "statement"),
        articles=Counted(len(article_ids), "article"),
    )
    facet = Facet(FacetKind.SPEAKER, name, f"What did {name} say?", count)
    return replace(answer_plainly(question, query, head), facets=[facet])


def _answer_everybody(question: str, query: Query, holdings: Holdings) -> Answer:
    most_quoted = speaker_facets(holdings, query.most or _NAMED)
    shown = [
        Notice(
            "- {name}: {statements}", name=facet.name, statements=Counted(facet.count, "statement")
        )
        for facet in most_quoted
        if facet.count is not None
    ]
    everybody = len(holdings.speakers.count_statements())
    head = Notice(
        "{people} are quoted by name, the most quoted first:",
        people=Counted(everybody, "speaker"),
    )
    more = everybody - len(most_quoted)
    tail = [Notice("And {people} more.", people=Counted(more, "speaker"))] if more > 0 else []
    return Answer(
        question,
        query.searched_for,
        Status.ANSWERED,
        joined([head, *shown, *tail], by="\n"),
        confidence=1.0,
        kind=AnswerKind.COLLECTION,
        preface=head,
        facets=most_quoted,
        more=max(more, 0),
    )
