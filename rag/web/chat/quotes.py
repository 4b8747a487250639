"""Citations -> HTML: a card for each, with its speaker, day, outlet and kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from rag.answer.compose import find_kind
from rag.records import Answer, Citation, CitationKind, Query, QuestionKind, Status
from rag.rendering.dateline import show_day
from rag.rendering.markup import NOTHING, Html, element, joined, safe
from rag.translation.texts import Texts
from rag.web.chat.copying import describe_kind, show_copy_buttons
from rag.web.chat.sources import make_quote_id, make_source_id


def show_quotes(  # noqa: PLR0913
    turn: int,
    query: Query,
    names: Mapping[str, str],
    answer: Answer,
    say: Texts,
    *,
    copied: bool = True,
) -> Html:
    """The cards of an answer in order; `copied` adds buttons to copy them.

    If the words of several people were asked for, each has a list below their name. `names` has
    one name for all spellings of a speaker. A date line has no card, because the text of the answer
    has it.
    """
    is_closest = answer.status is Status.UNSURE
    cited = [
        citation
        for citation in answer.citations
        if citation.end or citation.kind is CitationKind.HEADLINE
    ]
    cards = {
        citation.number: _show_card(
            turn,
            citation,
            names.get(citation.speaker or "", citation.speaker),
            show_copy_buttons(citation, say, closest=is_closest) if copied else NOTHING,
            say,
            closest=is_closest,
        )
        for citation in cited
    }
    sides = [] if is_closest or query.kind is QuestionKind.CHANGE else _part_sides(query, cited)
    if len(sides) < 2:
        return element("ol", *cards.values(), class_="quotes") if cards else NOTHING
    return joined(
        *(
            element(
                "section",
                element("h3", name, class_="label", dir="auto"),
                element("ol", *(cards[number] for number in numbers), class_="quotes"),
                class_="side",
            )
            for name, numbers in sides
        )
    )


def _part_sides(query: Query, cited: Sequence[Citation]) -> list[tuple[str, list[int]]]:
    """The people asked about with the numbers of their words; none if words are nobody's."""
    people = [(speaker.name, speaker.spellings) for speaker in query.each]
    people = people or [(part.speaker or "", part.spellings) for part in query.parts]
    sides = [
        (name, [citation.number for citation in cited if citation.speaker in spellings])
        for name, spellings in people
    ]
    is_whole = sum(len(numbers) for _, numbers in sides) == len(cited)
    return [side for side in sides if side[1]] if is_whole else []


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


def _show_card(  # noqa: PLR0913
    turn: int, citation: Citation, speaker: str | None, buttons: Html, say: Texts, *, closest: bool
) -> Html:
    kind = find_kind(citation)
    others = say.count(len(citation.also), "other article")
    is_by_somebody = speaker is not None
    who = "who" if is_by_somebody else "who of-article"
    in_article = "in-article" if closest else "in-article beside"
    about = (
        element("span", speaker or citation.title, class_=who, dir="auto")
        if kind is not CitationKind.HEADLINE or is_by_somebody  # the words are the title
        else "",
        show_day(citation.date, citation.approximate_date, say),
        element("span", citation.outlet, class_="outlet", dir="auto") if citation.outlet else "",
        element("span", describe_kind(citation, say), class_="how"),
        element("span", say("also in {count}", count=others), class_="also")
        if citation.also
        else "",
    )
    return element(
        "li",
        element("div", *about, class_="attribution"),
        element("p", citation.title, class_=in_article, dir="auto") if is_by_somebody else "",
        element(
            "blockquote", _show_words(citation), show_marker(turn, citation.number, say), dir="auto"
        ),
        buttons,
        id=make_quote_id(turn, citation.number),
        class_=f"quote {'told' if kind in _TOLD else 'quoted'}",
        tabindex="-1",
    )


_TOLD = {CitationKind.INDIRECT, CitationKind.HEADLINE, None}  # not in quotation marks


def _show_words(citation: Citation) -> Html:
    """The exact words: words that answer are bold, and the likeliest sentence is marked."""
    is_part = citation.end and citation.likely not in {None, (citation.start, citation.end)}
    likely = [citation.likely] if citation.likely and is_part else []
    within = [
        (max(start, citation.start), min(end, citation.end))
        for start, end in (*citation.bold, *likely)
    ]
    edges = sorted(
        {
            citation.start,
            citation.start + len(citation.text),
            *(edge for span in within for edge in span),
        }
    )
    parts = []
    for left, right in pairwise(edges):
        words = safe(citation.text[left - citation.start : right - citation.start])
        if _covers(citation.bold, left, right):
            words = element("b", words)
        if _covers(likely, left, right):
            words = element("mark", words, class_="likely")
        parts.append(words)
    return joined(*parts)


def _covers(spans: Sequence[tuple[int, int]], left: int, right: int) -> bool:
    return any(start <= left and right <= end for start, end in spans)
