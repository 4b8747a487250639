"""A fragment of HTML, as feeds, mails and rows carry it -> its paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from typing import Any

from rag.articles.text.clean import without_surrogates

_BLOCKS = frozenset(
    """
    address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6
    header hr li main ol p pre section table td th tr ul
    """.split()
)
_LEFT_OUT = frozenset("script style template noscript head title svg iframe object form".split())
_INLINE = frozenset(
    """
    a abbr acronym b big cite code del dfn em font i img ins kbd mark q s samp small span strike
    strong sub sup time tt u var wbr br nobr o:p
    """.split()
)
_NAMES = _BLOCKS | _LEFT_OUT | _INLINE
_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[a-zA-Z][\w:]{0,15})(?=[\s/>])[^<>]*>")
_ESCAPED = re.compile(r"&(?:amp;){0,2}lt;/?(?P<name>[a-zA-Z][\w:]{0,15})(?=[\s/&])")
_ALONE = frozenset({"br", "hr", "img", "wbr"})
_WRITTEN_BREAK = re.compile(r"(?:\\r)?\\n")  # a backslash and an n, as in text encoded twice
_WRITTEN = {"\\t": " ", '\\"': '"', "\\/": "/"}
_SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|wp_caption|(?:vc|et_pb|su|fusion)_\w+)"
    r"(?:\s[^\[\]]*)?/?\]"
)
_PULL_QUOTE = re.compile(
    r"pull[-_]?quote|quote[-_]{0,2}pull|quote[-_]{0,2}(?:callout|box|highlight)", re.IGNORECASE
)
_REPEATED = 0.8  # of the runs of three words of a pull quote; some are edited
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SIGNATURE = "\0"  # stands before a name until all text is there; texts hold no NUL
_SIGNATURE_AND_SPACE = re.compile(rf"(?<!\s)\s*{_SIGNATURE}\s*(?:[—–-]+\s*)?")
_NOT_A_TAG = re.compile(r"<((?:https?://|mailto:)[^\s<>]+|[^\s<>@]+@[^\s<>@]+)>")
_LEFT_OUT_TAG = re.compile(rf"<(?=(?P<name>{'|'.join(sorted(_LEFT_OUT))})[\s/>])", re.IGNORECASE)
_LONGEST_TAG = 2_000  # characters
_WHOLE_TAG = re.compile(r"<([a-zA-Z][\w:-]*+)[^<>]*+>")
_MOST = 3  # times that a text may be escaped


def holds_markup(text: str) -> bool:
    """Whether a text is a piece of HTML, and not a text that names a tag or has a "<" in it."""
    opened: set[str] = set()
    for tag in _TAG.finditer(text):
        name = tag["name"].lower()
        if name not in _NAMES:
            continue
        if name in _ALONE or (tag["closing"] and name in opened):
            return True
        opened.add(name)
    return False


def strip_markup(markup: str, *, left_out: Callable[[Any], bool] = lambda _: False) -> str:
    """Return the text of HTML: an empty line between blocks, a line break for `<br>`.

    Text without tags stays as it is, but tags that were escaped once more are tags. Elements for
    which `left_out` is true are dropped.
    """
    for _ in range(_MOST):
        if holds_markup(markup) or not _holds_escaped_tags(markup):
            break
        markup = unescape(markup)
    if not holds_markup(markup):
        return markup
    from lxml import html

    clean = _NOT_A_TAG.sub(r"&lt;\1&gt;", without_long_tags(break_lines(markup)))
    clean = _escape_unclosed(clean)
    clean = without_surrogates(_SHORTCODE.sub(" ", clean)).replace("\0", "")
    root = html.fragment_fromstring(clean, create_parent="div")
    drop_marked_pull_quotes(root)
    return text_of(root, left_out)


def _escape_unclosed(markup: str) -> str:
    """Make text of each `<script>` and its like that nothing closes: it would hide what follows."""
    lowered = markup.lower()
    closed = {name: lowered.rfind(f"</{name}") for name in _LEFT_OUT}

    def escape(tag: re.Match[str]) -> str:
        return "<" if tag.start() < closed[tag["name"].lower()] else "&lt;"

    return _LEFT_OUT_TAG.sub(escape, markup)


def break_lines(text: str) -> str:
    """Put line breaks into a text encoded twice, which has a backslash and an n for each."""
    if "\\n" not in text:
        return text
    for written, meant in _WRITTEN.items():
        text = text.replace(written, meant)
    return _WRITTEN_BREAK.sub("\n", text)


def text_of(root: Any, left_out: Callable[[Any], bool] = lambda _: False) -> str:
    """The text of an element of lxml, its paragraphs parted by empty lines."""
    parts: list[str] = []
    preformatted = 0
    # not by recursion: tags may be nested a thousand deep
    waiting: list[tuple[Any, bool]] = [(root, False)]
    while waiting:
        node, closing = waiting.pop()
        tag = node.tag.lower() if isinstance(node.tag, str) else ""
        kept = bool(tag) and tag not in _LEFT_OUT and not _is_hidden(node) and not left_out(node)
        if closing:
            preformatted -= tag == "pre"
            parts.append(_mark_around(node, tag, closing=True))
            if node is not root and node.tail:
                parts.append(_space(node.tail, preformatted))
        elif kept:
            preformatted += tag == "pre"
            parts.append(_mark_around(node, tag, closing=False))
            if node.text:
                parts.append(_space(node.text, preformatted))
            waiting.append((node, True))
            waiting += [(child, False) for child in reversed(node)]
        elif node is not root and node.tail:
            parts.append(_space(node.tail, preformatted))
    text = re.sub(r"\s+", _make_one_break, "".join(parts))
    return _SIGNATURE_AND_SPACE.sub(" — ", text).strip(" —\n\t")


def drop_marked_pull_quotes(root: Any) -> None:
    """Drop elements that are named for pull quotes and repeat words of the text around them."""
    marked = [
        node
        for node in root.xpath(".//*[@class or @role]")
        if _PULL_QUOTE.search(f"{node.get('class') or ''} {node.get('role') or ''}")
    ]
    if not marked:
        return
    runs = Counter(_list_runs(text_of(root)))
    for node in marked:
        # a name may stand below the words
        own_runs = _list_runs(max(text_of(node, _names_a_speaker).split("\n\n"), key=len))
        repeated = sum(runs[run] > 1 for run in own_runs)
        if node.getparent() is not None and own_runs and repeated >= _REPEATED * len(own_runs):
            node.drop_tree()


def _list_runs(text: str) -> list[tuple[str, ...]]:
    """The runs of three words in a text."""
    words = re.findall(r"\w+", text.lower())
    return list(zip(words, words[1:], words[2:], strict=False))


def _names_a_speaker(node: Any) -> bool:
    return node.tag in {"cite", "footer", "figcaption"}


def signs_quotation(node: Any) -> bool:
    """Whether an element names whose words the block before it holds: `<cite>Jane Doe</cite>`."""
    if node.tag not in {"cite", "footer"} or (node.tail or "").strip():
        return False
    if node.getnext() is not None or _begins_with_text(node.getparent()):
        return False
    if node.find(".//cite") is not None and not _begins_with_text(node):
        return False
    return next(node.iterancestors("blockquote", "figure"), None) is not None


def _begins_with_text(node: Any) -> bool:
    """Whether a name stands before a work: `<footer>Jane Doe in <cite>The Post</cite></footer>`."""
    return node is not None and node.tag == "footer" and bool((node.text or "").strip("—–- \n"))


def _make_one_break(space: re.Match[str]) -> str:
    """White space in which a block ends, as the end of a paragraph."""
    return "\n\n" if space.group().count("\n") > 1 else space.group()


def _mark_around(node: Any, tag: str, *, closing: bool) -> str:
    """What stands for the beginning or the end of an element."""
    if tag == "br":
        return "" if closing else "\n"
    if tag == "q":
        return "”" if closing else "“"
    if not closing and signs_quotation(node):
        return _SIGNATURE
    return "\n\n" if tag in _BLOCKS else ""


def _is_hidden(node: Any) -> bool:
    return bool(_HIDDEN.search(node.get("style") or "")) or node.get("hidden") is not None


def _space(text: str, preformatted: int) -> str:
    return text if preformatted else re.sub(r"\s+", " ", text)


def _holds_escaped_tags(text: str) -> bool:
    return any(tag["name"].lower() in _NAMES for tag in _ESCAPED.finditer(text))


def without_long_tags(markup: str) -> str:
    """Drop the attributes of tags that have thousands: parsing takes time quadratic in them."""

    def shortened(tag: re.Match[str]) -> str:
        return f"<{tag[1]}>" if len(tag[0]) > _LONGEST_TAG else tag[0]

    return _WHOLE_TAG.sub(shortened, markup)
