"""Feedback -> test questions: what readers liked is expected again, what they did not is a case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from rag.evaluation.feedback import Feedback, Verdict
from rag.evaluation.formats.question_fields import question_text
from rag.evaluation.run_records import Evidence, Question
from rag.records import Status

Review = Callable[[Feedback, Question], Question | None]
"""What becomes of a question: itself, a changed one, or None to leave it out."""


def promoted(
    feedback: Iterable[Feedback], review: Review, known: Sequence[Question] = ()
) -> Iterator[Question]:
    """Yield a test question for each verdict that the review lets through, each question once.

    Of several verdicts on one question the last counts; what is among the `known` test questions
    is passed over. Ids are the day and the question's words.
    """
    last = {(one.history, one.question.casefold()): one for one in feedback}
    for question in known:
        last.pop((question.history, question.question.casefold()), None)
    taken = {one.id for one in known}
    for one in last.values():
        reviewed = review(one, as_question(one))
        if reviewed is not None:
            name = _free(reviewed.id, taken)
            taken.add(name)
            yield replace(reviewed, id=name)


def as_question(feedback: Feedback) -> Question:
    """The test question that a verdict makes.

    Thumbs up: the words cited are the evidence, or refusing was right; of an answer that was
    unsure, one of the articles cited is relevant. Thumbs down: nobody knows yet what is right, so
    it is tagged "down" and not judged.
    """
    question = Question(
        id=_slug(feedback),
        question=question_text(feedback.question, f"feedback of {feedback.day}"),
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
        one
        for one in feedback.answer.get("citations", ())
        if one.get("article") and one.get("text")
    ]
    relevant = dict.fromkeys([str(one["article"]) for one in cited], 1)
    if status == Status.UNSURE.value:  # which of its passages answers, nobody has said
        return replace(question, answerable=True, relevant=relevant)
    speakers = {one.get("speaker") for one in cited}
    return replace(
        question,
        answerable=True,
        relevant=relevant,
        evidence=tuple(
            Evidence(str(one["article"]), str(one["text"]))
            for one in cited[:1]  # the best; a better system may well leave out the others
            if one.get("end")  # words of the article's head have no place in its text
        ),
        speaker=speakers.pop() if len(speakers) == 1 else None,
    )


def approve_all(feedback: Feedback, question: Question) -> Question | None:
    """The review that nobody sits at: thumbs-up become questions, thumbs-down do not.

    Nor does what was asked with filters: a test question has none, and would be answered otherwise.
    """
    return None if feedback.verdict is Verdict.DOWN or any(feedback.filters.values()) else question


def _slug(feedback: Feedback) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", feedback.question.lower()).strip("-")[:48].strip("-")
    return f"{feedback.day.isoformat()}-{words}".strip("-")


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
