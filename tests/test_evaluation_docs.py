"""docs/evaluating.md: its examples are read, and its walk runs."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from rag.evaluation.question_files import read_questions
from tests.command_line import run_command

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs/evaluating.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```(jsonl|csv|trec|json)\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_an_example_is_read(kind: str, example: str, tmp_path: Path) -> None:
    (tmp_path / "questions").write_text(example, encoding="utf-8")
    file = read_questions(tmp_path / "questions")
    assert file.questions
    assert kind == "trec" or not file.notes
    assert kind == "trec" or file.questions[0].relevant


def test_every_format_has_an_example() -> None:
    assert [kind for kind, _ in EXAMPLES] == ["jsonl", "csv", "trec", "json", "jsonl"]


def test_the_walk_runs(tmp_path: Path) -> None:
    (walk,) = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    shutil.copytree(ROOT / "tests/questions", tmp_path / "tests/questions")
    printed = ""
    for line in walk.splitlines():
        settings, _, command = line.partition(".venv/bin/python -m rag ")
        with pytest.MonkeyPatch.context() as patch:
            for setting in settings.split():
                patch.setenv(*setting.split("=", 1))
            done = run_command(*shlex.split(command), folder=tmp_path)
        assert done.returncode == 0, done.stderr
        printed += done.stdout
    assert "nDCG@10" in printed
    assert "</html>" in (tmp_path / "report.html").read_text(encoding="utf-8")
