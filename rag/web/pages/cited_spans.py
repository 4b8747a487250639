"""Cited words <-> their span in a link: "120-250-402653189".

A span has two offsets into the article's text and a checksum of the cited words: if the article has
changed, its present words must not be highlighted as the quoted ones. Without the third part, which
people leave out, the offsets alone count.
"""

from __future__ import annotations

import re

from rag.errors import QuestionError
from rag.notice import Notice
from rag.records import Article, Citation

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)
_PRIME = 999_999_937  # the greatest prime with nine digits


def write_span(citation: Citation) -> str:
    """The span of a citation in a link; the widget's script writes the same."""
    return write_span_of(citation.start, citation.end, citation.text)


def write_span_of(start: int, end: int, words: str) -> str:
    """The span of an article's words in a link."""
    return f"{start}-{end}-{_check(words)}"


def read_span(article: Article, text: str) -> tuple[int, int] | None:
    """Read the span of a link; None if the article has other words there now.

    Raises QuestionError if it is not a span of this article.
    """
    match = _SPAN.fullmatch(text)
    if match:
        start, end, check = int(match[1]), int(match[2]), match[3]
        inside = end <= len(article.text)
        if start < end and check and not (inside and _check(article.text[start:end]) == check):
            return None
        if start < end and inside:
            return start, end
    raise QuestionError(
        Notice("cite={text}: not a span of this article", text=text[:40]),
        hint=Notice("give two offsets into its text, such as cite=120-250"),
    )


def _check(words: str) -> str:
    """A hash that is short to write in JavaScript, too: a polynomial in 31, modulo a prime."""
    number = 0
    for letter in words:
        number = (number * 31 + ord(letter)) % _PRIME
    return str(number)
