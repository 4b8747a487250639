"""Crossheads: the short headings between the paragraphs of an article. They are no evidence."""

from __future__ import annotations

import re

from rag.answer.evidence import Span

_MOST_WORDS = 12
_REACH = 3000  # characters before and after: more than a paragraph has
_ENDS_A_SENTENCE = re.compile(r"[.?!…:;,][\"'”’»)\]]*$")


def is_crosshead(text: str, span: Span) -> bool:
    """Whether a sentence of an article's text is a heading between two paragraphs of sentences.

    The lines of a list, which stand one below the other, are not headings.
    """
    start, end = span
    if _ENDS_A_SENTENCE.search(text, start, end) or text.count(" ", start, end) >= _MOST_WORDS:
        return False
    before = text[max(0, start - _REACH) : start].rstrip(" ")
    after = text[end : end + _REACH].lstrip(" ")
    if not after.startswith("\n") or (before and not before.endswith("\n")):
        return False
    next_paragraph = after.lstrip("\n").split("\n", 1)[0].rstrip()
    previous_paragraph = before.rstrip("\n").rsplit("\n", 1)[-1].rstrip()
    return _is_prose(next_paragraph) and (not previous_paragraph or _is_prose(previous_paragraph))


def _is_prose(paragraph: str) -> bool:
    return bool(_ENDS_A_SENTENCE.search(paragraph))
