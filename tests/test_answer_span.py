"""The words that answer: the choice of a span, and when none is marked."""

from __future__ import annotations

import re

import numpy as np
import pytest

from rag.answer.fact.answer_span import AnswerSpan, choose_likeliest, read_answer_span
from rag.answer.fact.bold import mark_words
from rag.answer.fact.pairs import LONGEST, WEIGHTS, Floats
from rag.models.embedder import Embedder
from rag.models.pair_model import PairModel

QUESTION = "Which company built the bridge in Penmouth?"
SENTENCE = "The bridge in Penmouth, of steel and stone, was built by Blay & Sons in 1931."


@pytest.fixture(scope="module")
def pairs(embedder: Embedder) -> PairModel:
    model = embedder.pair_model(WEIGHTS)
    assert model is not None
    return model


def test_of_spans_that_overlap_what_they_share_is_read() -> None:
    probabilities = np.zeros((6, LONGEST), np.float32)
    probabilities[0, 0] = 0.4  # one word apart from the others
    probabilities[2, 2] = 0.3
    probabilities[3, 1] = 0.3  # the last two words of the three before
    found = _likeliest(probabilities, "Rain fell on old stone bridges")
    assert found.span in {(10, 22), (13, 22)}
    assert found.expected == pytest.approx(0.3 + 0.3 * 4 / 5)
    found = _likeliest(probabilities, "Rain fell on the stone bridges")
    assert found.expected == pytest.approx(0.3 + 0.3 * 2 / 3)


@pytest.mark.parametrize(
    ("sentence", "cut", "whole", "words"),
    [
        ("Cells (white blood cells) act", (0, 3), (0, 5), "Cells (white blood cells)"),
        ("A time T(n) is long", (2, 2), (2, 5), "T(n)"),
        ("It says “yes” or “no” here", (3, 7), (2, 8), "“yes” or “no”"),
        ('It says "yes" or "no" here', (3, 7), (2, 8), '"yes" or "no"'),
    ],
)
def test_what_leaves_a_bracket_or_quotation_marks_open_is_not_marked(
    sentence: str, cut: tuple[int, int], whole: tuple[int, int], words: str
) -> None:
    probabilities = np.zeros((12, LONGEST), np.float32)
    for share, (first, last) in ((0.9, cut), (0.1, whole)):
        probabilities[first, last - first] = share
    assert sentence[slice(*_likeliest(probabilities, sentence).span)] == words


def _likeliest(probabilities: Floats, sentence: str) -> AnswerSpan:
    return choose_likeliest(
        probabilities, sentence, [m.span() for m in re.finditer(r"\w+|\S", sentence)]
    )


@pytest.mark.parametrize("sentence", ["", "   ", "\n"])
def test_no_words_are_not_read(pairs: PairModel, sentence: str) -> None:
    (scores,) = pairs.read(QUESTION, [(sentence, "")])
    assert read_answer_span(sentence, scores) is None


def test_a_sentence_beyond_the_models_window_is_read(pairs: PairModel) -> None:
    sentence = SENTENCE + " and again" * 400
    (scores,) = pairs.read(QUESTION, [(sentence, "")])
    read = read_answer_span(sentence, scores)
    assert read is not None
    assert 0 <= read.span[0] < read.span[1] <= len(sentence)


def test_what_is_read_unsurely_is_not_marked() -> None:
    assert mark_words(SENTENCE, QUESTION, (), AnswerSpan((4, 10), 0.1)) == ()
    assert mark_words(SENTENCE, QUESTION, (), AnswerSpan((4, 10), 0.6)) == ((4, 10),)


def test_unsure_a_number_asked_for_is_marked_where_numbers_are() -> None:
    sentence = "Repairs of the bridge took 14 months, the county said."
    found = ((sentence.index("14"), sentence.index("14") + 2),)
    question = "How many months did repairs of the bridge take?"
    assert mark_words(sentence, question, found, AnswerSpan((0, 7), 0.4)) == found


def test_the_day_is_marked_for_when_however_sure_another_number_was_read() -> None:
    sentence = "The old ferry pilot died on Thursday at the age of 96."
    day, age = ((sentence.index(one), sentence.index(one) + len(one)) for one in ("Thursday", "96"))
    question = "When did the ferry pilot die?"
    assert mark_words(sentence, question, (day,), AnswerSpan(age, 0.9)) == (day,)


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        (QUESTION, SENTENCE, "Blay & Sons"),
        (
            "Why did the council close the bridge?",
            "The council closed the bridge because engineers had found cracks in its piers.",
            "engineers had found cracks in its piers",
        ),
        (
            "What did the workers find under the station?",
            "Under the station the workers found a Roman bath, which is to be shown in May.",
            "a Roman bath",
        ),
        (
            "In what year was the bridge built?",
            SENTENCE,
            "1931",
        ),
        (
            "What is the capital of the province?",
            "Larkfield, the capital of the province, has 40,000 inhabitants.",
            "Larkfield",
        ),
    ],
)
def test_the_words_that_answer_are_read(
    pairs: PairModel, question: str, sentence: str, answer: str
) -> None:
    (scores,) = pairs.read(question, [(sentence, "")])
    read = read_answer_span(sentence, scores)
    assert read is not None
    words = sentence[slice(*read.span)]
    assert words in answer or answer in words
