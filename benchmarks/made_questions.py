"""Sentences -> questions that they answer, made by rules.

A stretch of words is taken for the answer and put out of its sentence, a question word that fits
it goes to the front, and some of what is left is dropped or said in a near word. That is no
English that anybody would write; what can be learnt of it is to look for what a question leaves
open. Source: Lewis, Denoyer & Riedel 2019, "Unsupervised Question Answering by Cloze Translation",
ACL; here without a model that translates.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from rag.language.english.stop_words import STOP_WORDS
from rag.models.vectors import Vectors
from rag.speech.grammar.tokens import tokenize
from rag.suggest.noun_phrases import find_noun_phrases

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = re.compile(
    rf"\b(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}}|{_MONTH} \d{{4}}"
    r"|\d{1,2}(?:st|nd|rd|th) (?:and \d{1,2}th )?centur(?:y|ies)|(?:1\d|20)\d\ds?)\b"
)
_NUMBER = re.compile(
    r"(?:[$€£]\s?)?\b\d+(?:[.,]\d+)*(?:\s?%| percent| million| billion)?(?!\w)"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty)\b"
)
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:(?: of the| of| the| de| and)? [A-Z][\w’'.-]+)*")
_PLAIN_RUN = re.compile(r"(?:[a-z-]{3,} ){1,3}[a-z-]{3,}")
_CLAUSE = re.compile(
    r"\b(because of|because|in order to|due to|to|by|such as|including|for) ([^,.;()]{8,70})"
    r"(?=[,.;])"
)
_CUT = re.compile(r"[,;:()]|\b(?:and|but|which|that|while|where)\b")
_WORD = re.compile(r"[\w’'-]+")
_AUXILIARIES = frozenset(
    "is are was were has had have will can could would may must should".split()
)
_PLACING = frozenset({"in", "at", "from", "near", "into", "to"})
_DATING = frozenset({"in", "on", "since", "by", "of", "from", "until"})

_WHEN = ("When", "When", "In what year", "What year", "In which year")
_WHERE = ("Where", "Where", "In what country", "In what city", "What place")
_WHO = ("Who", "Who", "Who", "What", "Which", "What organization", "What group", "Whose")
_HOW_MANY = ("How many", "How much", "What number")
_WHAT_KIND = ("What", "Which", "What type of", "What kind of")
_OF_CLAUSES = {  # by the words that begin one
    **dict.fromkeys(("because", "because of", "due to"), ("Why",)),
    **dict.fromkeys(("to", "in order to"), ("Why", "What", "What purpose")),
    "by": ("How", "What"),
}

_LONGEST = 90  # characters of an answer
_FEWEST = 2  # telling words in a question
_NEAREST, _NEAR_FROM = 5, 0.55  # words that one may be said in, and their least cosine to it


@dataclass(frozen=True, slots=True)
class Made:
    """A question, and where its answer stands in the sentence it was made of."""

    question: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Answer:
    start: int
    end: int
    kind: str  # "day", "number", "name", "phrase", or the words that begin a clause


class Maker:
    """Makes questions of sentences, with the words of all of them at hand."""

    def __init__(self, texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors]) -> None:
        """`embed` gives the vectors of words, by which they are near each other."""
        plain = {word for text in texts for word in re.findall(r"\b[a-z]{4,}\b", text)}
        self._near = _near_words(sorted(plain - STOP_WORDS), embed)

    def questions(self, sentence: str, most: int, order: random.Random) -> Iterator[Made]:
        """Yield questions that words of a sentence answer, at most so many."""
        answers = list(_answers(sentence, order))
        order.shuffle(answers)
        made = 0
        for answer in answers:
            if made == most:
                return
            question = self._question(sentence, answer, order)
            if question:
                made += 1
                yield Made(question, answer.start, answer.end)

    def _question(self, sentence: str, answer: _Answer, order: random.Random) -> str | None:
        first, last = _window(sentence, answer, order)
        before = _WORD.findall(sentence[first : answer.start])[-order.randint(5, 14) :]
        behind = _WORD.findall(sentence[answer.end : last])[: order.randint(5, 14)]
        asked, before, behind = _asked(sentence, answer, before, behind, order)
        dropped, said = order.choice((0.05, 0.15, 0.3)), order.choice((0.0, 0.15, 0.35))
        before, behind = (
            [self._said(word, said, order) for word in words if order.random() >= dropped]
            for words in (before, behind)
        )
        body = _body(before, behind, order)
        if sum(word.lower() not in STOP_WORDS for word in body) < _FEWEST:
            return None
        if order.random() < 0.12:
            return f"{' '.join(body)} {asked.lower()}?"
        return f"{asked} {' '.join(body)}?"

    def _said(self, word: str, share: float, order: random.Random) -> str:
        near = self._near.get(word)
        return order.choice(near) if near and order.random() < share else word


def _near_words(
    words: Sequence[str], embed: Callable[[Sequence[str]], Vectors]
) -> dict[str, list[str]]:
    vectors = embed(words)
    near = {}
    for word, vector in zip(words, vectors, strict=True):
        cosines = vectors @ vector
        nearest = np.argsort(-cosines, kind="stable")[1 : _NEAREST + 1]
        near[word] = [words[at] for at in nearest if cosines[at] > _NEAR_FROM]
    return near


def _answers(sentence: str, order: random.Random) -> Iterator[_Answer]:
    """The stretches of a sentence to ask for: of several kinds, no two overlap but clauses."""
    taken: list[tuple[int, int]] = []
    spans = chain(
        (("day", *match.span()) for match in _DAY.finditer(sentence)),
        (("number", *match.span()) for match in _NUMBER.finditer(sentence)),
        (("name", *span) for span in _names(sentence)),
        (("phrase", *span) for span in _phrases(sentence, order)),
    )
    for kind, start, end in spans:
        if end - start <= _LONGEST and not any(a < end and start < b for a, b in taken):
            taken.append((start, end))
            yield _Answer(start, end, kind)
    for match in _CLAUSE.finditer(sentence):
        whole = match.group(1) == "to" and order.random() < 0.5
        if order.random() < 0.5 and match.end() - match.start() <= _LONGEST:
            start = match.start() if whole else match.start(2)
            yield _Answer(start, match.end(), match.group(1))


def _names(sentence: str) -> Iterator[tuple[int, int]]:
    for match in _NAME.finditer(sentence):
        start, end = match.span()
        first = match.group().split()[0]
        if first.lower() in STOP_WORDS or (not start and " " not in match.group()):
            start += len(first) + 1  # "The Normans"; "However" alone is none
        if end - start > 1:
            yield start, end


def _phrases(sentence: str, order: random.Random) -> Iterator[tuple[int, int]]:
    words = tokenize(sentence, 0, len(sentence), [])
    for phrase in find_noun_phrases(words):
        start, end = words[phrase.first].start, words[phrase.last].end
        if words[phrase.first].low in {"the", "a", "an"} and order.random() < 0.6:
            start = words[phrase.first + 1].start
        yield start, end
    for match in _PLAIN_RUN.finditer(sentence):
        if STOP_WORDS.isdisjoint(match.group().split()):
            yield match.span()


def _window(sentence: str, answer: _Answer, order: random.Random) -> tuple[int, int]:
    """The part of a sentence that is asked with: mostly the clause around the answer."""
    first, last = 0, len(sentence)
    if order.random() >= 0.6:
        return first, last
    cuts = [match.start() for match in _CUT.finditer(sentence)]
    before = [at for at in cuts if at < answer.start]
    behind = [at for at in cuts if at >= answer.end]
    if before and order.random() < 0.7:
        near = answer.start - before[-1] <= 25
        first = before[-2] if near and len(before) > 1 else before[-1]
    if behind and order.random() < 0.8:
        near = behind[0] - answer.end <= 20
        last = behind[1] if near and len(behind) > 1 else behind[0]
    return first, last


def _asked(
    sentence: str, answer: _Answer, before: list[str], behind: list[str], order: random.Random
) -> tuple[str, list[str], list[str]]:
    """The question's first words, and what is left on both sides of the answer."""
    tie = before[-1].lower() if before else ""
    words = sentence[answer.start : answer.end].split()
    match answer.kind:
        case "day":
            return order.choice(_WHEN), before[:-1] if tie in _DATING else before, behind
        case "number":
            if behind and behind[0].islower() and behind[0] not in STOP_WORDS:
                return f"How many {behind[0]}", before, behind[1:]
            return order.choice(_HOW_MANY), before, behind
        case "name":
            if tie in _PLACING and order.random() < 0.7:
                return order.choice(_WHERE), before[:-1], behind
            return order.choice(_WHO), before, behind
        case "phrase":
            if len(words) > 1 and order.random() < 0.3:
                return f"{order.choice(_WHAT_KIND)} {words[-1]}", before, behind
            kind = order.random() < 0.2
            return order.choice(_WHAT_KIND) if kind else "What", before, behind
        case _:
            fitting = _OF_CLAUSES.get(answer.kind, ("What",))
            asked = order.choice(fitting) if len(fitting) > 1 else fitting[0]
            return asked, before, behind


def _body(before: list[str], behind: list[str], order: random.Random) -> list[str]:
    """The words of a question behind its first ones, mostly with a verb in front."""
    if before and before[0].lower() in STOP_WORDS:
        before = [before[0].lower(), *before[1:]]
    if not before or order.random() < 0.35:
        return [*behind, *before] if order.random() < 0.5 else [*before, *behind]
    body = [*before, *behind]
    if order.random() >= 0.6:
        return body
    verb = next((word for word in body if word in _AUXILIARIES), None)
    if verb is None:
        return [order.choice(("did", "does", "do")), *body]
    body.remove(verb)
    return [verb, *body]
