"""Text -> HTML that cannot break out. All HTML is made here, element by element.

What is not `Html` already is escaped, so a title, a question or an article can be handed to
`element` as it is.
"""

from __future__ import annotations

import re
from html import escape

# Control characters and characters that reverse or hide text. Marks that joining scripts need
# (U+200C, U+200D) and single direction marks are kept. Lone surrogates cannot be sent as UTF-8.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
# The space between a number and what it counts is kept unbroken: "3 articles".
_SPACE = re.compile(r"(?<=\d)(\u00a0)(?=\w)|\s+")
_VOID = {"input", "link", "meta"}


class Html(str):
    """Text that is HTML and safe to show."""

    __slots__ = ()


NOTHING = Html("")


def safe(text: str) -> Html:
    """A text as HTML on one line, because Markdown ends HTML at an empty line."""
    if isinstance(text, Html):
        return text
    return Html(_SPACE.sub(lambda match: match[1] or " ", escape(_UNSAFE.sub("", text))))


def element(name: str, /, *children: str, **attributes: str | None) -> Html:
    """An element; its children are escaped unless they are Html, and so are its attributes.

    An attribute that is None is left out; `class_` gives `class`, `http_equiv` `http-equiv`.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{safe(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{joined(*children)}</{name}>")


def joined(*parts: str, by: str = "") -> Html:
    """Join parts; empty ones are left out."""
    return Html(safe(by).join(safe(part) for part in parts if part))


def sentence(text: str) -> str:
    """Make a sentence of a reason or a hint, which are written to follow a colon."""
    stop = "" if text.rstrip('"”»').endswith((".", "!", "?")) else "."
    return f"{text[:1].upper()}{text[1:]}{stop}"


def link(label: str, url: str | None, /, **attributes: str | None) -> Html | None:
    """A link that opens in a new tab; None unless the address is http or https."""
    if url is None or not re.match(r"https?://[^\s/]", url, re.IGNORECASE):
        return None
    return element("a", label, href=url, target="_blank", rel="noopener noreferrer", **attributes)
