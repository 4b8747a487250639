"""Takes the picture of a report that the documentation shows: docs/screenshots/report.png.

python -m tests.browser.report_picture [FOLDER]
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image

from rag import Assistant
from rag.build.build import build
from rag.evaluation.comparison.side_by_side import read_report
from rag.evaluation.question_files import read_questions
from rag.evaluation.running.evaluate import describe, evaluate
from rag.models.embedder import Embedder
from rag.rendering.report_page import write_html
from tests.browser.serving import ROOT, chromium

_BETWEEN = 24  # white pixels that part two pieces of a page
_QUESTION = "What does the US ambassador hope the Russian government will be?"


def main(folder: Path) -> None:
    """Evaluate the questions of this repository and take the head of the report, and a question."""
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report.html"
        report.write_text(write_html(read_report([_run(Path(place))])), encoding="utf-8")
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            page.goto(report.as_uri())
            head = page.screenshot(clip={"x": 0, "y": 0, "width": 1280, "height": 842})
            page.get_by_role("button", name=_QUESTION).click()
            page.get_by_label("Words or id").fill("hope")
            page.locator(".tools").evaluate("tools => tools.scrollIntoView()")
            question = page.screenshot(clip={"x": 0, "y": 0, "width": 1280, "height": 620})
    folder.mkdir(parents=True, exist_ok=True)
    _save([head, question], folder / "report.png")


def _run(place: Path) -> Path:
    embedder = Embedder()
    build(ROOT / "corpus", place / "index", embedder, passage_tokens=180)
    file = read_questions(ROOT / "tests" / "questions" / "more.jsonl")
    file = replace(file, path="more.jsonl")
    assistant = Assistant.load(place / "index")
    run = replace(describe(file, assistant, Path("index"), {}), name="more")
    evaluate(file, assistant, run, place / "run")
    return place / "run"


def _save(pictures: list[bytes], path: Path) -> None:
    """One below the other in 256 colours: a third of the bytes, and no difference to the eye."""
    opened = [Image.open(io.BytesIO(one)).convert("RGB") for one in pictures]
    height = sum(one.height for one in opened) + _BETWEEN * (len(opened) - 1)
    whole = Image.new("RGB", (opened[0].width, height), "white")
    top = 0
    for one in opened:
        whole.paste(one, (0, top))
        top += one.height + _BETWEEN
    whole.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots")
