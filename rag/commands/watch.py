"""`build --watch`: a corpus that changes -> builds, one behind the other.

The only module that knows of watchfiles. What changes while a build runs leads to another one.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Generator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from rich.markup import escape

from rag.commands.terminal import err
from rag.errors import CorpusError, IndexBusy, IndexNotWritten, RagError
from rag.index.storage.generation_folders import is_index

_QUIET = 1000  # milliseconds without a change before a build: nothing is read half copied
_AT_MOST = 30_000  # milliseconds of changes without a pause
_LOOK = 1000  # milliseconds between two looks whether the folder itself is still the same
_AGAIN_AFTER = 10.0  # seconds: another program may have ended, or the disk have room
_NAMED = 3  # files

_Identity = tuple[int, int]  # of a folder: it may be moved away, and another put in its place


def watch(corpus: Path, index: Path, build: Callable[[], None]) -> None:
    """Build, and build again whenever the corpus changes, until Ctrl-C or SIGTERM.

    What goes wrong in a build is told, and the next change is waited for. Raises CorpusError where
    there is no corpus to begin with, or the system cannot watch it.
    """
    if not corpus.exists():
        raise CorpusError(
            f"{corpus}: no such file or folder",
            hint="put articles into a folder, and give the folder's path",
        )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    building = False
    try:
        with closing(_changes(_whole(corpus), _whole(index))) as every:
            _say(f"Watching {escape(str(corpus))}; Ctrl-C stops")
            due = time.monotonic()  # by now what changes is seen
            for changed in every:
                if changed:
                    _say(_told(changed))
                    due = time.monotonic()
                if due <= time.monotonic():
                    building = True
                    due = _built(build)
                    building = False
    except KeyboardInterrupt:
        left = " in a build: the index is as it was, and the next build goes on from there"
        _say("Stopped" + left * building)


def _built(build: Callable[[], None]) -> float:
    """Build, and tell what went wrong; when to try again without a change, by the clock."""
    try:
        build()
    except (IndexBusy, IndexNotWritten) as error:
        _tell_error(error, f"trying again in {_AGAIN_AFTER:g} s")
        return time.monotonic() + _AGAIN_AFTER
    except RagError as error:
        _tell_error(error, "waiting for the next change")
    except Exception:  # noqa: BLE001  # whoever watches over night wants the next build all the same
        err.print_exception()
        _say("[red]Something went wrong[/]; waiting for the next change")
    return float("inf")


def _changes(corpus: Path, index: Path) -> Generator[list[Path]]:
    """What has changed, each time that it has settled; an empty list where nothing has."""
    before = _identity(corpus)
    while True:
        now = _identity(corpus)
        if now is None:  # moved away, or on a drive that is not there for now
            before = None
            time.sleep(_LOOK / 1000)
            yield []
            continue
        another, before = now != before, now
        for changed in _settled(corpus, index):
            # told when it is watched: what changes while it is built from is seen
            yield [corpus] if another else changed
            another = False
            if _identity(corpus) != now:
                break


def _settled(corpus: Path, index: Path) -> Generator[list[Path]]:
    import watchfiles

    is_folder = corpus.is_dir()

    def counts(_: watchfiles.Change, name: str) -> bool:
        """As the reader of a corpus: no hidden files; and indexes below it are none of it."""
        path = Path(name)
        if not is_folder:
            return path == corpus
        if path == index or index in path.parents or not path.is_relative_to(corpus):
            return False
        below = path.relative_to(corpus)
        if any(part.startswith(".") for part in below.parts):
            return False
        return not any(is_index(corpus / folder) for folder in below.parents)

    watching = watchfiles.watch(
        corpus if is_folder else corpus.parent,  # a file that is replaced is another one
        watch_filter=counts,
        debounce=_AT_MOST,
        step=_QUIET,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        recursive=is_folder,
        ignore_permission_denied=True,
    )
    try:
        for changes in watching:
            yield sorted({Path(name) for _, name in changes})
    except FileNotFoundError:
        return  # gone a moment ago: who calls looks
    except (OSError, RuntimeError) as error:  # the second is watchfiles' own
        raise CorpusError(
            f"{corpus}: cannot be watched: {error}",
            hint="raise fs.inotify.max_user_watches, or set WATCHFILES_FORCE_POLLING=1, which "
            "looks through the folder instead",
        ) from error


def _whole(path: Path) -> Path:
    """A path from the root; links are left as they are: one may lead elsewhere tomorrow."""
    return Path(os.path.normpath(path.absolute()))


def _identity(path: Path) -> _Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if path.is_dir() else (0, 0)


def _told(changed: list[Path]) -> str:
    names = ", ".join(path.name for path in changed[:_NAMED])
    more = f" and {len(changed) - _NAMED:,} more" if len(changed) > _NAMED else ""
    return f"Changed: {escape(names)}{more}"


def _tell_error(error: RagError, then: str) -> None:
    _say(f"[bold red]Error:[/] {escape(error.message)}")
    err.print(f"[bold]Hint:[/] {escape(error.hint)}")
    _say(then.capitalize())


def _say(what: str) -> None:
    """A line with the time, beside what builds themselves write to standard output."""
    now = datetime.now().strftime("%H:%M:%S")
    err.print(f"[dim]{now}[/] {what}")
