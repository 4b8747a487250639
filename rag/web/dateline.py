"""Days, outlets and addresses -> the line that says where words come from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag.answer.compose import day_in_words
from rag.records import Coverage
from rag.web.markup import Html, element, joined


def day(when: date | None, approximate: bool) -> Html:
    """ "28 January 2022"; a date that the article only mentions looks and says so."""
    if when is None:
        return element("span", "not dated", class_="day approximate")
    words = element("time", day_in_words(when), datetime=when.isoformat())
    if approximate:
        return element("span", "not dated; mentions ", words, class_="day approximate")
    return element("span", words, class_="day")


def coverage_line(coverage: Coverage, speakers: Sequence[str]) -> Html:
    """ "2 articles, 28 January 2022 to about 11 March 2025", and how much is quoted in them."""
    dates = ""
    if coverage.first and coverage.last:
        first = _about(coverage.first, coverage.first_approximate)
        last = _about(coverage.last, coverage.last_approximate)
        dates = f", {first}" if coverage.first == coverage.last else f", {first} to {last}"
    undated = f", {coverage.undated:,} of them without a date" if coverage.undated else ""
    unread = f", {_count(coverage.unread, 'file')} could not be read" if coverage.unread else ""
    others = sum(number for code, number in coverage.languages.items() if code != "en")
    foreign = f", {others:,} not in English" if others else ""
    said = f"{_count(coverage.statements, 'statement')} by {_count(len(speakers), 'speaker')}"
    return joined(
        element("span", f"{_count(coverage.articles, 'article')}{dates}{undated}{foreign}{unread}"),
        element("span", said),
    )


def _about(when: date, approximate: bool) -> str:
    return f"about {day_in_words(when)}" if approximate else day_in_words(when)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
