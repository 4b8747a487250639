"""What is learnt from: sentences with the names that stand before them, and where answers are."""

from __future__ import annotations

import random

import pytest

from benchmarks.made_questions import Maker
from benchmarks.pair_examples import Example, Pair, as_read, asked_pairs, example, made_pairs
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


def test_a_question_without_a_title_is_read_with_one_other_sentence() -> None:
    untitled = example({**ROW, "title": ""})
    pairs = asked_pairs([untitled], random.Random(0))  # noqa: S311
    assert [bool(pair.sentence.answers) for pair in pairs] == [True, False]


def test_a_sentence_that_answers_as_a_whole_has_no_words_marked() -> None:
    (answered,) = [one for one in example(ROW, whole=True).sentences if one.answers]
    assert answered.whole
    assert answered.text.startswith("She sold it")


def _read_with(one: Example, *, context: bool) -> set[tuple[str, str]]:
    """Every way in which the sentence that answers is read: the question, and what is before."""
    pair = Pair(one.question, next(sentence for sentence in one.sentences if sentence.answers))
    ways = (as_read(pair, random.Random(n), context=context) for n in range(200))  # noqa: S311
    return {(way.question, way.sentence.about) for way in ways}


def test_what_is_read_before_a_sentence_is_its_context_or_names(one: Example) -> None:
    typed = one.question.lower().rstrip("?")
    before = "Bridges of Penmouth. It closed"
    assert _read_with(one, context=True) == {
        (question, about) for question in (one.question, typed) for about in (before, "")
    }
    # nobody types capital letters, so no names are found in what is typed
    assert _read_with(one, context=False) == {
        (one.question, "Ann Roe Penmouth"), (one.question, ""), (typed, "")
    }  # fmt: skip


def test_made_questions_have_their_answers_where_they_stand(
    embedder: Embedder, one: Example
) -> None:
    texts = {sentence.text for sentence in one.sentences}
    maker = Maker(sorted(texts), embedder.embed_questions)
    drawn = [(text, tuple(sentence.text for sentence in one.sentences)) for text in sorted(texts)]
    pairs = [
        pair
        for seed in range(60)
        for pair in made_pairs(drawn, maker, random.Random(seed))  # noqa: S311
    ]
    assert {bool(pair.sentence.answers) for pair in pairs} == {True, False}
    assert {pair.sentence.text for pair in pairs} <= texts
    for pair in pairs:
        for start, end in pair.sentence.answers:
            answer = pair.sentence.text[start:end]
            assert answer.strip() == answer != ""
