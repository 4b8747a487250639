"""An article or a question that tries to become part of the page stays text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.screenshots import ask

if TYPE_CHECKING:
    from playwright.sync_api import Page

ATTACK = "<img src=x onerror=document.title='broken'> ![x](http://example.org/x.png) </div>"


def test_no_markup_of_an_article_or_a_question_is_rendered(page: Page, address: str) -> None:
    ask(page, f"What did Berg say about the harbour? {ATTACK}")
    ask(page, "What did Berg say about the harbour?")
    turn = page.locator("#conversation .turn").last
    expect(turn.locator("blockquote")).to_contain_text("<img src=x onerror=")
    expect(turn.locator(".source")).to_be_visible()
    conversation = page.locator("#conversation .md")
    assert conversation.locator("img, script, style, iframe, .katex, [onerror]").count() == 0
    for protocol in conversation.locator("a").evaluate_all("all => all.map(a => a.protocol)"):
        assert protocol == "http:"
    page.get_by_role("button", name="Conversations", exact=True).click()
    expect(page.locator("#conversations .open")).to_contain_text("<img src=x onerror=")
    assert page.locator("#conversations img").count() == 0
    page.keyboard.press("Escape")
    with page.context.expect_page() as opened:
        turn.get_by_text("Read the whole article").click()
    article = opened.value
    expect(article.locator("h1")).to_contain_text("<img src=x onerror=")
    assert article.locator("main :is(img, script, a[href^=javascript])").count() == 0
    page.context.new_page().goto(f"{address}/timeline?speaker=Berg&topic={ATTACK}")
    timeline = page.context.pages[-1]
    expect(timeline.locator("h1")).to_contain_text("<img src=x onerror=")
    assert timeline.locator("body :is(img, script)").count() == 0
    timeline.goto(f"{address}/timeline?speaker=Berg")
    expect(timeline.locator("blockquote").first).to_contain_text("<img src=x onerror=")
    with page.expect_download() as kept:
        turn.get_by_role("link", name="HTML").click()
    saved = kept.value.path().read_text(encoding="utf-8")
    assert "<img" not in saved
    assert "<script" not in saved
    for shown in (page, article, timeline):
        assert "broken" not in shown.title().replace("document.title='broken'", "")
