"""The process that parses files of others: `python -m rag.articles.formats.worker`.

It reads one task a line from standard input, and writes one line for each part of the file, then
{"done": true}. A hostile file can harm only this process: the process has limits, and the parent
kills it and starts another one.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from rag.articles.formats.file_kinds import ARCHIVES, Kind
from rag.articles.formats.worker_messages import Member, RawArticle, Refused, Task, Unreadable
from rag.plain_files import is_plain


def main() -> None:
    """Do tasks until there are no more."""
    memory, file_bytes, seconds = (int(limit) for limit in sys.argv[1:4])
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_FSIZE, file_bytes)
    _limit(resource.RLIMIT_CORE, 0)
    # what libraries print must not stand between the lines for the parent
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    for line in sys.stdin:
        _allow_processor(seconds)
        _answer(Task(**json.loads(line)), lines)


def _answer(task: Task, lines: TextIO) -> None:
    closing: dict[str, Any] = {"done": True}
    try:
        for part in _parse(task):
            _write(lines, {type(part).__name__.lower(): asdict(part)})
    except Unreadable as error:
        closing["reason"] = str(error)
    except MemoryError:
        closing |= {"reason": "takes too much memory", "worn": True}
    except RecursionError:
        closing["reason"] = "is nested too deeply"
    except OSError as error:
        closing["reason"] = f"can't be opened: {error.strerror or error}"
    except Exception as error:  # noqa: BLE001  # libraries raise anything
        closing["reason"] = f"the {task.kind} parser fails: {type(error).__name__}: {error}"[:300]
    _write(lines, closing)


def _parse(task: Task) -> Iterator[RawArticle | Member | Refused]:
    if not is_plain(Path(task.path)):
        raise Unreadable("no plain file: it was replaced")
    kind = Kind(task.kind)
    if kind in ARCHIVES:
        from rag.articles.formats import archives

        return archives.unpack(task)
    match kind:
        case Kind.HTML:
            from rag.articles.formats.pages import web_page

            return web_page.read(task)
        case Kind.PDF:
            from rag.articles.formats import pdf

            return pdf.read(task)
        case Kind.WORD:
            from rag.articles.formats import word

            return word.read(task)
        case Kind.FEED:
            from rag.articles.formats import feeds

            return feeds.read(task)
        case Kind.MAIL:
            from rag.articles.formats import mail

            return mail.read(task)
        case _:
            from rag.articles.formats import json_csv

            return json_csv.read(task)


def _write(lines: TextIO, value: dict[str, Any]) -> None:
    lines.write(json.dumps(value) + "\n")  # ASCII only: half characters cross unharmed
    lines.flush()


def _limit(which: int, most: int) -> None:
    with suppress(ValueError, OSError):  # a system without this limit, or with a lower one
        resource.setrlimit(which, (most, most))


def _allow_processor(seconds: int) -> None:
    """Give the next file so much processor time. The system kills the process if it takes more."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


if __name__ == "__main__":
    main()
