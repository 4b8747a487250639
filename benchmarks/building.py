"""How long a new corpus waits for its first answer, and for its whole index, beside float32.

    python -m benchmarks.building --data PATH [--articles 400] [--peers FOLDER] [--plot FILE.svg]

PATH is a folder with news/articles.jsonl.gz, which is not part of this project; N of its articles
are taken, spread evenly (400). Each figure is of programs of its own, one after the other:

float32   `SentenceTransformer.encode` with its defaults. 256 passages are embedded, and the time
          for all passages is counted at their rate: without reading, statements or an index, it is
          the least that a system needs which embeds passages so before it answers
build     `python -m rag build`: the whole index
server    `python app.py` with no index: until its first answer, and until all is embedded
open      `Assistant.open` of the whole index, and who is quoted, examples and topics

Beside seconds on the clock stand those of the processors, which other programs disturb less. Memory
is the peak of all processes of a program together (their proportional share of pages). FOLDER holds
what `benchmarks.peers` has kept of other systems on as many articles: they answer when they have
embedded all.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from benchmarks.building_plot import Waiting, plot
from benchmarks.command import count, say
from benchmarks.data import find, lines, write_lines
from benchmarks.peers import sample
from benchmarks.runs import print_table
from rag.articles.corpus import read_corpus
from rag.articles.passages import cut
from rag.assistant import Assistant
from rag.errors import RagError
from rag.models.embedder import Embedder
from rag.models.sentence_model import SentenceModel
from rag.settings import read_settings
from rag.web.server import open_port

_ROOT = Path(__file__).parent.parent
_ARTICLES = 400
_REAL = 256  # passages that float32 embeds
_WITHIN = 7200.0  # seconds
_LOOK = 0.2  # seconds between two looks
_QUESTION = "What did the president say?"
_OPENINGS = 3


@dataclass(frozen=True, slots=True)
class Took:
    """What one program took."""

    seconds: float
    cpu: float  # seconds of the processors, of all its processes
    memory: float  # MB, the peak of all its processes together


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds for one corpus."""

    passages: int
    statements: int
    float32: float
    float32_cpu: float
    build: Took
    first_answer: float
    whole: float  # of the server, until all is embedded
    opened: float


