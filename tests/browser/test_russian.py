"""The page in Russian, gone through in a real browser: nothing of ours is left in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.barriers import barriers, overflow
from tests.browser.serving import forget
from tests.browser.test_page import latest

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKS = "**/gradio_api/run/predict"
LABEL = "Ваш вопрос"
# Words of articles and of who asks, names of people, files and formats: in no language of ours.
# What says that it is English is a question to be asked as it stands, or recorded by a run.
_THEIRS = (
    "[lang=en], .asked, blockquote, .source h4, .excerpt, .who, .outlet, .dateline [dir=auto], "
    "h1[dir=auto], .people a, .quote .ways a, .whole .text, .name, .saving a, option, .definition, "
    ".cases h5, .cases dd :is(.words, .origin, .in-article), #evaluate table button, "
    ".own-label, .titles .title, .facet [dir=auto], .in-article, .filed"
)
_LEFT = """(theirs) => {
  const found = new Set();
  const isEnglish = (text) => /[A-Za-z]{3,}/.test(text) && !/[А-Яа-яЁё]/.test(text);
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const one = nodes.currentNode.parentElement;
    if (one.closest(`script, style, noscript, ${theirs}`) || !one.checkVisibility()) continue;
    if (!isEnglish(nodes.currentNode.data)) continue;
    if (isEnglish(one.textContent)) found.add(one.textContent.trim());
  }
  for (const one of document.querySelectorAll("[aria-label], [title]")) {
    if (one.closest(theirs) || !one.checkVisibility()) continue;
    for (const said of [one.getAttribute("aria-label"), one.title]) {
      if (said && isEnglish(said)) found.add(said);
    }
  }
  return [...found];
}"""


def left_in_english(page: Page) -> list[str]:
    found: list[str] = page.evaluate(_LEFT, _THEIRS)
    return found


def hold(page: Page, about: str) -> None:
    """Nothing is left in English or wider than the screen, on a phone and at a desk."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 860})
        assert left_in_english(page) == [], about
        assert overflow(page) <= 0, about


def bar_nobody(page: Page) -> None:
    """Whoever reads by other means finds no serious barrier, on a phone and at a desk."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 860})
        assert barriers(page) == []


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader whose browser speaks Russian."""
    with browser.new_context(locale="ru-RU", reduced_motion="reduce") as context:
        yield context


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """The reader's page, at a desk."""
    forget(context, address)
    page = context.new_page()
    page.goto(address)
    page.get_by_label(LABEL).wait_for()
    yield page
    page.close()


def ask(page: Page, question: str) -> None:
    turns = page.locator("#conversation .turn")
    before = turns.count()
    page.get_by_label(LABEL).fill(question)
    page.get_by_label(LABEL).press("Enter")
    turns.nth(before).wait_for()


def test_what_is_asked_and_answered_is_russian(page: Page) -> None:
    hold(page, "the start page")
    page.get_by_role("button", name="Фильтры: говорящий, издание, даты").click()
    ask(page, "What did Lavrov say about peacekeepers?")
    latest(page).get_by_text("Изменить").click()
    latest(page).get_by_role("button", name="Верно", exact=True).click()
    expect(latest(page).locator(".told")).to_contain_text("Сохранено")
    hold(page, "an answer")
    ask(page, "When was “Russia rejects NATO troops on Ukraine, Lavrov says” published?")
    expect(latest(page).locator(".own-words")).to_contain_text("нет своей даты")
    hold(page, "a day")


KINDS = (
    "hi",
    "What are these articles about?",
    "List the articles",
    "Who is quoted on Ukraine?",
    "Summarise what is said on NATO",
    "What is the main disagreement between Russia and NATO?",
    "What did Lavrov say about NATO?",
)
REASONS = {
    "What did Macron say about Ukraine?": "Ни в одной статье не упоминается Macron.",
    "What did Lavrov say about China in 2022?": (
        "Sergey Lavrov цитируется в 1 статье за 2022 год, но не на тему «China»."
    ),
    "?": "В вопросе нет ни одного слова.",
}


def test_every_kind_of_answer_is_russian_and_says_why_it_refuses(page: Page) -> None:
    for question in KINDS:
        ask(page, question)
        hold(page, question)
    for question, reason in REASONS.items():
        ask(page, question)
        told = latest(page).locator(".reason")
        expect(told).to_have_text(reason)
        assert told.evaluate("one => one.closest('[lang]').lang") == "ru"
        assert latest(page).locator(":is(.reason, .hint)[lang]").count() == 0
        hold(page, question)
    bar_nobody(page)


def test_what_goes_wrong_is_told_in_russian(page: Page) -> None:
    page.route(ASKS, lambda route: route.fulfill(status=429, json={"hint": "later"}))
    page.get_by_label(LABEL).fill("And about Iran?")
    page.get_by_label(LABEL).press("Enter")
    expect(page.locator("#trouble")).to_have_text(
        "Сервер занят и пока не принимает вопросов. Спросить снова"
    )
    page.unroute(ASKS)
    page.context.set_offline(True)
    expect(page.locator("#trouble")).to_contain_text("Сервер не отвечает.")
    assert left_in_english(page) == []
    page.context.set_offline(False)
    expect(page.locator("#trouble")).to_contain_text("Сервер снова отвечает.")


PAGES = {
    "/timeline": "Кто что говорил, по датам",
    "/timeline?speaker=Lavrov&topic=NATO": "высказываний",
    "/timeline?speaker=Kosachev&topic=peacekeepers": "но не на тему «peacekeepers».",
    "/timeline?speaker=Lavrov&from=2025-01-01&until=2022-01-01": "позже, чем в поле «По»",
    "/article?id=000_da556442ba3b8b22.txt&cite=461-555&cite=1200-1300": "Файл:",
    "/article?id=000_da556442ba3b8b22.txt&cite=x": "Такого места в этой статье нет: cite=x.",
    "/article?id=none": "Такой статьи нет: none.",
    "/conversation?id=none": "Эта беседа больше не хранится.",
    "/articles": "Сначала новые",
    "/articles?from=2025-01-01&until=2022-01-01": "позже, чем в поле «По»",
    "/articles?q=nowhere": "Ни одна статья не подходит.",
    "/unread": "не удалось прочесть: 0 файлов",
    "/nowhere": "По этому адресу ничего нет.",
    "/evaluation/report?run=none": "none: такого прогона нет.",
}


def test_the_other_pages_are_russian(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    for path, shown in PAGES.items():
        page.goto(address + path)
        expect(page.locator("body")).to_contain_text(shown, ignore_case=True)
        hold(page, path)
    page.close()


def test_an_evaluation_is_russian(page: Page) -> None:
    page.get_by_role("tab", name="Оценка").click()
    for _ in range(2):
        page.get_by_label("Контрольные вопросы").select_option("seeds.jsonl")
        page.get_by_role("button", name="Запустить").click()
        expect(page.locator("#said")).to_have_text("seeds.jsonl: все вопросы заданы, всего 18.")
    expect(page.locator("#headline")).to_have_text(
        re.compile(r"Ответ верен для \d+ из \d+\sвопрос(а|ов)")
    )
    page.locator("#result summary").first.click()
    hold(page, "a run")
    page.get_by_label("Сравнить с прогоном").select_option(index=1)
    expect(page.get_by_role("columnheader", name="Разница")).to_be_visible()
    hold(page, "two runs")
    bar_nobody(page)
