"""Who is quoted, on a topic or at all -> the people, each with their best words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rag.answer import compose
from rag.answer.evidence import Evidence, Found
from rag.answer.reasons import find_reason
from rag.answer.repeats import add_copies
from rag.answer.said.said import find_on_topic
from rag.collection.holdings import Holdings
from rag.notice import Counted, Notice, joined
from rag.records import Answer, AnswerKind, Query, QuestionKind, Status

MOST = 8  # people shown with their words
_NAMED = 20  # people named where no topic is asked for


def list_people(question: str, query: Query, holdings: Holdings) -> Answer:
    """Who is quoted: on a topic with one statement each, else with how many are theirs."""
    if not query.topic:
        return _everybody(question, query, holdings)
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
    shown = list(by_person.items())[:MOST]
    best = add_copies([statements[0] for _, statements in shown], holdings.search)
    more = len(by_person) - len(shown)
    answer = compose.compose_answer(question, query, Found(best, 1.0, more=more))
    head = Notice(
        "{people} on {topic}: {names}.",
        people=Counted(len(by_person), "speaker"),
        topic=query.topic,
        names=", ".join(by_person),
    )
    return replace(answer, text=joined([head, answer.text], by="\n"), kind=AnswerKind.COLLECTION)


def _everybody(question: str, query: Query, holdings: Holdings) -> Answer:
    counts: Counter[str] = Counter(holdings.speakers.count_statements())
    most_quoted: Sequence[tuple[str, int]] = counts.most_common(_NAMED)
    shown = [
        Notice("- {name}: {statements}", name=name, statements=Counted(count, "statement"))
        for name, count in most_quoted
    ]
    head = Notice(
        "{people} are quoted by name, the most quoted first:",
        people=Counted(len(counts), "speaker"),
    )
    more = len(counts) - len(most_quoted)
    tail = [Notice("And {people} more.", people=Counted(more, "speaker"))] if more > 0 else []
    return Answer(
        question,
        query.searched_for,
        Status.ANSWERED,
        joined([head, *shown, *tail], by="\n"),
        confidence=1.0,
        kind=AnswerKind.COLLECTION,
        more=max(more, 0),
    )
