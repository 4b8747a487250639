"""Long lists in pages: which part is shown, and links to the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rag.rendering.markup import NOTHING, Html, element
from rag.translation.texts import Texts


@dataclass(frozen=True, slots=True)
class Span:
    """One page of a list. A page after the last one counts as the last one."""

    wanted: int  # number of the page, from 1
    each: int  # items on a page
    total: int  # items

    @property
    def pages(self) -> int:
        """The number of pages."""
        return max(1, -(-self.total // self.each))

    @property
    def page(self) -> int:
        """The number of the page that is shown."""
        return min(max(1, self.wanted), self.pages)

    @property
    def start(self) -> int:
        """The number of items before the page."""
        return (self.page - 1) * self.each

    @property
    def first(self) -> int:
        """The number of the first item shown, from 1."""
        return min(self.start + 1, self.total)

    @property
    def last(self) -> int:
        """The number of the last item shown."""
        return min(self.start + self.each, self.total)


def show_pager(span: Span, address: Callable[[int], str], say: Texts) -> Html:
    """Links to the first, previous, next and last page; nothing for a single page."""
    if span.pages == 1:
        return NOTHING
    before, after = span.page > 1, span.page < span.pages
    links = [
        _link(say("First page"), address(1), there=before),
        _link(say("Previous page"), address(span.page - 1), there=before, rel="prev"),
        element("span", say("Page {page} of {pages}", page=span.page, pages=span.pages)),
        _link(say("Next page"), address(span.page + 1), there=after, rel="next"),
        _link(say("Last page"), address(span.pages), there=after),
    ]
    return element("nav", *links, aria_label=say("Pages"), class_="pager")


def _link(label: str, address: str, *, there: bool, rel: str | None = None) -> Html:
    return element("a", label, href=address, rel=rel) if there else NOTHING
