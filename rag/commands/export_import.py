"""`export` and `import`: an index to a machine without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from rag.commands.options import IndexOption
from rag.commands.terminal import out
from rag.settings import read_settings


def export_command(
    file: Annotated[
        Path, typer.Argument(help="The file to write, FILE.tar.zst.", metavar="FILE.tar.zst")
    ],
    index: IndexOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file if it is there already.")
    ] = False,
) -> None:
    """Pack the index into one file, to carry to a machine without a network.

    python -m rag export archive.tar.zst

    The index is verified while it is packed. The same index gives the same bytes. The articles are
    in it, with their texts; the embedding model is not: the other machine has its own, the same.
    """
    from rag.index.transfer import export_index
    from rag.progress import progress_bar

    place = index or read_settings().index
    with progress_bar() as progress:
        packed = export_index(place, file, force=force, progress=progress)
    size = file.stat().st_size
    out.print(
        f"Written {escape(str(file))}: {packed.counts['articles']:,} articles, {size:,} bytes "
        f"({packed.bytes:,} unpacked). It needs the model {escape(packed.model)} where it is "
        "imported."
    )


def import_command(
    file: Annotated[Path, typer.Argument(help="What export wrote.", metavar="FILE.tar.zst")],
    index: IndexOption = None,
) -> None:
    """Unpack an index that was exported elsewhere, and publish it.

    python -m rag import archive.tar.zst

    All of it is checked first: sizes and sha256 of the files, whether counts and offsets agree, and
    whether the model of this machine gives the vectors it was built with. Where anything is wrong,
    the index that was there is as it was. It is then served with `python app.py --no-build`.
    """
    from rag.index.transfer import import_index
    from rag.models.embedder import Embedder
    from rag.progress import progress_bar

    settings = read_settings()
    with progress_bar() as progress:
        found = import_index(
            file,
            index or settings.index,
            Embedder(settings.model, settings.cache),
            progress=progress,
        )
    what = ", ".join(f"{count:,} {kind}" for kind, count in found.counts.items())
    done = "There already" if found.unchanged else f"Imported to {index or settings.index}"
    out.print(f"{escape(done)}: {what}, as {found.name}.")
    out.print("To serve it: python app.py --no-build")
