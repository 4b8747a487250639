"""Any series of changes, builds and crashes: the index holds what a dict of the corpus holds.

HYPOTHESIS_PROFILE=long runs more and longer series.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from rag import Assistant
from rag.build.build import build
from rag.build.publishing import BuildReport
from rag.errors import CorpusError, IndexMissing, IndexNotWritten
from rag.index import generation
from rag.models.embedder import Embedder, Vectors
from rag.records import Answer
from tests.faults import Failed, failing

QUESTION = "What did Ann Lee say about rain?"
NAMES = st.sampled_from(["a.txt", "b.txt", "c/d.txt", "c/e.txt", "f.txt", "g.txt"])
BAD_NAMES = st.sampled_from(["bad.docx", "c/bad.pdf"])
SPEAKERS = ("Ann Lee", "Bo Berg", "Ann Lee", "Cy Dahl")

MEMORY = Path("/dev/shm")  # noqa: S108  # a folder with a name of its own is made there
LONG = settings.get_current_profile_name() == "long"

Corpus = dict[str, int]  # the number of the text that each file holds; -1 where none can be read


def _title(number: int) -> str:
    return f"The weather of day {number}"


def _text(number: int) -> str:
    """Of several passages; what every second one says is said in all of them too."""
    speaker = SPEAKERS[number % len(SPEAKERS)]
    said = [f"“It will rain for {hours} hours,” {speaker} said." for hours in (1, number, 30)]
    return "\n\n".join([*said, "The old bridge over the river was closed again in the evening."])


def _articles(corpus: Corpus) -> dict[str, tuple[str, str]]:
    """Title and text by id: the same text is stored once, under the first of its names."""
    first = {number: name for name, number in sorted(corpus.items(), reverse=True) if number >= 0}
    return {name: (_title(number), _text(number)) for number, name in first.items()}


class _Remembering(Embedder):
    """The real model, which is asked for each text once."""

    def __init__(self) -> None:
        super().__init__()
        self._vectors: dict[str, Vectors] = {}

    def embed_passages(
        self, texts: Sequence[str], *, embedded: Callable[[int], None] = lambda _: None
    ) -> Vectors:
        """The vectors of texts, in their order."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, super().embed_passages(new), strict=True) if new else ())
        embedded(len(texts))
        return np.array([self._vectors[text] for text in texts])


class IndexMachine(RuleBasedStateMachine):
    """A corpus and its index on the disk, beside the dict that they should agree with."""

    embedder: Embedder

    def __init__(self) -> None:
        super().__init__()
        # in memory where that can be: hundreds of files are brought to the disk
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.corpus, self.index = self.folder / "corpus", self.folder / "index"
        self.corpus.mkdir()
        self.now: Corpus = {}
        self.built: list[Corpus] = []  # what the index may hold: one, or two after a crash

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(name=NAMES, number=st.integers(0, 9))
    def add_or_change(self, name: str, number: int) -> None:
        path = self.corpus / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{_title(number)}\n\n{_text(number)}\n", encoding="utf-8")
        self.now[name] = number

    @rule(name=BAD_NAMES)
    def add_a_file_that_cannot_be_read(self, name: str) -> None:
        (self.corpus / name).parent.mkdir(exist_ok=True)
        (self.corpus / name).write_bytes(b"nothing of the kind")
        self.now[name] = -1

    @precondition(lambda self: bool(self.now))
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.now)))
        (self.corpus / name).unlink()
        del self.now[name]

    @precondition(lambda self: bool(self.now))
    @rule(data=st.data(), to=NAMES)
    def move(self, data: st.DataObject, to: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.now)))
        if self.now[name] >= 0:
            (self.corpus / to).parent.mkdir(exist_ok=True)
            (self.corpus / name).replace(self.corpus / to)
            self.now[to] = self.now.pop(name)

    @precondition(lambda self: bool(_articles(self.now)))
    @rule()
    def build_it(self) -> None:
        report = self._build(self.index)
        self.built = [dict(self.now)]
        unread = sorted(name for name, number in self.now.items() if number < 0)
        assert sorted(one.path for one in report.unread) == unread
        self._as_from_scratch()

    @precondition(lambda self: not _articles(self.now))
    @rule()
    def build_nothing(self) -> None:
        with pytest.raises(CorpusError):
            self._build(self.index)

    @precondition(lambda self: bool(_articles(self.now)))
    @rule(operation=st.integers(1, 60), crash=st.booleans())
    def build_and_fail(self, operation: int, *, crash: bool) -> None:
        with failing(operation, crash=crash) as disk:
            try:
                self._build(self.index)
            except (IndexNotWritten, Failed):
                assert disk.failed
        before = self.built[-1:] if len(self.built) < 2 else self.built
        self.built = [*before, dict(self.now)] if disk.failed else [dict(self.now)]
        if not before and disk.failed:
            self.built = [{}, dict(self.now)]

    @invariant()
    def what_is_read_is_whole(self) -> None:
        expected = [_articles(corpus) for corpus in self.built]
        try:
            read = generation.read(self.index, self.embedder.fingerprint)
        except IndexMissing:
            assert not expected or {} in expected
            return
        assert not read.degraded
        found = {one.id: (one.title, one.text) for one in read.articles.values()}
        assert found in expected
        self.built = [self.built[expected.index(found)]]
        covered = dict.fromkeys(found, 0)
        for passage in read.passages:
            assert passage.text == found[passage.article_id][1][passage.start : passage.end]
            covered[passage.article_id] = max(covered[passage.article_id], passage.end)
        assert covered == {article_id: len(text) for article_id, (_, text) in found.items()}
        for statement in read.statements:
            words = found[statement.article_id][1][statement.start : statement.end]
            assert statement.speaker is None or statement.speaker in words

    def _build(self, index: Path) -> BuildReport:
        return build(self.corpus, index, self.embedder, passage_tokens=20)

    def _as_from_scratch(self) -> None:
        """The index is, byte for byte, what a build of the same files into nothing makes."""
        fresh = self.folder / "fresh"
        self._build(fresh)
        one, other = _manifest(self.index), _manifest(fresh)
        for part in ("files", "source", "files_digest", "counts", "vectors"):
            assert one[part] == other[part], part
        answers = [_answer(Assistant.open(each, self.embedder)) for each in (self.index, fresh)]
        assert answers[0] == answers[1]
        texts = [text for _, text in _articles(self.now).values()]
        assert all(any(one.text in text for text in texts) for one in answers[0].citations)
        asked = any(SPEAKERS[n % len(SPEAKERS)] == "Ann Lee" for n in self.now.values() if n >= 0)
        assert bool(answers[0].citations) is asked
        shutil.rmtree(fresh)


def _manifest(index: Path) -> dict[str, Any]:
    folder = index / (index / "CURRENT").read_text().strip()
    found: dict[str, Any] = json.loads((folder / "MANIFEST.json").read_text())
    return found


def _answer(assistant: Assistant) -> Answer:
    answer = assistant.ask(QUESTION)
    return type(answer)(**{
        name: getattr(answer, name) for name in answer.__slots__ if name != "timings_ms"
    })  # fmt: skip


def test_any_series_of_changes_builds_and_crashes() -> None:
    IndexMachine.embedder = _Remembering()
    examples, steps = (150, 40) if LONG else (8, 14)
    run = settings(max_examples=examples, stateful_step_count=steps, derandomize=not LONG)
    run_state_machine_as_test(IndexMachine, settings=run)
