"""A file's name and first bytes -> its format; unmistakable bytes beat the name."""

from __future__ import annotations

import re
from enum import StrEnum

HEAD = 4096  # bytes that `kind_of` wants to see


class Kind(StrEnum):
    """The formats that are read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    LINES = "lines"  # JSON lines, also gzipped
    HTML = "html"
    PDF = "pdf"
    WORD = "word"
    FEED = "feed"
    MAIL = "mail"
    JSON = "json"
    CSV = "csv"
    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"


ARCHIVES = frozenset({Kind.ZIP, Kind.TAR, Kind.GZIP})

_SUFFIXES = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".jsonl": Kind.LINES,
    ".jsonl.gz": Kind.LINES,
    ".ndjson": Kind.LINES,
    ".ndjson.gz": Kind.LINES,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".pdf": Kind.PDF,
    ".docx": Kind.WORD,
    ".rss": Kind.FEED,
    ".atom": Kind.FEED,
    ".rdf": Kind.FEED,
    ".xml": Kind.FEED,
    ".eml": Kind.MAIL,
    ".json": Kind.JSON,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".zip": Kind.ZIP,
    ".tar": Kind.TAR,
    ".tar.gz": Kind.TAR,
    ".tgz": Kind.TAR,
    ".gz": Kind.GZIP,
}
# what is saved beside a page, and what systems leave behind: never an article
_NO_ARTICLES = frozenset(
    """
    .png .jpg .jpeg .gif .webp .svg .ico .avif .bmp .tif .tiff .heic .mp3 .mp4 .m4a .wav .ogg .webm
    .mov .avi .css .js .mjs .map .woff .woff2 .ttf .otf .eot .ini .db .part .tmp .lock .license
    """.split()
)
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(!doctype\s+)?([a-z:]+)", re.IGNORECASE | re.DOTALL
)
_FEED_ROOTS = {b"rss", b"feed", b"rdf:rdf"}


def kind_of(name: str, head: bytes) -> Kind | None:
    """The format of a file by its name and its first bytes; None for a format that is not read.

    A PDF named .html is a PDF, and a page named .txt is a page. What looks like nothing special is
    what its name says.
    """
    named = kind_named(name)
    seen = _seen(head)
    if seen is None or named is seen:
        return named
    if seen is Kind.ZIP and named is Kind.WORD:
        return named  # a Word file is a zip file
    if seen is Kind.GZIP and named in {Kind.TAR, Kind.LINES}:
        return named
    return seen


def kind_named(name: str) -> Kind | None:
    """The format that a file's name says."""
    low = name.lower()
    found = [suffix for suffix in _SUFFIXES if low.endswith(suffix)]
    return _SUFFIXES[max(found, key=len)] if found else None


def is_no_article(name: str) -> bool:
    """Whether a file of this name never holds an article: pictures, styles, scripts."""
    low = name.lower()
    return any(low.endswith(suffix) for suffix in _NO_ARTICLES)


def _seen(head: bytes) -> Kind | None:
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return Kind.WORD if b"word/" in head or b"[Content_Types].xml" in head else Kind.ZIP
    if head.startswith(b"\x1f\x8b"):
        return Kind.GZIP
    if head[257:262] == b"ustar":
        return Kind.TAR
    markup = _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf"))
    if markup is None:
        return None
    doctype, root = markup.group(1), markup.group(2).lower()
    if root == b"html":
        return Kind.HTML
    return Kind.FEED if root in _FEED_ROOTS and not doctype else None
