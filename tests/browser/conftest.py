"""The app and a browser for the tests here. Every page is held to its own origin and to silence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.browser.serving import CHROMIUM, ROOT, chromium, forget, serving

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM.exists():
        return
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=f"needs a browser: {CHROMIUM} is missing"))


# What an article may try, to become part of the page.
ATTACK = (
    "<img src=x onerror=document.title='broken'> ![x](http://example.org/leak.png) "
    "<script>document.title='broken'</script> [link](javascript:alert(1)) $$x$$ </div></article>"
)
_HOSTILE = {
    # a row may be HTML, so what is escaped in it is text
    "title": f"<b>Harbour plan</b> {escape(ATTACK)}",
    "text": f'<p>It was shown.</p><p>"The harbour is safe {escape(ATTACK)},"'
    " Mayor Anna Berg said.</p><p>It rained.</p>",
    "published": "2024-05-01",
    "url": "javascript:document.title='broken'",
    "outlet": f"<b>Gazette</b> {escape(ATTACK)}",
}


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the app finds its articles and questions, and leaves its runs and feedback."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def address(served_folder: Path) -> Iterator[str]:
    """The app over the corpus and one hostile article, with questions for its Evaluate tab."""
    folder = served_folder
    corpus = shutil.copytree(ROOT / "corpus", folder / "corpus")
    (corpus / "hostile.jsonl").write_text(json.dumps(_HOSTILE) + "\n", encoding="utf-8")
    questions = shutil.copytree(ROOT / "tests" / "questions", folder / "questions")
    many = "".join(json.dumps({"question": f"What is {number}?"}) + "\n" for number in range(2000))
    (questions / "many.jsonl").write_text(many, encoding="utf-8")
    hostile = {"question": f"What did Berg say? {ATTACK}", "contains": [ATTACK], "speaker": ATTACK}
    (questions / "hostile.jsonl").write_text(json.dumps(hostile) + "\n", encoding="utf-8")
    (questions / "broken.jsonl").write_text('{"question": 1}\n', encoding="utf-8")
    with serving(folder / "index", corpus, questions) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=30_000)  # milliseconds; cores may be busy with other tests
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def reader(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """One reader for all pages of `address`, who need not load twice what a page consists of."""
    with browser.new_context(base_url=address, reduced_motion="reduce") as context:
        yield context


@pytest.fixture
def open_page(reader: BrowserContext, address: str) -> Iterator[OpenPage]:
    """Opens pages; in the end, none may have asked another server or complained."""
    asked: list[str] = []
    complaints: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"{message.type}: {message.text}")

    def note(request: Request) -> None:
        asked.append(request.url)

    def open_page(
        path: str = "/",
        *,
        width: int = 1280,
        height: int = 860,
        scheme: str = "light",
    ) -> Page:
        page = reader.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        if path.startswith(("/?", "/#ask")) or path == "/":
            page.get_by_label("Your question").wait_for()
        return page

    forget(reader, address)
    reader.on("request", note)
    yield open_page
    for page in reader.pages:
        page.close()
    reader.remove_listener("request", note)
    reader.clear_permissions()
    own = ("http://127.0.0.1:", "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert complaints == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()
