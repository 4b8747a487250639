"""The latest conversations in memory, to continue, save and reopen them.

Each has a token that cannot be guessed; only its own page knows it.
"""

from __future__ import annotations

import threading

from rag.web.chat.exchange import Conversation
from rag.web.kept import Kept

_MOST_BYTES = 128 * 2**20  # some 2,000 turns with their HTML and their articles


class Saved:
    """The latest conversations by their tokens. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: Kept[str, Conversation] = Kept(_MOST_BYTES)

    def keep(self, conversation: Conversation) -> None:
        """Keep a conversation; the one that was not used for the longest time may be dropped."""
        with self._lock:
            self._kept.put(conversation.token, conversation)

    def find(self, token: str) -> Conversation | None:
        """A conversation; None if it is no longer kept."""
        with self._lock:
            return self._kept.get(token)
