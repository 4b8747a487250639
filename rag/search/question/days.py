"""Words for days in a question -> DateRange.

"in January 2022", "since 2023", "before 3 May 2021", "between 2022 and 2025", "from March to June
2024", "last week", "yesterday", "on Monday", "on 11 March 2025". A year or a day that belongs to a
name ("the 2022 World Cup", "Black Friday") is not a date and stays in the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

from rag.articles.text.dates import parse_date
from rag.language.english.calendar_words import MONTH, MONTHS, WEEKDAYS
from rag.language.english.number_words import UNITS
from rag.notice import day_in_words
from rag.records import DateRange

_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d{2}"
_WHEN = (
    rf"(?:{MONTH}\s+{_DAY},?\s+{_YEAR}|(?:the\s+)?{_DAY}\s+(?:of\s+)?{MONTH},?\s+{_YEAR}"
    rf"|{_YEAR}-\d{{2}}-\d{{2}}|{MONTH},?\s+(?:of\s+)?{_YEAR}|{_YEAR})"
)
_NUMBER = "|".join((*UNITS, "ten"))
_RELATIVE = (
    r"(?:today|yesterday|(?:this|last|past|previous)\s+(?:week|month|year)"
    rf"|(?:the\s+)?(?:last|past)\s+(?:\d+|{_NUMBER})?\s*"
    r"(?:days|weeks|months|years)"
    rf"|(?<![\d,.])(?:\d{{1,2}}|{_NUMBER}|a)\s+"
    r"(?:day|week|month|year)s?\s+ago)"
)
# "three weeks ago", "the last three weeks", "the past weeks"
_COUNTED = re.compile(rf"(?:\b(\d+|{_NUMBER}|a)\s+)?(day|week|month|year)s?\b")
_COUNTS = {name: count for count, name in enumerate((*UNITS, "ten"), 1)} | {"a": 1}
_UNITS = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "year": relativedelta(years=1),
}
_WEEKDAY = "(?i:" + "|".join(WEEKDAYS) + r")(?:\s+(?:morning|afternoon|evening|night))?"
_SAYINGS = "(?:statement|remark|comment|interview|speech|view|position|stance|article)s?"
_SAYING_BEFORE = re.compile(rf"\b{_SAYINGS}\s*$", re.IGNORECASE)  # "his speech of 3 May 2019"
_END = r"(?![\w-])"
_TOLD_TO_COME = re.compile(
    r"\b(?:say|says|said|tell|told|promise[ds]?|predict(?:s|ed)?|announced?|claim(?:s|ed)?)\b.*"
    r"\b(?:will|would|won['’]t|wouldn['’]t|going to)\b(?!.*\bsa(?:y|id)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A question without its words for days, and the days that they mean."""

    question: str
    dates: DateRange
    phrase: str  # the words for days in the question; "" if none
    of_event: bool = False  # they are those of an event: "the storm of June 2019"


def find_dates(question: str, today: date) -> Dated:
    """Take the words for days out of a question. The first words that are understood are taken.

    Days of a reported future stay: in "Did Roe say she would run in 2024?" the words are older.
    """
    for pattern, meaning in _PATTERNS:
        for match in pattern.finditer(question):
            if _TOLD_TO_COME.search(question, 0, match.start()):
                continue
            dates = meaning(match, today)
            if dates is not None:
                before, phrase = question[: match.start()], match.group().strip(" ,")
                rest = before.rstrip(" ,") + question[match.end() :]
                of_event = phrase.lower().startswith("of ") and not _SAYING_BEFORE.search(before)
                return Dated(rest.strip(), dates, phrase, of_event)
    return Dated(question, DateRange(), "")


def write_dates(dates: DateRange) -> str:
    """Days in words that `find_dates` reads, with a space in front; "" for all days."""
    first, last = (day_in_words(day) if day else "" for day in (dates.first, dates.last))
    if not first or not last:
        return f" since {first}" if first else f" until {last}" if last else ""
    return f" on {first}" if first == last else f" between {first} and {last}"


def parse_span(text: str) -> DateRange | None:
    """The days of a date, of a month with its year, or of a year; None for another text."""
    text = text.strip()
    if match := re.fullmatch(_YEAR, text):
        year = int(match.group())
        return DateRange(date(year, 1, 1), date(year, 12, 31))
    if re.fullmatch(rf"{MONTH},?\s+(?:of\s+)?{_YEAR}", text, re.IGNORECASE):
        return _calendar("month", True, date(int(text[-4:]), _month_number(text), 1))
    day = parse_date(text)
    return DateRange(day, day) if day else None


def _month_number(text: str) -> int:
    return next(
        number for number, name in enumerate(MONTHS, 1) if text.lower().startswith(name[:3].lower())
    )


def _between(match: re.Match[str], _: date) -> DateRange | None:
    first_text, last_text = match.group("first"), match.group("last")
    last = parse_span(last_text)
    first = parse_span(first_text)
    if first is None and last is not None:  # "from March to June 2024"
        first = parse_span(f"{first_text} {last_text[-4:]}")
    if first is None or last is None:
        return None
    days = sorted(day for span in (first, last) for day in (span.first, span.last) if day)
    return DateRange(days[0], days[-1])


def _since(match: re.Match[str], _: date) -> DateRange | None:
    span = parse_span(match.group("when"))
    if span is None or span.first is None or span.last is None:
        return None
    after = match.group("word").lower() in {"after", "later than"}
    return DateRange(span.last + timedelta(days=1) if after else span.first, None)


