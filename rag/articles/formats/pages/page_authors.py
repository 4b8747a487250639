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
            _linked(linked, people=True),
            _meta(tree),
            _marked(tree, part),
            _shown(tree, part),
            [name for name in guessed.split(";") if not _is_of_others(name.strip(), tree, part)],
            _linked(linked, people=False),
        )
    )
    offices: tuple[str, ...] = ()
    for byline in bylines:
        if byline.people:
            return byline.people
        offices = offices or _not_of_the_site(byline, outlet)
    return offices


def _not_of_the_site(byline: Byline, outlet: str) -> tuple[str, ...]:
    own = outlet.casefold().removeprefix("the ")
    return tuple(name for name in byline.offices if name.casefold().removeprefix("the ") != own)


def _linked(linked: Mapping[str, Any], *, people: bool) -> list[str]:
    authors = linked.get("author") or linked.get("creator") or []
    names: list[str] = []
    for author in authors if isinstance(authors, list) else [authors]:
        if isinstance(author, Mapping):
            organisation = "organi" in str(author.get("@type")).lower()
            name = author.get("name")
            several = name if isinstance(name, list) else [name]
            names += [str(each) for each in several if each and organisation is not people]
        elif isinstance(author, str) and people:
            names.append(author)
    return [name for name in names if "://" not in name]


def _meta(tree: Any) -> list[str]:
    values: dict[str, None] = {}
    for each in tree.iter("meta"):
        name = re.sub(r"[\W_]", "", (each.get("name") or each.get("property") or "").lower())
        content = each.get("content") or ""
        if name in _META and "://" not in content:
            values.setdefault(content)
    return list(values)


def _marked(tree: Any, part: MainPart) -> list[str]:
    """Names in links to their authors, and in microdata."""
    nodes = tree.xpath(".//*[@rel='author' or contains(@itemprop, 'author')]")[:_MOST]
    names = []
    for node in nodes:
        if part.holds(node):
            named = node.xpath(".//*[@itemprop='name']")
            names += [_text(each) for each in named or [node]]
    return names


def _shown(tree: Any, part: MainPart) -> Iterator[str]:
    """The texts of elements that are named for a byline, the innermost first."""
    nodes = tree.xpath(".//*[@class or @id]")
    named = [
        node
        for node in nodes
        if _CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}".lower())
    ]
    for node in named[:_MOST]:
        text = _text(node)
        if part.holds(node) and 0 < len(text) <= _LONGEST:
            yield text


def _is_of_others(name: str, tree: Any, part: MainPart) -> bool:
    """Whether the page shows a name only beside the article."""
    if not name:
        return True
    nodes = tree.xpath(".//body//*[contains(text(), $name)]", name=name)[:_MOST]
    return bool(nodes) and not any(part.holds(node) for node in nodes)


def _text(node: Any) -> str:
    """The text of an element; what stands in blocks of their own is parted by a bar."""
    parts: list[str] = []
    for each in node.iter():
        if not isinstance(each.tag, str) or each.tag in {"script", "style"}:
            continue
        apart = " | " if each.tag in _APART and each is not node else " "
        parts += [apart, each.text or "", apart if len(each) == 0 else " "]
        if each is not node:
            parts += [each.tail or "", " "]
    return " ".join("".join(parts).split())
