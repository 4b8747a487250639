"""`python -m rag.doctor.trace INDEX MODEL CACHE`: asks, and tells what it tried to reach.

Writes {"question": ..., "status": ..., "tried": [...], "alone": ...}; `alone` where it had a
network of its own, in which nothing can be reached.
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

_LATER = 3.0  # seconds; libraries that tell of their use do so in the background
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2)
_LEAVES = {
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo", "socket.__new__",
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty",
}  # fmt: skip


def main(index: Path, model: str, cache: Path | None) -> None:
    """Ask the index something that it holds."""
    alone = _leave_the_network()
    unroutable = _unroutable()
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
        question = _question(assistant)
        status = assistant.ask(question).status.value
        time.sleep(_LATER if alone else 0)
    except RagError as error:
        sys.exit(error.message)
    if (lost := _unroutable() - unroutable) > 0:
        tried.append(f"{lost} packets from outside of Python")
    told = {"question": question, "status": status, "tried": tried, "alone": alone}
    sys.stdout.write(json.dumps(told) + "\n")


def _question(assistant: Any) -> str:
    """Of the person quoted most; where nobody is quoted, of the first article's title."""
    if assistant.speakers:
        return f"What did {assistant.speakers[0]} say?"
    title = next(iter(assistant.index.articles.values())).title
    return f"What is known about {title.rstrip('.?! ')}?"


def _is_local(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether an event concerns a socket of this machine's own files."""
    if event == "socket.__new__":
        return bool(arguments[1] == socket.AF_UNIX)
    one = arguments[0] if arguments else None
    return isinstance(one, socket.socket) and one.family == socket.AF_UNIX


def _leave_the_network() -> bool:
    """Go where no address can be reached. False where the system does not allow it."""
    with suppress(OSError, AttributeError):  # no Linux
        unshare = ctypes.CDLL(None).unshare
        # who may do without another user does: that one might not read the index
        return bool(unshare(_NEW_NETWORK) == 0 or unshare(_NEW_USER | _NEW_NETWORK) == 0)
    return False


def _unroutable() -> int:
    """How many packets had nowhere to go, by the counters of the network that this program has."""
    found = 0
    with suppress(OSError, ValueError):
        names, values = (
            line.split()
            for line in Path("/proc/self/net/snmp").read_text().splitlines()
            if line.startswith("Ip:")
        )
        found += int(values[names.index("OutNoRoutes")])
    with suppress(OSError, ValueError):
        for line in Path("/proc/self/net/snmp6").read_text().splitlines():
            name, value = line.split()
            found += int(value) if name == "Ip6OutNoRoutes" else 0
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]) if sys.argv[3] else None)
