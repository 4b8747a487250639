"""What a reader sees of the collection: the start page, the list of articles, one article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers, overflow
from tests.browser.screenshots import ask
from tests.browser.test_accessible import walked
from tests.browser.test_page import latest

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

ARTICLE = "/article?id=000_da556442ba3b8b22.txt"
LAVROV = "Russia Not to Blame if War Breaks Out, Lavrov Says"


def titles(page: Page) -> list[str]:
    return page.locator(".entries li > a").all_inner_texts()


def test_the_start_page_shows_the_collection_and_all_of_it_leads_somewhere(page: Page) -> None:
    collection = page.locator("#collection")
    expect(collection.get_by_role("heading", name="Newest articles")).to_be_visible()
    for name in ("Topics", "Most quoted"):
        expect(collection.get_by_role("heading", name=name)).to_be_visible()
    expect(collection.get_by_role("link", name="January 2022: 1 article")).to_have_attribute(
        "href", re.compile("^articles.*from=2022-01-01&until=2022-01-31")
    )
    expect(collection.get_by_role("link", name=LAVROV)).to_have_attribute(
        "href", re.compile("^article")
    )
    collection.locator(".speaker").get_by_role("link", name="Sergey Lavrov").click()
    expect(page.locator(".asked h2")).to_have_text("What did Sergey Lavrov say?")
    expect(collection).to_be_hidden()
    page.get_by_role("button", name="New conversation").click()
    expect(collection).to_be_visible()


def test_an_answers_timeline_is_linked_with_its_number_of_statements(page: Page) -> None:
    ask(page, "What did Lavrov say about NATO?")
    link = latest(page).locator("a.over-time")
    expect(link).to_have_text(re.compile(r"^Sergey Lavrov on NATO over time · \d+ statements$"))
    number = re.findall(r"\d+", link.inner_text())[-1]
    page.goto(page.url.split("/?")[0].split("#")[0].rstrip("/") + "/timeline?" + query(link))
    expect(page.locator(".lead")).to_contain_text(f"{number} statements")


def query(link: object) -> str:
    href: str = link.get_attribute("href")  # type: ignore[attr-defined]
    return href.partition("?")[2]


def test_articles_are_searched_filtered_and_sorted_without_a_script(open_page: OpenPage) -> None:
    page = open_page("/articles")
    expect(page.get_by_role("status")).to_have_text("3 articles")
    page.get_by_label("Words").fill("peacekeepers")
    page.get_by_label("Words").press("Enter")
    expect(page.get_by_role("status")).to_have_text("1 article")
    page.get_by_role("link", name="Show all articles").click()
    page.get_by_label("Speaker").fill("Sullivan")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".entries .dateline").first).to_contain_text("by John Sullivan")
    page.get_by_role("link", name="Show all articles").click()
    page.get_by_label("Order").select_option("By title")
    page.get_by_role("button", name="Show").click()
    assert titles(page) == sorted(titles(page), key=lambda one: one.lstrip("<").casefold())
    page.get_by_role("link", name="January 2022: 1 article").click()
    expect(page.get_by_label("From")).to_have_value("2022-01-01")
    assert titles(page) == [LAVROV]


def test_a_day_that_cannot_be_read_is_explained(address: str) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{address}/articles?from=2022-01-31&until=2021-01-01")  # noqa: S310
    assert caught.value.code == 400
    assert "is after" in caught.value.read().decode()


def test_an_article_lists_its_statements_and_each_leads_to_its_words(open_page: OpenPage) -> None:
    page = open_page(ARTICLE)
    page.get_by_role("link", name=re.compile(r"^\d+ statements")).click()
    said = page.get_by_role("complementary", name="Who says what")
    expect(said).to_be_focused()
    said.get_by_text("John Sullivan", exact=True).click()
    statement = said.locator("details[open] li a").last
    words = statement.inner_text()
    statement.click()
    expect(page.locator("mark#cite")).to_be_in_viewport()
    marked = "".join(page.locator("mark").all_inner_texts())
    assert marked == words
    expect(said.locator("[aria-current]")).to_have_text(words)
    expect(said.get_by_role("link", name="John Sullivan over time")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_the_collection_has_no_serious_barrier_and_fits(
    open_page: OpenPage, scheme: str, width: int
) -> None:
    for path in ("/", "/articles", "/articles?q=nowhere", "/unread", ARTICLE):
        page = open_page(path, width=width, scheme=scheme)
        assert (path, barriers(page)) == (path, [])
        assert overflow(page) <= 0
        page.set_viewport_size({"width": width // 2, "height": 450})  # at 200 %
        assert overflow(page) <= 0 or width < 640


def test_the_keyboard_reaches_all_of_the_collection(open_page: OpenPage) -> None:
    stops = walked(open_page("/articles"))
    for part in ('name="q"', 'name="order"', "period", "article?id="):
        assert any(part in stop for stop in stops), (part, stops)
    page = open_page(ARTICLE)
    page.locator("summary").first.press("Enter")
    stops = walked(page)
    for part in ("to-said", "summary", "cite="):
        assert any(part in stop for stop in stops), (part, stops)


def test_every_page_leads_to_itself_in_the_other_language_and_to_evaluate(
    open_page: OpenPage,
) -> None:
    page = open_page("/timeline?speaker=Lavrov&topic=NATO")
    page.get_by_role("link", name="Русский").click()
    expect(page.get_by_label("Тема")).to_have_value("NATO")
    page.get_by_role("navigation", name="Страницы").get_by_role("link", name="Оценка").click()
    expect(page.get_by_role("tab", name="Оценка")).to_have_attribute("aria-selected", "true")
