"""Text -> the offsets of its sentences. The only module that knows of sentencex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rag.language.english.calendar_words import WEEKDAY

# sentencex cuts between a mark and its sentence: `place.'‖"`, `he said. “‖We`
_CLOSING = re.compile(r"[\"'”’»)\]]+(?=\s|$)")
_OPENING = re.compile(r"(?<=\s)[\"'“‘«(\[]+$")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_ENUMERATION = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]$")
_CLOCK = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)
_AFTER_CLOCK = re.compile(rf"(?:on )?(?:{WEEKDAY}|(?:[ECMP][SD]?|AK|GM)T|UTC|BST)\b")
# "J.D.‖Vance": initials before a name. Those of places end sentences as often as not.
_INITIALS = re.compile(
    r"(?<![\w.])(?!U\.[SKN]\.|E\.U\.|D\.C\.|L\.A\.|N\.[YJCHDM]\.)(?:[A-Z]\.){2,3}$"
)

Span = tuple[int, int]


def sentences(text: str) -> list[Span]:
    """Return the (start, end) of each sentence: in order, apart, without white space around.

    A sentence never runs over a line break, and every character that is not white space is in
    one. A quotation of several sentences is one sentence together with its introduction, unless
    its closing mark is missing. The closing mark belongs to its sentence.
    """
    spans: list[Span] = []
    for match in re.finditer(r"[^\n]+", text):
        spans.extend(_of_paragraph(match.group(), match.start()))
    return spans


def _of_paragraph(paragraph: str, offset: int) -> Iterator[Span]:
    for start, end in pairwise([0, *_cuts(paragraph), len(paragraph)]):
        piece = paragraph[start:end]
        if inner := piece.strip():
            begin = offset + start + piece.index(inner)
            yield begin, begin + len(inner)


def _cuts(paragraph: str) -> Iterator[int]:
    """Yield where one sentence ends and the next begins, in order."""
    from sentencex import get_sentence_boundaries

    boundaries = get_sentence_boundaries("en", paragraph)[1:]
    # moved, a cut may pass or meet the next one
    places = sorted({_moved(paragraph, boundary["start_index"]) for boundary in boundaries})
    last = 0
    has_words = False  # whether there is more than marks since the last cut
    for before, cut, after in zip([0, *places], places, [*places[1:], None], strict=False):
        has_words = has_words or bool(_LETTER_OR_DIGIT.search(paragraph, before, cut))
        if not has_words or not _LETTER_OR_DIGIT.search(paragraph[cut:after]):
            continue
        if not _belong_together(paragraph[last:cut].strip(), paragraph[cut : cut + 20]):
            yield cut
            last, has_words = cut, False


def _moved(paragraph: str, cut: int) -> int:
    """Move a cut that separates a quotation mark or a bracket from its sentence."""
    if paragraph[cut - 1 : cut].isspace():
        return cut
    if closing := _CLOSING.match(paragraph, cut):
        return closing.end()
    if opening := _OPENING.search(paragraph, max(0, cut - 10), cut):
        return opening.start()
    return cut


def _belong_together(before: str, after: str) -> bool:
    if _ENUMERATION.match(before):
        return True
    tail = before[-20:]
    if _CLOCK.search(tail):
        return bool(_AFTER_CLOCK.match(after))
    return bool(_INITIALS.search(tail)) and after[:1].isupper()
