"""A piece of HTML, as feeds and mails carry it -> its paragraphs."""

from __future__ import annotations

import re

_BLOCKS = frozenset(
    """
    address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6
    header hr li main ol p pre section table td th tr ul
    """.split()
)
_LEFT_OUT = frozenset("script style template noscript head title".split())
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")


def plain(markup: str) -> str:
    """Return the text of HTML, an empty line between its blocks. Text without tags stays."""
    if not _MARKUP.search(markup):
        return markup
    from lxml import html

    # lone surrogates and NUL can't be parsed
    clean = markup.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    root = html.fragment_fromstring(clean, create_parent="div")
    parts: list[str] = []
    # not by recursion: tags may be nested a thousand deep
    waiting: list[tuple[object, bool]] = [(root, False)]
    while waiting:
        node, closing = waiting.pop()
        tag = node.tag if isinstance(node.tag, str) else ""  # type: ignore[attr-defined]
        if closing:
            if tag in _BLOCKS:
                parts.append("\n\n")
            if node is not root and node.tail:  # type: ignore[attr-defined]
                parts.append(re.sub(r"\s+", " ", node.tail))  # type: ignore[attr-defined]
            continue
        waiting.append((node, True))
        if tag in _BLOCKS:
            parts.append("\n\n")
        if tag and tag not in _LEFT_OUT:
            if node.text:  # type: ignore[attr-defined]
                parts.append(re.sub(r"\s+", " ", node.text))  # type: ignore[attr-defined]
            waiting += [(child, False) for child in reversed(node)]  # type: ignore[call-overload]
    return re.sub(r"\s+", _one_break, "".join(parts)).strip()


def _one_break(space: re.Match[str]) -> str:
    """White space in which a block ends, as the end of a paragraph."""
    return "\n\n" if space.group().count("\n") > 1 else space.group()
