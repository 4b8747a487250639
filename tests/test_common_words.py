"""Common words that are also parts of names: "country", "survey", "US"."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag import Assistant
from rag.build.build import build
from rag.models.embedder import Embedder

TEXT = """Gardens are back

“Gardens are back,” Town Country said on Monday.

The country is dry, and every country near it is dry as well. Who pays for this is open.

“It is safe,” the WHO said.

“It will rain,” the Marl Republicans said in a statement. Republicans said they had hoped for it.

US officials told us that the country has asked for water. “We will send it,” Ann Reed said.
"""


@pytest.fixture(scope="module")
def gardens(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("gardens")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.txt").write_text(TEXT, encoding="utf-8")
    build(folder / "corpus", folder / "index", embedder, passage_tokens=180)
    return Assistant.load(folder / "index")


@pytest.mark.parametrize(
    "question",
    [
        "A drought in which country made officials ask for water?",
        "A drought in which country made officials ask for water.",
        "What did the country say about water?",
    ],
)
def test_a_common_word_is_nobodys_surname(question: str, gardens: Assistant) -> None:
    assert "Town Country" in gardens.index.statements.speakers
    assert gardens.understand(question).spellings == frozenset()


def test_a_group_is_not_its_members_of_one_place(gardens: Assistant) -> None:
    query = gardens.understand("What do Republicans say about rain?")
    assert query.spellings == frozenset()
    assert query.described


@pytest.mark.parametrize("name", ["Town Country", "town country", "ann reed"])
def test_a_whole_name_is_found_in_small_letters(name: str, gardens: Assistant) -> None:
    assert gardens.understand(f"What did {name} say?").spellings


def test_a_name_that_is_also_a_stop_word_is_looked_for_as_it_is_written(
    gardens: Assistant,
) -> None:
    answer = gardens.ask("Which US officials told of water?")
    assert gardens.understand("What did WHO say?").spellings == {"WHO"}
    assert "mentions US" not in (answer.reason or "")
    assert "mentions IT" in (gardens.ask("What did IT say about water?").reason or "")
