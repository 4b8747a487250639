"""What the page says, in the language of its reader. Articles and names stay as they are.

The English text is the key: `say("Copied")`; parts in braces are filled in: `say("about {topic}",
topic="NATO")`. A Notice brings its parts along: `say.translate(reason)`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from rag.notice import Counted, Figure, LanguageName, Notice, Part, day_in_words
from rag.records import DateRange
from rag.translation.catalogue import Catalogue, keep_together, read_catalogue
from rag.translation.written_days import write_days

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "ru": "Русский"}


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language: called with the English, it gives its own."""

    language: str

    def __call__(self, english: str, /, **parts: Part) -> str:
        """A text, its parts filled in; the English if there is no other."""
        notice = Notice(english, **parts)
        known = self.translate(notice)
        return str(notice) if known is None else known

    def translate(self, text: str) -> str | None:
        """A message in this language; None if there is only the English."""
        if self._catalogue is None:
            return str(text)
        return _translate(text, self._catalogue) if isinstance(text, Notice) else None

    def count(self, number: int, noun: str) -> str:
        """ "1 article", "2,135 articles"."""
        if self._catalogue is None:
            return str(Counted(number, noun))
        return self._catalogue.count(number, noun)

    def figure(self, english: str) -> str:
        """A number that is written as English writes it: "0.722"."""
        return self._catalogue.rewrite_figure(english) if self._catalogue else english

    def day(self, when: date) -> str:
        """ "28 January 2022"."""
        return self._catalogue.write_day(when) if self._catalogue else day_in_words(when)

    def month(self, when: date) -> str:
        """ "March 2025"."""
        return self._catalogue.write_day(when, "LLLL y") if self._catalogue else f"{when:%B %Y}"

    @property
    def _catalogue(self) -> Catalogue | None:
        return None if self.language == "en" else read_catalogue(self.language)


ENGLISH: Final = Texts("en")


@cache
def read_script_texts(language: str) -> str:
    """What the page's scripts say in a language, as a JSON object by the English."""
    path = Path(__file__).parent / language / "scripts.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    return json.dumps(table, ensure_ascii=False)


def choose_texts(language: str | None, accepted: str = "") -> Texts:
    """The texts of a language asked for, else of the first that a browser accepts, else English.

    `accepted` is the header Accept-Language: "ru-RU,ru;q=0.9,en;q=0.8".
    """
    if language is not None and language in LANGUAGES:
        return Texts(language)
    known = [
        (-_read_weight(tag), place, tag.strip()[:2].lower())
        for place, tag in enumerate(accepted.split(",")[:20])
        if tag.strip()[:2].lower() in LANGUAGES
    ]
    return Texts(min(known)[2]) if known else ENGLISH


def _read_weight(accepted: str) -> float:
    _, _, weight = accepted.partition(";q=")
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0


def _translate(notice: Notice, catalogue: Catalogue) -> str | None:
    """The notice with all of its parts translated; None if any of them cannot be.

    The first counted part decides between plural forms, and is then the number alone.
    """
    counted = next(
        ((name, part) for name, part in notice.parts.items() if isinstance(part, Counted)), None
    )
    parts = {name: _translate_part(part, catalogue) for name, part in notice.parts.items()}
    form = None
    if counted is not None:
        name, part = counted
        form = catalogue.find_plural(notice.form, part.number)
        if form is not None:
            form = keep_together(form, name)
            parts[name] = catalogue.write_number(part.number)
    if form is None:
        form = catalogue.find(notice.form)
    if form is None and re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", notice.form)):
        return None
    return None if None in parts.values() else (form or notice.form).format(**parts)


def _translate_part(part: Part, catalogue: Catalogue) -> str | None:
    match part:
        case Notice():
            return _translate(part, catalogue)
        case str():  # a name, a title, words of the question: in no language of ours
            return part
        case Counted():
            return catalogue.count(part.number, part.noun)
        case DateRange():
            return write_days(part, catalogue)
        case date():
            return catalogue.write_day(part)
        case int():
            return catalogue.write_number(part)
        case LanguageName():
            return part.written_in(catalogue.language)
        case Figure():
            return catalogue.rewrite_figure(part.english)
