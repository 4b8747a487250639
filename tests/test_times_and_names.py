"""Days beside the verb of saying, and names that are words of the calendar."""

from __future__ import annotations

import pytest

from rag.records import Article
from rag.speech.statements import attribute


def read(text: str) -> list[tuple[str | None, str]]:
    return [
        (statement.speaker, text[statement.start : statement.end])
        for statement in attribute(Article("a", "", text))
    ]


@pytest.mark.parametrize(
    "when",
    ["on Friday", "Friday", "late Friday", "last Friday night", "earlier this week", "last month"],
)
def test_a_time_before_the_verb_is_no_part_of_the_speaker(when: str) -> None:
    statement = f"Whitfield {when} said the ferry was late."
    text = f"Nora Whitfield met the board. {statement}"
    assert read(text) == [("Nora Whitfield", statement)]


@pytest.mark.parametrize("when", ["on Friday", "Friday morning", "last week", "late on Friday"])
def test_words_without_that_follow_a_time(when: str) -> None:
    text = f"Nora Whitfield said {when} the ferry was late."
    assert read(text) == [("Nora Whitfield", text)]


@pytest.mark.parametrize("when", ["on Friday", "last week", "on Friday morning in Geneva"])
def test_a_time_alone_is_nothing_that_was_said(when: str) -> None:
    assert read(f"Nora Whitfield spoke {when}, and the board listened.") == []


@pytest.mark.parametrize(
    "text",
    [
        "“We will stay,” said {}.",
        "{} said on Friday that the ferry was late.",
        "Prime Minister {} warned that the deal “will fail”.",
    ],
)
@pytest.mark.parametrize("name", ["Theresa May", "George Will", "Doris Day", "August Wilson"])
def test_a_month_behind_a_given_name_is_a_family_name(text: str, name: str) -> None:
    text = text.format(name)
    assert read(text) == [(name, text)]


def test_a_family_name_that_is_a_month_stands_alone_before_its_verb() -> None:
    text = "Theresa May met the board. May added that the ferry was late."
    assert read(text) == [("Theresa May", "May added that the ferry was late.")]


@pytest.mark.parametrize(
    "text",
    [
        "In May Nora Whitfield said the ferry was late.",
        "Nora Whitfield said in May that the ferry was late.",
        "Nora Whitfield told Tom May 5 was too late.",
    ],
)
def test_a_month_is_no_name(text: str) -> None:
    assert [speaker for speaker, _ in read(text)] == ["Nora Whitfield"]
