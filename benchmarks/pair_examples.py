"""Annotated lines -> pairs of a question and a sentence to learn from, with where answers stand."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from benchmarks.made_questions import Maker
from rag.answer.fact.pairs import introduce, shorten_context
from rag.language.sentences import sentences
from rag.language.stems import stem
from rag.search.topic import Term, find_content_words, find_keys, find_terms

_OTHERS = 2  # sentences that do not answer, for each question; without a title: fewer
_OTHERS_UNTITLED = 1
_MIXED = 0.35  # by how much their order by shared words, 0 to 1, changes from round to round
_MADE = 2  # questions made of a sentence each time, at most
_MADE_OTHERS = 0.4  # share of them that are read with another sentence as well
_NAMED_BEFORE = 2  # sentences before one that may have a name of the question
_TYPED = 0.3  # share of questions that are learnt as they would be typed into a search engine
_BARE = 0.15  # share of sentences that are read without what stands before them


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of a question's paragraph; the annotated answers that begin in it, as offsets."""

    text: str
    answers: tuple[tuple[int, int], ...]
    about: str = ""  # what is read before it: names of the question, or its context
    context: str = ""  # its title and the sentence before it
    whole: bool = False  # it answers, and nobody marked with which words


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its paragraph."""

    question: str
    sentences: tuple[Sentence, ...]
    shared: tuple[float, ...]  # of the question's words with each sentence, as a share
    answers: tuple[str, ...]
    others: int = _OTHERS  # sentences that do not answer, to learn from each time


@dataclass(frozen=True, slots=True)
class Pair:
    """What is read as one text."""

    question: str
    sentence: Sentence


def example(row: Mapping[str, Any], *, whole: bool = False) -> Example:
    """The question of a line; only sentences in which an annotated answer begins answer it.

    `whole`: the annotated answers are whole sentences.
    """
    text = row["context"]
    marks = [
        (at, at + len(answer)) for at, answer in zip(row["starts"], row["answers"], strict=True)
    ]
    candidates = []
    headline = row["title"].replace("_", " ")
    title, asked_names = find_keys(headline), _names(row["question"])
    texts = [text[first:last] for first, last in _spans(text)]
    for at, (first, last) in enumerate(_spans(text)):
        own = sorted({(a - first, min(b, last) - first) for a, b in marks if first <= a < last})
        before = texts[max(0, at - _NAMED_BEFORE) : at]
        near = title.union(*map(_keys, before))
        about = introduce(asked_names, _keys(texts[at]), near)
        context = shorten_context(headline, before[-1] if before else "")
        candidates.append(Sentence(texts[at], tuple(own), about, context, whole and bool(own)))
    asked = _stems(row["question"])
    shared = tuple(len(asked & _stems(sentence.text)) / (len(asked) + 1) for sentence in candidates)
    # questions without a title are easy ones: more is learnt from what answers them
    others = _OTHERS if headline else _OTHERS_UNTITLED
    return Example(
        row["question"].strip(), tuple(candidates), shared, tuple(row["answers"]), others
    )


@lru_cache(maxsize=1 << 15)
def _spans(text: str) -> list[tuple[int, int]]:
    return sentences(text)


@lru_cache(maxsize=1 << 15)
def _keys(text: str) -> frozenset[str]:
    return find_keys(text)


@lru_cache(maxsize=1 << 15)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in find_content_words(text))


def asked_pairs(examples: Sequence[Example], order: random.Random) -> list[Pair]:
    """Each question with what answers and with what does not."""
    pairs = []
    for example in examples:
        others = [at for at, sentence in enumerate(example.sentences) if not sentence.answers]
        others.sort(key=lambda at: -example.shared[at] - _MIXED * order.random())
        right = [at for at, sentence in enumerate(example.sentences) if sentence.answers]
        pairs += [
            Pair(example.question, example.sentences[at])
            for at in [*right, *others[: example.others]]
        ]
    return pairs


def as_read(pair: Pair, order: random.Random, *, context: bool) -> Pair:
    """A pair with what is read before its sentence, the question now and then as if typed.

    A typed question is in lower case, without a question mark and without names. With `context`
    the title and the sentence before are read, otherwise names of the question.
    """
    question, sentence = pair.question, pair.sentence
    about = sentence.context if context else sentence.about
    if order.random() < _TYPED:
        question = question.lower().rstrip("?").rstrip()
        about = about if context else ""
    if order.random() < _BARE:
        about = ""
    return Pair(question, replace(sentence, about=about))


def made_pairs(
    texts: Sequence[tuple[str, Sequence[str]]], maker: Maker, order: random.Random
) -> list[Pair]:
    """Questions made of sentences; nothing stands before these.

    With each sentence come all of its paragraph.
    """
    pairs = []
    for text, paragraph in texts:
        elsewhere = [other for other in paragraph if other != text]
        for made in maker.questions(text, _MADE, order):
            pairs.append(Pair(made.question, Sentence(text, ((made.start, made.end),))))
            if elsewhere and order.random() < _MADE_OTHERS:
                pairs.append(Pair(made.question, Sentence(order.choice(elsewhere), ())))
    return pairs


def _names(question: str) -> list[Term]:
    return [term for term in find_terms(question) if term.name]
