"""What a language model writes, on the page and in the widget: below nothing but checked text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from rag.assistant import Assistant
from rag.web.desk import Desk
from rag.web.guard.access import Access
from rag.web.server import make_web_app
from rag.writer.model_server import Place, Server
from rag.writer.writing import Writer
from tests.browser.embedding import host_site
from tests.model_server import Reply, Scripted, model_server
from tests.serving import serving

QUESTION = "What did Lavrov say about peacekeepers?"
TRUE = "Lavrov said that Moscow will not accept NATO troops on Ukrainian territory [1]."
POINT = 'He called their presence "a threat to Russia" [1].'
FALSE = "NATO peacekeepers would be deployed to Ukraine [1]."
ATTACK = "<img src=x onerror=document.title='broken'> ![x](http://example.org/leak.png) [1]"


@pytest.fixture(scope="module")
def model() -> Iterator[Scripted]:
    with model_server() as scripted:
        yield scripted


def make_writer(model: Scripted) -> Writer:
    return Writer(Server(Place(model.url, "small-model", seconds=30)), window=4096)


@pytest.fixture(scope="module")
def address(assistant: Assistant, model: Scripted) -> Iterator[str]:
    desk = Desk(assistant, writer=make_writer(model))
    with serving(make_web_app(desk)) as served:
        yield served
    desk.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def ask(page: Page, address: str, question: str) -> None:
    page.goto(address)
    box = page.locator("#question :is(input, textarea)")
    box.fill(question)
    box.press("Enter")


def test_the_page_shows_quotations_first_then_checked_sentences_and_what_was_struck(
    page: Page, address: str, model: Scripted
) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    model.does(Reply(f"{TRUE}\n- {POINT}\n- {FALSE}\n- {ATTACK}", between=0.02))
    ask(page, address, QUESTION)
    written = page.locator(".written")
    expect(page.locator(".quotes .quote")).to_have_count(1)
    expect(written.locator(".own-label")).to_have_text("The language model is writing …")
    expect(written.locator("p").nth(1)).to_have_text(TRUE)
    expect(written.locator("ul").first.locator("li").first).to_have_text(POINT)
    expect(written.locator(".own-label")).to_contain_text("by small-model, a language model;")
    struck = written.locator("details.struck")
    expect(struck.locator("summary")).to_contain_text(": 2")
    struck.locator("summary").click()
    expect(struck.locator("s").first).to_have_text(FALSE)
    expect(struck.locator("li").first).to_contain_text("says it of somebody else")
    expect(struck.locator("s").nth(1)).to_have_text(ATTACK)
    written.locator("a.marker").first.click()
    expect(page.locator("mark.here")).to_be_focused()
    assert page.title() != "broken"
    assert page.locator(".written img").count() == 0
    assert all(url.startswith((address, "data:", "blob:")) for url in requested), requested


def test_the_page_says_in_its_language_why_there_is_no_text(
    page: Page, address: str, model: Scripted
) -> None:
    model.does(Reply(status=500))
    ask(page, f"{address}/?lang=ru", "What does Lavrov say about NATO troops?")
    written = page.locator(".written")
    expect(written.locator(".own-label")).to_have_text("Текста языковой модели нет; ниже цитаты.")
    expect(written.locator(".why")).to_have_text("сервер языковой модели ответил кодом 500")
    expect(page.locator(".quotes .quote").first).to_be_visible()


def test_the_widget_shows_the_quotations_and_then_the_text(
    page: Page, assistant: Assistant, model: Scripted
) -> None:
    model.does(Reply(f"{TRUE}\n- {POINT}\n- {FALSE}", waits=1.0))
    desk = Desk(assistant, writer=make_writer(model))
    with host_site() as site:
        access = Access(origins=(site.address,))
        with serving(make_web_app(desk, access=access)) as site.server:
            script = f'<script src="{site.server}/widget.js"></script>'
            chat = f'<on-record-chat question="{QUESTION}" ask></on-record-chat>'
            site.pages["/"] = f'<!doctype html><html lang="en"><body>{chat}{script}</body></html>'
            page.goto(site.address)
            shown = page.locator("on-record-chat")
            expect(shown.locator("li.quote").first).to_be_visible()
            expect(shown.locator(".ours")).to_contain_text("Written by small-model")
            expect(shown.locator(".ours .prose").first).to_have_text(TRUE)
            shown.locator(".ours summary").click()
            expect(shown.locator(".ours s")).to_have_text(FALSE)
    desk.close()
