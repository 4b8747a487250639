"""The text of an article -> HTML paragraphs with the cited words highlighted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from rag.language.sentences import sentences
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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The span of a paragraph, or of the sentences of it that an excerpt shows."""

    start: int
    end: int
    goes_on_before: bool = False
    goes_on_after: bool = False


# Characters from highlighted words within which a sentence is shown with them. A paragraph of news
# has 200 to 600; one of a live page or an interview has thousands, and what is cited must be seen.
_AROUND = 160
_GOES_ON_BEFORE, _GOES_ON_AFTER = Html("…&nbsp;"), Html("&nbsp;…")


def split_paragraphs(article: Article) -> list[Paragraph]:
    """The spans of an article's paragraphs."""
    matches = re.finditer(r"\S(?:.|\n(?!\s*\n))*", article.text)
    return [Paragraph(*match.span()) for match in matches]


def choose_excerpts(article: Article, highlights: Sequence[Highlight]) -> list[list[Paragraph]]:
    """The sentences with highlights and those near each, in runs of paragraphs without gaps.

    None is farther away than in the paragraph before or after a highlight.
    """
    every = split_paragraphs(article)
    wanted: set[int] = set()
    for number, paragraph in enumerate(every):
        if any(_is_near(paragraph.start, paragraph.end, 0, mark) for mark in highlights):
            wanted.update((number - 1, number, number + 1))
    runs: list[list[Paragraph]] = []
    last = -2
    for number in sorted(wanted & set(range(len(every)))):
        for part in _choose_sentences(article.text, every[number], highlights):
            is_gap = number != last + 1 or part.goes_on_before or runs[-1][-1].goes_on_after
            if is_gap:
                runs.append([])
            runs[-1].append(part)
            last = number
    return runs


def _choose_sentences(
    text: str, paragraph: Paragraph, highlights: Sequence[Highlight]
) -> Iterator[Paragraph]:
    """Yield the parts of a paragraph that are near a highlight."""
    spans = [
        (paragraph.start + start, paragraph.start + end)
        for start, end in sentences(text[paragraph.start : paragraph.end])
    ]
    near = [any(_is_near(*span, _AROUND, mark) for mark in highlights) for span in spans]
    for is_shown, places in groupby(range(len(spans)), key=near.__getitem__):
        if not is_shown:
            continue
        shown = list(places)
        first, last = shown[0], shown[-1]
        is_begin, is_end = first == 0, last == len(spans) - 1
        yield Paragraph(
            paragraph.start if is_begin else spans[first][0],
            paragraph.end if is_end else spans[last][1],
            goes_on_before=not is_begin,
            goes_on_after=not is_end,
        )


def _is_near(start: int, end: int, within: int, mark: Highlight) -> bool:
    """Whether a span overlaps a highlight, or is within that many characters of it."""
    return mark.start - within < end and start < mark.end + within


def highlight_paragraph(
    article: Article, where: Paragraph, highlights: Sequence[Highlight]
) -> Html:
    """A paragraph as HTML, with its highlights and their bold words."""
    return element(
        "p",
        _GOES_ON_BEFORE if where.goes_on_before else "",
        *_cut_pieces(article.text, where, highlights),
        _GOES_ON_AFTER if where.goes_on_after else "",
        dir="auto",
        class_="paragraph",
    )


def _cut_pieces(text: str, where: Paragraph, highlights: Sequence[Highlight]) -> Iterator[Html]:
    """Cut at every boundary, so that overlapping highlights are all marked."""
    start, end = where.start, where.end
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
