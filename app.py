"""Serves On Record: `python app.py`, then open the address that it prints."""

from __future__ import annotations

import gc
import threading
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from rag.assistant import Assistant
from rag.build.background import finishing
from rag.build.build import build
from rag.commands import terminal
from rag.commands.loading import choose_index, load_writer
from rag.commands.terminal import err, out
from rag.errors import IndexBusy, IndexNotWritten, SettingError
from rag.field_names import read_field_names
from rag.live import Live, warm_up
from rag.models.embedder import Embedder
from rag.models.reranker import read_reranker
from rag.progress import progress_bar
from rag.settings import Settings, read_settings
from rag.web.adding.add_routes import Adding
from rag.web.adding.build_process import BuildOrder
from rag.web.adding.builder import Builder
from rag.web.adding.uploads import Uploads
from rag.web.desk import Desk, Room
from rag.web.evaluate.evaluations import Evaluations, Places
from rag.web.guard.access import check_binding, check_upload, read_access
from rag.web.ratings import Ratings
from rag.web.server import log_to_stderr, make_web_app, open_port, serve

if TYPE_CHECKING:
    from rag.writer.writing import Writer

# Seconds until the server loads what questions load on first use. Earlier, loading would only slow
# down the first question.
_SETTLED = 3.0

app = typer.Typer(add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False)


@app.command()
def run(  # noqa: PLR0913  # each is an option of the command
    index: Annotated[
        Path | None,
        typer.Option(help="Folder of the index.", show_default="index, or RAG_INDEX"),
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(
            help="Folder or file with the articles.", show_default="corpus, or RAG_CORPUS"
        ),
    ] = None,
    no_build: Annotated[
        bool,
        typer.Option(
            "--no-build",
            help="Serve the existing index, such as an imported one, without reading articles.",
        ),
    ] = False,
    host: Annotated[
        str | None,
        typer.Option(
            help="Address to listen on; 0.0.0.0 opens the page to the network, which needs "
            "settings for who may ask (docs/security.md).",
            show_default="127.0.0.1, or RAG_HOST",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Port.", show_default="7860, or RAG_PORT"),
    ] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Serve everybody who can reach the address.")
    ] = False,
) -> None:
    """Serve the chat page: questions over your articles, answered with exact quotations.

    The index is built first if it is missing or the articles have changed. As soon as the articles
    are read, the page answers by words; embedding goes on meanwhile, and then answers go by meaning
    as well. Stop with Ctrl-C; the next start continues from there.

    python app.py

    python app.py --corpus my-articles --index my-index --port 8080

    With RAG_INDEX_URL, the index is in Milvus: nothing is built, and no folder is needed.
    """
    gc.disable()  # until everything is loaded: there is no garbage yet, and it saves a fifth
    settings = read_settings()
    host, port = host or settings.host, port or settings.port
    access = read_access(settings)
    check_binding(host, access, insecure=insecure)
    if settings.upload:
        check_upload(host, access)
        _check_building(corpus or settings.corpus, settings, no_build=no_build)
        if index is None and settings.index_url:
            raise SettingError(
                "RAG_UPLOAD: an index in Milvus is not built by this server",
                hint="unset RAG_UPLOAD or RAG_INDEX_URL",
            )
    listening = open_port(host, port)  # before any long work, to report a busy port at once
    stored = choose_index(index, settings)
    folder = stored if isinstance(stored, Path) else None
    embedder = Embedder(settings.model, settings.cache)
    reranker = read_reranker(settings.reranker)
    writer = load_writer(settings)
    left = 0
    if folder is not None and not no_build:
        left = _build(corpus or settings.corpus, folder, embedder, settings)
    # not bound to a name here, so that it is freed when another takes its place
    live = Live(
        Assistant.open(stored, embedder, least_confidence=settings.confidence, reranker=reranker),
        stored,
    )
    live.follow(_announce)
    places = Places(settings.questions, settings.runs, stored)
    evaluations = Evaluations(live, places, settings.dump_answer_settings())
    desk = Desk(
        live,
        settings=settings.dump_answer_settings(),
        room=Room(settings.workers, settings.waiting, settings.kept, settings.answer_seconds),
        writer=writer,
    )
    adding = (
        None if folder is None else _make_adding(corpus or settings.corpus, folder, live, settings)
    )
    served = make_web_app(
        desk,
        access=access,
        host=host,
        ratings=Ratings(settings.feedback) if settings.ratings else None,
        evaluations=evaluations if settings.evaluate else None,
        adding=adding,
    )
    shown = f"[{host}]" if ":" in host else host
    address = escape(f"http://{shown}:{port}{access.root_path}/")
    out.print(f"On Record is at [bold]{address}[/]  (Ctrl-C to stop)")
    if writer is not None:
        place = writer.server.place
        out.print(f"Texts are written by {escape(place.model)} at {escape(place.host)}")
    if settings.log_requests or settings.log_questions:
        log_to_stderr()
    gc.enable()
    warming = threading.Timer(_SETTLED, _warm_up, args=(live.assistant, writer))
    warming.start()
    finish = finishing(folder, embedder) if folder is not None and left else nullcontext()
    with finish, live.watch(settings.reload):
        serve(served, listening)
    warming.cancel()
    warming.join()  # a program that ends within onnxruntime is aborted
    desk.close()
    if adding is not None:
        adding.builder.close()
    evaluations.end(within=2)


