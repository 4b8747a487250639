"""A reader says right or wrong under an answer, sees that it is stored, and can take it back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from rag.evaluation.feedback import Feedback, Verdict, read_feedback
from tests.browser.barriers import barriers
from tests.browser.screenshots import ask
from tests.browser.test_page import latest

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

QUESTION = "What did Lavrov say about peacekeepers?"


def stored(folder: Path, question: str) -> list[Feedback]:
    placed = read_feedback(folder / "feedback")
    return [one.feedback for one in placed if one.feedback.question == question]


def test_a_verdict_is_stored_changed_and_taken_back(page: Page, served_folder: Path) -> None:
    ask(page, QUESTION)
    ask(page, "And about Iran?")
    rating = latest(page).get_by_role("group", name="Is this answer right?")
    right, wrong = (rating.get_by_role("button", name=name) for name in ("Right", "Wrong"))
    expect(right).to_have_attribute("aria-pressed", "false")
    right.click()
    expect(rating.get_by_role("status")).to_have_text(
        "Stored with the question and the answer. Nothing about you is stored."
    )
    expect(right).to_have_attribute("aria-pressed", "true")
    (said,) = stored(served_folder, "And about Iran?")
    assert (said.verdict, said.history) == (Verdict.UP, (QUESTION,))
    assert said.generation.startswith("gen-")
    assert "timings_ms" in said.answer
    wrong.click()
    expect(wrong).to_have_attribute("aria-pressed", "true")
    expect(right).to_have_attribute("aria-pressed", "false")
    assert [one.verdict for one in stored(served_folder, "And about Iran?")] == [Verdict.DOWN]
    wrong.press("Enter")
    expect(rating.get_by_role("status")).to_have_text("Rating removed; nothing is stored.")
    expect(wrong).to_have_attribute("aria-pressed", "false")
    assert stored(served_folder, "And about Iran?") == []


def test_a_verdict_stays_shown_under_its_answer_when_more_is_asked(page: Page) -> None:
    ask(page, QUESTION)
    latest(page).get_by_role("button", name="Wrong").click()
    expect(latest(page).get_by_role("button", name="Wrong")).to_have_attribute(
        "aria-pressed", "true"
    )
    ask(page, "What did Macron say about Ukraine?")
    first = page.locator("#conversation .turn").first
    expect(first.get_by_role("button", name="Wrong")).to_have_attribute("aria-pressed", "true")
    expect(latest(page).get_by_role("button", name="Wrong")).to_have_attribute(
        "aria-pressed", "false"
    )


def test_axe_finds_no_barrier_in_a_rated_answer(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844, scheme="dark")  # test_page.py looks at both schemes
    ask(page, QUESTION)
    latest(page).get_by_role("button", name="Right").click()
    expect(latest(page).get_by_role("status")).to_contain_text("Stored")
    assert barriers(page) == []


def post(address: str, path: str, value: object, origin: str | None) -> int:
    headers = {"Content-Type": "application/json"} | ({"Origin": origin} if origin else {})
    request = Request(address + path, json.dumps(value).encode(), headers)  # noqa: S310
    try:
        with urlopen(request) as answer:  # noqa: S310
            return int(answer.status)
    except HTTPError as error:
        return error.code


@pytest.mark.parametrize("origin", [None, "null", "http://example.org"])
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/feedback", {"answer": "x", "verdict": "up"}),
        ("/evaluation/start", {"questions": "seeds.jsonl"}),
        ("/evaluation/stop", {}),
    ],
)
def test_another_sites_page_can_change_nothing(
    address: str, path: str, value: object, origin: str | None
) -> None:
    assert post(address, path, value, origin) == 403


def test_only_an_answer_of_this_server_can_be_rated(address: str) -> None:
    made_up = {"answer": "made up", "verdict": "up"}
    assert post(address, "/feedback", made_up, address) == 404
    assert post(address, "/feedback", {**made_up, "verdict": "sideways"}, address) == 422
