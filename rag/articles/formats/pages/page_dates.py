"""A page -> the days on which its article was published and changed.

What a page declares for programs comes first, then what it marks up, then what it shows beside the
heading. A day that stands in the text, or belongs to another story, is not the article's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from rag.articles.formats.pages.linked_data import is_readable
from rag.articles.formats.pages.main_part import MainPart, is_entry
from rag.articles.text.dates import read_date_line
from rag.articles.text.stored_dates import read_day

# names of meta elements, without marks, in the order of trust
_PUBLISHED = (
    "articlepublishedtime articlepublished ogarticlepublishedtime ogpublishedtime datepublished "
    "publisheddate publishedtime publishdate pubdate publicationdate articlepublicationdate "
    "articlepubdate btpubdate parselypubdate sailthrudate cxenseparserecspublishtime "
    "rnewsdatepublished dctermsissued dcdateissued dcdatepublished citationpublicationdate "
    "articlepostdate articledate articleoriginaldate originalpublicationdate displaydate "
    "dateposted articlecreated datecreated dctermscreated dcdatecreated dcdate dctermsdate "
    "citationdate date "
    "shareaholicarticlepublishedtime vrpublishedtime mediatorpublishedtime rbpubdate pdate ptime "
    "twtpublishedat ogpubdate ogdatepublished videoreleasedate"
).split()
_MODIFIED = (
    "articlemodifiedtime articlemodified ogupdatedtime datemodified lastmodified dctermsmodified "
    "dcdatemodified btmoddate modified"
).split()
_ITEMS = ("datepublished", "datecreated", "uploaddate")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|dateline|datetime|published|publish|pubdate|pub-date|posted|posted-on"
    r"|post-date|entry-date|post-meta|entry-meta|article-meta|meta|timestamp|time|byline|info)"
    r"(?=$|[\s_-])"
)
_SHOW_DATES = "p div span strong em i b small address header".split()
_LATER = re.compile(r"updated?|modif|edited|revised|changed", re.IGNORECASE)
_FIRST = re.compile(r"publish|posted|pubdate|entry-date|post-date|created|first", re.IGNORECASE)
# dates in the data of scripts, which often have those of other stories as well
_IN_SCRIPT = re.compile(
    r"[\"']?\b(?:date_?published|published_?(?:at|date|on|time)|publish_?(?:date|time|ed)"
    r"|pub_?date|publication_?date|article_?date|first_?published(?:_?(?:at|date))?|display_?date"
    r"|original_?publication_?date|page_?(?:publish_?)?date)[\\\"']*\s*[:=]\s*"
    r"[\\\"']*([\dA-Za-z][\w :,.+/-]{5,40})",
    re.IGNORECASE,
)
_LONGEST_LINE = 120  # characters of an element that shows a date
_MOST = 300  # elements that are looked at


@dataclass(frozen=True, slots=True)
class PageDates:
    """The days of an article; None if the page does not say them."""

    published: date | None = None
    modified: date | None = None


def read_dates(tree: Any, part: MainPart, linked: Mapping[str, Any]) -> PageDates:
    """Find the days of a page's article. `linked` is what JSON-LD says of it."""
    meta = _read_meta(tree)
    published = (
        read_day(linked.get("datePublished"))
        or _choose_first_day(meta.get(name) for name in _PUBLISHED)
        or read_day(linked.get("dateCreated"))
        or _find_in_items(tree, part)
        or _find_in_scripts(tree)
        or _find_in_times(tree, part)
        or _find_in_lines(tree, part)
    )
    modified = read_day(linked.get("dateModified")) or _choose_first_day(
        meta.get(name) for name in _MODIFIED
    )
    return PageDates(published, modified)


def _choose_first_day(values: Iterable[object]) -> date | None:
    return next((day for value in values if (day := read_day(value))), None)


def _read_meta(tree: Any) -> Mapping[str, str]:
    """The page's meta elements by their names, without marks; the first of a name counts."""
    values: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("name") or meta.get("property") or ""
        key = re.sub(r"[\W_]", "", name.lower())
        if key and meta.get("content"):
            values.setdefault(key, meta.get("content"))
    return values


