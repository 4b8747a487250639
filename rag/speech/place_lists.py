"""Paragraphs -> the same, without the places of a list that stand before a colon as speakers do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rag.speech.grammar.tokens import Token
from rag.speech.paragraphs import Paragraph
from rag.speech.transcripts.labels import find_label

# labels; so many under headings of their own make a list, in which places stand before a colon
_ENTRIES = 3
# "Provo:The city ...", as pages run a bold word into the next
_GLUED = re.compile(r"(?P<name>[A-Z][\w.'’ -]{1,40}):(?=[A-Z\"“‘'])")


def without_places(text: str, every: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, without the places of a list: "Utah" in a line, then "Provo: A ..."."""
    places: dict[int, int] = {}  # paragraph -> where its text begins
    names: set[str] = set()
    for at, (above, paragraph) in enumerate(pairwise(every), 1):
        if not _is_heading(above.sentences):
            continue
        label = find_label(text, paragraph.start, paragraph.end)
        glued = _GLUED.match(text, paragraph.start, paragraph.end)
        if label and label.said < paragraph.end:
            names.add(label.name)
            places[at] = label.said
        elif glued:
            names.add(glued["name"])
            places[at] = glued.end()
    if len(names) < _ENTRIES:
        return list(every)
    return [
        _behind(paragraph, places[at]) if at in places else paragraph
        for at, paragraph in enumerate(every)
    ]


def _behind(paragraph: Paragraph, place: int) -> Paragraph:
    """A paragraph without the tokens before a place."""
    opening, *others = paragraph.sentences
    kept = tuple(token for token in opening if token.start >= place)
    return replace(paragraph, sentences=(kept, *others) if kept else tuple(others))


def _is_heading(sentences: Sequence[Sequence[Token]]) -> bool:
    words = sentences[0]
    return len(sentences) == 1 and len(words) < 5 and all(word.capitalised for word in words)
