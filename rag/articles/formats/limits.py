"""How much of everything a file may take. A file that wants more is not read, and is listed.

The numbers are far above what articles need (the longest of 3,078 news articles has 60,000
characters) and far below what harms a machine with 4 GB of memory.
"""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 2**20
LONGEST_ARTICLE = 1_000_000  # characters: a novel; what is longer is no article
LARGEST_TEXT = 16 * MEBIBYTE  # bytes of a .txt or .md file
LARGEST_GZIPPED = 4096 * MEBIBYTE  # bytes that a .jsonl.gz may become
MOST_EXPANSION = 200  # times that a file may grow when it is unpacked; text grows 3 to 30 times
SMALL = 8 * MEBIBYTE  # bytes up to which nobody asks how much a file has grown
DEEPEST_ARCHIVE = 2  # archives inside of each other
MOST_UNREAD_ROWS = 10  # rows of one file that are listed one by one


@dataclass(frozen=True, slots=True)
class Limits:
    """What parsing one file may take."""

    file_bytes: int = 256 * MEBIBYTE
    seconds: float = 60.0  # of waiting for the worker, and of its processor time
    memory_bytes: int = 2048 * MEBIBYTE  # address space of the worker, libraries included
    output_bytes: int = 512 * MEBIBYTE  # of all articles of one file
    members: int = 50_000  # of an archive
    unpacked_bytes: int = 1024 * MEBIBYTE  # of an archive with those inside of it


LIMITS = Limits()
