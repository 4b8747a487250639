"""JSON-LD in a page (schema.org) -> what it says of the page's article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

_TYPES = ("ld+json", "settings+json")
_ARTICLE = re.compile(r"(?:^|[/#:])\w*(?:Article|Posting|Report)$")
_PAGE = re.compile(r"(?:^|[/#:])(?:WebPage|ItemPage|MediaObject|VideoObject)$")
# what leads from a page to its article; other keys lead to other stories, comments and authors
_LEADS = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
_COMMENT = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*\Z"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_LONGEST = 2_000_000  # characters of a script
_MOST = 200  # nodes


def find_article(tree: Any, heading: str, address: str | None) -> Mapping[str, Any]:
    """Return the node that describes the page's article; {} if it is not clear which does.

    Of several the one counts that has the page's heading or address; a node on the whole page
    counts if none is on an article.
    """
    nodes = [node for script in _list_scripts(tree) for node in _list_nodes(script)]
    nodes = [node for node in nodes if not _is_of_another(node, heading, address)]
    articles = [node for node in nodes if _is_a(node, _ARTICLE)]
    for candidates in (articles, [node for node in nodes if _is_a(node, _PAGE)]):
        same_title = [node for node in candidates if _is_named(node, heading, address)]
        dated = [node for node in same_title or candidates if node.get("datePublished")]
        if same_title or len(candidates) == 1:
            return (dated or same_title or candidates)[0]
        if len(dated) == 1:
            return dated[0]
    return {}


def is_readable(script: Any) -> bool:
    """Whether a script element is JSON-LD that can be parsed."""
    return _is_linked(script) and _load(script.text_content()[:_LONGEST]) is not None


def _list_scripts(tree: Any) -> list[str]:
    return [
        script.text_content()[:_LONGEST] for script in tree.iter("script") if _is_linked(script)
    ]


def _is_linked(script: Any) -> bool:
    return any(kind in (script.get("type") or "") for kind in _TYPES)


def _list_nodes(script: str) -> Iterator[Mapping[str, Any]]:
    waiting = [_load(script)]
    for _ in range(_MOST):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node[:_MOST]
        elif isinstance(node, Mapping):
            yield node
            waiting += [node[key] for key in _LEADS if isinstance(node.get(key), dict | list)]


def _load(script: str) -> Any:
    """Parse a script, with the mistakes that sites make; None if it can't be parsed."""
    text = _COMMENT.sub("", _COMMENT.sub("", script)).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub("", text), unescape(text)):
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(attempt)
        except (ValueError, RecursionError):
            continue
        return value
    return None


def _is_a(node: Mapping[str, Any], kinds: re.Pattern[str]) -> bool:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and kinds.search(name) for name in names)


def _is_of_another(node: Mapping[str, Any], heading: str, address: str | None) -> bool:
    """Whether a node has the address of another page, or a headline without a word of this one's.

    Sites shorten and rewrite their headlines, but not so far.
    """
    title, own_address = node.get("headline"), _find_own_address(node)
    if own_address and address and _simplify_address(own_address) != _simplify_address(address):
        return "/" in _simplify_address(own_address)  # the site's own address says nothing
    if not isinstance(title, str) or not heading or (own_address and address):
        return False
    words = set(_simplify_title(title).split())
    return bool(words) and not words & set(_simplify_title(heading).split())


def _is_named(node: Mapping[str, Any], heading: str, address: str | None) -> bool:
    title = node.get("headline") or node.get("name")
    if isinstance(title, str) and heading and _simplify_title(title) == _simplify_title(heading):
        return True
    own_address = _find_own_address(node)
    return bool(own_address and address) and _simplify_address(own_address) == _simplify_address(
        address or ""
    )


def _find_own_address(node: Mapping[str, Any]) -> str:
    address = node.get("url") or node.get("mainEntityOfPage")
    address = address.get("@id") or address.get("url") if isinstance(address, Mapping) else address
    return address if isinstance(address, str) and "://" in address else ""


def _simplify_title(title: str) -> str:
    return " ".join(re.findall(r"\w+", unescape(title).casefold()))


def _simplify_address(address: str) -> str:
    return re.sub(r"^https?:/+(?:www\.)?|[?#].*|/$", "", address)
