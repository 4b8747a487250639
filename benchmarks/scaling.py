"""Unit costs -> what 1 to 1,000 million passages take: the tables of docs/scaling.md.

`make docs` writes them. A cost of a passage includes the statements and the share of an article
that come with it, so that a size is a multiplication. A figure that was measured says where it
stands; an assumption says that it is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

# benchmarks.growth, docs/performance.md: what news articles are, and what an index of them takes
_ARTICLES, _PASSAGES, _STATEMENTS = 3_078, 40_857, 68_610
_SMALL, _LARGE = 3_247, 341_489  # passages of 300 and of 26,000 articles
_GROWTH = "[performance.md](performance.md#growth)"
_NEW = "[performance.md](performance.md#a-new-corpus)"
_RESULTS = "[RESULTS.md](../benchmarks/RESULTS.md#a-cluster)"
_MILVUS = "[RESULTS.md](../benchmarks/RESULTS.md#an-index-in-milvus)"
_ASSUMED = "assumption"
_CHOSEN = "choice"

_DIMENSION, _LINKS = 384, 32  # of a vector, and of a node of the graph

_GB = 1e9
_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Cost:
    """A unit cost, and where it comes from."""

    name: str
    value: float
    unit: str
    source: str


TEXTS = Cost("texts with a vector", 1 + _STATEMENTS / _PASSAGES, "a passage", _GROWTH)
ARTICLES = Cost("articles", _ARTICLES / _PASSAGES, "a passage", _GROWTH)
COMPUTING = Cost("read, cut, attribute, embed", 94.0 / 5_731, "core s a passage", _NEW)
SHARE = Cost("of which a cluster does, with as many cores", 0.9, "", _ASSUMED)
ON_GPU = Cost("a GPU beside 16 cores: times as fast", 3_160 / 549, "", _RESULTS)
SHARD = Cost("shards", 1_712, "bytes a text", _RESULTS)
DISK = Cost("index of one machine", 1_340e6 / _LARGE, "bytes a passage", _GROWTH)
ASKING = Cost(
    "memory of a server on one machine",
    (2_117e6 - 461e6) / (_LARGE - _SMALL),
    "bytes a passage",
    _GROWTH,
)
BUILDING = Cost(
    "memory of the machine that loads a local index",
    (1_528e6 - 475e6) / (340_980 - 3_226),
    "bytes a passage",
    _GROWTH,
)
LOADING = Cost(
    "memory of the machine that loads Milvus",
    (28.6e6 - 8.4e6) / (7_955 - 1_491) + 1_961 * ARTICLES.value,
    "bytes a passage",
    _RESULTS,
)
SERVING = Cost(
    "memory of a web process over Milvus", 9_210 * ARTICLES.value, "bytes a passage", _MILVUS
)
HALF = Cost(
    "vector in half precision, in a graph of 32 links",
    _DIMENSION * 2 + _LINKS * 2 * 4,
    "bytes a text",
    "formula",
)
FLOAT = Cost(
    "vector in float32, in the same graph",
    _DIMENSION * 4 + _LINKS * 2 * 4,
    "bytes a text",
    "formula",
)
BESIDE = Cost("words, texts, lists and fields in Milvus", 2_530, "bytes a passage", _MILVUS)
KEPT = Cost("sent by every publish", 84, "bytes a passage", _MILVUS)
NEW = Cost("new articles of a publish", 0.001, "of all", _CHOSEN)
BYTE = Cost(
    "vector in 8-bit numbers, in lists (IVF_SQ8)", _DIMENSION + 8, "bytes a text", "formula"
)
ON_DISK = Cost(
    "vector's memory with a disk index (DISKANN)", _DIMENSION / 4, "bytes a text", _ASSUMED
)
CORES = Cost("cores of a machine that computes", 16, "", _CHOSEN)
COMPUTERS = Cost("machines that compute", 10, "", _CHOSEN)
MEMORY = Cost("memory of a machine that searches", 64e9, "bytes", _CHOSEN)
FILLED = Cost("of which an index may fill", 0.7, "", _ASSUMED)

UNITS = (
    TEXTS, ARTICLES, COMPUTING, SHARE, ON_GPU, SHARD, DISK, ASKING, BUILDING, LOADING, SERVING,
    HALF, FLOAT, BYTE, ON_DISK, BESIDE, KEPT, NEW, CORES, COMPUTERS, MEMORY, FILLED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """A number of passages, what breaks first there, and what to do about it."""

    millions: int
    breaks: str
    turn: str

    @property
    def passages(self) -> float:
        """The number of passages."""
        return self.millions * 1e6

    @property
    def texts(self) -> float:
        """The number of vectors."""
        return self.passages * TEXTS.value

    @property
    def core_hours(self) -> float:
        """What a cluster computes."""
        return self.passages * COMPUTING.value / SHARE.value / _HOUR

    @property
    def hours(self) -> float:
        """The same on the clock, with `COMPUTERS` machines."""
        return self.core_hours / (COMPUTERS.value * CORES.value)

    @property
    def gpu_hours(self) -> float:
        """The same if each machine has a GPU."""
        return self.hours / ON_GPU.value

    @property
    def searched(self) -> float:
        """Bytes of memory that Milvus needs, with vectors in half precision."""
        return self.texts * HALF.value + self.passages * BESIDE.value

    @property
    def searchers(self) -> int:
        """Machines whose memory holds that."""
        return ceil(self.searched / (MEMORY.value * FILLED.value))

    @property
    def loaded(self) -> float:
        """Bytes that a publish sends if it sends all rows, with vectors in half precision."""
        return self.texts * _DIMENSION * 2 + self.passages * BESIDE.value

    @property
    def published(self) -> float:
        """Bytes that a publish sends if only `NEW` articles are new."""
        return self.loaded * NEW.value + self.passages * KEPT.value


SIZES = (
    Size(
        1,
        "nothing: one machine holds it, and computes it in hours",
        "nothing; a cluster if the first build has to be quicker",
    ),
    Size(
        10,
        "the memory of a server with the index of one machine, and of its build",
        "Milvus, with vectors in half precision; 16 GB for each web process",
    ),
    Size(
        100,
        "the memory of the machine that loads Milvus, and of each web process",
        "an index for each year, with web processes of its own; texts and lists mapped into "
        "memory from the disk (mmap); 8-bit vectors",
    ),
    Size(
        1000,
        "the same in each year; the machines for Milvus; a day and more of computing",
        "an index for each month; a disk index; GPUs for embedding",
    ),
)


def unit_rows() -> list[tuple[str, str, str]]:
    """The unit costs: name, value with its unit, source."""
    return [
        (unit.name, f"{_number(unit.value)} {unit.unit}".strip(), unit.source) for unit in UNITS
    ]


def size_head() -> tuple[str, ...]:
    """The head of the table of sizes."""
    return ("passages", *(f"{size.millions:,} million" for size in SIZES))


def size_rows() -> list[tuple[str, ...]]:
    """The table of sizes, a row for each thing that is needed."""
    rows = {
        "articles, million": [size.passages * ARTICLES.value / 1e6 for size in SIZES],
        "vectors, million": [size.texts / 1e6 for size in SIZES],
        "computing, core hours": [size.core_hours for size in SIZES],
        f"on {COMPUTERS.value:.0f} machines of {CORES.value:.0f} cores, hours": [
            size.hours for size in SIZES
        ],
        "the same with a GPU in each, hours": [size.gpu_hours for size in SIZES],
        "shards, GB": [size.texts * SHARD.value / _GB for size in SIZES],
        "one machine: index, GB": [size.passages * DISK.value / _GB for size in SIZES],
        "one machine: server's memory, GB": [size.passages * ASKING.value / _GB for size in SIZES],
        "one machine: memory to load, GB": [size.passages * BUILDING.value / _GB for size in SIZES],
        "Milvus: memory to load, GB": [size.passages * LOADING.value / _GB for size in SIZES],
        "Milvus: a web process's memory, GB": [
            size.passages * SERVING.value / _GB for size in SIZES
        ],
        "Milvus: memory for words, texts, lists and fields, GB": [
            size.passages * BESIDE.value / _GB for size in SIZES
        ],
        "and for vectors in half precision, GB": [size.texts * HALF.value / _GB for size in SIZES],
        "instead in float32, GB": [size.texts * FLOAT.value / _GB for size in SIZES],
        "instead in 8-bit numbers, GB": [size.texts * BYTE.value / _GB for size in SIZES],
        "instead with a disk index, GB": [size.texts * ON_DISK.value / _GB for size in SIZES],
        "machines of 64 GB, with half precision": [float(size.searchers) for size in SIZES],
        "sent by a publish of all rows, GB": [size.loaded / _GB for size in SIZES],
        f"sent by a publish of {NEW.value:.1%} new articles, GB": [
            size.published / _GB for size in SIZES
        ],
    }
    table = [(name, *map(_number, values)) for name, values in rows.items()]
    table.append(("breaks first", *(size.breaks for size in SIZES)))
    table.append(("what to turn", *(size.turn for size in SIZES)))
    return table


def _number(value: float) -> str:
    """Two digits that count, or all before the point."""
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.2g}"
