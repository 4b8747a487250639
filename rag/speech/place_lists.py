"""Paragraphs -> the same, without the places of a list that stand before a colon as speakers do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rag.speech.grammar.tokens import Token
from rag.speech.paragraphs import Paragraph
from rag.speech.transcripts.labels import Label, find_label

# labels; so many under headings of their own make a list, in which places stand before a colon
_ENTRIES = 3


def without_places(text: str, every: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, without the places of a list: "Utah" in a line, then "Provo: A ..."."""
    places: dict[int, Label] = {}
    for at, (above, paragraph) in enumerate(pairwise(every), 1):
        label = find_label(text, paragraph.start, paragraph.end)
        if label and _is_heading(above.sentences) and label.said < paragraph.end:
            places[at] = label
    if len({label.name for label in places.values()}) < _ENTRIES:
        return list(every)
    return [
        _behind(paragraph, places[at].said) if at in places else paragraph
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
