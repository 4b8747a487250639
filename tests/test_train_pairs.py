"""Four sets in one form, plans, and a training that goes on where it was ended."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import readers, train_pairs
from benchmarks.average_pairs import average
from benchmarks.command import Options
from benchmarks.data import DataMissing
from benchmarks.pair_examples import Pair, Sentence
from benchmarks.pair_reading import Reading, pair_loss
from benchmarks.readers import Weights
from benchmarks.reading_sets import NATURAL, QAMR, SELQA, SETS, SQUAD, read_set, unseen_titles
from benchmarks.train_pairs import Recipe, train
from benchmarks.training_plan import PlanError, read_plan
from benchmarks.unseen import titles_of
from rag.answer.fact.pairs import WEIGHTS
from rag.models.embedder import Embedder
from tests.tiny_model import write_tiny_bert

BRIDGE = (
    "Engineers closed the old bridge in Penmouth after finding cracks. Repairs will cost $3 "
    "million, the county said. It was built in 1931 by Blay and Sons."
)
SENTENCES = ["Ann Roe ran the ferry.", "", " She sold it for 9,000 crowns. ", "It sank in 1956."]
# the titles are such that some are held out and some are not
TITLES = [f"Bridge {number}" for number in range(12)]


def write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))


def marked(number: int, question: str, answer: str) -> dict[str, Any]:
    given = {"id": f"{number}", "title": TITLES[number % len(TITLES)], "context": BRIDGE}
    starts = [BRIDGE.index(answer)] if answer else []
    return {**given, "question": question, "answers": [answer] * len(starts), "starts": starts}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    asked = [("When was the bridge built?", "1931"), ("Who painted the bridge?", "")]
    squad = [marked(number, *asked[number // 12]) for number in range(24)]
    natural = [marked(number, "who built the bridge", "Blay and Sons") for number in range(12)]
    selqa = [
        {
            "id": f"{number}",
            "title": title,
            "question": "What did the buyer of the boat pay?",
            "paraphrase": number % 2 == 0,
            "sentences": SENTENCES,
            "answers": [2],
        }
        for number, title in enumerate(TITLES)
    ]
    first, second, third = BRIDGE.split(". ")
    qamr = [
        qa("news:1:0:0:0", f"{first}.", "What was found?", ["cracks", "cracks"]),
        qa("news:1:0:1:0", f"{second}.", "What will cost $3 million?", ["Repairs", "million"]),
        qa("news:1:0:1:1", f"{second}.", "How much will they cost?", ["$3 million", "million"]),
        qa("news:1:0:3:0", third, "What was built?", ["It", "It"]),
        qa("news:1:1:0:0", third, "Who built it?", ["Blay", "Blay and Sons"]),
    ]
    for name, rows in zip(SETS, (squad, natural, selqa, qamr), strict=True):
        write(folder / "reading" / f"{name}.jsonl.gz", rows)
    both = {"with": [BRIDGE], "without": [" ".join(SENTENCES)], "answers": ["1931"]}
    rgb = [{"question": f"When was the bridge {how}?", **both} for how in ("built", "made")]
    write(folder / "negatives" / "rgb.jsonl.gz", rgb)
    return folder


def qa(place: str, text: str, question: str, answers: list[str]) -> dict[str, Any]:
    starts = [text.index(answer) for answer in answers]
    given = {"id": f"Wiki1k:{place}", "source": "news", "context": text}
    return {**given, "question": question, "answers": answers, "starts": starts}


@pytest.mark.parametrize("name", SETS)
def test_every_set_has_its_answers_where_it_says(data: Path, name: str) -> None:
    rows = read_set(name, data)
    assert rows
    for row in rows:
        for answer, start in zip(row["answers"], row["starts"], strict=True):
            assert row["context"][start : start + len(answer)] == answer != ""


def test_sentences_of_a_section_are_one_text(data: Path) -> None:
    row = read_set(SELQA, data)[0]
    assert row["context"] == (
        "Ann Roe ran the ferry. She sold it for 9,000 crowns. It sank in 1956."
    )
    assert row["answers"] == ["She sold it for 9,000 crowns."]


def test_a_short_question_has_the_sentences_beside_its_own(data: Path) -> None:
    rows = {row["question"]: row for row in read_set(QAMR, data)}
    first, second, third = BRIDGE.split(". ")
    assert rows["How much will they cost?"]["context"] == f"{first}. {second}."
    assert rows["Who built it?"]["context"] == third  # another paragraph
    assert "What was built?" not in rows  # a pronoun answers nothing
    assert "What will cost $3 million?" not in rows  # the annotators don't agree


def test_a_title_is_held_out_wherever_it_is(data: Path) -> None:
    natural = unseen_titles(NATURAL, read_set(NATURAL, data))
    assert natural == unseen_titles(SELQA, read_set(SELQA, data))
    assert 0 < len(natural) < len(TITLES)
    squad = unseen_titles(SQUAD, read_set(SQUAD, data))
    assert squad == set(sorted(TITLES)[::4])
    assert unseen_titles(QAMR, read_set(QAMR, data)) == set()


@pytest.mark.parametrize(
    "plan", ["", "squad=1", "0:squad=1", "9:squad", "9:squad=x", "9:trivia=1", "9:squad=1,"]
)
def test_a_plan_that_is_none_is_named_with_what_one_is(plan: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(plan)
    assert "16000:squad=4,natural=2" in caught.value.hint


def test_the_command_says_what_is_wrong_with_a_plan_and_exits_2(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = ["--data", str(data), "--out", str(tmp_path), "--plan", "9:trivia=1"]
    monkeypatch.setattr(sys, "argv", ["train_pairs", *given])
    assert train_pairs.main() == 2
    told = capsys.readouterr().err
    assert "trivia" in told
    assert "Hint: write 16000:squad=4" in told


def recipe(**changed: Any) -> Recipe:
    plan = "4:made=1,qamr=1 4:squad=2,natural=1,selqa=1"
    given = {"plan": plan, "seed": 0, "rank": 4, "context": True, "bfloat16": False}
    return Recipe(**{**given, "teachers": (), "whole": False, **changed})


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model that learns in a moment, in place of the packaged one."""
    return str(write_tiny_bert(tmp_path_factory.mktemp("tiny")))


