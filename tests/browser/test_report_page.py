"""What a reader does with a report, opened from disk in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from rag.evaluation.comparison.side_by_side import read_report
from rag.evaluation.run_records import Evidence, Outcome, Question
from rag.rendering.report_page import write_html
from tests.browser.barriers import barriers
from tests.run_folders import hit, many, outcome, write

OpenReport = Callable[..., Page]
HOSTILE = "<img src=x onerror=document.title='broken'> </script><script>document.title='broken'"


def _hostile() -> Outcome:
    question = Question("hostile", HOSTILE, evidence=(Evidence(None, HOSTILE),), tags=(HOSTILE,))
    return outcome(question, [hit(HOSTILE, 0.9, f"🛶 {HOSTILE} after")], text=HOSTILE)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The addresses of a report of one run and of one of two."""
    folder = tmp_path_factory.mktemp("reports")
    first = write(folder / "first", [*many(40, skill=0.4), _hostile()])
    second = write(folder / "second", many(40, skill=0.9))
    addresses = {}
    for name, runs in {"one": [first], "two": [first, second]}.items():
        file = folder / f"{name}.html"
        file.write_text(write_html(read_report(runs)), encoding="utf-8")
        addresses[name] = file.as_uri()
    return addresses


@pytest.fixture
def open_report(browser: Browser, reports: dict[str, str]) -> Iterator[OpenReport]:
    """Opens reports; in the end, none may have asked for anything or complained."""
    opened: list[Page] = []
    asked: list[str] = []
    complaints: list[str] = []

    def open_report(name: str, *, width: int = 1280, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 860},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        opened.append(page)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        context.on("request", lambda request: asked.append(request.url))
        page.goto(reports[name])
        return page

    yield open_report
    titles = [page.title() for page in opened]
    for page in opened:
        page.context.close()
    assert [address for address in asked if address not in reports.values()] == []
    assert complaints == []
    assert all(title.endswith("evaluation, On Record") for title in titles)


def _rows(page: Page) -> Locator:
    return page.locator("#questions tbody tr[data-q]:visible")


def _column(page: Page, label: str) -> list[str]:
    return page.locator(f"#questions tbody td[data-label='{label}']:visible").all_inner_texts()


def test_wrong_answers_come_first_and_then_the_lowest_scores(open_report: OpenReport) -> None:
    page = open_report("one")
    verdicts = _column(page, "Answer")
    wrong = [verdict.endswith("wrong") for verdict in verdicts]
    assert any(wrong)
    assert wrong == sorted(wrong, reverse=True)
    scores = [
        float(score)
        for score, verdict in zip(_column(page, "Score"), verdicts, strict=True)
        if score != "–" and not verdict.endswith("wrong")
    ]
    assert scores == sorted(scores)


def test_a_column_sorts_both_ways_and_says_so(open_report: OpenReport) -> None:
    page = open_report("one")
    button = page.get_by_role("button", name="Confidence")
    heading = page.locator("th", has=button)
    for way, reverse in (("ascending", False), ("descending", True)):
        button.press("Enter")
        expect(heading).to_have_attribute("aria-sort", way)
        found = [float(one) for one in _column(page, "Confidence")]
        assert found == sorted(found, reverse=reverse)
    assert page.locator("[aria-sort='ascending'], [aria-sort='descending']").count() == 1


def test_questions_are_found_by_word_tag_and_verdict(open_report: OpenReport) -> None:
    page = open_report("one")
    status = page.get_by_role("status")
    expect(status).to_have_text("41 of 41 questions")
    page.get_by_label("Words or id").fill("ferry")
    expect(_rows(page)).to_have_count(3)
    expect(status).to_have_text("3 of 41 questions")
    page.get_by_label("Words or id").fill("")
    page.get_by_label("Tag", exact=True).select_option("unanswerable")
    expect(_rows(page)).to_have_count(8)
    page.get_by_label("Show").select_option("refused")
    assert all(text.startswith("not found") for text in _column(page, "Answer"))
    page.get_by_label("Show").select_option("wrong")
    assert all(text.endswith("wrong") for text in _column(page, "Answer"))


