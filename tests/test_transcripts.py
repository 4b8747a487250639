"""Debates and interviews, in which each turn begins with who speaks."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from rag.records import Article, StatementKind
from rag.speech.statements import attribute

INTRODUCED = "Mayor Ann Reed met Tom Poe, 41, on Monday."
SAID = "We built the depot late, and it rains. He said, “It is only rain.” Nobody was asked then."


def talk(labels: Iterable[str], words: str = SAID) -> str:
    return "\n\n".join([INTRODUCED, *(f"{label}: {words}" for label in labels)])


def said(text: str) -> list[tuple[str, str | None]]:
    return [(text[one.start : one.end], one.speaker) for one in attribute(Article("a", "T", text))]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ann Reed", "Tom Poe"), ("Reed", "Poe"), ("REED", "POE"), ("[1:27:05] Reed", "[0:10] Poe")],
)
def test_all_of_a_turn_is_its_speakers(one: str, other: str) -> None:
    found = said(talk([one, other] * 3))
    assert {speaker for _, speaker in found} == {"Ann Reed", "Tom Poe"}
    assert sum("Nobody was asked then." in words for words, _ in found) == 6
    assert not any(words.startswith("[") for words, _ in found)


def test_a_turn_is_cut_at_its_sentences() -> None:
    text = talk(["Reed", "Poe"] * 3)
    (first, second, *_) = attribute(Article("a", "T", text))
    assert text[first.start : first.end] == (
        "Reed: We built the depot late, and it rains. He said, “It is only rain.”"
    )
    assert text[slice(*(first.mention or ()))] == "Reed"
    assert text[second.start : second.end] == "Nobody was asked then."
    assert {first.kind, second.kind} == {StatementKind.DIRECT}
    assert second.mention is None


def test_who_asks_need_have_no_name() -> None:
    found = said(talk(["Question", "Reed"] * 3))
    assert [speaker for words, speaker in found if "Nobody" in words and speaker] == [
        "Ann Reed"
    ] * 3


@pytest.mark.parametrize(
    "text",
    [
        talk(["Reed", "Poe"]),  # two turns are none
        talk(["Trainer", "Owner"] * 3),
        talk(["Ann Reed", "Tom Poe"] * 3, "4,046 (23.76%)"),
        talk(["Ann Reed", "Tom Poe"] * 3, "Marl Depot vs. Blay Harbour"),
    ],
)
def test_what_is_no_transcript_is_read_as_before(text: str) -> None:
    assert not any("Nobody" in words and speaker for words, speaker in said(text))
    assert not any("(" in words or "vs." in words for words, _ in said(text))
