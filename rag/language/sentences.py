"""Text -> the offsets of its sentences. The only module that knows of sentencex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rag.language.english.abbreviations import HONORIFICS, TITLE_ABBREVIATIONS
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

# "Ms.‖Roe": sentencex does not know all titles
_TITLE = re.compile(rf"(?<!\w)(?:{'|'.join((*HONORIFICS, *TITLE_ABBREVIATIONS))})\.$")
_LOOKED_AT = 40  # characters before a cut, which tell whether it ends a sentence
_LONGEST_PIECE = 3000  # characters; a paragraph of news has 200 to 600
_PIECE_END = re.compile(r"[.?!][\"'”’)\]]*\s+")

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
    # moved, a cut may pass or meet the next one
    places = sorted({_moved(paragraph, boundary) for boundary in _boundaries(paragraph)})
    last = 0
    has_words = False  # whether there is more than marks since the last cut
    for before, cut, after in zip([0, *places], places, [*places[1:], None], strict=False):
        has_words = has_words or bool(_LETTER_OR_DIGIT.search(paragraph, before, cut))
        if not has_words or not _LETTER_OR_DIGIT.search(paragraph[cut:after]):
            continue
        before_cut = paragraph[max(last, cut - _LOOKED_AT) : cut].strip()
        if not _belong_together(before_cut, paragraph[cut : cut + 20]):
            yield cut
            last, has_words = cut, False


def _boundaries(paragraph: str) -> Iterator[int]:
    """Yield where sentencex begins a sentence, without the first.

    It takes time by the square of the quotation marks that have no other half, so it sees a long
    paragraph piece by piece. A piece begins with the last sentence of the one before, whose end may
    be none, as in "Dr. Lee".
    """
    from sentencex import get_sentence_boundaries

    start = 0
    while start < len(paragraph):
        end = _piece_end(paragraph, start)
        boundaries = get_sentence_boundaries("en", paragraph[start:end])[1:]
        begins = [start + boundary["start_index"] for boundary in boundaries]
        yield from begins
        if end == len(paragraph):
            return
        if not begins:  # a sentence of the length of a chapter
            yield end
        start = begins[-1] if begins else end


def _piece_end(paragraph: str, start: int) -> int:
    """Where a piece ends: behind a sentence, and if possible where every quotation is closed."""
    limit = start + _LONGEST_PIECE
    if limit >= len(paragraph):
        return len(paragraph)
    straight = curved = closed = 0
    seen = start
    for match in _PIECE_END.finditer(paragraph, start, limit):
        straight += paragraph.count('"', seen, match.end())
        curved += paragraph.count("“", seen, match.end())
        curved -= paragraph.count("”", seen, match.end())
        seen = match.end()
        if straight % 2 == 0 and curved == 0:
            closed = seen
    return closed or (seen if seen > start else paragraph.rfind(" ", start, limit) + 1 or limit)


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
    return after[:1].isupper() and bool(_INITIALS.search(tail) or _TITLE.search(tail))
