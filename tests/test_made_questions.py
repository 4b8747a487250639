"""Questions made of sentences: what is asked for, and by which word."""

from __future__ import annotations

import random
import re

import pytest

from benchmarks.made_questions import Maker
from rag.language.english.stop_words import STOP_WORDS
from rag.models.embedder import Embedder

TEXTS = (
    "The old bridge over the Arve was built by Blay and Sons in 1931 for 212 families.",
    "A ferry had crossed the river for 40 years before the council of Marl bought it.",
    "In winter the ferry stayed in its harbour because the ice was thicker than a hand.",
    "Ann Roe opened a second crossing near Lissen on 4 May 1956, with 3,500 guests.",
)


@pytest.fixture(scope="module")
def maker(embedder: Embedder) -> Maker:
    return Maker(TEXTS, embedder.embed_questions)


def _draw(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311


@pytest.mark.parametrize("text", TEXTS)
def test_a_question_leaves_its_answer_out(maker: Maker, text: str) -> None:
    for seed in range(40):
        found = list(maker.questions(text, 3, _draw(seed)))
        assert 1 <= len(found) <= 3
        for one in found:
            answer = text[one.start : one.end]
            assert answer.strip() == answer != ""
            again = text.count(answer) > 1 or answer.islower()  # a near word may be the same
            assert again or answer not in one.question
            assert one.question.endswith("?")
            telling = [word for word in one.question[:-1].split() if word.lower() not in STOP_WORDS]
            assert len(telling) >= 2


def test_the_question_word_fits_the_answer(maker: Maker) -> None:
    asked: dict[str, set[str]] = {}
    for text in TEXTS:
        for seed in range(200):
            for one in maker.questions(text, 9, _draw(seed)):
                asked.setdefault(text[one.start : one.end], set()).add(one.question.lower())
    assert asked.keys() >= {"1931", "212", "Ann Roe", "4 May 1956"}
    expected = {
        "1931": r"\b(when|year)\b",
        "212": r"\bhow many families\b",
        "4 May 1956": r"\b(when|year)\b",
        "the ice was thicker than a hand": r"\bwhy\b",
        "Ann Roe": r"\b(who|what|which|whose)\b",
    }
    for answer, words in expected.items():
        assert all(re.search(words, question) for question in asked[answer]), answer


def test_the_same_draw_makes_the_same_questions(maker: Maker, embedder: Embedder) -> None:
    again = Maker(TEXTS, embedder.embed_questions)
    for text in TEXTS:
        first = list(maker.questions(text, 3, _draw(5)))
        assert list(again.questions(text, 3, _draw(5))) == first
