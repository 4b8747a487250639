"""A Word file -> its text. The only module that knows of python-docx."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.articles.formats.limits import MEBIBYTE
from rag.articles.formats.worker_messages import RawArticle, Task, Unreadable

_MOST = 128 * MEBIBYTE  # of XML; pictures count as well
_PARTS = 2_000
_TITLES = ("Title", "Heading 1")


def read(task: Task) -> Iterator[RawArticle]:
    """Yield the paragraphs of a file, its tables' cells included, with its title and author."""
    path = Path(task.path)
    _check(path)
    import docx

    try:
        document: Any = docx.Document(str(path))
    except (KeyError, ValueError) as error:
        raise Unreadable(f"not a Word document: {error}") from None
    paragraphs: list[tuple[str, str]] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            cells = (cell.text for row in block.rows for cell in row.cells)
            paragraphs += [("", text) for text in dict.fromkeys(cells)]
        else:
            paragraphs.append((block.style.name if block.style else "", block.text))
    texts = [text.strip() for _, text in paragraphs if text.strip()]
    if not texts:
        raise Unreadable("no text in it")
    head = next((text for style, text in paragraphs[:5] if style in _TITLES and text.strip()), "")
    about = document.core_properties
    fields = {
        "text": "\n\n".join(texts),
        "title": " ".join(head.split()),
        # python-docx writes its own name into files without an author
        "authors": [about.author] if about.author and about.author != "python-docx" else [],
    }
    yield RawArticle({k: v for k, v in fields.items() if v}, titled=not head)


def _check(path: Path) -> None:
    """Refuse the traps of zip files and of XML, because a Word file is a zip file of XML."""
    try:
        with zipfile.ZipFile(path) as parts:
            if "word/document.xml" not in parts.namelist():
                raise Unreadable("not a Word document: it has no word/document.xml")
            if len(parts.infolist()) > _PARTS:
                raise Unreadable(f"more than {_PARTS:,} parts")
            left = _MOST
            for part in parts.infolist():
                with parts.open(part) as file:
                    head = file.read(4096)
                    left -= len(head)
                    while block := file.read(MEBIBYTE):
                        left -= len(block)
                        if left < 0:
                            raise Unreadable(f"unpacks to more than {_MOST:,} bytes")
                if part.filename.endswith((".xml", ".rels")) and b"<!" in head.replace(
                    b"<!--", b""
                ):
                    raise Unreadable("XML that declares a document type")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable(f"not a Word document: {error}") from None
