"""Paragraphs -> the turns of a debate or an interview: "Jane Roe: It rains. It will snow."."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rag.speech.grammar.heads import join_words
from rag.speech.grammar.tokens import Token, TokenKind
from rag.speech.paragraphs import Paragraph

_LONGEST = 5  # words of a label
_FEWEST = 5  # words in a turn
_OFTEN = 3  # turns of whoever takes part


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph that consists of one person's words behind a label."""

    speaker: str
    first: int  # of its first sentence's tokens, the one that the label begins with
    colon: int


def find_turns(
    every: Sequence[Paragraph], person: Callable[[Sequence[Token]], str | None]
) -> Mapping[int, Turn]:
    """The turns by the number of their paragraphs; none where the text is no transcript.

    It is one where two labels at least come again and again, one of them somebody's of whom the
    article tells: `person` gives the name in full. "Trainer:" and "Owner:" make a list.
    """
    labels = {
        at: found
        for at, one in enumerate(every)
        if (found := find_label(one.sentences[0])) is not None and _is_said(one, found[1])
    }
    texts = {at: join_words(every[at].sentences[0][slice(*found)]) for at, found in labels.items()}
    often = {text for text, count in Counter(texts.values()).items() if count >= _OFTEN}
    if len(often) < 2:
        return {}
    told: dict[int, Turn] = {}
    for at, (first, colon) in labels.items():
        speaker = person(every[at].sentences[0][first:colon]) if texts[at] in often else None
        if speaker is not None:
            told[at] = Turn(speaker, first, colon)
    return told


def find_label(sentence: Sequence[Token]) -> tuple[int, int] | None:
    """From where to where a sentence begins with a name and a colon; "[1:27]" may stand before."""
    first = next((at + 1 for at, one in enumerate(sentence[:8]) if one.text == "]"), 0)
    if first and sentence[0].text != "[":
        return None
    for at, word in enumerate(sentence[first : first + _LONGEST + 1], first):
        if word.text == ":":
            return (first, at) if first < at < len(sentence) - 1 else None
        if not word.capitalised:
            return None
    return None


def _is_said(paragraph: Paragraph, colon: int) -> bool:
    """Whether what follows a label can be somebody's words, and no number or list."""
    first, *others = paragraph.sentences
    behind = [word for part in (first[colon + 1 :], *others) for word in part]
    words = [word for word in behind if word.kind in {TokenKind.WORD, TokenKind.QUOTE}]
    return len(words) >= _FEWEST and sum(not word.capitalised for word in words) >= 2
