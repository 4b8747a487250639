"""Every text of the page is there in Russian, with the same parts to fill in."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from rag.evaluation.measures import MEASURES
from rag.translation.russian import RUSSIAN
from rag.translation.russian.scripts import SCRIPTS
from rag.translation.texts import ENGLISH, Texts, texts
from rag.web.chat.page import page_texts

RAG = Path(__file__).parent.parent / "rag"
WEB = RAG / "web"
SAID_IN = (WEB, RAG / "rendering", RAG / "translation")
RUSSIAN_TEXTS = Texts("ru")


def said() -> set[str]:
    """What the program tells readers: say("...") and Notice("...")."""
    found: set[str] = set()
    for path in RAG.rglob("*.py"):
        says = any(room in path.parents for room in SAID_IN)
        names = {"say", "Notice"} if says else {"Notice"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
                found |= {
                    str(constant.value)
                    for argument in node.args[:1]
                    for constant in ast.walk(argument)
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
                }
    gradios = {"question", "form", "ask", "filters", "first", "last", "reset", "new"}
    return {one for one in found - gradios if any(letter.isalpha() for letter in filled(one))}


def said_by_scripts() -> set[str]:
    """What page.js and the others say: say("...")."""
    found: set[str] = set()
    for path in (WEB / "static").glob("*.js"):
        script = path.read_text(encoding="utf-8")
        for call in re.finditer(r"\bsay\(", script):
            argument = script[call.end() : closing(script, call.end())]
            found |= set(re.findall(r'"((?:[^"\\]|\\.)+)"', argument))
    return found


def closing(script: str, at: int) -> int:
    """Where the bracket that was opened before a place is closed."""
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(script[at], 0)
        at += 1
    return at - 1


def filled(text: str) -> str:
    return re.sub(r"\{[^{}]*\}", "", text)


def test_every_text_has_its_russian() -> None:
    assert len(said()) > 100
    assert said() - set(RUSSIAN) == set()


def test_every_text_of_a_script_is_sent_to_it_in_russian() -> None:
    assert len(said_by_scripts()) > 15
    assert said_by_scripts() ^ set(SCRIPTS) == set()


def test_what_is_measured_is_explained_in_russian() -> None:
    assert {one.definition for one in MEASURES} - set(RUSSIAN) == set()


def test_no_russian_text_is_left_without_its_english() -> None:
    written = {
        node.value
        for path in RAG.rglob("*.py")
        if path.parent.name != "russian"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    written |= {one.definition for one in MEASURES}
    assert set(RUSSIAN) - written - said_by_scripts() == set()


def test_the_parts_to_fill_in_are_the_same() -> None:
    def parts(text: str) -> list[str]:
        return sorted(set(re.findall(r"\{(\w+)", text)))

    for english, other in RUSSIAN.items():
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
        (3121, "3 121 статья"),
    ],
)
def test_russian_counts_take_their_case(number: int, shown: str) -> None:
    counted = RUSSIAN_TEXTS.count(number, "article")
    assert counted.replace("\u00a0", " ") == shown
    assert " " not in counted  # a line never breaks there


def test_days_are_written_as_in_the_language() -> None:
    assert ENGLISH.day(date(2022, 1, 28)) == "28 January 2022"
    assert RUSSIAN_TEXTS.day(date(2022, 1, 28)) == "28 января 2022"


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
