"""A text file -> an Article: title, date, authors and address are lifted out of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from rag.articles import clean
from rag.articles.dates import date_line, latest_full_date, parse_date
from rag.articles.encoding import decode
from rag.articles.formats.limits import LARGEST_TEXT, LONGEST_ARTICLE
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


def read(path: Path, article_id: str, *, today: date) -> Article:
    """Read a text file. Raises CorpusError if it is no text, or holds none, or far too much.

    The title is the first line, unless it is longer than a title can be. A day after `today` is
    not taken for the day of the article.
    """
    return article(file_text(path), Given(article_id, str(path)), today=today, titled=True)


def file_text(path: Path) -> str:
    """The text of a file, whatever its encoding. Raises CorpusError as `read`."""
    size = path.stat().st_size
    if size > LARGEST_TEXT:
        raise CorpusError(
            f"{path}: {size:,} bytes, and a text may have {LARGEST_TEXT:,}",
            hint="no article is as long; many articles belong into a .jsonl file, one a line",
        )
    return decoded(path.read_bytes(), path)


def decoded(raw: bytes, path: Path) -> str:
    """Decode a text in any encoding. Raises CorpusError where it seems to be in none."""
    found = decode(raw)
    if found is None:
        raise CorpusError(
            f"{path}: no text in a known encoding",
            hint="if it is a text, save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8",
        )
    return found


def utf_8(raw: bytes, path: Path, *, line: int = 1) -> str:
    """Decode UTF-8, with or without a byte order mark, that begins on a line of a file.

    Raises CorpusError naming the line.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line += raw.count(b"\n", 0, error.start)
        raise CorpusError(
            f"{path}:{line}: not UTF-8 (byte 0x{raw[error.start]:02x})",
            hint="save the file as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8",
        ) from None


def article(text: str, given: Given, *, today: date, titled: bool) -> Article:
    """Make an article of raw text; what is `given` wins over what the text says of itself.

    `titled` says that the text begins with a title. Without one, the first line is the title if
    it reads like a headline, else the first sentence is, shortened. An article without a date of
    its own takes it from the path of its address (/2022/01/28/). Raises CorpusError if
    no text remains.
    """
    if len(text) > LONGEST_ARTICLE:
        raise CorpusError(
            f"{given.place}: {len(text):,} characters, and an article may have {LONGEST_ARTICLE:,}",
            hint="cut it into articles",
        )
    text, url = _without_address(text)
    url = given.url or url
    paragraphs, lifted = _lift(clean.clean(text).split("\n\n"))
    title = given.title or (_dropped_title(text) if titled else "")
    if not title and len(paragraphs) > 1 and _is_title(paragraphs[0], titled=titled):
        title = paragraphs[0]
    while title and paragraphs and paragraphs[0].casefold() == title.casefold():
        del paragraphs[0]
    if not any(paragraphs):
        raise CorpusError(
            f"{given.place}: no text",
            hint="an article is a title on the first line and text below it; remove empty ones",
        )
    published, dateline = given.published, given.dateline
    if not published:
        published, dateline = lifted.published, lifted.dateline
    if not published and (published := _date_in_path(url)):
        dateline = url
    body = "\n\n".join(paragraphs)
    return Article(
        id=given.id,
        title=title or _first_sentence(paragraphs),
        text=body,
        published=published,
        outlet=given.outlet or _host(url),
        authors=given.authors or lifted.authors,
        url=url,
        dateline=dateline,
        modified=given.modified or lifted.updated,
        mentioned=None if published else latest_full_date(body, today=today),
    )


# --- title -------------------------------------------------------------------------------------

_LONGEST_TITLE = 200  # characters; a longer first line is a paragraph
_LONGEST_HEADLINE = 120  # characters, for a title that nothing but its look gives away
_SHORTENED = 100  # characters


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


def _dropped_title(text: str) -> str:
    """Return the first line if it looks like a pointer, `Watch: …`, and so was cleaned away."""
    first = next((each for each in clean.characters(text).split("\n") if each.strip()), "")
    first = clean.line(first)
    return first if clean.is_pointer(first) else ""


def _first_sentence(paragraphs: list[str]) -> str:
    """Return the first sentence of the first paragraph that is one, shortened at a word."""
    # a first paragraph may be a place and an agency only: "LONDON (AP) —"
    first = next((each for each in paragraphs if len(each.split()) >= 6), paragraphs[0])
    start, end = sentences(first)[0]
    if end - start <= _SHORTENED:
        return first[start:end]
    return first[start : start + _SHORTENED].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


# --- lines around the text ---------------------------------------------------------------------

