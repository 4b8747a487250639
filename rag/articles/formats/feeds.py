"""A saved RSS or Atom feed -> its entries. The only module that knows of feedparser."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rag.articles.encoding import decode
from rag.articles.formats.found import Found, Refused, Task, Unreadable
from rag.articles.formats.fragments import plain

# Entities that a document declares itself can name files of this machine, or grow to gigabytes.
_DECLARATION = re.compile(r"<!\s*(?:ENTITY|DOCTYPE[^<>\[]*\[)", re.IGNORECASE)
_XML_HEAD = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding=[\"']([\w.-]{2,40})[\"']", re.IGNORECASE)


def read(task: Task) -> Iterator[Found | Refused]:
    """Yield the entries of a feed. An entry's id is its own, so that it is one in two feeds.

    Raises Unreadable for XML that is no feed, and for one that declares entities.
    """
    text = _text(Path(task.path).read_bytes())
    if _DECLARATION.search(text):
        raise Unreadable("XML that declares entities of its own")
    import feedparser

    # a stream, since a text is taken for an address where it looks like one
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
        body = _body(entry)
        if not body.strip():
            yield Refused(at, "an entry without text")
            continue
        fields = {
            "id": entry.get("id") or entry.get("link"),
            "text": body,
            "title": plain(entry.get("title") or ""),
            "published": _day(entry, "published") or _day(entry, "updated"),
            "modified": _day(entry, "updated"),
            "authors": [each["name"] for each in entry.get("authors", ()) if each.get("name")],
            "url": entry.get("link"),
            "outlet": outlet,
        }
        yield Found({key: value for key, value in fields.items() if value}, at)


def _body(entry: Mapping[str, Any]) -> str:
    """The longest of what an entry has: many feeds give the whole text beside a summary."""
    parts = [each.get("value") or "" for each in entry.get("content", ())]
    return max((plain(each) for each in [*parts, entry.get("summary") or ""]), key=len)


def _day(entry: Mapping[str, Any], key: str) -> str | None:
    parsed = entry.get(f"{key}_parsed")
    try:
        return date(*parsed[:3]).isoformat() if parsed else None
    except ValueError:
        return None


def _text(raw: bytes) -> str:
    declared = _ENCODING.match(raw.removeprefix(b"\xef\xbb\xbf"))
    if declared:
        try:
            return raw.decode(declared.group(1).decode("ascii")).removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError):
            pass
    text = decode(raw)
    if text is None:
        raise Unreadable("no text in a known encoding")
    return text.replace("\0", "")
