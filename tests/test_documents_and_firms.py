"""Whose words a document's are, and names with "&"."""

from __future__ import annotations

import pytest

from rag.records import Article
from rag.speech.statements import attribute


def speakers(text: str) -> list[str | None]:
    return [statement.speaker for statement in attribute(Article("a", "", text))]


@pytest.mark.parametrize(
    "document",
    [
        "A study by {}",
        "A new report from {}",
        "A survey of teachers by {}",
        "{}'s analysis",
        "An investigation published by {}",
    ],
)
@pytest.mark.parametrize(
    "author", ["Harvard University", "the Education Department", "Nora Whitfield", "Ernst & Young"]
)
def test_a_document_says_what_its_author_says(document: str, author: str) -> None:
    named = document.format(author)
    text = f"{named[0].upper()}{named[1:]} found that the ferry was late."
    assert speakers(text) == [author.removeprefix("the ")]


def test_an_institution_before_its_document_is_the_author() -> None:
    assert speakers("A Harvard University study found the ferry was late.") == [
        "Harvard University"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A report by two officials said the ferry was late.",
        "A Russian study found the ferry was late.",
        "A report from Kyiv said the ferry was late.",
        "An email obtained by Harvard University said the ferry was late.",
        "The report said the ferry was late.",
    ],
)
def test_no_author_is_made_up(text: str) -> None:
    assert speakers(text) == [None]


@pytest.mark.parametrize("firm", ["Johnson & Johnson", "Bed Bath & Beyond", "AT&T"])
def test_a_firm_with_and_is_one_name(firm: str) -> None:
    assert speakers(f"{firm} said the ferry was late.") == [firm]
    assert speakers(f"In May, {firm} said the ferry was late.") == [firm]


def test_a_person_behind_a_department_with_and_is_the_speaker() -> None:
    text = "Game & Fish Department Chief Nora Whitfield said the ferry was late."
    assert speakers(text) == ["Nora Whitfield"]


def test_people_at_a_place_are_not_the_place() -> None:
    text = "Prices rose after officials in Texas announced the first case."
    assert speakers(text) == [None]


@pytest.mark.parametrize(
    "introduction",
    [
        "Camilla, the queen consort, spoke at a reception.",
        "Whitfield, the mayor of Dayton, met the board.",
    ],
)
def test_a_role_behind_one_name_introduces_somebody(introduction: str) -> None:
    name = introduction.partition(",")[0]
    assert speakers(f"{introduction} She said the ferry was late.") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "In Ohio, the governor met the board. She said the ferry was late.",
        "Property 1 LLC, owner of the hotel, met the board. He said the ferry was late.",
    ],
)
def test_a_place_or_a_firm_before_a_role_is_nobody(text: str) -> None:
    assert speakers(text) == [None]
