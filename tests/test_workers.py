"""Articles are read and cut by several processes: the same comes out, in the same order."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from rag.articles.formats.file_kinds import Kind
from rag.build.build import build
from rag.build.by_article import worker_pool
from rag.build.by_article.article_worker import ArticlesTask, FileTask, Result, Setup, Task
from rag.build.by_article.stages import OF_ARTICLES, Processed
from rag.build.by_article.worker_pool import Workers
from rag.errors import CorpusError
from rag.models.embedder import Embedder
from rag.models.model_files import PACKAGED_MODEL
from rag.records import Article
from tests.hostile import pdf

SETUP = Setup(PACKAGED_MODEL, 60, date(2026, 1, 1), {})
ROOT = Path(__file__).parent.parent


def _article(number: int) -> Article:
    said = f'"It rained for {number} hours," Ann Lee said. The old bridge was closed again.'
    return Article(f"{number}", f"Rain {number}", "\n\n".join([said] * (1 + number % 5)))


def _tasks(tmp_path: Path, count: int = 40) -> list[Task]:
    """Batches of articles, with files between them: a text, a PDF, and one that is none."""
    (tmp_path / "a.txt").write_text('A title\n\n"It is late," Bo Berg said.\n')
    text = b"BT /F 12 Tf 72 700 Td (The harbour will open on Monday, Bo Berg said.) Tj ET"
    (tmp_path / "b.pdf").write_bytes(pdf(text))
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7 and no more")
    tasks: list[Task] = []
    for number in range(count):
        articles = [_article(3 * number + n) for n in range(3)]
        tasks.append(ArticlesTask(articles, [OF_ARTICLES] * 3))
    tasks[10:10] = [FileTask(str(tmp_path / "a.txt"), Kind.TEXT, "a.txt")]
    tasks[20:20] = [FileTask(str(tmp_path / name), Kind.PDF, name) for name in ("b.pdf", "c.pdf")]
    return tasks


def _plain(result: Result) -> tuple[object, ...]:
    processed = [each.to_json() for each in result.processed if isinstance(each, Processed)]
    return list(result.articles), processed, list(result.unread)


def test_several_processes_give_what_one_gives(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path)
    with Workers(SETUP, 1) as alone, Workers(SETUP, 2) as several:
        expected = list(map(_plain, alone.run(tasks, expected=99)))
        assert list(map(_plain, several.run(tasks, expected=99))) == expected
    articles, processed, _ = expected[0]
    assert [each.id for each in articles] == ["0", "1", "2"]  # type: ignore[attr-defined]
    assert processed[0]["speakers"] == ("Ann Lee",)  # type: ignore[index]
    assert expected[10][0][0].id == "a.txt"  # type: ignore[index]
    assert [each.path for each in expected[21][2]] == ["c.pdf"]  # type: ignore[attr-defined]


def test_an_index_is_the_same_by_however_many_processes(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(80):  # fewer would be read by one process
        (corpus / f"{number}.txt").write_text(
            f"{_article(number).title}\n\n{_article(number).text}"
        )
    contents = []
    for count in (1, 2):
        monkeypatch.setattr(worker_pool, "cores", lambda count=count: count)
        index = tmp_path / str(count)
        build(corpus, index, embedder, passage_tokens=60)
        (folder,) = index.glob("gen-*")
        contents.append(
            {
                path.relative_to(folder): path.read_bytes()
                for path in folder.rglob("*")
                if path.is_file() and path.name != "MANIFEST.json"
            }
        )
    assert contents[0] == contents[1]


def test_only_so_many_tasks_are_under_way() -> None:
    taken = 0

    def tasks() -> Iterator[Task]:
        nonlocal taken
        for number in range(200):
            taken = number
            yield ArticlesTask([_article(number)], [OF_ARTICLES])

    with Workers(SETUP, 2) as workers:
        results = workers.run(tasks(), expected=200)
        for _ in islice(results, 20):
            pass
        assert taken < 40


def test_what_goes_wrong_in_a_process_is_raised_here() -> None:
    bad = ArticlesTask([Article("x", "X", "text")], [["no stage"]])  # type: ignore[list-item]
    tasks: list[Task] = [ArticlesTask([_article(n)], [OF_ARTICLES]) for n in range(6)]
    with Workers(SETUP, 2) as workers, pytest.raises(RuntimeError, match="no stage"):
        list(workers.run([*tasks, bad], expected=99))


def test_a_process_that_is_killed_ends_the_build_with_an_error() -> None:
    def tasks() -> Iterator[Task]:
        for number in range(60):
            if number == 30:
                for process in workers._running:
                    process.kill()
            yield ArticlesTask([_article(number)], [OF_ARTICLES])

    with Workers(SETUP, 2) as workers, pytest.raises(CorpusError, match="has ended") as error:
        list(workers.run(tasks(), expected=200))
    assert "memory" in error.value.hint


def test_no_process_is_left(tmp_path: Path) -> None:
    with Workers(SETUP, 2) as workers:
        next(islice(workers.run(_tasks(tmp_path), expected=99), 8, None))
        processes = list(workers._running)
        assert processes
    assert all(process.returncode is not None for process in processes)


def _children(process: int) -> set[int]:
    listed = subprocess.run(  # noqa: S603  # of procps
        ["/bin/ps", "-o", "pid=", "--ppid", str(process)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return set(map(int, listed.stdout.split()))


def _stop(building: subprocess.Popen[bytes], sent: signal.Signals) -> bytes:
    """Send a signal until the build ends: an interrupt within a callback of a library is lost."""
    for _ in range(30):
        building.send_signal(sent)
        with suppress(subprocess.TimeoutExpired):
            return building.communicate(timeout=3)[1]
    raise AssertionError("the build does not end")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_no_process(tmp_path: Path, sent: signal.Signals) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(400):
        text = "\n\n".join([_article(number).text] * 20)
        (corpus / f"{number}.txt").write_text(f"Rain {number}\n\n{text}")
    building = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-m", "rag", "build", "--corpus", str(corpus),
         "--index", str(tmp_path / "index")],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        # ignored where the tests run in the background of a shell
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )  # fmt: skip
    children: set[int] = set()
    end = time.monotonic() + 60
    while len(children) < 1 and building.poll() is None and time.monotonic() < end:
        children = _children(building.pid)
        time.sleep(0.02)
    told = _stop(building, sent)
    assert building.returncode != 0
    assert b"Traceback" not in told
    while any(map(_lives, children)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [child for child in children if _lives(child)]


def _lives(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
