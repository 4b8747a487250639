"""A page -> who wrote its article: what it declares first, then its byline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rag.articles.formats.pages.main_part import MainPart
from rag.articles.text.bylines import Byline, read_byline

_META = frozenset(
    """
    author authors articleauthor parselyauthor sailthruauthor dccreator dctermscreator creator byl
    byline citationauthor shareaholicarticleauthorname ogauthor ogarticleauthor rbauthors
    dcsextauthor atcmetaauthor
    """.split()
)
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:byline|by-line|bylines|author|authors|author-name|writer)(?=$|[\s_-])"
)
_APART = frozenset("a button div p li br time".split())  # what they hold is a name, or is not one
_LONGEST = 300  # characters of a byline
_MOST = 40  # elements that are looked at


def read_authors(
    tree: Any, part: MainPart, linked: Mapping[str, Any], *, outlet: str, guessed: str
) -> tuple[str, ...]:
    """Return the people who wrote a page's article; agencies if it names no people.

    `linked` is what JSON-LD says of the article; `guessed` is asked last.
    """
    bylines = (
        read_byline(written, outlet=outlet)
        for written in (
            _read_linked(linked, people=True),
            _read_meta(tree),
            _read_marked(tree, part),
            _read_shown(tree, part),
            [name for name in guessed.split(";") if not _is_of_others(name.strip(), tree, part)],
            _read_linked(linked, people=False),
        )
    )
    offices: tuple[str, ...] = ()
    for byline in bylines:
        if byline.people:
            return byline.people
        offices = offices or _drop_site(byline, outlet)
    return offices


def _drop_site(byline: Byline, outlet: str) -> tuple[str, ...]:
    site = outlet.casefold().removeprefix("the ")
    return tuple(name for name in byline.offices if name.casefold().removeprefix("the ") != site)


def _read_linked(linked: Mapping[str, Any], *, people: bool) -> list[str]:
    authors = linked.get("author") or linked.get("creator") or []
    names: list[str] = []
    for author in authors if isinstance(authors, list) else [authors]:
        if isinstance(author, Mapping):
            organisation = "organi" in str(author.get("@type")).lower()
            name = author.get("name")
            several = name if isinstance(name, list) else [name]
            names += [str(part) for part in several if part and organisation is not people]
        elif isinstance(author, str) and people:
            names.append(author)
    return [name for name in names if "://" not in name]


def _read_meta(tree: Any) -> list[str]:
    values: dict[str, None] = {}
    for meta in tree.iter("meta"):
        name = re.sub(r"[\W_]", "", (meta.get("name") or meta.get("property") or "").lower())
        content = meta.get("content") or ""
        if name in _META and "://" not in content:
            values.setdefault(content)
    return list(values)


def _read_marked(tree: Any, part: MainPart) -> list[str]:
    """Names in links to their authors, and in microdata."""
    nodes = tree.xpath(".//*[@rel='author' or contains(@itemprop, 'author')]")[:_MOST]
    names = []
    for node in nodes:
        if part.holds(node):
            name_nodes = node.xpath(".//*[@itemprop='name']")
            names += [_read_text(part) for part in name_nodes or [node]]
    return names


def _read_shown(tree: Any, part: MainPart) -> Iterator[str]:
    """The texts of elements that are named for a byline, the innermost first."""
    nodes = tree.xpath(".//*[@class or @id]")
    marked = [
        node
        for node in nodes
        if _CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}".lower())
    ]
    for node in marked[:_MOST]:
        text = _read_text(node)
        if part.holds(node) and 0 < len(text) <= _LONGEST:
            yield text


def _is_of_others(name: str, tree: Any, part: MainPart) -> bool:
    """Whether the page shows a name only beside the article."""
    if not name:
        return True
    nodes = tree.xpath(".//body//*[contains(text(), $name)]", name=name)[:_MOST]
    return bool(nodes) and not any(part.holds(node) for node in nodes)


def _read_text(node: Any) -> str:
    """The text of an element; what stands in blocks of their own is parted by a bar."""
    parts: list[str] = []
    for inner in node.iter():
        if not isinstance(inner.tag, str) or inner.tag in {"script", "style"}:
            continue
        apart = " | " if inner.tag in _APART and inner is not node else " "
        parts += [apart, inner.text or "", apart if len(inner) == 0 else " "]
        if inner is not node:
            parts += [inner.tail or "", " "]
    return " ".join("".join(parts).split())
