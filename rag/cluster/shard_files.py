"""Finished shards <-> a folder that all nodes see: a Parquet file each, and a mark that it is done.

The file's name has a digest of its content, and the mark is written last and names it. So of a
shard that two nodes have computed, one whole file counts, whoever was killed and when. Rows are in
the order of the corpus.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from rag.articles.reading import Problems
from rag.build.by_article.stages import Processed
from rag.cluster.article_rows import ArticleRows
from rag.cluster.inputs import is_url, open_storage
from rag.errors import IndexDamaged, IndexNotWritten
from rag.index.storage.json_lines import read_article, to_line
from rag.models.vectors import Vectors
from rag.records import Unread

_PROBE = "written-by-the-build"
_TEXT, _VECTORS = ("file", "article", "processed"), ("passage_vectors", "statement_vectors")
_COLUMNS = (*_TEXT, *_VECTORS)


@dataclass(frozen=True, slots=True, eq=False)
class ShardRow:
    """An article of a shard with its rows, and the file that it was read from."""

    file_id: str
    rows: ArticleRows


@dataclass(frozen=True, slots=True)
class PartProblems:
    """What could not be read of a part of a shard."""

    file_id: str
    problems: Problems


@dataclass(frozen=True, slots=True)
class Done:
    """The mark of a finished shard."""

    shard: str
    file: str
    digest: str
    size: int  # bytes
    articles: int
    texts: int  # that were embedded
    seconds: float
    problems: tuple[PartProblems, ...]

    def to_json(self) -> str:
        """The record as its file has it."""
        return json.dumps(asdict(self))

    @classmethod
    def of_json(cls, written: str | bytes) -> Done:
        """The record of `to_json`. Raises ValueError, LookupError or TypeError."""
        fields = json.loads(written)
        problems = tuple(map(_part_problems, fields["problems"]))
        return cls(**{**fields, "problems": problems})


class ShardFolder:
    """The folder of a build's shards, by its path or its URL."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._storage, self._root = open_storage(place)
        self._local = not is_url(place)

    def prepare(self) -> str:
        """Make the folder; returns a token by which nodes tell that they see the same folder.

        Raises IndexNotWritten.
        """
        token = uuid4().hex
        try:
            self._storage.makedirs(self._root, exist_ok=True)
            self._write(_PROBE, token.encode())
        except OSError as error:
            raise self._not_written(error) from error
        return token

    def has_token(self, token: str) -> bool:
        """Whether this is the folder for which `prepare` has returned a token."""
        try:
            return bool(self._storage.cat_file(self._path(_PROBE)) == token.encode())
        except OSError:
            return False

    def find_done(self, shards: Collection[str]) -> dict[str, Done]:
        """The marks of those shards that are finished, by their ids."""
        sizes = self._list()
        marks = [f"{shard}.done" for shard in shards if f"{shard}.done" in sizes]
        paths = {self._path(mark): mark for mark in marks}
        written = self._storage.cat(list(paths), on_error="omit") if paths else {}
        done = {}
        for content in written.values():
            try:
                mark = Done.of_json(content)
            except (ValueError, LookupError, TypeError):
                continue  # cut short: the shard is made again
            if sizes.get(mark.file) == mark.size:
                done[mark.shard] = mark
        return {shard: done[shard] for shard in shards if shard in done}

    def read_mark(self, shard: str) -> Done | None:
        """The mark of a shard if it is finished, without a look at the others."""
        try:
            done = Done.of_json(self._storage.cat_file(self._path(f"{shard}.done")))
            size = self._storage.size(self._path(done.file))
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return done if size == done.size else None

    def write(
        self,
        shard: str,
        rows: Iterable[Sequence[ShardRow]],
        problems: Sequence[PartProblems],
        seconds: float,
        texts: int,
    ) -> Done:
        """Write a shard and its mark; rows come in groups. Raises IndexNotWritten."""
        content, articles = _table(rows)
        digest = hashlib.blake2b(content, digest_size=16).hexdigest()
        file = f"{shard}-{digest}.parquet"
        done = Done(
            shard, file, digest, len(content), articles, texts, round(seconds, 3), tuple(problems)
        )
        try:
            self._write(file, content)
            self._write(f"{shard}.done", done.to_json().encode())
        except OSError as error:
            raise self._not_written(error) from error
        return done

    def read(self, done: Done, *, with_vectors: bool = True) -> Iterator[ShardRow]:
        """The rows of a shard.

        Raises IndexDamaged if the file is not as it was written; the shard is then not done.
        """
        from pyarrow import parquet

        try:
            content = self._storage.cat_file(self._path(done.file))
        except OSError:
            content = b""
        if hashlib.blake2b(content, digest_size=16).hexdigest() != done.digest:
            self._remove(f"{done.shard}.done")
            raise IndexDamaged(
                f"{self.place}/{done.file}: damaged or removed",
                hint="run the same command again: it makes the shard anew",
            )
        table = parquet.ParquetFile(io.BytesIO(content))
        dimension = int(table.schema_arrow.metadata[b"dimension"])
        for batch in table.iter_batches(64, columns=list(_COLUMNS if with_vectors else _TEXT)):
            for row in batch.to_pylist():
                yield _read_row(row, dimension)

    def remove_others(self, kept: Iterable[Done]) -> None:
        """Remove the files of other shards and of tasks that were killed."""
        names = {name for done in kept for name in (done.file, f"{done.shard}.done")}
        for name in self._list().keys() - names - {_PROBE}:
            if name.endswith((".done", ".parquet", ".new")):
                self._remove(name)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _list(self) -> dict[str, int]:
        """The names of the folder's files with their sizes."""
        self._storage.invalidate_cache()
        listed: Sequence[Mapping[str, Any]] = self._storage.ls(self._root, detail=True)
        return {Path(each["name"]).name: int(each["size"] or 0) for each in listed}

    def _remove(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self._storage.rm_file(self._path(name))

    def _write(self, name: str, content: bytes) -> None:
        """Write a file as a whole: object storage does so by itself."""
        if not self._local:
            self._storage.pipe_file(self._path(name), content)
            return
        new = Path(self._path(f"{name}.{uuid4().hex[:8]}.new"))
        with new.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path(name))

    def _not_written(self, error: OSError) -> IndexNotWritten:
        return IndexNotWritten(
            f"{self.place}: cannot be written: {error.strerror or error}",
            hint="give --shards a folder or a URL that every node may write to, with room",
        )


