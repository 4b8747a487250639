"""How likely the articles hold an answer: the regression, its weights, and what they decide."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fit_confidence import fit
from rag import Assistant
from rag.answer.fact.confidence import (
    NEARNESS,
    SUPPORT,
    WEIGHTS,
    Weights,
    confidence,
    find_weights,
    sigmoid,
)
from rag.errors import SettingError
from rag.models.embedder import Embedder
from rag.records import Answer, Status
from rag.settings import LEAST_CONFIDENCE, read_settings
from tests.ranked import pieces, ranked_sentence

ANSWERED = "How many troops has Moscow amassed near Ukraine?"
NOT_ANSWERED = "How many tanks has Finland bought from Portugal?"
STRICT, LENIENT = 1.0, 0.0


@pytest.fixture(scope="module")
def ask(assistant: Assistant, embedder: Embedder) -> Callable[[str, float], Answer]:
    def asked(question: str, least: float) -> Answer:
        return Assistant(assistant.index, embedder, least_confidence=least).ask(question)

    return asked


@given(st.floats(-1e300, 1e300))
def test_any_sum_of_signals_becomes_a_probability(value: float) -> None:
    assert 0 <= sigmoid(value) <= 1
    assert sigmoid(value) + sigmoid(-value) == pytest.approx(1)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_that_speaks_for_an_answer_never_makes_it_less_likely(
    low: float, high: float, other: float
) -> None:
    low, high = sorted([low, high])
    more, less = (ranked_sentence(one, other, similarity=one) for one in (high, low))
    assert confidence([more]) >= confidence([less])


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_a_likelier_span_never_makes_an_answer_less_likely(one: float, other: float) -> None:
    low, high = sorted([one, other])
    less, more = (
        ranked_sentence(0.5, similarity=0.5, together=pieces(value)) for value in (low, high)
    )
    assert confidence([more]) >= confidence([less])
    assert confidence([more, less]) == confidence([more])


def test_other_words_make_a_sentence_less_sure_but_not_the_last() -> None:
    plain = ranked_sentence(0.6, similarity=0.5)
    doubted = replace(plain, doubts=1)
    reworded = replace(doubted, reworded=True)
    assert confidence([reworded]) == confidence([doubted]) < confidence([plain])
    assert [one.is_doubtful for one in (plain, doubted, reworded)] == [False, True, False]


def test_a_sentence_that_was_not_read_with_the_question_is_judged_by_its_nearness() -> None:
    bare = ranked_sentence(0.5, similarity=0.5)
    read = replace(bare, together=pieces(9))
    assert confidence([bare]) == confidence([read, bare]) < confidence([read])


def test_without_a_sentence_nothing_is_likely() -> None:
    assert confidence([]) == 0


def test_the_shipped_weights_say_what_they_were_learnt_from() -> None:
    written = json.loads(WEIGHTS.read_text())
    assert "CC BY-SA" in written["made of"]
    assert [set(one["weights"]) for one in written["fitted"]] == [{SUPPORT}, {NEARNESS}]
    for name in (SUPPORT, NEARNESS):
        assert set(find_weights(frozenset([name])).of) == {name}


def test_fitted_weights_find_back_the_odds_that_the_answers_were_drawn_with() -> None:
    rng = np.random.default_rng(7)
    columns = rng.normal(size=(20_000, 2)) * [1, 5] + [0, 2]
    odds = 0.5 + columns @ [2.0, -0.3]
    answerable = rng.random(len(columns)) < 1 / (1 + np.exp(-odds))
    found = fit([{"a": a, "b": b} for a, b in columns.tolist()], answerable.tolist())
    assert (found.of["a"], found.of["b"]) == pytest.approx((2.0, -0.3), rel=0.1)


def test_both_kinds_of_question_weigh_the_same_however_many_there_are() -> None:
    rows, answerable = [{"a": 0.0}, {"a": 1.0}], [False, True]
    once = fit(rows * 50, answerable * 50)
    skewed = fit(rows[:1] * 90 + rows[1:] * 10, answerable[:1] * 90 + answerable[1:] * 10)
    assert once.probability({"a": 0.5}) == pytest.approx(0.5)
    assert skewed.probability({"a": 0.5}) == pytest.approx(0.5, abs=0.1)


def test_questions_of_one_kind_teach_nothing() -> None:
    with pytest.raises(ValueError, match="at least 2 classes"):
        fit([{"a": 1.0}, {"a": 2.0}], [True, True])


def test_a_signal_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError, match="nearest"):
        Weights(0, {"nearest": 1}).probability({})


def test_who_asks_for_certainty_gets_no_answer_and_who_asks_for_none_gets_one(
    ask: Callable[[str, float], Answer],
) -> None:
    assert ask(ANSWERED, STRICT).status is Status.UNSURE
    answer = ask(ANSWERED, LENIENT)
    assert answer.status is Status.ANSWERED
    assert 0.5 < answer.confidence < 1


def test_what_gives_room_for_doubt_makes_an_answer_less_likely() -> None:
    sure, unsure, unsurest = (ranked_sentence(0.5, similarity=0.5, doubts=n) for n in (0, 1, 3))
    assert confidence([sure]) > confidence([unsure]) > confidence([unsurest])
    assert confidence([sure, unsurest]) == confidence([sure])


def test_what_no_article_mentions_is_hardly_answered(ask: Callable[[str, float], Answer]) -> None:
    assert ask(NOT_ANSWERED, LENIENT).confidence < 0.1
    answer = ask(NOT_ANSWERED, LEAST_CONFIDENCE)
    assert answer.status is Status.NOT_FOUND
    assert "no article mentions Finland" in (answer.reason or "")


def test_an_answer_is_given_from_its_own_confidence_on(ask: Callable[[str, float], Answer]) -> None:
    sure = ask(ANSWERED, LENIENT).confidence
    assert ask(ANSWERED, sure - 1e-6).status is Status.ANSWERED
    assert ask(ANSWERED, sure + 1e-6).status is Status.UNSURE


def test_a_confidence_that_is_no_probability_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_CONFIDENCE", "90")
    with pytest.raises(SettingError, match="RAG_CONFIDENCE=90"):
        read_settings()