def _until(match: re.Match[str], _: date) -> DateRange | None:
    span = parse_span(match.group("when"))
    if span is None or span.first is None:
        return None
    before = match.group("word").lower() in {"before", "prior to", "earlier than"}
    return DateRange(None, span.first - timedelta(days=1) if before else span.last)


def _on(match: re.Match[str], _: date) -> DateRange | None:
    return parse_span(re.sub(r"^the\s+", "", match.group("when"), flags=re.IGNORECASE))


def _relative(match: re.Match[str], today: date) -> DateRange | None:
    before = match.string[: match.start("when")].split()[-1:]
    if match.group("when") == "Today" and before and before[0][:1].isupper():
        return None  # of a newspaper's name
    words = re.sub(r"\s+", " ", match.group("when").lower()).removeprefix("the ")
    if words == "today":
        return DateRange(today, today)
    if words == "yesterday":
        return DateRange(today - timedelta(days=1), today - timedelta(days=1))
    if calendar := re.fullmatch(r"(this|last|past|previous) (week|month|year)", words):
        return _calendar(calendar.group(2), calendar.group(1) == "this", today)
    first = _ago(words, today)
    if first is None:
        return None
    return _around(first, words) if words.endswith("ago") else DateRange(first, today)


def _around(day: date, words: str) -> DateRange:
    """The day, week, month or year around a day: "two years ago" does not mean one day."""
    for unit in ("week", "month", "year"):
        if unit in words:
            return _calendar(unit, True, day)
    return DateRange(day, day)


def _weekday(match: re.Match[str], today: date) -> DateRange:
    which = match.group("which").lower()
    day = _last(match.group("day"), today)
    if "since" in which:
        return DateRange(day, today)
    return _told_of(
        day - relativedelta(weeks=1) if "last" in which and day == today else day, today
    )


def _weekday_alone(match: re.Match[str], today: date) -> DateRange | None:
    """ "without power Thursday", but neither "Black Friday" nor "the Sunday shows"."""
    before = match.string[: match.start()].split()[-1]
    if before[0].isupper() or before in {"the", "a", "next", "coming", "every", "each", "per"}:
        return None
    return _told_of(_last(match.group("day"), today), today)


def _last(weekday: str, today: date) -> date:
    """The last day of that name; today counts."""
    which = WEEKDAYS.index(weekday.split(maxsplit=1)[0].capitalize())
    return today + relativedelta(weekday=(MO, TU, WE, TH, FR, SA, SU)[which](-1))


def _told_of(day: date, today: date) -> DateRange:
    """The day and the next, because news reports on a Monday until Tuesday."""
    return DateRange(day, min(day + timedelta(days=1), today))


def _ago(words: str, today: date) -> date | None:
    """The day that lies back as far as "three weeks ago" or "last three weeks" say."""
    number, unit = _COUNTED.findall(words)[-1]
    # "the past days" are two of them
    count = int(number) if number.isdigit() else _COUNTS.get(number, 2)
    try:
        return today - _UNITS[unit] * count
    except (ValueError, OverflowError):
        return None


def _calendar(unit: str, this: bool, today: date) -> DateRange:
    """The whole week, month or year of a day, or the one before."""
    day = today if this else today - _UNITS[unit]
    if unit == "week":
        return DateRange(day + relativedelta(weekday=MO(-1)), day + relativedelta(weekday=SU))
    first, last = (day.month, day.month) if unit == "month" else (1, 12)
    return DateRange(
        day + relativedelta(month=first, day=1), day + relativedelta(month=last, day=31)
    )


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(r"(?:^|(?<=[\s,(]))" + pattern + _END, re.IGNORECASE)


# In order: the most specific pattern is first. A year alone counts after a preposition or before a
# word such as "remarks", but not at the start of a name ("in 2022 World Cup matches").
_NOT_A_NAME = r"(?!\s+[A-Z][a-z])"
_PATTERNS = (
    (
        _compile(
            rf"(?:between|from)\s+(?P<first>{_WHEN}|{MONTH})\s+(?:and|to|until|till)\s+"
            rf"(?P<last>{_WHEN})"
        ),
        _between,
    ),
    (_compile(rf"(?P<word>from)\s+(?P<when>{_WHEN})\s+(?:on|onwards?)"), _since),
    (_compile(rf"(?P<word>since|after|later than)\s+(?P<when>{_WHEN})"), _since),
    (
        _compile(rf"(?P<word>before|prior to|earlier than|until|till|up to)\s+(?P<when>{_WHEN})"),
        _until,
    ),
    (
        re.compile(
            rf"(?:^|(?<=[\s,(]))(?i:in|during|on|from|throughout|dated)\s+(?i:the\s+year\s+)?"
            rf"(?P<when>(?i:{_WHEN})){_END}{_NOT_A_NAME}"
        ),
        _on,
    ),
    (_compile(rf"(?:of\s+)?(?P<when>(?!{_YEAR}{_END}){_WHEN})"), _on),
    (_compile(rf"(?P<when>{_YEAR})(?=\s+(?:{_SAYINGS}))"), _on),
    (_compile(rf"(?:in\s+|during\s+|over\s+|within\s+|from\s+)?(?P<when>{_RELATIVE})"), _relative),
    (
        re.compile(
            r"(?:^|(?<=[\s,(]))(?P<which>(?i:(?:on|since|last|this|early|late|of)\s+)+)"
            rf"(?P<day>{_WEEKDAY}){_END}{_NOT_A_NAME}"
        ),
        _weekday,
    ),
    (re.compile(rf"(?<=[a-z]\s)(?P<day>{_WEEKDAY}){_END}{_NOT_A_NAME}"), _weekday_alone),
)
