"""A byline gives the names of people, and no job titles, outlets, places or dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.text.bylines import is_role, read_byline

IDA, BOTH = ("Ida Falk",), ("Ida Falk", "Tom Lund")


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Ida Falk", IDA),
        ("By Ida Falk", IDA),
        ("By: Ida Falk", IDA),
        ("BY IDA FALK", ("IDA FALK",)),
        ("Written by Ida Falk", IDA),
        ("Posted by Ida Falk on May 7", IDA),
        ("An analysis by Ida Falk", IDA),
        ("Analysis Ida Falk", IDA),
        ("Author: Ida Falk", IDA),
        ("Von Ida Falk und Tom Lund", BOTH),
        # several people
        ("By Ida Falk and Tom Lund", BOTH),
        ("Ida Falk, Tom Lund", BOTH),
        ("['Ida Falk', 'Tom Lund']", BOTH),
        ('["Ida Falk", "Tom Lund"]', BOTH),
        ("Ida Falk & Tom Lund", BOTH),
        ("Ida Falk; Tom Lund", BOTH),
        ("Ida Falk with Tom Lund", BOTH),
        ("Ngũgĩ wa Thiong'o and Fatima al-Rashid", ("Ngũgĩ wa Thiong'o", "Fatima al-Rashid")),
        ("Ida Falk, Tom Lund, and Mia Berg", (*BOTH, "Mia Berg")),
        ("Falk, Ida; Lund, Tom", BOTH),
        ("Falk, Ida", IDA),
        # job titles
        ("By Ida Falk, Senior Reporter", IDA),
        ("By Ida Falk, senior reporter", IDA),
        ("Ida Falk, Chief Political Correspondent", IDA),
        ("Ida Falk, Northern Ireland correspondent", IDA),
        ("Ida Falk, health and science editor", IDA),
        ("Ida Falk | Data Journalist", IDA),
        ("Ida Falk - Staff Writer", IDA),
        ("Ida Falk – Washington Bureau Chief", IDA),
        ("Ida Falk (Business Editor)", IDA),
        ("Ida Falk Senior Reporter", IDA),
        ("Ida Falk Opinion Columnist", IDA),
        ("Ida Falk, Editor-in-Chief", IDA),
        ("Ida Falk, Head of Visual Journalism", IDA),
        ("Ida Falk\nContributing Writer", IDA),
        ("Reporter Ida Falk", IDA),
        ("Health Editor Ida Falk and Tom Lund", BOTH),
        ("Ida Falk and Tom Lund, Senior Reporters", BOTH),
        ("Ida Falk, Data Journalist, and Tom Lund, Sports Editor", BOTH),
        # outlets and agencies
        ("By Ida Falk, The Post", IDA),
        ("Ida Falk, BBC News", IDA),
        ("IDA FALK and TOM LUND, Associated Press", ("IDA FALK", "TOM LUND")),
        ("Associated Press writer Tom Lund", ("Tom Lund",)),
        ("Ida Falk for The Post", IDA),
        ("Ida Falk, Special to The Post", IDA),
        ("Ida Falk and agencies", IDA),
        ("By Ida Falk / The Post", IDA),
        # dates, places and what else stands there
        ("By Ida Falk and Tom Lund, Updated", BOTH),
        ("By Ida Falk, Tom Lund, Updated May 7, 2024", BOTH),
        ("Ida Falk | 7 May 2024 | 5 min read", IDA),
        ("Ida Falk in Norddal and Tom Lund in Oslo", BOTH),
        ("Ida Falk, New York", IDA),
        ("Ida Falk, Oslo", IDA),
        ("Story by Ida Falk; photos by Tom Lund", IDA),
        ("Ida Falk. Photographs by Tom Lund", IDA),
        ("Ida Falk. Additional reporting by Tom Lund", IDA),
        ("Ida Falk is a senior reporter at The Post", IDA),
        ("Ida Falk <ida@post.example>", IDA),
        ("ida@post.example (Ida Falk)", IDA),
        ("Ida Falk @idafalk", IDA),
        ("Ida Falk, PhD, and Tom Lund, MD", BOTH),
        # names
        ("Ana de la Cruz", ("Ana de la Cruz",)),
        ("Max O’Neill", ("Max O’Neill",)),
        ("John Q. Public", ("John Q. Public",)),
        ("Martin Luther King, Jr.", ("Martin Luther King Jr.",)),
        ("Kim Il-sung", ("Kim Il-sung",)),
        ("von Trier, Lars", ("Lars von Trier",)),
        ("Emily Post", ("Emily Post",)),
        ("Bill Press, columnist", ("Bill Press",)),
        ("April Lund and June Falk", ("April Lund", "June Falk")),
        ("Иванова Анна", ("Иванова Анна",)),
    ],
)
def test_a_byline_names_people(line: str, people: tuple[str, ...]) -> None:
    assert read_byline(line).people == people


@pytest.mark.parametrize(
    "line",
    [
        "Senior Reporter",
        "Staff",
        "Staff Writer",
        "Newsroom",
        "By Web Desk",
        "By The Editors",
        "Our Norddal Correspondent",
        "Guest Contributor",
        "Northern Ireland correspondent",
        "Health and Science Editor",
        "Chairman of the Board",
        "Redaktion",
        "admin",
        "Updated May 7, 2024",
        "5 min read",
        "",
    ],
)
def test_a_job_title_alone_is_nobody(line: str) -> None:
    assert read_byline(line).authors == ()


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Reuters", ("Reuters",)),
        ("The Associated Press", ("The Associated Press",)),
        ("Reuters Staff", ("Reuters",)),
        ("Deutsche Presse-Agentur", ("Deutsche Presse-Agentur",)),
        ("王小明", ("王小明",)),
        ("Banksy", ("Banksy",)),
    ],
)
def test_without_people_an_agency_or_a_single_name_is_the_author(
    line: str, authors: tuple[str, ...]
) -> None:
    assert read_byline(line).authors == authors


def test_the_outlet_is_not_its_own_author() -> None:
    assert read_byline("The Post", outlet="The Post").authors == ()
    assert read_byline(["Ida Falk", "The Post"], outlet="The Post").authors == IDA


@pytest.mark.parametrize("line", ["Post Staff", "The Post", "By Post staff"])
def test_nor_is_its_staff(line: str) -> None:
    assert read_byline(line, outlet="The Post").authors == ()


def test_a_name_counts_once() -> None:
    assert read_byline(["Ida Falk", "By Ida Falk, Tom Lund", "IDA FALK"]).people == BOTH


def test_a_job_title_is_told_from_a_name() -> None:
    assert is_role("Senior Reporter")
    assert is_role("Editor-in-Chief")
    assert not is_role("Ida Falk, Senior Reporter")
    assert not is_role("Talks resume in Oslo")


@given(st.one_of(st.text(max_size=200), st.lists(st.text(max_size=50), max_size=5)))
def test_any_text_gives_tidy_names(line: str | list[str]) -> None:
    for name in read_byline(line).authors:
        assert name == " ".join(name.split())
        assert name
