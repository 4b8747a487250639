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
    for html, where in zip(shown(marks), split_paragraphs(ARTICLE), strict=True):
        assert unescape(re.sub(r"<[^>]+>", "", html)) == TEXT[where.start : where.end]


@given(SPANS)
def test_just_the_cited_words_are_marked(span: list[int]) -> None:
    start, end = span
    marked = "".join(
        re.findall(r"<mark[^>]*>(.*?)</mark>", "".join(shown([Highlight("m", start, end)])))
    )
    expected = "".join(
        TEXT[max(start, where.start) : min(end, where.end)]
        for where in split_paragraphs(ARTICLE)
        if start < where.end and where.start < end
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
    assert [TEXT[where.start : where.end] for where in run] == [
        'Three "four" <b>five</b>.',
        "Six & seven.",
        "Eight.",
    ]


def test_an_excerpt_shows_of_a_long_paragraph_what_is_near_the_highlight() -> None:
    filler = "Rain fell on the harbour all day. " * 20
    article = Article("a.txt", "Title", f"{filler}He left. {filler}\n\nThe end.")
    start = article.text.index("He left.")
    ((where,),) = choose_excerpts(article, [Highlight("m", start, start + 8)])
    words = article.text[where.start : where.end]
    assert words.startswith("Rain fell")
    assert words.endswith("all day.")
    assert words.count("Rain") == 10
    html = highlight_paragraph(article, where, [])
    assert unescape(re.sub(r"<[^>]+>", "", html)) == f"…\u00a0{words}\u00a0…"


def test_between_highlights_that_are_far_apart_is_a_gap() -> None:
    filler = "Rain fell on the harbour all day. " * 20
    article = Article("a.txt", "Title", f"He came. {filler}He left.")
    marks = [Highlight("a", 0, 8), Highlight("b", len(article.text) - 8, len(article.text))]
    first, second = choose_excerpts(article, marks)
    assert (first[0].goes_on_after, second[0].goes_on_before) == (True, True)
