"""Whether statements on the topic answer what is asked of them: an act, or a number."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.evidence import Evidence
from rag.answer.fact.bold import find_answering_words
from rag.answer.support import Topic
from rag.language.english.reporting_words import THINKING
from rag.language.english.synonyms import find_groups
from rag.language.sayings import PLAIN_VERBS, VERBS
from rag.language.stems import stem, words
from rag.records import Query
from rag.search.question.wanted import Wanted, find_wanted


def answers_as_asked(query: Query, evidence: Sequence[Evidence]) -> bool:
    """Whether the statements have what the question is for.

    "Did Roe apologise for it?" is answered by a statement that reports an apology, and "How many
    doses did Roe promise?" by a number. Any statement on the topic answers other questions.
    """
    if not evidence:
        return False
    wanted = find_wanted(query.alone)
    if wanted in {Wanted.NUMBER, Wanted.AGE} and not query.each:
        nothing = Topic((), lambda _: 1.0)
        return any(
            find_answering_words(piece.text, query.alone, nothing, dated=True) for piece in evidence
        )
    if wanted is Wanted.DECISION and (act := _act(query.topic)):
        found_words = [word for piece in evidence for word in words(piece.text)]
        stems, groups = {stem(act)}, find_groups(act)
        return any(stem(word) in stems or groups & find_groups(word) for word in found_words)
    return True


def _act(topic: str) -> str:
    """The verb of an act at the head of a topic: "apologise"; "" for "say"."""
    verb = topic.partition(" ")[0].lower()
    is_act = verb in VERBS - PLAIN_VERBS and stem(verb) not in _ATTITUDES
    return verb if is_act else ""


# what somebody says shows these without the verb: "Does Roe support it?" "It is the right way."
_ATTITUDES = {
    stem(verb)
    for verb in THINKING
    | {"favor", "favour", "imply", "object", "oppose", "see", "support", "want"}
}
