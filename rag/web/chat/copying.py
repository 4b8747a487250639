"""A citation -> texts for the clipboard and for files, each of which says what the words are."""

from __future__ import annotations

from datetime import date

from rag.answer.compose import how_cited
from rag.records import Citation, CitationKind
from rag.rendering.dateline import day_in_words
from rag.rendering.markdown_text import as_address, as_text
from rag.rendering.markup import Html, element, safe
from rag.translation.texts import Texts

# How a reference of the kind that footnotes have begins: who is quoted, and how.
_QUOTED_IN = {
    CitationKind.DIRECT: "{speaker}, quoted in ",
    CitationKind.MIXED: "{speaker}, partly quoted in ",
    CitationKind.INDIRECT: "{speaker}, paraphrased in ",
}


def what_it_is(one: Citation, say: Texts, *, closest: bool = False) -> str:
    """ "quotation", "headline" ...; `closest`: the evidence of an answer that is unsure."""
    kind = say.translate(how_cited(kind_of(one))) or ""
    return say("closest found, may not answer; {kind}", kind=kind) if closest else kind


def kind_of(one: Citation) -> CitationKind | None:
    """The kind of a citation; an article's title is a headline, whatever it is cited for."""
    is_title = one.end == 0 and one.text == one.title
    return CitationKind.HEADLINE if is_title else one.kind


def cited_as(one: Citation, say: Texts) -> str:
    """Where words stand, on one line: speaker, title, outlet, day, address."""
    parts = (
        one.speaker,
        f"“{one.title}”",
        one.outlet,
        day_in_words(one.date, one.approximate_date, say),
        one.url or one.article_id,
    )
    return ", ".join(part for part in parts if part)


def as_plain(one: Citation, say: Texts, *, closest: bool = False) -> str:
    """The words, and in brackets what they are and where they stand."""
    return f"{one.text} ({what_it_is(one, say, closest=closest)}: {cited_as(one, say)})"


def as_markdown(one: Citation, say: Texts, *, closest: bool = False) -> str:
    """The words as a block quotation with the same below them."""
    words = "\n".join(f"> {as_text(line)}" for line in one.text.splitlines() or [""])
    return f"{words}\n>\n> — {markdown_source(one, say, closest=closest)}"


def markdown_source(one: Citation, say: Texts, *, closest: bool = False) -> str:
    """What the words are and where they stand, as Markdown."""
    label = as_text(what_it_is(one, say, closest=closest))
    parts = [
        as_text(one.speaker or ""),
        as_text(f"“{one.title}”"),
        as_text(one.outlet or ""),
        as_text(day_in_words(one.date, one.approximate_date, say)),
        as_address(one.url or one.article_id),
    ]
    return f"*{label}:* {', '.join(part for part in parts if part)}"


def as_reference(one: Citation, say: Texts, accessed: date, *, closest: bool = False) -> str:
    """The words with a reference as footnotes have it: authors, title, outlet, day, address.

    The form is that of notes in The Chicago Manual of Style; the day of access is behind it.
    """
    form = _QUOTED_IN.get(one.kind) if one.kind else None
    quoted = say(form, speaker=one.speaker) if form and one.speaker else ""
    parts = (
        ", ".join(one.authors),
        f"“{one.title}”",
        one.outlet,
        day_in_words(one.date, one.approximate_date, say),
        one.url or one.article_id,
    )
    source = quoted + ", ".join(part for part in parts if part)
    label = what_it_is(one, say, closest=closest)
    return say(
        "{words} [{label}] {source} (accessed {day}).",
        words=one.text,
        label=label,
        source=source,
        day=accessed,
    )


def copy_buttons(one: Citation, say: Texts, *, closest: bool = False) -> Html:
    """Buttons that copy the words in each style; page.js does it and says so."""
    is_quotation = one.kind is CitationKind.DIRECT and not closest
    label = say("Copy quote with citation" if is_quotation else "Copy passage with citation")
    styles = (
        (say("as Markdown"), as_markdown(one, say, closest=closest)),
        (say("as reference"), as_reference(one, say, date.today(), closest=closest)),
    )
    return element(
        "div",
        element(
            "button",
            label,
            type="button",
            class_="quiet copy",
            value=_kept(as_plain(one, say, closest=closest)),
        ),
        *(
            element(
                "button",
                element("span", f"{label}, ", class_="unseen"),
                name,
                type="button",
                class_="quiet copy",
                value=_kept(text),
            )
            for name, text in styles
        ),
        class_="copying",
    )


def _kept(text: str) -> Html:
    """A text for an attribute, its lines kept."""
    return Html("&#10;".join(safe(line) for line in text.split("\n")))
