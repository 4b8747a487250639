"""Highlights mark exactly the cited words."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from rag.records import Article
from rag.web.pages.highlights import (
    Highlight,
    choose_excerpts,
    highlight_paragraph,
    split_paragraphs,
)

TEXT = 'One two.\n\nThree "four" <b>five</b>.\n\nSix & seven.\n\nEight.\n\nNine ten.'
ARTICLE = Article("a.txt", "Title", TEXT)
SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted)


def shown(highlights: list[Highlight]) -> list[str]:
    return [highlight_paragraph(ARTICLE, where, highlights) for where in split_paragraphs(ARTICLE)]


@given(st.lists(SPANS, max_size=3))
def test_a_paragraph_shows_its_text_whatever_is_marked(spans: list[list[int]]) -> None:
    marks = [Highlight(f"m{n}", start, end) for n, (start, end) in enumerate(spans)]
    for html, (start, end) in zip(shown(marks), split_paragraphs(ARTICLE), strict=True):
        assert unescape(re.sub(r"<[^>]+>", "", html)) == TEXT[start:end]


@given(SPANS)
def test_just_the_cited_words_are_marked(span: list[int]) -> None:
    start, end = span
    marked = "".join(
        re.findall(r"<mark[^>]*>(.*?)</mark>", "".join(shown([Highlight("m", start, end)])))
    )
    expected = "".join(
        TEXT[max(start, left) : min(end, right)]
        for left, right in split_paragraphs(ARTICLE)
        if start < right and left < end
    )
    assert unescape(marked) == expected


def test_overlapping_highlights_each_keep_their_id() -> None:
    html = "".join(shown([Highlight("a", 0, 7), Highlight("b", 4, 8)]))
    assert 'id="a"' in html
    assert 'id="b"' in html


def test_bold_words_are_bold_within_their_mark() -> None:
    html = "".join(shown([Highlight("a", 0, 8, bold=[(4, 7)])]))
    assert "<b>two</b>" in html


def test_an_excerpt_has_a_paragraph_on_either_side() -> None:
    start = TEXT.index("Six")
    (run,) = choose_excerpts(ARTICLE, [Highlight("m", start, start + 3)])
    assert [TEXT[left:right] for left, right in run] == [
        'Three "four" <b>five</b>.',
        "Six & seven.",
        "Eight.",
    ]
