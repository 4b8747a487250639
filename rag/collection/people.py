"""Who is quoted, on a topic or at all -> the people, each with their best words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from rag.answer import compose
from rag.answer.evidence import Evidence, FoundEvidence
from rag.answer.reasons import find_reason
from rag.answer.repeats import add_copies
from rag.answer.said.said import find_on_topic
from rag.collection.holdings import Holdings
from rag.collection.overview import speaker_facets
from rag.notice import Counted, Notice, joined
from rag.records import Answer, AnswerKind, Facet, FacetKind, Query, QuestionKind, Status

MOST = 8  # people shown with their words
_NAMED = 20  # people named where no topic is asked for


def list_people(question: str, query: Query, holdings: Holdings) -> Answer:
    """Who is quoted: on a topic with one statement each, else with how many are theirs."""
    if not query.topic:
        return _everybody(question, query, holdings)
    said = replace(query, kind=QuestionKind.STATEMENT)
    (vector,) = holdings.embedder.embed_questions([query.topic])
    by_person: dict[str, list[Evidence]] = defaultdict(list)
    for one in find_on_topic(said, vector, holdings.search):
        speaker = holdings.speakers.find_named(one.speaker or "")
        by_person[speaker.name if speaker else one.speaker or ""].append(one)
    if not by_person:
        return compose.compose_not_found(question, query, find_reason(said, holdings.search), ())
    shown = list(by_person.items())[: query.most or MOST]
    best = add_copies([theirs[0] for _, theirs in shown], holdings.search)
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


def _everybody(question: str, query: Query, holdings: Holdings) -> Answer:
    named = speaker_facets(holdings, query.most or _NAMED)
    shown = [
        Notice("- {name}: {statements}", name=one.name, statements=Counted(one.count, "statement"))
        for one in named
        if one.count is not None
    ]
    everybody = len(holdings.speakers.count_statements())
    head = Notice(
        "{people} are quoted by name, the most quoted first:",
        people=Counted(everybody, "speaker"),
    )
    more = everybody - len(named)
    tail = [Notice("And {people} more.", people=Counted(more, "speaker"))] if more > 0 else []
    return Answer(
        question,
        query.searched_for,
        Status.ANSWERED,
        joined([head, *shown, *tail], by="\n"),
        confidence=1.0,
        kind=AnswerKind.COLLECTION,
        preface=head,
        facets=named,
        more=max(more, 0),
    )
