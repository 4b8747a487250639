"""The page says how far the index is embedded, and stops when all of it is."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, expect

from rag.build.build import build
from rag.build.finishing import finish
from rag.models.embedder import Embedder
from tests.browser.screenshots import ask
from tests.browser.serving import serving

ARTICLES = 60  # of nine statements each: more texts than are embedded at once


def test_an_open_page_follows_the_embedding(
    browser: Browser, tmp_path: Path, embedder: Embedder
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    rows = [
        {
            "title": f"Ward {n}",
            "text": " ".join(f'"Road {r} in ward {n} is closed," Bo Berg said.' for r in range(9)),
        }
        for n in range(ARTICLES)
    ]
    (corpus / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert build(corpus, index, embedder, passage_tokens=180, words_first=True).missing
    with serving(index, corpus, options=["--no-build"]) as address:
        page = browser.new_page(locale="en-GB")
        page.goto(address)
        notice = page.get_by_text("indexing 0 %: until then, search compares only words")
        expect(notice).to_be_visible()
        ask(page, "What did Berg say about road 3 in ward 7?")
        expect(page.locator("#conversation .turn").last).to_contain_text("in ward 7 is closed")
        finish(index, embedder)
        expect(notice).to_have_count(0, timeout=90_000)
        expect(page.locator(".coverage")).to_contain_text(f"{ARTICLES} articles")
        expect(page.locator("#conversation .turn").last).to_contain_text("in ward 7 is closed")
        page.close()
