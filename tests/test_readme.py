"""What the README says is true: its file tree, its settings, its help, its commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rag.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _tree() -> list[str]:
    """The paths of the file tree, folders with a slash at their end."""
    section = README.split("## How the code is laid out")[1].split("## Licence")[0]
    found, folder = [], ""
    for match in re.finditer(r"^ {4}( *)(\S+)", section, re.MULTILINE):
        name = match.group(2)
        if not match.group(1):
            folder = name if name == "rag/" else ""
        found.append(name if name == folder else folder + name)
    return found


@pytest.mark.parametrize("path", _tree())
def test_each_path_of_the_tree_is_there(path: str) -> None:
    assert (ROOT / path).is_dir() if path.endswith("/") else (ROOT / path).is_file()


def test_each_part_of_the_package_is_in_the_tree() -> None:
    parts = {
        f"rag/{path.name}/" if path.is_dir() else f"rag/{path.name}"
        for path in (ROOT / "rag").iterdir()
        if path.name not in {"__pycache__", "py.typed"}
    }
    assert parts <= set(_tree())


def test_the_table_of_settings_is_the_settings() -> None:
    rows = re.findall(r"^\| `(RAG_\w+)` \| `([^`]*)` \| (.*) \|$", README, re.MULTILINE)
    expected = [
        (f"RAG_{name}".upper(), str(field.default), field.description)
        for name, field in Settings.model_fields.items()
    ]
    assert rows == expected


def test_the_help_is_what_the_program_says() -> None:
    shown = README.split("<!-- help -->\n```\n")[1].split("```\n<!-- /help -->")[0]
    result = subprocess.run(
        [sys.executable, "-m", "rag", "--help"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"},
        capture_output=True,
        text=True,
        check=True,
    )
    said = "\n".join(line.rstrip() for line in result.stdout.strip("\n").splitlines())
    assert shown.strip("\n") == said.strip("\n")


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_each_link_leads_to_a_file(link: str) -> None:
    assert (ROOT / link).is_file()


def test_the_two_commands_come_first() -> None:
    before = README.split("## Your own articles")[0]
    assert before.index("`make run`") < before.index("`make test`") < before.index("![")
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\nrun:" in targets
    assert "\ntest:" in targets
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
