"""Each benchmark from a tiny data folder, in the form of the real ones, to its run folders."""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks import (
    asking,
    claims,
    dialogue,
    embedding,
    fit_confidence,
    growth,
    negatives,
    news,
    reading,
)
from benchmarks.calibration_plot import plot as calibration_plot
from benchmarks.command import Options, run
from benchmarks.growth_plot import plot
from benchmarks.marking import word_f1
from benchmarks.separation import separation
from benchmarks.systems import reciprocal
from rag.answer.fact.confidence import WEIGHTS
from rag.evaluation.run_records import Outcome, Question
from rag.evaluation.running.run_folder import read_outcomes, read_run, read_summary

SOLAR = (
    "The town of Larkfield opened a solar park on Monday. Mayor Ruth Adler said the park would "
    "power 4,000 homes. It was built in eleven months."
)
BRIDGE = (
    "Engineers closed the old bridge in Penmouth after finding cracks. Repairs will cost $3 "
    "million, the county said. The bridge was built in 1931."
)
FERRY = (
    "The ferry between Penmouth and the islands will run twice a day from May. Captain Jon Blay "
    "said that bookings had doubled."
)
ZIPPED = ".gz"


def write(path: Path, rows: Iterable[Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ZIPPED else text)


def article(name: str, text: str) -> dict[str, Any]:
    return {"id": name, "title": "", "text": text, "published": "2022-05-03", "authors": []}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    articles = [article("solar", SOLAR), article("bridge", BRIDGE), article("ferry", FERRY)]
    write(folder / "news/articles.jsonl.gz", articles)
    asked = [
        ("How many homes will the solar park in Larkfield power this week?", "4,000", "solar"),
        ("What will repairs of the bridge in Penmouth cost?", "$3 million", "bridge"),
    ]
    write(
        folder / "news/questions.jsonl",
        (
            {"id": one, "asked": "2022-05-05", "question": q, "answer": a, "relevant": [one]}
            for q, a, one in asked
        ),
    )
    write(
        folder / "reading/squad.jsonl.gz",
        [
            squad("1", "When was the bridge built?", ["1931"]),
            squad("2", "What will the repairs cost?", ["$3 million", "3 million"]),
            squad("3", "Who painted the bridge?", []),
        ],
    )
    natural = {**squad("4", "when was the penmouth bridge built", ["1931"]), "title": "Penmouth"}
    write(folder / "reading/natural.jsonl.gz", [natural])
    write(
        folder / "negatives/rgb.jsonl.gz",
        (
            {"question": q, "answers": [a], "with": [text], "without": [f"{FERRY} Seen {a}."]}
            for q, a, text in [(*asked[0][:2], SOLAR), (*asked[1][:2], BRIDGE)]
        ),
    )
    write(
        folder / "dialogue/passages.jsonl.gz",
        ({"id": one["id"], "text": one["text"]} for one in articles),
    )
    write(
        folder / "dialogue/turns.jsonl.gz",
        [
            turn("1", ["Who said that bookings had doubled?"], ["ferry"], "ANSWERABLE"),
            turn("2", ["What about the bridge?", "When was it built?"], ["bridge"], "PARTIAL"),
            turn("3", ["Who won the election in Peru?"], [], "UNANSWERABLE"),
        ],
    )
    return folder


def squad(name: str, question: str, answers: list[str]) -> dict[str, Any]:
    starts = [BRIDGE.index(answer) for answer in answers]
    given = {"id": name, "title": "Bridge", "context": BRIDGE, "question": question}
    return {**given, "answers": answers, "starts": starts}


def turn(name: str, questions: list[str], relevant: list[str], kind: str) -> dict[str, Any]:
    said = [{"speaker": "user", "text": question} for question in questions]
    answered = {"speaker": "agent", "text": "I can't say."}
    spoken = [one for each in said for one in (each, answered)][:-1]
    return {"task": name, "input": spoken, "relevant": relevant, "answerability": [kind]}


@pytest.mark.parametrize(
    ("measure", "whole"),
    [
        (news.measure, "ours"),
        (reading.measure, "ours, shipped"),
        (negatives.measure, "ours"),
        (dialogue.measure, "ours, understood"),
    ],
)
def test_a_benchmark_measures_baselines_and_ours_and_writes_their_runs(
    measure: Callable[[Options], None],
    whole: str,
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "runs"
    measure(Options(data, None, out, None))
    table = capsys.readouterr().out
    runs = {read_run(folder).settings["system"]: folder for folder in out.glob("*-2*/*")}
    assert {"dense only", "BM25 only", "RRF, k 60"} <= {name.split(", l")[0] for name in runs}
    assert "LIMITED" not in table
    for name, folder in runs.items():
        assert name in table
        assert read_summary(folder).questions == len(read_outcomes(folder)) > 1
    verbatim = read_summary(runs[whole]).measures["verbatim"]
    assert verbatim.mean == 1


def test_embedding_is_compared_with_sentence_transformers(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    embedding.measure(Options(data, None, data, 3))
    lines = capsys.readouterr().out.splitlines()
    rates = {line.split()[0]: line.split()[1:] for line in lines[2:]}
    assert rates["float32"][1] == "1.00"
    assert float(rates["ours"][-1]) > 0.98


def test_questions_on_words_are_made_of_the_index_and_timed(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asking.measure(index, 2)
    told = capsys.readouterr().out
    assert re.search(r"2 questions on as many people's words, [012] answered; 2 articles", told)
    assert (
        len(re.findall(r"^(?:nearest statements|ours) +\d+ +\d+ +\d+\.\d", told, re.MULTILINE)) == 2
    )


def test_growth_is_measured_from_building_to_asking(data: Path, tmp_path: Path) -> None:
    built = growth.measure_build(data / "news/articles.jsonl.gz", tmp_path / "index")
    assert built.passages == 3
    assert built.index_mb > 0 < built.embed_s
    asked = growth.measure_ask(tmp_path / "index", data / "news/questions.jsonl")
    assert asked.p95_ms >= asked.p50_ms > 0
    assert asked.ask_mb > 50


def test_copies_are_no_copies_of_each_other(data: Path) -> None:
    rows = list(growth._copies(data / "news/articles.jsonl.gz", 12))
    assert len({row["id"] for row in rows}) == 12
    assert len({row["text"] for row in rows}) > 9  # three sentences may stay as they are


def test_a_time_is_told_between_two_sizes() -> None:
    rows = [{"passages": 100.0, "p95_ms": 10.0}, {"passages": 10_000.0, "p95_ms": 1000.0}]
    assert growth._at(rows, 1000).endswith("100 ms")
    assert "not between" in growth._at(rows, 20_000)


def test_growth_is_fitted_and_drawn() -> None:
    assert growth.exponent([10, 100, 1000], [3, 30, 300]) == pytest.approx(1)
    assert growth.exponent([10, 100, 1000], [5, 500, 50_000]) == pytest.approx(2)
    drawn = ElementTree.fromstring(plot({"articles": [10, 100], "build_s": [1, 20]}))  # noqa: S314
    lines = [one for one in drawn if one.tag.endswith("polyline")]
    assert len(lines) == 1
    first, second = (tuple(map(float, p.split(","))) for p in lines[0].get("points", "").split())
    assert first[0] < second[0]  # more to the right
    assert first[1] > second[1]  # and higher up


def test_calibration_is_drawn_upwards_where_more_is_right() -> None:
    sure = np.repeat([0.15, 0.85], 10)
    right = np.array([n % 10 < wanted for wanted in (2, 8) for n in range(10)])
    drawn = ElementTree.fromstring(calibration_plot({"news": (sure, right)}))  # noqa: S314
    (line,) = [one for one in drawn if one.tag.endswith("polyline")]
    first, second = (tuple(map(float, p.split(","))) for p in line.get("points", "").split())
    assert first[0] < second[0]
    assert first[1] > second[1]
    assert len([one for one in drawn if one.tag.endswith("circle")]) == 2


def test_weights_are_learnt_and_a_trial_writes_none(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = WEIGHTS.read_bytes()
    fit_confidence.measure(Options(data, None, tmp_path / "runs", 3))
    table = capsys.readouterr().out
    for name in ("squad", "natural", "dialogue"):
        assert f"{name}, from other sets" in table
    drawn = ElementTree.fromstring((tmp_path / "runs" / "calibration.svg").read_text())  # noqa: S314
    assert drawn.tag.endswith("svg")
    assert "bias" in table
    assert "nothing is written" in table
    assert WEIGHTS.read_bytes() == before


def test_an_index_that_is_named_is_asked_as_it_is(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Options(data, tmp_path / "index", tmp_path / "runs", 1)
    news.measure(options)
    built = (tmp_path / "index" / "CURRENT").read_text()
    assert "LIMITED to 1 of 2 questions" in capsys.readouterr().out
    news.measure(options)
    assert (tmp_path / "index" / "CURRENT").read_text() == built


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("news/articles.jsonl.gz", news),
        ("news/articles.jsonl.gz", embedding),
        ("reading/squad.jsonl.gz", reading),
        ("negatives/rgb.jsonl.gz", negatives),
        ("dialogue/passages.jsonl.gz", dialogue),
        ("claims/wice_dev.jsonl.gz", claims),
    ],
)
def test_missing_data_is_named_and_exits_2(
    name: str,
    module: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmark", "--data", str(tmp_path)])
    assert run(module.__doc__, module.measure) == 2
    assert f"MISSING: {tmp_path / name}" in capsys.readouterr().err


def test_marked_words_are_compared_as_squad_does() -> None:
    assert word_f1(["the $3 million"], ["3 million", "three"]) == 1
    assert word_f1(["3 million dollars in all"], ["3 million"]) == pytest.approx(4 / 7)
    assert word_f1([], ["3 million"]) == 0


def test_reciprocal_ranks_are_those_of_the_formula() -> None:
    fused = reciprocal([[(7, 0.9), (8, 0.5)], [(8, 12.0), (9, 3.0)]])
    assert [row for row, _ in fused] == [8, 7, 9]
    scores = dict(fused)
    assert scores[8] / scores[7] == pytest.approx((1 / 62 + 1 / 61) / (1 / 61))


def outcome(confidence: float | None, *, answerable: bool) -> Outcome:
    status = "not_found" if confidence is None else "answered"
    answer = {"status": status, "confidence": confidence or 0.0}
    return Outcome(Question("q", "?", answerable=answerable), (), answer, {}, 0, 0)


def test_separation_counts_what_is_refused_as_least_sure() -> None:
    sure = [outcome(0.5 + n / 100, answerable=True) for n in range(10)]
    found = separation([*sure, outcome(None, answerable=False), outcome(0.505, answerable=False)])
    assert found is not None
    assert found.auc.mean == pytest.approx((10 + 9) / 20)
    assert found.refused_at_90.mean == 1  # the least sure answerable question goes with them
    assert (found.answered.mean, found.refused.mean) == (1, 0.5)
    assert separation(sure) is None


def test_auc_agrees_with_the_mean_of_pairs() -> None:
    generator = np.random.default_rng(1)
    values = generator.integers(0, 6, size=40) / 10  # many are equal
    outcomes = [outcome(float(v), answerable=bool(n % 3)) for n, v in enumerate(values)]
    yes = [v for n, v in enumerate(values) if n % 3]
    no = [v for n, v in enumerate(values) if not n % 3]
    expected = np.mean([(a > b) + 0.5 * (a == b) for a in yes for b in no])
    found = separation(outcomes)
    assert found is not None
    assert found.auc.mean == pytest.approx(expected)
    assert found.auc.low < expected < found.auc.high
