"""Runs of test questions as they are made: through the command line, on a real index."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from rag import Assistant
from rag.errors import RunError
from rag.evaluation.question_files import read_questions
from rag.evaluation.run_records import Evidence, Outcome, Question
from rag.evaluation.running.evaluate import describe, evaluate
from rag.evaluation.running.judge import find_faults, score_answer
from rag.evaluation.running.measures import LEVELS
from rag.evaluation.running.run_folder import read_outcomes, read_run, read_summary
from rag.evaluation.running.run_summary import summarize
from rag.interface import answer_json
from rag.records import Answer, Status
from tests.command_line import run_command
from tests.judging import QUESTIONS

ROOT = Path(__file__).parent.parent
SEEDS = QUESTIONS / "seeds.jsonl"
PEACE = Question(
    "peace",
    "What did Lavrov say about peacekeepers?",
    relevant={"002_36f26838834c1beb.txt": 1},
    evidence=(Evidence("002_36f26838834c1beb.txt", "is a threat to Russia"),),
    answerable=True,
    speaker="Sergei Lavrov",
    contains=("peacekeepers",),
)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "rag", "eval", *arguments]


def _eval(*arguments: str) -> CompletedProcess[str]:
    return run_command("eval", *arguments, columns=120)


def test_the_seed_questions_are_answered_right(index: Path, tmp_path: Path) -> None:
    done = _eval(str(SEEDS), "--index", str(index), "--out", str(tmp_path), "--name", "seeds")
    assert done.returncode == 0, done.stderr
    run, outcomes = read_run(tmp_path / "seeds"), read_outcomes(tmp_path / "seeds")
    summary = read_summary(tmp_path / "seeds")

    assert [one.question.id for one in outcomes if one.scores["right"] < 1] == []
    certain = ("right", "right if answered", "abstention recall", "verbatim")
    for measure in (*certain, "evidence cited", "Hit@1"):
        assert summary.measures[measure].mean == 1, measure
    levels = [summary.measures[name].mean for name in LEVELS]
    assert sum(levels) == pytest.approx(1)
    assert summary.measures["answered"].mean > 0.5
    assert "right" in done.stdout
    assert "0.824 – 1.000" in done.stdout

    assert (run.name, run.questions_count, summary.questions) == ("seeds", 18, 18)
    assert run.generation == (index / "CURRENT").read_text().strip()
    assert {"ir-measures", "pytrec_eval-terrier", "faiss-cpu"} <= run.versions.keys()
    assert outcomes == read_outcomes(tmp_path / "seeds")
    assert summarize(outcomes) == summary


def test_a_killed_run_goes_on_where_it_stopped(index: Path, tmp_path: Path) -> None:
    options = [str(SEEDS), "--index", str(index), "--out", str(tmp_path)]
    process = subprocess.Popen(_command(*options), cwd=ROOT, stderr=subprocess.DEVNULL)  # noqa: S603
    lines = _wait_for_lines(tmp_path, 3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = lines.read_text(encoding="utf-8").splitlines(keepends=True)
    whole = [line for line in kept if line.endswith("\n")]
    lines.write_text("".join(whole) + whole[0][:40], encoding="utf-8")  # a crash in mid-line

    done = _eval(*options)  # the same command: without a name, the interrupted run is found

    assert done.returncode == 0, done.stderr
    assert f"{len(whole)} of them answered earlier" in done.stdout
    assert [folder.name for folder in tmp_path.iterdir()] == [lines.parent.name]
    assert lines.read_text(encoding="utf-8").startswith("".join(whole))
    asked = [one.question.id for one in read_outcomes(lines.parent)]
    assert asked == [one.id for one in read_questions(SEEDS).questions]
    assert read_summary(lines.parent).questions == 18


def _wait_for_lines(out: Path, count: int) -> Path:
    for _ in range(1200):
        time.sleep(0.1)
        for lines in out.glob("*/lines.jsonl"):
            if lines.read_bytes().count(b"\n") >= count:
                return lines
    raise AssertionError("no lines were written")


def test_a_run_does_not_go_on_with_other_questions(
    assistant: Assistant, index: Path, tmp_path: Path
) -> None:
    (tmp_path / "one").write_text('{"question": "Who is Kosachev?"}\n')
    (tmp_path / "two").write_text('{"question": "Who is Sullivan?"}\n')
    first, second = (read_questions(tmp_path / name) for name in ("one", "two"))
    folder = tmp_path / "run"
    evaluate(first, assistant, describe(first, assistant, index, {}), folder)
    with pytest.raises(RunError, match="is a run of other questions") as caught:
        evaluate(second, assistant, describe(second, assistant, index, {}), folder)
    assert "--name" in caught.value.hint
    with pytest.raises(RunError, match="other settings"):
        evaluate(first, assistant, describe(first, assistant, index, {"model": "x"}), folder)


def test_a_question_without_judgements_is_asked_and_counted(
    assistant: Assistant, index: Path, tmp_path: Path
) -> None:
    lines = ['{"question": "Who is Kosachev?"}', '{"question": "Who?", "relevant": ["none.txt"]}']
    (tmp_path / "questions").write_text("\n".join(lines))
    file = read_questions(tmp_path / "questions")
    done = evaluate(file, assistant, describe(file, assistant, index, {}), tmp_path / "run")
    assert (done.summary.questions, done.summary.unjudged) == (2, 1)
    assert done.summary.measures["Hit@1"].count == 1
    assert done.summary.ranks == {"none": 1}
    assert done.missing == ("none.txt",)


def test_a_beir_folder_is_indexed_on_the_fly(tmp_path: Path) -> None:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    texts = {
        "d1": "The harbour of Gdansk was closed on Monday because of heavy ice, the port said.",
        "d2": "Beekeepers in Slovenia harvested more honey than in any year since records began.",
        "d3": "",  # its title is its text
        "": "",
    }
    articles = [{"_id": name, "title": name, "text": text} for name, text in texts.items()]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, articles)) + "\n")
    (folder / "queries.jsonl").write_text('{"_id": "q1", "text": "honey harvest in Slovenia"}\n')
    (folder / "qrels/test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td2\t1\n")

    done = _eval(str(folder), "--out", str(tmp_path / "runs"), "--name", "honey")

    assert done.returncode == 0, done.stderr
    assert "1 articles of" in done.stderr
    assert read_summary(tmp_path / "runs/honey").measures["Hit@1"].mean == 1


@pytest.mark.parametrize("options", [("--measures",), ("--help", "measures")])
def test_each_measure_is_defined_by_the_command(options: tuple[str, ...]) -> None:
    shown = _eval(*options)
    assert shown.returncode == 0
    assert "nDCG@10" in shown.stdout
    assert "share of the citations that are" in shown.stdout


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "no test questions given"),
        (("none.jsonl",), "cannot be opened"),
        ((str(SEEDS), "--name", "../x"), "not a valid folder name"),
        ((str(SEEDS), "--qrels", "README.md"), "judgements are for TREC topics"),
    ],
)
def test_a_command_that_cannot_be_run_says_why(options: tuple[str, ...], reason: str) -> None:
    told = _eval(*options)
    assert told.returncode == 2
    assert reason in told.stderr
    assert "How to fix it:" in told.stderr


def test_each_fault_of_an_answer_costs_its_measure(assistant: Assistant) -> None:
    answer = assistant.ask(PEACE.question)
    scores = score_answer(PEACE, answer, assistant.article)
    words = scores.pop("words")
    assert words > 10
    assert [scores.pop(level) for level in LEVELS] == [1.0, 0.0, 0.0]
    assert set(scores.values()) == {1.0}
    for measure, fault in {
        "evidence cited": replace(PEACE, evidence=(Evidence(None, "words that nobody said"),)),
        "contains": replace(PEACE, contains=("xylophone",)),
        "never": replace(PEACE, never=("peacekeepers",)),
        "speaker": replace(PEACE, speaker="John Sullivan"),
        "article cited": replace(PEACE, relevant={"none.txt": 1}),
        "abstention": replace(PEACE, answerable=False),
    }.items():
        assert score_answer(fault, answer, assistant.article)[measure] == 0, measure
        assert find_faults(fault, answer) or measure == "article cited"


def test_an_altered_quotation_is_not_verbatim(assistant: Assistant) -> None:
    answer = assistant.ask(PEACE.question)
    altered = replace(answer.citations[0], text=answer.citations[0].text.replace("not", "now"))
    bad = replace(answer, citations=[altered, *answer.citations[1:]])
    scores = score_answer(PEACE, bad, assistant.article)
    assert scores["verbatim"] == pytest.approx(1 - 1 / len(answer.citations))


def test_a_refusal_scores_0_in_what_an_answer_should_hold(assistant: Assistant) -> None:
    refusal = Answer(PEACE.question, PEACE.question, Status.NOT_FOUND, "No.", "No article.")
    scores = score_answer(PEACE, refusal, assistant.article)
    assert [scores.pop(level) for level in LEVELS] == [0.0, 0.0, 1.0]
    assert scores == dict.fromkeys(
        ("right", "article cited", "evidence cited", "contains", "speaker", "abstention"), 0.0
    )


def test_unsure_evidence_is_held_or_not_and_never_an_answer(assistant: Assistant) -> None:
    answer = replace(assistant.ask(PEACE.question), status=Status.UNSURE, reason="no passage.")
    scores = score_answer(PEACE, answer, assistant.article)
    assert [scores[level] for level in LEVELS] == [0.0, 1.0, 0.0]
    assert (scores["held if unsure"], scores["abstention"]) == (1.0, 0.0)
    assert "right if answered" not in scores
    unanswerable = Question("none", "Who painted the bridge?", answerable=False)
    scores = score_answer(unanswerable, answer, assistant.article)
    assert (scores["held if unsure"], scores["abstention"]) == (0.0, 1.0)


def test_levels_are_counted_at_every_threshold() -> None:
    cases = [(False, None), (False, 0.4), (True, 0.3), (True, 0.9), (None, None)]
    outcomes = [
        replace(_outcome(str(n), *case), scores={"right": 1.0}) for n, case in enumerate(cases)
    ]
    points = {point.threshold: point for point in summarize(outcomes).levels}
    assert [(p.answered, p.unsure, p.refused) for p in (points[0], points[0.35], points[1])] == [
        (3, 0, 2),
        (2, 1, 2),
        (0, 3, 2),
    ]
    assert points[0].held is None
    assert points[0.35].right == 0.5
    assert points[0.35].held == 1
    assert points[1].right is None


def test_abstention_is_counted_at_every_threshold() -> None:
    cases = [(False, None), (False, 0.4), (True, 0.3), (True, 0.9), (None, None)]
    found = summarize([_outcome(str(n), *case) for n, case in enumerate(cases)])
    as_run = found.measures
    assert as_run["abstention precision"].mean == 1
    assert as_run["abstention recall"].mean == 0.5
    assert as_run["abstention F1"].mean == pytest.approx(2 / 3)
    points = {point.threshold: point for point in found.abstention}
    assert (points[0].precision, points[0].recall, points[0].refused) == (1, 0.5, 1)
    assert (points[0.35].precision, points[0.35].recall) == (0.5, 0.5)
    assert (points[0.5].precision, points[0.5].recall) == (2 / 3, 1)
    assert points[1].refused == 4


def _outcome(name: str, answerable: bool | None, confidence: float | None) -> Outcome:
    """A question that was refused (confidence None) or answered."""
    status = Status.NOT_FOUND if confidence is None else Status.ANSWERED
    answer = Answer("Who?", "Who?", status, "", confidence=confidence or 0.0)
    question = Question(name, "Who?", answerable=answerable)
    return Outcome(question, (), answer_json(answer), {}, 1.0, 2.0)
