"""A citation -> texts for the clipboard and for files, which say what kind of words it has."""

from __future__ import annotations

from datetime import date

from rag.answer.compose import label_citation
from rag.records import Citation, CitationKind, Status
from rag.rendering.dateline import day_in_words
from rag.rendering.markdown_text import as_address, as_text
from rag.rendering.markup import Html, element, safe
from rag.translation.texts import Texts

# The beginning of a footnote: who is quoted, and how.
QUOTED_IN = {
    CitationKind.DIRECT: "{speaker}, quoted in ",
    CitationKind.MIXED: "{speaker}, partly quoted in ",
    CitationKind.INDIRECT: "{speaker}, paraphrased in ",
}


def describe_kind(one: Citation, say: Texts, *, closest: bool = False) -> str:
    """ "quotation", "headline" ...; `closest`: the evidence of an answer that is unsure."""
    label = label_citation(one, Status.UNSURE if closest else Status.ANSWERED)
    return say.translate(label) or str(label)


def write_source(one: Citation, say: Texts) -> str:
    """The source of a citation on one line: speaker, title, outlet, day, address."""
    parts = (
        one.speaker,
        f"“{one.title}”",
        one.outlet,
        day_in_words(one.date, one.approximate_date, say),
        one.url or one.article_id,
    )
    return ", ".join(part for part in parts if part)


def write_plain(one: Citation, say: Texts, *, closest: bool = False) -> str:
    """The words, with their kind and source in brackets."""
    return f"{one.text} ({describe_kind(one, say, closest=closest)}: {write_source(one, say)})"


def write_markdown(one: Citation, say: Texts, *, closest: bool = False) -> str:
    """The words as a block quotation, with their kind and source below."""
    words = "\n".join(f"> {as_text(line)}" for line in one.text.splitlines() or [""])
    return f"{words}\n>\n> — {write_markdown_source(one, say, closest=closest)}"


def write_markdown_source(one: Citation, say: Texts, *, closest: bool = False) -> str:
    """The kind and the source of the words, as Markdown."""
    label = as_text(describe_kind(one, say, closest=closest))
    parts = [
        as_text(one.speaker or ""),
        as_text(f"“{one.title}”"),
        as_text(one.outlet or ""),
        as_text(day_in_words(one.date, one.approximate_date, say)),
        as_address(one.url or one.article_id),
    ]
    return f"*{label}:* {', '.join(part for part in parts if part)}"


def write_reference(one: Citation, say: Texts, accessed: date, *, closest: bool = False) -> str:
    """The words with a footnote: authors, title, outlet, day, address, day of access.

    The form follows the notes in The Chicago Manual of Style.
    """
    form = QUOTED_IN.get(one.kind) if one.kind else None
    quoted = say(form, speaker=one.speaker) if form and one.speaker else ""
    parts = (
        ", ".join(one.authors),
        f"“{one.title}”",
        one.outlet,
        day_in_words(one.date, one.approximate_date, say),
        one.url or one.article_id,
    )
    source = quoted + ", ".join(part for part in parts if part)
    label = describe_kind(one, say, closest=closest)
    return say(
        "{words} [{label}] {source} (accessed {day}).",
        words=one.text,
        label=label,
        source=source,
        day=accessed,
    )


def show_copy_buttons(one: Citation, say: Texts, *, closest: bool = False) -> Html:
    """Buttons that copy the words in each style, by page.js."""
    is_quotation = one.kind is CitationKind.DIRECT and not closest
    label = say("Copy quote with citation" if is_quotation else "Copy excerpt with citation")
    styles = (
        (say("as Markdown"), write_markdown(one, say, closest=closest)),
        (say("as reference"), write_reference(one, say, date.today(), closest=closest)),
    )
    return element(
        "div",
        element(
            "button",
            label,
            type="button",
            class_="quiet copy",
            value=_kept(write_plain(one, say, closest=closest)),
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
    """A text for an attribute, with its line breaks."""
    return Html("&#10;".join(safe(line) for line in text.split("\n")))
