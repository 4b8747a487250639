"""What a person said over time -> HTML: a plot whose marks lead to the words listed below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from rag.records import CitationKind, Said, Timeline
from rag.rendering.dateline import show_day
from rag.rendering.markup import NOTHING, Html, element, joined
from rag.rendering.messages import show_message
from rag.translation.texts import Texts
from rag.web.chat.copying import describe_kind, show_copy_buttons
from rag.web.chat.exchange import Failed
from rag.web.chat.sources import make_article_address
from rag.web.fields import show_field
from rag.web.pages.timeline_plot import draw_timeline, make_said_id
from rag.web.shell import page_document, styles
from rag.web.visit import Visit

_MOST_NAMES = 500  # speakers suggested while a name is typed
_MOST_LINKED = 24  # speakers shown where none is chosen


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page's form holds, as text."""

    speaker: str = ""
    topic: str = ""
    first: str = ""
    last: str = ""


def make_timeline_page(
    wanted: Wanted,
    timeline: Timeline | Failed | None,
    speakers: Mapping[str, int],
    visit: Visit,
) -> Html:
    """The page; `timeline` is None if nobody was chosen."""
    say = visit.say
    heading = say("What a person said over time")
    if isinstance(timeline, Timeline):
        form = "{speaker} on {topic}" if timeline.topic else "{speaker}"
        heading = say(form, speaker=timeline.speaker, topic=timeline.topic)
    shown = _list_choices(speakers, say) if timeline is None else _show_timeline(timeline, say)
    main = element(
        "main",
        element("h1", heading, dir="auto"),
        _show_form(wanted, speakers, say),
        element("div", shown, id="conversation", class_="timeline"),
        class_="collection",
    )
    start = styles("fields.css", "articles.css", "conversation.css", "timeline.css")
    return page_document(heading, main, visit, start=start, here="timeline")


def make_timeline_address(speaker: str, topic: str, say: Texts) -> str:
    """The relative address of somebody's timeline."""
    parameters = [("speaker", speaker), ("topic", topic), ("lang", say.language)]
    return f"timeline?{urlencode([pair for pair in parameters if pair[1]])}"


def _show_form(wanted: Wanted, speakers: Mapping[str, int], say: Texts) -> Html:
    names = [element("option", value=name) for name in list(speakers)[:_MOST_NAMES]]
    return element(
        "form",
        element("input", type="hidden", name="lang", value=say.language),
        show_field("speaker", say("Speaker"), wanted.speaker, list_="names", required=""),
        show_field("topic", say("Topic"), wanted.topic),
        element(
            "div",
            show_field("from", say("From"), wanted.first, type_="date"),
            show_field("until", say("Until"), wanted.last, type_="date"),
            class_="days",
        ),
        element("button", say("Show"), type="submit", class_="submit"),
        element("datalist", *names, id="names"),
        action="timeline",
        role="search",
        class_="find",
    )


def _list_choices(speakers: Mapping[str, int], say: Texts) -> Html:
    """The most quoted people, if no speaker is chosen yet."""
    links = [
        element(
            "li",
            element("a", name, href=make_timeline_address(name, "", say), dir="auto"),
            element("span", f" {count:,}", class_="count"),
        )
        for name, count in list(speakers.items())[:_MOST_LINKED]
    ]
    prompt = say(
        "Choose a speaker and, if you like, a topic. Without a topic, all statements are shown."
    )
    return joined(
        element("p", prompt, class_="lead"), element("ul", *links, class_="people") if links else ""
    )


def _show_timeline(timeline: Timeline | Failed, say: Texts) -> Html:
    if isinstance(timeline, Failed):
        return element(
            "div",
            element("p", say("Nothing to show"), class_="verdict"),
            show_message(timeline.message, say, class_="reason"),
            show_message(timeline.hint, say, class_="hint"),
            class_="missing failed",
        )
    if not timeline.said:
        return element(
            "div",
            element("p", say("Nothing to show"), class_="verdict"),
            show_message(timeline.reason or "", say, class_="reason"),
            class_="missing",
        )
    return joined(
        element("p", _count_statements(timeline.said, say), class_="lead"),
        draw_timeline(timeline.said, say),
        element("ol", *(_show_said(said, say) for said in timeline.said), class_="quotes"),
    )


def _count_statements(said: Sequence[Said], say: Texts) -> str:
    undated = sum(statement.citation.date is None for statement in said)
    about = say.count(len(said), "statement")
    return f"{about}; {say('without a date')}: {undated}" if undated else about


def _show_said(said: Said, say: Texts) -> Html:
    cited = said.citation
    outlet = element("span", cited.outlet or "", class_="outlet", dir="auto")
    address = make_article_address(cited.article_id, [cited], say.language)
    return element(
        "li",
        element(
            "div",
            element("span", show_day(cited.date, cited.approximate_date, say), class_="who"),
            outlet if cited.outlet else "",
            element("span", describe_kind(cited, say), class_="how"),
            class_="attribution",
        ),
        element("blockquote", cited.text, dir="auto"),
        element("p", element("a", cited.title, href=address, dir="auto"), class_="ways"),
        _list_elsewhere(said, say),
        show_copy_buttons(cited, say),
        id=make_said_id(cited.number),
        class_=f"quote {'told' if cited.kind is CitationKind.INDIRECT else 'quoted'}",
        tabindex="-1",
    )


def _list_elsewhere(said: Said, say: Texts) -> Html:
    """The other articles with the same words."""
    if not said.also_in:
        return NOTHING
    links = [
        element(
            "li",
            element(
                "a",
                other.title,
                href=make_article_address(other.article_id, language=say.language),
                dir="auto",
            ),
        )
        for other in said.also_in
    ]
    counted = say.count(len(links), "other article")
    return element(
        "details",
        element("summary", say("also in {count}", count=counted), class_="reuse"),
        element("ul", *links),
        class_="edit",
    )
