"""A PDF -> its text, in paragraphs. The only module that knows of pypdf."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from unicodedata import normalize

from rag.articles.formats.worker_messages import RawArticle, Task, Unreadable
from rag.articles.text.cut_words import ending_before, mend_soft_hyphens, words_of

_PAGES = 1_000
_EDGE = 3  # lines at the top and the bottom of a page that may stand on every page
_SENTENCE_END = re.compile(r"[.!?:][\"'”’»)\]]*$")
_BULLET = re.compile(r"(?:[•▪‣●·–—-]|\d{1,2}[.)])\s")
_NUMBERS = re.compile(r"\d+")
# what browsers print above and below a page, and page numbers
_PRINTED = re.compile(
    r"(?:(?:https?|file)://\S+)?\s*(?:(?:Page )?\d{1,4}(?:\s?(?:/|of)\s?\d{1,4})?)?"
    r"|\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d{2}(?:\s[AP]M)?\b.*"
)
_LIGATURE = re.compile("[\N{LATIN SMALL LIGATURE FF}-\N{LATIN SMALL LIGATURE ST}]")
_APART = 1.3  # times the usual distance of two lines
_MOST_UNKNOWN = 0.2  # share of characters that are no known letter
_NO_TITLE = re.compile(r"^(?:microsoft|untitled|untitled document)|\.\w{2,5}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    begins: bool  # whether it stands apart from the line before, or has another size


def read(task: Task) -> Iterator[RawArticle]:
    """Yield the text of a PDF in paragraphs, without the heads and numbers of its pages.

    The day on which the file was made is not the day of the article, and is not read. Raises
    Unreadable for a file that is locked, made of pictures, or whose letters are not known.
    """
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        file: Any = pypdf.PdfReader(task.path)
        if file.is_encrypted and not file.decrypt(""):
            raise Unreadable("is locked with a password")
        if len(file.pages) > _PAGES:
            raise Unreadable(f"{len(file.pages):,} pages; the limit is {_PAGES:,}")
        pages = [_read_lines(page) for page in file.pages]
        about = file.metadata or {}
        title, author = about.get("/Title"), about.get("/Author")
    except PyPdfError as error:
        raise Unreadable(f"not a PDF that can be read: {error}") from None
    text = "\n\n".join(_join_paragraphs(list(_drop_edges(pages))))
    if not text.strip():
        raise Unreadable("no text in it: it may be scanned pages")
    if text.count("\ufffd") > _MOST_UNKNOWN * len(text):
        raise Unreadable("its fonts do not tell which letters they show")
    known = isinstance(title, str) and _is_title(title, text)
    fields = {
        "text": text,
        "title": title if known else None,
        "authors": [author] if isinstance(author, str) and " " in author.strip() else None,
    }
    yield RawArticle({k: v for k, v in fields.items() if v}, titled=not known)


def _is_title(title: str, text: str) -> bool:
    """Whether the title in a file's data is that of its text: its words stand at the top."""
    top = set(text[:1500].casefold().split())
    words = title.casefold().split()
    return len(words) > 2 and not _NO_TITLE.search(title) and set(words) <= top


def _read_lines(page: Any) -> list[_Line]:
    """The lines of a page. A line that stands apart from the line before begins a paragraph."""
    pieces: list[tuple[float, float, str]] = []  # height, size, text

    def visit(text: str, cm: Any, tm: Any, _font: object, size: float) -> None:
        height = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        # ligatures become letters, because words are searched by their letters
        text = _LIGATURE.sub(lambda match: normalize("NFKC", match.group()), text)
        for part in text.split("\n"):
            if not part.strip():
                continue
            if pieces and abs(pieces[-1][0] - height) < 0.3 * max(size, 1):
                pieces[-1] = (pieces[-1][0], pieces[-1][1], pieces[-1][2] + part)
            else:
                pieces.append((height, size, part))

    page.extract_text(visitor_text=visit)
    steps = [round(above[0] - below[0]) for above, below in pairwise(pieces)]
    forward = [step for step in steps if step > 0]
    usual = Counter(forward).most_common(1)[0][0] if forward else 0
    lines = [_Line(text.strip(), begins=True) for _, _, text in pieces[:1]]
    for ((_, above, _), (_, size, text)), step in zip(pairwise(pieces), steps, strict=True):
        apart = step > _APART * usual or abs(size - above) > 0.1 * max(size, above)
        lines.append(_Line(text.strip(), begins=apart))
    return lines


def _drop_edges(pages: Sequence[list[_Line]]) -> Iterator[list[_Line]]:
    """The pages without their numbers, and without lines that stand at the edge of most pages."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_NUMBERS.sub("0", line.text) for line in (*page[:_EDGE], *page[-_EDGE:])})
    often = max(2, len(pages) // 2 + 1)
    for page in pages:
        last = len(page) - 1
        yield [
            line
            for at, line in enumerate(page)
            if not (
                (at < _EDGE or at > last - _EDGE)
                and (_PRINTED.fullmatch(line.text) or edges[_NUMBERS.sub("0", line.text)] >= often)
            )
        ]


def _join_paragraphs(pages: Sequence[list[_Line]]) -> Iterator[str]:
    """Lines joined to paragraphs.

    If the lines of a page stand apart from each other in places, these begin paragraphs; on other
    pages a short line that ends a sentence, or is a heading, ends one.
    """
    words = words_of("\n".join(line.text for page in pages for line in page))
    parts: list[str] = []  # of the paragraph, each with the space that follows it
    for page in pages:
        width = max((len(line.text) for line in page), default=0)
        spaced = sum(line.begins for line in page[1:]) > 1
        for at, line in enumerate(page):
            text = mend_soft_hyphens(line.text, words)
            last = parts[-1] if parts else ""
            # the first line of a page may go on with a sentence
            begins = line.begins if spaced and at else bool(_SENTENCE_END.search(last))
            before = page[at - 1].text if at else ""
            if not spaced and at:
                heading = len(parts) == 1 and text[:1].isupper()
                begins = len(before) < 0.75 * width and (begins or heading)
            if parts and (begins or _BULLET.match(text)):
                yield "".join(parts)
                parts = []
            if parts:
                ending = ending_before(parts[-1], text, words)
                parts[-1] = f"{parts[-1]} " if ending is None else ending
            parts.append(text)
    yield "".join(parts)
