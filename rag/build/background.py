"""Work in processes of their own while a server answers, such as embedding the rest of an index.

Such a process has a low priority. It ends with the server, however that ends, because it watches
its standard input, which the server holds open.
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

_AGAIN_AFTER = 30.0  # seconds; another program that writes the index may have ended by then
_NICE = 10  # the step down in priority


@contextmanager
def finishing(index: Path, embedder: Embedder) -> Iterator[None]:
    """Embed the rest of an index in another process, which ends with the context."""
    given = str(index), embedder.name, str(embedder.cache or "")
    process = start_beside(__name__, *given, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.wait()


def start_beside(
    module: str, *given: str, stdout: int = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    """Start a module of this program as a process, with a pipe for its input.

    The module calls `end_with_input`, so that it ends when the caller closes its input or is gone.
    """
    code = str(Path(rag.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (code, os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", module, *given],
        stdin=subprocess.PIPE,
        stdout=stdout,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,  # Ctrl-C reaches the server, which stops this process
    )


def main() -> None:
    """Embed until everything is embedded or standard input is closed."""
    index, model, cache = sys.argv[1:4]
    threading.Thread(target=end_with_input, daemon=True).start()
    lower_priority()
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


def lower_priority() -> None:
    """Let other processes go first."""
    with suppress(OSError):
        os.nice(_NICE)


def end_with_input() -> None:
    """End this process when the server closes the pipe or is gone."""
    # not sys.stdin: a thread that waits there keeps the program from ending
    while os.read(0, 1):
        pass
    os._exit(0)  # the computed blocks are on disk; one that is cut short is recognised and ignored


if __name__ == "__main__":
    main()
