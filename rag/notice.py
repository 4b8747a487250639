"""Messages to readers, in English, with their parts kept so that the page can translate them.

`Notice("no article mentions {name}.", name="Macron")` is the text "no article mentions Macron."
wherever a text is needed: in JSON, on the command line, in a log. Its form is the key of its
translation in rag/translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rag.records import DateRange


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of things: "1 article", "3,121 articles"."""

    number: int
    noun: str  # English, singular

    def __str__(self) -> str:
        return f"{self.number:,} {self.noun}{'' if self.number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is written in English: "0.722", "+1,204.5", "< .001"."""

    english: str

    def __str__(self) -> str:
        return self.english


@dataclass(frozen=True, slots=True)
class LanguageName:
    """A language by its ISO 639-1 code: "German" for "de"."""

    code: str

    def __str__(self) -> str:
        return self.written_in("en")

    def written_in(self, language: str) -> str:
        """Its name in a language; its code if the name is not known."""
        from babel import Locale

        return str(Locale(language).languages.get(self.code, self.code))


Part = str | int | date | DateRange | Counted | Figure | LanguageName


class Notice(str):
    """An English text that knows its form and its parts; a part may be a Notice, too.

    Days are written "from 28 January 2022 to 11 March 2025", "since ..." or "until ...".
    """

    __slots__ = ("form", "parts")
    form: str
    parts: Mapping[str, Part]

    def __new__(cls, form: str, /, **parts: Part) -> Notice:
        """`form` names its parts in braces; without parts, it is the text itself."""
        given = {name: _write_in_english(part) for name, part in parts.items()}
        made = super().__new__(cls, form.format(**given) if given else form)
        made.form, made.parts = form, parts
        return made


NO_NOTICE = Notice("")


def joined(notices: Iterable[Part], by: str) -> Notice:
    """Join notices to one; `by` stands between them and has no words."""
    parts = {f"part{number}": notice for number, notice in enumerate(notices)}
    return Notice(by.join(f"{{{name}}}" for name in parts), **parts)


def day_in_words(day: date) -> str:
    """ "28 January 2022"."""
    return f"{day.day} {day:%B %Y}"


def _write_in_english(part: Part) -> str | int:
    if isinstance(part, DateRange):
        return _write_days(part)
    if isinstance(part, date):
        return day_in_words(part)
    return part if isinstance(part, str | int) else str(part)


def _write_days(days: DateRange) -> str:
    first, last = (day_in_words(day) if day else "" for day in (days.first, days.last))
    if not first or not last:
        return f"since {first}" if first else f"until {last}" if last else ""
    return first if first == last else f"from {first} to {last}"
