"""A file's name and first bytes -> its format. Unmistakable bytes count more than the name."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
# what the first bytes may show of a file whose format is not read: a book is a zip file
_CONTAINERS = ARCHIVES | {None, Kind.WORD}

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
# formats that may hold articles and are not read -> what to do
_UNPACK = "unpack it, and put its pages into the corpus"
_SAVE_AS_TEXT = "save its articles as .html, .docx or .txt"
_EXPORT = "export it as .csv or .jsonl"
_HINTS = {
    ".epub": f"an EPUB book; {_UNPACK}: an EPUB is a zip file of pages",
    ".warc": f"a web archive (WARC); {_UNPACK}, for example with warcio or warcat",
    ".warc.gz": f"a web archive (WARC); {_UNPACK}, for example with warcio or warcat",
    ".wacz": f"a web archive (WACZ); {_UNPACK}, for example with warcio or warcat",
    ".mht": "a saved page (MHTML); save the page as .html",
    ".mhtml": "a saved page (MHTML); save the page as .html",
    ".webarchive": "a saved page (Safari); save the page as .html",
    ".doc": "an old Word file; save it as .docx",
    ".rtf": "rich text (RTF); save it as .docx",
    ".odt": "an OpenDocument text; save it as .docx",
    ".pages": "a Pages document; export it as .docx",
    ".wpd": "a WordPerfect file; save it as .docx",
    ".tex": f"LaTeX; {_SAVE_AS_TEXT}",
    ".msg": "an Outlook mail; save it as .eml",
    ".mbox": "a mailbox; export its mails as .eml files",
    ".pst": "an Outlook mailbox; export its mails as .eml files",
    ".mobi": f"a Kindle book; {_SAVE_AS_TEXT}",
    ".azw3": f"a Kindle book; {_SAVE_AS_TEXT}",
    ".xlsx": f"a spreadsheet; {_EXPORT}",
    ".xls": f"a spreadsheet; {_EXPORT}",
    ".ods": f"a spreadsheet; {_EXPORT}",
    ".parquet": f"a Parquet table; {_EXPORT}",
    ".sqlite": f"a database; {_EXPORT}",
    ".pptx": f"a presentation; {_SAVE_AS_TEXT}",
    ".7z": "a 7z archive; pack it as .zip",
    ".rar": "a RAR archive; pack it as .zip",
    ".xz": "packed with xz; pack it as .gz or .zip",
    ".bz2": "packed with bzip2; pack it as .gz or .zip",
    ".zst": "packed with zstd; pack it as .gz or .zip",
}
_NOT_READ = "a format that is not read"
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(!doctype\s+)?([a-z:]+)", re.IGNORECASE | re.DOTALL
)
_FEED_ROOTS = {b"rss", b"feed", b"rdf:rdf"}


def kind_of(name: str, head: bytes) -> Kind | None:
    """The format of a file by its name and its first bytes; None for a format that is not read.

    A PDF named .html is a PDF, and a page named .txt is a page. Other files are what their names
    say.
    """
    if _find_hint(name, head):
        return None
    named = kind_named(name)
    seen = _recognise(head)
    if seen is None or named is seen:
        return named
    if seen is Kind.ZIP and named is Kind.WORD:
        return named  # a Word file is a zip file
    if seen is Kind.GZIP and named in {Kind.TAR, Kind.LINES}:
        return named
    return seen


def why_not_read(name: str, head: bytes) -> str:
    """Why a file without a kind is not read, and what to do if it holds articles."""
    hint = _find_hint(name, head)
    return f"not read: {hint}" if hint else _NOT_READ


def kind_named(name: str) -> Kind | None:
    """The format that a file's name says."""
    suffix = _find_longest_suffix(name, _SUFFIXES)
    return _SUFFIXES[suffix] if suffix else None


def list_endings() -> list[str]:
    """The endings of the names of files that are read."""
    return list(_SUFFIXES)


def is_no_article(name: str) -> bool:
    """Whether a file of this name never holds an article: pictures, styles, scripts."""
    return _find_longest_suffix(name, _NO_ARTICLES) is not None


def _find_longest_suffix(name: str, suffixes: Iterable[str]) -> str | None:
    low = name.lower()
    return max((suffix for suffix in suffixes if low.endswith(suffix)), key=len, default=None)


def _find_hint(name: str, head: bytes) -> str | None:
    """What a file is that is not read, and what to do with it; None for any other."""
    if head.startswith(b"PK\x03\x04") and b"mimetypeapplication/epub+zip" in head[:100]:
        return _HINTS[".epub"]
    if head.startswith(b"WARC/"):
        return _HINTS[".warc"]
    suffix = _find_longest_suffix(name, _HINTS)
    # a page that is named .doc is a page
    return _HINTS[suffix] if suffix and _recognise(head) in _CONTAINERS else None


def _recognise(head: bytes) -> Kind | None:
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
