"""The latest conversations, to be saved as files and opened again. Nothing is written to disk.

Each is known by a token that nobody can guess; only the page it was held on has it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from rag.web.chat.exchange import Conversation

_MOST_TURNS = 2000  # of all conversations together; some 5 kB each


class Saved:
    """The latest conversations by their tokens. Safe to use from threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Conversation] = OrderedDict()
        self._turns = 0

    def keep(self, conversation: Conversation) -> None:
        """Remember a conversation as it stands now; the one longest untouched is forgotten."""
        with self._lock:
            before = self._kept.pop(conversation.token, None)
            self._turns += len(conversation.turns) - (len(before.turns) if before else 0)
            self._kept[conversation.token] = conversation
            while self._turns > _MOST_TURNS and len(self._kept) > 1:
                _, oldest = self._kept.popitem(last=False)
                self._turns -= len(oldest.turns)

    def find(self, token: str) -> Conversation | None:
        """A conversation; None if it was forgotten."""
        with self._lock:
            return self._kept.get(token)
