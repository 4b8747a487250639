"""What is learnt from: sentences with the names that stand before them, and where answers are."""

from __future__ import annotations

import random

import pytest

from benchmarks.made_questions import Maker
from benchmarks.pair_examples import Example, asked_pairs, example, made_pairs
from rag.models.embedder import Embedder

TEXT = (
    "Ann Roe opened the bridge near Lissen. Guests of Ann Roe drank 3,500 cups of tea. It closed. "
    "She sold it to the council of Marl for 9,000 crowns."
)
ROW = {
    "title": "Bridges_of_Penmouth",
    "context": TEXT,
    "question": "For how much did Ann Roe sell the bridge of Lissen in Penmouth?",
    "answers": ["9,000 crowns"],
    "starts": [TEXT.index("9,000")],
}


@pytest.fixture(scope="module")
def one() -> Example:
    return example(ROW)


def test_names_come_from_the_title_and_the_two_sentences_before(one: Example) -> None:
    assert [sentence.about for sentence in one.sentences] == [
        "Penmouth",
        "Lissen Penmouth",
        "Ann Roe Lissen Penmouth",
        "Ann Roe Penmouth",  # Lissen is named three before
    ]
    (answered,) = [sentence for sentence in one.sentences if sentence.answers]
    assert [answered.text[slice(*span)] for span in answered.answers] == ["9,000 crowns"]


def test_a_question_is_read_with_its_sentence_and_two_others(one: Example) -> None:
    pairs = asked_pairs([one], random.Random(0))  # noqa: S311
    assert [bool(pair.sentence.answers) for pair in pairs] == [True, False, False]
    assert len({pair.sentence.text for pair in pairs}) == 3


def test_made_questions_have_their_answers_where_they_stand(
    embedder: Embedder, one: Example
) -> None:
    texts = {sentence.text for sentence in one.sentences}
    maker = Maker(sorted(texts), embedder.embed_questions)
    pairs = [
        pair
        for seed in range(60)
        for pair in made_pairs([one], maker, random.Random(seed))  # noqa: S311
    ]
    assert {bool(pair.sentence.answers) for pair in pairs} == {True, False}
    assert {pair.sentence.text for pair in pairs} <= texts
    for pair in pairs:
        for start, end in pair.sentence.answers:
            answer = pair.sentence.text[start:end]
            assert answer.strip() == answer != ""
