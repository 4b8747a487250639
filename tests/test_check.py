"""A file of test questions held against the articles."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from rag.errors import QuestionError
from rag.evaluation.question_check import check, read_placed
from rag.records import Article
from rag.speech.statements import attribute
from tests.command_line import run_command

ROOT = Path(__file__).parent.parent
ARTICLE = Article("a.txt", "Tariffs", 'Jane Roe said: "The wheat\u00a0tariffs are ‘illegal’ here."')
GOOD = {"id": "good", "question": "What did Jane Roe say about tariffs?"}


def _problems(tmp_path: Path, *lines: dict[str, Any]) -> list[str]:
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found = check(read_placed(path), {"a.txt": ARTICLE}, attribute(ARTICLE))
    return [f"{one.place.removeprefix(str(tmp_path))}: {one.message}" for one in found]


def test_a_sound_file_has_no_problems(tmp_path: Path) -> None:
    evidence = [{"article": "a.txt", "text": 'said: “The wheat tariffs are "illegal"'}]
    evidence[0]["text"] = "said: “The wheat tariffs are 'illegal' here"
    line = GOOD | {"relevant": ["a.txt"], "evidence": evidence, "speaker": "Roe"}
    assert _problems(tmp_path, line) == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"relevant": ["b.txt"]}, "no article b.txt in the index"),
        (
            {"evidence": [{"article": "a.txt", "text": "tariffs are legal"}]},
            "evidence is not in a.txt: “tariffs are legal”",
        ),
        ({"evidence": [{"text": "corn"}]}, "evidence is not in any article: “corn”"),
        ({"speaker": "John Poe"}, "no speaker named John Poe is quoted"),
        ({"answerable": False, "relevant": ["a.txt"]}, "not answerable, but has relevant articles"),
        (
            {"answerable": False, "contains": ["tariffs"]},
            "not answerable, but has words that the answer contains",
        ),
        (
            {"answerable": True, "contains": ["the tariffs"], "never": ["Tariffs"]},
            "“the tariffs” is both required and forbidden",
        ),
    ],
)
def test_each_problem_is_named_with_its_line(
    tmp_path: Path, line: dict[str, Any], problem: str
) -> None:
    found = _problems(tmp_path, {"question": "Who is she?"}, GOOD | line)
    assert found == [f"/questions.jsonl:2: {problem}"]


def test_the_same_id_and_the_same_question_are_told_with_the_first_place(tmp_path: Path) -> None:
    again = {"id": "again", "question": "what did Jane Roe say, about tariffs"}
    found = _problems(tmp_path, GOOD, {"id": "good", "question": "Who?"}, again)
    first = f"{tmp_path}/questions.jsonl:1"
    assert found == [
        f"/questions.jsonl:2: id 'good' is also at {first}",
        f"/questions.jsonl:3: the same question is also at {first}",
    ]


def test_the_same_words_behind_another_question_are_another_question(tmp_path: Path) -> None:
    follow_up = {"id": "b", "question": GOOD["question"], "history": ["Who is Jane Roe?"]}
    assert _problems(tmp_path, GOOD, follow_up) == []


def test_evidence_that_stands_elsewhere_is_told_where(tmp_path: Path) -> None:
    other = Article("b.txt", "", "Corn is cheap.")
    path = tmp_path / "q.jsonl"
    evidence = [{"article": "a.txt", "text": "Corn is cheap"}]
    path.write_text(json.dumps({"question": "Is corn cheap?", "evidence": evidence}))
    (found,) = check(read_placed(path), {"a.txt": ARTICLE, "b.txt": other}, [])
    assert found.hint == "these words are in b.txt"


def test_a_line_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"question": "Who?"}\nnot json\n')
    with pytest.raises(QuestionError, match=r"q\.jsonl:2: not JSON"):
        read_placed(path)


def _run(*arguments: str) -> CompletedProcess[str]:
    return run_command("questions", "check", *arguments)


@pytest.mark.parametrize("name", ["seeds.jsonl", "more.jsonl"])
def test_our_own_test_questions_are_sound(index: Path, name: str) -> None:
    result = _run(f"tests/questions/{name}", "--index", str(index))
    assert (result.returncode, result.stdout) == (0, "")


def test_the_exit_code_is_1_where_something_is_wrong(index: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "x", "question": "What did Macron say?", "speaker": "Macron"}\n')
    result = _run(str(path), "--index", str(index), "--json")
    assert result.returncode == 1
    (problem,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert problem["place"] == f"{path}:1"
    assert problem["message"] == "no speaker named Macron is quoted"
    assert (
        f"{path}:1: x: no speaker named Macron is quoted"
        in _run(str(path), "--index", str(index)).stdout
    )
