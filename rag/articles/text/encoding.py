"""Bytes -> text. The only module that knows of charset-normalizer."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# encodings of the web before UTF-8, the commonest first: of two that fit equally well, the first
# is taken
_LEGACY = (
    "cp1252 cp1251 koi8-r gb18030 big5 shift_jis euc-jp euc-kr cp1250 iso8859-2 cp1253 cp1254 "
    "cp1255 cp1256 cp1257 cp1258 cp874"
).split()
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")
# In English, French, German or Spanish at most 5 of 100 bytes are not ASCII; in Polish 7, in Czech
# 13, and in Russian or Greek nearly all letters.
_MOST_WESTERN = 0.06
_SAMPLE = 200_000  # bytes from which an encoding is guessed


def decode(raw: bytes) -> str | None:
    """Return the text of bytes; None if they are not text in a known encoding.

    A byte order mark decides first, then whether the bytes are UTF-8. Otherwise the encoding is
    guessed: Windows-1252 if few letters are not ASCII, else by how common the pairs of letters
    are. Bytes with NUL are UTF-16 or UTF-32, or not text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decode_whole(raw.removeprefix(mark), encoding)
    if b"\0" in raw:
        return _find_wide(raw)
    text = _decode_whole(raw, "utf-8")
    if text is not None:
        return text if _has_few_controls(raw) else None
    if not _has_few_controls(raw):
        return None
    sample = raw[:_SAMPLE]
    if len(_HIGH.findall(sample)) <= _MOST_WESTERN * len(sample):
        western = _decode_whole(raw, "cp1252")
        if western is not None:
            return western
    return _guess(raw)


def _guess(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE], cp_isolation=list(_LEGACY)).best()
    return None if best is None else _decode_whole(raw, best.encoding)


def _find_wide(raw: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark: of Latin letters every other byte is NUL."""
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    half = len(raw) / 2
    if even + odd > 0.6 * len(raw):
        little = raw[::4].count(0) < raw[3::4].count(0)
        return _decode_plausible(raw, "utf-32-le" if little else "utf-32-be")
    if odd > 0.5 * half and even < 0.05 * half:
        return _decode_plausible(raw, "utf-16-le")
    if even > 0.5 * half and odd < 0.05 * half:
        return _decode_plausible(raw, "utf-16-be")
    return None


def _decode_plausible(raw: bytes, encoding: str) -> str | None:
    text = _decode_whole(raw, encoding)
    return text if text is not None and "\0" not in text else None


def _decode_whole(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _has_few_controls(raw: bytes) -> bool:
    """Whether the bytes look like text: at most one in a hundred is a control character."""
    sample = raw[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) <= 0.01 * len(sample)
