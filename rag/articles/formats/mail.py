"""A saved mail, .eml -> the article in it: newsletters, wire services, press releases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from pathlib import Path

from rag.articles.encoding import decode
from rag.articles.formats.found import Found, Refused, Task, Unreadable
from rag.articles.formats.fragments import plain

_SIGNATURE = re.compile(r"\n-- ?\r?\n.*\Z", re.DOTALL)


def read(task: Task) -> Iterator[Found | Refused]:
    """Yield the text of a mail; its subject is the title, its sender the author.

    Attached files are not read, and named. Raises Unreadable where there is no text.
    """
    # policy.default gives an EmailMessage, which typeshed's signature leaves open
    mail = message_from_bytes(Path(task.path).read_bytes(), policy=policy.default)
    if not isinstance(mail, EmailMessage) or not mail.keys():
        raise Unreadable("is no mail: it has no head")
    body = mail.get_body(("plain", "html"))
    if body is None:
        raise Unreadable("the mail has no text")
    text = _text(body)
    text = plain(text) if body.get_content_subtype() == "html" else _SIGNATURE.sub("\n", text)
    sender = mail.get("from")
    names = [each.display_name for each in sender.addresses] if sender else []
    fields = {
        "text": text,
        "title": str(mail.get("subject") or ""),
        "published": _day(mail),
        "authors": [name for name in names if name],
    }
    yield Found({key: value for key, value in fields.items() if value})
    for part in mail.iter_attachments():
        name = part.get_filename() or part.get_content_type()
        yield Refused(f"/{name}", "a file attached to a mail: save it beside the mail")


def _text(body: MIMEPart) -> str:
    """The text of a part; its declared encoding may be wrong."""
    raw = body.get_payload(decode=True)
    if not isinstance(raw, bytes):
        raise Unreadable("the mail has no text")
    try:
        return raw.decode(body.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = decode(raw)
    if text is None:
        raise Unreadable("no text in a known encoding")
    return text


def _day(mail: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(mail["date"])).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
