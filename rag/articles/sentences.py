"""Text -> the offsets of its sentences. The only module that knows of sentencex."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A boundary that sentencex puts between a mark and its sentence: `place.'‖"`, `he said. “‖We`
_CLOSING = re.compile(r"[\"'”’»)\]]+(?=\s|$)")
_OPENING = re.compile(r"(?<=\s)[\"'“‘«(\[]+$")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_ENUMERATION = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]$")
_CLOCK = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)
_AFTER_CLOCK = re.compile(
    r"(?:on )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:[ECMP][SD]?|AK|GM)T|UTC|BST)\b"
)

Span = tuple[int, int]


def sentences(text: str) -> list[Span]:
    """Return the (start, end) of each sentence: in order, apart, without white space around.

    A sentence never runs over a line break, and every character that is not white space is in
    one. A quotation of many sentences is one sentence together with what introduces it, unless
    its closing mark is missing; the closing mark belongs to its sentence.
    """
    found: list[Span] = []
    for match in re.finditer(r"[^\n]+", text):
        found.extend(_of_paragraph(match.group(), match.start()))
    return found


def _of_paragraph(paragraph: str, offset: int) -> Iterator[Span]:
    cuts = [0, *_cuts(paragraph), len(paragraph)]
    for start, end in zip(cuts, cuts[1:], strict=False):
        piece = paragraph[start:end]
        inner = piece.strip()
        if inner:
            begin = offset + start + piece.index(inner)
            yield begin, begin + len(inner)


def _cuts(paragraph: str) -> Iterator[int]:
    """Yield where one sentence ends and the next begins, in order."""
    from sentencex import get_sentence_boundaries

    last = 0
    for boundary in get_sentence_boundaries("en", paragraph)[1:]:
        cut = _moved(paragraph, boundary["start_index"])
        if cut > last and not _belong_together(paragraph[last:cut].strip(), paragraph[cut:]):
            yield cut
            last = cut


def _moved(paragraph: str, cut: int) -> int:
    """Move a cut that parts a quotation mark or a bracket from what it belongs to."""
    if paragraph[cut - 1 : cut].isspace():
        return cut
    if closing := _CLOSING.match(paragraph, cut):
        return closing.end()
    if opening := _OPENING.search(paragraph, 0, cut):
        return opening.start()
    return cut


def _belong_together(before: str, after: str) -> bool:
    if not _LETTER_OR_DIGIT.search(before) or not _LETTER_OR_DIGIT.search(after):
        return True
    if _ENUMERATION.match(before):
        return True
    return bool(_CLOCK.search(before) and _AFTER_CLOCK.match(after))
