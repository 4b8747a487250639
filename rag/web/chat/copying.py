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


def describe_kind(citation: Citation, say: Texts, *, closest: bool = False) -> str:
    """ "quotation", "headline" ...; `closest`: the evidence of an answer that is unsure."""
    label = label_citation(citation, Status.UNSURE if closest else Status.ANSWERED)
    return say.translate(label) or str(label)


def write_source(citation: Citation, say: Texts) -> str:
    """The source of a citation on one line: speaker, title, outlet, day, address."""
    parts = (
        citation.speaker,
        f"“{citation.title}”",
        citation.outlet,
        day_in_words(citation.date, citation.approximate_date, say),
        citation.url or citation.article_id,
    )
    return ", ".join(part for part in parts if part)


def write_plain(citation: Citation, say: Texts, *, closest: bool = False) -> str:
    """The words, with their kind and source in brackets."""
    kind = describe_kind(citation, say, closest=closest)
    return f"{citation.text} ({kind}: {write_source(citation, say)})"


def write_markdown(citation: Citation, say: Texts, *, closest: bool = False) -> str:
    """The words as a block quotation, with their kind and source below."""
    words = "\n".join(f"> {as_text(line)}" for line in citation.text.splitlines() or [""])
    return f"{words}\n>\n> — {write_markdown_source(citation, say, closest=closest)}"


def write_markdown_source(citation: Citation, say: Texts, *, closest: bool = False) -> str:
    """The kind and the source of the words, as Markdown."""
    label = as_text(describe_kind(citation, say, closest=closest))
    parts = [
        as_text(citation.speaker or ""),
        as_text(f"“{citation.title}”"),
        as_text(citation.outlet or ""),
        as_text(day_in_words(citation.date, citation.approximate_date, say)),
        as_address(citation.url or citation.article_id),
    ]
    return f"*{label}:* {', '.join(part for part in parts if part)}"


def write_reference(
    citation: Citation, say: Texts, accessed: date, *, closest: bool = False
) -> str:
    """The words with a footnote: authors, title, outlet, day, address, day of access.

    The form follows the notes in The Chicago Manual of Style.
    """
    form = QUOTED_IN.get(citation.kind) if citation.kind else None
    quoted = say(form, speaker=citation.speaker) if form and citation.speaker else ""
    parts = (
        ", ".join(citation.authors),
        f"“{citation.title}”",
        citation.outlet,
        day_in_words(citation.date, citation.approximate_date, say),
        citation.url or citation.article_id,
    )
    source = quoted + ", ".join(part for part in parts if part)
    label = describe_kind(citation, say, closest=closest)
    return say(
        "{words} [{label}] {source} (accessed {day}).",
        words=citation.text,
        label=label,
        source=source,
        day=accessed,
    )


def show_copy_buttons(citation: Citation, say: Texts, *, closest: bool = False) -> Html:
    """Buttons that copy the words in each style, by page.js."""
    label = say("Copy with citation")
    styles = (
        (say("as Markdown"), write_markdown(citation, say, closest=closest)),
        (say("as reference"), write_reference(citation, say, date.today(), closest=closest)),
    )
    return element(
        "div",
        element(
            "button",
            label,
            type="button",
            class_="quiet copy",
            value=_keep_breaks(write_plain(citation, say, closest=closest)),
        ),
        *(
            element(
                "button",
                element("span", f"{label}, ", class_="unseen"),
                name,
                type="button",
                class_="quiet copy",
                value=_keep_breaks(text),
            )
            for name, text in styles
        ),
        class_="copying",
    )


def _keep_breaks(text: str) -> Html:
    """A text for an attribute, with its line breaks."""
    return Html("&#10;".join(safe(line) for line in text.split("\n")))
