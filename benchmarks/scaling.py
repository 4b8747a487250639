"""Unit costs -> what 1 to 1,000 million passages take: the table of docs/scaling.md.

    python -m benchmarks.scaling

Each cost is of one passage, with the statements and the share of the article that come with it, so
the table is a multiplication. Measured costs name where their figure stands; a choice or an
assumption says that it is one. Above what was measured, every line is extrapolated.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Cost:
    """What one passage takes."""

    name: str
    value: float
    unit: str
    source: str


# 3,078 articles of benchmarks.growth: 40,857 passages and 68,610 statements
_ARTICLES, _PASSAGES, _STATEMENTS = 3078, 40_857, 68_610
_GROWTH = "`benchmarks.growth`, [performance.md](performance.md#growth)"

DIMENSION = 384
STATEMENTS = Cost("statements", _STATEMENTS / _PASSAGES, "a passage", _GROWTH)
ARTICLES = Cost("articles", _ARTICLES / _PASSAGES, "a passage", _GROWTH)
CUTTING = Cost("reading, cutting, attributing", 1266 / 341_489, "core s", f"{_GROWTH}, 26,000 articles")
EMBEDDING = Cost("embedding the passage and its statements", 0.0, "core s", "")
SHARDS = Cost("shards", 0.0, "bytes", "")
LOCAL_DISK = Cost("local index", 1_340e6 / 341_489, "bytes", f"{_GROWTH}, 26,000 articles")
LOCAL_MEMORY = Cost("memory of asking", (2_117e6 - 461e6) / (341_489 - 3_247), "bytes", f"{_GROWTH}, 300 and 26,000 articles")
