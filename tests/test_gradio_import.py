"""How Gradio is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

IMPORTS = """
import inspect, sys
opened = []
def note(event, arguments):
    if event == "open" and str(arguments[0]).endswith(".pyi"):
        opened.append(arguments[0])
sys.addaudithook(note)
before = inspect.getfile
from rag.web.gradio_import import import_gradio
__IMPORT__
assert inspect.getfile is before
import gradio
assert inspect.getfile(gradio.Chatbot).endswith("chatbot.py")
assert gradio.Chatbot.EVENTS
print(len(opened))
"""


@pytest.mark.parametrize(("how", "looked"), [("import_gradio()", False), ("import gradio", True)])
def test_files_for_editors_are_not_looked_at(how: str, looked: bool) -> None:
    result = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", IMPORTS.replace("__IMPORT__", how)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (int(result.stdout) > 0) is looked
