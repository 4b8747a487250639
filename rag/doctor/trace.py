"""`python -m rag.doctor.trace INDEX MODEL CACHE`: ask a question and record network use.

Writes {"question": ..., "status": ..., "tried": [...], "alone": ...}; `alone` says that it ran in
a network namespace of its own, where nothing can be reached.
"""

from __future__ import annotations

import ctypes
import json
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

_LATER = 3.0  # seconds; libraries that report their use do so in the background
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2)
_LEAVES = {
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo", "socket.__new__",
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty",
}  # fmt: skip


def main(index: Path, model: str, cache: Path | None) -> None:
    """Ask the index a question that it can answer."""
    alone = _leave_the_network()
    unroutable = _count_unroutable()
    tried: list[str] = []

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _LEAVES or _is_local(event, arguments):
            return
        tried.append(f"{event} {arguments!r}"[:300])
        raise PermissionError(f"refused: {event}")

    sys.addaudithook(hook)

    from rag.assistant import Assistant
    from rag.errors import RagError

    try:
        assistant = Assistant.load(index, model=model, cache=cache)
        question = _make_question(assistant)
        status = assistant.ask(question).status.value
        time.sleep(_LATER if alone else 0)
    except RagError as error:
        sys.exit(error.message)
    if (lost := _count_unroutable() - unroutable) > 0:
        tried.append(f"{lost} packets from native libraries")
    result = {"question": question, "status": status, "tried": tried, "alone": alone}
    sys.stdout.write(json.dumps(result) + "\n")


def _make_question(assistant: Any) -> str:
    """A question on the most quoted person; if nobody is quoted, on the first article's title."""
    if assistant.speakers:
        return f"What did {assistant.speakers[0]} say?"
    title = next(iter(assistant.index.articles.values())).title
    return f"What is known about {title.rstrip('.?! ')}?"


def _is_local(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether an event concerns a Unix socket."""
    if event == "socket.__new__":
        return bool(arguments[1] == socket.AF_UNIX)
    subject = arguments[0] if arguments else None
    return isinstance(subject, socket.socket) and subject.family == socket.AF_UNIX


def _leave_the_network() -> bool:
    """Enter a network namespace without a route. False if the system does not allow it."""
    with suppress(OSError, AttributeError):  # not Linux
        unshare = ctypes.CDLL(None).unshare
        # without another user namespace if possible: its user might not read the index
        return bool(unshare(_NEW_NETWORK) == 0 or unshare(_NEW_USER | _NEW_NETWORK) == 0)
    return False


def _count_unroutable() -> int:
    """How many packets had no route, by the counters of this process's network namespace."""
    count = 0
    with suppress(OSError, ValueError):
        names, values = (
            line.split()
            for line in Path("/proc/self/net/snmp").read_text().splitlines()
            if line.startswith("Ip:")
        )
        count += int(values[names.index("OutNoRoutes")])
    with suppress(OSError, ValueError):
        for line in Path("/proc/self/net/snmp6").read_text().splitlines():
            name, value = line.split()
            count += int(value) if name == "Ip6OutNoRoutes" else 0
    return count


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]) if sys.argv[3] else None)
