"""Institutions with names of several parts, and lines that name nobody who speaks."""

from __future__ import annotations

import pytest

from rag.names.institutions import is_institution
from rag.records import Article
from rag.speech.grammar.compounds import join_institutions
from rag.speech.grammar.tokens import tokenize
from rag.speech.statements import attribute


def spoken(text: str) -> list[tuple[str, str | None]]:
    return [
        (text[one.start : one.end], one.speaker) for one in attribute(Article("a", "A title", text))
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Centers for Rain Control and Prevention said", "Centers for Rain Control and "
         "Prevention"),
        ("the Rain and Wind Administration said", "Rain and Wind Administration"),
        ("the U.S. Rain and Wind Service said", "Rain and Wind Service"),
        ("the Center for Slow Trains said", "Center for Slow Trains"),
        ("the Institute for the Study of Rain said", "Institute for the Study of Rain"),
        ("the Department of Rain and Human Services said", "Department of Rain and Human Services"),
        ("the Committee on Rain, Wind and Snow said", "Committee on Rain, Wind and Snow"),
        ("USA TODAY said", "USA TODAY"),
    ],
)  # fmt: skip
def test_a_name_of_several_parts_is_one_word(text: str, name: str) -> None:
    assert name in [one.text for one in join_institutions(text, tokenize(text, 0, len(text), ()))]


@pytest.mark.parametrize(
    "text",
    [
        "the Department of Rain and Tom Poe said",
        "the Department of Rain and Congress said",
        "the Department of Rain and Mayor Poe said",
        "the Department of Rain and the WHO said",
        "the Committee on Friday said",
        "the White House and Rain Agency said",
        "Poe and the Rain Agency said",
        "the Fire Service for Kent said",
        "Today it rained, Poe said",
    ],
)
def test_two_names_stay_two(text: str) -> None:
    words = tokenize(text, 0, len(text), ())
    assert join_institutions(text, words) == words


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Rain is rare, the Centers for Rain Control and Prevention said.",
         "Centers for Rain Control and Prevention"),
        ("Rain is rare, according to the U.S. Rain and Wind Administration.",
         "Rain and Wind Administration"),
        ("Rain is rare, said Center for Slow Trains director Nora Whitfield.", "Nora Whitfield"),
        ("USA TODAY reported that rain is rare.", "USA TODAY"),
    ],
)  # fmt: skip
def test_it_speaks_by_its_whole_name(sentence: str, speaker: str) -> None:
    assert spoken(sentence) == [(sentence, speaker)]


def test_a_tie_shows_an_institution_where_nobody_has_a_title_behind_it() -> None:
    assert is_institution("Centers for Disease Control and Prevention")
    assert is_institution("centers for disease control".title())
    assert not is_institution("Center for Slow Trains Director Nora Whitfield")
    assert not is_institution("Board member Nora Whitfield")


PLACES = ("Utah", "Provo", "Ohio", "Dayton", "Iowa", "Ames")


def test_a_place_before_a_colon_under_a_heading_says_nothing() -> None:
    text = "\n\n".join(
        f"{above}\n\n{place}: A bridge is closed. It is old, Tom Poe said."
        for above, place in zip(PLACES[::2], PLACES[1::2], strict=True)
    )
    assert spoken(text) == [("It is old, Tom Poe said.", "Tom Poe")] * 3


def test_what_is_said_behind_a_place_is_still_found() -> None:
    text = "\n\n".join(
        f"{above}\n\n{place}: The bridge is old, Tom Poe said."
        for above, place in zip(PLACES[::2], PLACES[1::2], strict=True)
    )
    assert spoken(text) == [("The bridge is old, Tom Poe said.", "Tom Poe")] * 3


def test_two_speakers_under_headings_still_speak() -> None:
    text = "Rain\n\nPOE: Is it rare here?\n\nWind\n\nMOSS: It is rare here."
    assert [one for one, _ in spoken(text)] == ["POE: Is it rare here?", "MOSS: It is rare here."]


def test_a_word_in_capitals_that_the_article_writes_small_is_no_speaker() -> None:
    text = "The cost of more information is low.\n\nCOST: It is $20.\n\nINFORMATION: It is at 9."
    assert spoken(text) == []