_HEAD = 7  # paragraphs in which a line of date or authors may stand
_FOOT = 3  # paragraphs in which "Published: …" may stand
_PARTS = re.compile(r"(?<!\s)(?:\s*[|·•]\s*|\s+[–—-]\s+)")
_NAME = r"(?:(?![a-z\d_])[\w.'’-]+)"
_PARTICLE = r"(?:de|da|del|della|di|dos|du|van|von|der|den|el|al|bin|ibn|la|le|ter|zu)"
_PERSON = rf"{_NAME}(?: (?:{_NAME}|{_PARTICLE})){{1,4}}"
_BYLINE = re.compile(
    rf"(?:By|BY|Written by|Author:|Authors:)\s+(?P<people>{_PERSON}"
    rf"(?:(?:, and |, | and | & ){_NAME}(?: (?:{_NAME}|{_PARTICLE})){{0,4}})*)"
)
_BETWEEN_PEOPLE = re.compile(r", and |, | and | & ")
_OFFICE = re.compile(
    r"\b(?:Staff|Writers?|Reporters?|Correspondents?|Editors?|Press|News|Times|Post|Agency|Network"
    r"|Reuters|Bureau|Journal|Magazine|Columnist|Contributor|Service)\b"
)


@dataclass(frozen=True, slots=True)
class _Lifted:
    published: date | None = None
    updated: date | None = None
    dateline: str | None = None
    authors: tuple[str, ...] = ()


def _lift(paragraphs: list[str]) -> tuple[list[str], _Lifted]:
    """Take lines that are a date or a byline from the head, and labelled dates from the foot."""
    # a chronology has many lines that are a date: they are headings then
    chronology = sum(bool(date_line(each)) for each in paragraphs if len(each) < 60) > 2
    lifted = _Lifted()
    kept = []
    for index, paragraph in enumerate(paragraphs):
        in_head, in_foot = index < _HEAD, index >= len(paragraphs) - _FOOT
        found = None
        if in_head or in_foot:
            labelled_only = chronology or not in_head
            found = _read_head_line(paragraph, lifted, labelled_only=labelled_only)
        if found:
            lifted = found
        else:
            kept.append(paragraph)
    return kept, replace(lifted, published=lifted.published or lifted.updated)


def _read_head_line(line: str, lifted: _Lifted, *, labelled_only: bool) -> _Lifted | None:
    """Add what a line of dates and bylines says to `lifted`; None for any other line."""
    day = date_line(line)
    if day and (day.labelled or not labelled_only):
        return replace(
            lifted,
            published=lifted.published or day.published,
            updated=lifted.updated or day.updated,
            dateline=line if day.published and not lifted.published else lifted.dateline or line,
        )
    if labelled_only:
        return None
    if byline := _BYLINE.fullmatch(line):
        people = (each.strip() for each in _BETWEEN_PEOPLE.split(byline["people"]))
        authors = tuple(each for each in people if each and not _OFFICE.search(each))
        return replace(lifted, authors=lifted.authors or authors)
    parts = [part for part in _PARTS.split(line) if part]
    if len(parts) < 2 or len(line) > _LONGEST_TITLE:
        return None
    for part in parts:
        if not (found := _read_head_line(part, lifted, labelled_only=False)):
            return None
        lifted = found
    return lifted


# --- address -----------------------------------------------------------------------------------

_ADDRESS_AT_END = re.compile(
    r"(?:^|\n)[^\S\n]*+(?:(?:original url|original(?: article)?|source|url|link|read the original"
    r"|originally published (?:at|on|by))\s*+(?::\s*+)?)?"
    r"(?:\[[^\]\n]*\]\((?P<linked>https?://[^\s<>]+)\)|<?(?P<url>https?://[^\s<>]+)>?)\s*\Z",
    re.IGNORECASE,
)
_DAY_IN_PATH = re.compile(r"/(\d{4})/(\d{1,2}|[a-z]{3})/(\d{1,2})(?=/|$)", re.IGNORECASE)


def _without_address(text: str) -> tuple[str, str | None]:
    """Take the address that stands alone at the end of the text: `Original url: <https://…>`."""
    text = text.rstrip()
    end = text[-3000:]  # an address is far shorter
    if not (match := _ADDRESS_AT_END.search(end)):
        return text, None
    return text[: len(text) - len(end) + match.start()], match["linked"] or match["url"]


def _date_in_path(url: str | None) -> date | None:
    match = _DAY_IN_PATH.search(urlsplit(url).path) if url and _host(url) else None
    if not match:
        return None
    year, month, day = match.groups()
    return parse_date(f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}")


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