def _warm_up(assistant: Assistant, writer: Writer | None) -> None:
    warm_up(assistant)
    if writer is not None:
        writer.warm_up()


def _build(corpus: Path, index: Path, embedder: Embedder, settings: Settings) -> int:
    """Bring the index up to date; how many texts are left to be embedded."""
    try:
        with progress_bar() as progress:
            report = build(
                corpus,
                index,
                embedder,
                passage_tokens=settings.passage_tokens,
                names=read_field_names(settings.fields),
                words_first=settings.reload > 0,  # else what is embedded later is never in use
                prepare=lambda made: Assistant(made, embedder).prepare(),
                progress=progress,
            )
    except (
        IndexBusy,
        IndexNotWritten,
    ) as error:  # an existing index can be asked; without one, loading fails
        err.print(f"[yellow]{escape(error.message)}[/]: serving the index as it is")
        return 0
    if report.missing:
        out.print(
            f"Embedding {report.missing:,} texts meanwhile: until then, search compares only words"
        )
    return report.missing


def _check_building(corpus: Path, settings: Settings, *, no_build: bool) -> None:
    """Raise SettingError if the index could not follow articles that readers add."""
    if no_build:
        problem, hint = "--no-build: the index is not built", "start the server without --no-build"
    elif not settings.reload:
        problem, hint = "RAG_RELOAD=0: new articles are not taken into use", "leave out RAG_RELOAD"
    elif not corpus.is_dir():
        problem, hint = f"{corpus}: not a folder", "give a folder: articles are added as files"
    else:
        return
    raise SettingError(f"RAG_UPLOAD: {problem}", hint=hint)


def _make_adding(corpus: Path, index: Path, live: Live, settings: Settings) -> Adding | None:
    """What adding articles in the browser needs; None if it is off."""
    if not settings.upload:
        return None
    order = BuildOrder(
        str(corpus),
        str(index),
        settings.model,
        str(settings.cache or ""),
        settings.passage_tokens,
        settings.fields,
    )
    return Adding(Uploads(corpus), Builder(order, live), read_field_names(settings.fields))


def _announce(assistant: Assistant) -> None:
    """Say that a new index is in use."""
    index = assistant.index
    rest = "" if index.complete else "; not all of it is embedded yet"
    out.print(f"New index in use: {len(index.articles):,} articles, as {index.name}{rest}")


if __name__ == "__main__":
    terminal.run(app)
