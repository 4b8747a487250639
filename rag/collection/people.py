"""Who is quoted, on a topic or at all -> the people, each with their best words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rag.answer import compose
from rag.answer.evidence import Evidence, Found
from rag.answer.reasons import reason
from rag.answer.repeats import with_copies
from rag.answer.said.said import on_topic
from rag.collection.holdings import Holdings
from rag.notice import Counted, Notice, joined
from rag.records import Answer, AnswerKind, Query, QuestionKind, Status

MOST = 8  # people shown with their words
_NAMED = 20  # people named where no topic is asked for


def people(question: str, query: Query, holdings: Holdings) -> Answer:
    """Who is quoted: on a topic with one statement each, else with how many are theirs."""
    if not query.topic:
        return _everybody(question, query, holdings)
    said = replace(query, kind=QuestionKind.STATEMENT)
    (vector,) = holdings.embedder.embed_questions([query.topic])
    by_person: dict[str, list[Evidence]] = defaultdict(list)
    for one in on_topic(said, vector, holdings.search):
        speaker = holdings.speakers.named(one.speaker or "")
        by_person[speaker.name if speaker else one.speaker or ""].append(one)
    if not by_person:
        return compose.not_found(question, query, reason(said, holdings.search), ())
    shown = list(by_person.items())[:MOST]
    best = with_copies([theirs[0] for _, theirs in shown], holdings.search)
    more = len(by_person) - len(shown)
    answer = compose.answered(question, query, Found(best, 1.0, more=more))
    head = Notice(
        "{people} on {topic}: {names}.",
        people=Counted(len(by_person), "speaker"),
        topic=query.topic,
        names=", ".join(by_person),
    )
    return replace(answer, text=joined([head, answer.text], by="\n"), kind=AnswerKind.COLLECTION)


def _everybody(question: str, query: Query, holdings: Holdings) -> Answer:
    counts: Counter[str] = Counter(holdings.speakers.counts())
    named: Sequence[tuple[str, int]] = counts.most_common(_NAMED)
    shown = [
        Notice("- {name}: {statements}", name=name, statements=Counted(count, "statement"))
        for name, count in named
    ]
    head = Notice(
        "{people} are quoted by name, the most quoted first:",
        people=Counted(len(counts), "speaker"),
    )
    more = len(counts) - len(named)
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
