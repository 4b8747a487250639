"""What a build would read from a file, in a process of its own: `check` starts it.

A hostile file may take as much time and memory as it likes there, up to the limits of a build, and
can do no harm to the server.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from rag.articles.formats.file_kinds import HEAD, kind_of, why_not_read
from rag.articles.formats.limits import LIMITS
from rag.articles.reading import Reading
from rag.build.background import start_beside
from rag.notice import Notice
from rag.plain_files import read_plain
from rag.records import Unread
from rag.web.api.problems import Problem

_SECONDS = 2 * LIMITS.seconds  # a build gives each file of an archive as long
_TOLD = 20  # titles, and rows that cannot be read


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read from a file."""

    articles: int
    titles: tuple[str, ...]  # of the first ones
    unread: tuple[str, ...]  # what of it cannot be read: reasons, each with its row


def check(path: Path, name: str, fields: Mapping[str, str]) -> Checked:
    """Read a file as a build would. Raises Problem if there is no article in it."""
    process = start_beside(
        "rag.web.adding.check_process", str(path), name, json.dumps(dict(fields))
    )
    try:
        written, _ = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        written = b""
    if not written:
        raise Problem(
            422,
            Notice("{name}: takes too much time or memory to read", name=name),
            hint=Notice("save it in a simpler format, such as plain text"),
        )
    result = json.loads(written)
    checked = Checked(result["articles"], tuple(result["titles"]), tuple(result["unread"]))
    if not checked.articles:
        reason = checked.unread[0] if checked.unread else "no article in it"
        raise Problem(
            422,
            f"{name}: {reason}",
            hint=Notice("see that the file has the text of an article"),
        )
    return checked


def main() -> None:
    """Read the file that the arguments name, and write what was found to standard output."""
    path, name, fields = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
    seconds = int(_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (LIMITS.memory_bytes, LIMITS.memory_bytes))
    sys.stdout.write(json.dumps(asdict(_read(path, name, fields))))


def _read(path: Path, name: str, fields: Mapping[str, str]) -> Checked:
    head = read_plain(path, HEAD)
    kind = kind_of(name, head)
    if kind is None:
        return Checked(0, (), (why_not_read(name, head),))
    unread: list[Unread] = []
    titles: list[str] = []
    count = 0
    with Reading(date.today(), fields, unread.append, LIMITS) as reading:
        for article in reading.file(path, kind, name):
            count += 1
            if len(titles) < _TOLD:
                titles.append(article.title)
    reasons = [_place(file, name) + file.reason for file in unread if not file.expected]
    return Checked(count, tuple(titles), tuple(reasons[:_TOLD]))


def _place(file: Unread, name: str) -> str:
    place = file.path.removeprefix(name).lstrip(":#/")
    return f"{place}: " if place else ""


if __name__ == "__main__":
    main()