def test_an_opened_question_shows_its_passages_with_the_evidence_marked(
    open_report: OpenReport,
) -> None:
    page = open_report("one")
    button = page.get_by_role("button", name="What was said about the mayor in case 1?")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    details = page.locator("#details-1")
    expect(details.locator(".hit")).to_have_count(10)
    expect(details.locator("mark")).to_have_text(["The mayor of case 1 is settled"])
    expect(details.locator(".right")).to_have_count(1)
    page.get_by_role("button", name="Question", exact=True).click()
    following = page.locator("tr[data-q='1'] + tr")
    expect(following).to_have_id("details-1")
    button.press("Space")
    expect(details).to_be_hidden()


def test_what_an_article_says_is_shown_and_not_done(open_report: OpenReport) -> None:
    page = open_report("one")
    page.get_by_label("Words or id").fill("hostile")
    page.locator("tr[data-q='40'] .open").click()
    details = page.locator("#details-40")
    expect(details.locator("mark")).to_have_text([HOSTILE])
    expect(details.locator(".hit p").last).to_have_text(f"🛶 {HOSTILE} after")
    assert page.locator("img").count() == 0


def test_another_measure_is_a_choice_away(open_report: OpenReport) -> None:
    page = open_report("one")
    page.get_by_label("Score by").select_option("Hit@1")
    assert set(_column(page, "Score")) <= {"0", "1", "–"}
    table = page.get_by_role("table", name="nDCG@10 by tag, the lowest first")
    expect(table).to_be_visible()
    page.get_by_label("Measure", exact=True).select_option("RR")
    expect(table).to_be_hidden()
    expect(page.get_by_role("table", name="RR by tag, the lowest first")).to_be_visible()


def test_two_runs_stand_side_by_side_and_the_worst_change_first(open_report: OpenReport) -> None:
    page = open_report("two")
    expect(page.get_by_role("heading", level=1)).to_contain_text("second does better than first")
    changes = [
        float(text.replace("−", "-")) for text in _column(page, "Change") if text not in {"–", ""}
    ]
    assert changes == sorted(changes)
    page.get_by_label("Show").select_option("better")
    assert all(text.startswith("+") for text in _column(page, "Change"))
    _rows(page).first.locator(".open").click()
    opened = page.locator(".details:visible")
    expect(opened.get_by_role("heading", level=3)).to_have_text(["first", "second"])
    expect(opened.locator("mark")).to_have_count(2)


# Colours do not depend on the size, nor places on the colours: one of each will do.
@pytest.mark.parametrize("name", ["one", "two"])
def test_the_report_is_accessible_and_never_wider_than_the_screen(
    open_report: OpenReport, name: str
) -> None:
    page = open_report(name, dark=name == "two")
    for row in (0, 1):
        _rows(page).nth(row).locator(".open").click()
    page.locator("summary").first.click()
    found = barriers(page)
    for width in (1280, 1000, 780, 700, 650, 360):
        page.set_viewport_size({"width": width, "height": 860})
        assert (width, _too_wide(page)) == (width, [])
    page.emulate_media(color_scheme="light" if name == "two" else "dark")
    assert found + barriers(page) == []


def _too_wide(page: Page) -> list[str]:
    wide: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *:not(svg *)")]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
            .map((one) => one.outerHTML.slice(0, 80))"""
    )
    return wide


def test_a_print_shows_what_is_open_and_no_controls(
    open_report: OpenReport, tmp_path: Path
) -> None:
    page = open_report("one", dark=True)
    _rows(page).first.locator(".open").click()
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_label("Words or id")).to_be_hidden()
    expect(page.locator(".hit").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    written = page.pdf(path=tmp_path / "report.pdf", format="A4")
    assert written.startswith(b"%PDF")
