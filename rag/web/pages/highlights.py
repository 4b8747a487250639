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
        if any(highlight.start < end and start < highlight.end for highlight in highlights):
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
        "p", joined(*_cut_pieces(article.text, where, highlights)), dir="auto", class_="paragraph"
    )


def _cut_pieces(text: str, where: Paragraph, highlights: Sequence[Highlight]) -> Iterator[Html]:
    """Cut at every boundary, so that overlapping highlights are all marked."""
    start, end = where
    spans = [(highlight.start, highlight.end) for highlight in highlights]
    spans += [span for highlight in highlights for span in highlight.bold]
    cuts = {start, end} | {cut for span in spans for cut in span if start < cut < end}
    edges = sorted(cuts)
    for left, right in pairwise(edges):
        inside = [
            highlight
            for highlight in highlights
            if highlight.start <= left and right <= highlight.end
        ]
        if not inside:
            yield safe(text[left:right])
            continue
        bold = any(
            bold_start <= left and right <= bold_end
            for highlight in inside
            for bold_start, bold_end in highlight.bold
        )
        begun = [highlight for highlight in inside if max(highlight.start, start) == left]
        shown = element("b", text[left:right]) if bold else text[left:right]
        first = next((highlight.id for highlight in begun if highlight.start >= start), None)
        yield joined(
            *(highlight.label for highlight in begun if highlight.start >= start),
            element("mark", shown, id=first, tabindex="-1" if first else None),
        )
