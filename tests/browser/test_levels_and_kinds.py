"""The three levels, talk and questions on the collection, on the page in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers, overflow
from tests.browser.screenshots import ask
from tests.browser.serving import serving
from tests.browser.test_page import latest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.conftest import OpenPage

UNSURE = "What is the main disagreement between Russia and NATO?"
NATO = "What did Lavrov say about NATO?"
KINDS = ("hi", "What are these articles about?", "List the articles", "Who is quoted on Ukraine?",
         UNSURE, NATO, "Summarise what is said on NATO", "thanks")  # fmt: skip


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over more articles than a list shows at once."""
    folder = tmp_path_factory.mktemp("harbour")
    articles = [
        {
            "title": f"Harbour dredging enters week {week}",
            "text": f"Dredging of the harbour goes on.\n\n“We are on time in week {week},” said "
            "Ann Lee, who runs the works.",
            "published": f"2024-03-{week:02}",
            "outlet": "Marl Gazette",
        }
        for week in range(1, 14)
    ]
    lines = "".join(f"{json.dumps(one)}\n" for one in articles)
    (folder / "corpus").mkdir()
    (folder / "corpus" / "gazette.jsonl").write_text(lines, encoding="utf-8")
    with serving(folder / "index", Path(folder / "corpus")) as served:
        yield served


@pytest.fixture
def harbour_page(browser: Browser, harbour: str) -> Iterator[Page]:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(harbour)
    page.get_by_label("Your question").wait_for()
    yield page
    page.close()


def is_free(page: Page) -> bool:
    """Whether what has the keyboard is on the screen, and not behind the question box."""
    free: bool = page.evaluate(
        """() => {
          const { top, bottom } = document.activeElement.getBoundingClientRect();
          const box = document.getElementById("composer").getBoundingClientRect();
          return top >= 0 && bottom <= box.top;
        }"""
    )
    return free


def test_unsure_evidence_is_shown_as_what_comes_closest(page: Page) -> None:
    ask(page, UNSURE)
    answer = latest(page)
    expect(answer.locator(".doubted .verdict")).to_have_text("The articles may not answer this")
    expect(answer.locator(".doubted .reason")).to_contain_text("close enough to be sure")
    expect(answer.get_by_role("heading", name="Closest excerpts", exact=True)).to_be_visible()
    expect(answer.locator(".missing")).to_have_count(0)
    cards = answer.locator(".quote")
    expect(cards).to_have_count(answer.locator(".source mark[id]").count())
    for card in cards.all():
        expect(card).to_contain_text(re.compile("Russia (rejects|Not to Blame)"))
        expect(card.locator(".day")).to_contain_text(re.compile(r"20\d\d"))
    marked = answer.locator(".quote mark.likely").first
    words = marked.inner_text()
    assert words in marked.locator("xpath=ancestor::blockquote").inner_text()
    assert words != marked.locator("xpath=ancestor::blockquote").inner_text()
    expect(answer.locator(".rating .prompt")).to_have_text("Is the answer among these?")


def test_a_passage_that_is_no_quotation_is_copied_as_what_it_is(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, UNSURE)
    card = latest(page).locator(".quote.told").filter(has_text="paraphrased by the article").first
    card.get_by_role("button", name="Copy with citation", exact=True).click()
    expect(card.get_by_role("status").first).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "(closest found, may not answer; paraphrased by the article: " in text
    ask(page, NATO)
    told = latest(page).locator(".quote.told").first
    told.get_by_role("button", name="Copy with citation, as Markdown").click()
    expect(told.get_by_role("status").first).to_have_text("Copied")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0].startswith("> Russia is not seeking war")
    assert lines[1] == ">"
    assert lines[2].startswith(
        "> — *paraphrased by the article:* Sergei Lavrov, “Russia Not to Blame if War Breaks Out, "
        "Lavrov Says”, themoscowtimes.com, 28 January 2022, <https://www.themoscowtimes.com/"
    )
    told.get_by_role("button", name="Copy with citation, as reference").click()
    expect(told.get_by_role("status").last).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "[paraphrased by the article] Sergei Lavrov, paraphrased in " in text
    assert re.search(r"28 January 2022, https://\S+ \(accessed \d+ \w+ 20\d\d\)\.$", text)


