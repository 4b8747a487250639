"""Conversations last: over a reload, Back and Forward, and in a list; all of it in the browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers, overflow
from tests.browser.screenshots import ask
from tests.browser.test_page import latest

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

NATO = "What did Lavrov say about NATO?"
IRAN = "And about Iran?"
SULLIVAN = "What did Sullivan say?"
LONG = "What did Lavrov say about NATO, " + "and then about whatever else he meant, " * 20
KEPT = "JSON.parse(localStorage.getItem('on-record/'))"


def questions(page: Page) -> list[str]:
    return page.locator("#conversation .asked h2").all_inner_texts()


def expect_questions(page: Page, *asked: str) -> None:
    expect(page.locator("#conversation .asked h2")).to_have_text(list(asked))
    expect(page.locator("#conversation .turn")).to_have_count(len(asked))


def open_list(page: Page) -> None:
    page.get_by_role("button", name="Conversations", exact=True).click()
    expect(page.get_by_role("dialog", name="Conversations")).to_be_visible()


def test_a_conversation_survives_a_reload_and_is_left_and_reached_by_back_and_forward(
    page: Page,
) -> None:
    ask(page, NATO)
    ask(page, IRAN)
    quotes = page.locator("#conversation blockquote").all_inner_texts()
    expect(page).to_have_title(f"{NATO} – On Record")
    page.reload()
    expect_questions(page, NATO, IRAN)
    assert page.locator("#conversation blockquote").all_inner_texts() == quotes
    page.get_by_role("button", name="Filters: speaker, outlet, dates").click()
    page.locator("#filters").get_by_label("From").fill("2025-01-01")
    page.get_by_role("button", name="New conversation").click()
    expect_questions(page)
    expect(page).to_have_title("On Record")
    expect(page.locator("#filters").get_by_label("From")).to_have_value("")
    page.get_by_role("button", name="Back to the last conversation").click()
    expect_questions(page, NATO, IRAN)
    page.go_back()
    expect_questions(page)
    page.go_back()
    expect_questions(page, NATO, IRAN)
    page.go_forward()
    expect_questions(page)
    expect(page).to_have_title("On Record")


def test_a_conversation_that_the_server_forgot_is_asked_again(page: Page) -> None:
    ask(page, NATO)
    ask(page, IRAN)
    quotes = page.locator("#conversation blockquote").all_inner_texts()
    page.evaluate(
        f"""() => {{
          const kept = {KEPT};
          kept[0].record.conversation = "0".repeat(24);
          kept[0].record.turns[0].index = "gen-older";
          localStorage.setItem("on-record/", JSON.stringify(kept));
        }}"""
    )
    page.reload()
    expect_questions(page, NATO, IRAN)
    assert page.locator("#conversation blockquote").all_inner_texts() == quotes
    expect(page.locator("#conversation .changed:visible")).to_have_count(1)


def test_conversations_are_listed_renamed_deleted_exported_and_forgotten(page: Page) -> None:
    ask(page, NATO)
    page.get_by_role("button", name="New conversation").click()
    expect_questions(page)
    ask(page, SULLIVAN)
    open_list(page)
    assert barriers(page) == []
    names = page.locator("#conversations .open")
    expect(names).to_have_text([SULLIVAN, NATO])
    page.get_by_role("button", name=f"Rename: {NATO}").press("Enter")
    page.get_by_label("Name of the conversation").press("Escape")
    expect(names).to_have_text([SULLIVAN, NATO])
    page.get_by_role("button", name=f"Rename: {NATO}").press("Enter")
    page.keyboard.type("Alliance")
    page.keyboard.press("Enter")
    expect(names).to_have_text([SULLIVAN, "Alliance"])
    with page.expect_download() as saved:
        page.get_by_role("button", name="Markdown: Alliance").click()
    assert f"## {NATO}" in saved.value.path().read_text(encoding="utf-8")
    expect_questions(page, NATO)
    expect(page).to_have_title("Alliance – On Record")
    open_list(page)
    page.get_by_role("button", name="Delete: Alliance").press("Enter")
    expect(names).to_have_text([SULLIVAN])
    expect_questions(page)
    page.get_by_role("button", name="Undo the deletion").press("Enter")
    expect(names).to_have_text(["Alliance", SULLIVAN])
    names.last.press("Enter")
    expect_questions(page, SULLIVAN)
    open_list(page)
    page.get_by_role("button", name="Delete all").click()
    expect(page.get_by_text("No conversation yet.")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    page.keyboard.press("Escape")
    expect_questions(page)
    assert "#" not in page.url


def test_a_question_is_edited_in_its_place_and_what_refers_to_it_follows(page: Page) -> None:
    ask(page, "What did Sullivan say about NATO?")
    ask(page, "And about the war?")
    page.locator("#t1").get_by_role("button", name="Edit").press("Enter")
    box = page.get_by_label("Edit the question")
    expect(box).to_have_value("What did Sullivan say about NATO?")
    box.press("Escape")
    expect(page.locator("#t1").get_by_role("button", name="Edit")).to_be_focused()
    page.keyboard.press("Enter")
    box.fill(NATO)
    box.press("Enter")
    expect_questions(page, NATO, "And about the war?")
    understood = page.locator("#conversation .understood")
    expect(understood).to_have_text(
        ["What Sergey Lavrov said about NATO", "What Sergey Lavrov said about the war"]
    )
    kept = page.evaluate(KEPT)
    assert [one["question"] for one in kept[0]["record"]["turns"]] == questions(page)
    page.locator("#t2").get_by_role("button", name="Ask again").click()
    expect(page.locator("#conversation .turn")).to_have_count(2)


def test_an_answer_of_an_older_index_offers_to_ask_again(page: Page) -> None:
    ask(page, NATO)
    aged = latest(page).locator(".aged")
    expect(aged).to_have_count(0)
    page.evaluate("index = 'gen-newer  '; markAged()")
    expect(aged).to_contain_text("The articles have changed since this was answered.")
    expect(aged.get_by_role("button", name="Ask again")).to_be_visible()


def test_the_question_box_recalls_and_grows(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844)
    box = page.get_by_label("Your question")
    ask(page, NATO)
    ask(page, IRAN)
    box.press("ArrowUp")
    expect(box).to_have_value(IRAN)
    box.press("ArrowUp")
    expect(box).to_have_value(NATO)
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(box).to_have_value("")
    low = box.bounding_box()
    page.keyboard.type("What did Lavrov say")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("about NATO?")
    high = box.bounding_box()
    assert low
    assert high
    assert high["height"] > low["height"] + 15
    page.keyboard.press("Enter")
    expect(page.locator("#conversation .turn")).to_have_count(3)
    box.fill(LONG)
    tall = box.bounding_box()
    assert tall
    assert tall["height"] < 844 / 3
    box.press("Enter")
    expect(page.locator("#conversation .turn")).to_have_count(4)
    heading = page.locator("#conversation .asked").last.bounding_box()
    assert heading
    assert heading["height"] < 844 / 4
    page.get_by_role("button", name="Show all of it").click()
    expect(page.locator("#conversation .asked h2").last).to_have_text(LONG.strip())
    assert overflow(page) <= 0


def test_a_browser_that_stores_nothing_keeps_conversations_until_the_page_is_closed(
    open_page: OpenPage,
) -> None:
    page = open_page()
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full') } }")
    ask(page, NATO)
    page.get_by_role("button", name="New conversation").click()
    expect_questions(page)
    open_list(page)
    expect(page.locator("#conversations .where")).to_contain_text("This browser stores nothing")
    page.locator("#conversations .open").click()
    expect_questions(page, NATO)


def test_damaged_or_unknown_conversations_do_no_harm(open_page: OpenPage) -> None:
    page = open_page()
    good = {
        "id": "a" * 12,
        "title": "<b>x</b>",
        "used": 1,
        "record": {"turns": [{"question": "hi"}]},
    }
    damaged = [None, 5, {}, {**good, "id": "../"}, {**good, "record": None}, good]
    page.evaluate("text => localStorage.setItem('on-record/', text)", json.dumps(damaged))
    open_list(page)
    expect(page.locator("#conversations .open")).to_have_text(["<b>x</b>"])
    page.keyboard.press("Escape")
    page.evaluate("localStorage.setItem('on-record/', '{')")
    page.evaluate("location.hash = 'conversation=' + 'b'.repeat(12)")
    expect(page.locator("#trouble")).to_have_text("This conversation is not kept in this browser.")
    ask(page, NATO)
    page.evaluate(
        """() => localStorage.setItem("on-record/", JSON.stringify([{
          id: "c".repeat(12), title: "x", used: 2,
          record: { turns: [{ question: "x".repeat(3000) }] },
        }]))"""
    )
    open_list(page)
    page.locator("#conversations .open").click()
    expect(page.locator("#conversation .failed")).to_contain_text("cannot be read")
