"""Takes the pictures of the widget in somebody else's page: docs/screenshots/widget-*.png.

python -m tests.browser.widget_pictures [FOLDER]
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from rag import Assistant
from rag.build.build import build
from rag.models.embedder import Embedder
from tests.browser.embedding import Host, embedded
from tests.browser.serving import ROOT, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_SIZES = {"desktop": (1360, 900), "phone": (390, 844)}
_STYLES = """
:root { color-scheme: light dark; font: 17px/1.55 system-ui, sans-serif }
body { margin: 0; color: light-dark(#24292f, #d5d9de); background: light-dark(#fff, #14171a) }
nav { padding: 1rem 2.5rem; color: #fff; background: #1f4e79; font-weight: 600 }
main { padding: 1rem 2.5rem; max-width: 44rem }
hr { border: 0; border-top: 1px solid #8886; margin: 1.5rem 0 }
"""
_PAGE = """
<nav>Intranet</nav>
<main><h1>Press desk</h1>
<p>Duty roster, style guide and accreditation forms are on this page. Questions about the paper's
own articles are answered by the archive, with the words as they were printed.</p>
<hr><h2>This week</h2><p>The style guide has a new chapter on quotations: who speaks is named before
or right behind the words, and the day is given where it matters.</p>
<hr><h2>Accreditation</h2><p>Forms for the autumn conference are due on Friday.</p></main>
"""
_LAUNCHER = (
    '<script src="SERVER/widget.js" data-launcher="Ask the archive" data-heading="Ask the archive"'
    " data-examples=\"What did Lavrov say about NATO?|How did Lavrov's view on Ukraine change?|"
    'What did Sullivan say?"></script>'
)
_INLINE = (
    '<script src="SERVER/widget.js"></script><on-record-chat accent="#1f4e79" lang="ru" '
    'speaker="Sergei Lavrov" question="What did Lavrov say about NATO?" ask></on-record-chat>'
)


def main(folder: Path) -> None:
    """Take every picture into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, chromium() as browser:
        index = Path(place) / "index"
        build(ROOT / "corpus", index, Embedder(), passage_tokens=180)
        with embedded(Assistant.load(index)) as host:
            for size in _SIZES:
                for scheme in ("light", "dark"):
                    _take_launcher(folder, host, browser, size, scheme)
            inline = host.page(_PAGE.replace("</main>", f"{_INLINE}</main>"), styles=_STYLES)
            page = _open(inline, browser, "desktop", "light")
            page.locator("blockquote").first.wait_for()
            page.locator("textarea").scroll_into_view_if_needed()
            _take(page, folder / "widget-inline.png")


def _take_launcher(folder: Path, host: Host, browser: Browser, size: str, scheme: str) -> None:
    page = _open(host.page(_PAGE + _LAUNCHER, styles=_STYLES), browser, size, scheme)
    page.get_by_role("button", name="Ask the archive").click()
    if scheme == "light":
        _take(page, folder / f"widget-{size}-start.png")
    page.get_by_role("button", name="What did Lavrov say about NATO?").click()
    page.locator("blockquote").first.wait_for()
    page.locator("button[aria-expanded=false]", has_text="Show in context").nth(1).click()
    page.locator(".place mark").wait_for()
    _take(page, folder / f"widget-{size}-{scheme}.png")
    page.get_by_label("Your question").fill("What did Macron say about Ukraine?")
    page.keyboard.press("Enter")
    page.locator(".verdict").wait_for()
    if scheme == "light":
        _take(page, folder / f"widget-{size}-not-found.png")
    page.context.close()


def _open(address: str, browser: Browser, size: str, scheme: str) -> Page:
    width, height = _SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    return page


def _take(page: Page, path: Path) -> None:
    """A picture in 256 colours: a third of the bytes, and no difference to the eye."""
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots")
