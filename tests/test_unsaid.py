"""What nobody said, or would only have said, is no statement; what stands beside it still is."""

from __future__ import annotations

import pytest

from rag.records import Article
from rag.speech.statements import attribute


def speakers(text: str) -> list[str | None]:
    return [statement.speaker for statement in attribute(Article("a", "A title", text))]


@pytest.mark.parametrize(
    "sentence",
    [
        # nobody is the subject
        "Neither Vera Nolan nor Tom Lund would say who signed the order.",
        "No one at the ministry would say whether the dam was safe.",
        "Nobody said the dam was safe.",
        "None of the engineers said the dam was safe.",
        "No official would say that the dam was safe.",
        "Few would say that the dam was safe.",
        "Nothing Tom Lund said suggested that the dam was safe.",
        "Neither the mayor nor her aides told the council that the dam was closed.",
        "Neither Tom Lund nor Vera Nolan said “the dam is safe.”",
        "Not even Tom Lund would say that the dam was safe.",
        # the negation stands before the verb
        "Tom Lund would not say if he had seen the report.",
        "Tom Lund never said that the dam was safe.",
        "Tom Lund never said “the dam is safe.”",
        "Tom Lund declined to say what he was told.",
        "Tom Lund has yet to say whether the dam is safe.",
        "Tom Lund stopped short of saying that the dam was safe.",
        "Tom Lund avoided saying that the dam was safe.",
        "Tom Lund shied away from saying that the dam was safe.",
        "Tom Lund is not on record as saying that the dam was safe.",
        "Tom Lund left without saying that the dam was safe.",
        "Tom Lund rarely said that the dam was safe.",
        "Tom Lund can hardly say that the dam is safe.",
        "Rarely had Tom Lund said that the dam was safe.",
        "Tom Lund said nothing about the dam.",
        "Tom Lund has said nothing.",
        "Tom Lund said little publicly about the dam on Friday.",
        "Tom Lund said nothing more on Friday.",
        # conditions and wishes
        "Had Tom Lund said the bridge was closed, the trucks would have stopped.",
        "If Tom Lund had said the bridge was closed, the trucks would have stopped.",
        "Unless Tom Lund says that the bridge is safe, nobody will cross it.",
        "Should Tom Lund say that the dam is safe, nobody will believe him.",
        "Tom Lund would have said that the bridge was closed.",
        "If asked, Tom Lund would say that the bridge was closed.",
        "If the dam could talk, it would say, “I am tired of all this.”",
        "Imagine Tom Lund saying that the dam was safe.",
        "Suppose Tom Lund said the dam was safe.",
        "Vera Nolan wishes Tom Lund had said that the dam was closed.",
        # doubts and questions
        "It is not clear whether Tom Lund said the bridge was closed.",
        "Nobody knows if Tom Lund said the bridge was closed.",
        "It is untrue that Tom Lund said the dam was safe.",
        "There is no record of Tom Lund saying that the dam was safe.",
        "It is unclear who said the dam was safe.",
        "It is not known who told Tom Lund that the dam was safe.",
        "What Tom Lund said on that day is not known.",
        "Claims that Tom Lund said the dam was safe are untrue.",
        "Reports that Tom Lund told the council the dam was safe are false.",
        "The claim, that Tom Lund said the dam was safe, is false.",
        "It is a myth that Tom Lund said the dam was safe.",
        "Let's say Tom Lund said the dam was safe.",
        "A rumour that Tom Lund had said the dam was safe is false.",
        "What if Tom Lund said the dam was safe?",
        "Who said the dam was safe?",
    ],
)
def test_what_was_not_said_is_no_statement(sentence: str) -> None:
    assert speakers(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Tom Lund said nothing would change.",
        "Tom Lund said little had changed.",
        "Far from saying that the dam was safe, Tom Lund said it would break.",
        "Far from safe, Tom Lund said, the dam was old.",
        "No one has said that the dam is safe, Tom Lund said.",
        "Nobody, Tom Lund said, knew that the dam was closed.",
        "Tom Lund said nobody knew that the dam was closed.",
        "Tom Lund said he would not say who signed it.",
        "Tom Lund said he had never said that.",
        "Tom Lund, who would not say who signed the order, said the dam was safe.",
        "Tom Lund refused to comment, saying that the dam was safe.",
        "“I will not say,” Tom Lund said.",
        "Few knew of it, Tom Lund said.",
        "Asked if he said the dam was safe, Tom Lund said he had.",
        "What Tom Lund said was that the dam was not safe.",
        "Tom Lund did not resign, saying that the dam was safe.",
        "Tom Lund said it was not true that Vera Nolan said the dam was safe.",
    ],
)
def test_who_speaks_of_what_was_not_said_is_quoted(sentence: str) -> None:
    assert speakers(sentence) == ["Tom Lund"]
