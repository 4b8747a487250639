"""Somebody adds an article in the browser, asks about it and removes it again."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rag import Assistant
from rag.live import Live
from rag.models.embedder import Embedder
from rag.web.adding.add_routes import Adding
from rag.web.adding.build_process import BuildOrder
from rag.web.adding.builder import Builder
from rag.web.adding.uploads import Uploads
from rag.web.desk import Desk
from rag.web.server import make_web_app
from tests.browser.barriers import barriers, overflow
from tests.serving import serving

ROOT = Path(__file__).parents[2]
TEXT = '"The harbour of Norddal is safe," Mayor Anna Berg said on Tuesday.'
BUILT = 180_000  # milliseconds for a build in another process, while other tests run


@pytest.fixture
def add_page(
    browser: Browser, index: Path, embedder: Embedder, tmp_path: Path
) -> Iterator[tuple[Page, Path]]:
    """The page, and the corpus of its server."""
    corpus = shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    own = shutil.copytree(index, tmp_path / "index")
    live = Live(Assistant.open(own, embedder), own)
    cache = str(embedder.cache or "")
    builder = Builder(BuildOrder(str(corpus), str(own), embedder.name, cache, 180, ""), live)
    adding = Adding(Uploads(corpus), builder, {})
    complaints: list[str] = []
    with serving(make_web_app(Desk(live), adding=adding)) as address:
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, color_scheme="dark", reduced_motion="reduce"
        )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}/articles")
        page.get_by_role("link", name="Add articles").click()
        yield page, corpus
        context.close()
    builder.close()
    assert complaints == []


def test_an_article_is_added_asked_and_removed(add_page: tuple[Page, Path], tmp_path: Path) -> None:
    page, corpus = add_page
    assert barriers(page) == []
    (tmp_path / "notes.txt").write_text("A title\n\nSome words.", encoding="utf-8")
    (tmp_path / "empty.html").write_text("<html></html>", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"x")
    files = [tmp_path / name for name in ("notes.txt", "empty.html", "picture.png")]
    page.get_by_label("Choose files").set_input_files(files)
    log = page.get_by_role("log", name="Files being added")
    expect(log.locator("p.added")).to_have_text("notes.txt: read as “A title”", timeout=BUILT)
    expect(log.locator("p.failed")).to_have_count(2, timeout=BUILT)
    page.get_by_text("Paste text").press("Enter")
    page.get_by_label("Text of the article").fill(TEXT)
    page.get_by_label("Title").fill("Harbour of Norddal")
    page.get_by_role("button", name="Add the text").press("Enter")
    expect(log.locator("p.added")).to_have_count(2, timeout=BUILT)
    assert barriers(page) == []
    assert overflow(page) <= 0
    title = page.locator("#added").get_by_role("link", name="Harbour of Norddal")
    expect(title).to_be_visible(timeout=BUILT)
    expect(page.locator("#pace")).to_have_text("4 articles can be asked now.")
    title.click()
    expect(page.locator(".paragraph")).to_contain_text("The harbour of Norddal is safe")
    page.go_back()
    added = sorted(path.name for path in (corpus / "uploads").iterdir())
    assert len(added) == 2
    harbour = page.locator("#added li").filter(has_text="Harbour")
    harbour.get_by_text(re.compile("^Remove")).first.press("Enter")
    harbour.get_by_role("button", name=f"Remove {added[0]} from the collection").press("Enter")
    expect(page.locator("#added h2")).to_be_focused()
    expect(page.locator("#pace")).to_have_text("3 articles can be asked now.", timeout=BUILT)
    assert [path.name for path in (corpus / "uploads").iterdir()] == ["notes.txt"]
