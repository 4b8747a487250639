"""No change passes that answers the seed questions worse than the accepted run of them.

Where a change is meant to answer differently, and no worse, accept its run:

    rm -r tests/questions/accepted
    python -m rag eval tests/questions/seeds.jsonl --out tests/questions --name accepted
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.command_line import run_command
from tests.conftest import ROOT

QUESTIONS = ROOT / "tests/questions/seeds.jsonl"
ACCEPTED = ROOT / "tests/questions/accepted"
BOUNDS = "right:0,abstention:0,verbatim:0,never:0,evidence cited:-0.03,evidence RR:-0.03"


def test_the_seed_questions_are_answered_as_well_as_in_the_accepted_run(
    index: Path, tmp_path: Path
) -> None:
    run = run_command("eval", QUESTIONS, "--index", index, "--out", tmp_path, "--name", "now")
    assert run.returncode == 0, run.stderr
    told = run_command("diff", ACCEPTED, tmp_path / "now", "--fail-on", BOUNDS)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "18" in told.stdout


def test_the_gate_stops_a_change_that_answers_one_question_worse(tmp_path: Path) -> None:
    worse = tmp_path / "worse"
    shutil.copytree(ACCEPTED, worse)
    lines = [json.loads(line) for line in (worse / "lines.jsonl").read_text().splitlines()]
    lines[0]["scores"]["right"] = 0.0
    (worse / "lines.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    told = run_command("diff", ACCEPTED, worse, "--fail-on", BOUNDS)
    assert told.returncode == 1
    assert "right" in told.stderr
