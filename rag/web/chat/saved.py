"""The latest conversations, to be gone on with, saved as files and opened again: in memory only.

Each is known by a token that nobody can guess; only the page it was held on has it.
"""

from __future__ import annotations

import threading

from rag.web.chat.exchange import Conversation
from rag.web.kept import Kept

_MOST_BYTES = 128 * 2**20  # some 2,000 turns with what is shown of them, and their articles


class Saved:
    """The latest conversations by their tokens. Safe to use from threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: Kept[str, Conversation] = Kept(_MOST_BYTES)

    def keep(self, conversation: Conversation) -> None:
        """Remember a conversation as it stands now; the one longest untouched is forgotten."""
        with self._lock:
            self._kept.put(conversation.token, conversation)

    def find(self, token: str) -> Conversation | None:
        """A conversation; None if it was forgotten."""
        with self._lock:
            return self._kept.get(token)