def main() -> int:
    """Read the options and measure; the exit code, 2 where data is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--articles", type=count, default=_ARTICLES, metavar="N")
    parser.add_argument("--peers", type=Path, help="folder that benchmarks.peers has kept")
    parser.add_argument("--plot", type=Path, help="an SVG file to draw the waiting to")
    parser.add_argument("--program", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    try:
        if given.program:
            name, path = given.program
            say(json.dumps(_PROGRAMS[name](Path(path))))
            return 0
        (articles,) = find(given.data, "news", "articles.jsonl.gz")
        with tempfile.TemporaryDirectory() as folder:
            measured = measure(articles, given.articles, Path(folder))
    except RagError as error:
        sys.stderr.write(f"{error.message}\nHint: {error.hint}\n")
        return error.exit_code
    _print(measured)
    if given.plot:
        given.plot.write_text(plot(_waiting(measured, given.peers)), encoding="utf-8")
    return 0


def measure(articles: Path, number: int, work: Path) -> Measured:
    """Run all programs on a sample of the articles."""
    corpus = work / "corpus"
    write_lines(sample(list(lines(articles)), set(), number), corpus / "articles.jsonl")
    Embedder(read_settings().model, read_settings().cache).warm_up()  # made once for a machine
    rate = _run_program("float32", corpus)
    report, build = _build(corpus, work / "index")
    first_answer, whole = _serve(corpus, work / "served")
    opened = _run_program("open", work / "index")
    return Measured(
        passages=report["passages"],
        statements=report["statements"],
        float32=rate["seconds"] * report["passages"],
        float32_cpu=rate["cpu"] * report["passages"],
        build=build,
        first_answer=first_answer,
        whole=whole,
        opened=opened["seconds"],
    )


def _float32(corpus: Path) -> dict[str, float]:
    """Seconds for one passage."""
    settings = read_settings()
    embedder = Embedder(settings.model, settings.cache)
    texts = [
        f"{article.title}\n{passage.text}"
        for article in read_corpus(corpus)
        for passage in cut(
            article,
            max_tokens=settings.passage_tokens,
            window=embedder.window,
            pieces=embedder.pieces,
        )
    ]
    texts = texts[:: max(1, len(texts) // _REAL)][:_REAL]
    model = SentenceModel(embedder.files, exact=True)
    model.passages(texts[:2])
    began, cpu = time.perf_counter(), time.process_time()
    model.passages(texts)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return {"seconds": seconds / len(texts), "cpu": cpu / len(texts)}


def _open(index: Path) -> dict[str, float]:
    """Seconds to open an index, the median of some times; the model is loaded before."""
    settings = read_settings()
    embedder = Embedder(settings.model, settings.cache)
    embedder.warm_up()
    taken = []
    for _ in range(_OPENINGS):
        began = time.perf_counter()
        assistant = Assistant.open(index, embedder)
        assert assistant.speakers is not None and assistant.examples is not None  # noqa: S101, PT018
        taken.append(time.perf_counter() - began)
    return {"seconds": median(taken)}


_PROGRAMS: Mapping[str, Callable[[Path], dict[str, float]]] = {"float32": _float32, "open": _open}


def _run_program(name: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.building", "--data", ".", "--program", name]
    done = subprocess.run(  # noqa: S603  # this program
        [*command, str(path)], cwd=_ROOT, check=True, capture_output=True, text=True
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _build(corpus: Path, index: Path) -> tuple[dict[str, Any], Took]:
    command = [
        sys.executable, "-m", "rag", "build", "--json", "--corpus", str(corpus),
        "--index", str(index),
    ]  # fmt: skip
    began, before = time.perf_counter(), os.times()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, cwd=_ROOT, stdout=out, stderr=subprocess.DEVNULL)  # noqa: S603
        with _watching_memory(process.pid) as memory:
            process.wait(_WITHIN)
        seconds, after = time.perf_counter() - began, os.times()
        out.seek(0)
        report: dict[str, Any] = json.loads(out.read())
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return report, Took(seconds, cpu, max(memory))


def _serve(corpus: Path, index: Path) -> tuple[float, float]:
    """Seconds from the start of the server to its first answer, and to its whole index."""
    with open_port("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable, "app.py", "--corpus", str(corpus), "--index", str(index),
        "--port", str(port),
    ]  # fmt: skip
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.DEVNULL)  # noqa: S603  # this program
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            asked = {"question": _QUESTION}
            _wait(process, lambda: client.post("/api/v1/ask", json=asked).is_success)
            first = time.perf_counter() - began
            _wait(process, lambda: "to_embed" not in client.get("/healthz").json())
            return first, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(60)


def _wait(process: subprocess.Popen[bytes], until: Callable[[], bool]) -> None:
    end = time.perf_counter() + _WITHIN
    while process.poll() is None and time.perf_counter() < end:
        with suppress(httpx.TransportError):
            if until():
                return
        time.sleep(_LOOK)
    raise RagError("the server did not answer", hint="try it: python app.py")


@contextmanager
def _watching_memory(pid: int) -> Iterator[list[float]]:
    """The memory of a process and its descendants, in MB, from time to time."""
    seen, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK):
            seen.append(sum(map(_memory, [pid, *_descendants(pid)])))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _descendants(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (thread / "children").read_text().split()):
                yield child
                yield from _descendants(child)


def _memory(pid: int) -> float:
    """What a process holds, shared pages by its share; 0 where it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def _print(measured: Measured) -> None:
    say(
        f"{measured.passages:,} passages, {measured.statements:,} statements; "
        f"the load of the machine is {os.getloadavg()[0]:.1f}"
    )
    build = measured.build
    rows = [
        ["float32, passages alone", f"{measured.float32:.1f}", f"{measured.float32_cpu:.1f}"],
        ["build", f"{build.seconds:.1f}", f"{build.cpu:.1f}", f"{build.memory:.0f}"],
        ["server, first answer", f"{measured.first_answer:.1f}"],
        ["server, all embedded", f"{measured.whole:.1f}"],
        ["open", f"{measured.opened:.2f}"],
    ]
    head = ["", "s", "CPU s", "peak MB"]
    print_table(head, [[*row, *[""] * (len(head) - len(row))] for row in rows])
    say(
        f"float32 takes {measured.float32 / build.seconds:.2f} times as long as the build, and "
        f"{measured.float32_cpu / build.cpu:.2f} times its CPU seconds; "
        f"the first answer comes after {measured.first_answer / measured.whole:.2f} of the whole"
    )
    say(json.dumps(asdict(measured)))


def _waiting(measured: Measured, peers: Path | None) -> Sequence[Waiting]:
    rows = [
        Waiting("app.py", measured.first_answer, measured.whole),
        Waiting("build", measured.build.seconds, measured.build.seconds),
        Waiting("float32, passages alone", measured.float32, measured.float32),
    ]
    for path in sorted(peers.glob("*.json")) if peers else []:
        seconds = json.loads(path.read_text(encoding="utf-8"))["build_s"]
        if not path.stem.startswith("ours"):
            rows.append(Waiting(path.stem, seconds, seconds))
    return rows


if __name__ == "__main__":
    sys.exit(main())
