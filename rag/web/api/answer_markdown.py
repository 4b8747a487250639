"""An answer -> Markdown for chat programs: quotations with their kind, speaker and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.answer.compose import MAY_NOT_ANSWER, label_citation
from rag.notice import day_in_words
from rag.records import Answer, Citation, CitationKind, Status, Writing
from rag.rendering.markdown_text import as_text, is_web_address
from rag.rendering.markup import sentence

Address = Callable[[Citation], str]  # where a citation is shown


def write_markdown(answer: Answer, address: Address) -> str:
    """The evidence with its speakers and the sources with links, or the reason for having none.

    The link to the original follows the article's address on this server.
    """
    reason = as_text(answer.reason or "")
    missing = f"**Not in the articles:** {reason}"
    if answer.status is Status.NOT_FOUND:
        closest = "".join(f"\n- {as_text(article.title)}" for article in answer.closest)
        return missing + (f"\n\nClosest articles:\n{closest}" if closest else "")
    parts = [as_text(line) for line in answer.preface.splitlines()]
    if answer.status is Status.UNSURE:
        parts.append(f"**{MAY_NOT_ANSWER}** {sentence(reason)}")
    parts += [
        f"**{kind.capitalize()}s:** {', '.join(names)}"
        for kind in dict.fromkeys(facet.kind.value for facet in answer.facets)
        if (names := [as_text(facet.name) for facet in answer.facets if facet.kind.value == kind])
    ]
    is_cited = [
        citation
        for citation in answer.citations
        if citation.end or citation.kind is CitationKind.HEADLINE
    ]
    lists_titles = all(citation.kind is CitationKind.HEADLINE for citation in is_cited)
    if answer.writing and not answer.writing.pending:
        parts += _write_generated(answer.writing, answer.citations, address)
    if not (lists_titles and answer.preface):  # a list of titles is the list of sources
        parts += [_write_quotation(citation, answer.status, address) for citation in is_cited]
    if answer.more:
        parts.append(f"{answer.more} more are not shown.")
    if answer.reason and answer.status is Status.ANSWERED:
        parts.append(missing)
    if answer.citations:
        heading = "Headlines" if lists_titles and answer.preface else "Sources"
        listed = "\n".join(
            f"{citation.number}. {_write_source(citation, address)}"
            for citation in answer.citations
        )
        parts.append(f"{heading}:\n\n{listed}")
    if answer.try_asking:
        questions = "\n".join(f"- {as_text(question)}" for question in answer.try_asking)
        parts.append(f"Try asking:\n\n{questions}")
    return "\n\n".join(parts)


def _write_generated(
    writing: Writing, citations: Sequence[Citation], address: Address
) -> list[str]:
    """What a language model wrote, with links for its markers, and who wrote it."""
    if writing.problem:
        return [f"*{as_text(sentence(writing.problem))}. These are the quotations.*"]
    places = {citation.number: address(citation) for citation in citations}
    text = re.sub(
        r"\\\[(\d+)\\\]",
        lambda match: f"[\\[{match[1]}\\]]({places[int(match[1])]})",
        "\n".join(_write_line(line) for line in writing.text.splitlines()),
    )
    struck = f"; {len(writing.struck)} more were struck" if writing.struck else ""
    return [  # first who wrote it, because a text may be cut off
        f"*Written by {as_text(writing.model)} from the quotations below; each sentence was "
        f"compared with them{struck}.*",
        text,
    ]


def _write_line(line: str) -> str:
    """A line of written text; its items stay a list."""
    return f"- {as_text(line[2:])}" if line.startswith("- ") else as_text(line)


def _write_quotation(citation: Citation, status: Status, address: Address) -> str:
    who = [f"**{as_text(citation.speaker)}**"] if citation.speaker else []
    about = ", ".join([*who, _write_day(citation), str(label_citation(citation, status))])
    return f"{about}:\n\n> {as_text(citation.text)} [\\[{citation.number}\\]]({address(citation)})"


def _write_source(citation: Citation, address: Address) -> str:
    about = ", ".join(
        part for part in (_write_day(citation), as_text(citation.outlet or "")) if part
    )
    original = (
        f" · [original]({citation.url})" if citation.url and is_web_address(citation.url) else ""
    )
    return f"[{as_text(citation.title)}]({address(citation)}) ({about}){original}"


def _write_day(citation: Citation) -> str:
    if citation.date is None:
        return "not dated"
    day = day_in_words(citation.date)
    return f"not dated; mentions {day}" if citation.approximate_date else day