@pytest.fixture(scope="module")
def whole(data: Path, tiny: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of a training of the small model without a break."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAG_MODEL", tiny)
        found = train(recipe(), data, tmp_path_factory.mktemp("whole"))
    assert found is not None
    return found


def test_a_training_that_was_ended_goes_on_to_the_same_weights(
    data: Path,
    tiny: str,
    whole: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("RAG_MODEL", tiny)
    assert train(recipe(), data, tmp_path / "cut", minutes=0) is None
    assert "start the same command again" in capsys.readouterr().out
    goes_on = train(recipe(), data, tmp_path / "cut")
    assert goes_on is not None
    assert "goes on after 1 chunks" in capsys.readouterr().out
    with np.load(whole) as expected, np.load(goes_on) as found:
        assert set(found) == set(expected)
        for name in expected:
            assert np.array_equal(found[name], expected[name]), name
    held_out = unseen_titles(NATURAL, read_set(NATURAL, data))
    assert titles_of(whole) == set(TITLES) - (held_out & set(sorted(TITLES)[::4]))
    with pytest.raises(DataMissing, match="of another training"):
        train(recipe(rank=3), data, tmp_path / "cut")


def test_a_teacher_is_learnt_from_and_its_titles_count_as_seen(
    data: Path, tiny: str, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAG_MODEL", tiny)
    embedder = Embedder(tiny)
    teacher = Reading.load(embedder, whole).eval()
    student = Reading(embedder, 4, context=True).eval()
    pairs = [Pair("Who built it?", Sentence("Blay and Sons built it.", ((0, 13),)))]
    alone = float(pair_loss(student, pairs))
    own = float(pair_loss(student, pairs, [student]))
    assert own == pytest.approx((alone + _entropy(student, pairs)) / 2, abs=1e-3)
    assert float(pair_loss(student, pairs, [teacher])) != pytest.approx(own, abs=1e-4)
    taught = train(recipe(plan="2:qamr=1", teachers=(str(whole),)), data, tmp_path)
    assert taught is not None
    assert titles_of(taught) == titles_of(whole)
    with pytest.raises(DataMissing, match="not trained as --context says"):
        train(recipe(context=False, teachers=(str(whole),)), data, tmp_path)


def _entropy(reading: Reading, pairs: list[Pair]) -> float:
    """Of a sentence's spans and of none, from what is known of it."""
    (scores,) = reading.read(pairs)
    spans = [
        scores.starts[first] + scores.ends[last]
        for first in range(len(scores.offsets))
        for last in range(first, len(scores.offsets))
    ]
    every = np.array([scores.nothing, *spans])
    chances = np.exp(every - every.max())
    chances /= chances.sum()
    return float(-(chances * np.log(chances)).sum())


def test_members_are_averaged_and_measured_beside_the_packaged_weights(
    data: Path, tmp_path: Path, embedder: Embedder, capsys: pytest.CaptureFixture[str]
) -> None:
    short = [recipe(seed=seed, plan="2:squad=1") for seed in (0, 1)]
    members = [trained for one in short if (trained := train(one, data, tmp_path)) is not None]
    assert len(members) == 2
    average(members, tmp_path / "mean.npz", 8)
    other = train(recipe(seed=2, plan="2:squad=1", context=False), data, tmp_path)
    assert other is not None
    with pytest.raises(DataMissing, match="some read the sentence before"):
        average([members[0], other], tmp_path / "mixed.npz", 8)
    model = embedder.pair_model(tmp_path / "mean.npz")
    assert model is not None
    assert model.reads_context
    capsys.readouterr()
    weights = [Weights("today", WEIGHTS), Weights("mean", tmp_path / "mean.npz")]
    readers.measure(weights, Options(data, None, tmp_path / "runs", None), ("selqa", "rgb"))
    told = capsys.readouterr().out
    assert "mean has seen titles of selqa" in told  # SQuAD's lines have them here
    assert "\nnatural: " not in told
    for name in ("selqa", "RGB"):
        _, table = told.split(f"\n{name}: ")
        assert "\ntoday  " in table
