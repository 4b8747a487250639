"""A saved RSS or Atom feed -> its entries. The only module that knows of feedparser."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rag.articles.formats.worker_messages import RawArticle, Refused, Task, Unreadable
from rag.articles.text.encoding import decode
from rag.articles.text.html_text import strip_markup
from rag.articles.text.stored_dates import read_day

# Entities that a document declares itself can name files of this machine, or grow to gigabytes.
_DECLARATION = re.compile(r"<!\s*(?:ENTITY|DOCTYPE[^<>\[]*\[)", re.IGNORECASE)
_XML_HEAD = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding=[\"']([\w.-]{2,40})[\"']", re.IGNORECASE)


def read(task: Task) -> Iterator[RawArticle | Refused]:
    """Yield the entries of a feed. An entry keeps its own id, so that two feeds have it once.

    Raises Unreadable for XML that is not a feed, and for a feed that declares entities.
    """
    text = _read_text(Path(task.path).read_bytes())
    if _DECLARATION.search(text):
        raise Unreadable("XML that declares entities of its own")
    import feedparser

    # a stream, because feedparser opens a text that looks like an address
    source = io.BytesIO(_XML_HEAD.sub("", text).encode("utf-8", "replace"))
    feed: Any = feedparser.parse(
        source,
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,  # tags are dropped here anyway
        resolve_relative_uris=False,
    )
    if not feed.entries:
        raise Unreadable("no RSS or Atom entries in it")
    outlet = feed.feed.get("title")
    for number, entry in enumerate(feed.entries, start=1):
        at = f"#{number}"
        body = _choose_body(entry)
        if not body.strip():
            yield Refused(at, "an entry without text")
            continue
        fields = {
            "id": entry.get("id") or entry.get("link"),
            "text": body,
            "title": strip_markup(entry.get("title") or ""),
            "published": _read_day(
                entry, _choose_first_known(entry, "published", "created", "updated")
            ),
            "modified": _read_day(entry, "updated"),
            "authors": _list_authors(entry),
            "url": _find_address(entry),
            "outlet": outlet,
        }
        yield RawArticle({key: value for key, value in fields.items() if value}, at)


def _choose_first_known(entry: Mapping[str, Any], *keys: str) -> str:
    return next((key for key in keys if key in entry), keys[-1])


def _choose_body(entry: Mapping[str, Any]) -> str:
    """The longest text of an entry: many feeds have the whole text beside a summary."""
    parts = [content.get("value") or "" for content in entry.get("content", ())]
    return max((strip_markup(text) for text in [*parts, entry.get("summary") or ""]), key=len)


def _find_address(entry: Mapping[str, Any]) -> str | None:
    """The address of an entry; feedparser gives its id if it has none, whatever that is."""
    link = entry.get("link") or ""
    return link if "/" in link else None


def _list_authors(entry: Mapping[str, Any]) -> list[str]:
    written = entry.get("author") or ""
    # feedparser cuts addresses of long domains in two: "ida@post.example (Ida Falk)"
    if "@" in written:
        return [written]
    return [author["name"] for author in entry.get("authors", ()) if author.get("name")]


def _read_day(entry: dict[str, Any], key: str) -> str | None:
    """The day in the feed's own words, in the time zone they give; as written if it is not clear.

    feedparser's own dates are in UTC, and take a side where two readings are possible.
    """
    written = dict.get(entry, key)  # its own `get` may give the value of another key
    day = read_day(written)
    return day.isoformat() if day else written


def _read_text(raw: bytes) -> str:
    declared = _ENCODING.match(raw.removeprefix(b"\xef\xbb\xbf"))
    if declared:
        try:
            return raw.decode(declared.group(1).decode("ascii")).removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError):
            pass
    text = decode(raw)
    if text is None:
        raise Unreadable("not a text in a known encoding")
    return text.replace("\0", "")
