"""A text and what is known of it -> an Article. Title, day, authors and address may stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.articles.formats.limits import LIMITS, LONGEST_ARTICLE
from rag.articles.text import clean
from rag.articles.text.addresses import day_in_path, host_of, original_address, take_address
from rag.articles.text.dates import find_latest_date
from rag.articles.text.head_lines import lift_head_lines
from rag.articles.text.html_text import strip_markup
from rag.articles.text.pull_quotes import drop_pull_quotes
from rag.articles.time_limit import limit_time
from rag.errors import CorpusError
from rag.language.sentences import sentences
from rag.records import Article


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of an article besides its text; empty what is not."""

    id: str
    place: str  # for errors: path, or path:line
    title: str = ""
    published: date | None = None
    modified: date | None = None
    dateline: str | None = None  # the words that say `published`
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None


def make_article(text: str, given: Given, *, today: date, titled: bool) -> Article:
    """Make an article of raw text. What is `given` wins over what the text says of itself.

    `titled` says that the text begins with a title. Without one, the first line is the title if
    it reads like a headline, else the first sentence is, shortened. An article without a date of
    its own takes it from the path of its address (/2022/01/28/). Raises CorpusError if no text
    remains, or if the text takes too long.
    """
    if len(text) > LONGEST_ARTICLE:
        raise CorpusError(
            f"{given.place}: {len(text):,} characters; an article may have {LONGEST_ARTICLE:,}",
            hint="cut it into articles",
        )
    with limit_time(given.place, LIMITS.seconds):
        return _assemble(text, given, today=today, titled=titled)


def _assemble(text: str, given: Given, *, today: date, titled: bool) -> Article:
    text, address = take_address(strip_markup(text))
    url = original_address(given.url or address)
    paragraphs, lines = lift_head_lines(clean.clean(text).split("\n\n"))
    title = given.title or (_find_dropped_title(text) if titled else "")
    if not title and len(paragraphs) > 1 and _is_title(paragraphs[0], titled=titled):
        title = paragraphs[0]
    while title and paragraphs and paragraphs[0].casefold() == title.casefold():
        del paragraphs[0]
    paragraphs = drop_pull_quotes(paragraphs)
    if not any(paragraphs):
        raise CorpusError(
            f"{given.place}: no text",
            hint="an article is a title on the first line and text below it; remove empty ones",
        )
    published, dateline = given.published, given.dateline
    if not published:
        published, dateline = lines.published, lines.dateline
    if not published and (published := day_in_path(url)):
        dateline = url
    body = "\n\n".join(paragraphs)
    return Article(
        id=given.id,
        title=title or _find_first_sentence(paragraphs),
        text=body,
        published=published,
        outlet=given.outlet or host_of(url),
        authors=given.authors or lines.authors,
        url=url,
        dateline=dateline,
        modified=given.modified or lines.updated,
        mentioned=None if published else find_latest_date(body, today=today),
    )


_LONGEST_TITLE = 200  # characters; a longer first line is a paragraph
_LONGEST_HEADLINE = 120  # characters, for a title that nothing but its look gives away
_SHORTENED = 100  # characters
_LOOKED_AT = 1_000  # characters of a paragraph, for its first sentence


def _is_title(paragraph: str, *, titled: bool) -> bool:
    if titled:
        return len(paragraph) <= _LONGEST_TITLE
    words = paragraph.split()
    return (
        len(paragraph) <= _LONGEST_HEADLINE
        and len(words) >= 4
        and not re.search(r"[.:;,…–—-][\"'”’)\]]*$", paragraph)
        and len(sentences(paragraph)) == 1
    )


def _find_dropped_title(text: str) -> str:
    """Return the first line if cleaning drops it, because it looks like a pointer: `Watch: …`."""
    first = next((line for line in clean.normalize(text).split("\n") if line.strip()), "")
    first = clean.clean_line(first)
    return first if clean.is_pointer(first) else ""


def _find_first_sentence(paragraphs: Sequence[str]) -> str:
    """Return the first sentence of the first real paragraph, shortened at a word."""
    # a first paragraph may be a place and an agency only: "LONDON (AP) —"
    first = next(
        (paragraph for paragraph in paragraphs if len(paragraph.split()) >= 6), paragraphs[0]
    )
    start, end = sentences(first[:_LOOKED_AT])[0]
    if end - start <= _SHORTENED:
        return first[start:end]
    return first[start : start + _SHORTENED].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
