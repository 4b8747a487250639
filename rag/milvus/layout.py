"""The collections of an index: their names, fields and indexes.

    NAME_published          an alias of the `kept` collection of the published generation
    NAME_gen_..._kept       pages by name: what a process holds in memory of a generation
    NAME_rows_N_passages    a row each: vector, words, article, day, outlets, speakers, language
    NAME_rows_N_statements  a row each: vector, article, day, outlets, speaker
    NAME_rows_N_articles    a row each: the article as JSON, words, id, title, day, outlets
    NAME_rows_N_pages       pages by name: lists of rows, and what an article's row has no room for

Generations share the collections of rows as long as most of their articles are the same. A row
never changes there: a changed article gets rows with new keys, and each generation knows which keys
are its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from rag.milvus.precision import datatype_of_vectors


class Table(StrEnum):
    """The collections that have a row for each passage, statement or article."""

    PASSAGES = "passages"
    STATEMENTS = "statements"
    ARTICLES = "articles"


_PAGES = "pages"
LONGEST: Final = 65_535  # bytes of a text that a field holds
PAGE: Final = 60_000  # bytes of a page
_MOST = 4_096  # values that an array holds
_EXACT_TO = 20_000  # rows; more are searched by a graph, as in a folder's index
_LINKS, _WIDTH = 32, 200  # of the graph, as in a folder's index
UNDATED: Final = 0  # instead of a day, which is a number from 1

_GENERATION = r"gen_\d{6}_[0-9a-f]{8}"

Fields = list[Mapping[str, Any]]


def name_rows(prefix: str, number: int) -> dict[Table, str]:
    """The names of the collections that share a number. Names are of letters, digits and `_`."""
    return {table: f"{prefix}_rows_{number:06d}_{table.value}" for table in Table}


def name_pages(prefix: str, number: int) -> str:
    """The name of the collection of pages that belongs to the collections of rows."""
    return f"{prefix}_rows_{number:06d}_{_PAGES}"


def name_kept(prefix: str, generation: str) -> str:
    """The name of the collection that describes a generation."""
    return f"{prefix}_{generation.replace('-', '_')}_kept"


def name_publisher(prefix: str) -> str:
    """The name of the collection that says who publishes the index."""
    return f"{prefix}_publisher"


def name_generation(prefix: str, collection: str) -> str:
    """The generation that a `kept` collection describes; empty if it is none of this index."""
    match = re.fullmatch(rf"{re.escape(prefix)}_({_GENERATION})_kept", collection)
    return match.group(1).replace("_", "-") if match else ""


def number_of_rows(prefix: str, collection: str) -> int:
    """The number that a collection of rows or pages shares with others; 0 if it is none."""
    kinds = "|".join([*Table, _PAGES])
    match = re.fullmatch(rf"{re.escape(prefix)}_rows_(\d{{6}})_({kinds})", collection)
    return int(match.group(1)) if match else 0


def belongs(prefix: str, collection: str) -> bool:
    """Whether a collection is one of this index, of this format or of an earlier one."""
    kinds = "|".join([*Table, "kept"])
    own = re.fullmatch(rf"{re.escape(prefix)}_{_GENERATION}_({kinds})", collection)
    return own is not None or number_of_rows(prefix, collection) > 0


def alias_of(prefix: str) -> str:
    """The alias of the published generation."""
    return f"{prefix}_published"


def passage_fields(dimension: int, *, half: bool) -> Fields:
    """The fields of passages."""
    return [
        *_with_day(),
        {"field_name": "article", "datatype": "INT64"},
        _numbers("speakers"),
        {"field_name": "language", "datatype": "VARCHAR", "max_length": 16},
        {"field_name": "vector", "datatype": datatype_of_vectors(half), "dim": dimension},
        {"field_name": "words", "datatype": "SPARSE_FLOAT_VECTOR"},
    ]


def statement_fields(dimension: int, *, half: bool) -> Fields:
    """The fields of statements."""
    return [
        *_with_day(),
        {"field_name": "article", "datatype": "INT64"},
        {"field_name": "speaker", "datatype": "INT32"},
        {"field_name": "vector", "datatype": datatype_of_vectors(half), "dim": dimension},
    ]


def article_fields() -> Fields:
    """The fields of articles; `parts` says how many pages the line has, of which this is one."""
    return [
        *_with_day(),
        {"field_name": "id", "datatype": "VARCHAR", "max_length": LONGEST},
        {"field_name": "title", "datatype": "VARCHAR", "max_length": LONGEST},
        {"field_name": "language", "datatype": "VARCHAR", "max_length": 16},
        {"field_name": "line", "datatype": "VARCHAR", "max_length": LONGEST},
        {"field_name": "parts", "datatype": "INT32"},
        {"field_name": "words", "datatype": "SPARSE_FLOAT_VECTOR"},
    ]


def kept_fields() -> Fields:
    """The fields of pages. A collection must have a vector; this one is never searched."""
    return [
        {"field_name": "key", "datatype": "VARCHAR", "max_length": 512, "is_primary": True},
        {"field_name": "page", "datatype": "VARCHAR", "max_length": LONGEST},
        {"field_name": "unused", "datatype": "FLOAT_VECTOR", "dim": 2},
    ]


def takes_graph(rows: int) -> bool:
    """Whether so many vectors are searched by a graph; fewer are compared one by one."""
    return rows > _EXACT_TO


def index_of_vectors(field: str, *, graph: bool) -> Mapping[str, Any]:
    """How vectors are searched."""
    index: dict[str, Any] = {"field_name": field, "metric_type": "IP"}
    if not graph:
        return index | {"index_type": "FLAT"}
    return index | {
        "index_type": "HNSW",
        "params": {"M": _LINKS, "efConstruction": _WIDTH},
    }


def search_parameters(k: int) -> Mapping[str, Any]:
    """What a search of a graph needs to know."""
    return {"ef": max(_WIDTH, 2 * k)}


NO_INDEX: Final = {"field_name": "unused", "index_type": "FLAT", "metric_type": "IP"}
INDEX_OF_WORDS: Final = {
    "field_name": "words",
    "index_type": "SPARSE_INVERTED_INDEX",
    "metric_type": "IP",
}


def scalar_indexes(fields: Sequence[str]) -> Fields:
    """Indexes of fields by which rows are filtered."""
    return [{"field_name": field, "index_type": "INVERTED"} for field in fields]


def _with_day() -> Fields:
    return [
        {"field_name": "row", "datatype": "INT64", "is_primary": True},
        {"field_name": "day", "datatype": "INT32"},
        _numbers("outlets"),
    ]


def _numbers(name: str) -> Mapping[str, Any]:
    return {
        "field_name": name,
        "datatype": "ARRAY",
        "element_type": "INT32",
        "max_capacity": _MOST,
    }
