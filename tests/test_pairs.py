"""Question and sentence read as one text: the graph, its cache, and what its scores say."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks.pair_examples import Pair, Sentence
from benchmarks.pair_reading import Reading
from rag import Assistant
from rag.answer.fact.pairs import (
    LONGEST,
    WEIGHTS,
    find_best_span,
    introduce,
    odds,
    span_chances,
)
from rag.models.embedder import Embedder
from rag.models.pair_model import FARTHEST, PROBES, PairModel, PairScores, pair_model
from rag.records import Status
from rag.search.topic import find_keys, find_terms

QUESTION = "Who built the bridge in Penmouth?"
ANSWERS = "The bridge was built by Blay & Sons of Penmouth in 1931."
ELSEWHERE = "A company of dancers from Penmouth crossed the bridge at noon."
NO_PIECES = PairScores(
    np.empty((0, 2), np.int64), np.empty(0, np.float32), np.empty(0, np.float32), 0.0
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def model(embedder: Embedder, cache: Path) -> PairModel:
    found = pair_model(embedder.files, WEIGHTS, cache)
    assert found is not None
    return found


def test_integers_give_what_torch_has_learned(embedder: Embedder, tmp_path: Path) -> None:
    torch.manual_seed(3)
    reading = Reading(embedder)
    with torch.no_grad():
        for one in reading.bert.parameters():
            if one.requires_grad:
                one.add_(torch.randn_like(one), alpha=0.02)
        reading.scores.weight.mul_(20)
    reading.save(embedder.fingerprint.weights_sha256, ["Marl"], tmp_path / "pairs.npz")
    found = pair_model(embedder.files, tmp_path / "pairs.npz", tmp_path)
    assert found is not None
    own = [(question, sentence, about) for question, sentence in PROBES for about in ("", "Marl")]
    for question, sentence, about in [*own, (QUESTION, ANSWERS, ""), (QUESTION, ELSEWHERE, "")]:
        (exact,) = reading.read([Pair(question, Sentence(sentence, (), about))])
        (given,) = found.read(question, [(sentence, about)])
        assert np.array_equal(given.offsets, exact.offsets)
        assert np.corrcoef(given.starts, exact.starts)[0, 1] > 0.98
        assert np.corrcoef(given.ends, exact.ends)[0, 1] > 0.98
        assert odds(given) == pytest.approx(odds(exact), abs=FARTHEST)


def test_the_words_that_answer_are_found_and_other_sentences_are_told_from_them(
    model: PairModel,
) -> None:
    answers, elsewhere = model.read(QUESTION, [(ANSWERS, ""), (ELSEWHERE, "")])
    assert "Blay & Sons" in ANSWERS[slice(*find_best_span(answers))]
    assert odds(answers) > odds(elsewhere)


def test_a_sentence_reads_the_same_beside_any_other(model: PairModel) -> None:
    together = model.read(QUESTION, [(ELSEWHERE, ""), (ANSWERS, ""), ("It rained. " * 90, "")])
    (alone,) = model.read(QUESTION, [(ANSWERS, "")])
    assert np.array_equal(together[1].starts, alone.starts)
    assert together[1].nothing == alone.nothing


def test_what_stands_before_a_sentence_is_read_with_it_and_answers_nothing(
    model: PairModel,
) -> None:
    asked, told = "Who interviewed Lavrov?", "The interview was led by three US bloggers."
    names = [one for one in find_terms(asked) if one.name]
    about = introduce(names, find_keys(told), find_keys("Lavrov Speaks to Bloggers"))
    assert about == "Lavrov"
    (bare,) = model.read(asked, [(told, "")])
    (found,) = model.read(asked, [(told, about)])
    assert odds(found) > odds(bare) + 1
    assert np.array_equal(found.offsets, bare.offsets)
    assert "US bloggers" in told[slice(*find_best_span(found))]


@pytest.mark.parametrize(
    ("sentence", "near"),
    [
        ("Lavrov was interviewed.", "Lavrov Speaks to Bloggers"),  # it has the name itself
        ("He was interviewed.", "Peskov Speaks to Bloggers"),
        ("He was interviewed.", ""),
    ],
)
def test_nothing_else_is_put_before_a_sentence(sentence: str, near: str) -> None:
    names = [one for one in find_terms("Who interviewed Lavrov?") if one.name]
    assert introduce(names, find_keys(sentence), find_keys(near)) == ""


@pytest.mark.parametrize("sentence", ["", " ", "\u202e", "…", "It rained. " * 900])
def test_any_sentence_can_be_read_with_any_question(model: PairModel, sentence: str) -> None:
    names = [one for one in find_terms(" ".join(f"Q{n}{n:03}rst" for n in range(99))) if one.name]
    about = introduce(names, set(), set().union(*(one.keys for one in names)))
    for question, before in [(QUESTION, ""), ("why " * 900, ""), ("why " * 900, about)]:
        (found,) = model.read(question, [(sentence, before)])
        assert np.isfinite(odds(found))
        start, end = find_best_span(found)
        assert 0 <= start <= end <= len(sentence)


@pytest.mark.usefixtures("model")
def test_a_graph_is_made_once_and_again_where_it_is_damaged(
    embedder: Embedder, cache: Path
) -> None:
    (kept,) = cache.iterdir()
    whole, made = kept.read_bytes(), kept.stat().st_ino
    pair_model(embedder.files, WEIGHTS, cache)
    assert kept.stat().st_ino == made
    kept.write_bytes(whole[: len(whole) // 2])
    assert pair_model(embedder.files, WEIGHTS, cache) is not None
    assert kept.read_bytes() == whole


def changed(tmp_path: Path, **entries: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Path:
    with np.load(WEIGHTS, allow_pickle=False) as file:
        kept = dict(file) | entries
    np.savez(tmp_path / "changed.npz", **kept)
    return tmp_path / "changed.npz"


def test_changes_to_another_model_are_not_used(embedder: Embedder, tmp_path: Path) -> None:
    other = changed(tmp_path, model_sha256=np.array("0" * 64))
    assert pair_model(embedder.files, other, tmp_path) is None


def test_scores_far_from_what_was_learned_are_not_used_and_said(
    embedder: Embedder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    off = changed(tmp_path, probes=np.array([50.0, 50.0, 50.0], np.float32))
    asked = Embedder(embedder.name, cache=tmp_path)
    with caplog.at_level(logging.WARNING):
        assert asked.pair_model(off) is None
        assert asked.pair_model(off) is None
    assert caplog.text.count("not read with the question: in 8-bit integers its scores") == 1


def test_who_has_no_such_model_is_answered_too(index: Path) -> None:
    embedder = Embedder()
    embedder._pair_models[WEIGHTS] = None
    answer = Assistant.open(index, embedder).ask("How many troops has Moscow amassed near Ukraine?")
    assert answer.status is Status.ANSWERED
    assert "100,000" in answer.citations[0].text


def test_chances_are_of_words_and_add_up() -> None:
    scores = PairScores(
        np.array([[0, 3], [3, 6], [7, 9]]),
        np.array([5, 0, 0], np.float32),
        np.array([0, 5, 0], np.float32),
        nothing=2.0,
    )
    chances = span_chances(scores, [(0, 6), (7, 9), (10, 12)])  # two pieces, one, behind the window
    assert chances.shape == (3, LONGEST)
    assert chances.sum() == pytest.approx(1)
    assert chances[0, 0] == chances.max()
    assert find_best_span(scores) == (0, 6)
    assert odds(scores) == pytest.approx(8, abs=0.1)


def test_where_there_are_no_pieces_nothing_answers() -> None:
    assert odds(NO_PIECES) < -1000
    assert find_best_span(NO_PIECES) == (0, 0)
