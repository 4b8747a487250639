"""A date as files and databases store it -> its day.

A date with a time is read in its own time zone, because that is the day its readers saw. Where two
readings are possible (`05/07/2024`), or the day is not given (`2024-05`), there is no day: a wrong
day is worse than none.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from rag.articles.text.clean import normalize
from rag.articles.text.dates import parse_date

_EARLIEST, _LATEST = 1600, 2100  # years; others are placeholders, such as 0001-01-01
_EARLIEST_IN_DIGITS = 1900  # other digits of that length are times since 1970
_LONGEST = 100  # characters
# what programs write for "no date": pandas, SQL, MySQL's export, spreadsheets
_NOTHING = frozenset(
    ["", "0000-00-00 00:00:00"],
).union("nat nan none null nil n/a na nd n.d. \\n - – — ? 0 0000-00-00".split())
_EPOCH_ZERO = re.compile(r"(?:\w{3}, )?(?:1970-01-01|0?1 Jan 1970)[T ]00:00:00")
_PARTIAL = re.compile(r"\d{4}(?:[-/.]\d{1,2}|-?Q[1-4]|-W\d{2})?|[A-Za-z]{3,9}\.? \d{4}")
_WRAPPED = re.compile(r"(?:new )?[A-Za-z][\w.]*\((.*)\)", re.DOTALL)  # ISODate("2024-05-07")
_DOTNET = re.compile(r"\\?/Date\((-?\d{1,19})([+-]\d{4})?\)\\?/")
_NUMBER = re.compile(r"\d{8,19}(?:\.\d*)?")
_RFC_822 = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{2,4}\s+\d{1,2}:\d{2}.*")
_ISO = re.compile(r"\d{4}-?(?:\d{2}-?\d{2}|W\d{2}-?\d)(?:[T ].*)?")
_YEAR_FIRST = re.compile(r"\D*\d{4}\D")
_ZONE_NAME = re.compile(r"(?<!\s)\s*\([A-Za-z ]+\)$")  # "GMT+0200 (Central European Summer Time)"
# keys of the objects in which databases put dates, in the order of trust
_KEYS = ("$date", "$numberLong", "iso", "@value", "value", "date", "seconds", "_seconds", "#text")
_DEEPEST = 4


def read_day(stored: object) -> date | None:
    """Return the day of a stored date, or None if it is not one sure, full date.

    Read are ISO 8601, RFC 822, seconds to nanoseconds since 1970 (their day in UTC), 20240507, the
    objects of MongoDB, Firestore, PHP and .NET, and dates in English prose.
    """
    day = _read(stored, _DEEPEST)
    return day if day and _EARLIEST <= day.year <= _LATEST else None


def is_blank(stored: object) -> bool:
    """Whether a value only says that no date is known: null, "NaT", "0000-00-00"."""
    if isinstance(stored, str):
        return " ".join(stored.split()).lower() in _NOTHING
    if isinstance(stored, int | float):
        return stored == 0 or math.isnan(stored)
    return stored is None or stored in ({}, [])


def names_no_day(stored: object) -> bool:
    """Whether a value does not try to name a day: it is blank, a month or a year."""
    return is_blank(stored) or bool(_PARTIAL.fullmatch(str(stored).strip()))


def _read(stored: object, depth: int) -> date | None:
    if depth == 0 or isinstance(stored, bool) or is_blank(stored):
        return None
    if isinstance(stored, int | float):
        return _read_number(stored) if math.isfinite(stored) else None
    if isinstance(stored, Mapping):
        return _read_object(stored, depth)
    if isinstance(stored, list):
        return _read(stored[0], depth - 1) if len(stored) == 1 else None
    return _read_text(stored, depth) if isinstance(stored, str) else None


def _read_object(stored: Mapping[str, object], depth: int) -> date | None:
    if {"year", "month", "day"} <= stored.keys():
        parts = (stored["year"], stored["month"], stored["day"])
        return _read_text("-".join(map(str, parts)), depth - 1)
    key = next((key for key in _KEYS if key in stored), None)
    return _read(stored[key], depth - 1) if key else None


def _read_number(number: float) -> date | None:
    """A date in digits (20240507), or a time since 1970 in seconds, or a part of them."""
    digits = f"{abs(number):.0f}"
    if number < 0:
        return None
    if len(digits) in {8, 12, 14}:
        day = _read_digits(digits[:8])
        if day or len(digits) == 8:
            return day
    # nine digits of seconds begin in 1973; the next larger unit has a thousand times as many
    for unit, lengths in ((1, (9, 10)), (1e3, (12, 13)), (1e6, (15, 16)), (1e9, (18, 19))):
        if len(digits) in lengths:
            return datetime.fromtimestamp(number / unit, UTC).date()
    return None


def _read_digits(digits: str) -> date | None:
    try:
        day = datetime.strptime(digits, "%Y%m%d").date()
    except ValueError:
        return None
    return day if day.year >= _EARLIEST_IN_DIGITS and day.year <= _LATEST else None


def _read_text(stored: str, depth: int) -> date | None:
    text = " ".join(normalize(stored).split()).strip("\"'")
    if not text or len(text) > _LONGEST or _EPOCH_ZERO.match(text):
        return None
    if dotnet := _DOTNET.fullmatch(text):
        return _read_dotnet(int(dotnet[1]), dotnet[2])
    if _NUMBER.fullmatch(text):
        return _read_number(float(text)) if "." in text else _read_number(int(text))
    if wrapped := _WRAPPED.fullmatch(text):
        inner = wrapped[1].strip()
        if re.fullmatch(r"\d{4}(?:,\s*\d{1,2}){2,6}", inner):  # datetime.date(2024, 5, 7)
            inner = "-".join(inner.replace(" ", "").split(",")[:3])
        return _read(inner, depth - 1)
    return _read_iso(text) or parse_date(text) or _read_mail(text) or _find_agreed(text)


def _read_dotnet(milliseconds: int, offset: str | None) -> date | None:
    if milliseconds <= 0:
        return None
    hours, minutes = (int(offset[:3]), int(offset[0] + offset[3:])) if offset else (0, 0)
    moment = datetime.fromtimestamp(min(milliseconds, 10**14) / 1000, UTC)
    return (moment + timedelta(hours=hours, minutes=minutes)).date()


def _read_iso(text: str) -> date | None:
    if not _ISO.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _read_mail(text: str) -> date | None:
    """RFC 822 and what follows it; its years may have two digits."""
    if not _RFC_822.fullmatch(text):
        return None
    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _find_agreed(text: str) -> date | None:
    """The day on which all readings of dateutil agree.

    It fills in what a text does not say, from a default, and takes sides on the order of day and
    month. Read with two defaults and in every order, only a full and unambiguous date has one day.
    """
    from dateutil import parser

    text = _ZONE_NAME.sub("", text)
    orders = [False] if _YEAR_FIRST.match(text) else [False, True]
    days: set[date] = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # time zones that it does not know, which are not used
        for default in (datetime(2004, 2, 3), datetime(2005, 3, 4)):
            for day_first in orders:
                for year_first in orders:
                    try:
                        moment = parser.parse(
                            text,
                            default=default,
                            dayfirst=day_first,
                            yearfirst=year_first,
                            ignoretz=True,
                        )
                    except (ValueError, OverflowError, TypeError, AttributeError):
                        return None
                    days.add(moment.date())
    return days.pop() if len(days) == 1 else None
