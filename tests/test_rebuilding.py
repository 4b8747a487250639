"""Built again and again while threads and processes ask: benchmarks/rebuilding.py, in short."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.reloading import reload_and_ask
from rag.build.build import build
from rag.models.embedder import Embedder
from tests.browser.serving import ROOT, serving

QUESTION = "What did Ann Lee say about the harbour?"


def test_what_a_reload_costs_is_told(index: Path) -> None:
    came = reload_and_ask(index, seconds=0.5)
    assert 0 < came.taken < came.offered
    for seen in (came.before, came.after):
        assert seen.took
        assert min(seen.memory) > 2**20
    assert came.meanwhile.memory


def _rebuild_and_ask(seconds: int) -> dict[str, Any]:
    few = ["--threads", "4", "--readers", "2"]  # who builds has to come to it
    result = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "benchmarks.rebuilding", "--seconds", str(seconds), *few],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return dict(json.loads(result.stdout))


def test_no_answer_is_of_two_generations() -> None:
    readers = ("by_threads", "by_processes")
    for seconds in (4, 16, 60):  # a busy machine builds too little in a short time
        came = _rebuild_and_ask(seconds)
        if all(set(came[by]) == {"A", "B"} for by in readers):
            break
    assert came["wrong"] == []
    assert came["refused"] == 0
    assert came["files_open"] == 1  # the articles that answers are verified against
    assert came["taken"] >= 1
    for by in readers:  # else nothing was tested
        assert set(came[by]) == {"A", "B"}
    assert came["generations_left"] <= 2


def _write(corpus: Path, number: int) -> None:
    said = f'"The harbour will stay open for {number} days," Ann Lee said.'
    (corpus / f"{number}.txt").write_text(f"Harbour notice {number}\n\n{said}\n")


def test_a_server_answers_of_new_articles_without_a_restart(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAG_QUESTIONS_PER_MINUTE", "0")
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    _write(corpus, 1)
    seen: dict[str, set[str]] = {}  # what each generation answered
    troubles: list[str] = []
    over = threading.Event()

    def ask(address: str) -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            while not over.is_set():
                answer = client.post("/api/v1/ask", json={"question": QUESTION})
                if answer.status_code != 200:
                    troubles.append(answer.text)
                    return
                texts = sorted(one["text"] for one in answer.json()["citations"])
                seen.setdefault(answer.headers["Index-Generation"], set()).add("|".join(texts))

    with serving(index, corpus) as address:
        asking = [threading.Thread(target=ask, args=(address,)) for _ in range(3)]
        for thread in asking:
            thread.start()
        try:
            for number in (2, 3):
                _write(corpus, number)
                build(corpus, index, embedder, passage_tokens=180)
                name = (index / "CURRENT").read_text().strip()
                while name not in seen and any(thread.is_alive() for thread in asking):
                    over.wait(0.05)
        finally:
            over.set()
            for thread in asking:
                thread.join()
        health = httpx.get(f"{address}/healthz").json()
        counted = httpx.get(f"{address}/metrics").text
    assert troubles == []
    days = {
        name: [set(re.findall(r"(\d) days", one)) for one in said] for name, said in seen.items()
    }
    assert sorted(map(str, days.values())) == sorted(
        str([set("123"[:number])]) for number in range(1, 4)
    )
    assert health == {"status": "ok", "generation": name, "articles": 3}
    assert 'on_record_reloads_total{outcome="taken"} 2.0' in counted
