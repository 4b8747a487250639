"""`export`, `import` and `publish`: bring an index to another machine, or to a Milvus server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from rag.commands.options import IndexOption
from rag.commands.terminal import out
from rag.settings import read_settings


def export_command(
    file: Annotated[Path, typer.Argument(help="The file to write.", metavar="FILE.tar.zst")],
    index: IndexOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Pack the index into one file, to carry to a machine without a network.

    python -m rag export archive.tar.zst

    The index is verified while it is packed, and the same index gives the same bytes. The file
    holds the articles with their texts, but not the embedding model: the other machine needs the
    same model.
    """
    from rag.index.transfer import export_index
    from rag.progress import progress_bar

    place = index or read_settings().index
    with progress_bar() as progress:
        packed = export_index(place, file, force=force, progress=progress)
    size = file.stat().st_size
    out.print(
        f"Written {escape(str(file))}: {packed.counts['articles']:,} articles, {size:,} bytes "
        f"({packed.bytes:,} unpacked). The importing machine needs the model "
        f"{escape(packed.model)}."
    )


def import_command(
    file: Annotated[Path, typer.Argument(help="A file that export wrote.", metavar="FILE.tar.zst")],
    index: IndexOption = None,
) -> None:
    """Unpack an index that another machine exported, and publish it.

    python -m rag import archive.tar.zst

    Everything is checked first: sizes and sha256 of the files, whether counts and offsets agree,
    and whether this machine's model gives the vectors it was built with. If anything is wrong, the
    existing index stays as it is. Serve the imported index with `python app.py --no-build`.
    """
    from rag.index.transfer import import_index
    from rag.models.embedder import Embedder
    from rag.progress import progress_bar

    settings = read_settings()
    with progress_bar() as progress:
        imported = import_index(
            file,
            index or settings.index,
            Embedder(settings.model, settings.cache),
            progress=progress,
        )
    what = ", ".join(f"{count:,} {kind}" for kind, count in imported.counts.items())
    done = "Already there" if imported.unchanged else f"Imported to {index or settings.index}"
    out.print(f"{escape(done)}: {what}, as {imported.name}.")
    out.print("To serve it: python app.py --no-build")


def publish(index: IndexOption = None) -> None:
    """Load the index of a folder into Milvus, and let all servers that use it change to it.

    RAG_INDEX_URL=http://127.0.0.1:19530 python -m rag publish

    Only articles that are not published yet are sent, if most are. The generation before it is
    kept, older ones are dropped. A command that was killed can be given again. docs/milvus.md says
    when Milvus is worth its while.
    """
    from rag.assistant import Assistant
    from rag.commands.loading import read_milvus_place
    from rag.index import generation
    from rag.milvus.loading.local_rows import publish_generation
    from rag.models.embedder import Embedder
    from rag.progress import progress_bar

    settings = read_settings()
    place = read_milvus_place(settings)
    embedder = Embedder(settings.model, settings.cache)
    local = generation.read(index or settings.index, embedder.fingerprint)
    with progress_bar() as progress:
        prepared = [*Assistant(local, embedder).prepare()]
        report = publish_generation(local, place, prepared, progress=progress)
    done = "Already published" if report.unchanged else "Published"
    out.print(
        f"{done} at {escape(str(place))}: {report.articles:,} articles, {report.passages:,} "
        f"passages, {report.statements:,} statements, as {report.name}."
    )
    if not report.unchanged:
        why = f", because {report.whole}" if report.whole else ""
        out.print(f"Sent the rows of {report.sent:,} articles{why}.")
