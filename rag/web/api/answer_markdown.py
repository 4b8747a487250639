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
        closest = "".join(f"\n- {as_text(one.title)}" for one in answer.closest)
        return missing + (f"\n\nClosest articles:\n{closest}" if closest else "")
    parts = [as_text(line) for line in answer.preface.splitlines()]
    if answer.status is Status.UNSURE:
        parts.append(f"**{MAY_NOT_ANSWER}** {sentence(reason)}")
    parts += [
        f"**{kind.capitalize()}s:** {', '.join(names)}"
        for kind in dict.fromkeys(facet.kind.value for facet in answer.facets)
        if (names := [as_text(one.name) for one in answer.facets if one.kind.value == kind])
    ]
    is_cited = [one for one in answer.citations if one.end or one.kind is CitationKind.HEADLINE]
    lists_titles = all(one.kind is CitationKind.HEADLINE for one in is_cited)
    if answer.writing and not answer.writing.pending:
        parts += _written(answer.writing, answer.citations, address)
    if not (lists_titles and answer.preface):  # a list of titles is the list of sources
        parts += [_quotation(one, answer.status, address) for one in is_cited]
    if answer.more:
        parts.append(f"{answer.more} more are not shown.")
    if answer.reason and answer.status is Status.ANSWERED:
        parts.append(missing)
    if answer.citations:
        heading = "Headlines" if lists_titles and answer.preface else "Sources"
        listed = "\n".join(f"{one.number}. {_source(one, address)}" for one in answer.citations)
        parts.append(f"{heading}:\n\n{listed}")
    if answer.try_asking:
        asked = "\n".join(f"- {as_text(question)}" for question in answer.try_asking)
        parts.append(f"Try asking:\n\n{asked}")
    return "\n\n".join(parts)


def _written(writing: Writing, citations: Sequence[Citation], address: Address) -> list[str]:
    """What a language model wrote, with links for its markers, and who wrote it."""
    if writing.problem:
        return [f"*{as_text(sentence(writing.problem))}. These are the quotations.*"]
    places = {one.number: address(one) for one in citations}
    text = re.sub(
        r"\\\[(\d+)\\\]",
        lambda match: f"[\\[{match[1]}\\]]({places[int(match[1])]})",
        "\n".join(_line(one) for one in writing.text.splitlines()),
    )
    struck = f"; {len(writing.struck)} more were struck" if writing.struck else ""
    return [  # first who wrote it, because a text may be cut off
        f"*Written by {as_text(writing.model)} from the quotations below; each sentence was "
        f"compared with them{struck}.*",
        text,
    ]


def _line(line: str) -> str:
    """A line of written text; its items stay a list."""
    return f"- {as_text(line[2:])}" if line.startswith("- ") else as_text(line)


def _quotation(one: Citation, status: Status, address: Address) -> str:
    who = [f"**{as_text(one.speaker)}**"] if one.speaker else []
    about = ", ".join([*who, _when(one), str(label_citation(one, status))])
    return f"{about}:\n\n> {as_text(one.text)} [\\[{one.number}\\]]({address(one)})"


def _source(one: Citation, address: Address) -> str:
    about = ", ".join(part for part in (_when(one), as_text(one.outlet or "")) if part)
    original = f" · [original]({one.url})" if one.url and is_web_address(one.url) else ""
    return f"[{as_text(one.title)}]({address(one)}) ({about}){original}"


def _when(one: Citation) -> str:
    if one.date is None:
        return "not dated"
    day = day_in_words(one.date)
    return f"not dated; mentions {day}" if one.approximate_date else day
