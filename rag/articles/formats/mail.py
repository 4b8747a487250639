"""A saved mail, .eml -> the article in it: newsletters, wire services, press releases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from pathlib import Path
from typing import Any

from rag.articles.formats.mail_quotes import Forwarded, is_reply_subject, split_mail
from rag.articles.formats.worker_messages import RawArticle, Refused, Task, Unreadable
from rag.articles.text.encoding import decode
from rag.articles.text.html_text import strip_markup
from rag.articles.text.stored_dates import read_day

# how mail programs mark the mail that a reply quotes
_QUOTING = re.compile(
    r"gmail_quote|gmail_extra|moz-cite|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra"
    r"|quoted-?text|mail-quote|OLK_SRC_BODY|gmail_signature",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"forwarded message|begin forwarded|weitergeleitete nachricht|message transféré"
    r"|mensaje reenviado|messaggio inoltrato",
    re.IGNORECASE,
)


def read(task: Task) -> Iterator[RawArticle | Refused]:
    """Yield the text of a mail; its subject is the title, its sender the author.

    An older mail that it quotes is left out; a mail that it passes on is an article of its own.
    Attached files are not read, and listed. Raises Unreadable if there is no text.
    """
    # policy.default gives an EmailMessage, which typeshed's signature leaves open
    mail = message_from_bytes(Path(task.path).read_bytes(), policy=policy.default)
    if not isinstance(mail, EmailMessage) or not mail.keys():
        raise Unreadable("not a mail: it has no head")
    body = mail.get_body(("plain", "html"))
    if body is None:
        raise Unreadable("the mail has no text")
    subject = str(mail.get("subject") or "")
    is_reply = is_reply_subject(subject) or bool(mail.get("in-reply-to") or mail.get("references"))
    parts = split_mail(_read_plain_text(body), is_reply=is_reply)
    inner = parts.forwarded
    if parts.own:
        yield RawArticle(_drop_empty(_read_own_fields(mail, parts.own, subject)))
    if inner and inner.text:
        yield RawArticle(
            _drop_empty(_read_forwarded_fields(inner)), "#forwarded" if parts.own else ""
        )
    elif not parts.own:
        raise Unreadable("the mail has no text of its own: it only quotes another")
    for part in mail.iter_attachments():
        name = part.get_filename() or part.get_content_type()
        yield Refused(f"/{name}", "a file attached to a mail: save it beside the mail")


def _read_own_fields(mail: EmailMessage, text: str, subject: str) -> dict[str, Any]:
    sender = mail.get("from")
    names = [address.display_name for address in sender.addresses] if sender else []
    return {
        "text": text,
        "title": subject,
        "published": _read_iso_day(str(mail["date"] or "")),
        "authors": [name for name in names if name],
    }


def _read_forwarded_fields(inner: Forwarded) -> dict[str, Any]:
    return {
        "text": inner.text,
        "title": inner.subject,
        "published": _read_iso_day(inner.date),
        "authors": [inner.sender] if inner.sender else [],
    }


def _drop_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def _read_plain_text(body: MIMEPart) -> str:
    text = _decode(body)
    if body.get_content_subtype() == "html":
        return strip_markup(text, left_out=_is_quoted)
    if str(body.get_param("format") or "").lower() == "flowed":
        return _join_flowed(text, delete_space=str(body.get_param("delsp") or "").lower() == "yes")
    return text


def _is_quoted(node: Any) -> bool:
    """Whether an element of a mail holds the mail that it answers."""
    cited = node.tag == "blockquote" and (node.get("type") or "").lower() == "cite"
    named = _QUOTING.search(f"{node.get('class') or ''} {node.get('id') or ''}")
    return bool(cited or named) and not _FORWARDED.search(node.text_content()[:2_000])


def _join_flowed(text: str, *, delete_space: bool) -> str:
    """Join lines of `format=flowed` (RFC 3676): one that ends in a space goes on on the next."""
    joined: list[list[str]] = []
    goes_on, depth = False, 0
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.lstrip(">")
        own_depth = len(raw) - len(line)
        line = line.removeprefix(" ")  # a space is stuffed before what looks like a mark
        flows = line.endswith(" ") and line != "-- "
        piece = line[:-1] if flows and delete_space else line
        if goes_on and own_depth == depth and line != "-- ":
            joined[-1].append(piece)
        else:
            joined.append([">" * own_depth + (" " if own_depth else "") + piece])
        goes_on, depth = flows, own_depth
    return "\n".join("".join(pieces) for pieces in joined)


def _decode(body: MIMEPart) -> str:
    """The text of a part; its declared encoding may be wrong."""
    raw = body.get_payload(decode=True)
    if not isinstance(raw, bytes):
        raise Unreadable("the mail has no text")
    try:
        return raw.decode(body.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = decode(raw)
    if text is None:
        raise Unreadable("not a text in a known encoding")
    return text


def _read_iso_day(written: str) -> str | None:
    day = read_day(written)
    return day.isoformat() if day else written or None
