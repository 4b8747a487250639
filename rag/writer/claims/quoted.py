"""The quotations in a sentence, and whether an article has them, in the words of whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.verify import fold
from rag.speech.grammar.quotations import find_quotations
from rag.writer.claims.voices import is_same_voice
from rag.writer.given import Given, find_speakers

# what a writer may have put into a quotation: "[the West]", "..."
_CHANGED = re.compile(r"\s*(?:\[[^\[\]\d][^\[\]]{0,100}\]|\[?(?:\.\.\.|…)\]?)\s*")
_EDGES = " ,.;:?!-–—'\"“”‘’"
_MARKS = re.compile(r"[\"“”„«»]|(?<!\w)['‘](?=\w)|(?<=[\w.,!?])['’](?!\w)")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of a sentence: offsets of the marks, and the words between them."""

    start: int
    end: int
    words: str


def find_quoted(sentence: str) -> list[Quoted]:
    """The quotations of a sentence, without empty ones."""
    quoted = []
    for quotation in find_quotations(sentence):
        end = quotation.end - 1 if quotation.closed else quotation.end
        words = sentence[quotation.start + 1 : end].strip(_EDGES)
        if words:
            quoted.append(Quoted(quotation.start, quotation.end, words))
    return quoted


def drop_marks(sentence: str) -> str:
    """A sentence without quotation marks."""
    return _MARKS.sub("", sentence)


def is_exact(words: str, given: Given) -> bool:
    """Whether evidence has the words of a quotation, up to quotation marks and white space."""
    text = fold(f"{given.citation.title}\n{given.article.text}")
    return all(_stands(piece, text) for piece in _split_pieces(words))


def find_quoted_speakers(words: str, given: Given) -> list[str]:
    """The speakers of the statements, in the cited article, that have the words of a quotation."""
    text = given.article.text
    pieces = _split_pieces(words)
    pattern = r"\s+".join(re.escape(word) for word in fold(pieces[0]).split()) if pieces else ""
    pattern = pattern.replace("'", "['’‘]").replace('"', '["“”]')
    speakers = []
    for match in re.finditer(pattern, text, re.IGNORECASE) if pattern else ():
        speakers += find_speakers(given, match.start(), match.end())
    return list(dict.fromkeys(speakers))


def is_said_by(words: str, named: str, given: Given) -> bool:
    """Whether the article has the quoted words in a statement of the named speaker.

    An article's own words, which no statement has, are nobody's.
    """
    return any(is_same_voice(named, speaker) for speaker in find_quoted_speakers(words, given))


def _split_pieces(words: str) -> Sequence[str]:
    """What a quotation has word for word: "[...]" and "..." part it."""
    return [piece.strip(_EDGES) for piece in _CHANGED.split(words) if piece.strip(_EDGES)]


def _stands(piece: str, text: str) -> bool:
    """Whether a folded text has the words, and not as a part of longer words.

    The first letter may be a capital in one of them only, because a quotation begins a sentence in
    the article and stands inside one here.
    """
    folded = fold(piece)
    first = f"(?i:{re.escape(folded[:1])})"
    return re.search(rf"(?<!\w){first}{re.escape(folded[1:])}(?!\w)", text) is not None
