"""A web page -> its article. The only module that knows of trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.articles.formats.limits import LARGEST_TEXT
from rag.articles.formats.pages.linked_data import find_article
from rag.articles.formats.pages.main_part import MainPart
from rag.articles.formats.pages.page_address import read_address
from rag.articles.formats.pages.page_authors import read_authors
from rag.articles.formats.pages.page_dates import read_dates
from rag.articles.formats.worker_messages import RawArticle, Task, Unreadable
from rag.articles.text.addresses import host_of, original_address
from rag.articles.text.encoding import decode
from rag.articles.text.html_text import drop_marked_pull_quotes, signs_quotation, without_long_tags

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DEEPEST = 2_000  # tags inside of each other; pages have 30 to 60
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*+)(?:[^<>]*+(?<=(/))|[^<>]*+)>")
_CHILDLESS = frozenset(
    "area base br col embed hr img input link meta p li source track wbr dd dt td tr th".split()
)
# the names of encodings that mean Windows' encodings, as browsers have it
_AS_BROWSERS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "gb2312": "gb18030"}
_LETTERS = re.compile(r"\w+")
_ARCHIVE_BAR = "//*[starts-with(@id, 'wm-ipp') or @id='donato' or @id='HEADER' and .//form]"


def read(task: Task) -> Iterator[RawArticle]:
    """Yield the article of a page, with the title, days, authors, outlet and address it declares.

    Raises Unreadable if it holds none: a list of links, an empty page, a page made by a script.
    """
    path = Path(task.path)
    if path.stat().st_size > LARGEST_TEXT:
        raise Unreadable(f"a page of more than {LARGEST_TEXT:,} bytes")
    page = without_long_tags(_decode(path.read_bytes()))
    if _measure_depth(page) > _DEEPEST:
        raise Unreadable("is nested too deeply")
    from trafilatura.utils import load_html

    tree: Any = load_html(page)
    if tree is None:
        raise Unreadable("no article is found in the page")
    for bar in tree.xpath(_ARCHIVE_BAR):
        bar.drop_tree()
    part = MainPart(tree)
    address = read_address(tree, page)
    linked = find_article(tree, part.heading, address)
    address = address or read_address(tree, page, linked)
    dates = read_dates(tree, part, linked)
    drop_marked_pull_quotes(tree)
    _mark_quotations(tree)
    article = _extract(tree)
    if article is None or not (article.text or "").strip():
        raise Unreadable("no article is found in the page")
    outlet = _choose_outlet(article.sitename, address)
    fields = {
        "text": article.text,
        "title": _choose_title(article.title, part.heading),
        "published": dates.published and dates.published.isoformat(),
        "modified": dates.modified and dates.modified.isoformat(),
        "authors": read_authors(tree, part, linked, outlet=outlet, guessed=article.author or ""),
        "url": address or article.url,
        "outlet": outlet,
    }
    yield RawArticle({key: value for key, value in fields.items() if value})


def _extract(tree: Any) -> Any:
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    # what is short is still an article: a brief has 200 characters
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "100")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "20")
    return bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        config=config,
        # its day is not used: it takes those of other stories, and takes sides where two are
        # possible
        date_extraction_params={"extensive_search": False, "original_date": True},
    )


def _mark_quotations(tree: Any) -> None:
    """Write what a page shows by its tags: the marks of `<q>`, and a dash before a signature."""
    for node in tree.iter("q"):
        node.text = f"“{node.text or ''}"
        if len(node):
            node[-1].tail = f"{node[-1].tail or ''}”"
        else:
            node.text += "”"
        node.tag = "span"
    for node in [
        signature for signature in tree.iter("cite", "footer") if signs_quotation(signature)
    ]:
        name = " ".join(node.text_content().split()).lstrip("—–- ")
        block = next(node.iterancestors("blockquote", "figure"))
        paragraphs = [paragraph for paragraph in block.iter("p") if node not in paragraph.iter()]
        node.drop_tree()
        if not name:
            continue
        last = paragraphs[-1] if paragraphs else block
        if len(last):
            last[-1].tail = f"{(last[-1].tail or '').rstrip()} — {name}"
        else:
            last.text = f"{(last.text or '').rstrip()} — {name}"


def _choose_title(declared: str | None, heading: str) -> str:
    """The declared title; the page's heading if the two share no word.

    A page may declare the title of another story, which it shows beside its own.
    """
    if not declared or not heading or not _LETTERS.search(heading):
        return declared or heading
    words = set(_LETTERS.findall(declared.casefold()))
    return declared if words & set(_LETTERS.findall(heading.casefold())) else heading


def _choose_outlet(site: str | None, address: str | None) -> str:
    """The site's name, unless that is an archive's, or an address."""
    if not site or "://" in site:
        return ""
    original = original_address(address)
    archived = address is not None and original != address
    if archived and "." in site and " " not in site:  # trafilatura falls back on the host
        return ""
    return site if "." not in site or host_of(f"https://{site}") else ""


def _decode(raw: bytes) -> str:
    declared = _DECLARED.search(raw[:4096])
    if declared and declared.group(1).lower() not in {b"utf-8", b"utf8"}:
        name = declared.group(1).decode("ascii").lower()
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return raw.decode(_AS_BROWSERS.get(name, name), "replace").replace("\0", "")
            except LookupError:
                pass
    text = decode(raw)
    if text is None:
        raise Unreadable("not a text in a known encoding")
    return text.replace("\0", "")


def _measure_depth(page: str) -> int:
    """How deep tags are nested at most, roughly: those that close themselves are left out."""
    depth = deepest = 0
    for closing, name, alone in _TAG.findall(page):
        if name.lower() in _CHILDLESS or alone:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest
