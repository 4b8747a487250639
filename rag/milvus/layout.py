"""The collections of a generation: their names, fields and indexes.

    NAME_published            an alias of the `kept` collection of the published generation
    NAME_gen_..._passages     a row each: vector, words, article, day, outlets, speakers, language
    NAME_gen_..._statements   a row each: vector, article, day, outlets, speaker
    NAME_gen_..._articles     a row each: the article as JSON, words, id, title, day, outlets
    NAME_gen_..._kept         pages by name: what a process holds in memory, and lists of rows

A row's key is its number: the order of the rows decides between equal scores, and numbers come
from the order of the articles alone. So a load that runs twice writes the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

KINDS: Final = ("passages", "statements", "articles", "kept")
LONGEST: Final = 65_535  # bytes of a text that a field holds
PAGE: Final = 60_000  # bytes of a page
_MOST = 4_096  # values that an array holds
_EXACT_TO = 20_000  # rows; more are searched by a graph, as in a folder's index
_LINKS, _WIDTH = 32, 200  # of the graph, as in a folder's index
UNDATED: Final = 0  # instead of a day, which is a number from 1

Fields = list[Mapping[str, Any]]


def name_collection(prefix: str, generation: str, kind: str) -> str:
    """The name of a collection. Milvus takes letters, digits and underscores."""
    return f"{prefix}_{generation.replace('-', '_')}_{kind}"


def name_generation(prefix: str, collection: str) -> str:
    """The generation that a `kept` collection belongs to; empty if it is none of this index."""
    found = re.fullmatch(rf"{re.escape(prefix)}_(gen_\d{{6}}_[0-9a-f]{{8}})_kept", collection)
    return found.group(1).replace("_", "-") if found else ""


def alias_of(prefix: str) -> str:
    """The alias of the published generation."""
    return f"{prefix}_published"


def passage_fields(dimension: int) -> Fields:
    """The fields of passages."""
    return [
        *_with_day(),
        {"field_name": "article", "datatype": "INT64"},
        _numbers("speakers"),
        {"field_name": "language", "datatype": "VARCHAR", "max_length": 16},
        {"field_name": "vector", "datatype": "FLOAT_VECTOR", "dim": dimension},
        {"field_name": "words", "datatype": "SPARSE_FLOAT_VECTOR"},
    ]


def statement_fields(dimension: int) -> Fields:
    """The fields of statements."""
    return [
        *_with_day(),
        {"field_name": "article", "datatype": "INT64"},
        {"field_name": "speaker", "datatype": "INT32"},
        {"field_name": "vector", "datatype": "FLOAT_VECTOR", "dim": dimension},
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


def index_of_vectors(field: str, rows: int) -> Mapping[str, Any]:
    """How vectors are searched: one by one, or by a graph if they are many."""
    index: dict[str, Any] = {"field_name": field, "metric_type": "IP"}
    if rows <= _EXACT_TO:
        return index | {"index_type": "FLAT"}
    return index | {
        "index_type": "HNSW",
        "params": {"M": _LINKS, "efConstruction": _WIDTH},
    }


def search_parameters(rows: int, k: int) -> Mapping[str, Any]:
    """What a search of vectors needs to know."""
    return {} if rows <= _EXACT_TO else {"ef": max(_WIDTH, 2 * k)}


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
