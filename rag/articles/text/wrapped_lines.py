"""Lines that an editor or a mail program wrapped at a fixed width -> one line a paragraph.

A text is wrapped if many of its lines go on in lower case on the next one, and break where the
next word did not fit. Texts with a paragraph a line, lists, headings and lines of a transcript
stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from rag.articles.text.cut_words import ending_before, words_of

_WIDTHS = range(20, 161)  # characters; columns of newspapers are narrow, lines of terminals wide
_FEW = 3  # lines that go on; fewer prove something only if they are as long as mail has them
_WIDTH_OF_FEW = 45
# The share of long lines that go on. English prose wrapped at 72 columns has .75 to .85; .4 if
# paragraphs are short and only a line break parts them.
_LEAST_GOING_ON = 0.25
_LEAST_FULL = 0.7  # of the lines that go on, how many are full
_RAGGED_GOING_ON, _MANY = 0.5, 4  # lines broken by hand differ in length, but most of them go on
_OUTLIER = 1.25  # times the usual length: a line with an address that could not be broken
_LONGEST_NAME = 12  # characters
_SENTENCE_END = re.compile(r"[.!?:…。！？؟।][\"'”’»)\]」』]*$")
_OPENING = "\"'“‘«„([‚‹*_"
# scripts without spaces between words: their lines break anywhere
_NO_SPACES = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
)
_OPEN_END = re.compile(
    r",$|\s(?:an?|the|of|to|in|on|at|for|with|by|from|and|or|but|as|than|his|her|their|its"
    r"|is|was|were|are|has|had|have|that|who|which)$"
)
_BULLET = re.compile(r"[▪‣●*+>|]\s")
# may also be a dash, a bracket in a sentence, or the last word of one
_ITEM = re.compile(r"(?:[•·–—-]|\(?(?:\d{1,3}|[a-z])[.)])\s")
_LABEL = re.compile(r"[A-Z][\w.'’()-]*(?: [A-Z][\w.'’()-]*){0,3}:(?:\s|$)")  # "Q:", "Mayor Brandt:"
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)")
_HYPHENS = ("-", "\u2010", "\u00ad")


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """How a text is wrapped."""

    width: int  # of the longest line that is wrapped
    enough: int  # characters with which a line is full, whatever follows: of lines broken by hand
    words: Collection[str]  # of the text, in lower case: they tell "har-bour" from "in-depth"

    def is_full(self, before: str, after: str) -> bool:
        """Whether the first word of the next line did not fit any more."""
        if before.endswith(_HYPHENS):
            return True  # a word that did not fit was cut
        word = after[:1] if _NO_SPACES.match(after) else after.split(" ", 1)[0]
        return len(before) >= self.enough or len(before) + 1 + len(word) > self.width


def join_wrapped_lines(blocks: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the paragraphs of each block of lines; blocks are parted by empty lines.

    A line may begin with a space, which marks the first line of a paragraph. If the text is not
    wrapped, each line is a paragraph.
    """
    wrapping = _find_wrapping(blocks)
    if wrapping is None:
        return [[line.strip() for line in block] for block in blocks]
    return [
        [line.strip() for line in block] if _is_verse(block) else _join_paragraphs(block, wrapping)
        for block in blocks
    ]


def _is_verse(block: Sequence[str]) -> bool:
    """Whether all lines of a block are indented, and each begins with a capital letter."""
    return len(block) > 1 and all(
        line.startswith(" ") and line.lstrip(f" {_OPENING}")[:1].isupper() for line in block
    )


def _find_wrapping(blocks: Sequence[Sequence[str]]) -> _Wrapping | None:
    """How a text is wrapped; None if it is not."""
    breaks = [
        (before.strip(), after.strip())
        for block in blocks
        if not _is_verse(block)
        for before, after in pairwise(block)
    ]
    text = "\n".join(line for block in blocks for line in block)
    if not breaks:
        return None
    cased = sum(char.islower() or char.isupper() for char in text) > len(text) / 5
    goes_on = _goes_on if cased else _ends_no_sentence
    going_on = [pair for pair in breaks if goes_on(*pair)]
    if not going_on:
        return None
    lengths = [len(before) for before, _ in going_on]
    most = _OUTLIER * median(lengths)
    usual = max(length for length in lengths if length <= most)
    # the longest line may break before a name, and so not go on in lower case
    width = max(len(before) for before, _ in breaks if len(before) <= usual + _LONGEST_NAME)
    if width not in _WIDTHS or (len(going_on) < _FEW and width < _WIDTH_OF_FEW):
        return None
    long = sum(len(before) >= width / 2 for before, _ in breaks)
    if len(going_on) < _LEAST_GOING_ON * long:
        return None
    wrapping = _Wrapping(width, width + 1, words_of(text))
    if sum(wrapping.is_full(*pair) for pair in going_on) >= _LEAST_FULL * len(going_on):
        return wrapping
    if len(going_on) < _MANY or len(going_on) < _RAGGED_GOING_ON * long:
        return None
    return replace(wrapping, enough=sorted(lengths)[len(lengths) // 10])


def _goes_on(before: str, after: str) -> bool:
    """Whether a line surely goes on with the sentence of the line before."""
    if before.endswith(":") or _BULLET.match(after) or _ADDRESS.match(after):
        return False
    return after.lstrip(_OPENING)[:1].islower() or bool(_OPEN_END.search(before))


def _ends_no_sentence(before: str, _: str) -> bool:
    return not _SENTENCE_END.search(before)


def _join_paragraphs(block: Sequence[str], wrapping: _Wrapping) -> list[str]:
    lines = [line.strip() for line in block]
    # a block that is indented as a whole has no first lines to tell from others
    indented = [line.startswith(" ") for line in block]
    indents = sum(indented) > 1 and not all(indented[1:])
    paragraphs: list[list[str]] = [lines[:1]]  # parts, each with the space that follows it
    for (before, after), first in zip(pairwise(lines), indented[1:], strict=True):
        if first if indents else not _belongs(before, after, wrapping):
            paragraphs.append([after])
            continue
        ending = ending_before(before, after, wrapping.words)
        paragraphs[-1][-1:] = [
            before + _choose_space(before, after) if ending is None else ending,
            after,
        ]
    return ["".join(parts) for parts in paragraphs]


def _choose_space(before: str, after: str) -> str:
    return "" if _NO_SPACES.match(after) and _NO_SPACES.match(before[-1:]) else " "


def _belongs(before: str, after: str, wrapping: _Wrapping) -> bool:
    """Whether a line is of the same paragraph as the line before."""
    full = wrapping.is_full(before, after)
    ends = bool(_SENTENCE_END.search(before))
    if _BULLET.match(after):
        return False
    if (_ITEM.match(after) or _LABEL.match(after)) and (ends or not full):
        return False
    if _goes_on(before, after):
        return full or len(before) >= wrapping.width / 2
    return full and len(before) <= wrapping.width
