"""Takes pictures of the page.

python -m tests.browser.screenshots          those that the documentation shows
python -m tests.browser.screenshots FOLDER   every kind of answer, size and scheme, to look at
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image

from rag.assistant import Assistant
from rag.web.desk import Desk
from rag.web.server import make_web_app
from rag.writer.model_server import Place, Server
from rag.writer.writing import Writer
from tests.browser.serving import ROOT, chromium, serving
from tests.model_server import model_server
from tests.serving import serving as serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Scheme = Literal["light", "dark"]
_SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")
_PATIENCE = 120_000  # milliseconds for a page or a run on a busy machine
_SCROLLED = 900  # milliseconds until an answer stands still
_SIZES = {"desktop": (1280, 860), "phone": (390, 844)}
_QUESTION = "What did Lavrov say about NATO?"
_UNSURE = "What is the main disagreement between Russia and NATO?"
# What is asked for a picture of each kind: the last question is shown.
KINDS: dict[str, tuple[str, ...]] = {
    "answered": (_QUESTION,),
    "unsure": (_UNSURE,),
    "not-found": ("What did Macron say about Ukraine?",),
    "talk": ("hi",),
    "overview": ("What are these articles about?",),
    "list": ("List the articles",),
    "people": ("Who is quoted on Ukraine?",),
    "summary": ("Summarise Lavrov's position on Ukraine",),
    "comparison": ("Compare what Lavrov and Sullivan said about war",),
    "change": ("How did Lavrov's view on Ukraine change?",),
    "published": ("When was “Russia Not to Blame if War Breaks Out, Lavrov Says” published?",),
    "follow-up": (_QUESTION, "And about Iran?"),
}


_WRITTEN = """\
Lavrov said that Moscow will not accept NATO troops on Ukrainian territory [1].
- According to Lavrov, their presence "under any flag, in any capacity" is a threat to Russia [1].
- NATO peacekeepers would be deployed to Ukraine [1].
- Kosachev said that peacekeepers are a threat to Russia [1].
"""


def take_for_docs(folder: Path) -> None:
    """Take the pictures that the documentation shows."""
    with tempfile.TemporaryDirectory() as place, chromium() as browser:
        _evaluate_less(Path(place), browser)
        with serving(Path(place) / "index") as address:
            _take_answer(folder, address, browser)
            _take_unsure(folder, address, browser)
            _take_next_steps(folder, address, browser)
            _take_timeline(folder / "timeline-desktop.png", address, browser, "desktop", "light")
            _take_written(folder, Path(place) / "index", browser)
            page = _open(browser, address, "desktop", "light")
            _evaluate(page)
            _take_compared(folder, page)


def take_all(folder: Path) -> None:
    """Take a picture of each kind of answer in each size and scheme, and of the other pages."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, chromium() as browser:
        _evaluate_less(Path(place), browser)
        with serving(Path(place) / "index") as address:
            for size in _SIZES:
                for scheme in _SCHEMES:
                    name = f"{size}-{scheme}.png"
                    page = _open(browser, address, size, scheme)
                    _take(page, folder / f"start-{name}")
                    page.close()
                    for kind, questions in KINDS.items():
                        _take_kind(folder / f"{kind}-{name}", address, browser, questions)
                    _take_russian(folder / f"russian-{name}", address, browser, size, scheme)
                    _take_timeline(folder / f"timeline-{name}", address, browser, size, scheme)
                    _take_page(folder / f"articles-{name}", f"{address}/articles", browser)
                    article = f"{address}/article?id=000_da556442ba3b8b22.txt"
                    _take_page(folder / f"article-{name}", article, browser)
                    page = _open(browser, address, size, scheme)
                    _evaluate(page)
                    _take(page, folder / f"evaluate-{name}", whole=True)
                    page.close()


def _take_kind(path: Path, address: str, browser: Browser, questions: tuple[str, ...]) -> None:
    """A whole page with an answer, without the question box that lies over it."""
    size, scheme = path.stem.split("-")[-2:]
    page = _open(browser, address, size, "dark" if scheme == "dark" else "light")
    for question in questions:
        ask(page, question)
    page.add_style_tag(content="#composer { position: relative !important }")
    page.wait_for_timeout(_SCROLLED)
    _take(page, path, whole=True)
    page.close()


def _take_answer(folder: Path, address: str, browser: Browser) -> None:
    page = _open(browser, address, "desktop", "light")
    ask(page, _QUESTION)
    page.wait_for_timeout(_SCROLLED)
    page.locator(".marker").first.click()
    page.wait_for_timeout(_SCROLLED)
    _take(page, folder / "desktop-light.png")
    page.close()


def _take_unsure(folder: Path, address: str, browser: Browser) -> None:
    page = _open(browser, address, "desktop", "light")
    ask(page, _UNSURE)
    page.wait_for_timeout(_SCROLLED)
    _take(page, folder / "desktop-unsure.png")
    page.close()


def _take_written(folder: Path, index: Path, browser: Browser) -> None:
    """What a language model writes; here a script writes, with two mistakes."""
    with model_server(_WRITTEN) as model:
        writer = Writer(Server(Place(model.url, "llama3.2:3b")), window=4096)
        desk = Desk(Assistant.load(index), writer=writer)
        with serve(make_web_app(desk)) as address:
            page = _open(browser, address, "desktop", "light")
            ask(page, "What did Lavrov say about peacekeepers?")
            page.locator(".written summary").click()
            page.mouse.move(0, 0)
            page.wait_for_timeout(_SCROLLED)
            _take(page, folder / "desktop-written.png")
            page.close()
        desk.close()


def _take_timeline(path: Path, address: str, browser: Browser, size: str, scheme: Scheme) -> None:
    page = _blank(browser, size, scheme)
    page.goto(f"{address}/timeline?speaker=Sergey+Lavrov&topic=Ukraine&lang=en")
    _take(page, path)
    page.close()


def _take_page(path: Path, address: str, browser: Browser) -> None:
    """A page that needs no question, in English, in the size and the scheme of its name."""
    size, scheme = path.stem.split("-")[-2:]
    page = _blank(browser, size, "dark" if scheme == "dark" else "light")
    page.goto(f"{address}{'&' if '?' in address else '?'}lang=en")
    _take(page, path, whole=True)
    page.close()


def _take_russian(path: Path, address: str, browser: Browser, size: str, scheme: Scheme) -> None:
    page = _blank(browser, size, scheme)
    page.goto(f"{address}/?lang=ru")
    box = page.get_by_label("Ваш вопрос")
    box.fill(_UNSURE)
    box.press("Enter")
    page.locator("#conversation .turn").wait_for()
    page.locator("#conversation summary").click()
    page.wait_for_timeout(_SCROLLED)
    _take(page, path, whole=True)
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
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.set_default_timeout(_PATIENCE)
    return page


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


def _evaluate(page: Page) -> None:
    evaluate(page, "more.jsonl")
    page.mouse.move(0, 0)
    page.wait_for_timeout(_SCROLLED)


def _take_compared(folder: Path, page: Page) -> None:
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
    if len(sys.argv) > 1:
        take_all(Path(sys.argv[1]))
    else:
        take_for_docs(ROOT / "docs" / "screenshots")
