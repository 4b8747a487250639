"""The page on which readers add articles and remove them again; adding.js does the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rag.articles.formats.file_kinds import list_endings
from rag.records import Article
from rag.rendering.markup import NOTHING, Html, element, joined
from rag.rendering.messages import show_inline
from rag.search.question.cleaning import LONGEST_NAME
from rag.translation.texts import Texts
from rag.web.adding.builder import Building
from rag.web.adding.uploads import Upload
from rag.web.chat.sources import make_article_address
from rag.web.fields import show_field
from rag.web.guard.bodies import LARGEST_FILE
from rag.web.pages.pager import Span, show_pager
from rag.web.shell import page_document, script, styles
from rag.web.visit import Visit

_ON_A_PAGE = 100  # files
_LONGEST = 4 * LONGEST_NAME  # characters of a title or an address
_MOST_TITLES = 5  # articles named below a file
_STAGES = {"Reading and attributing": "Reading the articles", "Embedding": "Indexing"}


@dataclass(frozen=True, slots=True)
class InIndex:
    """What the index in use has of the files that were added, by their ids."""

    articles: Mapping[str, Sequence[Article]]
    unread: Mapping[str, Sequence[str]]  # reasons


def make_add_page(files: Sequence[Upload], page: int, indexed: InIndex, visit: Visit) -> Html:
    """The page."""
    say = visit.say
    heading = say("Add articles")
    lead = say(
        "Files are added to the collection as soon as they are read, for everyone who uses this "
        "server."
    )
    main = element(
        "main",
        element("h1", heading),
        element("p", lead, class_="lead"),
        _choose_files(say),
        _show_paste_form(say),
        element("div", id="told", role="log", aria_label=say("Files being added")),
        _show_progress(say),
        element("section", list_files(files, page, indexed, say), id="added", class_="added"),
        class_="collection",
    )
    start = joined(styles("fields.css", "articles.css", "adding.css"), script("adding.js"))
    return page_document(heading, main, visit, start=start)


def list_files(files: Sequence[Upload], page: int, indexed: InIndex, say: Texts) -> Html:
    """The files that were added, the latest first, each with a button to remove it."""
    span = Span(page, _ON_A_PAGE, len(files))
    shown = files[span.start : span.start + _ON_A_PAGE]
    none = element("p", say("No files have been added here yet."), class_="total")
    return joined(
        element("h2", say("Added in the browser"), tabindex="-1"),
        element("ul", *(_show(file, indexed, say) for file in shown), class_="entries")
        if shown
        else none,
        show_pager(span, lambda page: f"add?page={page}&lang={say.language}", say),
    )


def describe(now: Building, articles: int, say: Texts) -> str:
    """The state of the index in words."""
    match now.state:
        case "waiting":
            waiting = say("Waiting to build the index …")
            return f"{waiting} {now.message}" if now.message else waiting
        case "building" if now.stage in _STAGES:
            stage = say(_STAGES[now.stage])
            return say(
                "{stage}: {done:,} of {total:,}", stage=stage, done=now.done, total=now.total
            )
        case "building":
            return say("Building the index …")
        case "done":
            return say("{articles} can be asked now.", articles=say.count(articles, "article"))
        case "failed":
            return say(
                "The index was not built: {why}. How to fix it: {hint}.",
                why=now.message or say("see the log of the server"),
                hint=now.hint or say("see the log of the server"),
            )
        case _:
            return ""


def _choose_files(say: Texts) -> Html:
    hint = say(
        "Text, Markdown, HTML, PDF, Word, mail, feeds, JSON, CSV and archives; each up to {size} "
        "MB",
        size=LARGEST_FILE // 2**20,
    )
    return element(
        "div",
        element("label", say("Choose files, or drop them here"), for_="files"),
        element(
            "input",
            type="file",
            id="files",
            multiple="",
            accept=",".join(list_endings()),
            aria_describedby="kinds",
            data_most=str(LARGEST_FILE),
        ),
        element("p", hint, id="kinds", class_="hint"),
        id="drop",
    )


def _show_paste_form(say: Texts) -> Html:
    form = element(
        "form",
        element(
            "div",
            element("label", say("Text of the article"), for_="text"),
            element("textarea", id="text", name="text", rows="8", required="", dir="auto"),
            class_="field text",
        ),
        show_field(
            "title", say("Title"), longest=_LONGEST, placeholder=say("the first line, if empty")
        ),
        show_field("outlet", say("Outlet"), longest=_LONGEST),
        show_field("published", say("Published"), type_="date"),
        show_field("url", say("Address"), type_="url", longest=_LONGEST, placeholder="https://"),
        element("button", say("Add the text"), type="submit", class_="submit"),
        id="paste",
        class_="paste",
    )
    return element("details", element("summary", say("Paste text")), form)


def _show_progress(say: Texts) -> Html:
    """The state of the index; adding.js shows the bar during a build."""
    return element(
        "div",
        element("progress", id="bar", aria_label=say("Building the index"), hidden=""),
        element("p", id="pace", role="status"),
        class_="building",
    )


def _show(file: Upload, indexed: InIndex, say: Texts) -> Html:
    articles = indexed.articles.get(file.id, ())
    reasons = indexed.unread.get(file.id, ())
    added = datetime.fromtimestamp(file.added, UTC).date()
    parts = [
        say.day(added),
        say("{size} kB", size=max(1, file.bytes // 1000)),
        say.count(len(articles), "article") if len(articles) > 1 else "",
        "" if articles or reasons else say("not in the index yet"),
    ]
    remove = element(
        "details",
        element("summary", say("Remove"), element("span", f" {file.name}", class_="unseen")),
        element(
            "button",
            say("Remove {name} from the collection", name=file.name),
            type="button",
            class_="remove",
            value=file.name,
        ),
    )
    return element(
        "li",
        element("span", file.name, class_="file", dir="auto"),
        element("span", *(element("span", part) for part in parts if part), class_="dateline"),
        _list_titles(articles, say),
        *(element("p", show_inline(reason, say), class_="reason") for reason in reasons),
        remove,
    )


def _list_titles(articles: Sequence[Article], say: Texts) -> Html:
    if not articles:
        return NOTHING
    links = [
        element(
            "li",
            element(
                "a",
                article.title,
                href=make_article_address(article.id, language=say.language),
                dir="auto",
            ),
        )
        for article in articles[:_MOST_TITLES]
    ]
    return element("ul", *links, class_="titles")
