"""Asks test questions in a separate thread, one file at a time, while the page answers.

The browser sends names of files and runs, never paths; only names that the folders list are valid.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rag.errors import QuestionError, RagError, RunError
from rag.evaluation.question_files import read_questions
from rag.evaluation.run_records import QuestionFile, Run, Summary
from rag.evaluation.running.evaluate import choose_folder, describe, evaluate
from rag.evaluation.running.run_folder import read_run, read_summary
from rag.index.searched import IndexPlace
from rag.live import Live
from rag.notice import Notice, joined

_SUFFIXES = {
    ".jsonl",
    ".json",
    ".csv",
}  # other formats need a file of judgements, for which there is the command line
_SETTLED = 0.5  # seconds before the rate is reliable

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of an evaluation, and the index that it asks."""

    questions: Path
    runs: Path
    index: Path | IndexPlace


@dataclass(frozen=True, slots=True)
class Choice:
    """A file of test questions, or why it cannot be used."""

    name: str
    questions: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of the evaluation, or how the last one ended."""

    state: str = "idle"  # idle, running, done, stopped or failed
    file: str = ""
    run: str = ""
    done: int = 0
    total: int = 0
    rate: float = 0.0  # questions a second; 0: not known yet
    missing: int = 0  # articles that the file names and the index does not have
    message: str = ""  # of a failure
    hint: str = ""


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """A complete run."""

    run: Run
    summary: Summary


class Busy(QuestionError):
    """An evaluation is running already."""


class _Stopped(Exception):
    """A reader stopped the evaluation."""


class Evaluations:
    """Asks files of test questions, and lists the runs. Safe to use from several threads."""

    def __init__(self, live: Live, places: Places, settings: Mapping[str, Any]) -> None:
        self.places = places
        self._live = live
        self._settings = settings
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._progress = Progress()
        self._choices: dict[tuple[str, int, int], Choice] = {}

    @property
    def progress(self) -> Progress:
        """The progress of the evaluation."""
        return self._progress

    def list_choices(self) -> list[Choice]:
        """The files of the questions folder by name; new and changed ones are read."""
        return [self._read_choice(path) for path in self._list_files()]

    def list_runs(self) -> list[EarlierRun]:
        """The complete runs, the newest first."""
        runs = []
        for folder in _list_folders(self.places.runs):
            with suppress(RunError):  # an interrupted run, or not the folder of a run
                runs.append(EarlierRun(read_run(folder), read_summary(folder)))
        return sorted(runs, key=lambda earlier: earlier.run.started, reverse=True)

    def find_folder(self, name: str) -> Path:
        """The folder of a run. Raises RunError if the runs folder has none with that name."""
        for folder in _list_folders(self.places.runs):
            if folder.name == name:
                return folder
        raise RunError(
            Notice("{name}: no run of this name", name=name[:80]),
            hint=Notice("choose one from the list"),
        )

    def start(self, name: str) -> None:
        """Start to ask a file. Raises QuestionError if it cannot be read, and Busy during a run."""
        path = next((file for file in self._list_files() if file.name == name), None)
        if path is None:
            raise QuestionError(
                Notice(
                    "{name}: no file of this name in {folder}",
                    name=name[:80],
                    folder=str(self.places.questions),
                ),
                hint=Notice("choose one from the list"),
            )
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                raise Busy(
                    Notice("{file} is being asked", file=self._progress.file),
                    hint=Notice("wait until it ends, or stop it"),
                )
            file = read_questions(path)
            self._stop.clear()
            self._progress = Progress("running", name, total=len(file.questions))
            self._thread = threading.Thread(target=self._ask, args=(file,), daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop after the current question; finished questions are kept."""
        self._stop.set()

    def end(self, within: float) -> None:
        """Stop, and wait some seconds for the thread, before the program ends."""
        self.stop()
        if self._thread is not None:
            self._thread.join(within)

    def _ask(self, file: QuestionFile) -> None:
        began: list[tuple[float, int]] = []

        def tell(_stage: str, done: int, total: int) -> None:
            now = time.monotonic()
            began.append((now, done)) if not began else None
            passed, questions = now - began[0][0], done - began[0][1]
            rate = questions / passed if passed > _SETTLED else 0.0
            self._progress = replace(self._progress, done=done, total=total, rate=rate)
            if self._stop.is_set() and done < total:
                raise _Stopped

        assistant = self._live.assistant  # one generation for the whole run
        try:
            run = describe(file, assistant, self.places.index, self._settings)
            folder = choose_folder(run, self.places.runs, None)
            self._progress = replace(self._progress, run=folder.name)
            done = evaluate(file, assistant, run, folder, progress=tell)
            self._progress = replace(self._progress, state="done", missing=len(done.missing))
        except _Stopped:
            self._progress = replace(self._progress, state="stopped")
        except RagError as error:
            self._fail(error.message, error.hint)
        except OSError as error:
            self._fail(
                Notice(
                    "{folder}: cannot be written: {why}",
                    folder=str(self.places.runs),
                    why=error.strerror or str(error),
                ),
                Notice("let the program write there, or set RAG_RUNS to another folder"),
            )
        except Exception:  # noqa: BLE001  # nobody else would report an error of this thread
            _log.exception("an evaluation failed")
            self._fail(
                Notice("something went wrong"),
                Notice("run it again; the server's log has the details"),
            )

    def _fail(self, message: str, hint: str) -> None:
        self._progress = replace(self._progress, state="failed", message=message, hint=hint)

    def _list_files(self) -> list[Path]:
        if not self.places.questions.is_dir():
            return []
        return sorted(
            path
            for path in self.places.questions.iterdir()
            if path.suffix in _SUFFIXES and path.is_file() and not path.name.startswith(".")
        )

    def _read_choice(self, path: Path) -> Choice:
        stat = path.stat()
        key = (path.name, stat.st_mtime_ns, stat.st_size)
        if key not in self._choices:
            try:
                self._choices[key] = Choice(path.name, len(read_questions(path).questions))
            except RagError as error:
                self._choices[key] = Choice(
                    path.name, 0, joined([error.message, error.hint], by="; ")
                )
        return self._choices[key]


def _list_folders(runs: Path) -> Sequence[Path]:
    if not runs.is_dir():
        return []
    return sorted(path for path in runs.iterdir() if (path / "run.json").is_file())
