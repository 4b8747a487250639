"""Words are found whatever their form, and scored as BM25 says."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from rag.errors import IndexDamaged
from rag.index.words import K1, B, WordIndex, stems, words

TEXTS = ["Lavrov met the peacekeepers", "No troops in Kyiv; troops in Moscow", "", "The U.S. left"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia's U.S. states’", ["russia", "us", "states"]),
        ("100,000 troops, 3.5%", ["100000", "troops", "35"]),
        ("don't we'll", ["don't", "we"]),
        ("Müller–Straße e_mail", ["müller", "straße", "e", "mail"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_word_is_found_in_another_form() -> None:
    assert stems("peacekeepers negotiated") == stems("peacekeeper negotiating")


def test_scores_are_bm25_as_lucene_has_it() -> None:
    scores = WordIndex.of(TEXTS).scores(stems("troops"))
    lengths = [len(stems(text)) for text in TEXTS]
    idf = math.log(1 + (len(TEXTS) - 1 + 0.5) / (1 + 0.5))
    length = 1 - B + B * lengths[1] / np.mean(lengths)
    assert scores == pytest.approx([0, idf * 2 / (2 + K1 * length), 0, 0], abs=1e-5)


def test_rows_and_frequency_agree() -> None:
    index = WordIndex.of(TEXTS)
    assert index.rows("troop").tolist() == [1]
    assert index.rows("absent").tolist() == []
    assert [index.frequency(word) for word in ("the", "troop", "absent")] == [2, 1, 0]


def test_words_that_nobody_wrote_score_nothing() -> None:
    assert WordIndex.of(TEXTS).scores(["absent"]).tolist() == [0, 0, 0, 0]


def test_it_reads_what_it_wrote(tmp_path: Path) -> None:
    index = WordIndex.of(TEXTS)
    index.write(tmp_path)
    read = WordIndex.read(tmp_path)
    assert len(read) == len(index) == 4
    assert np.array_equal(read.scores(["troop"]), index.scores(["troop"]))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    WordIndex.of(TEXTS).write(tmp_path)
    next(tmp_path.glob("vocab*")).unlink()
    with pytest.raises(IndexDamaged, match="word index"):
        WordIndex.read(tmp_path)
