"""The catalogues that people write (.po) -> the files that the program reads.

    python -m rag.translation.compiling

messages.po becomes messages.mo, which the standard library's gettext reads. scripts.po becomes
scripts.json, which is sent to the page's scripts.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

TRANSLATED = ("ru",)
FOLDER = Path(__file__).parent


def compile_messages(language: str) -> bytes:
    """The content of messages.mo."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (FOLDER / language / "messages.po").open("rb") as file:
        catalog = read_po(file, locale=language, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()


def compile_scripts(language: str) -> str:
    """The content of scripts.json."""
    from babel.messages.pofile import read_po

    with (FOLDER / language / "scripts.po").open("rb") as file:
        catalog = read_po(file, locale=language, abort_invalid=True)
    table = {str(message.id): str(message.string) for message in catalog if message.id}
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Compile the catalogues of every language."""
    for language in TRANSLATED:
        (FOLDER / language / "messages.mo").write_bytes(compile_messages(language))
        text = compile_scripts(language)
        (FOLDER / language / "scripts.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
