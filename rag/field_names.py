"""The fields of an article, and what a corpus calls them: "text=body,published=meta.date"."""

from __future__ import annotations

from collections.abc import Mapping

FIELDS = ("id", "text", "title", "published", "modified", "authors", "url", "outlet")

FieldNames = Mapping[str, str]  # a name of FIELDS -> what the corpus calls it, if it differs
SAME_NAMES: FieldNames = {}


def read_field_names(setting: str) -> dict[str, str]:
    """Read "text=body,published=meta.date". Raises ValueError with the part that is wrong."""
    names: dict[str, str] = {}
    for part in setting.split(","):
        if not part.strip():
            continue
        field, equals, name = (side.strip() for side in part.partition("="))
        if not equals or not name:
            raise ValueError(f"{part.strip()!r} is not of the form text=body")
        if field not in FIELDS:
            raise ValueError(f"{field!r} is not a field; the fields are {', '.join(FIELDS)}")
        names[field] = name
    return names
