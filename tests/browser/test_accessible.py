"""By keyboard alone, from right to left, at twice the size, without motion: page and report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers, overflow
from tests.browser.screenshots import ask
from tests.browser.test_page import filters, latest
from tests.browser.test_report_page import OpenReport, open_report, reports

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

__all__ = ["open_report", "reports"]  # fixtures

SULLIVAN = "What did Sullivan say?"
# What has the keyboard, and whether a reader can see that: a line around it, or around its box.
FOCUS = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const seen = (element) => {
    const style = getComputedStyle(element);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return ring || (style.boxShadow !== "none" && !/ 0px 0px 0px 0px/.test(style.boxShadow));
  };
  const about = one.outerHTML.slice(0, 120);
  const { width, height } = one.getBoundingClientRect();
  const visible = width > 1 && height > 1;
  const around = [one, one.parentElement, one.closest(".wrap") ?? one];
  return [about, visible && around.some(seen)];
}
"""


def walked(page: Page, most: int = 80) -> list[str]:
    """The stops of the keyboard from the start of a page; none may be without a mark."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.evaluate("document.body.setAttribute('tabindex', '-1'); document.body.focus()")
    stops: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found is None or found[0] in stops[:1]:
            break
        about, marked = found
        assert marked, f"no mark of the keyboard on {about}"
        stops.append(about)
    return stops


def test_the_keyboard_is_seen_wherever_it_goes(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name="Filters: speaker, outlet, dates").press("Enter")
    ask(page, SULLIVAN)
    stops = walked(page)
    for part in ("skip", "marker", "copy", "unfold", "step-on", "permalink", 'id="ask"', "reset"):
        assert any(part in stop for stop in stops), (part, stops)


def test_filters_are_set_by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Filters: speaker, outlet, dates").press("Enter")
    speaker = filters(page).get_by_label("Speaker")
    speaker.focus()
    page.keyboard.type("Sull")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(speaker).to_have_value(re.compile("^John Sullivan"))
    ask(page, "What did he say about Ukraine?")
    expect(latest(page).locator(".only")).to_have_text("Only statements by John Sullivan")
    assert set(latest(page).locator(".who").all_inner_texts()) == {"John Sullivan"}


@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_from_right_to_left_fits_and_keeps_the_articles_direction(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width)
    page.evaluate("document.documentElement.dir = 'rtl'")
    ask(page, SULLIVAN)
    direction = "one => getComputedStyle(one).direction"
    assert latest(page).locator("blockquote").first.evaluate(direction) == "ltr"
    assert overflow(page) <= 0
    assert barriers(page) == []


def test_a_question_in_hebrew_is_read_from_the_right(page: Page) -> None:
    ask(page, "מה אמר לברוב על אוקראינה?")
    heading = page.locator(".asked h2").last
    assert heading.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert latest(page).evaluate("one => getComputedStyle(one).direction") == "ltr"
    assert overflow(page) <= 0


def test_nothing_moves_for_who_wants_no_motion(page: Page) -> None:
    ask(page, SULLIVAN)
    moving = """() => document.getAnimations().filter(
        (one) => one.playState === "running" && one.effect.getComputedTiming().activeDuration > 10
    ).length"""
    paces = "[...document.querySelectorAll('*')].map((one) => getComputedStyle(one))"
    slow = f"{paces}.filter((style) => parseFloat(style.transitionDuration) > 0.01).length"
    smooth = f"{paces}.filter((style) => style.scrollBehavior === 'smooth').length"
    latest(page).locator(".marker").first.click()
    assert page.evaluate(moving) == 0
    assert page.evaluate(slow) == 0
    assert page.evaluate(smooth) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(slow) > 0


def test_axe_finds_no_serious_barrier_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(width=360, height=740)
    page.get_by_role("button", name="Filters: speaker, outlet, dates").click()
    ask(page, SULLIVAN)
    latest(page).get_by_text("Change").click()
    assert barriers(page) == []
    assert overflow(page) <= 0


def test_a_report_is_read_by_keyboard(open_report: OpenReport) -> None:
    page = open_report("one")
    rows = page.locator("#questions tbody tr[data-q]:visible")
    rows.first.locator(".open").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_be_visible()
    assert any("open" in stop for stop in walked(page, most=25))


def test_a_report_at_twice_the_size_fits(open_report: OpenReport) -> None:
    page = open_report("two", width=640)  # 1280 at 200 %
    page.locator("#questions .open:visible").first.click()
    assert overflow(page) <= 0
