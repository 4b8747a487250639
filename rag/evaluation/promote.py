"""Ratings -> test questions: good answers are expected again, bad ones become open cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from rag.evaluation.feedback import Feedback, Verdict
from rag.evaluation.formats.question_fields import check_question_text
from rag.evaluation.run_records import Evidence, Question
from rag.records import Status

Review = Callable[[Feedback, Question], Question | None]
"""Gives a question, a changed one, or None to leave it out."""


def promote(
    feedback: Iterable[Feedback], review: Review, known: Sequence[Question] = ()
) -> Iterator[Question]:
    """Yield a test question for each rating that the review accepts, each question once.

    Of several ratings of one question the last counts. Questions among the `known` ones are
    skipped. An id consists of the day and the question's words.
    """
    last = {(rating.history, rating.question.casefold()): rating for rating in feedback}
    for question in known:
        last.pop((question.history, question.question.casefold()), None)
    taken = {earlier.id for earlier in known}
    for rating in last.values():
        reviewed = review(rating, as_question(rating))
        if reviewed is not None:
            name = _find_free(reviewed.id, taken)
            taken.add(name)
            yield replace(reviewed, id=name)


def as_question(feedback: Feedback) -> Question:
    """Make a test question from a rating.

    Thumbs up: the cited words are the evidence, or the refusal was right; one of the articles that
    an unsure answer cites is relevant. Thumbs down: the right answer is not known yet, so the
    question is tagged "down" and has no judgement.
    """
    question = Question(
        id=_make_slug(feedback),
        question=check_question_text(feedback.question, f"feedback of {feedback.day}"),
        history=feedback.history,
        asked=feedback.day,
        tags=("feedback", feedback.verdict.value),
    )
    if feedback.verdict is Verdict.DOWN:
        return question
    status = feedback.answer.get("status")
    if status == Status.NOT_FOUND.value:
        return replace(question, answerable=False)
    cited = [
        citation
        for citation in feedback.answer.get("citations", ())
        if citation.get("article") and citation.get("text")
    ]
    relevant = dict.fromkeys([str(citation["article"]) for citation in cited], 1)
    if status == Status.UNSURE.value:  # which of its passages answers, nobody has said
        return replace(question, answerable=True, relevant=relevant)
    speakers = {citation.get("speaker") for citation in cited}
    return replace(
        question,
        answerable=True,
        relevant=relevant,
        evidence=tuple(
            Evidence(str(citation["article"]), str(citation["text"]))
            for citation in cited[:1]  # the best one; a better system may leave out the others
            if citation.get("end")  # a title or a date line has no offsets in the text
        ),
        speaker=speakers.pop() if len(speakers) == 1 else None,
    )


def approve_all(feedback: Feedback, question: Question) -> Question | None:
    """Accept every thumbs-up and no thumbs-down, without a reviewer.

    Questions with filters are left out: a test question has none and would get another answer.
    """
    return None if feedback.verdict is Verdict.DOWN or any(feedback.filters.values()) else question


def _make_slug(feedback: Feedback) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", feedback.question.lower()).strip("-")[:48].strip("-")
    return f"{feedback.day.isoformat()}-{words}".strip("-")


def _find_free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
