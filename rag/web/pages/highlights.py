"""The text of an article -> HTML paragraphs with the cited words highlighted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.records import Article
from rag.rendering.markup import NOTHING, Html, element, joined, safe


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span to highlight; its first words get the id and the label."""

    id: str
    start: int
    end: int
    bold: Sequence[tuple[int, int]] = ()
    label: Html = NOTHING


Paragraph = tuple[int, int]


def split_paragraphs(article: Article) -> list[Paragraph]:
    """The starts and ends of an article's paragraphs."""
    return [match.span() for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", article.text)]


def choose_excerpts(article: Article, highlights: Sequence[Highlight]) -> list[list[Paragraph]]:
    """The paragraphs with highlights and one on either side of each, in runs without gaps."""
    every = split_paragraphs(article)
    wanted: set[int] = set()
    for number, (start, end) in enumerate(every):
        if any(one.start < end and start < one.end for one in highlights):
            wanted.update((number - 1, number, number + 1))
    runs: list[list[Paragraph]] = []
    last = -2
    for number in sorted(wanted & set(range(len(every)))):
        if number != last + 1:
            runs.append([])
        runs[-1].append(every[number])
        last = number
    return runs


def highlight_paragraph(
    article: Article, where: Paragraph, highlights: Sequence[Highlight]
) -> Html:
    """A paragraph as HTML, with its highlights and their bold words."""
    return element(
        "p", joined(*_pieces(article.text, where, highlights)), dir="auto", class_="paragraph"
    )


def _pieces(text: str, where: Paragraph, highlights: Sequence[Highlight]) -> Iterator[Html]:
    """Cut at every boundary, so that overlapping highlights are all marked."""
    start, end = where
    spans = [(one.start, one.end) for one in highlights] + [b for h in highlights for b in h.bold]
    cuts = {start, end} | {cut for span in spans for cut in span if start < cut < end}
    edges = sorted(cuts)
    for left, right in pairwise(edges):
        inside = [one for one in highlights if one.start <= left and right <= one.end]
        if not inside:
            yield safe(text[left:right])
            continue
        bold = any(b[0] <= left and right <= b[1] for one in inside for b in one.bold)
        begun = [one for one in inside if max(one.start, start) == left]
        shown = element("b", text[left:right]) if bold else text[left:right]
        first = next((one.id for one in begun if one.start >= start), None)
        yield joined(
            *(one.label for one in begun if one.start >= start),
            element("mark", shown, id=first, tabindex="-1" if first else None),
        )
