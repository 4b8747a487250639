"""How well sentences of evidence support a claim, as a probability.

A logistic regression over what the claim has and the evidence lacks. Its weights are in
supported.json, which `python -m benchmarks.claims --whole` writes; the file names what they were
made of.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from rag.answer.fact.confidence import Weights
from rag.answer.fact.nearness import find_telling_words
from rag.language.cues import VERBS as REPORTING
from rag.language.english.reporting_words import PLAIN_IN_RETELLINGS
from rag.language.english.synonyms import find_retold_groups
from rag.language.stems import words
from rag.models.vectors import TokenVectors, Vectors
from rag.names.folding import fold
from rag.names.people import surname
from rag.names.states import states
from rag.search.topic import find_keys
from rag.writer.claims.named import bare, find_names, is_named
from rag.writer.claims.named_days import Named, find_days
from rag.writer.claims.numbers import find_numbers
from rag.writer.claims.polarity import DENIALS

WEIGHTS = Path(__file__).with_name("supported.json")
_BESIDE = 7  # words between a speaker's name and what introduces it
_WEAKEST = 0.15  # share of a claim's word pieces
# words that decide what a sentence says, though they say nothing about its topic
_DECIDING = {
    form: forms[0]
    for forms in (
        ("go", "goes", "going", "gone", "went"),
        ("come", "comes", "coming", "came"),
        ("give", "gives", "giving", "given", "gave"),
        ("take", "takes", "taking", "taken", "took"),
        ("get", "gets", "getting", "got", "gotten"),
        ("keep", "keeps", "keeping", "kept"),
        ("after", "since", "following"),
        ("before",),
        ("until", "till"),
        ("above", "over"),
        ("below", "under"),
        ("up",),
        ("down",),
        ("more",),
        ("less", "fewer"),
        ("most",),
        ("least",),
        ("all", "each", "every", "everybody", "everyone", "always", "any"),
        ("only", "just"),
        ("both",),
        ("first",),
        ("last",),
        ("enough",),
        ("too",),
        ("must",),
        ("should", "ought"),
        ("never",),
        ("whether",),
        ("ever",),
        ("almost", "nearly"),
        ("again",),
        ("already",),
        ("still",),
        ("recent", "recently", "latest", "newest"),
        ("many", "several"),
        ("few",),
        ("because", "due", "owing"),
        ("where",),
        ("when", "while", "during", "as"),
    )
    for form in forms
}
_SHARES = re.compile(
    r"\bone of\b|\b(?:a|one|two|three|four) (?:thirds?|quarters?|fifths?|tenths?)\b"
    r"|\bhal(?:f|ves)\b|\bmost of\b|\btwice\b|\bdouble[ds]?\b|\btriple[ds]?\b",
    re.IGNORECASE,
)
_WE = re.compile(r"\b(?:we|our|ours|us)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences of an article with the vectors of their word pieces, and what their head names."""

    sentences: Sequence[str]
    tokens: Sequence[TokenVectors]
    head: str = ""  # what is known besides: whose words they are, the days that they mean

    @property
    def text(self) -> str:
        """The head and the sentences, a line each."""
        return "\n".join(filter(None, (self.head, *self.sentences)))

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its words; the latest are remembered."""
        return find_keys(self.text)


def measure_support(claim: str, tokens: TokenVectors, evidence: Evidence) -> dict[str, float]:
    """The signals of a claim with at least one sentence of evidence, by their names.

    missing    square root of the number of content words that the evidence lacks
    exact      how many of these are names or numbers
    weakest    cosine of the claim's word pieces to the nearest of the evidence: the 15th percentile
    numbers    how many numbers and days of the claim the evidence lacks, in words or in figures
    """
    keys = evidence.keys
    missing = [word for word in find_telling_words(claim, tokens) if not word.keys & keys]
    pieces = np.vstack([text_tokens.vectors for text_tokens in evidence.tokens])
    return {
        "missing": math.sqrt(len(missing)),
        "exact": float(sum(word.exact for word in missing)),
        "weakest": _find_weakest(tokens.vectors, pieces),
        "numbers": float(len(missing_numbers(claim, find_days(evidence.text), evidence.text))),
    }


def find_new_words(
    claim: str, tokens: TokenVectors, evidence: Evidence, speakers: Sequence[str]
) -> list[str]:
    """The content words of a claim for which the evidence has neither the word nor a synonym.

    Vectors do not tell "rose" from "fell", so that a similar word is not enough. Numbers, days and
    denials are left out: they are checked by themselves. So are plain words of reporting, if the
    evidence reports something: "said" may stand for "told", but not "admitted". A word of the head
    counts only beside one of the `speakers`.
    """
    counted = [(day.start, day.end) for day in find_days(claim)]
    counted += [(number.start, number.end) for number in find_numbers(claim)]
    starts, ends = tokens.offsets[:, 0], tokens.offsets[:, 1]
    text = "\n".join(evidence.sentences)
    keys = find_keys(text)
    known = {group for word in words(text) for group in find_retold_groups(word)}
    reports = bool(speakers) or any(word in REPORTING for word in words(text))
    new = []
    for word in find_telling_words(claim, tokens):
        start, end = int(starts[word.rows[0]]), int(ends[word.rows[-1]])
        written = claim[start:end].lower()
        if (
            word.keys & keys
            or known & find_retold_groups(written)
            or (reports and _is_plain(written))
        ):
            continue
        if any(first <= start < last for first, last in counted):
            continue
        if word.keys & evidence.keys and (
            _stands_beside(claim[start:end], claim, speakers)
            or _means_we(claim[start:end], evidence)
        ):
            continue
        new.append(claim[start:end])
    said = {_DECIDING.get(word) for word in words(text)}
    new += [word for word in words(claim) if word in _DECIDING and _DECIDING[word] not in said]
    return new


def _is_plain(word: str) -> bool:
    """Whether a word of reporting adds nothing to what it reports, or is checked as a denial."""
    verb = REPORTING.get(word)
    return verb is not None and (verb.lemma in PLAIN_IN_RETELLINGS or word in DENIALS)


def says_enough(claim: str, tokens: TokenVectors, evidence: Evidence) -> bool:
    """Whether a claim shares enough with the sentences of its evidence to be compared with them.

    That are two content words, one of which is no name.
    """
    keys = find_keys(" ".join(evidence.sentences))
    shared = [word for word in find_telling_words(claim, tokens) if word.keys & keys]
    return len(shared) > 1 and any(not word.exact for word in shared)


def missing_names(claim: str, evidence: Evidence, speakers: Sequence[str]) -> list[str]:
    """The names of a claim that the sentences of its evidence do not have.

    `speakers` may be named as well. What else the head names belongs to them: "Russia" of
    "Russian minister Roe" supports only a claim that has it beside "Roe".
    """
    own_text = "\n".join([*speakers, *evidence.sentences])
    known = {word.lower() for word in _WORD.findall(evidence.text) if word[:1].islower()}
    missing = []
    for name in find_names(claim, known):
        whole = " ".join(map(bare, name))
        if is_named(name, own_text):
            continue
        if is_named(name, evidence.head) and _stands_beside(name[0], claim, speakers):
            continue
        if _means_we(whole, evidence):
            continue
        missing.append(whole)
    return missing


def _means_we(name: str, evidence: Evidence) -> bool:
    """Whether a name is the state whose minister, say, speaks of "us" in the evidence."""
    states_named = states(name)
    return (
        bool(states_named)
        and states_named <= states(evidence.head)
        and any(map(_WE.search, evidence.sentences))
    )


def _stands_beside(word: str, claim: str, speakers: Sequence[str]) -> bool:
    """Whether a word of a claim stands a few words from a speaker's family name, in its phrase."""
    claimed = [fold(written) for written in _WORD.findall(claim)]
    families = {fold(surname(speaker).split()[-1]) for speaker in speakers if speaker.split()}
    places = [at for at, key in enumerate(claimed) if key in families]
    wanted = fold(bare(word))
    return any(
        abs(at - place) <= _BESIDE
        and not any(key in REPORTING for key in claimed[min(at, place) : max(at, place)])
        for place in places
        for at, key in enumerate(claimed)
        if key == wanted
    )


