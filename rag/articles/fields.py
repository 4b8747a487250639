"""Fields of a record -> an Article. Only `text` is needed; a map names them otherwise.

Used for every format that gives more than a text: JSON lines, JSON, CSV, pages, feeds, mails.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rag.articles import text
from rag.articles.clean import characters
from rag.articles.dates import parse_date
from rag.errors import CorpusError
from rag.records import Article

NAMES = ("id", "text", "title", "published", "modified", "authors", "url", "outlet")

FieldMap = Mapping[str, str]  # the name of NAMES -> what it is called in the corpus
AS_NAMED: FieldMap = {}


def read_field_map(written: str) -> dict[str, str]:
    """Read "text=body,published=meta.date". Raises ValueError, saying what is wrong."""
    found: dict[str, str] = {}
    for part in written.split(","):
        if not part.strip():
            continue
        ours, equals, theirs = (each.strip() for each in part.partition("="))
        if not equals or not theirs:
            raise ValueError(f"{part.strip()!r} is not of the form text=body")
        if ours not in NAMES:
            raise ValueError(f"{ours!r} is no field: fields are {', '.join(NAMES)}")
        found[ours] = theirs
    return found


def renamed(record: Mapping[str, Any], names: FieldMap) -> dict[str, Any]:
    """The fields of a record under our names; others are left out.

    A name with dots, such as "content.rendered", leads into objects inside the record.
    """
    found = {}
    for ours in NAMES:
        value = _inside(record, names.get(ours, ours))
        if value is not None:
            found[ours] = value
    return found


def article(
    fields: Mapping[str, Any], article_id: str, place: str, *, today: date, titled: bool = False
) -> Article:
    """Make an article of fields; `article_id` is used where they hold no id.

    Raises CorpusError, naming the place, for a field of a wrong type, a date that is none, and
    where there is no text.
    """
    given = text.Given(
        id=_id(fields, place) or article_id,
        place=place,
        title=_string(fields, "title", place),
        published=_day(fields, "published", place),
        modified=_day(fields, "modified", place),
        dateline=_string(fields, "published", place) or None,
        outlet=_string(fields, "outlet", place) or None,
        authors=_authors(fields, place),
        url=_string(fields, "url", place) or None,
    )
    body = fields.get("text")
    if not isinstance(body, str):
        raise _wrong(place, "text", body, "give every article a 'text', or name it in RAG_FIELDS")
    return text.article(body, given, today=today, titled=titled)


def _inside(record: Mapping[str, Any], path: str) -> Any:
    if path in record:
        return record[path]
    value: Any = record
    for name in path.split("."):
        if not isinstance(value, Mapping) or name not in value:
            return None
        value = value[name]
    return value


def _string(fields: Mapping[str, Any], key: str, place: str) -> str:
    value = fields.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(place, key, value, f"give {key!r} as a string, or leave it out")
    return " ".join(characters(value).split())


def _id(fields: Mapping[str, Any], place: str) -> str:
    value = fields.get("id")
    # a database's row number is an id too; True is an int in Python, and no id
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(fields, "id", place)


def _day(fields: Mapping[str, Any], key: str, place: str) -> date | None:
    written = _string(fields, key, place)
    day = parse_date(written) if written else None
    if written and not day:
        raise _wrong(place, key, written, "write the date as 2022-01-28")
    return day


def _authors(fields: Mapping[str, Any], place: str) -> tuple[str, ...]:
    value = fields.get("authors")
    if isinstance(value, str) or value is None:
        value = [value or ""]
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _wrong(place, "authors", value, "give 'authors' as a list of strings")
    authors = (" ".join(characters(each).split()) for each in value)
    return tuple(each for each in authors if each)


def _wrong(place: str, key: str, value: object, hint: str) -> CorpusError:
    shown = repr(value) if len(repr(value)) <= 60 else repr(value)[:60] + "…"
    what = f"no {key!r}" if value is None else f"{key!r} can't be read: {shown}"
    return CorpusError(f"{place}: {what}", hint=hint)
