"""Quotations are held against their articles, character for character.

Folded are only the kind of quotation mark and the white space: no fuzzy threshold. A changed word,
number or negation is another text.
"""

from __future__ import annotations

_MARKS = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′", "'"))


def fold(text: str) -> str:
    """A text with one kind of double and of single quotation mark, and single spaces."""
    return " ".join(text.translate(_MARKS).split())


def is_verbatim(quotation: str, source: str) -> bool:
    """Whether a quotation stands in a source text; an empty one stands nowhere."""
    folded = fold(quotation)
    return bool(folded) and folded in fold(source)