def _table(groups: Iterable[Sequence[ShardRow]]) -> tuple[bytes, int]:
    """The content of a Parquet file, with a row group for each group, and its number of rows."""
    import pyarrow
    from pyarrow import parquet

    fields = [pyarrow.field(name, pyarrow.binary()) for name in _COLUMNS]
    content, rows, writer = io.BytesIO(), 0, None
    for group in groups:
        if writer is None:
            dimension = group[0].rows.passage_vectors.shape[1]
            schema = pyarrow.schema(fields, metadata={"dimension": str(dimension)})
            writer = parquet.ParquetWriter(content, schema, compression="zstd")
        columns = zip(*map(_written_row, group), strict=True)
        arrays = [pyarrow.array(column, pyarrow.binary()) for column in columns]
        writer.write_table(pyarrow.Table.from_arrays(arrays, schema=writer.schema))
        rows += len(group)
    if writer is None:  # no article
        writer = parquet.ParquetWriter(content, pyarrow.schema(fields, metadata={"dimension": "0"}))
    writer.close()
    return content.getvalue(), rows


def _written_row(row: ShardRow) -> tuple[bytes, ...]:
    rows = row.rows
    lines = (row.file_id, to_line(asdict(rows.article)), to_line(rows.processed.to_json()))
    vectors = (rows.passage_vectors, rows.statement_vectors)
    return (
        *(line.encode("utf-8", "surrogatepass") for line in lines),
        *(np.ascontiguousarray(each, dtype="<f4").tobytes() for each in vectors),
    )


def _read_row(row: Mapping[str, bytes], dimension: int) -> ShardRow:
    file_id, article, processed = (row[name].decode("utf-8", "surrogatepass") for name in _TEXT)
    passages, statements = (_read_vectors(row.get(name, b""), dimension) for name in _VECTORS)
    rows = ArticleRows(
        read_article(json.loads(article)),
        Processed.of_json(json.loads(processed)),
        passages,
        statements,
    )
    return ShardRow(file_id, rows)


def _read_vectors(content: bytes, dimension: int) -> Vectors:
    vectors: Vectors = np.frombuffer(content, dtype="<f4").reshape(-1, max(dimension, 1))
    return vectors


def _part_problems(fields: Mapping[str, Any]) -> PartProblems:
    told = fields["problems"]
    rows = [Unread(**each) for each in told["rows"]]
    return PartProblems(fields["file_id"], Problems(**{**told, "rows": rows}))
