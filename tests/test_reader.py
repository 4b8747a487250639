"""The words that answer are read: the arithmetic, the choice of a span, and when none is marked."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks.train_reader import Trained, save
from rag.answer.fact.bold import mark_words
from rag.answer.fact.reader import WEIGHTS, Reader, Reading, choose_likeliest, load_packaged_reader
from rag.answer.fact.reader_features import compute_features
from rag.answer.fact.reader_spans import LONGEST, Floats
from rag.models.embedder import Embedder, ModelFingerprint

QUESTION = "Which company built the bridge in Penmouth?"
SENTENCE = "The bridge in Penmouth, of steel and stone, was built by Blay & Sons in 1931."


def test_numpy_reads_what_torch_has_learned(embedder: Embedder, tmp_path: Path) -> None:
    asked, read = embedder.token_vectors([QUESTION, SENTENCE])
    seen = compute_features(QUESTION, asked, SENTENCE, read)
    assert seen is not None
    torch.manual_seed(1)
    members = [Trained(seen).eval(), Trained(seen).eval()]
    fingerprint = ModelFingerprint("any", "abc")
    save(members, fingerprint.weights_sha256, [], tmp_path / "reader.npz")
    reader = Reader.load(tmp_path / "reader.npz", fingerprint)
    assert reader is not None
    with torch.no_grad():
        scores = [member([seen])[0] for member in members]
    expected = np.mean([torch.softmax(one.flatten(), 0).view_as(one) for one in scores], axis=0)
    np.testing.assert_allclose(reader.probabilities(seen), expected, atol=1e-4)


def test_a_reader_of_another_model_is_none(embedder: Embedder) -> None:
    assert load_packaged_reader(ModelFingerprint("other", "0" * 64)) is None
    assert load_packaged_reader(embedder.fingerprint) is not None
    assert WEIGHTS.stat().st_size < 2_000_000


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


def _likeliest(probabilities: Floats, sentence: str) -> Reading:
    return choose_likeliest(
        probabilities, sentence, [m.span() for m in re.finditer(r"\w+|\S", sentence)]
    )


@pytest.mark.parametrize("sentence", ["", "   ", "\n"])
def test_no_words_are_not_read(embedder: Embedder, sentence: str) -> None:
    asked, read = embedder.token_vectors([QUESTION, sentence or " "])
    assert compute_features(QUESTION, asked, sentence, read) is None


def test_a_sentence_beyond_the_models_window_is_read(embedder: Embedder) -> None:
    sentence = SENTENCE + " and again" * 400
    asked, read = embedder.token_vectors([QUESTION, sentence])
    reader = load_packaged_reader(embedder.fingerprint)
    assert reader is not None
    reading = reader.read(QUESTION, asked, sentence, read)
    assert reading is not None
    assert 0 <= reading.span[0] < reading.span[1] <= len(sentence)


def test_what_is_read_unsurely_is_not_marked() -> None:
    assert mark_words(SENTENCE, QUESTION, (), Reading((4, 10), 0.1)) == ()
    assert mark_words(SENTENCE, QUESTION, (), Reading((4, 10), 0.6)) == ((4, 10),)


def test_unsure_a_number_asked_for_is_marked_where_numbers_are() -> None:
    sentence = "Repairs of the bridge took 14 months, the county said."
    found = ((sentence.index("14"), sentence.index("14") + 2),)
    question = "How many months did repairs of the bridge take?"
    assert mark_words(sentence, question, found, Reading((0, 7), 0.4)) == found


def test_the_day_is_marked_for_when_however_sure_another_number_was_read() -> None:
    sentence = "The old ferry pilot died on Thursday at the age of 96."
    day, age = ((sentence.index(one), sentence.index(one) + len(one)) for one in ("Thursday", "96"))
    question = "When did the ferry pilot die?"
    assert mark_words(sentence, question, (day,), Reading(age, 0.9)) == (day,)


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
    embedder: Embedder, question: str, sentence: str, answer: str
) -> None:
    reader = load_packaged_reader(embedder.fingerprint)
    assert reader is not None
    asked, read = embedder.token_vectors([question, sentence])
    reading = reader.read(question, asked, sentence, read)
    assert reading is not None
    words = sentence[slice(*reading.span)]
    assert words in answer or answer in words
