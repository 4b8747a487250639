"""Every text of the page is there in Russian, with the same parts to fill in."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from rag.web.page import page_texts
from rag.web.texts import ENGLISH, Texts, russian, texts

WEB = Path(__file__).parent.parent / "rag" / "web"
RUSSIAN = Texts("ru")


def said() -> set[str]:
    """What the page's code says: say("...") in Python, say( "..." ) in its scripts."""
    found: set[str] = set()
    for path in WEB.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                constants = [n for arg in node.args[:1] for n in ast.walk(arg)]
                if node.func.id == "say":
                    found |= {
                        str(n.value)
                        for n in constants
                        if isinstance(n, ast.Constant) and isinstance(n.value, str)
                    }
    scripts = (WEB / "static" / name for name in ("page.js", "asking.js"))
    script = "".join(path.read_text(encoding="utf-8") for path in scripts)
    for call in re.findall(r"\bsay\(((?:[^()]|\([^()]*\))*)\)", script):
        found |= set(re.findall(r'"((?:[^"\\]|\\.)*)"', call))
    return found - {"question", "form", "ask", "filters", "first", "last", "reset", "new"}


def test_every_text_has_its_russian() -> None:
    assert len(said()) > 50
    assert said() - set(russian()) == set()


def test_the_parts_to_fill_in_are_the_same() -> None:
    def parts(text: str) -> list[str]:
        return sorted(set(re.findall(r"\{\w+\}", text)))

    for english, other in russian().items():
        assert set(parts(other)) <= set(parts(english)), english


def test_gradios_components_have_their_texts_in_both_languages() -> None:
    tables = page_texts().translations
    assert set(tables["en"]) == set(tables["ru"])
    assert tables["ru"]["ask"] == "Спросить"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, "1 статья"),
        (2, "2 статьи"),
        (5, "5 статей"),
        (11, "11 статей"),
        (3121, "3\u00a0121 статья"),
    ],
)
def test_russian_counts_take_their_case(number: int, shown: str) -> None:
    assert RUSSIAN.count(number, "article") == shown


def test_days_are_written_as_in_the_language() -> None:
    assert ENGLISH.day(date(2022, 1, 28)) == "28 January 2022"
    assert RUSSIAN.day(date(2022, 1, 28)) == "28 января 2022"


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        (None, "", "en"),
        (None, "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        (None, "de,ru;q=0.3,en;q=0.7", "en"),
        (None, "de-DE,fr", "en"),
        (None, ";;q=x,ru;q=zero", "ru"),
        ("en", "ru", "en"),
        ("xx", "ru", "ru"),
    ],
)
def test_the_language_is_the_one_asked_for_or_the_browsers(
    asked: str | None, accepted: str, language: str
) -> None:
    assert texts(asked, accepted).language == language
