"""`build --watch`: build again whenever the corpus changes.

The only module that uses watchfiles. A change during a build leads to another build.
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

_QUIET = 1000  # milliseconds without a change before a build, so that no copy is half done
_AT_MOST = 30_000  # milliseconds of changes without a pause
_LOOK = 1000  # milliseconds between two checks that the folder is still the same one
_AGAIN_AFTER = 10.0  # seconds; another program may have ended, or the disk may have space
_NAMED = 3  # changed files that a line names

_Identity = tuple[int, int]  # of a folder, which may be moved away and replaced by another


def watch(corpus: Path, index: Path, build: Callable[[], None]) -> None:
    """Build, and build again whenever the corpus changes, until Ctrl-C or SIGTERM.

    An error in a build is reported, and the next change is awaited. Raises CorpusError if there is
    no corpus at the start, or if the system cannot watch it.
    """
    if not corpus.exists():
        raise CorpusError(
            f"{corpus}: no such file or folder",
            hint="give the folder or the file with your articles: --corpus PATH",
        )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    building = False
    try:
        with closing(_changes(_make_absolute(corpus), _make_absolute(index))) as every:
            _say(f"Watching {escape(str(corpus))}; Ctrl-C stops")
            due = time.monotonic()  # from now on, changes are noticed
            for changed in every:
                if changed:
                    _say(_describe(changed))
                    due = time.monotonic()
                if due <= time.monotonic():
                    building = True
                    due = _build_once(build)
                    building = False
    except KeyboardInterrupt:
        left = " during a build: the index is unchanged, and the next build continues from there"
        _say("Stopped" + left * building)


def _build_once(build: Callable[[], None]) -> float:
    """Build and report errors; returns the clock time of the next try if nothing changes."""
    try:
        build()
    except (IndexBusy, IndexNotWritten) as error:
        _report_error(error, f"trying again in {_AGAIN_AFTER:g} s")
        return time.monotonic() + _AGAIN_AFTER
    except RagError as error:
        _report_error(error, "waiting for the next change")
    except Exception:  # noqa: BLE001  # an unattended watch must go on to the next build
        err.print_exception()
        _say("[red]Something went wrong[/]; waiting for the next change")
    return float("inf")


def _changes(corpus: Path, index: Path) -> Generator[list[Path]]:
    """Yield the changed files whenever changes have settled; an empty list if there are none."""
    before = _identify(corpus)
    while True:
        now = _identify(corpus)
        if now is None:  # moved away, or on a drive that is not mounted
            before = None
            time.sleep(_LOOK / 1000)
            yield []
            continue
        another, before = now != before, now
        for changed in _wait_until_settled(corpus, index):
            # yielded when watching has begun, so that changes during the build are noticed
            yield [corpus] if another else changed
            another = False
            if _identify(corpus) != now:
                break


def _wait_until_settled(corpus: Path, index: Path) -> Generator[list[Path]]:
    import watchfiles

    is_folder = corpus.is_dir()

    def counts(_: watchfiles.Change, name: str) -> bool:
        """Like the reader of a corpus: ignore hidden files and indexes below the corpus."""
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
        corpus if is_folder else corpus.parent,  # a replaced file is another file
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
        return  # gone a moment ago; the caller checks
    except (OSError, RuntimeError) as error:  # the second is watchfiles' own
        raise CorpusError(
            f"{corpus}: cannot be watched: {error}",
            hint="raise fs.inotify.max_user_watches, or set WATCHFILES_FORCE_POLLING=1 to poll the "
            "folder instead",
        ) from error


def _make_absolute(path: Path) -> Path:
    """The absolute path; links are kept, because their targets may change."""
    return Path(os.path.normpath(path.absolute()))


def _identify(path: Path) -> _Identity | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if path.is_dir() else (0, 0)


def _describe(changed: list[Path]) -> str:
    names = ", ".join(path.name for path in changed[:_NAMED])
    more = f" and {len(changed) - _NAMED:,} more" if len(changed) > _NAMED else ""
    return f"Changed: {escape(names)}{more}"


def _report_error(error: RagError, then: str) -> None:
    _say(f"[bold red]Error:[/] {escape(error.message)}")
    err.print(f"[bold]How to fix it:[/] {escape(error.hint)}")
    _say(then.capitalize())


def _say(what: str) -> None:
    """Write a line with the time to standard error; builds write to standard output."""
    now = datetime.now().strftime("%H:%M:%S")
    err.print(f"[dim]{now}[/] {what}")
