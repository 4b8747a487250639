"""A page's tree -> which part of it is the article, and what belongs to other stories.

A page has dates and names of other stories, of comments and of the site itself. They stand in
asides, lists, cards and footers, or in articles other than the main one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_BESIDE_TAGS = frozenset("aside nav footer form menu dialog".split())
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|comments?|commentlist|disqus|replies|respond|most-?read"
    r"|popular|trending|sidebar|side-bar|teasers?|promos?|read-?also|read-?more|read-?next|more-?on"
    r"|see-?also|more-?(?:stories|news|articles|from)|latest|up-?next|newsletters?|carousel|ticker"
    r"|breaking|tweet|twitter-tweet|instagram-media|embed|footer|masthead|site-?header|topbar|nav"
    r"|navbar|navigation|menu|breadcrumbs?|cards?|headlines|recirc\w*|outbrain|taboola|widget"
    r"|other-?(?:stories|news|articles)|archives?|previous|next-?(?:article|post|story)"
    r"|today|current-?date|clock|weather|copyright)(?=$|[\s_-])"
)
_ENTRIES = frozenset("li td th tr dd figure figcaption table".split())
_PARTS = "article main".split()
_WHOLE = frozenset({"html", "body"})
_OTHER_ITEMS = re.compile(r"comment|review|answer|(?:article|posting)$", re.IGNORECASE)
_PROSE = 120  # characters of a paragraph that is not a line of names and dates
_DEEPEST = 200  # ancestors that are looked at


class MainPart:
    """The article in a page's tree."""

    def __init__(self, tree: Any) -> None:
        self._heading = _heading(tree)
        self._part = _part(tree, self._heading)
        self._around = {*_ancestors(self._heading), *_ancestors(self._part)}
        # elements are kept, because lxml makes new objects of those that nothing holds
        self._order = {node: place for place, node in enumerate(tree.iter())}
        prose = (each for each in tree.iter("p") if len(each.text_content()) >= _PROSE)
        start = next((each for each in prose if self.holds(each)), None)
        self._text_start = self._order.get(start, len(self._order))

    @property
    def heading(self) -> str:
        """The text of the article's heading; "" if it has none."""
        return "" if self._heading is None else " ".join(self._heading.text_content().split())

    def holds(self, node: Any) -> bool:
        """Whether an element belongs to the article, or to the lines around its heading."""
        for each in _ancestors(node):
            if each is self._part:
                return True
            # a class such as "has-sidebar" on what holds the whole article says nothing
            if each in self._around:
                break
            if _is_beside(each):
                return False
        return self._is_near_heading(node)

    def precedes_text(self, node: Any) -> bool:
        """Whether an element stands before the first paragraph of the article's prose."""
        return self._order[node] < self._text_start

    def _is_near_heading(self, node: Any) -> bool:
        """Whether an element outside of an article element belongs to the heading's article."""
        if self._heading is None:
            return self._part is None
        if self._part is None and self._order[node] > self._order[self._heading]:
            return True
        above = self._heading.getprevious()
        near = [each for each in list(_ancestors(self._heading))[1:4] if each.tag not in _WHOLE]
        return any(each in near or each is above for each in list(_ancestors(node))[:6])


def is_entry(node: Any) -> bool:
    """Whether an element stands in a list, a table or a picture's caption, or is a link."""
    return any(each.tag in _ENTRIES or each.tag == "a" for each in _ancestors(node))


def _heading(tree: Any) -> Any:
    headings = [each for each in tree.iter("h1") if each.text_content().strip()]
    inside = [each for each in headings if any(up.tag == "article" for up in _ancestors(each))]
    return (inside or headings or [None])[0]


def _part(tree: Any, heading: Any) -> Any:
    """The article element that holds the heading, or most text; None if there is none."""
    if heading is not None:
        for each in _ancestors(heading):
            if each.tag == "article":
                return each
    for tag in _PARTS:
        parts = [each for each in tree.iter(tag) if not _stands_beside(each)]
        if parts:
            return max(parts, key=_own_text)
    return None


def _own_text(part: Any) -> int:
    return sum(len(each.text_content()) for each in part.iter("p"))


def _stands_beside(node: Any) -> bool:
    return any(_is_beside(each) for each in list(_ancestors(node))[1:])


def _is_beside(node: Any) -> bool:
    if node.tag in _BESIDE_TAGS:
        return True
    if node.tag == "article":  # the main one is known, so this is another
        return True
    if node.tag in _WHOLE:
        return False
    if _OTHER_ITEMS.search(node.get("itemtype") or ""):
        return True
    names = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('role') or ''}"
    return bool(_BESIDE.search(names.lower()))


def _ancestors(node: Any) -> Iterator[Any]:
    """The element itself and those around it, innermost first."""
    for _ in range(_DEEPEST):
        if node is None:
            return
        yield node
        node = node.getparent()
