"""Text -> Markdown in which it is text: no mark of an article's or a question's has a meaning."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

# The marks that Markdown, its tables, footnotes, mathematics or raw HTML begin or end with, in the
# places where they have a meaning: a list or a heading begins a line, and a colon before a word can
# make a web address of it.
_MARKS = re.compile(
    r"([\\`*_{}\[\]<>|~^$=]|(?<=\])\(|:(?=\S)|@(?=\w)|&(?=[#\w])|(?<=\bwww)\.|^[-+#])",
    re.IGNORECASE,
)
_LIST_NUMBER = re.compile(r"^(\d{1,9})([.)])")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"'`\\|]+")


def as_text(text: str) -> str:
    """Words that Markdown shows as they are, on one line, without what cannot be seen."""
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    marked = _MARKS.sub(r"\\\1", re.sub(r" +", " ", visible).strip())
    return _LIST_NUMBER.sub(r"\1\\\2", marked)


def as_address(url: str) -> str:
    """An address that can be followed and read as it is; as text, if it is none of the web."""
    return f"<{url}>" if is_web_address(url) else as_text(url)


def is_web_address(url: str) -> bool:
    """Whether a link to it leads to a page, and ends where it should."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    readable = url.isprintable() and bool(_ADDRESS.fullmatch(url))
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and readable
