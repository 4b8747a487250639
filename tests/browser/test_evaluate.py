"""What somebody does on the Evaluate tab who wants to know how often answers are right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers, overflow
from tests.browser.screenshots import ask
from tests.browser.test_feedback import post

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

UNDER_WAY = "#under-way"


def evaluate(page: Page) -> None:
    page.get_by_role("tab", name="Evaluate").click()
    page.get_by_label("Test questions").wait_for()


def run(page: Page, file: str) -> None:
    """Ask a file and wait for its result."""
    page.get_by_label("Test questions").select_option(file)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#said")).to_contain_text(f"{file}: all", timeout=30_000)


def test_a_file_is_asked_and_compared_with_an_earlier_run(page: Page) -> None:
    evaluate(page)
    expect(page.locator("#evaluate .runs")).to_contain_text(re.compile("No runs yet|Runs"))
    run(page, "seeds.jsonl")
    result = page.get_by_role("region", name="Result")
    expect(result.locator("#headline")).to_contain_text("The answer is right for 18 of 18")
    expect(result.locator("#headline")).to_be_focused()
    row = result.get_by_role("row").filter(has_text="Quotations word for word")
    expect(row).to_contain_text(re.compile(r"1\.000 0\.\d+ – 1\.000"))
    expect(result).to_contain_text("95 % interval")
    run(page, "seeds.jsonl")
    page.get_by_label("Compare with").select_option(index=1)
    expect(result.get_by_role("columnheader", name="Difference")).to_be_visible()
    expect(result.locator("#headline")).to_contain_text("nDCG@10")
    expect(result).to_contain_text("No question does better or worse by nDCG@10")
    page.get_by_label("Compare with").select_option(label="no other run")
    expect(result.get_by_text("What was measured")).to_be_visible()


def test_the_worst_questions_show_what_was_expected_and_what_came(page: Page) -> None:
    evaluate(page)
    run(page, "hostile.jsonl")
    case = page.locator("#result .cases li").first
    expect(case.locator("h5")).to_contain_text("What did Berg say? <img src=x onerror=")
    expect(case.locator(".fault")).to_contain_text("Not by the right person")
    expect(case.locator("dd").first).to_contain_text("It must contain “<img src=x")
    assert page.locator("#result :is(img, script, iframe)").count() == 0
    with page.context.expect_page() as opened:
        case.locator("dd a").first.click()
    expect(opened.value.locator("mark#cite")).to_be_visible()


def test_a_run_can_be_stopped_while_the_chat_answers(page: Page) -> None:
    evaluate(page)
    page.get_by_label("Test questions").select_option("many.jsonl")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#pace")).to_have_text(
        re.compile(r"many\.jsonl: [\d,]+ of 2,000 questions · [\d.]+ a second · about .+ left")
    )
    page.get_by_role("tab", name="Ask").click()
    ask(page, "What did Lavrov say about peacekeepers?")
    page.get_by_role("tab", name="Evaluate").click()
    expect(page.get_by_role("progressbar", name="Questions asked")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#said")).to_contain_text("Stopped after")
    expect(page.locator(UNDER_WAY)).to_be_hidden()
    page.get_by_role("tab", name="Ask").click()
    expect(page.locator("#conversation .turn")).to_have_count(1)


def test_one_evaluation_runs_at_a_time_and_others_see_it(open_page: OpenPage, address: str) -> None:
    page = open_page()
    evaluate(page)
    page.get_by_label("Test questions").select_option("many.jsonl")
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator(UNDER_WAY).wait_for()
    assert post(address, "/evaluation/start", {"questions": "seeds.jsonl"}, address) == 409
    other = open_page("/#evaluate")
    expect(other.locator("#pace")).to_contain_text("of 2,000 questions")
    other.get_by_role("button", name="Stop").click()
    for each in (page, other):
        expect(each.locator("#said")).to_contain_text("Run many.jsonl again to continue")


def test_a_file_that_cannot_be_read_says_why(page: Page) -> None:
    evaluate(page)
    expect(page.locator("#evaluate .hint").first).to_contain_text("broken.jsonl cannot be used")
    options = page.get_by_label("Test questions").locator("option").all_inner_texts()
    assert "seeds.jsonl – 18 questions" in options
    assert not any("broken" in option for option in options)


def test_the_report_opens_and_can_reach_nothing(page: Page, address: str) -> None:
    evaluate(page)
    run(page, "seeds.jsonl")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open the whole report").click()
    report = opened.value
    report.get_by_role("heading", level=1).wait_for()
    assert report.evaluate("window.origin") == "null"
    report.locator("#status").filter(has_text=re.compile(r"\d")).wait_for()  # its script runs
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download it").click()
    assert re.fullmatch(r"report-[\w-]+\.html", saved.value.suggested_filename)
    assert "seeds.jsonl" in Path(saved.value.path()).read_text(encoding="utf-8")
    for query in ("run=../corpus", "run=.", "run=", "run=none&run=none"):
        with pytest.raises(HTTPError) as caught:
            urlopen(f"{address}/evaluation/report?{query}")  # noqa: S310
        assert caught.value.code == 404


def test_only_files_that_are_listed_can_be_asked(address: str) -> None:
    for name in ("../corpus/hostile.jsonl", "/etc/passwd", "", "none.jsonl"):
        assert post(address, "/evaluation/start", {"questions": name}, address) == 404


def test_the_tabs_are_reached_with_the_keyboard_and_by_address(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("tab", name="Ask").press("ArrowRight")
    expect(page.get_by_role("tab", name="Evaluate")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Evaluate")).to_be_visible()
    expect(page.locator("#chat")).to_be_hidden()
    page.reload()
    expect(page.get_by_label("Test questions")).to_be_visible()


# Colours do not depend on the size, nor places on the colours: one of each will do.
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_no_serious_barrier(open_page: OpenPage, scheme: str, width: int) -> None:
    page = open_page(scheme=scheme, width=width)
    evaluate(page)
    run(page, "hostile.jsonl")
    page.locator("#result summary").click()
    assert barriers(page) == []
    assert overflow(page) <= 0
