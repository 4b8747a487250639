"""Fields of a record -> an Article. Only `text` is needed.

Used for every format that gives more than a text: JSON lines, JSON, CSV, pages, feeds, mails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rag.articles.text.assembly import Given, make_article
from rag.articles.text.bylines import read_byline
from rag.articles.text.clean import normalize
from rag.articles.text.html_text import break_lines, strip_markup
from rag.articles.text.stored_dates import is_blank, names_no_day, read_day
from rag.errors import CorpusError
from rag.field_names import FIELDS, FieldNames
from rag.records import Article

# what content systems call a text, or a name, within an object of its own
_INNER = ("rendered", "$oid", "name", "raw", "value", "text", "#text")
# a backslash and an n behind a sentence; in the path of a file they stand behind a letter
_ENCODED_TWICE = re.compile(r"[.!?\"'”’)>]\s?(?:\\r)?\\n|\\n\\n")


@dataclass(frozen=True, slots=True)
class Row:
    """The article of a record, and the dates in it that could not be read."""

    article: Article
    unread_dates: tuple[str, ...]


def rename_fields(record: Mapping[str, Any], names: FieldNames) -> dict[str, Any]:
    """The fields of a record under our names; others are left out.

    A name with dots, such as "content.rendered", leads into objects inside the record.
    """
    fields = {}
    for field in FIELDS:
        value = _find_value(record, names.get(field, field))
        if value is not None:
            fields[field] = value
    return fields


def read_row(
    fields: Mapping[str, Any], article_id: str, place: str, *, today: date, titled: bool = False
) -> Row:
    """Make an article of fields; `article_id` is used if they hold no id.

    A date that cannot be read costs the article its date only. Raises CorpusError, naming the
    place, for a field of a wrong type, and if there is no text.
    """
    body = _unwrap(fields.get("text"))
    if not isinstance(body, str):
        raise _make_error(
            place, "text", body, "give every article a 'text', or name it in RAG_FIELDS"
        )
    published, modified = fields.get("published"), fields.get("modified")
    outlet = _read_string(fields, "outlet", place)
    day = read_day(published)
    given = Given(
        id=_read_id(fields, place) or article_id,
        place=place,
        title=_read_string(fields, "title", place),
        published=day,
        modified=read_day(modified),
        dateline=_choose_dateline(published, day),
        outlet=outlet or None,
        authors=_read_authors(fields, outlet, place),
        url=_read_string(fields, "url", place) or None,
    )
    unread = [
        value for value in (published, modified) if not names_no_day(value) and not read_day(value)
    ]
    if "\n" not in body and _ENCODED_TWICE.search(body):
        body = break_lines(body)
    article = make_article(body, given, today=today, titled=titled)
    return Row(article, tuple(_shorten(value) for value in unread))


def _find_value(record: Mapping[str, Any], path: str) -> Any:
    if path in record:
        return record[path]
    value: Any = record
    for name in path.split("."):
        if not isinstance(value, Mapping) or name not in value:
            return None
        value = value[name]
    return value


def _unwrap(value: Any) -> Any:
    """The text in an object such as {"rendered": "…"}; anything else as it is."""
    if isinstance(value, Mapping):
        return next((value[name] for name in _INNER if isinstance(value.get(name), str)), value)
    return value


def _read_string(fields: Mapping[str, Any], key: str, place: str) -> str:
    value = _unwrap(fields.get(key))
    if is_blank(value):
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool) and key == "title":
        return str(value)  # a headline such as "1984", which a spreadsheet made a number
    if not isinstance(value, str):
        raise _make_error(place, key, value, f"give {key!r} as a string, or leave it out")
    return " ".join(normalize(strip_markup(value)).split())


def _read_id(fields: Mapping[str, Any], place: str) -> str:
    value = fields.get("id")
    # the number of a row in a database is an id; True is an int in Python, and is not an id
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return " ".join(normalize(value).split())  # "0" and "NA" are ids as well
    return _read_string(fields, "id", place)


def _choose_dateline(stored: object, day: date | None) -> str | None:
    """The words that say the day: those of the source, if a reader can make sense of them."""
    if day is None:
        return None
    words = " ".join(normalize(stored).split()) if isinstance(stored, str) else ""
    return words if any(char in words for char in "-/. ") else day.isoformat()


def _read_authors(fields: Mapping[str, Any], outlet: str, place: str) -> tuple[str, ...]:
    value = fields.get("authors")
    values = value if isinstance(value, list) else [] if is_blank(value) else [value]
    names = [_unwrap(name) for name in values]
    if not all(isinstance(name, str) for name in names):
        raise _make_error(place, "authors", value, "give 'authors' as a list of strings")
    return read_byline(
        [strip_markup(name) for name in names if not is_blank(name)], outlet=outlet
    ).authors


def _make_error(place: str, key: str, value: object, hint: str) -> CorpusError:
    what = f"no {key!r}" if value is None else f"{key!r} can't be read: {_shorten(value)}"
    return CorpusError(f"{place}: {what}", hint=hint)


def _shorten(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:60] + "…"
