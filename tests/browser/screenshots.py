"""Takes the pictures of the page that the documentation shows: docs/screenshots/*.png.

python -m tests.browser.screenshots [FOLDER]
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image

from tests.browser.serving import ROOT, chromium, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Scheme = Literal["light", "dark"]
_SCROLLED = 900  # milliseconds until an answer stands still
_SIZES = {"desktop": (1360, 900), "phone": (390, 844)}
_QUESTION = "What did Lavrov say about NATO?"
_UNANSWERABLE = "What did Macron say about Ukraine?"


def main(folder: Path) -> None:
    """Take every picture into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, chromium() as browser:
        _evaluate_less(Path(place), browser)
        with serving(Path(place) / "index") as address:
            _take_all(folder, address, browser)
            _take_timeline(folder, address, browser)
            _take_russian(folder, address, browser)
            _take_next_steps(folder, address, browser)


def _take_all(folder: Path, address: str, browser: Browser) -> None:
    schemes: tuple[Scheme, Scheme] = ("light", "dark")
    for size in _SIZES:
        for scheme in schemes:
            page = _open(browser, address, size, scheme)
            if scheme == "light":
                _take(page, folder / f"{size}-start.png")
            ask(page, _QUESTION)
            page.wait_for_timeout(_SCROLLED)
            if size == "desktop":
                page.locator(".marker").nth(1).click()
                page.wait_for_timeout(_SCROLLED)
            _take(page, folder / f"{size}-{scheme}.png")
            ask(page, _UNANSWERABLE)
            page.wait_for_timeout(_SCROLLED)
            if scheme == "light":
                _take(page, folder / f"{size}-not-found.png")
            page.close()
    for scheme in schemes:
        for size in _SIZES:
            _take_evaluation(folder, _open(browser, address, size, scheme), size, scheme)


def _take_timeline(folder: Path, address: str, browser: Browser) -> None:
    wanted: tuple[tuple[str, Scheme], ...] = (("desktop", "light"), ("phone", "dark"))
    for size, scheme in wanted:
        page = _blank(browser, size, scheme)
        page.goto(f"{address}/timeline?speaker=Sergey+Lavrov&topic=Ukraine&lang=en")
        _take(page, folder / f"timeline-{size}.png")
        page.close()


def _take_russian(folder: Path, address: str, browser: Browser) -> None:
    page = _blank(browser, "desktop", "light")
    page.goto(f"{address}/?lang=ru")
    box = page.get_by_label("Ваш вопрос")
    box.fill(_QUESTION)
    box.press("Enter")
    page.locator("#conversation .turn").wait_for()
    page.locator("#conversation summary").click()
    page.wait_for_timeout(_SCROLLED)
    _take(page, folder / "desktop-russian.png")
    page.close()


def _take_next_steps(folder: Path, address: str, browser: Browser) -> None:
    page = _open(browser, address, "desktop", "light")
    ask(page, "What did Sullivan say about Ukraine?")
    page.locator(".go-on").scroll_into_view_if_needed()
    page.mouse.wheel(0, 400)
    page.wait_for_timeout(_SCROLLED)
    _take(page, folder / "desktop-next.png")
    page.close()


def _blank(browser: Browser, size: str, scheme: Scheme) -> Page:
    width, height = _SIZES[size]
    return browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)


def evaluate(page: Page, file: str) -> None:
    """Ask a file of test questions on the Evaluate tab and wait for its result."""
    page.get_by_role("tab", name="Evaluate").click()
    page.get_by_label("Test questions").select_option(file)
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator("#said").filter(has_text=f"{file}: all").wait_for()


def _evaluate_less(place: Path, browser: Browser) -> None:
    """A run over half of the articles, for later ones to be compared with."""
    (place / "half").mkdir()
    article = min((ROOT / "corpus").glob("*.txt"))
    shutil.copy(article, place / "half")
    with serving(place / "index-of-half", place / "half") as address:
        page = _open(browser, address, "desktop", "light")
        evaluate(page, "more.jsonl")
        page.close()


def _take_evaluation(folder: Path, page: Page, size: str, scheme: Scheme) -> None:
    evaluate(page, "more.jsonl")
    page.mouse.move(0, 0)
    page.wait_for_timeout(_SCROLLED)
    _take(page, folder / f"evaluate-{size}-{scheme}.png", whole=True)
    if (size, scheme) == ("desktop", "light"):
        runs = page.get_by_label("Compare with").locator("option")
        oldest = runs.last.get_attribute("value")
        page.get_by_label("Compare with").select_option(oldest)
        page.get_by_role("columnheader", name="Difference").wait_for()
        _take(page, folder / "evaluate-compared.png", whole=True)
    page.close()


def ask(page: Page, question: str) -> None:
    """Type a question, ask it and wait for its answer."""
    turns = page.locator("#conversation .turn")
    before = turns.count()
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    turns.nth(before).wait_for()


def _open(browser: Browser, address: str, size: str, scheme: Scheme) -> Page:
    page = _blank(browser, size, scheme)
    page.goto(address)
    page.get_by_label("Your question").wait_for()
    page.wait_for_timeout(500)
    return page


def _take(page: Page, path: Path, *, whole: bool = False) -> None:
    """A picture in 256 colours: a third of the bytes, and no difference to the eye."""
    with Image.open(io.BytesIO(page.screenshot(full_page=whole))) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots")
