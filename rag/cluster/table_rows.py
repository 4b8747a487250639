"""Rows of a Parquet table -> Articles, as if each row were a JSON line.

The only module, beside `shard_files`, that knows of pyarrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from rag.articles.reading import name_reason
from rag.articles.row_fields import Row, read_row, rename_fields
from rag.cluster.inputs import InputFile, opened
from rag.errors import CorpusError
from rag.field_names import FIELDS, FieldNames
from rag.records import Unread

_AT_ONCE = 256  # rows that are in memory


def count_rows(file: InputFile) -> int:
    """The number of rows; 0 for a file that is no table, which reading it reports."""
    import pyarrow
    from pyarrow import parquet

    try:
        with opened(file) as content:
            return int(parquet.read_metadata(content).num_rows)
    except (OSError, pyarrow.ArrowException):
        return 0


def read_rows(
    file: InputFile, first: int, last: int, names: FieldNames, today: date
) -> Iterator[Row | Unread]:
    """Read the rows from `first` to `last`, both included; the first row of a table is 1.

    An article without an id gets "file#row". What is no table gives an Unread.
    """
    import pyarrow

    try:
        for number, record in _records(file, first, last, names):
            place = f"{file.id}:{number}"
            fields = rename_fields(record, names) if names else record
            try:
                yield read_row(fields, f"{file.id}#{number}", place, today=today)
            except CorpusError as error:
                yield name_reason(file.id, f":{number}", file.id, error)
    except (OSError, pyarrow.ArrowException) as error:
        yield Unread(file.id, f"not a readable Parquet table: {str(error).splitlines()[0]}")


def _records(
    file: InputFile, first: int, last: int, names: FieldNames
) -> Iterator[tuple[int, dict[str, Any]]]:
    from pyarrow import parquet

    with opened(file) as content:
        table = parquet.ParquetFile(content)
        wanted = {names.get(field, field).split(".")[0] for field in FIELDS}
        wanted |= set(names.values())  # a column may have a dot in its name
        columns = [name for name in table.schema_arrow.names if name in wanted]
        before = 0  # rows
        for group in range(table.num_row_groups):
            rows = table.metadata.row_group(group).num_rows
            if before + rows >= first and before < last:
                number = before
                for batch in table.iter_batches(_AT_ONCE, row_groups=[group], columns=columns):
                    start = max(0, first - number - 1)
                    some = batch.slice(start, max(0, min(last - number, len(batch)) - start))
                    for place, record in enumerate(some.to_pylist(), start=number + start + 1):
                        yield place, {name: _plain(value) for name, value in record.items()}
                    number += len(batch)
            before += rows


def _plain(value: Any) -> Any:
    """A value as JSON would have it."""
    if isinstance(value, date):  # a datetime is one as well
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value