def test_a_greeting_is_marked_as_the_programs_own_and_leads_to_questions(page: Page) -> None:
    ask(page, "hi")
    answer = latest(page)
    expect(answer.locator(".own-label")).to_have_text("On Record")
    expect(answer.locator(".understood")).to_have_text("A greeting")
    expect(answer.locator(".own-words")).to_contain_text("The collection holds 3 articles")
    for absent in (".rating", ".sources", ".permalink", "summary", "blockquote"):
        expect(answer.locator(absent)).to_have_count(0)
    button = answer.locator(".go-on .step-on").first
    question = button.inner_text()
    button.press("Enter")
    expect(page.locator(".asked h2").last).to_have_text(question)
    expect(latest(page).locator(".quote").first).to_be_visible()


def test_an_overview_leads_on_by_topic_person_and_outlet(page: Page) -> None:
    ask(page, "What are these articles about?")
    answer = latest(page)
    expect(answer.get_by_role("heading", name="Topics")).to_be_visible()
    expect(answer.locator(".titles li")).to_have_count(3)
    expect(answer.locator(".sources")).to_have_count(0)
    answer.locator(".facets.speaker .facet", has_text="John Sullivan").click()
    expect(page.locator(".asked h2").last).to_have_text("What did John Sullivan say?")
    expect(latest(page).locator(".who").first).to_have_text("John Sullivan")
    page.locator(".facets.topic .facet").first.click()
    expect(page.locator("#conversation .turn")).to_have_count(3)
    expect(latest(page).locator(".titles li").first).to_be_visible()
    page.locator(".facets.outlet .facet", has_text="themoscowtimes.com").click()
    expect(page.locator("#conversation .turn")).to_have_count(4)
    expect(latest(page).locator(".understood")).to_have_text("All articles, in themoscowtimes.com")
    expect(latest(page).locator(".titles li")).to_have_count(1)


def test_a_title_leads_to_its_article(page: Page) -> None:
    ask(page, "List the articles")
    expect(latest(page).get_by_role("heading", name="Headlines")).to_be_visible()
    title = latest(page).locator(".titles a", has_text="Russia rejects NATO troops")
    with page.context.expect_page() as opened:
        title.click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(
        "Russia rejects NATO troops on Ukraine, Lavrov says"
    )


def test_people_on_a_topic_come_with_their_best_words(page: Page) -> None:
    ask(page, "Who is quoted on Ukraine?")
    expect(latest(page).locator(".own-words")).to_contain_text("3 speakers on Ukraine")
    expect(latest(page).locator(".quote .who")).to_have_count(3)
    expect(latest(page).locator(".sources mark[id]").first).to_be_visible()


def test_statements_that_are_not_shown_are_one_click_away(page: Page) -> None:
    ask(page, NATO)
    ask(page, "thanks")
    first = page.locator("#conversation .turn").first
    shown = first.locator(".quote").count()
    counted = first.locator(".rest").inner_text()
    every = int(re.findall(r"Showing \d+ of (\d+) statements", counted)[0])
    first.get_by_role("button", name=f"Show all {every}").press("Enter")
    expect(first.locator(".quote")).to_have_count(every)
    expect(first.locator(f"#t1-quote-{shown + 1}")).to_be_focused()
    assert is_free(page)
    first.locator(".marker").last.click()
    assert is_free(page)
    expect(first.locator(".rest")).to_have_count(0)
    expect(page.locator("#conversation .turn")).to_have_count(2)
    link = first.locator(".permalink").get_attribute("href") or ""
    assert "most=50" in link


def test_a_long_list_says_how_many_there_are_and_shows_all(harbour_page: Page) -> None:
    ask(harbour_page, "List the articles")
    answer = latest(harbour_page)
    expect(answer.locator(".titles li")).to_have_count(10)
    expect(answer.locator(".rest span")).to_have_text("Showing 10 of 13 articles")
    answer.get_by_role("button", name="Show all 13").click()
    expect(answer.locator(".titles li")).to_have_count(13)


def test_a_headline_that_is_cited_is_called_one(harbour_page: Page) -> None:
    ask(harbour_page, "What enters week 7?")
    headline = latest(harbour_page).locator(".quote", has=harbour_page.get_by_text("headline"))
    expect(headline.first.locator("blockquote")).to_contain_text("Harbour dredging enters week")
    headline.first.locator(".marker").click()
    expect(harbour_page.locator("h4 mark.here")).to_be_focused()


# Colours do not depend on the size, nor places on the colours: one of each will do.
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_every_kind_fits_and_has_no_serious_barrier(
    open_page: OpenPage, width: int, scheme: str
) -> None:
    page = open_page(width=width, height=844, scheme=scheme)
    for question in KINDS:
        ask(page, question)
        assert overflow(page) <= 0, question
    assert barriers(page) == []
