"""Words that are cited <-> how a link names them: "120-250-402653189".

Two offsets into the article's text, and a number made of the words that stood there: where the
article has changed since, its words now must not be marked as those that were quoted. Without the
third part, as people write it, the two offsets are believed.
"""

from __future__ import annotations

import re

from rag.errors import QuestionError
from rag.notice import Notice
from rag.records import Article, Citation

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)
_PRIME = 999_999_937  # the greatest of nine digits


def write_span(one: Citation) -> str:
    """The span of a citation, as a link has it; the widget's script writes the same."""
    return f"{one.start}-{one.end}-{_check(one.text)}"


def read_span(article: Article, text: str) -> tuple[int, int] | None:
    """The span that a link names; None where other words stand there by now.

    Raises QuestionError where it is no span of this article.
    """
    found = _SPAN.fullmatch(text)
    if found:
        start, end, check = int(found[1]), int(found[2]), found[3]
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
    """A hash as short to write down in JavaScript: a polynomial in 31, modulo a prime."""
    number = 0
    for letter in words:
        number = (number * 31 + ord(letter)) % _PRIME
    return str(number)
