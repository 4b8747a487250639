"""The name that a browser gives for a file -> a name that is safe in the corpus folder."""

from __future__ import annotations

import re
import unicodedata

from rag.articles.formats.file_kinds import is_no_article, kind_named, why_not_read
from rag.notice import Notice
from rag.web.api.problems import Problem

_LONGEST = 200  # bytes; file systems allow 255, and the name of a file that is written is longer
_SEPARATORS = re.compile(r"[/\\]")
_FOREIGN = re.compile(r'[<>:"|?*]')  # not allowed in names on other systems
# Names that mean a device on Windows, whatever their ending.
_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$", re.IGNORECASE)


def make_safe(browser_name: str) -> str:
    """The name under which a file is stored; characters that other systems forbid become "_".

    Raises Problem for what is not the name of one file in a format that is read.
    """
    name = unicodedata.normalize("NFC", browser_name).strip()
    if not name or _SEPARATORS.search(name) or any(_is_control(character) for character in name):
        raise _refuse(400, Notice("this is not the name of a file"))
    name = _FOREIGN.sub("_", name)
    stem = name.partition(".")[0].strip()
    if name.startswith((".", "-")) or name.endswith(".") or _DEVICES.fullmatch(stem):
        raise _refuse(400, Notice("{name}: a file cannot have this name", name=name[:80]))
    if len(name.encode()) > _LONGEST:
        raise _refuse(400, Notice("the name of the file is too long"))
    if kind_named(name) is None or is_no_article(name):
        reason = why_not_read(name, b"")
        raise _refuse(
            415,
            f"{name}: {reason}",
            hint=Notice("add text, Markdown, HTML, PDF, Word, mail, feeds, JSON, CSV or archives"),
        )
    return name


def make_name(title: str, digest: str, ending: str) -> str:
    """A name for pasted text: the letters of its title, and a part of its digest."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", title))
    stem = "-".join(words)
    while len(stem.encode()) > _LONGEST // 2:
        stem = stem[:-1]
    return make_safe("-".join(part for part in (stem.strip("-"), digest) if part) + ending)


def _is_control(letter: str) -> bool:
    """Whether a character is not to be seen: control, format, surrogate or unassigned."""
    return unicodedata.category(letter).startswith("C")


def _refuse(status: int, message: str, *, hint: str = "") -> Problem:
    return Problem(
        status, message, hint=hint or Notice("give the file a name such as article.html")
    )
