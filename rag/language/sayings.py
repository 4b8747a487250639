"""The words for speaking in questions: verbs, without the -s form ("comments" is a noun), nouns."""

from __future__ import annotations

from collections.abc import Iterable

from rag.language.cues import inflect
from rag.language.english.reporting_words import (
    PLAIN_IN_QUESTIONS,
    SAYING_NOUNS,
    TELLING_IN_QUESTIONS,
)


def _every_form(lemmas: Iterable[str]) -> frozenset[str]:
    inflections = map(inflect, lemmas)
    return frozenset(
        form for verb in inflections for form in (verb.base, verb.past, verb.participle, verb.ing)
    )


NOUNS = SAYING_NOUNS
BASES = PLAIN_IN_QUESTIONS | TELLING_IN_QUESTIONS
PLAIN_VERBS = _every_form(PLAIN_IN_QUESTIONS)
VERBS = PLAIN_VERBS | _every_form(TELLING_IN_QUESTIONS)
# "Who says that it rains?"; elsewhere "comments" is a noun
VERBS_BEFORE_THAT = VERBS | {inflect(verb).third for verb in BASES}
