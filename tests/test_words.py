"""Words are found whatever their form, and scored as BM25 says."""

from __future__ import annotations

import math
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import IndexDamaged
from rag.index.words import K1, B, WordIndex, count_texts
from rag.language.stems import stems, words

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
    index.write(tmp_path / "words")
    read = WordIndex.read(tmp_path / "words")
    assert len(read) == len(index) == 4
    assert np.array_equal(read.scores(["troop"]), index.scores(["troop"]))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    WordIndex.of(TEXTS).write(folder)
    for path in list(folder.iterdir()):
        content = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexDamaged, match="word index"):
            WordIndex.read(folder)
        path.write_bytes(content)
    (folder / "vocabulary.txt").write_text("one\ntwo")
    with pytest.raises(IndexDamaged, match="2 words"):
        WordIndex.read(folder)


SOME_TEXT = st.lists(st.sampled_from("rain snow ship vote talk rains".split()), max_size=6).map(
    " ".join
)


@given(texts=st.lists(SOME_TEXT, min_size=1, max_size=12), question=SOME_TEXT)
def test_scores_are_those_of_bm25s(texts: list[str], question: str) -> None:
    texts.append("here")  # bm25s cannot do without any word
    other = bm25s.BM25(k1=K1, b=B, method="lucene")
    other.index([stems(text) for text in texts], show_progress=False)
    known = [word for word in stems(question) if word in other.vocab_dict]
    expected = other.get_scores(known) if known else np.zeros(len(texts))
    assert WordIndex.of(texts).scores(stems(question)) == pytest.approx(expected, abs=1e-5)


@given(
    old=st.lists(SOME_TEXT, max_size=8), new=st.lists(SOME_TEXT, max_size=8), chance=st.randoms()
)
def test_rows_taken_over_are_as_rows_made_anew(
    old: list[str], new: list[str], chance: random.Random
) -> None:
    stay = chance.sample(range(len(old)), chance.randint(0, len(old)))
    before = stay + [-1] * len(new)
    chance.shuffle(before)
    added = iter(new)
    texts = [old[row] if row >= 0 else next(added) for row in before]
    rows = np.array(before, dtype=np.int64)
    with TemporaryDirectory() as folder:
        one, other = Path(folder) / "one", Path(folder) / "other"
        WordIndex.of(old).with_rows(rows, list(count_texts(new))).write(one)
        WordIndex.of(texts).write(other)
        for path in other.iterdir():
            assert (one / path.name).read_bytes() == path.read_bytes(), path.name
