"""The markers of a sentence, "[1]" or "[1, 3]", and the part of it that each of them is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.cues import VERBS as REPORTING
from rag.language.english import word_set
from rag.language.english.grammar_words import AUXILIARIES, OTHER_VERBS, PREPOSITIONS

_MARKER = re.compile(
    r"\s*[\[【](?:source |evidence )?\s*(\d+(?:\s*[,;–-]\s*\d+)*)\s*[\]】]", re.IGNORECASE
)
_CONTENT = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LINKS = word_set("and but or while whereas also then")
_POINTING = word_set("he she they it")
_RELATING = PREPOSITIONS | word_set(
    """
    which who whom whose where when because so therefore thus hence thanks due although though if
    unless that leading causing making
    """
)
_MOST = 50  # numbers that a range may stand for


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a sentence with the markers behind them."""

    text: str
    numbers: tuple[int, ...]


def split_at_markers(sentence: str) -> list[Part]:
    """The parts of a sentence; markers before any words belong to the first part.

    Words behind the last marker belong to the part before it.
    """
    parts: list[Part] = []
    leading: tuple[int, ...] = ()
    at = 0
    for match in _MARKER.finditer(sentence):
        text, numbers = sentence[at : match.start()], _read_numbers(match[1])
        at = match.end()
        if not _CONTENT.search(text):
            if parts:
                parts[-1] = Part(parts[-1].text + text, parts[-1].numbers + numbers)
            else:
                leading += numbers
            continue
        parts.append(Part(text, leading + numbers))
        leading = ()
    rest = sentence[at:]
    if not parts:
        return [Part(rest.strip(), leading)]
    last = parts[-1]
    parts[-1] = Part(last.text + rest, last.numbers)
    return parts


def leans_on_before(part: str, *, first: bool) -> bool:
    """Whether a part of a sentence says something of what stands before it.

    "which fell", "because of it" and "and was sold" do, behind another part; "It was sold" does
    also if it begins the sentence.
    """
    words = _WORD.findall(part)
    if words and not first and words[0].lower() in _LINKS:
        words = words[1:]
    word = words[0].lower() if words else ""
    if word in _POINTING or first:
        return word in _POINTING
    is_verb = word in AUXILIARIES or word in OTHER_VERBS or word in REPORTING
    return word in _RELATING or is_verb or word.endswith("ed")


def write_parts(parts: Sequence[Part]) -> str:
    """A sentence with its markers, each before the mark that ends its part."""
    return "".join(_write(part, last=part is parts[-1]) for part in parts).strip()


def _write(part: Part, *, last: bool) -> str:
    marks = " " + "".join(f"[{number}]" for number in part.numbers) if part.numbers else ""
    words = part.text.rstrip()
    if not last or not words.endswith((".", "!", "?", ":", ";")) or words.endswith(("...", "…")):
        return words + marks
    if words[-2:-1] in {"”", '"', "’"}:  # ... "no war".
        return f"{words[:-1]}{marks}{words[-1]}"
    return f"{words[:-1]}{marks}{words[-1]}"


def _read_numbers(written: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for item in re.split(r"\s*[,;]\s*", written):
        first, _, last = item.replace("–", "-").partition("-")
        if last and 0 <= int(last) - int(first) < _MOST:
            numbers += range(int(first), int(last) + 1)
        else:
            numbers += [int(number) for number in (first, last) if number]
    return tuple(dict.fromkeys(numbers))
