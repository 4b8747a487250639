"""What tests share: the two articles, indexed once with the real model."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from rag import Assistant
from rag.answer.fact.pairs import WEIGHTS
from rag.articles.corpus import file_id, find_files
from rag.articles.formats.limits import LIMITS
from rag.articles.reading import Reading
from rag.build.build import build
from rag.field_names import SAME_NAMES
from rag.models.embedder import Embedder
from rag.records import Article, Unread

ROOT = Path(__file__).parent.parent

# A slow machine is no error. HYPOTHESIS_PROFILE=long looks at ten times as many examples.
settings.register_profile("quick", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "quick")
)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is made of the model is kept for one run of the tests, and for the programs they run."""
    os.environ.pop("RAG_CACHE", None)
    of_run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        of_run = of_run.parent  # the workers share it
    os.environ["XDG_CACHE_HOME"] = str(of_run / "cache")


@pytest.fixture(scope="session")
def embedder(_own_cache: None) -> Embedder:
    """The packaged model; one worker of the run makes its files, and the others wait for them."""
    embedder, cache = Embedder(), Path(os.environ["XDG_CACHE_HOME"])
    with cache.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        embedder.embed_questions(["Who said it?"])
        embedder.pair_model(WEIGHTS)
    return embedder


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """The index of corpus/; tests that damage an index copy it first."""
    folder = tmp_path_factory.mktemp("index")
    build(ROOT / "corpus", folder, embedder, passage_tokens=180)
    return folder


@pytest.fixture(scope="session")
def assistant(index: Path) -> Assistant:
    return Assistant.load(index)


@pytest.fixture(scope="module")
def reading() -> Iterator[Reading]:
    """One reader for all files of a test module: it starts its parser once."""
    with Reading(date(2026, 1, 1), SAME_NAMES, None, LIMITS) as reading:
        yield reading


@pytest.fixture(scope="module")
def read_files() -> Iterator[Callable[[Path], tuple[list[Article], list[Unread]]]]:
    """Reads a file or a folder as a build does, with one parser for all of a test module."""
    unread: list[Unread] = []

    def read(path: Path) -> tuple[list[Article], list[Unread]]:
        files = find_files(path)
        unread[:] = files.unread
        articles = [
            article
            for file in files.readable
            for article in shared.file(file.path, file.kind, file_id(file.path, files.folder))
        ]
        return articles, list(unread)

    with Reading(date(2026, 1, 1), SAME_NAMES, unread.append, LIMITS) as shared:
        yield read


# Files that wait most: for programs, for a changed folder, for a server. They come first, so that
# none of them is alone at the end of a parallel run, when the other workers have nothing left.
_WAITING = (
    "test_rebuilding",
    "test_words_first",
    "test_watch",
    "test_full_disk",
    "test_workers",
    "test_deploy",
    "test_evaluation_docs",
    "test_index_machine",
    "test_index_killed",
    "test_train_pairs",
    "test_integer_model",
    "test_embedding_status",
    "test_adding_page",
    "test_web_kept",
    "test_plan",
    "test_cli",
    "test_doctor",
    "test_gradio_import",
    "test_stop",
    "test_diff",
    "test_gate",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that wait in front; the order inside a file stays."""
    first = {name: place for place, name in enumerate(_WAITING)}
    items.sort(key=lambda item: first.get(item.path.stem, len(first)))
