"""Files of questions, runs, ratings and models that somebody else wrote: refused with a reason."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rag.errors import ModelError, QuestionError, RagError, RunError
from rag.evaluation.feedback import Feedback, Verdict, read_feedback, store, withdraw
from rag.evaluation.question_files import read_questions
from rag.evaluation.run_records import Question
from rag.evaluation.running.run_folder import read_outcomes, read_run, read_summary
from rag.models.embedder import Embedder
from rag.models.reranker import read_reranker
from tests.run_folders import hit, outcome, write

NESTED = b"[" * 200_000
NESTED_OBJECT = b'{"question":' * 50_000
LONGEST_MESSAGE = 1_000  # characters

QUESTIONS = {
    "nested.json": NESTED,
    "nested.jsonl": NESTED_OBJECT,
    "nested.csv": b'question,filters\nWho?,"' + b"[" * 100_000 + b'"\n',
    "half a letter.jsonl": b'{"question": "\\ud800"}\n',
    "zero bytes.jsonl": bytes(1_000),
    "a long number.jsonl": b'{"question": "Who?", "id": ' + b"9" * 5_000 + b"}\n",
    "not a number.jsonl": b'{"question": "Who?", "relevant": {"a": NaN}}\n',
    "beyond numbers.jsonl": b'{"question": "Who?", "relevant": {"a": 1e999}}\n',
    "a long question.jsonl": b'{"question": "' + b"x" * 3_000_000 + b'"}\n',
    "topics.trec": b"<top>" * 50_000,
    "entities.trec": b'<!DOCTYPE x [<!ENTITY a "b">]><top><num>1<title>&a;</top>',
    "unclosed.csv": b'question\n"Who',
    "a list.jsonl": b"[1, 2]\n",
    "nothing.jsonl": b"",
}


def refused(what: Callable[[], object], kind: type[RagError]) -> None:
    with pytest.raises(kind) as caught:
        what()
    assert len(caught.value.message) < LONGEST_MESSAGE
    caught.value.message.encode()  # it can be printed
    assert caught.value.hint


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_are_read_or_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(QUESTIONS[name])
    message = ""
    try:
        read_questions(file)
    except QuestionError as error:
        message = error.message
    assert len(message) < LONGEST_MESSAGE
    message.encode()


@pytest.mark.parametrize("content", [NESTED, NESTED_OBJECT, b"", b"\xff", b"null", b"{}", b"[]"])
@pytest.mark.parametrize("name", ["run.json", "lines.jsonl", "summary.json"])
def test_a_run_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    folder = write(tmp_path / "run", [outcome(Question("q1", "Who spoke?"))])
    path = folder / name
    assert path.exists(), sorted(each.name for each in folder.iterdir())
    path.write_bytes(content)

    def read() -> None:
        read_run(folder)
        assert read_outcomes(folder), "nothing was asked"
        read_summary(folder)

    if name == "lines.jsonl" and not content:
        assert read_outcomes(folder) == []
    else:
        refused(read, RunError)


@pytest.mark.parametrize("wrong", [None, "x", [], {}, 1e308, float("nan"), "\ud800"], ids=repr)
@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("run.json", ("index",)),
        ("run.json", ("questions", "count")),
        ("summary.json", ("measures", "Hit@1", "mean")),
        ("summary.json", ("latency_ms", "ask", "p50")),
        ("lines.jsonl", ("scores", "Hit@1")),
        ("lines.jsonl", ("hits", 0, "score")),
        ("lines.jsonl", ("answer", "status")),
    ],
    ids=str,
)
def test_a_run_with_a_value_of_another_type_is_refused(
    tmp_path: Path, name: str, place: tuple[str | int, ...], wrong: object
) -> None:
    question = Question("q1", "Who spoke?", relevant={"a": 1})
    folder = write(tmp_path / "run", [outcome(question, [hit("a", 1.0)])])
    values = json.loads((folder / name).read_text(encoding="utf-8"))
    part = values
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = wrong
    (folder / name).write_text(json.dumps(values) + "\n", encoding="utf-8")
    read = {"run.json": read_run, "summary.json": read_summary, "lines.jsonl": read_outcomes}[name]
    refused(lambda: read(folder), RunError)


RATING = (
    b'{"day": "2026-01-01", "question": "Who?", "history": [], "answer": {}, "verdict": "up", '
    b'"generation": "gen-1"}\n'
)


@pytest.mark.parametrize(
    "content",
    [
        NESTED,
        NESTED_OBJECT,
        b"\xff",
        b"null\n",
        b"{}\n",
        RATING.replace(b'"Who?"', b"5"),
        RATING.replace(b"{},", b'{"citations": ["x"]},'),
    ],
)
def test_ratings_are_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "2026-01-01.jsonl"
    file.write_bytes(content)
    refused(lambda: list(read_feedback(file)), RunError)


def test_a_rating_is_stored_beside_others_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "2026-01-01.jsonl"
    file.write_bytes(b"\xff\n" + RATING[:-1])
    rating = Feedback(date(2026, 1, 1), "Where?", (), {}, Verdict.UP, "gen-1", "one")
    store(rating, tmp_path)
    assert file.read_bytes().startswith(b"\xff\n" + RATING)
    withdraw("one", rating.day, tmp_path)
    assert file.read_bytes() == b"\xff\n" + RATING


@pytest.mark.parametrize("content", [NESTED, NESTED_OBJECT, b"", b"\xff", b"null", b"[]"])
@pytest.mark.parametrize("name", ["modules.json", "config.json", "tokenizer.json"])
def test_a_model_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    folder = tmp_path / "model"
    shutil.copytree(Embedder().files.weights.parent, folder)
    (folder / name).write_bytes(content)

    def read() -> None:
        embedder = Embedder(str(folder))
        embedder.files.window  # noqa: B018  # is read now
        embedder.embed_questions(["Who?"])

    refused(read, ModelError)


@pytest.mark.parametrize("content", [NESTED, NESTED_OBJECT, b"", b"\xff", b"null", b"[]"])
def test_a_reranker_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.json").write_bytes(content)
    refused(lambda: read_reranker(str(tmp_path)), ModelError)
