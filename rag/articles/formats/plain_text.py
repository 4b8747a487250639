"""A text file, in any encoding -> an Article."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from rag.articles.formats.limits import LARGEST_TEXT
from rag.articles.text.assembly import Given, make_article
from rag.articles.text.encoding import decode
from rag.errors import CorpusError
from rag.plain_files import open_plain
from rag.records import Article


def read(path: Path, article_id: str, *, today: date) -> Article:
    """Read a text file. Raises CorpusError if it is not text, or holds none, or far too much.

    The title is the first line, unless it is too long for a title. A day after `today` is not
    taken for the day of the article.
    """
    given = Given(article_id, str(path))
    return make_article(read_text(path), given, today=today, titled=True)


def read_text(path: Path) -> str:
    """The text of a file, whatever its encoding. Raises CorpusError as `read`."""
    with open_plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > LARGEST_TEXT:
            raise CorpusError(
                f"{path}: {size:,} bytes; a text may have {LARGEST_TEXT:,}",
                hint="no article is that long; put many articles into a .jsonl file, one a line",
            )
        raw = file.read(LARGEST_TEXT)
    text = decode(raw)
    if text is None:
        raise CorpusError(
            f"{path}: not a text in a known encoding",
            hint="if it is a text, save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8",
        )
    return text


def decode_utf_8(raw: bytes, path: Path, *, line: int = 1) -> str:
    """Decode UTF-8, with or without a byte order mark, that begins on a line of a file.

    Raises CorpusError with the number of the line.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line += raw.count(b"\n", 0, error.start)
        raise CorpusError(
            f"{path}:{line}: not UTF-8 (byte 0x{raw[error.start]:02x})",
            hint="save the file as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8",
        ) from None
