"""A stream of text -> its sentences, each as soon as it is complete.

What a model thinks before it answers, between <think> and </think>, is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rag.language.sentences import sentences

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|$)", re.DOTALL | re.IGNORECASE)
_OPENING = ("<think>", "<thinking>", "<reasoning>")
_POINT = re.compile(r"\s*(?:[-*•–]|\(?\d{1,2}[.)])\s+(?=\S)")
_HEADING = re.compile(r"\s*#{1,6}\s+")
_ONLY_MARKERS = re.compile(r"(?:\s*[\[【]\s*\d+(?:\s*[,;–-]\s*\d+)*\s*[\]】])+[\s.]*")
_LONGEST = 2000  # characters of one sentence; a longer one is cut, and then not supported


def without_invisible(text: str) -> str:
    """A text without what nobody sees in it: spaces of no width, marks of direction, tags."""
    return "".join(
        letter for letter in text if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )


def without_thoughts(text: str) -> str:
    """A whole text without what the model thought before it answered."""
    return _THOUGHT.sub("", text)


@dataclass(frozen=True, slots=True)
class RawSentence:
    """A sentence as the model wrote it."""

    text: str
    point: bool  # whether it begins an item of a list


class Splitter:
    """Collects the pieces of one answer."""

    def __init__(self) -> None:
        self.thought = False  # whether the model thought before or instead of answering
        self._whole = ""  # since the last thought that is complete
        self._buffer = ""
        self._point = False
        self._line_begins = True

    def add(self, piece: str) -> Iterator[RawSentence]:
        """Yield the sentences that a piece of text completes."""
        self._buffer += self._drop_thoughts(piece)
        while (end := self._buffer.find("\n")) >= 0:
            line, self._buffer = self._buffer[:end], self._buffer[end + 1 :]
            yield from self._cut(line, last=True)
            self._line_begins, self._point = True, False
        yield from self._cut(self._buffer, last=False)
        if len(self._buffer) > _LONGEST:
            yield from self.finish()

    def finish(self) -> Iterator[RawSentence]:
        """Yield what is left at the end of the text."""
        line, self._buffer = self._buffer, ""
        yield from self._cut(line, last=True)

    def _drop_thoughts(self, piece: str) -> str:
        """The part of the text so far that is not thought and was not given before."""
        self._whole += piece
        match = _THOUGHT.search(self._whole)
        if match:
            self.thought = True
            before, after = self._whole[: match.start()], self._whole[match.end() :]
            closed = match.group().lower().endswith(f"</{match[1].lower()}>")
            self._whole = after if closed else self._whole[match.start() :]
            return before + self._drop_thoughts("") if closed else before
        held = max(
            (n for tag in _OPENING for n in range(1, len(tag)) if self._ends(tag[:n])), default=0
        )
        given = self._whole[: len(self._whole) - held]
        self._whole = self._whole[len(given) :]
        return given

    def _ends(self, start: str) -> bool:
        return self._whole.lower().endswith(start)

    def _cut(self, line: str, *, last: bool) -> Iterator[RawSentence]:
        """Yield the complete sentences of a line, and keep the rest of it in the buffer."""
        if self._line_begins:
            if not last and len(line) < 6:  # "- " or "1. " may still be on its way
                return
            if match := _HEADING.match(line):
                line = line[match.end() :]
            if match := _POINT.match(line):
                self._point, line = True, line[match.end() :]
            self._line_begins = False
        spans = _join_markers(line, sentences(line))
        complete = spans if last else spans[:-1]
        if complete and not last and line[spans[-1][0]] in "[【":
            complete = complete[:-1]  # a marker of the sentence before may be on its way
        for start, end in complete:
            yield RawSentence(line[start:end].strip(), self._point)
            self._point = False
        self._buffer = self._buffer if last else line[complete[-1][1] :] if complete else line


def _join_markers(line: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences of a line, each with the markers that stand behind its full stop."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        lead = _ONLY_MARKERS.match(line, start, end) if merged else None
        begin = lead.end() if lead else start
        if lead:
            merged[-1] = (merged[-1][0], begin)
        if line[begin:end].strip():
            merged.append((begin, end))
    return merged
