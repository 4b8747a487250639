"""How much a file may take. A file that takes more is not read, and is listed.

The limits are far above what articles need (the longest of 3,078 news articles has 60,000
characters), and far below what harms a machine with 4 GB of memory.
"""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 2**20
LONGEST_ARTICLE = 1_000_000  # characters: as long as a novel
LARGEST_TEXT = 16 * MEBIBYTE  # bytes of a .txt or .md file
LARGEST_GZIPPED = 4096 * MEBIBYTE  # bytes of a .jsonl.gz when it is unpacked
MOST_EXPANSION = 200  # times the packed size; text unpacks to 3 to 30 times
SMALL = 8 * MEBIBYTE  # bytes; smaller files may unpack to any multiple of their size
DEEPEST_ARCHIVE = 2  # archives inside one another
MOST_UNREAD_ROWS = 10  # rows of one file that are listed one by one


@dataclass(frozen=True, slots=True)
class Limits:
    """What the parsing of one file may take."""

    file_bytes: int = 256 * MEBIBYTE
    seconds: float = 60.0  # of waiting for the worker, and of its processor time
    memory_bytes: int = 2048 * MEBIBYTE  # address space of the worker, libraries included
    output_bytes: int = 512 * MEBIBYTE  # of all articles of one file
    members: int = 50_000  # of an archive
    unpacked_bytes: int = 1024 * MEBIBYTE  # of an archive and of the archives in it


LIMITS = Limits()
