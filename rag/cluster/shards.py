"""The files of a corpus -> shards: a task each, whose name tells all that its result depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag.articles.formats.file_kinds import Kind
from rag.articles.formats.jsonl_file import Line, read_lines
from rag.cluster.inputs import PARQUET, Fetcher, InputFile, Inputs
from rag.cluster.table_rows import count_rows
from rag.errors import CorpusError
from rag.index.source import Rules, Stage
from rag.models.model_files import ModelFingerprint

FORMAT = 1  # of shards: another number makes all of them anew
END = 1 << 62  # in place of the last row: all that follow


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or some rows of one; the first row is 1."""

    file: InputFile
    digest: str  # of the rows, or of the file
    first: int = 1
    last: int = END
    articles: int = 1  # about so many


@dataclass(frozen=True, slots=True)
class Shard:
    """A task of a build."""

    id: str
    parts: tuple[Part, ...]

    @property
    def articles(self) -> int:
        """About how many articles it has."""
        return sum(part.articles for part in self.parts)

    def to_json(self) -> str:
        """The record for another machine."""
        return json.dumps(asdict(self))

    @classmethod
    def of_json(cls, written: str) -> Shard:
        """The record of `to_json`."""
        fields = json.loads(written)
        return cls(fields["id"], tuple(map(_part, fields["parts"])))


@dataclass(frozen=True, slots=True)
class Making:
    """What a shard is made by."""

    rules: Rules
    passage_tokens: int
    model: ModelFingerprint

    def name(self, parts: Sequence[Part], names: Mapping[str, str]) -> str:
        """The id of a shard of these parts."""
        formats = sorted({part.file.read_as.value for part in parts})
        stages = {name: digest for name, digest in self.rules.stages.items() if name != Stage.MERGE}
        told = [
            FORMAT,
            [(kind, self.rules.reading.get(kind)) for kind in formats],
            sorted(stages.items()),
            self.passage_tokens,
            self.model.weights_sha256,
            sorted(names.items()),
            [(part.file.id, part.file.kind, part.digest, part.first, part.last) for part in parts],
        ]
        return hashlib.blake2b(json.dumps(told).encode(), digest_size=12).hexdigest()


def split(inputs: Inputs, making: Making, per_shard: int, fetcher: Fetcher) -> list[Shard]:
    """The shards of a corpus, in its order, of about `per_shard` articles each.

    Files are grouped by their names, so that a new, changed or removed file changes its own shard
    and at most its neighbours.
    """
    every = (part for file in inputs.files for part in _parts(file, per_shard, fetcher))
    return [
        Shard(making.name(parts, inputs.names), tuple(parts)) for parts in _group(every, per_shard)
    ]


class LinesDigest:
    """The digest of lines, as they are read."""

    def __init__(self) -> None:
        self._digest = hashlib.blake2b(digest_size=16)

    def add(self, line: Line) -> None:
        """Add a line."""
        self._digest.update(f"{line.number}\0".encode())
        self._digest.update(line.raw or b"")

    def told(self) -> str:
        """The digest of all lines so far."""
        return self._digest.hexdigest()


def _part(fields: dict[str, Any]) -> Part:
    return Part(**{**fields, "file": InputFile(**fields["file"])})


def _parts(file: InputFile, per_shard: int, fetcher: Fetcher) -> Iterator[Part]:
    if file.kind == Kind.LINES:
        yield from _line_parts(file, per_shard, fetcher)
    elif file.kind == PARQUET:
        rows = count_rows(file)
        for first in range(1, max(rows, 1) + 1, per_shard):
            last = min(rows, first + per_shard - 1) if rows else END
            yield Part(file, file.digest, first, last, min(per_shard, max(0, rows - first + 1)))
    else:
        yield Part(file, file.digest)


def _line_parts(file: InputFile, per_shard: int, fetcher: Fetcher) -> Iterator[Part]:
    """Parts of so many lines; the last goes to the end of the file, whatever is wrong there."""
    digest, first, count = LinesDigest(), 1, 0
    for line in readable_lines(fetcher, file):
        if count == per_shard:
            yield Part(file, digest.told(), first, line.number - 1, count)
            digest, first, count = LinesDigest(), line.number, 0
        digest.add(line)
        count += 1
    yield Part(file, digest.told(), first, END, count)


def readable_lines(fetcher: Fetcher, file: InputFile) -> Iterator[Line]:
    """The lines of a file as far as it can be read; reading its articles reports what is wrong."""
    try:
        path: Path = fetcher.path(file)
        yield from read_lines(path)
    except (CorpusError, OSError):
        return


def _group(parts: Iterable[Part], per_shard: int) -> Iterator[list[Part]]:
    """Parts in groups that begin at certain names, where a group is neither small nor large."""
    group: list[Part] = []
    weight = 0
    for part in parts:
        full = weight + part.articles > per_shard + per_shard // 2
        if group and (full or (weight >= per_shard // 2 and _begins(part, per_shard // 2))):
            yield group
            group, weight = [], 0
        group.append(part)
        weight += part.articles
    if group:
        yield group


def _begins(part: Part, one_in: int) -> bool:
    """Whether a group begins at a part, if the one before is not small."""
    digest = hashlib.blake2b(f"{part.file.id}\0{part.first}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) % max(1, one_in) == 0
