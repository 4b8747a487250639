"""Gradio, imported so that it calls nobody and writes no files for editors."""

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
    """Import gradio, the first time; then `import gradio` finds it so.

    Each time that it is imported it takes the source of its components apart, to see whether the
    `.pyi` beside each is still right: nearly half of the time that its import takes. It leaves out
    those that come from no file.
    """
    os.environ.update(_QUIET)
    if "gradio" not in sys.modules:
        with _from_no_file("gradio."):
            import gradio  # noqa: F401


@contextmanager
def _from_no_file(package: str) -> Iterator[None]:
    """Let the classes of a package say that they come from no file, as those of `exec` do."""
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
