"""The files that are not in the index, with the reasons, as a page."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from rag.records import Unread
from rag.rendering.markup import Html, element
from rag.rendering.messages import show_inline
from rag.translation.texts import Texts
from rag.web.pages.pager import Span, show_pager
from rag.web.shell import page_document, styles
from rag.web.visit import Visit

_ON_A_PAGE = 100  # files


def make_unread_page(unread: Sequence[Unread], page: int, visit: Visit) -> Html:
    """The page; first the files that may hold articles, then those that never do."""
    say = visit.say
    heading = say("Files that could not be read")
    inorder = sorted(unread, key=lambda file: file.expected)  # stable
    span = Span(page, _ON_A_PAGE, len(inorder))
    shown = inorder[span.start : span.start + _ON_A_PAGE]
    missed = sum(not file.expected for file in unread)
    missed_files = say("{files} could not be read", files=say.count(missed, "file"))
    skipped = say(
        "{files} skipped: a picture, a style sheet or a README is not an article",
        files=say.count(len(unread) - missed, "file"),
    )
    about = [element("p", missed_files, class_="total")]
    if missed < len(unread):
        about.append(element("p", skipped, class_="total"))
    main = element(
        "main",
        element("h1", heading),
        *about,
        element("ul", *(_show(file, say) for file in shown), class_="files"),
        show_pager(span, lambda page: _make_address(page, say), say),
        element("p", _link_back(say), class_="ways"),
        class_="collection",
    )
    return page_document(heading, main, visit, start=styles("articles.css"))


def _show(file: Unread, say: Texts) -> Html:
    return element(
        "li",
        element("code", file.path, dir="auto"),
        element("span", show_inline(file.reason, say), class_="reason"),
    )


def _link_back(say: Texts) -> Html:
    return element("a", say("All articles"), href=f"articles?lang={say.language}")


def _make_address(page: int, say: Texts) -> str:
    return f"unread?{urlencode([('page', page), ('lang', say.language)])}"
