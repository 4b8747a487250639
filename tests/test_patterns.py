"""No pattern takes time out of proportion to its text, and no question holds the server."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.fuzz_questions import app as fuzzer
from rag.search.question.understand import LONGEST_FORM
from tests.pumping import Placed, patterns, pumped

PLACED = patterns()
# A pattern over questions is shown no more than this, with single spaces.
_QUESTIONS = "rag.search.question."
_WHOLE = {"rag.search.question.cleaning"}  # shown a whole question, before any cap
# What others wrote, as it is. Other texts have passed rag.articles.text.clean, or the cleaning of a
# question: no two spaces stand side by side in them, and no two empty lines.
_RAW = ("rag.articles.", "rag.evaluation.formats.", "rag.index.", "rag.web.", "rag.settings")

_LINEAR = 8  # times as long as a quarter of the text takes; what grows with the square takes 16
_SQUARE = 40  # what grows with the cube takes 64


def shown(placed: Placed, length: int) -> list[str]:
    """The texts of about a length that a pattern may be shown."""
    texts = pumped(placed.pattern, length)
    if placed.module.startswith(_RAW):
        return list(texts)
    if placed.module.startswith(_QUESTIONS):
        return [" ".join(text.split()) for text in texts]
    return [
        "\n\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
        for text in texts
    ]


def seconds(run: Callable[[str], object], text: str, times: int) -> float:
    """Of the processor; the least of several tries."""
    tries = []
    for _ in range(times):
        began = time.thread_time()
        run(text)
        tries.append(time.thread_time() - began)
    return min(tries)


def growth(placed: Placed, length: int) -> tuple[float, str]:
    """How many times longer four times the text takes, at worst, and the text.

    Tried are those that take longest of all that may.
    """
    run = placed.pattern.search if placed.scans else placed.pattern.match
    short, long = shown(placed, length), shown(placed, 4 * length)
    slowest = sorted(range(len(short)), key=lambda at: -seconds(run, short[at], 1))[:4]
    return max(
        (seconds(run, long[at], 3) / max(seconds(run, short[at], 5), 1e-6), long[at][:80])
        for at in slowest
    )


@pytest.mark.parametrize("placed", PLACED, ids=lambda one: f"{one.module}-{one.name}")
def test_a_pattern_takes_time_in_proportion(placed: Placed) -> None:
    is_capped = placed.module.startswith(_QUESTIONS) and placed.module not in _WHOLE
    most, length = (_SQUARE, LONGEST_FORM // 4) if is_capped else (_LINEAR, 1000)
    for _ in range(3):  # a machine that does other things may be slow once
        times, text = growth(placed, length)
        if times <= most:
            return
    raise AssertionError(f"{placed.pattern.pattern[:80]!r}: {times:.0f} times as long on {text!r}")


def test_the_patterns_are_found() -> None:
    assert len(PLACED) > 250
    rooms = {one.module.split(".")[1] for one in PLACED}
    assert {"articles", "speech", "language", "names", "search", "answer", "web"} <= rooms


@pytest.mark.parametrize("slow", [r"what .* did .* say", r"\s+$", r"[\"']+(?= )", r"(?:a|b)*c"])
def test_a_slow_pattern_would_be_seen(slow: str) -> None:
    placed = Placed("rag.articles.x", "SLOW", re.compile(slow), scans=True)
    assert growth(placed, 200)[0] > _LINEAR


def test_the_fuzzer_finds_nothing_in_a_moment(index: Path) -> None:
    for _ in range(3):  # a machine that does other things may be slow once
        asked = CliRunner().invoke(fuzzer, ["--index", str(index), "--minutes", "0.05"])
        if asked.exit_code == 0:
            break
    assert asked.exit_code == 0, asked.output
    assert "Slowest to understand" in asked.output
    assert "linear" in asked.output
