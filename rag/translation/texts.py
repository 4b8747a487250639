"""What the page says, in English and in Russian. Articles and names stay as they are.

The English text is the key: `say("Copied")`; parts in braces are filled in: `say("about {topic}",
topic="NATO")`. A Notice brings its parts along: `say.told(reason)`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from rag.notice import Counted, Figure, Notice, Part, day_in_words
from rag.records import DateRange
from rag.translation.russian import RUSSIAN
from rag.translation.russian.grammar import (
    RussianCount,
    RussianNumber,
    day_in_russian,
    days_in_russian,
    figure_in_russian,
)

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "ru": "Русский"}


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language: called with the English, it gives its own."""

    language: str

    def __call__(self, english: str, /, **parts: Part) -> str:
        """A text, its parts filled in; the English where there is no other."""
        notice = Notice(english, **parts)
        known = self.told(notice)
        return str(notice) if known is None else known

    def told(self, text: str) -> str | None:
        """A sentence of the program in this language; None where there is only the English."""
        if self.language == "en":
            return str(text)
        return _in_russian(text) if isinstance(text, Notice) else None

    def count(self, number: int, noun: str) -> str:
        """ "1 article", "2,135 articles"."""
        if self.language == "ru":
            return f"{RussianCount(Counted(number, noun))}"
        return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

    def figure(self, english: str) -> str:
        """A number that is written as English writes it: "0.722"."""
        return figure_in_russian(english) if self.language == "ru" else english

    def day(self, when: date) -> str:
        """ "28 January 2022"."""
        return day_in_russian(when) if self.language == "ru" else day_in_words(when)


ENGLISH: Final = Texts("en")


def texts(language: str | None, accepted: str = "") -> Texts:
    """The texts of a language asked for, else of the first that a browser accepts, else English.

    `accepted` is the header Accept-Language: "ru-RU,ru;q=0.9,en;q=0.8".
    """
    if language is not None and language in LANGUAGES:
        return Texts(language)
    known = [
        (-_weight(one), place, one.strip()[:2].lower())
        for place, one in enumerate(accepted.split(",")[:20])
        if one.strip()[:2].lower() in LANGUAGES
    ]
    return Texts(min(known)[2]) if known else ENGLISH


def _weight(accepted: str) -> float:
    _, _, weight = accepted.partition(";q=")
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0


def _in_russian(notice: Notice) -> str | None:
    form = RUSSIAN.get(notice.form)
    if form is None and re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", notice.form)):
        return None
    parts = {name: _part_in_russian(part) for name, part in notice.parts.items()}
    return None if None in parts.values() else (form or notice.form).format(**parts)


def _part_in_russian(part: Part) -> str | RussianNumber | RussianCount | None:
    match part:
        case Notice():
            return _in_russian(part)
        case str():  # a name, a title, words of the question: in no language of ours
            return part
        case Counted():
            return RussianCount(part)
        case DateRange():
            return days_in_russian(part)
        case date():
            return day_in_russian(part)
        case int():
            return RussianNumber(part)
        case Figure():
            return figure_in_russian(part.english)
