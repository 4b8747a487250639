"""Every text of the page is there in Russian, with the same parts to fill in."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from rag.collection import overview
from rag.evaluation.running.measures import MEASURES
from rag.rendering import measure_table
from rag.translation import compiling
from rag.translation.texts import ENGLISH, Texts, choose_texts, read_script_texts
from rag.web.chat import copying, listing, understood
from rag.web.chat.page import make_texts

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
    gradios = {
        "question",
        "form",
        "ask",
        "filters",
        "first",
        "last",
        "reset",
        "new",
        "recent",
        "undo",
    }
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


def entries(name: str) -> list[Message]:
    """The messages of a catalogue; those of plural forms and contexts included."""
    with (compiling.FOLDER / "ru" / name).open("rb") as file:
        return [message for message in read_po(file, locale="ru") if message.id]


def key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def forms(message: Message) -> list[str]:
    """The Russian of a message: one text, or one for each plural form."""
    found = message.string or ""
    return [found] if isinstance(found, str) else list(found)


MESSAGES = entries("messages.po")
SCRIPTS = entries("scripts.po")
SAID = {key(one) for one in MESSAGES if not one.context}
NOUNS = {key(one) for one in MESSAGES if key(one).startswith("{number} ")}


def test_every_text_has_its_russian() -> None:
    assert len(said()) > 100
    assert said() - SAID == set()


def test_every_text_of_a_script_is_sent_to_it_in_russian() -> None:
    assert len(said_by_scripts()) > 15
    assert said_by_scripts() ^ {key(one) for one in SCRIPTS} == set()
    assert json.loads(read_script_texts("ru")) == {key(one): forms(one)[0] for one in SCRIPTS}


def test_what_is_measured_is_explained_in_russian() -> None:
    assert {one.definition for one in MEASURES} - SAID == set()


def test_every_text_of_a_table_has_its_russian() -> None:
    tables = [
        *(text for both in (*understood.REQUESTS.values(), understood.NEWEST) for text in both),
        *copying.QUOTED_IN.values(),
        *listing.HEADINGS.values(),
        *overview.SENTENCES.values(),
        *measure_table.IN_PLAIN_WORDS.values(),
    ]
    assert {str(text) for text in tables if text} - SAID == set()


def test_what_is_counted_has_its_russian() -> None:
    nouns = {
        str(ast.literal_eval(node.args[1]))
        for path in RAG.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and len(node.args) == 2
        and ast.unparse(node.func) in {"say.count", "self.say.count", "Counted"}
        and isinstance(node.args[1], ast.Constant)
    }
    assert {"{number} " + noun for noun in nouns} == NOUNS


def test_no_russian_text_is_left_without_its_english() -> None:
    written = {
        node.value
        for path in RAG.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    written |= {one.definition for one in MEASURES}
    assert SAID - NOUNS - written == set()


@pytest.mark.parametrize("message", [*MESSAGES, *SCRIPTS], ids=key)
def test_each_form_is_there_with_the_parts_of_its_english(message: Message) -> None:
    assert not message.fuzzy
    assert all(forms(message))
    for form in forms(message):
        assert set(re.findall(r"\{([^{}]*)\}", form)) <= set(re.findall(r"\{(\w+)", key(message)))


def test_the_compiled_catalogues_are_those_that_were_written() -> None:
    folder = compiling.FOLDER / "ru"
    hint = "run: make texts"
    assert (folder / "messages.mo").read_bytes() == compiling.compile_messages("ru"), hint
    written = (folder / "scripts.json").read_text(encoding="utf-8")
    assert written == compiling.compile_scripts("ru"), hint


def test_a_page_in_english_does_without_the_catalogues() -> None:
    program = (
        "import sys; import rag.web.shell as shell; from rag.translation.texts import ENGLISH; "
        "shell.document('t', shell.NOTHING, say=ENGLISH); sys.exit('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=RAG.parent, check=False)  # noqa: S603
    assert done.returncode == 0


def test_gradios_components_have_their_texts_in_both_languages() -> None:
    tables = make_texts().translations
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
    assert choose_texts(asked, accepted).language == language
