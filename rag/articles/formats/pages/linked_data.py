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
    nodes = [node for script in _scripts(tree) for node in _nodes(script)]
    nodes = [node for node in nodes if not _is_of_another(node, heading, address)]
    articles = [node for node in nodes if _is_a(node, _ARTICLE)]
    for candidates in (articles, [node for node in nodes if _is_a(node, _PAGE)]):
        named = [node for node in candidates if _is_named(node, heading, address)]
        dated = [node for node in named or candidates if node.get("datePublished")]
        if named or len(candidates) == 1:
            return (dated or named or candidates)[0]
        if len(dated) == 1:
            return dated[0]
    return {}


def is_readable(script: Any) -> bool:
    """Whether a script element is JSON-LD that can be parsed."""
    return _is_linked(script) and _load(script.text_content()[:_LONGEST]) is not None


def _scripts(tree: Any) -> list[str]:
    return [each.text_content()[:_LONGEST] for each in tree.iter("script") if _is_linked(each)]


def _is_linked(script: Any) -> bool:
    return any(kind in (script.get("type") or "") for kind in _TYPES)


def _nodes(script: str) -> Iterator[Mapping[str, Any]]:
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
    title, own = node.get("headline"), _own_address(node)
    if own and address and _bare(own) != _bare(address):
        return "/" in _bare(own)  # the site's own address says nothing
    if not isinstance(title, str) or not heading or (own and address):
        return False
    words = set(_plain(title).split())
    return bool(words) and not words & set(_plain(heading).split())


def _is_named(node: Mapping[str, Any], heading: str, address: str | None) -> bool:
    title = node.get("headline") or node.get("name")
    if isinstance(title, str) and heading and _plain(title) == _plain(heading):
        return True
    own = _own_address(node)
    return bool(own and address) and _bare(own) == _bare(address or "")


def _own_address(node: Mapping[str, Any]) -> str:
    own = node.get("url") or node.get("mainEntityOfPage")
    own = own.get("@id") or own.get("url") if isinstance(own, Mapping) else own
    return own if isinstance(own, str) and "://" in own else ""


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", unescape(title).casefold()))


def _bare(address: str) -> str:
    return re.sub(r"^https?:/+(?:www\.)?|[?#].*|/$", "", address)
