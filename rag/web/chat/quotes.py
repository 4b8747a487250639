"""Citations -> HTML: a card for each, with its speaker, day, outlet and kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from rag.answer.compose import find_kind
from rag.records import Answer, Citation, CitationKind, Status
from rag.rendering.dateline import show_day
from rag.rendering.markup import NOTHING, Html, element, joined, safe
from rag.translation.texts import Texts
from rag.web.chat.copying import describe_kind, show_copy_buttons
from rag.web.chat.sources import make_quote_id, make_source_id


def show_quotes(
    turn: int, names: Mapping[str, str], answer: Answer, say: Texts, *, copied: bool = True
) -> Html:
    """The cards of an answer in order; `copied` adds buttons to copy them.

    `names` has one name for all spellings of a speaker. A date line has no card, because the text
    of the answer has it.
    """
    is_closest = answer.status is Status.UNSURE
    cited = [one for one in answer.citations if one.end or one.kind is CitationKind.HEADLINE]
    cards = [
        _card(
            turn,
            one,
            names.get(one.speaker or "", one.speaker),
            show_copy_buttons(one, say, closest=is_closest) if copied else NOTHING,
            say,
            closest=is_closest,
        )
        for one in cited
    ]
    return element("ol", *cards, class_="quotes") if cards else NOTHING


def show_marker(turn: int, number: int, say: Texts) -> Html:
    """The number after quoted words; it links to them in their article."""
    link = element(
        "a",
        f"[{number}]",
        element("span", f" {say('show these words in the article')}", class_="unseen"),
        href=f"#{make_source_id(turn, number)}",
        class_="marker",
    )
    return joined(Html("&#8288;"), link)  # a word joiner, so that no line begins with a marker


def _card(  # noqa: PLR0913
    turn: int, one: Citation, speaker: str | None, buttons: Html, say: Texts, *, closest: bool
) -> Html:
    kind = find_kind(one)
    others = say.count(len(one.also), "other article")
    is_by_somebody = speaker is not None
    who = "who" if is_by_somebody else "who of-article"
    about = (
        element("span", speaker or one.title, class_=who, dir="auto"),
        show_day(one.date, one.approximate_date, say),
        element("span", one.outlet, class_="outlet", dir="auto") if one.outlet else "",
        element("span", describe_kind(one, say), class_="how"),
        element("span", say("also in {count}", count=others), class_="also") if one.also else "",
    )
    return element(
        "li",
        element("div", *about, class_="attribution"),
        element("p", one.title, class_="in-article", dir="auto")
        if closest and is_by_somebody
        else "",
        element("blockquote", _words(one), show_marker(turn, one.number, say), dir="auto"),
        buttons,
        id=make_quote_id(turn, one.number),
        class_=f"quote {'told' if kind in _TOLD else 'quoted'}",
        tabindex="-1",
    )


_TOLD = {CitationKind.INDIRECT, CitationKind.HEADLINE, None}  # not in quotation marks


def _words(one: Citation) -> Html:
    """The exact words: words that answer are bold, and the likeliest sentence is marked."""
    is_part = one.end and one.likely not in {None, (one.start, one.end)}
    likely = [one.likely] if one.likely and is_part else []
    within = [(max(start, one.start), min(end, one.end)) for start, end in (*one.bold, *likely)]
    edges = sorted(
        {one.start, one.start + len(one.text), *(edge for span in within for edge in span)}
    )
    parts = []
    for left, right in pairwise(edges):
        words = safe(one.text[left - one.start : right - one.start])
        if _covers(one.bold, left, right):
            words = element("b", words)
        if _covers(likely, left, right):
            words = element("mark", words, class_="likely")
        parts.append(words)
    return joined(*parts)


def _covers(spans: Sequence[tuple[int, int]], left: int, right: int) -> bool:
    return any(start <= left and right <= end for start, end in spans)