def _find_in_items(tree: Any, part: MainPart) -> date | None:
    """The day in microdata: `itemprop="datePublished"`, of the article and not of a comment."""
    marked = [
        (_name_item(tagged), tagged)
        for tagged in tree.xpath(".//*[@itemprop or @property]")
        if _name_item(tagged) in _ITEMS
    ]
    # "datePublished" is surer than "dateCreated", wherever they stand
    for name in _ITEMS:
        for item, node in marked[:_MOST]:
            in_head = next(node.iterancestors("head"), None) is not None
            if item == name and (in_head or part.holds(node)):
                value = node.get("content") or node.get("datetime") or node.text_content()
                if day := read_day(value):
                    return day
    return None


def _name_item(node: Any) -> str:
    """The property of microdata or RDFa that an element has: `schema:datePublished`."""
    name = node.get("itemprop") or node.get("property") or ""
    return str(name).lower().rsplit(":", 1)[-1].rsplit("/", 1)[-1]


def _find_in_scripts(tree: Any) -> date | None:
    """The day that the data of the page's scripts name, if they name no other."""
    days: set[date] = set()
    for script in tree.iter("script"):
        if is_readable(script):
            continue  # what it says is known, and of which story
        for match in _IN_SCRIPT.finditer(script.text_content()[:500_000]):
            if day := read_day(match[1].strip()):
                days.add(day)
    return days.pop() if len(days) == 1 else None


def _find_in_times(tree: Any, part: MainPart) -> date | None:
    """The day of the `<time>` that belongs to the article and does not stand in its prose."""
    nodes = [
        candidate
        for candidate in list(tree.iter("time", "abbr"))[:_MOST]
        if part.holds(candidate) and not is_entry(candidate) and not _is_in_prose(candidate)
    ]
    published = [
        candidate
        for candidate in nodes
        if _FIRST.search(f"{_join_names(candidate)} {_read_before(candidate)}")
    ]
    others = [
        candidate
        for candidate in nodes
        if part.precedes_text(candidate)
        and not _names_an_event(candidate)
        and not _LATER.search(f"{_join_names(candidate)} {_read_before(candidate)}")
    ]
    for node in (*published, *others):
        for value in (node.get("datetime"), node.get("title"), node.text_content()):
            if value and (day := read_day(value)):
                return day
    return None


def _names_an_event(node: Any) -> bool:
    """Whether a `<time>` shows words beside its date: "Harbour festival: 20 August 2024"."""
    text = " ".join(node.text_content().split())
    dated = read_day(text) is not None or read_date_line(text) is not None
    return _YEAR.search(text) is not None and not dated


def _find_in_lines(tree: Any, part: MainPart) -> date | None:
    """The day in an element that shows nothing else, such as `<p class="date">`."""
    for node in _find_marked(tree):
        if not part.holds(node) or is_entry(node):
            continue
        for text in _read_lines(node):
            line = read_date_line(text)
            sure = line and (line.labelled or part.precedes_text(node))
            if line and sure and line.published and not _LATER.search(_join_names(node)):
                return line.published
    return None


def _find_marked(tree: Any) -> Iterator[Any]:
    marked: Iterator[Any] = (
        node
        for node in tree.iter(*_SHOW_DATES)
        if _CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}".lower())
    )
    return islice(marked, _MOST)


def _read_lines(node: Any) -> Sequence[str]:
    """The whole text of an element if it is short, and the texts of its parts."""
    parts = [" ".join(text.split()) for text in node.itertext()]
    parts = [part.strip(" |·•,–—-") for part in parts if part.strip(" |·•,–—-")]
    whole = " ".join(parts)
    return [whole, *parts] if len(whole) <= _LONGEST_LINE else []


def _is_in_prose(node: Any) -> bool:
    """Whether an element stands in a sentence: its paragraph is longer than a date line."""
    for ancestor in (node.getparent(), *node.iterancestors()):
        if ancestor is not None and ancestor.tag in {"p", "blockquote"}:
            return len(" ".join(ancestor.text_content().split())) > _LONGEST_LINE
    return False


def _join_names(node: Any) -> str:
    """The classes and ids of an element and of the one around it."""
    parent = node.getparent()
    near = [node] if parent is None else [node, parent]
    return " ".join(
        f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        + (" pubdate" if element.get("pubdate") is not None else "")
        for element in near
    )


def _read_before(node: Any) -> str:
    """The words just before an element: "Updated " before a date."""
    before = node.getprevious()
    text = before.tail if before is not None else node.getparent().text
    label = before.text_content() if before is not None and not (text or "").strip() else ""
    return f"{label[-30:]} {(text or '')[-30:]}"
