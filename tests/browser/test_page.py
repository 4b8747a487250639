"""What a reader does on the page, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.barriers import barriers, overflow
from tests.browser.screenshots import ask

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

PEACEKEEPERS = "What did Lavrov say about peacekeepers?"
UNANSWERABLE = "What did Macron say about Ukraine?"


def latest(page: Page) -> Locator:
    return page.locator("#conversation .turn").last


def filters(page: Page) -> Locator:
    return page.locator("#filters")


def reset(page: Page) -> None:
    page.get_by_role("button", name="Reset filters").click()
    for label in ("From", "Until"):
        expect(filters(page).get_by_label(label)).to_have_value("")


def test_an_answer_names_its_speaker_its_date_and_its_words_and_leads_to_them(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, PEACEKEEPERS)
    quote = latest(page).locator(".quote").first
    expect(quote.locator(".who")).to_have_text("Sergey Lavrov")
    expect(quote.locator(".approximate")).to_have_text("not dated; mentions 11 March 2025")
    expect(quote).to_contain_text("including peacekeepers, is a threat to Russia")
    quote.get_by_role("button", name="Copy with citation", exact=True).press("Enter")
    expect(quote.get_by_role("status")).to_have_text("Copied")
    heard = page.locator("#heard")
    expect(heard).to_have_text(re.compile("^Excerpts: 1; Sergey Lavrov; not dated.*he said.$"))
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "including peacekeepers, is a threat to Russia" in copied
    assert copied.endswith(
        "(quotation: Sergey Lavrov, “Russia rejects NATO troops on Ukraine, Lavrov says”, "
        "not dated; mentions 11 March 2025, 002_36f26838834c1beb.txt)"
    )
    latest(page).locator(".marker").first.click()
    words = page.locator("mark.here")
    expect(words).to_be_in_viewport()
    expect(words).to_contain_text("including peacekeepers, is a threat to Russia")
    expect(words).to_be_focused()
    expect(latest(page).locator(".source h4").first).to_have_text(
        "Russia rejects NATO troops on Ukraine, Lavrov says"
    )
    ask(page, UNANSWERABLE)
    expect(latest(page).locator(".verdict")).to_have_text("Not in the articles")
    expect(latest(page).locator(".reason")).to_have_text("No article mentions Macron.")
    expect(heard).to_have_text("Not in the articles; No article mentions Macron.")
    expect(latest(page).locator(".sources h4").first).to_be_visible()
    page.locator("#conversation .turn").first.locator(".marker").first.click()
    expect(page.locator("mark.here")).to_be_in_viewport()
    expect(page.locator("mark.here")).to_contain_text("peacekeepers")


def test_several_citations_of_an_article_are_marked_in_one_card(page: Page) -> None:
    ask(page, "What did Sullivan say?")
    expect(latest(page).locator(".source")).to_have_count(1)
    quotes = latest(page).locator(".quote").count()
    assert quotes > 1
    expect(latest(page).locator(".source mark")).to_have_count(quotes)


def test_the_whole_article_is_read_with_the_words_marked(page: Page) -> None:
    ask(page, PEACEKEEPERS)
    with page.context.expect_page() as opened:
        latest(page).get_by_text("Read the whole article").click()
    article = opened.value
    expect(article.get_by_role("heading", level=1)).to_have_text(
        "Russia rejects NATO troops on Ukraine, Lavrov says"
    )
    expect(article.locator("mark#cite")).to_be_in_viewport()
    expect(article.locator("mark#cite")).to_contain_text("including peacekeepers")


def test_who_is_silent_of_two_is_told_below_the_quotations(page: Page) -> None:
    ask(page, "What did Lavrov and Macron say about peacekeepers?")
    expect(latest(page).locator(".quote").first).to_contain_text("including peacekeepers")
    expect(latest(page).locator(".quotes + .missing .reason")).to_have_text(
        "No article mentions Macron."
    )
    expect(latest(page).get_by_text("No article mentions Macron.")).to_have_count(1)


def test_the_question_as_understood_is_changed_in_its_parts(page: Page) -> None:
    ask(page, PEACEKEEPERS)
    ask(page, "And about Iran?")
    expect(latest(page).locator(".understood")).to_have_text("What Sergey Lavrov said about Iran")
    latest(page).get_by_text("Change").press("Enter")
    topic = latest(page).get_by_label("Topic")
    expect(topic).to_have_value("Iran")
    topic.fill("China")
    latest(page).get_by_label("From").fill("2025-01-01")
    topic.press("Enter")
    expect(page.locator("#conversation .turn")).to_have_count(3)
    expect(latest(page).locator(".understood")).to_have_text("What Sergey Lavrov said about China")
    expect(latest(page).locator(".only")).to_have_text("Only from 1 January 2025")


def test_a_link_asks_the_same_again_on_another_page(page: Page, open_page: OpenPage) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, PEACEKEEPERS)
    ask(page, "And about Iran?")
    latest(page).get_by_text("Copy a link to this answer").click()
    expect(latest(page).locator(".copied")).to_have_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    words = latest(page).locator("blockquote").all_inner_texts()
    other = open_page(link[link.index("/#") :])
    latest(other).wait_for()
    assert latest(other).locator("blockquote").all_inner_texts() == words
    expect(other.locator(".changed")).to_have_count(0)
    other.evaluate(f"location.hash = '{link.partition('#')[2]}x'")
    expect(latest(other).locator(".changed")).to_contain_text("have changed since this was asked")


def test_a_conversation_is_saved_with_all_its_quotations(
    page: Page, browser: Browser, tmp_path: Path
) -> None:
    ask(page, "What did Sullivan say?")
    ask(page, PEACEKEEPERS)
    words = page.locator("#conversation blockquote b, #conversation blockquote").all_text_contents()
    with page.expect_download() as kept:
        latest(page).get_by_role("link", name="HTML").click()
    file = tmp_path / kept.value.suggested_filename
    kept.value.save_as(file)
    saved = browser.new_page()
    saved.goto(file.as_uri())
    assert saved.locator("blockquote").all_text_contents() == words
    saved.locator(".marker").first.click()
    expect(saved.locator("mark:target")).to_be_in_viewport()
    assert barriers(saved) == []
    saved.close()


def test_suggestions_and_who_else_go_on_from_an_answer(page: Page) -> None:
    ask(page, PEACEKEEPERS)
    suggested = latest(page).locator(".step-on").first
    question = suggested.inner_text()
    suggested.press("Enter")
    expect(page.locator("#conversation .turn")).to_have_count(2)
    expect(page.locator(".asked h2").last).to_have_text(question)
    expect(latest(page).locator(".quote").first).to_be_visible()
    ask(page, "What did Sullivan say about Ukraine?")
    latest(page).get_by_role("button", name="Who else said something about Ukraine?").click()
    expect(page.locator("#conversation .turn")).to_have_count(4)
    assert "John Sullivan" not in latest(page).locator(".who").all_inner_texts()
    expect(latest(page).locator(".quote").first).to_be_visible()


def test_the_whole_article_opens_in_its_card_and_markers_still_lead_there(page: Page) -> None:
    ask(page, "What did Sullivan say?")
    marks = latest(page).locator(".source mark[id]").all_inner_texts()
    unfold = latest(page).get_by_role("button", name="Show the whole article here")
    unfold.press("Enter")
    expect(latest(page).locator(".source .paragraph").nth(14)).to_be_attached()
    assert latest(page).locator(".source mark[id]").all_inner_texts() == marks
    latest(page).locator(".marker").first.click()
    expect(page.locator("mark.here")).to_have_id("t1-source-1")
    place = marks.index(page.locator("mark.here").inner_text())
    forward = latest(page).get_by_role("button", name="Next highlight")
    forward.press("Enter")
    expect(page.locator("mark.here")).to_have_text(marks[(place + 1) % len(marks)])
    expect(forward).to_be_focused()
    latest(page).get_by_role("button", name="Show the excerpt").press("Enter")
    assert latest(page).locator(".source mark[id]").all_inner_texts() == marks


def test_highlights_of_a_whole_article_are_gone_through(open_page: OpenPage) -> None:
    page = open_page("/article?id=000_da556442ba3b8b22.txt&cite=461-555&cite=1200-1300#cite")
    steps = page.get_by_role("navigation", name="Highlights in this article")
    steps.get_by_role("button", name="Next highlight").press("Enter")
    expect(page.locator("#cite-2")).to_have_class("here")
    expect(page.locator("#cite-2")).to_be_in_viewport()


def test_the_page_speaks_russian_and_keeps_the_conversation(page: Page) -> None:
    ask(page, PEACEKEEPERS)
    page.get_by_role("link", name="Русский").click()
    expect(page.get_by_label("Ваш вопрос")).to_be_visible()
    expect(latest(page).locator(".approximate").first).to_have_text(
        "без даты; упоминает 11 марта 2025"
    )
    assert page.evaluate("document.documentElement.lang") == "ru"
    page.get_by_role("button", name="Фильтры: говорящий, издание, даты").click()
    expect(filters(page).get_by_label("Кто сказал")).to_be_visible()
    page.get_by_label("Ваш вопрос").fill(UNANSWERABLE)
    page.get_by_role("button", name="Спросить", exact=True).click()
    expect(latest(page).locator(".verdict")).to_have_text("В статьях этого нет")
    reason = latest(page).locator(".reason")
    expect(reason).to_have_text("Ни в одной статье не упоминается Macron.")
    assert reason.evaluate("one => one.closest('[lang]').lang") == "ru"
    assert barriers(page) == []


def test_on_a_phone_a_button_leads_back_from_a_source_and_filters_leave_room(
    open_page: OpenPage,
) -> None:
    page = open_page(width=390, height=844)
    ask(page, "What did Lavrov say about NATO?")
    latest(page).locator(".marker").first.click()
    expect(page.locator("mark.here")).to_be_in_viewport()
    page.get_by_role("button", name="Back to quotation 1").click()
    expect(page.locator("#t1-quote-1")).to_be_focused()
    expect(page.locator("#t1-quote-1")).to_be_in_viewport()
    expect(page.locator(".way-back")).to_have_count(0)
    page.get_by_role("button", name="Filters: speaker, outlet, dates").click()
    expect(filters(page).get_by_label("Until")).to_be_visible()
    composer = page.locator("#composer").bounding_box()
    assert composer
    assert composer["height"] < 844 * 0.4


def test_a_start_page_at_twice_the_size_begins_at_its_top(open_page: OpenPage) -> None:
    page = open_page(width=640, height=430)
    expect(page.locator("#question textarea")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    assert overflow(page) <= 0


def test_filters_change_the_result_until_they_are_reset(page: Page) -> None:
    question = "What did Lavrov say about Ukraine?"
    page.get_by_role("button", name="Filters: speaker, outlet, dates").click()
    filters(page).get_by_label("From").fill("2025-01-01")
    ask(page, question)
    expect(latest(page).locator(".only")).to_have_text("Only from 1 January 2025")
    expect(latest(page).locator(".attribution").first).to_contain_text("11 March 2025")
    expect(latest(page)).not_to_contain_text("28 January 2022")
    reset(page)
    filters(page).get_by_label("Until").fill("2022-12-31")
    ask(page, question)
    expect(latest(page)).not_to_contain_text("11 March 2025")
    reset(page)
    filters(page).get_by_label("Speaker").click()
    page.get_by_role("option", name="John Sullivan").click()
    ask(page, "What was said about Ukraine?")
    for who in latest(page).locator(".who").all_inner_texts():
        assert who == "John Sullivan"


def test_a_filter_that_cannot_be_read_is_explained(page: Page) -> None:
    page.get_by_role("button", name="Filters: speaker, outlet, dates").click()
    filters(page).get_by_label("From").fill("2025-01-01")
    filters(page).get_by_label("Until").fill("2022-01-01")
    ask(page, PEACEKEEPERS)
    told = "“From” 1 January 2025 is after “Until” 1 January 2022."
    expect(latest(page).locator(".reason")).to_have_text(told)


def test_every_example_has_an_answer(page: Page) -> None:
    examples = page.locator("#conversation .example")
    assert examples.count() >= 3
    for number in range(examples.count()):
        examples.nth(number).click()
        expect(latest(page).locator(".marker").first).to_be_visible()
        page.get_by_role("button", name="New conversation").click()
        expect(page.get_by_label("Your question")).to_be_focused()


def test_the_keyboard_is_enough(page: Page) -> None:
    page.get_by_text("Skip to the question box").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(PEACEKEEPERS)
    page.keyboard.press("Enter")
    expect(latest(page)).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.marker')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("mark.here")).to_be_focused()


def test_nothing_scrolls_sideways_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(width=360, height=740)
    assert overflow(page) <= 0
    page.get_by_role("button", name="Filters: speaker, outlet, dates").click()
    ask(page, "How did Lavrov's view on Ukraine change?")
    assert overflow(page) <= 0
    ask(page, UNANSWERABLE + " " + "Wortungetüm" * 12)
    assert overflow(page) <= 0


def test_axe_finds_no_serious_barrier_in_the_dark(open_page: OpenPage) -> None:
    page = open_page(scheme="dark")
    found = barriers(page)
    page.get_by_role("button", name="Filters: speaker, outlet, dates").click()
    ask(page, "How did Lavrov's view on Ukraine change?")
    latest(page).locator(".marker").first.click()
    latest(page).get_by_text("Change", exact=True).click()
    ask(page, UNANSWERABLE)
    found += barriers(page)
    article = open_page("/article?id=000_da556442ba3b8b22.txt&cite=461-555", scheme="dark")
    assert found + barriers(article) == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
def test_a_timelines_marks_lead_to_the_words(open_page: OpenPage, width: int, scheme: str) -> None:
    page = open_page("/timeline?speaker=Lavrov&topic=NATO", width=width, scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sergey Lavrov on NATO")
    mark = page.get_by_role("link", name="11 March 2025: ")
    mark.press("Enter")
    chosen = page.locator(".quote.here")
    expect(chosen).to_be_focused()
    expect(chosen).to_contain_text("not dated; mentions 11 March 2025")
    assert overflow(page) <= 0
    assert barriers(page) == []


def test_twice_the_size_still_fits_the_screen(open_page: OpenPage) -> None:
    page = open_page(width=640, height=450)  # 1280 by 900 at 200 %
    ask(page, "What did Sullivan say?")
    latest(page).get_by_text("Change").click()
    assert overflow(page) <= 0


def test_a_server_that_is_away_is_told_until_it_is_back(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.get_by_label("Your question").fill("kept")
    page.context.set_offline(True)
    expect(page.locator("#trouble")).to_contain_text("The server does not answer")
    page.context.set_offline(False)
    expect(page.locator("#trouble")).to_have_text("The server answers again.")
    expect(page.get_by_label("Your question")).to_have_value("kept")
    page.context.close()


def test_the_theme_follows_the_system_and_the_address(open_page: OpenPage) -> None:
    def background(page: Page) -> str:
        colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return colour

    page = open_page("/article?id=000_da556442ba3b8b22.txt")
    light = background(page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_class("night")
    dark = background(page)
    assert light != dark
    page.goto(f"{page.url}&__theme=light")
    assert background(page) == light
    assert background(open_page("/?__theme=dark", scheme="light")) == dark


def test_an_answer_is_announced_in_brief_and_the_conversation_is_named(page: Page) -> None:
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "off")
    expect(log).to_have_attribute("aria-label", "Questions and answers")
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page).to_have_title("On Record")
    expect(page.locator(".coverage")).to_contain_text(
        "3 articles, 28 January 2022 to about 11 March 2025"
    )
