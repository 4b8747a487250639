"""The verbs that report words, in every form: "said" -> say, what may follow it, and which form.

English only: another language would bring its own lists, and its own word order to
`rag.speech.clauses.clause`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from rag.language.english import word_set
from rag.language.english.reporting_words import (
    COMMONEST,
    IRREGULAR,
    JUDGING,
    SAYING,
    SHOWING,
    TELLING,
    THINKING,
)


class Cue(Enum):
    """What may follow a verb that reports."""

    SAY = auto()  # a clause or a quotation: "said that", "wrote: ..."
    TELL = auto()  # somebody, then a clause or a quotation: "told reporters that"
    JUDGE = auto()  # somebody or something: "accused Europe of", "praised the deal"
    THINK = auto()  # a clause that need not have been said: "believes that"
    SHOW = auto()  # a clause, and the subject is often a document: "the poll found that"


class Form(Enum):
    """The form of a verb."""

    FINITE = auto()  # says, said
    BASE = auto()  # say: plural present, or with "to"
    ING = auto()  # saying
    PARTICIPLE = auto()  # written, shown: needs "have"


class Verb(NamedTuple):
    """A form of a verb that reports."""

    lemma: str
    cue: Cue
    form: Form


@dataclass(frozen=True, slots=True)
class Inflection:
    """The forms of one verb."""

    base: str
    third: str
    past: str
    participle: str
    ing: str


def inflect(lemma: str) -> Inflection:
    """Return the forms of a verb: of the list of irregular ones, else by rule."""
    if lemma in IRREGULAR:
        return Inflection(lemma, *IRREGULAR[lemma])
    vowel_y = lemma.endswith("y") and lemma[-2] not in "aeiou"
    stem = lemma if lemma.endswith("ee") else lemma.removesuffix("e")
    hiss = lemma.endswith(("s", "sh", "ch", "x", "z"))
    third = lemma[:-1] + "ies" if vowel_y else lemma + ("es" if hiss else "s")
    past = lemma[:-1] + "ied" if vowel_y else lemma.removesuffix("e") + "ed"
    return Inflection(lemma, third, past, past, stem + "ing")


def _every_form() -> dict[str, Verb]:
    forms: dict[str, Verb] = {}
    # a verb of several kinds has the last one: what it may be followed by includes the others
    groups = (
        (Cue.SHOW, SHOWING),
        (Cue.THINK, THINKING),
        (Cue.JUDGE, JUDGING),
        (Cue.SAY, SAYING),
        (Cue.TELL, TELLING),
    )
    for cue, lemmas in groups:
        for lemma in sorted(lemmas):
            verb = inflect(lemma)
            forms[verb.participle] = Verb(lemma, cue, Form.PARTICIPLE)
            forms[verb.base] = Verb(lemma, cue, Form.BASE)
            forms[verb.ing] = Verb(lemma, cue, Form.ING)
            forms[verb.third] = Verb(lemma, cue, Form.FINITE)
            forms[verb.past] = Verb(lemma, cue, Form.FINITE)
    return forms


# each form of each verb: "said" -> Verb("say", Cue.SAY, Form.FINITE)
VERBS = _every_form()

# "says", "said", "told" ...: the forms by which a sentence most often reports words
COMMON_FORMS = frozenset(
    form for lemma in COMMONEST for form in (inflect(lemma).third, inflect(lemma).past)
)

# said before their subject: “...,” said Lavrov
INVERTIBLE = SAYING | word_set("ask agree think")
