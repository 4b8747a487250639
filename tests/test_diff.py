"""Run against run: what changed, how sure that is, and when a release stops."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from subprocess import CompletedProcess

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.commands.printing.comparison_text import list_notes
from rag.errors import RunError, SettingError
from rag.evaluation.comparison.compare import Bound, diff, find_regressions, read_bounds
from rag.evaluation.comparison.paired import compare_abstention, compare_measures
from rag.evaluation.run_records import Evidence, Outcome, Question
from rag.evaluation.statistics import exchanges
from tests.command_line import run_command
from tests.run_folders import hit, many, outcome, write

ROOT = Path(__file__).parent.parent


def _scored(scores: list[float], measure: str = "RR") -> list[Outcome]:
    return [
        outcome(Question(f"q{n}", f"Question {n}?"), scores={measure: score})
        for n, score in enumerate(scores)
    ]


def _run(*arguments: str | Path, columns: int = 80) -> CompletedProcess[str]:
    return run_command("diff", *arguments, columns=columns, NO_COLOR="1")


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=8))
@settings(deadline=None, max_examples=60)
def test_with_few_questions_every_exchange_is_counted(pairs: list[tuple[float, float]]) -> None:
    before, after = _scored([a for a, _ in pairs]), _scored([b for _, b in pairs])
    (change,) = compare_measures(list(zip(before, after, strict=True)))
    differences = [b - a if abs(b - a) > 1e-9 else 0.0 for a, b in pairs]
    sums = [
        abs(sum(sign * one for sign, one in zip(signs, differences, strict=True)))
        for signs in product((1, -1), repeat=len(pairs))
    ]
    extreme = sum(one >= abs(sum(differences)) - 1e-9 for one in sums)
    assert change.p == pytest.approx(extreme / len(sums))
    assert change.change.low - 1e-9 <= change.change.mean <= change.change.high + 1e-9
    assert change.change.mean == pytest.approx(change.after - change.before)


def test_exchanges_are_all_there_are_or_ten_thousand_of_them() -> None:
    assert sorted(map(tuple, np.concatenate(list(exchanges(3))))) == list(
        product((0.0, 1.0), repeat=3)
    )
    drawn = np.concatenate(list(exchanges(40)))
    assert drawn.shape == (10_000, 40)
    assert not drawn[0].any()
    assert abs(drawn[1:].mean() - 0.5) < 0.01


def test_equal_runs_differ_in_nothing(tmp_path: Path) -> None:
    found = diff(
        write(tmp_path / "a", many(40, skill=0.6)), write(tmp_path / "b", many(40, skill=0.6))
    )
    assert {
        (one.change.mean, one.change.low, one.change.high, one.p) for one in found.measures
    } == {(0.0, 0.0, 0.0, 1.0)}
    assert (found.better, found.worse, list_notes(found)) == ((), (), [])


def test_a_clear_gain_is_seen_and_a_small_one_is_put_down_to_chance() -> None:
    (clear,) = compare_measures(list(zip(_scored([0] * 30), _scored([1] * 30), strict=True)))
    (small,) = compare_measures(
        list(zip(_scored([0.5] * 30), _scored([0.5] * 28 + [1, 0]), strict=True))
    )
    assert clear.p < 0.001
    assert small.p == 1


def test_refusals_are_compared_over_all_questions_together() -> None:
    questions = [Question(f"q{n}", "?", answerable=n % 2 == 0) for n in range(20)]
    never = [outcome(question) for question in questions]
    rightly = [outcome(question, refused=question.answerable is False) for question in questions]
    pairs = list(zip(never, rightly, strict=True))
    by_name = {one.measure: one for one in compare_abstention(pairs)}
    assert {name: (one.before, one.after) for name, one in by_name.items()} == {
        "abstention precision": (0, 1),
        "abstention recall": (0, 1),
        "abstention F1": (0, 1),
    }
    assert by_name["abstention F1"].p == pytest.approx(2 / 2**10)
    assert compare_abstention([(one, one) for one in never[::2]]) == []


def test_what_both_have_is_compared_and_the_rest_is_named(tmp_path: Path) -> None:
    before, after = many(30, skill=0.5), many(33, skill=0.5)[2:]
    other = replace(after[0].question, question="What else?")
    after[0] = replace(after[0], question=other)
    tagged = replace(after[1].question, tags=("new",))
    after[1] = replace(after[1], question=tagged)
    found = diff(write(tmp_path / "a", before, complete=False), write(tmp_path / "b", after))
    assert found.compared == 27
    assert found.missing_after == ("q0", "q1")
    assert found.missing_before == ("q30", "q31", "q32")
    assert found.altered == ("q2",)
    assert list_notes(found) == [
        "Left out, only in A: 2 (q0, q1).",
        "Left out, only in B: 3 (q30, q31, q32).",
        "Left out, in both, but with other words or judgements: 1 (q2).",
    ]
    told = _run(tmp_path / "a", tmp_path / "b")
    assert "Compared on the 27 questions that both have." in told.stdout
    assert "Left out, only in A: 2 (q0, q1)." in told.stdout


def test_runs_without_a_common_question_are_an_error(tmp_path: Path) -> None:
    a = write(tmp_path / "a", _scored([1.0]))
    b = write(tmp_path / "b", [outcome(Question("other", "Who?"), scores={"RR": 1.0})])
    with pytest.raises(RunError, match="no question in common"):
        diff(a, b)
    with pytest.raises(RunError, match="is not a run"):
        diff(a, tmp_path / "c")


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("nDCG@10:-0.01", (Bound("nDCG@10", -0.01, rising=False),)),
        (
            " Hit@1 : -.02 , words:+5 ",
            (Bound("Hit@1", -0.02, rising=False), Bound("words", 5, rising=True)),
        ),
        ("RR:0", (Bound("RR", 0, rising=False),)),
    ],
)
def test_bounds_are_read(text: str, bounds: tuple[Bound, ...]) -> None:
    assert read_bounds(text) == bounds


@pytest.mark.parametrize("text", ["", "nDCG@10", "nDCG@10:", ":-1", "RR:a", "RR:nan", "RR:-1,,"])
def test_a_bound_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(SettingError, match="is not MEASURE:CHANGE"):
        read_bounds(text)


def test_a_fall_up_to_the_bound_passes_and_one_past_it_does_not(tmp_path: Path) -> None:
    a = write(tmp_path / "a", _scored([1.0, 1.0, 1.0, 1.0]))
    b = write(tmp_path / "b", _scored([1.0, 1.0, 1.0, 0.6]))
    found = diff(a, b)

    def broken(text: str) -> list[str]:
        return [bound.measure for bound, _ in find_regressions(found, read_bounds(text))]

    assert broken("RR:-0.1") == []
    assert broken("RR:-0.09") == ["RR"]
    assert broken("RR:0") == ["RR"]
    assert broken("RR:+0") == []
    risen = diff(b, a)
    assert find_regressions(risen, read_bounds("RR:0")) == []
    assert find_regressions(risen, read_bounds("RR:+0.05"))[0][0].rising


def test_the_exit_code_stops_a_release(tmp_path: Path) -> None:
    a, b = write(tmp_path / "a", many(60, skill=0.9)), write(tmp_path / "b", many(60, skill=0.2))
    assert _run(a, b).returncode == 0
    assert _run(a, b, "--fail-on", "nDCG@10:-0.9").returncode == 0
    stopped = _run(a, b, "--fail-on", "nDCG@10:-0.01,Hit@10:-0.01")
    assert stopped.returncode == 1
    assert "Regression: nDCG@10 −" in stopped.stderr
    assert "Hit@10" not in stopped.stderr
    unknown = _run(a, b, "--fail-on", "ndcg@10:-0.01")
    assert unknown.returncode == 2
    assert "ndcg@10: not a measure that both runs have" in unknown.stderr
    assert "did you mean nDCG@10?" in unknown.stderr
    assert _run(a, b, "--fail-on", "nDCG@10").returncode == 2
    assert _run(a, b, "--by", "abstention F1").returncode == 2
    assert _run(a, tmp_path / "none").returncode == 9


def test_a_terminal_of_80_columns_shows_it_whole(tmp_path: Path) -> None:
    a, b = write(tmp_path / "a", many(60, skill=0.9)), write(tmp_path / "b", many(60, skill=0.2))
    told = _run(a, b, "--questions", "3")
    assert max(map(len, told.stdout.splitlines())) <= 80
    for measure in ("nDCG@10", "evidence Recall@10", "abstention precision"):
        assert f"\n{measure} " in told.stdout
    assert "Worse by nDCG@10" in told.stdout
    assert "95 % interval" in told.stdout


def test_first_passages_stand_side_by_side(tmp_path: Path) -> None:
    question = Question("q", "What is closed?", evidence=(Evidence("right.txt", "closed"),))
    right, wrong = (
        hit("right.txt", 0.9, "It is closed."),
        hit("wrong.txt", 0.9, "It is \x1b[31mopen."),
    )
    write(tmp_path / "a", [outcome(question, [right])])
    write(tmp_path / "b", [outcome(question, [wrong])])
    told = _run(tmp_path / "a", tmp_path / "b").stdout
    heads, passages = told.splitlines()[-2:]
    assert ("A right.txt:0 relevant" in heads, "B wrong.txt:0" in heads) == (True, True)
    assert ("It is closed." in passages, "It is [31mopen." in passages) == (True, True)
    assert "\x1b" not in told


def test_json_holds_everything(tmp_path: Path) -> None:
    a, b = write(tmp_path / "a", many(40, skill=0.9)), write(tmp_path / "b", many(40, skill=0.2))
    told = _run(a, b, "--json", "--fail-on", "Hit@1:-0.1")
    value = json.loads(told.stdout)
    assert told.returncode == 1
    assert value["compared"] == 40
    assert set(value["measures"]["RR"]) == {"a", "b", "difference", "low", "high", "p", "count"}
    assert value["regressions"][0]["measure"] == "Hit@1"
    assert len(value["worse"]) > 5
    assert set(value["worse"][0]) >= {"id", "question", "a", "b", "first_a", "first_b"}
    changes = [one["difference"] for one in value["worse"]]
    assert changes == sorted(changes)
