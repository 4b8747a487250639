"""The HTML that a browser gets first; it is readable at once and has no inline script.

Gradio's own page starts with inline scripts, which the policy in `headers` forbids. Gradio also
starts without them if the page links the two files that Gradio's page names.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from rag.errors import RagError
from rag.rendering.markup import NOTHING, Html, element, joined
from rag.rendering.report_page import STATIC as RUNS_STATIC
from rag.translation.texts import LANGUAGES, Texts, read_script_texts
from rag.web.visit import Visit

TITLE = "On Record"
STATIC = Path(__file__).parent / "static"
_CONVERSATIONS = ("kept.js", "conversations.js", "questions.js")


def document(title: str, body: Html, say: Texts, *, start: Html = NOTHING) -> Html:
    """An HTML document with the page's styles and script; `start` goes into its head."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("link", rel="icon", href=_make_file_address("icon.svg"), type="image/svg+xml"),
        _embed_texts(say),
        _link_styles("page.css"),
        element("script", src=_make_file_address("page.js")),
        start,
    )
    return joined(Html("<!doctype html>"), element("html", head, body, lang=say.language))


def page_document(
    title: str, main: Html, visit: Visit, *, start: Html = NOTHING, here: str = ""
) -> Html:
    """The document of every page except the chat: the masthead, and `main` below it.

    `here` is the page that is open, if the masthead links to it.
    """
    say = visit.say
    name = element("p", element("a", TITLE, href=f"./?lang={say.language}"), class_="name")
    motto = element("p", say("Answers from the articles, word for word"), class_="motto")
    head = _show_masthead(name, _link_pages(visit, here), motto, visit)
    return document(f"{title} · {TITLE}", element("body", head, main), say, start=start)


def _show_masthead(name: Html, pages: Html, about: Html, visit: Visit) -> Html:
    """The head of every page: its name, the pages, a line about it, the other languages."""
    nav = element("nav", pages, aria_label=visit.say("Pages"), class_="pages")
    return element("header", name, nav, about, _link_languages(visit), class_="masthead")


def _link_pages(visit: Visit, here: str) -> Html:
    """Links to the pages; on the chat, Ask and Evaluate are tabs."""
    say, is_chat = visit.say, here == "./"
    link = _show_link("./", "Ask", say, here)
    evaluate = _show_link("./", "Evaluate", say, part="#evaluate")
    return joined(
        _show_tabs(say) if is_chat and visit.evaluate else link,
        evaluate if visit.evaluate and not is_chat else NOTHING,
        _show_link("articles", "Articles", say, here),
        _show_link("timeline", "Timeline", say, here),
    )


def _show_link(page: str, label: str, say: Texts, here: str = "", part: str = "") -> Html:
    return element(
        "a",
        say(label),
        href=f"{page}?lang={say.language}{part}",
        aria_current="page" if page == here else None,
    )


def styles(*names: str) -> Html:
    """Links to the page's style sheets."""
    return joined(*(_link_styles(name) for name in names))


def script(name: str) -> Html:
    """A script of the page, which runs after page.js."""
    return element("script", src=_make_file_address(name))


def chat_document(title: str, coverage: Html, visit: Visit, *, collection: Html = NOTHING) -> Html:
    """The document in which Gradio builds the chat.

    `collection` stands below the question box until a question is asked.
    """
    say, evaluate = visit.say, visit.evaluate
    name = element("h1", element("a", title, href="./"), class_="name")
    about = element("p", coverage, class_="coverage")
    head = _show_masthead(name, _link_pages(visit, "./"), about, visit)
    waiting = element("p", say("Opening the page …"), class_="waiting", role="status")
    needed = element("noscript", element("p", say("This page needs JavaScript."), class_="waiting"))
    gradio = Html('<gradio-app control_page_title="true" embed="false" eager="true"></gradio-app>')
    return document(
        title,
        element(
            "body",
            element("a", say("Skip to the question box"), href="#question", class_="skip"),
            head,
            element("p", id="trouble", role="status", class_="trouble"),
            element("p", id="heard", role="status", class_="unseen"),
            element(
                "div",
                gradio,
                waiting,
                needed,
                collection,
                id="chat",
                **_describe_panel("ask", evaluate),
            ),
            element("div", id="evaluate", hidden="", **_describe_panel("evaluate", evaluate))
            if evaluate
            else NOTHING,
            _show_conversations(say),
        ),
        say,
        start=joined(
            element("script", src=_make_file_address("asking.js")),
            element("script", src=_make_file_address("written.js")),
            *(element("script", src=_make_file_address(name)) for name in _CONVERSATIONS),
            element("script", src=_make_file_address("counting.js")),
            _link_gradio_files(),
            _link_styles("gradio.css"),
            styles("fields.css", "conversation.css", "conversations.css"),
            styles("articles.css", "start.css"),
            styles("runs.css", "evaluate.css") if evaluate else NOTHING,
            element("script", src=_make_file_address("evaluate.js")) if evaluate else NOTHING,
        ),
    )


