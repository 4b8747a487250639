"""What a first build has left, embedded by a process of its own while a server answers.

The process is of the lowest priority, and ends with the server, however that ends: it watches its
standard input, which the server holds open.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import rag
from rag.build.finishing import finish
from rag.errors import IndexBusy, RagError
from rag.models.embedder import Embedder

_AGAIN_AFTER = 30.0  # seconds: another program that writes the index may have been stopped
_NICE = 10  # how much other programs go before


@contextmanager
def finishing(index: Path, embedder: Embedder) -> Iterator[None]:
    """Embed what an index lacks, in another process, as long as the context lasts."""
    code = str(Path(rag.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (code, os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", "rag.build.background", str(index), embedder.name,
         str(embedder.cache or "")],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,  # Ctrl-C is the server's: it stops this process
    )  # fmt: skip
    try:
        yield
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.wait()


def main() -> None:
    """Embed until all is embedded, or until standard input is closed."""
    index, model, cache = sys.argv[1:4]
    threading.Thread(target=_end_with_input, daemon=True).start()
    with suppress(OSError):
        os.nice(_NICE)
    embedder = Embedder(model, Path(cache) if cache else None)
    try:
        _finish(Path(index), embedder)
    except RagError as error:
        sys.stderr.write(f"Embedding has stopped: {error.message}\n{error.hint}\n")
        sys.exit(error.exit_code)


def _finish(index: Path, embedder: Embedder) -> None:
    while True:
        try:
            finish(index, embedder)
        except IndexBusy:
            time.sleep(_AGAIN_AFTER)
        else:
            return


def _end_with_input() -> None:
    """End this process when the server closes the pipe, or is gone."""
    # not sys.stdin: a thread that waits there keeps the program from ending
    while os.read(0, 1):
        pass
    os._exit(0)  # what was computed is on the disk, and a sealed block never is half written


if __name__ == "__main__":
    main()
