"""Imports Gradio without network calls and without writing files for editors."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}


def import_gradio() -> None:
    """Import gradio for the first time; a later `import gradio` finds it.

    On import Gradio parses the source of its components to check the `.pyi` file beside each, which
    takes nearly half of the import time. It skips components that come from no file.
    """
    os.environ.update(_QUIET)
    if "gradio" not in sys.modules:
        with _hide_files("gradio."):
            import gradio  # noqa: F401


@contextmanager
def _hide_files(package: str) -> Iterator[None]:
    """Let the classes of a package say that they come from no file, as classes of `exec` do."""
    file_of = inspect.getfile

    def getfile(thing: Any) -> str:
        if isinstance(thing, type) and thing.__module__.startswith(package):
            raise OSError("not looked for")
        return file_of(thing)

    inspect.getfile = getfile  # type: ignore[assignment]  # it calls what it takes "object"
    try:
        yield
    finally:
        inspect.getfile = file_of
