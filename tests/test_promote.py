"""What readers judged becomes test questions."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag import Assistant
from rag.evaluation.feedback import Feedback, Verdict, store
from rag.evaluation.promote import approve_all, as_question, promote
from rag.evaluation.question_check import check, read_placed
from rag.evaluation.run_records import Evidence, Question
from rag.interface import answer_json

ROOT = Path(__file__).parent.parent
PEACE = "What did Lavrov say about peacekeepers?"


def _feedback(
    assistant: Assistant,
    question: str = PEACE,
    verdict: Verdict = Verdict.UP,
    history: Sequence[str] = (),
    **fields: Any,
) -> Feedback:
    given: dict[str, Any] = {"id": question, "filters": {}} | fields
    return Feedback(
        day=date(2025, 3, 12),
        question=question,
        history=tuple(history),
        answer=answer_json(assistant.ask(question, history)),
        verdict=verdict,
        generation="gen-1",
        **given,
    )


def test_a_thumbs_up_makes_a_question_with_the_best_words_cited(assistant: Assistant) -> None:
    made = as_question(_feedback(assistant))
    assert made.id == "2025-03-12-what-did-lavrov-say-about-peacekeepers"
    assert made.answerable is True
    assert made.tags == ("feedback", "up")
    (evidence,) = made.evidence
    assert "including peacekeepers, is a threat to Russia" in evidence.text
    assert evidence.article in made.relevant


def test_a_thumbs_up_for_a_refusal_makes_an_unanswerable_question(assistant: Assistant) -> None:
    made = as_question(_feedback(assistant, "What did Macron say about cheese?"))
    assert (made.answerable, made.evidence, made.relevant) == (False, (), {})


def test_a_thumbs_down_makes_a_question_that_is_not_judged(assistant: Assistant) -> None:
    made = as_question(_feedback(assistant, verdict=Verdict.DOWN))
    assert (made.answerable, made.judged, made.tags) == (None, False, ("feedback", "down"))


def test_words_of_an_articles_head_are_no_evidence(assistant: Assistant) -> None:
    question = "When was “Russia Not to Blame if War Breaks Out, Lavrov Says” published?"
    made = as_question(_feedback(assistant, question))
    assert made.evidence == ()
    assert made.relevant == {"000_da556442ba3b8b22.txt": 1}


def test_all_takes_thumbs_up_only_and_leaves_what_was_asked_with_filters(
    assistant: Assistant,
) -> None:
    given = [
        _feedback(assistant),
        _feedback(assistant, "What did Lavrov say?", Verdict.DOWN),
        _feedback(assistant, "What did he say of war?", filters={"speaker": "Lavrov"}),
    ]
    assert [one.question for one in promote(given, approve_all)] == [PEACE]


def test_the_last_verdict_on_a_question_counts(assistant: Assistant) -> None:
    given = [_feedback(assistant), _feedback(assistant, PEACE.lower(), Verdict.DOWN)]
    assert list(promote(given, approve_all)) == []


def test_what_is_known_is_passed_over_and_ids_stay_apart(assistant: Assistant) -> None:
    known = [
        Question("x", "Who is Kosachev?"),
        Question("2025-03-12-what-did-lavrov-say-about-peacekeepers", "?a"),
    ]
    given = [_feedback(assistant), _feedback(assistant, "Who is Kosachev?")]
    (made,) = promote(given, approve_all, known)
    assert made.id == "2025-03-12-what-did-lavrov-say-about-peacekeepers-2"


def _stored(assistant: Assistant, folder: Path) -> Path:
    store(_feedback(assistant), folder)
    store(_feedback(assistant, "Who is Kosachev?", Verdict.DOWN), folder)
    return folder


def test_the_command_adds_to_a_file_once(assistant: Assistant, tmp_path: Path) -> None:
    folder, out = _stored(assistant, tmp_path / "feedback"), tmp_path / "tests" / "q.jsonl"
    for told in ("1 of 2", "0 of 2"):
        result = subprocess.run(  # noqa: S603  # our own program
            [*_COMMAND, str(folder), "--out", str(out), "--all"],
            cwd=ROOT, capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
        assert result.stdout == ""
        assert told in result.stderr
    placed = read_placed(out)
    assert [one.question.question for one in placed] == [PEACE]
    assert placed[0].question.evidence == (
        Evidence("002_36f26838834c1beb.txt", placed[0].question.evidence[0].text),
    )
    article = assistant.article("002_36f26838834c1beb.txt")
    problems = check(placed, {article.id: article}, assistant.statements(article.id))
    assert problems == []


def test_without_a_terminal_nothing_is_asked(assistant: Assistant, tmp_path: Path) -> None:
    result = subprocess.run(  # noqa: S603  # our own program
        [*_COMMAND, str(_stored(assistant, tmp_path / "f"))],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 2
    assert "--all" in result.stderr


@pytest.mark.parametrize(
    ("keys", "questions"),
    [
        ("y\nn\n", [PEACE]),
        ("n\ny\n", ["Who is Kosachev?"]),
        ("e\ny\nq\n", ["What did Lavrov say about troops?"]),
        ("q\n", []),
    ],
)
def test_in_a_terminal_each_is_taken_left_or_edited(
    assistant: Assistant, tmp_path: Path, keys: str, questions: list[str]
) -> None:
    folder = _stored(assistant, tmp_path / "f")
    keyboard, terminal = pty.openpty()
    os.write(keyboard, keys.encode())
    result = subprocess.run(  # noqa: S603  # our own program
        [*_COMMAND, str(folder)],
        cwd=ROOT, stdin=terminal, capture_output=True, text=True, timeout=120, check=True,
        env={**os.environ, "EDITOR": "sed -i s/peacekeepers/troops/"},
    )  # fmt: skip
    os.close(keyboard)
    os.close(terminal)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["question"] for one in lines] == questions


_COMMAND = [sys.executable, "-m", "rag", "questions", "promote"]
