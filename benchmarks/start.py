"""How long the page takes from the start of the server to its first answer.

    python -m benchmarks.start [--index DIR] [--runs 3] [--question "What did ... say about ...?"]

Each run imports Gradio alone, as any page made with it does. Then it starts the server and asks as
the page does, until there is an answer, and after that a question on a fact, which needs one more
model. Without --index the articles of corpus/ are indexed first, once. Seconds on the clock, and of
the processors; the ratio is to Gradio alone, so that it means the same on another machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median

import httpx

from benchmarks.command import say
from rag.errors import RagError
from rag.web.server import open_port

_ROOT = Path(__file__).parent.parent
_WITHIN = 120.0  # seconds
_LOOK = 0.01  # seconds between two tries
_FACT = "Why did it happen?"


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds since the start of one server; and, where so named, of the processors."""

    gradio: float  # to import Gradio, in a program of its own
    gradio_cpu: float
    page: float  # until the page is served
    answer: float  # until it has its first answer
    answer_cpu: float
    fact: float  # for a question on a fact, asked after that


def main() -> int:
    """Read the options, start, and ask."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, help="folder of a built index")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--question", default="What did Lavrov say about peacekeepers?")
    given = parser.parse_args()
    with _index(given.index) as index:
        starts = [_start(index, given.question) for _ in range(given.runs)]
    _report(starts)
    return 0


@contextmanager
def _index(given: Path | None) -> Iterator[Path]:
    """The index that was named, or one of corpus/."""
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "rag", "build", "--index", folder]
        subprocess.run(command, cwd=_ROOT, check=True, capture_output=True)  # noqa: S603  # this program
        yield Path(folder)


def _start(index: Path, question: str) -> Start:
    began = time.perf_counter()
    alone = subprocess.Popen([sys.executable, "-c", "import gradio"])
    gradio_cpu = _cpu_of_ended(alone)
    gradio = time.perf_counter() - began
    with open_port("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "app.py", "--index", str(index), "--no-build", "--port", str(port)]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.DEVNULL)  # noqa: S603  # this program
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=_WITHIN) as client:
            _wait_for_page(client, process, began)
            page = time.perf_counter() - began
            _ask(client, question)
            answer, cpu = time.perf_counter() - began, _cpu_of(process.pid)
            began = time.perf_counter()
            _ask(client, _FACT)
            return Start(gradio, gradio_cpu, page, answer, cpu, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(30)


def _wait_for_page(client: httpx.Client, process: subprocess.Popen[bytes], began: float) -> None:
    while process.poll() is None and time.perf_counter() - began < _WITHIN:
        with suppress(httpx.TransportError):
            client.get("/").raise_for_status()
            return
        time.sleep(_LOOK)
    raise RagError("the server did not start", hint="try it: python app.py")


def _ask(client: httpx.Client, question: str) -> None:
    """Ask as the page does when its button is pressed; the conversation is the server's own."""
    asked = {
        "fn_index": 0,
        "data": [question, "", "", "", "", "en", None],
        "session_hash": "start",
    }
    answer = client.post("/gradio_api/run/predict", json=asked).raise_for_status().text
    if question not in answer:
        raise RagError(f"the page's answer is not one: {answer[:200]}", hint="try it: app.py")


def _cpu_of_ended(process: subprocess.Popen[bytes]) -> float:
    """Wait for a process; the seconds of processor time that it took."""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RagError("Gradio could not be imported", hint="pip install -r requirements.txt")
    return used.ru_utime + used.ru_stime


def _cpu_of(pid: int) -> float:
    """The seconds of processor time that a process has taken so far; 0 where /proc is missing."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _report(starts: Sequence[Start]) -> None:
    middle = Start(*(median(column) for column in zip(*map(astuple, starts), strict=True)))
    ratios = [start.answer / start.gradio for start in starts]
    say(f"Median of {len(starts)}, in seconds; the load of the machine is {os.getloadavg()[0]:.1f}")
    for name, clock, cpu in (
        ("Gradio alone", middle.gradio, middle.gradio_cpu),
        ("page served after", middle.page, None),
        ("first answer after", middle.answer, middle.answer_cpu),
        ("a fact, after that", middle.fact, None),
    ):
        say(f"{name:20} {clock:6.2f}" + (f"   of the processors {cpu:6.2f}" if cpu else ""))
    least, most = min(ratios), max(ratios)
    say(f"first answer, by Gradio alone: {median(ratios):.2f} ({least:.2f} to {most:.2f})")


if __name__ == "__main__":
    sys.exit(main())
