"""The command line as it is run: a process, its output, its exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.command_line import run_command
from tests.judging import QUESTIONS, questions, wrong_json

ROOT = Path(__file__).parent.parent


def _start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "rag", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _error(result: subprocess.CompletedProcess[str], tmp_path: Path) -> str:
    """What was told, with the test's own folder left out."""
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    told = re.sub(r"gen-\d{6}-\w{8}", "gen-1", result.stderr.replace(str(tmp_path), "TMP"))
    return f"exit {result.returncode}\n{told}"


def test_build_ask_search_show(tmp_path: Path) -> None:
    index = ["--index", str(tmp_path / "index")]
    built = _start("build", "--corpus", "corpus", *index)
    assert (built.returncode, "2 articles" in built.stdout) == (0, True)
    assert "Reading and attributing: 2 of 2" in built.stderr  # a log gets lines, and no bar
    assert "Up to date: 2 articles" in run_command("build", "--corpus", "corpus", *index).stdout

    asked = _start("ask", "What did Lavrov say about peacekeepers?", *index)
    assert asked.returncode == 0
    assert "including peacekeepers, is a threat to Russia" in asked.stdout
    assert "not dated; mentions 11 March 2025" in asked.stdout

    found = _start("search", "peacekeepers", *index, "--hits", "3", "--json")
    hits = json.loads(found.stdout)["hits"]
    assert len(hits) == 3
    assert set(hits[0]) == {"article", "start", "end", "score", "text"}
    assert [hit["score"] for hit in hits] == sorted((h["score"] for h in hits), reverse=True)

    shown = json.loads(_start("show", hits[0]["article"], *index, "--json").stdout)
    for hit in hits:
        if hit["article"] == shown["id"]:
            assert hit["text"] == shown["text"][hit["start"] : hit["end"]]
    assert "Kosachev" in run_command("show", hits[0]["article"], *index).stdout


def test_a_batch_of_questions_answers_each_in_order(index: Path) -> None:
    result = run_command("ask", "--batch", str(QUESTIONS / "seeds.jsonl"), "--index", str(index))
    assert result.returncode == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    seeds = questions("seeds.jsonl")
    assert [answer["id"] for answer in answers] == [question["id"] for question in seeds]
    for question, answer in zip(seeds, answers, strict=True):
        assert not wrong_json(question, answer)
        assert set(answer) == {
            "version", "id", "question", "searched_for", "status", "text", "reason", "citations",
            "closest", "confidence", "kind", "preface", "facets", "more", "try_asking",
            "timings_ms", "writing",
        }  # fmt: skip


def test_the_level_and_what_is_cited_are_printed(index: Path) -> None:
    unsure = run_command("ask", "What happened in Jeddah?", "--index", str(index)).stdout
    assert unsure.startswith("The articles may not answer this.")
    assert "(quotation, not dated; mentions 2025-03-11)" in _on_one_line(unsure)
    few = run_command(
        "ask", "What did Lavrov say about NATO?", "--most", "2", "--index", str(index)
    )
    printed = _on_one_line(few.stdout)
    assert "[2]" in printed
    assert "[3]" not in printed
    assert "more are not shown; use --most for up to 50" in printed
    assert run_command("ask", "Who?", "--most", "99", "--index", str(index)).returncode == 2


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def test_a_batch_of_searches_writes_a_line_each(index: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    lines: list[dict[str, Any]] = [
        {"id": 7, "question": "Who interviewed Lavrov?", "other": True},
        {"id": "b", "question": "And about Iran?", "history": ["What did Lavrov say?"]},
    ]
    batch.write_text("\n".join(json.dumps(line) for line in lines) + "\n\n")
    result = run_command(
        "search", "--batch", str(batch), "--index", str(index), "--hits", "2", "--json"
    )
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(one["id"], len(one["hits"])) for one in found] == [(7, 2), ("b", 2)]


def test_filters_narrow_the_answer(index: Path) -> None:
    question = ["ask", "What did Lavrov say about NATO?", "--index", str(index), "--json"]
    for options, expected in (
        (["--to", "2022-12-31"], {"000_da556442ba3b8b22.txt"}),
        (["--from", "2025-01-01"], {"002_36f26838834c1beb.txt"}),
        (["--outlet", "themoscowtimes.com"], {"000_da556442ba3b8b22.txt"}),
        (["--article", "002_36f26838834c1beb.txt"], {"002_36f26838834c1beb.txt"}),
        (["--from", "2023-01-01", "--to", "2023-12-31"], set()),
    ):
        answer = json.loads(run_command(*question, *options).stdout)
        assert {citation["article"] for citation in answer["citations"]} == expected
        assert (answer["status"] == "not_found") == (not expected)


def test_an_error_says_what_and_what_to_do(
    index: Path, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    damaged = Path(shutil.copytree(index, tmp_path / "damaged"))
    (next(damaged.glob("gen-*/MANIFEST.json")).parent / "passages.npy").write_text("")
    (tmp_path / "batch.jsonl").write_text('{"question": "Who?"}\nnot json\n')
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "bad.jsonl").write_text('{"title": "no text"}\n')
    on_index = ["--index", str(index)]
    results = {
        "no index": run_command("ask", "Who?", "--index", str(tmp_path / "none")),
        "damaged": run_command("ask", "Who?", "--index", str(damaged)),
        "no question": run_command("ask", *on_index),
        "empty question": run_command("ask", " ", *on_index),
        "no such day": run_command("ask", "Who?", "--from", "2022-02-30", *on_index),
        "no such article": run_command("show", "none.txt", *on_index),
        "no such batch": run_command("ask", "--batch", str(tmp_path / "none.jsonl"), *on_index),
        "bad article": run_command("build", "--corpus", str(tmp_path / "corpus"), *on_index),
        "no corpus": run_command("build", "--corpus", str(tmp_path / "none"), *on_index),
        "unknown model": run_command("ask", "Who?", *on_index, RAG_MODEL="no/model"),
        "bad setting": run_command("ask", "Who?", *on_index, RAG_PASSAGE_TOKENS="many"),
    }
    assert {name: _error(result, tmp_path) for name, result in results.items()} == snapshot
    assert all(result.returncode not in {0, 1} for result in results.values())


def test_a_question_that_cannot_be_read_does_not_end_a_batch(index: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        '\ufeff{"id": 1, "question": " "}\n{"id": 2, "question": "What did Kosachev say?"}\n'
    )
    result = run_command("ask", "--batch", str(batch), "--index", str(index))
    first, second = map(json.loads, result.stdout.splitlines())
    assert (first["status"], second["status"]) == ("not_found", "answered")
    assert first["reason"].startswith("the question is empty")


def test_a_bad_line_of_a_batch_is_named_after_the_good_ones(index: Path, tmp_path: Path) -> None:
    (tmp_path / "batch.jsonl").write_text('{"question": "What did Kosachev say?"}\n{"q": 1}\n')
    result = run_command("ask", "--batch", str(tmp_path / "batch.jsonl"), "--index", str(index))
    assert result.returncode == 2
    assert json.loads(result.stdout)["status"] == "answered"
    assert "batch.jsonl:2: no 'question' text" in result.stderr


@pytest.mark.parametrize("command", ["build", "ask", "search", "show"])
def test_help_teaches(command: str) -> None:
    result = run_command(command, "--help")
    assert result.returncode == 0
    assert "--index" in result.stdout
