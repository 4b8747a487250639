"""Memory that a process no longer needs, returned to the system."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from typing import Final

MANY: Final = 1000  # articles; of fewer, less is freed than the time it takes is worth


def return_free_memory(articles: int) -> None:
    """After work on many articles, return what it no longer needs: glibc keeps much of it.

    This takes some .4 s, because objects that refer to each other are freed, too.
    """
    if articles < MANY:
        return
    gc.collect()
    with suppress(OSError, AttributeError, TypeError):  # another C library, or another system
        ctypes.CDLL(None).malloc_trim(0)
