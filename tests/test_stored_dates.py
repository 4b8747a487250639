"""A stored date is one sure, full day, or none: nothing is guessed and nothing is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.text.stored_dates import is_blank, names_no_day, read_day

DAY = date(2024, 5, 7)


@pytest.mark.parametrize(
    "stored",
    [
        # ISO 8601
        "2024-05-07",
        "2024-05-07T08:00:00Z",
        "2024-05-07T08:00:00.000+0000",
        "2024-05-07 08:00:00 UTC",
        "2024-05-07 08:00",
        "20240507",
        "20240507T080000Z",
        "20240507080000",
        "2024-W19-2",
        # the day in its own time zone, and not in UTC
        "2024-05-07T23:30:00-07:00",
        "2024-05-07T00:30:00+02:00",
        "Tue, 07 May 2024 23:30:00 -0700",
        "Tue, 07 May 24 08:00:00 GMT",
        "7 May 2024 00:30:00 +0200",
        # other orders and marks, as long as only one reading is possible
        "2024/5/7 15:07:41",
        "2024/05/07",
        "2024.05.07",
        "May 7, 2024, 8:00 a.m. EDT",
        "May  7 2024  8:00AM",
        "7 May 2024",
        "07-May-2024",
        "Tuesday, May 7th, 2024",
        "Tue May 07 08:00:00 +0000 2024",
        "Tue May  7 08:00:00 UTC 2024",
        "Tue May 07 2024 10:00:00 GMT+0200 (Central European Summer Time)",
        "Published: May 7, 2024",
        # seconds since 1970, and smaller units
        1715068800,
        1715068800.5,
        1715068800000,
        1715068800000000,
        1715068800000000000,
        "1715068800",
        "1715068800000",
        "1715068800.0",
        20240507,
        # objects and expressions of databases and languages
        {"$date": "2024-05-07T08:00:00Z"},
        {"$date": {"$numberLong": "1715068800000"}},
        {"$date": 1715068800000},
        {"seconds": 1715068800, "nanoseconds": 0},
        {"_seconds": 1715068800},
        {"date": "2024-05-07 08:00:00.000000", "timezone_type": 3, "timezone": "UTC"},
        {"__type": "Date", "iso": "2024-05-07T08:00:00.000Z"},
        {"@type": "Date", "@value": "2024-05-07"},
        {"year": 2024, "month": 5, "day": 7},
        ["2024-05-07"],
        "/Date(1715068800000)/",
        'ISODate("2024-05-07T08:00:00Z")',
        "datetime.date(2024, 5, 7)",
        "datetime.datetime(2024, 5, 7, 8, 0)",
        "Timestamp('2024-05-07 08:00:00')",
        "new Date(1715068800000)",
        '"2024-05-07"',
    ],
    ids=str,
)
def test_a_day_is_read_in_the_ways_files_and_databases_store_it(stored: object) -> None:
    assert read_day(stored) == DAY


def test_dotnet_gives_a_time_zone_beside_its_milliseconds() -> None:
    assert read_day("/Date(1715121000000)/") == date(2024, 5, 7)
    assert read_day("/Date(1715121000000+0200)/") == date(2024, 5, 8)


@pytest.mark.parametrize(
    "stored",
    [
        "05/07/2024",
        "5/7/2024",
        "05-07-2024",
        "05.07.2024",
        "05/07/2024 10:00",
        "5/7/24",
        "05/07/24 10:00 PM",
        "24/05/07",
        "07-05-24",
    ],
)
def test_a_date_with_two_readings_has_no_day(stored: str) -> None:
    assert read_day(stored) is None
    assert not names_no_day(stored)


@pytest.mark.parametrize(
    ("stored", "day"),
    [
        ("17/05/2024", date(2024, 5, 17)),
        ("05/17/2024", date(2024, 5, 17)),
        ("17.05.2024 15:07", date(2024, 5, 17)),
        ("5/17/2024 3:07 PM", date(2024, 5, 17)),
        ("2024/5/17 15:07:41", date(2024, 5, 17)),
        ("05/05/2024", date(2024, 5, 5)),
    ],
)
def test_numbers_that_leave_one_reading_are_a_day(stored: str, day: date) -> None:
    assert read_day(stored) == day


@pytest.mark.parametrize(
    "stored",
    [
        *("NaT", "nan", "None", "null", "", " ", "N/A", "-", "\\N", "0000-00-00"),
        *("0000-00-00 00:00:00", None, 0, 0.0, float("nan"), {}, []),
    ],
)
def test_a_placeholder_is_blank(stored: object) -> None:
    assert is_blank(stored)
    assert read_day(stored) is None


@pytest.mark.parametrize("stored", ["2024-05", "2024", 2024, "May 2024", "2024-Q2", "2024-W19"])
def test_a_month_or_a_year_is_no_day_and_no_mistake(stored: object) -> None:
    assert names_no_day(stored)
    assert read_day(stored) is None


@pytest.mark.parametrize(
    "stored",
    [
        "soon",
        "yesterday",
        "2024-13-40",
        "31 February 2024",
        "Monday",
        "10:00",
        "12",
        "45419",
        12345,
        True,
        "1970-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "9999-12-31",
        "He left on May 7, 2024.",
        "2024-05-07 to 2024-05-09 and later",
        {"$oid": "507f1f77bcf86cd799439011"},
        ["2024-05-07", "2024-05-08"],
        float("inf"),
        -1715068800,
        "x" * 5_000,
    ],
    ids=lambda stored: str(stored)[:20],
)
def test_what_is_no_full_date_has_no_day(stored: object) -> None:
    assert read_day(stored) is None


@given(
    st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1)),
    st.integers(-12, 14),
)
def test_a_moment_has_the_day_of_its_own_time_zone(moment: datetime, hours: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    for stored in (moment.isoformat(), format_datetime(moment), f"{moment:%d %b %Y %H:%M:%S %z}"):
        assert read_day(stored) == moment.date()
    seconds = int(moment.timestamp())
    since_1970: list[object] = [seconds, seconds * 1000, str(seconds), {"$date": seconds * 1000}]
    for number in since_1970:
        assert read_day(number) == moment.astimezone(UTC).date()


@given(st.dates(date(1970, 1, 2), date(2099, 12, 31)))
def test_a_date_in_numbers_is_read_only_if_day_and_month_cannot_be_exchanged(day: date) -> None:
    sure = day.day > 12 or day.day == day.month
    for mark in "/-.":
        for written in (f"%d{mark}%m{mark}%Y", f"%m{mark}%d{mark}%Y"):
            assert read_day(day.strftime(written)) == (day if sure else None)


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.binary().map(str)))
def test_nothing_makes_it_fail(stored: object) -> None:
    assert read_day(stored) is None or isinstance(read_day(stored), date)
    assert isinstance(names_no_day(stored), bool)
