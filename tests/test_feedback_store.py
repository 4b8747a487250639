"""What readers say of answers is kept once for each answer, and nothing of who said it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rag.errors import RunError
from rag.evaluation.feedback import Feedback, Verdict, read_feedback, store, withdraw

DAY = date(2026, 11, 22)
SAID = Feedback(
    id="a1",
    day=DAY,
    question="Who said\u2028it?",
    history=("Who was it?",),
    filters={"speaker": None, "first": None, "last": None},
    answer={"status": "not_found", "reason": "No article mentions it"},
    verdict=Verdict.UP,
    generation="gen-1",
)


def test_what_is_stored_is_read_again(tmp_path: Path) -> None:
    other = replace(SAID, id="a2", verdict=Verdict.DOWN)
    later = replace(SAID, id="a3", day=date(2026, 11, 23))
    for one in (later, SAID, other):
        store(one, tmp_path / "feedback")
    placed = list(read_feedback(tmp_path / "feedback"))
    assert [one.feedback for one in placed] == [SAID, other, later]
    assert placed[1].place == f"{tmp_path / 'feedback' / '2026-11-22.jsonl'}:2"


def test_who_changes_their_mind_is_counted_once(tmp_path: Path) -> None:
    store(SAID, tmp_path)
    store(replace(SAID, id="a2"), tmp_path)
    store(replace(SAID, verdict=Verdict.DOWN), tmp_path)
    assert {one.feedback.id: one.feedback.verdict for one in read_feedback(tmp_path)} == {
        "a1": Verdict.DOWN,
        "a2": Verdict.UP,
    }


def test_what_is_withdrawn_is_gone(tmp_path: Path) -> None:
    store(SAID, tmp_path)
    store(replace(SAID, id="a2"), tmp_path)
    withdraw("a1", DAY, tmp_path)
    withdraw("never stored", DAY, tmp_path)
    assert [one.feedback.id for one in read_feedback(tmp_path)] == ["a2"]


def test_a_line_cut_short_is_named_and_spoils_no_other(tmp_path: Path) -> None:
    (tmp_path / "2026-11-22.jsonl").write_text('{"id": "a0", "day', encoding="utf-8")
    store(SAID, tmp_path)
    path = tmp_path / "2026-11-22.jsonl"
    assert json.loads(path.read_text(encoding="utf-8").split("\n")[1])["id"] == "a1"
    with pytest.raises(RunError, match=r"2026-11-22\.jsonl:1"):
        list(read_feedback(tmp_path))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RunError, match="file"):
        store(SAID, tmp_path / "file" / "feedback")