def missing_numbers(claim: str, days: Sequence[Named], text: str) -> list[str]:
    """The numbers and the days of a claim that a text does not have, as the claim writes them.

    `days` are those that the text names or means.
    """
    stated = find_numbers(text)
    claimed = find_days(claim)
    missing = [
        claim[day.start : day.end] for day in claimed if not any(day.is_in(other) for other in days)
    ]
    for number in find_numbers(claim):
        if any(day.start <= number.start < day.end for day in claimed):
            continue
        if not any(number.equals(other) for other in stated):
            missing.append(claim[number.start : number.end])
    stated_too = text.lower()
    missing += [part for part in _list_other_amounts(claim) if part.lower() not in stated_too]
    return missing


def _list_other_amounts(text: str) -> list[str]:
    """Amounts that are no plain numbers: "one of", "a third", and letters such as "½" and "Ⅳ"."""
    letters = [letter for letter in text if unicodedata.category(letter) in {"No", "Nl"}]
    return [*_SHARES.findall(text), *letters]


def find_probability(signals: Mapping[str, float]) -> float:
    """The probability that the evidence supports the claim."""
    return read_weights().probability(signals)


@cache
def read_weights() -> Weights:
    """The weights in supported.json."""
    content = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    weights = {name: float(weight) for name, weight in content["weights"].items()}
    return Weights(float(content["bias"]), weights)


def _find_weakest(claim: Vectors, pieces: Vectors) -> float:
    if not len(claim) or not len(pieces):
        return 0.0
    return float(np.quantile((claim @ pieces.T).max(axis=1), _WEAKEST))
