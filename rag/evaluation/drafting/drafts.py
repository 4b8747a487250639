"""A draft of a question, with what is needed to choose among many."""

from __future__ import annotations

from dataclasses import dataclass

from rag.evaluation.run_records import Evidence, Question
from rag.search.topic import find_keys


@dataclass(frozen=True, slots=True)
class Draft:
    """A test question without an id, and what it is about."""

    question: Question
    article: str | None  # that it was made from
    person: str | None  # whose words it asks for
    topic: str  # as the question names it; "" for a question on an article
    score: float

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the topic, or of the whole question."""
        return find_keys(self.topic or self.question.question)

    def resembles(self, other: Draft) -> bool:
        """Whether both ask nearly the same: about one person and one topic."""
        if self.question.evidence and self.question.evidence == other.question.evidence:
            return True
        both, any_of = self.keys & other.keys, self.keys | other.keys
        same_topic = bool(any_of) and 2 * len(both) >= len(any_of)
        return same_topic and (self.person == other.person or self.topic == other.topic)


def make_draft(  # noqa: PLR0913  # the fields of a record
    text: str,
    *,
    tags: tuple[str, ...],
    answerable: bool = True,
    history: tuple[str, ...] = (),
    article: str | None = None,
    relevant: tuple[str, ...] = (),
    evidence: str | None = None,
    speaker: str | None = None,
    contains: tuple[str, ...] = (),
    person: str | None = None,
    topic: str = "",
    score: float = 0.0,
) -> Draft:
    """Make a draft of a question, from an article or about none."""
    question = Question(
        id="",
        question=text,
        history=history,
        relevant=dict.fromkeys(relevant or ((article,) if article else ()), 1),
        evidence=(Evidence(article, evidence),) if evidence else (),
        answerable=answerable,
        speaker=speaker,
        contains=contains,
        tags=tags,
    )
    return Draft(question, article, person, topic, score)
