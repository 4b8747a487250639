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
        self._heading = _find_heading(tree)
        self._part = _find_part(tree, self._heading)
        self._around = {*_list_ancestors(self._heading), *_list_ancestors(self._part)}
        # elements are kept, because lxml makes new objects of those that nothing holds
        self._order = {node: place for place, node in enumerate(tree.iter())}
        prose = (
            paragraph for paragraph in tree.iter("p") if len(paragraph.text_content()) >= _PROSE
        )
        start = next((paragraph for paragraph in prose if self.holds(paragraph)), None)
        self._text_start = self._order.get(start, len(self._order))

    @property
    def heading(self) -> str:
        """The text of the article's heading; "" if it has none."""
        return "" if self._heading is None else " ".join(self._heading.text_content().split())

    def holds(self, node: Any) -> bool:
        """Whether an element belongs to the article, or to the lines around its heading."""
        for ancestor in _list_ancestors(node):
            if ancestor is self._part:
                return True
            # a class such as "has-sidebar" on what holds the whole article says nothing
            if ancestor in self._around:
                break
            if _is_beside(ancestor):
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
        near = [
            ancestor
            for ancestor in list(_list_ancestors(self._heading))[1:4]
            if ancestor.tag not in _WHOLE
        ]
        return any(
            ancestor in near or ancestor is above for ancestor in list(_list_ancestors(node))[:6]
        )


def is_entry(node: Any) -> bool:
    """Whether an element stands in a list, a table or a picture's caption, or is a link."""
    return any(
        ancestor.tag in _ENTRIES or ancestor.tag == "a" for ancestor in _list_ancestors(node)
    )


def _find_heading(tree: Any) -> Any:
    headings = [heading for heading in tree.iter("h1") if heading.text_content().strip()]
    inside = [
        heading
        for heading in headings
        if any(up.tag == "article" for up in _list_ancestors(heading))
    ]
    return (inside or headings or [None])[0]


def _find_part(tree: Any, heading: Any) -> Any:
    """The article element that holds the heading, or most text; None if there is none."""
    if heading is not None:
        for ancestor in _list_ancestors(heading):
            if ancestor.tag == "article":
                return ancestor
    for tag in _PARTS:
        parts = [part for part in tree.iter(tag) if not _stands_beside(part)]
        if parts:
            return max(parts, key=_measure_own_text)
    return None


def _measure_own_text(part: Any) -> int:
    return sum(len(paragraph.text_content()) for paragraph in part.iter("p"))


def _stands_beside(node: Any) -> bool:
    return any(_is_beside(ancestor) for ancestor in list(_list_ancestors(node))[1:])


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


def _list_ancestors(node: Any) -> Iterator[Any]:
    """The element itself and those around it, innermost first."""
    for _ in range(_DEEPEST):
        if node is None:
            return
        yield node
        node = node.getparent()
