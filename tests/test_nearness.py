"""Words of those near a person are never that person's."""

from __future__ import annotations

import pytest

from rag.records import Article
from rag.speech.statements import attribute


@pytest.mark.parametrize(
    "speaker",
    [
        "the Reed family",
        "friends of Ann Reed",
        "police investigating Reed",
        "a lawyer representing Reed",
        "the judge sentencing Reed",
        "lawyers for Reed",
        "a critic of Reed",
        "a senior Reed adviser",
        "Reed allies",
        "Reed's mother",
        "people close to Ann Reed",
        "the Reed administration",
        "protesters opposing Reed",
    ],
)
@pytest.mark.parametrize("form", ["{} said it was over.", "“It is over,” {} said."])
def test_who_stands_near_a_name_is_not_that_person(speaker: str, form: str) -> None:
    sentence = form.format(speaker)
    text = f"Ann Reed left on Monday.\n\n{sentence[0].upper()}{sentence[1:]}"
    (statement,) = attribute(Article("a", "A title", text))
    assert statement.speaker is None
    assert statement.mention is not None
    assert text[slice(*statement.mention)].lower() == speaker.lower()


@pytest.mark.parametrize("relative", ["Reed's widow", "His brother", "A lawyer"])
def test_an_apposition_names_who_speaks(relative: str) -> None:
    text = f"Tom Reed died on Monday.\n\n{relative}, Kim Poe, said it was sad."
    (statement,) = attribute(Article("a", "A title", text))
    assert statement.speaker == "Kim Poe"


def test_supporters_who_cheer_are_not_the_one_they_cheer() -> None:
    text = "Ann Reed won.\n\nReed supporters cheered, saying “yes, we did it together”."
    (statement,) = attribute(Article("a", "A title", text))
    assert statement.speaker is None
