"""Sentences: exact offsets, whole quotations, nothing lost."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.sentences import sentences

PROSE = st.text(alphabet=st.sampled_from("aB é“”\"'().!?… \n1“Я。-[]»«"), max_size=200)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@given(st.one_of(st.text(max_size=200), PROSE))
def test_sentences_are_in_order_apart_trimmed_and_cover_every_character(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    covered = {place for start, end in spans for place in range(start, end)}
    assert {place for place, mark in enumerate(text) if not mark.isspace()} <= covered


@given(st.one_of(st.text(max_size=200), PROSE))
def test_no_sentence_runs_over_a_line_break(text: str) -> None:
    assert all("\n" not in text[start:end] for start, end in sentences(text))


def test_offsets_count_characters_and_not_bytes() -> None:
    assert cut("«Мы знаем», сказал он. Zoë Müller went on… 🙂 Fine.")[0] == "«Мы знаем», сказал он."
    assert cut("Élan — là-bas. It’s fine.") == ["Élan — là-bas.", "It’s fine."]


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. and NATO on Wednesday rejected the demand.",
        "Gov. Ann Lee met Sen. Tim Ray on Jan. 5 in St. Paul, Minn., for talks.",
        "Prices rose 3.5 percent to $1.25 vs. $1.21.",
        "Mr. J.D. Vance spoke first.",
        "They meet at 5 p.m. Monday in Geneva.",
        "1. Mexico leads the list.",
        "He said (it was late. They left) and went.",
    ],
)
def test_a_dot_that_ends_no_sentence_does_not_cut_one(sentence: str) -> None:
    assert cut(f"Before. {sentence} After.") == ["Before.", sentence, "After."]


def test_a_quotation_stays_with_what_introduces_it() -> None:
    quoted = 'He added, "We agree. This is not the end. We go on," and left.'
    assert cut(f"{quoted} She stayed.") == [quoted, "She stayed."]


def test_a_closing_mark_belongs_to_its_sentence() -> None:
    inner = "He put it aptly: \"They say: 'Sam put Max in his place.'\""
    assert cut(inner) == [inner]
    assert cut('He said "No way." Then he left.') == ['He said "No way."', "Then he left."]
    assert cut('"Is it?" she asked. "Yes."') == ['"Is it?" she asked.', '"Yes."']


def test_an_opening_mark_belongs_to_what_follows() -> None:
    assert cut("“It was good,” she said. “ We go home.” Then")[1].startswith("“")


def test_a_heading_is_a_sentence_of_its_own() -> None:
    assert cut("Troops a threat\nThe minister spoke.") == ["Troops a threat", "The minister spoke."]


def test_places_end_sentences_though_they_are_initials() -> None:
    assert cut("He lives in the U.S. She does not.") == ["He lives in the U.S.", "She does not."]
    assert cut("They left at 5 p.m. The hall was empty.")[1] == "The hall was empty."


def test_marks_without_words_make_no_sentence() -> None:
    assert cut("It ended. ... He left.")[-1] == "He left."
    assert cut("“ ” !") == ["“ ” !"]


@pytest.mark.parametrize(
    "unit",
    [
        "“\"'‘",
        "“a. \"b. 'c. ‘d. ",
        "“",
        "'",
        "«",
        "a“b",
        "... ",
        "1. ",
        "A.B. ",
        "5 p.m. ",
        "(a. b. ",
    ],
)
def test_sentences_take_time_in_proportion(unit: str) -> None:
    def cut(length: int) -> float:
        text = unit * (length // len(unit))
        tries = []
        for _ in range(3):
            began = time.thread_time()
            sentences(text)
            tries.append(time.thread_time() - began)
        return min(tries)

    for _ in range(3):  # a machine that does other things may be slow once
        if cut(40_000) <= 8 * max(cut(10_000), 1e-4):
            return
    raise AssertionError(f"{cut(40_000):.2f} s, and {cut(10_000):.2f} s for a quarter of it")


def test_a_long_paragraph_is_cut_as_its_parts_are() -> None:
    one = (
        "The mayor, Dr. Ann Lee, said: “It will rain. It will not end. We know that.” "
        "She left at 5 p.m. on Monday. Nobody asked why, and J.D. Roe did not say. "
    )
    text = one * 200
    spans = sentences(text)
    assert [text[start:end] for start, end in spans] == [
        one[start:end] for start, end in sentences(one)
    ] * 200