def _show_tabs(say: Texts) -> Html:
    """The tabs that choose between the chat and its evaluation."""
    tabs = [
        element(
            "button",
            say(label),
            type="button",
            role="tab",
            id=f"tab-{name}",
            aria_controls=panel,
            aria_selected=str(name == "ask").lower(),
            tabindex="0" if name == "ask" else "-1",
        )
        for name, label, panel in (("ask", "Ask", "chat"), ("evaluate", "Evaluate", "evaluate"))
    ]
    return element("div", *tabs, role="tablist", aria_label=say("Ask or evaluate"), class_="tabs")


def _link_languages(visit: Visit) -> Html:
    """Links to the page in other languages; page.js keeps the conversation."""
    others = [
        element("a", name, href=visit.address_in(code), lang=code, hreflang=code, class_="language")
        for code, name in LANGUAGES.items()
        if code != visit.say.language
    ]
    return element("nav", *others, aria_label=visit.say("Language"), class_="languages")


def _show_conversations(say: Texts) -> Html:
    """The list of the conversations that the browser keeps; conversations.js fills it."""
    close = element("span", "×", aria_hidden="true")
    buttons = (
        element("button", say("New conversation"), type="button", class_="anew"),
        element("button", say("Undo the deletion"), type="button", class_="undelete"),
        element("button", say("Delete all"), type="button", class_="forget"),
    )
    return element(
        "dialog",
        element(
            "header",
            element("h2", say("Conversations"), id="conversations-name"),
            element("button", close, type="button", class_="close", aria_label=say("Close")),
        ),
        element("p", class_="where"),
        element("p", say("No conversation yet."), class_="none"),
        element("ul"),
        element("footer", *buttons),
        id="conversations",
        aria_labelledby="conversations-name",
    )


def _embed_texts(say: Texts) -> Html:
    """The texts of the scripts in the language of the page."""
    if say.language == "en":
        return NOTHING
    return element("meta", name="texts", content=read_script_texts(say.language))


def _describe_panel(tab: str, evaluate: bool) -> dict[str, str]:
    return {"role": "tabpanel", "aria_labelledby": f"tab-{tab}"} if evaluate else {}


def _link_gradio_files() -> Html:
    """The script and the style sheet that Gradio's own page starts with."""
    spec = find_spec("gradio")
    package = Path(spec.origin).parent if spec and spec.origin else Path()
    page = package / "templates" / "frontend" / "index.html"
    try:
        text = page.read_text(encoding="utf-8")
    except OSError as error:
        raise RagError(
            f"{page}: cannot be read: {error}", hint="install gradio as requirements.txt pins it"
        ) from error
    script = re.search(r'<script type="module"[^<>]*src="(\./assets/[\w.-]+)"', text)
    style = re.search(r'<link rel="stylesheet"[^<>]*href="(\./assets/[\w.-]+)"', text)
    if not script or not style:
        raise RagError(
            f"{page}: does not name its script and style sheet as expected",
            hint="install gradio as requirements.txt pins it",
        )
    return joined(
        element("link", rel="stylesheet", href=style.group(1), crossorigin=""),
        element("script", type="module", src=script.group(1), crossorigin=""),
    )


def _link_styles(name: str) -> Html:
    return element("link", rel="stylesheet", href=_make_file_address(name))


def _make_file_address(name: str) -> str:
    """The address of a file; it changes with the content, so that browsers may cache it."""
    folder = STATIC if (STATIC / name).is_file() else RUNS_STATIC
    digest = blake2b((folder / name).read_bytes(), digest_size=6).hexdigest()
    return f"page/{name}?{digest}"
