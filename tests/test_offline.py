"""No network, no pickle, nothing at import."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*(ROOT / "rag").rglob("*.py"), ROOT / "app.py"])

ASKS_OFFLINE = """
import socket
tried = []
def closed(*arguments, **_):
    tried.append(arguments)
    raise OSError("no network here")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = closed
from rag import Assistant
answer = Assistant.load(__INDEX__).ask("How many troops has Moscow amassed?")
assert answer.citations, answer.text
assert not tried, tried
"""


def test_a_question_makes_no_network_call(index: Path) -> None:
    program = ASKS_OFFLINE.replace("__INDEX__", repr(str(index)))
    result = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_no_library_notes_or_tells_that_it_was_used(index: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    made = Path(os.environ["XDG_CACHE_HOME"], "on-record")  # to make it again takes ten seconds
    shutil.copytree(made, tmp_path / "on-record")
    program = f"from rag import Assistant; Assistant.load({str(index)!r}).ask('Who is Kosachev?')"
    subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**environment, "XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path)},
        check=True,
    )
    # onnxruntime keeps a number of the machine there, and what it has not sent yet
    assert [path.name for path in tmp_path.iterdir()] == ["on-record"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_unpickles_or_evaluates(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    } | {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not imported & {"pickle", "joblib", "marshal", "shelve", "dill", "cloudpickle"}
    assert not called & {"eval", "exec", "compile"}


NOT_TO_ANSWER = {
    "torch", "sentence_transformers", "transformers", "huggingface_hub", "onnx", "gradio",
    "fastapi", "uvicorn", "ir_measures", "pandas", "rag.evaluation", "rag.web",
    "trafilatura", "pypdf", "docx", "feedparser", "lxml", "py3langid",
}  # fmt: skip


def test_answering_loads_only_what_it_needs(index: Path) -> None:
    program = (
        "import sys, rag.__main__\n"
        f"sys.argv = ['rag', 'ask', 'What did Lavrov say?', '--index', {str(index)!r}]\n"
        "try:\n    rag.__main__.main()\nexcept SystemExit as ended:\n    assert not ended.code\n"
        "loaded = {name.split('.')[0] for name in sys.modules}\n"
        "loaded |= {'.'.join(name.split('.')[:2]) for name in sys.modules}\n"
        f"print(sorted(loaded & {NOT_TO_ANSWER}))"
    )
    result = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Sergey Lavrov" in result.stdout
    assert result.stdout.splitlines()[-1] == "[]"


def test_importing_loads_no_heavy_library() -> None:
    program = (
        "import sys, rag, rag.__main__, rag.web.server\n"
        "heavy = {'torch', 'sentence_transformers', 'transformers', 'faiss', 'gradio'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
