"""A page -> the address at which its article stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

# what browsers write into a page that they save
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->", re.IGNORECASE)
_WHOLE = re.compile(r"https?:/{1,2}[^\s/]", re.IGNORECASE)


def read_address(tree: Any, page: str, linked: Mapping[str, Any] | None = None) -> str | None:
    """Return the address that a page declares, else the one it was saved from, else None."""
    saved = _SAVED_FROM.search(page[:5000])
    base = saved.group(1) if saved else ""
    declared = [
        *(link.get("href") for link in tree.iter("link") if _has(link, "rel", "canonical")),
        *(meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:url"),
        *(meta.get("content") for meta in tree.iter("meta") if meta.get("name") == "twitter:url"),
        *_list_linked(linked or {}),
    ]
    for address in declared:
        if not isinstance(address, str) or not address.strip():
            continue
        try:
            whole = address.strip() if _WHOLE.match(address.strip()) else urljoin(base, address)
        except ValueError:
            continue
        if whole.startswith("//"):
            whole = f"https:{whole}"
        if whole.startswith("/web/"):  # an archive rewrites addresses in its pages
            whole = f"https://web.archive.org{whole}"
        if _WHOLE.match(whole):
            return whole
    return base or None


def _has(node: Any, attribute: str, value: str) -> bool:
    return value in (node.get(attribute) or "").lower().split()


def _list_linked(linked: Mapping[str, Any]) -> list[object]:
    page = linked.get("mainEntityOfPage")
    return [linked.get("url"), page.get("@id") if isinstance(page, Mapping) else page]
