"""Whether statements on the topic answer what is asked of them: an act, a number, a reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rag.answer.evidence import Evidence
from rag.answer.fact.bold import find_answering_words
from rag.answer.fact.fitting import gives_reason
from rag.answer.support import Topic
from rag.language.english.reporting_words import THINKING
from rag.language.english.synonyms import find_groups
from rag.language.sayings import PLAIN_VERBS, VERBS
from rag.language.stems import stem, words
from rag.records import Query
from rag.search.question.wanted import Wanted, find_wanted
from rag.search.topic import Term, find_content_words, find_keys, find_terms


def answers_as_asked(query: Query, evidence: Sequence[Evidence]) -> bool:
    """Whether the statements have what the question is for.

    "Did Roe apologise for it?" is answered by a statement that reports an apology, "How many doses
    did Roe promise?" by a number, "Why is Roe against it?" by a reason, and "Does Roe think that it
    is safe?" by words on its safety. Any statement on the topic answers other questions.
    """
    if not evidence:
        return False
    wanted = find_wanted(query.alone)
    if wanted in {Wanted.NUMBER, Wanted.AGE} and not query.each:
        nothing = Topic((), lambda _: 1.0)
        return any(
            find_answering_words(piece.text, query.alone, nothing, dated=True) for piece in evidence
        )
    if wanted is Wanted.PERSON and query.speaker is None:
        return max(piece.score for piece in evidence) >= _SURE_OF_ANYONE
    if wanted is Wanted.REASON:
        return any(gives_reason(piece.text, query.alone) for piece in evidence)
    if query.each:
        return True
    if wanted is Wanted.DECISION and (act := _act(query.topic)):
        return _share([act], evidence) > 0
    on_words = wanted is Wanted.DECISION and not PLAIN_VERBS.isdisjoint(words(query.alone))
    on_words = on_words or _REACTS.search(query.alone) is not None
    return not on_words or _decides(query, evidence)


def _decides(query: Query, evidence: Sequence[Evidence]) -> bool:
    """Whether a statement has what is asked of the topic, and half of the topic's words.

    "it is safe" asks for a word such as "safe".
    """
    claimed = _CLAIM.search(query.topic)
    claim_words = find_content_words(claimed.group("claim")) if claimed else []
    if claim_words and _share(claim_words, evidence) < _LEAST_SHARE:
        return False
    asked = [term for term in find_terms(query.topic) if not _is_of(term, query.spellings)]
    found_most = max(
        sum(term.matches(find_keys(piece.text)) for term in asked) for piece in evidence
    )
    return found_most >= _LEAST_SHARE * len(asked)


def _is_of(term: Term, spellings: Collection[str]) -> bool:
    return any(term.matches(find_keys(name)) for name in spellings)


def _share(wanted_words: Sequence[str], evidence: Sequence[Evidence]) -> float:
    """The share of some words that the evidence has, or has in words of the same meaning."""
    found_words = {word for piece in evidence for word in words(piece.text)}
    stems = {stem(word) for word in found_words}
    groups = {group for word in found_words for group in find_groups(word)}
    there = sum(stem(word) in stems or bool(groups & find_groups(word)) for word in wanted_words)
    return there / len(wanted_words)


# "safe" of "the spray is safe"; what stands behind the verb is asked, what stands before is known
_CLAIM = re.compile(
    r"\S\s+(?:is|are|was|were|will|would|should|could|can|must|has|have|had)\s+(?P<claim>.+)",
    re.IGNORECASE,
)
# Least score of a sure answer to "Who said that ...?". Of 11 such answers, the 6 with a higher one
# were right, and the 5 with a lower one did not begin with what was asked.
_SURE_OF_ANYONE = 0.8
_LEAST_SHARE = 0.5  # of the topic's words in one statement, and of the claim's words in all
_REACTS = re.compile(r"\b(?:react|repl(?:y|ies)|respond)(?:ed|s)?\b", re.IGNORECASE)


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
