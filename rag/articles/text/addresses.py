"""An address -> the address of the original page, its host and the day in its path."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

from rag.articles.text.dates import parse_date

_LONGEST = 2_000  # characters of an address
_AT_END = re.compile(
    r"(?:^|\n)[^\S\n]*+(?:(?:original url|original(?: article)?|source|url|link|read the original"
    r"|originally published (?:at|on|by))\s*+(?::\s*+)?)?"
    r"(?:\[[^\]\n]*\]\((?P<linked>https?://[^\s<>]+)\)|<?(?P<url>https?://[^\s<>]+)>?)\s*\Z",
    re.IGNORECASE,
)
_DAY_IN_PATH = re.compile(r"/(\d{4})/(\d{1,2}|[a-z]{3})/(\d{1,2})(?=/|$)", re.IGNORECASE)
# Archives, caches and readers that show a page of another site. Their own addresses name no outlet.
_ARCHIVE = re.compile(
    r"(?:^|\.)(?:archive\.(?:today|ph|is|li|vn|md|fo)|archive-it\.org|bibalex\.org|arquivo\.pt"
    r"|webcitation\.org|mementoweb\.org|perma\.cc|perma-archives\.org|ampproject\.org|12ft\.io"
    r"|ghostarchive\.org|freezepage\.com|cachedview\.com)$"
    r"|^(?:(?:web|www)\.)?archive\.org$|^(?:web-?archive|wayback|webarchiv)[\w-]*\."
    r"|^(?:webcache\.googleusercontent\.com|swap\.stanford\.edu|r\.jina\.ai|via\.hypothes\.is"
    r"|conifer\.rhizome\.org)$"
)
_REDIRECT = re.compile(
    r"(?:^|\.)(?:google\.[a-z.]{2,6}|facebook\.com|bing\.com|t\.umblr\.com|linkedin\.com)$"
)
_TIMESTAMP = re.compile(r"/(?:\d{4,14}|\*|[12])(?:[a-z]{2}_)?/+(?P<inner>.+)$")
_INNER = re.compile(r"(?<=.)https?(?::|%3A)/{0,2}.+$", re.IGNORECASE)
_AMP = re.compile(r"/(?:amp|[a-z])/(?P<secure>s/)?(?P<inner>[\w-]+(?:\.[\w-]+)+.*)$")
_SCHEME = re.compile(r"^(https?):/{0,2}", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]|$)")
_DEEPEST = 3  # archives of archives


def take_address(text: str) -> tuple[str, str | None]:
    """Take the address that ends a text on a line of its own: `Original url: <https://…>`."""
    text = text.rstrip()
    end = text[-_LONGEST - 1_000 :]
    if not (match := _AT_END.search(end)):
        return text, None
    return text[: len(text) - len(end) + match.start()], match["linked"] or match["url"]


def original_address(url: str | None) -> str | None:
    """Return the address that an archive, a cache or a redirect carries; else the address itself.

    An address that lost a slash on its way (`https:/www.post.example/`) gets it back.
    """
    if not url or len(url) > _LONGEST:
        return url
    address = url.strip()
    for _ in range(_DEEPEST):
        inner = _find_inner(address)
        if inner is None:
            break
        address = inner
    return _SCHEME.sub(lambda scheme: f"{scheme[1].lower()}://", address)


def host_of(url: str | None) -> str | None:
    """The host of an address, without "www."; None for that of an archive."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    if not host or _ARCHIVE.search(host):
        return None
    return host.removeprefix("www.")


def day_in_path(url: str | None) -> date | None:
    """The day in the path of an address: /2022/01/28/ or /2022/jan/28/."""
    if not url or not host_of(url):
        return None
    if not (match := _DAY_IN_PATH.search(urlsplit(url).path)):
        return None
    year, month, day = match.groups()
    return parse_date(f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}")


def _find_inner(url: str) -> str | None:
    """The address inside of an archive's address; None for any other."""
    try:
        parts = urlsplit(_SCHEME.sub(lambda scheme: f"{scheme[1]}://", url))
        host = parts.hostname or ""
    except ValueError:
        return None
    archive = _ARCHIVE.search(host)
    if not archive and not _REDIRECT.search(host):
        # any web archive may stand on a host of its own: the time before the address shows it
        stamped = _TIMESTAMP.search(parts.path)
        inner = stamped["inner"] if stamped else ""
        return _join_query(inner, parts.query) if _SCHEME.match(inner) else None
    if carried := _find_carried(parts.query):
        return carried
    if whole := _INNER.search(parts.path):
        address = whole.group()
        encoded = "%3a" in address.lower()
        return _join_query(unquote(address) if encoded else address, parts.query)
    amp = _AMP.search(parts.path) if "ampproject" in host or "/amp/" in parts.path else None
    if amp:
        return _join_query(f"{'https' if amp['secure'] else 'http'}://{amp['inner']}", parts.query)
    stamped = _TIMESTAMP.search(parts.path) if archive else None
    if stamped and _HOST.match(stamped["inner"].lstrip("/")):
        return _join_query(f"http://{stamped['inner'].lstrip('/')}", parts.query)
    return None


def _join_query(inner: str, query: str) -> str:
    return f"{inner}?{query}" if query else inner


def _find_carried(query: str) -> str | None:
    """The address in a query: `?url=https%3A%2F%2F…`, `?q=cache:abc:https://…`."""
    try:
        fields = parse_qs(query, max_num_fields=50)
    except ValueError:
        return None
    for name in ("url", "q", "u", "target"):
        for value in fields.get(name, ()):
            address = re.sub(r"^cache:(?:[\w-]*:)?(?=\w)", "", value)
            if _SCHEME.match(address):
                return address
            if address != value and _HOST.match(address):
                return f"http://{address}"
    return None
