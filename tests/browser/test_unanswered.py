"""Questions whose answer comes late, is refused or never comes, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.serving import forget

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

QUESTION = "What did Lavrov say about peacekeepers?"
PATIENCE = 30_000  # milliseconds that the page waits for an answer: asking.js
ASKS = "**/gradio_api/run/predict"
# Whatever Gradio sends back arrives late by as much: every reply, and every piece of a stream.
LATE = """
const reach = window.fetch;
window.fetch = async (target, options) => {
  const answer = await reach(target, options);
  const address = String(target.url ?? target);
  if (!address.includes("/gradio_api/") || address.includes("/heartbeat/")) return answer;
  if (address.endsWith("/queue/join")) return answer;
  const late = new TransformStream({
    async transform(piece, out) {
      await new Promise((go) => setTimeout(go, 300));
      out.enqueue(piece);
    },
  });
  return new Response(answer.body.pipeThrough(late), { headers: answer.headers });
};
"""


@pytest.fixture(scope="module")
def unlucky(browser: Browser) -> Iterator[BrowserContext]:
    """A reader whose network may fail: `open_page` holds it against a page."""
    with browser.new_context() as context:
        yield context


@pytest.fixture
def page(unlucky: BrowserContext, address: str) -> Iterator[Page]:
    """A page of that reader."""
    forget(unlucky, address)
    page = unlucky.new_page()
    page.goto(address)
    page.get_by_label("Your question").wait_for()
    yield page
    page.close()
    unlucky.set_offline(False)


def press_enter(page: Page) -> None:
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_label("Your question").press("Enter")


def press_an_example(page: Page) -> None:
    page.locator("#conversation .example").first.click()


def open_a_link(page: Page) -> None:
    page.evaluate("location.hash = 'ask?question=What+did+Sullivan+say?'")


@pytest.mark.parametrize("wait", [0, 200])
def test_a_question_right_after_a_filter_is_answered_however_late_replies_come(
    open_page: OpenPage, wait: int
) -> None:
    page = open_page()
    page.add_init_script(LATE)
    page.reload()
    page.get_by_role("button", name="Filters: speaker, outlet, dates").click()
    page.get_by_label("From", exact=True).fill("2021-01-01")
    page.wait_for_timeout(wait)
    press_enter(page)
    page.locator("#conversation .turn").wait_for()
    expect(page.locator("#conversation .only")).to_have_text("Only from 1 January 2021")


@pytest.mark.parametrize("ask", [press_enter, press_an_example, open_a_link])
def test_a_question_whose_answer_was_lost_is_asked_again(
    page: Page, ask: Callable[[Page], None]
) -> None:
    page.route(ASKS, lambda route: route.abort())
    ask(page)
    expect(page.locator("#trouble")).to_have_text("The answer did not arrive. Ask again")
    page.unroute(ASKS)
    page.locator("#trouble").get_by_role("button", name="Ask again").press("Enter")
    expect(page.locator("#conversation .quote").first).to_be_visible()
    expect(page.locator("#conversation .turn")).to_have_count(1)
    expect(page.locator("#trouble")).to_be_empty()


def test_an_answer_that_never_comes_is_not_waited_for_for_ever(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.clock.install()
    page.goto(address)
    page.get_by_label("Your question").wait_for()
    held: list[Route] = []
    page.route(ASKS, lambda route: held.append(route))  # noqa: PLW0108  # it must be a function
    with page.expect_request(ASKS):
        press_enter(page)
    page.clock.fast_forward(PATIENCE - 1000)
    expect(page.locator("#trouble")).to_be_empty()
    page.clock.fast_forward(1000)
    expect(page.locator("#trouble")).to_have_text("The answer did not arrive. Ask again")
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)
    page.unroute(ASKS)
    press_enter(page)
    expect(page.locator("#conversation .turn")).to_have_count(1)
    assert held
    page.context.close()


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (429, "The server is busy and accepts no more questions for now. Ask again"),
        (401, "You are not logged in. Reload this page."),
        (500, "The answer did not arrive. Ask again"),
    ],
)
def test_a_question_that_is_refused_stays_and_the_page_says_why(
    page: Page, status: int, told: str
) -> None:
    page.route(ASKS, lambda route: route.fulfill(status=status, json={"hint": "later"}))
    press_enter(page)
    expect(page.locator("#trouble")).to_have_text(told)
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)
    page.unroute(ASKS)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator("#conversation .turn")).to_have_count(1)
    expect(page.locator("#trouble")).to_be_empty()


def test_what_was_asked_stays_on_the_page_while_the_network_is_away(page: Page) -> None:
    press_enter(page)
    expect(page.locator("#conversation .turn")).to_have_count(1)
    page.context.set_offline(True)
    page.get_by_label("Your question").fill("And about Iran?")
    with page.expect_event("requestfailed", lambda request: "/run/predict" in request.url):
        page.get_by_label("Your question").press("Enter")
    expect(page.locator("#trouble")).to_contain_text("The server does not answer.")
    page.context.set_offline(False)
    expect(page.locator("#trouble")).to_have_text("The server answers again. Ask again")
    expect(page.locator("#conversation .turn")).to_have_count(1)
    page.locator("#trouble").get_by_role("button", name="Ask again").click()
    expect(page.locator("#conversation .turn")).to_have_count(2)
    expect(page.locator("#conversation .understood").last).to_contain_text("Sergey Lavrov")


def test_a_server_that_outlasts_the_network_by_a_moment_is_looked_for_again_soon(
    page: Page,
) -> None:
    press_enter(page)
    expect(page.locator("#conversation .turn")).to_have_count(1)
    page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    with page.expect_response("**/healthz"):
        page.evaluate("dispatchEvent(new Event('offline'))")
    page.route("**/healthz", lambda route: route.abort())
    expect(page.locator("#trouble")).to_contain_text(
        "The server does not answer.", timeout=PATIENCE / 3
    )
