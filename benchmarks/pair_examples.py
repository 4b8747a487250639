"""SQuAD's lines -> pairs of a question and a sentence to learn from, with where answers stand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.made_questions import Maker
from rag.answer.fact.candidates import find_keys_before
from rag.answer.fact.pairs import introduce
from rag.language.sentences import sentences
from rag.language.stems import stem
from rag.search.topic import Term, find_content_words, find_keys, find_terms

_OTHERS = 2  # sentences that do not answer, for each question
_MIXED = 0.35  # by how much their order by shared words, 0 to 1, changes from round to round
_MADE = 2  # questions made of a sentence in a round, at most
_MADE_OTHERS = 0.4  # share of them that are read with another sentence as well


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of a question's paragraph; the annotated answers that begin in it, as offsets."""

    text: str
    answers: tuple[tuple[int, int], ...]
    about: str = ""  # names of the question that stand before it or in the title


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its paragraph."""

    question: str
    sentences: tuple[Sentence, ...]
    shared: tuple[float, ...]  # of the question's words with each sentence, as a share
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """What is read as one text."""

    question: str
    sentence: Sentence


def example(row: dict[str, Any]) -> Example:
    """The question of a line; only sentences in which an annotated answer begins answer it."""
    text = row["context"]
    marks = [(at, at + len(one)) for at, one in zip(row["starts"], row["answers"], strict=True)]
    found = []
    title, asked_names = find_keys(row["title"].replace("_", " ")), _names(row["question"])
    spans = sentences(text)
    for at, (first, last) in enumerate(spans):
        own = sorted({(a - first, min(b, last) - first) for a, b in marks if first <= a < last})
        near = title | find_keys_before(text, spans, at)
        about = introduce(asked_names, find_keys(text[first:last]), near)
        found.append(Sentence(text[first:last], tuple(own), about))
    asked = _stems(row["question"])
    shared = tuple(len(asked & _stems(one.text)) / (len(asked) + 1) for one in found)
    return Example(row["question"].strip(), tuple(found), shared, tuple(row["answers"]))


def _stems(text: str) -> set[str]:
    return {stem(word) for word in find_content_words(text)}


def asked_pairs(examples: Sequence[Example], order: random.Random) -> list[Pair]:
    """Each question with what answers and with what does not."""
    found = []
    for one in examples:
        others = [at for at, sentence in enumerate(one.sentences) if not sentence.answers]
        others.sort(key=lambda at: -one.shared[at] - _MIXED * order.random())
        right = [at for at, sentence in enumerate(one.sentences) if sentence.answers]
        found += [Pair(one.question, one.sentences[at]) for at in [*right, *others[:_OTHERS]]]
    return found


def made_pairs(examples: Sequence[Example], maker: Maker, order: random.Random) -> list[Pair]:
    """Questions made of every paragraph's sentences; nothing stands before these."""
    found = []
    for texts in sorted({tuple(sentence.text for sentence in one.sentences) for one in examples}):
        for text in texts:
            elsewhere = [one for one in texts if one != text]
            for made in maker.questions(text, _MADE, order):
                found.append(Pair(made.question, Sentence(text, ((made.start, made.end),))))
                if elsewhere and order.random() < _MADE_OTHERS:
                    found.append(Pair(made.question, Sentence(order.choice(elsewhere), ())))
    return found


def _names(question: str) -> list[Term]:
    return [one for one in find_terms(question) if one.name]
