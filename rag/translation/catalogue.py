"""A language's texts by their English, and how it writes numbers and days.

Texts come from the compiled catalogue, numbers and days from Babel's data.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

_FOLDER = Path(__file__).parent


class _NoText(NullTranslations):
    """Stands behind a catalogue: what comes here has no translation."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002  # gettext's names
        raise KeyError(msgid1)

    def pgettext(self, context: str, message: str) -> str:
        raise KeyError(f"{context}: {message}")


class Catalogue:
    """What one language has."""

    def __init__(self, language: str) -> None:
        self.language = language
        with (_FOLDER / language / "messages.mo").open("rb") as file:
            self._texts = GNUTranslations(file)
        self._texts.add_fallback(_NoText())

    def find(self, english: str) -> str | None:
        """A text; None if there is only the English."""
        if not english:
            return english  # gettext keeps the head of the catalogue under the empty text
        try:
            return self._texts.gettext(english)
        except KeyError:
            return None

    def find_plural(self, english: str, number: int, plural: str | None = None) -> str | None:
        """A text in the form that a number takes; None if it has no such forms."""
        try:
            return self._texts.ngettext(english, plural or english, number)
        except KeyError:
            return None

    def choose(self, context: str, english: str) -> str:
        """A text that means this only in a context. Raises KeyError if there is none."""
        return self._texts.pgettext(context, english)

    def count(self, number: int, noun: str) -> str:
        """ "3 статьи" for 3 and "article". Raises KeyError for a noun that is not known."""
        form = self._texts.ngettext(f"{{number}} {noun}", f"{{number}} {noun}s", number)
        return keep_together(form, "number").format(number=self.write_number(number))

    def write_number(self, number: int) -> str:
        """ "3 121" for 3121, its space unbroken."""
        from babel.numbers import format_decimal

        return format_decimal(number, locale=self.language)

    def rewrite_figure(self, english: str) -> str:
        """ "0.722" as "0,722", ".05" as "0,05", "1,204.5" as "1 204,5"."""
        from babel.numbers import get_decimal_symbol, get_group_symbol

        group, point = get_group_symbol(self.language), get_decimal_symbol(self.language)
        grouped = re.sub(r"(?<=\d),(?=\d{3})", group, english)
        return re.sub(r"(?<!\d)\.(?=\d)", "0.", grouped).replace(".", point)

    def write_day(self, day: date, pattern: str = "d MMMM y") -> str:
        """ "28 января 2022"; other patterns are those of Unicode's locale data."""
        from babel.dates import format_date

        return format_date(day, pattern, locale=self.language)


@cache
def read_catalogue(language: str) -> Catalogue:
    """The catalogue of a language, read once."""
    return Catalogue(language)


def keep_together(form: str, name: str) -> str:
    """A form in which no line breaks between a number and what it counts."""
    return form.replace(f"{{{name}}} ", f"{{{name}}}\u00a0")
