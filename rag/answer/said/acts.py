"""Whether statements on the topic answer what is asked of them: an act, a number, a reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rag.answer.evidence import Evidence
from rag.answer.fact.bold import find_answering_words
from rag.answer.fact.fitting import gives_reason
from rag.answer.repeats import remove_copies
from rag.answer.said.on_topic import make_evidence, measure_support
from rag.answer.support import Topic
from rag.language.english.reporting_words import THINKING
from rag.language.english.synonyms import find_groups
from rag.language.sayings import PLAIN_VERBS, VERBS
from rag.language.stems import stem, words
from rag.models.embedder import Vectors
from rag.records import Query
from rag.search.question.wanted import Wanted, find_wanted
from rag.search.retrieve.search import Search
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
        said_so = stem(act) in _ADMITTING and _says(query.topic, evidence)
        return said_so or any(_reports(act, piece) for piece in evidence)
    on_words = wanted is Wanted.DECISION and not PLAIN_VERBS.isdisjoint(words(query.alone))
    on_words = on_words or _REACTS.search(query.alone) is not None
    return not on_words or _decides(query, evidence)


def find_reported_acts(query: Query, topic_vector: Vectors, search: Search) -> list[Evidence]:
    """The speaker's statements that report the act asked about, or its opposite, best first.

    "Roe denied all wrongdoing" answers "Did Roe deny the charges?" and "Did Roe admit the theft?".
    """
    act = _act(query.topic) if query.spellings else ""
    if not act or find_wanted(query.alone) is not Wanted.DECISION:
        return []
    reported = [
        make_evidence(statement, search.article(statement.article_id), support.score)
        for statement, support in measure_support(query, topic_vector, search)
        if support.similarity >= _LIKE_TOPIC and support.named
    ]
    return remove_copies([piece for piece in reported if _reports(act, piece)])[:_MOST]


def _reports(act: str, piece: Evidence) -> bool:
    """Whether a statement has an act or its opposite."""
    if _share([act], [piece]) > 0:
        return True
    opposites = {stem(act) in _ADMITTING: _DENYING, stem(act) in _DENYING: _ADMITTING}.get(True)
    return opposites is not None and not opposites.isdisjoint(map(stem, words(piece.text)))


def _says(topic: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a statement has most of the words of a clause that somebody may admit."""
    clause = _ADMITTED.fullmatch(topic)
    asked = find_terms(clause.group("clause")) if clause else ()
    return bool(asked) and any(
        sum(term.matches(find_keys(piece.text)) for term in asked) >= _MOST_OF * len(asked)
        for piece in evidence
    )


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
_ADMITTING = frozenset(map(stem, ("acknowledge", "admit", "concede", "confess", "confirm")))
_DENYING = frozenset(map(stem, ("deny", "dismiss", "dispute", "reject")))
_ADMITTED = re.compile(r"\w+ (?P<clause>(?:that|he|she|it|they|there)\b.*)", re.IGNORECASE)
_MOST_OF = 0.75  # least share of the clause's words in a statement that says it
_LIKE_TOPIC = 0.3  # least cosine to the topic of a statement that reports an act in other words
_MOST = 2  # of these statements
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
