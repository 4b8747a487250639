"""The timeline's page: every statement in the list, and a mark that leads to it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Assistant
from rag.records import Citation, Said, Timeline
from rag.translation.texts import ENGLISH, Texts
from rag.web.pages.timeline_page import Wanted, make_timeline_page
from rag.web.pages.timeline_plot import draw_timeline
from rag.web.visit import Visit

DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))


def said(number: int, day: date | None) -> Said:
    cited = Citation(number, "a", "T", day, number % 3 == 0, None, None, "Anna Berg", 0, 5, "Words")
    return Said(cited)


@given(st.lists(st.none() | DAYS, min_size=1, max_size=80))
def test_every_dated_statement_is_counted_in_one_mark_in_order(days: list[date | None]) -> None:
    ordered = sorted(days, key=lambda day: str(day or "9999"))
    drawn = draw_timeline([said(number, day) for number, day in enumerate(ordered, 1)], ENGLISH)
    dated = [day for day in ordered if day]
    if len(set(dated)) < 2:
        assert drawn == ""
        return
    labels = re.findall(r"<title>[^<]*: (\d+) statements?</title>", drawn)
    assert sum(map(int, labels)) == len(dated)
    targets = [int(number) for number in re.findall(r'href="#said-(\d+)"', drawn)]
    assert targets == sorted(set(targets))
    assert targets[0] == 1
    assert targets == [1, *(1 + sum(map(int, labels[:place])) for place in range(1, len(labels)))]


def test_what_is_drawn_stays_within_the_plot() -> None:
    first = date(2020, 1, 1)
    many = [said(number, first + timedelta(number % 2)) for number in range(1, 200)]
    drawn = draw_timeline(sorted(many, key=lambda one: str(one.citation.date)), ENGLISH)
    heights = [float(y) for y in re.findall(r' (?:y1|y2|cy)="([\d.]+)"', drawn)]
    assert min(heights) >= 0
    assert all(float(x) <= 100 for x in re.findall(r'x\d?="([\d.]+)%"', drawn))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_list_has_every_statement_with_its_article(assistant: Assistant, language: str) -> None:
    found = assistant.timeline("Lavrov", "NATO")
    page = unescape(
        make_timeline_page(
            Wanted("Lavrov", "NATO"), found, assistant.speaker_counts, Visit(Texts(language))
        )
    )
    assert len(found.said) > 2
    for one in found.said:
        assert one.citation.text in page
        assert f'id="said-{one.citation.number}"' in page
        assert f"cite={one.citation.start}-{one.citation.end}" in page
    marks = set(re.findall(r'href="#(said-\d+)"', page))
    assert marks
    assert marks <= set(re.findall(r'id="(said-\d+)"', page))


def test_without_a_speaker_those_quoted_most_are_offered(assistant: Assistant) -> None:
    page = make_timeline_page(Wanted(), None, assistant.speaker_counts, Visit())
    for name in assistant.speakers:
        assert f">{name}</a>" in page


def test_nothing_said_is_told_with_its_reason() -> None:
    page = make_timeline_page(Wanted("X"), Timeline("X", "", (), "no article <x>"), {}, Visit())
    assert "No article &lt;x&gt;." in page
