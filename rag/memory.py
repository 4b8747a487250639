"""Memory that a process no longer needs, returned to the system."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress


def return_free_memory() -> None:
    """Free what refers to itself in a circle, and return free memory: glibc keeps much of it."""
    gc.collect()
    with suppress(OSError, AttributeError, TypeError):  # another C library, or another system
        ctypes.CDLL(None).malloc_trim(0)
