"""An answer -> Markdown, in which articles' words are words: no mark of theirs has a meaning."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rag.notice import day_in_words
from rag.records import Answer, Citation, Status

if TYPE_CHECKING:
    from collections.abc import Callable

# Every mark that Markdown, its tables, footnotes, mathematics or raw HTML begin or end with.
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~^$=&:@/])")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"'`\\|]+")


def answer_markdown(answer: Answer, address: Callable[[Citation], str]) -> str:
    """The quotations with their speakers, then the sources with links, or why there is nothing.

    `address` tells where a citation is shown; an article's own link comes behind it.
    """
    missing = f"**Not in the corpus:** {as_text(answer.reason or '')}"
    if answer.status is Status.NOT_FOUND:
        closest = "".join(f"\n- {as_text(one.title)}" for one in answer.closest)
        return missing + (f"\n\nClosest articles:\n{closest}" if closest else "")
    quoted = [_quotation(one, address) for one in answer.citations if one.end]
    own = [
        as_text(line)
        for line in answer.lines
        if not any(line.endswith(f"{one.line} [{one.number}]") for one in answer.citations)
    ]
    sources = "\n".join(f"{one.number}. {_source(one, address)}" for one in answer.citations)
    unheard = [missing] if answer.reason else []
    return "\n\n".join([*own, *quoted, *unheard, f"Sources:\n\n{sources}"])


def as_text(text: str) -> str:
    """Words that Markdown shows as they are, on one line, without what cannot be seen."""
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    return _MARKS.sub(r"\\\1", re.sub(r" +", " ", visible).strip())


def _quotation(one: Citation, address: Callable[[Citation], str]) -> str:
    who = f"**{as_text(one.speaker)}**, {_when(one)}:\n\n" if one.speaker else ""
    return f"{who}> {as_text(one.text)} [\\[{one.number}\\]]({address(one)})"


def _source(one: Citation, address: Callable[[Citation], str]) -> str:
    about = ", ".join(part for part in (_when(one), as_text(one.outlet or "")) if part)
    original = f" · [original]({one.url})" if one.url and _is_web_address(one.url) else ""
    return f"[{as_text(one.title)}]({address(one)}) ({about}){original}"


def _when(one: Citation) -> str:
    if one.date is None:
        return "not dated"
    day = day_in_words(one.date)
    return f"not dated; mentions {day}" if one.approximate_date else day


def _is_web_address(url: str) -> bool:
    """Whether a link to it leads to a page, and ends where it should."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"} and bool(parts.netloc) and bool(_ADDRESS.fullmatch(url))
    )
