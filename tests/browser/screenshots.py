"""Takes the pictures of the page that the documentation shows: docs/screenshots/*.png.

python -m tests.browser.screenshots [FOLDER]
"""

from __future__ import annotations

import io
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
    with (
        tempfile.TemporaryDirectory() as index,
        serving(Path(index)) as address,
        chromium() as browser,
    ):
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


def ask(page: Page, question: str) -> None:
    """Type a question, ask it and wait for its answer."""
    turns = page.locator("#conversation .turn")
    before = turns.count()
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    turns.nth(before).wait_for()


def _open(browser: Browser, address: str, size: str, scheme: Scheme) -> Page:
    width, height = _SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(address)
    page.get_by_label("Your question").wait_for()
    page.wait_for_timeout(500)
    return page


def _take(page: Page, path: Path) -> None:
    """A picture in 256 colours: a third of the bytes, and no difference to the eye."""
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots")
