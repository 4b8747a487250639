"""What a build keeps in the index for the assistant that opens it is what that would compute."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from rag import Assistant, prepared
from rag.build.build import build
from rag.index.generation_parts import PREPARED, Generation
from rag.index.storage.manifest import NAME as MANIFEST
from rag.models.embedder import Embedder
from rag.prepared import read_prepared

QUESTIONS = (
    "What did Lee say about the harbour?",
    "What did the mayor say?",
    "Who is quoted?",
    "What is in this collection?",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    rows = [
        {
            "title": "Harbour of Bergen reopens",
            "text": '"The harbour of Bergen opens on Monday," said Ann Lee, the mayor of Bergen. '
            '"The ferry company pays for the harbour," Bo Berg told reporters.',
        },
        {
            "title": "Ferry company pays",
            "text": 'Mayor Ann Lee said the ferry company would pay for the "new quay".\n\n'
            '"Nobody asked us about the quay," said Cy\u2028Dahl\u0085.',
        },
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def _build(corpus: Path, index: Path, embedder: Embedder, *, keeps: bool) -> Assistant:
    def prepare(made: Generation) -> Iterable[str]:
        return Assistant(made, embedder).prepare()

    build(corpus, index, embedder, passage_tokens=180, prepare=prepare if keeps else None)
    return Assistant.open(index, embedder)


def _answers(assistant: Assistant) -> list[object]:
    answers = [assistant.ask(question) for question in QUESTIONS]
    return [
        assistant.examples,
        assistant.speaker_counts,
        [(one.status, str(one.text), one.citations) for one in answers],
    ]


def test_answers_are_the_same_with_and_without_it(
    corpus: Path, tmp_path: Path, embedder: Embedder
) -> None:
    keeping = _build(corpus, tmp_path / "keeping", embedder, keeps=True)
    computing = _build(corpus, tmp_path / "computing", embedder, keeps=False)
    assert read_prepared(keeping.index.read_prepared()) is not None
    assert read_prepared(computing.index.read_prepared()) is None
    assert _answers(keeping) == _answers(computing)
    assert keeping.examples


def test_it_is_verified_like_every_other_file(
    corpus: Path, tmp_path: Path, embedder: Embedder
) -> None:
    folder = tmp_path / _build(corpus, tmp_path, embedder, keeps=True).index.name
    assert PREPARED in (folder / MANIFEST).read_text(encoding="utf-8")


@pytest.mark.parametrize("content", [b"", b"{}\n{}\n", b"\xff\n\n", b"[]\n{}\n", b"one line"])
def test_a_file_that_cannot_be_used_is_ignored(content: bytes) -> None:
    assert read_prepared(content) is None


def test_what_other_code_has_computed_is_ignored(
    corpus: Path, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = _build(corpus, tmp_path, embedder, keeps=True).index.read_prepared()
    monkeypatch.setattr(prepared, "_digest", lambda: "of other code")
    assert read_prepared(kept) is None
