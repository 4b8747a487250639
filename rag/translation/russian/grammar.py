"""Numbers with their nouns, days and stretches of days, as Russian writes them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from rag.notice import Counted
from rag.records import DateRange

_ONE, _FEW, _MANY = 0, 1, 2
# How a noun ends behind 1, 2 and 5.
_NOUNS: Final[Mapping[str, str]] = {
    "article": "статья|статьи|статей",
    "other article": "другой статье|других статьях|других статьях",
    "statement": "высказывание|высказывания|высказываний",
    "speaker": "говорящий|говорящих|говорящих",
    "file": "файл|файла|файлов",
    "question": "вопрос|вопроса|вопросов",
    "older run": "более ранний прогон|более ранних прогона|более ранних прогонов",
}
_MONTHS: Final = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
)
_WHOLE_MONTHS: Final = (
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()
)


@dataclass(frozen=True, slots=True)
class RussianNumber:
    """A number; behind it, where a text has "{articles:статье|статьях|статьях}", the form it takes.

    Without forms, it is the number alone: "3 121", the space unbroken.
    """

    number: int

    def __format__(self, forms: str) -> str:
        number = f"{self.number:,}".replace(",", "\u00a0")
        return f"{number}\u00a0{forms.split('|')[_form(self.number)]}" if forms else number


@dataclass(frozen=True, slots=True)
class RussianCount:
    """The same of a number that knows its noun, which stands in the nominative without forms."""

    counted: Counted

    def __format__(self, forms: str) -> str:
        return format(RussianNumber(self.counted.number), forms or _NOUNS[self.counted.noun])


def figure_in_russian(english: str) -> str:
    """ "0.722" as "0,722", ".05" as "0,05", "1,204.5" as "1 204,5"."""
    grouped = re.sub(r"(?<=\d),(?=\d{3})", "\u00a0", english)
    return re.sub(r"(?<!\d)\.(?=\d)", "0,", grouped).replace(".", ",")


def day_in_russian(day: date) -> str:
    """ "28 января 2022"."""
    return f"{_day_and_month(day)} {day.year}"


def days_in_russian(days: DateRange) -> str:
    """ "за 2022 год", "с 3 по 15 марта 2025 года", "начиная с 1 мая 2024 года"; "" if all."""
    first, last = days.first, days.last
    if first is None or last is None:
        if first is not None:
            return f"начиная с {day_in_russian(first)} года"
        return f"до {day_in_russian(last)} года включительно" if last is not None else ""
    if first == last:
        return f"за {day_in_russian(last)} года"
    begins_year, ends_year = (first.month, first.day) == (1, 1), (last.month, last.day) == (12, 31)
    if begins_year and ends_year:
        years = f"{first.year}–{last.year} годы" if first.year != last.year else f"{last.year} год"
        return f"за {years}"
    if first.year != last.year:
        return f"с {day_in_russian(first)} года по {day_in_russian(last)} года"
    if first.month != last.month:
        return f"с {_day_and_month(first)} по {day_in_russian(last)} года"
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        return f"за {_WHOLE_MONTHS[last.month - 1]} {last.year} года"
    return f"с {first.day} по {day_in_russian(last)} года"


def _day_and_month(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _form(number: int) -> int:
    """Which of its three forms a noun takes behind a number."""
    if number % 10 == 1 and number % 100 != 11:
        return _ONE
    return _FEW if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14} else _MANY
