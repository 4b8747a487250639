"""A web page -> its article. The only module that knows of trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.articles.encoding import decode
from rag.articles.formats.found import Found, Task, Unreadable
from rag.articles.formats.limits import LARGEST_TEXT

# what browsers write into a page that they save
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->", re.IGNORECASE)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DEEPEST = 2_000  # tags inside of each other; pages have 30 to 60
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*+)(?:[^<>]*+(?<=(/))|[^<>]*+)>")
_CHILDLESS = frozenset(
    "area base br col embed hr img input link meta p li source track wbr dd dt td tr th".split()
)


def read(task: Task) -> Iterator[Found]:
    """Yield the article of a page, with the title, day, authors, outlet and address it declares.

    Raises Unreadable where it holds none: a list of links, an empty page, a page made by a script.
    """
    path = Path(task.path)
    if path.stat().st_size > LARGEST_TEXT:
        raise Unreadable(f"a page of more than {LARGEST_TEXT:,} bytes")
    page = _page(path.read_bytes())
    if _depth(page) > _DEEPEST:
        raise Unreadable("is nested too deeply")
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    # what is short is still an article: a brief has 200 characters
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "100")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "20")
    found: Any = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        config=config,
        # a day that only stands somewhere in the text is not the day of the article
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or not (found.text or "").strip():
        raise Unreadable("no article is found in the page")
    saved = _SAVED_FROM.search(page[:5000])
    address = found.url or (saved.group(1) if saved else None)
    fields = {
        "text": found.text,
        "title": found.title,
        "published": found.date,
        "authors": [each.strip() for each in (found.author or "").split(";") if each.strip()],
        "url": address,
        "outlet": found.sitename,
    }
    yield Found({key: value for key, value in fields.items() if value})


def _page(raw: bytes) -> str:
    declared = _DECLARED.search(raw[:4096])
    if declared and declared.group(1).lower() not in {b"utf-8", b"utf8"}:
        try:
            # the old names mean Windows' encodings, as browsers have it
            name = declared.group(1).decode("ascii").lower()
            name = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "gb2312": "gb18030"}.get(
                name, name
            )
            raw.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return raw.decode(name, "replace").replace("\0", "")
            except LookupError:
                pass
    text = decode(raw)
    if text is None:
        raise Unreadable("no text in a known encoding")
    return text.replace("\0", "")


def _depth(page: str) -> int:
    """How deep tags are nested at most, roughly: what closes itself is left out."""
    depth = deepest = 0
    for closing, name, alone in _TAG.findall(page):
        if name.lower() in _CHILDLESS or alone:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest
