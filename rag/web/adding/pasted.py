"""Pasted text and what the reader says of it -> a file, whose content the parsers can read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from rag.articles.formats.file_kinds import HEAD, Kind, kind_of
from rag.notice import Notice
from rag.web.adding.file_name import make_name
from rag.web.api.problems import Problem

_DIGEST = 4  # bytes of the name


@dataclass(frozen=True, slots=True)
class Pasted:
    """What the form holds, as text; only the text is needed."""

    text: str
    title: str = ""
    outlet: str = ""
    published: str = ""
    url: str = ""


def make_file(pasted: Pasted) -> tuple[str, bytes]:
    """A name and a content: a web page as it is, other text as Markdown with front matter.

    The same text has the same name, so that it is not added twice. Raises Problem for no text.
    """
    text = pasted.text.strip()
    if not text:
        raise Problem(422, Notice("there is no text"), hint=Notice("paste the text of an article"))
    content = text.encode("utf-8", "replace")
    digest = hashlib.blake2b(content, digest_size=_DIGEST).hexdigest()
    title = pasted.title or text.split("\n", 1)[0]
    if kind_of("pasted.html", content[:HEAD]) is Kind.HTML and content.lstrip()[:1] == b"<":
        return make_name(pasted.title or "page", digest, ".html"), content
    fields = {
        "title": pasted.title,
        "outlet": pasted.outlet,
        "date": pasted.published,
        "url": pasted.url,
    }
    # in quotation marks, which the parser removes: a value may look like a list
    lines = [
        f'{key}: "{" ".join(value.split())}"' for key, value in fields.items() if value.strip()
    ]
    head = "\n".join(["---", *lines, "---", "", ""]) if lines else ""
    return make_name(title, digest, ".md"), head.encode("utf-8", "replace") + content
