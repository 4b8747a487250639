"""The addresses below /add: the page, files and text that are added, removal, progress."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from rag.errors import RagError
from rag.field_names import FieldNames
from rag.index.searched import SearchedIndex
from rag.live import Live
from rag.rendering.markup import sentence
from rag.translation.texts import Texts
from rag.web.adding.add_page import InIndex, describe, list_files, make_add_page
from rag.web.adding.builder import Builder
from rag.web.adding.check_process import Checked, check
from rag.web.adding.pasted import Pasted, make_file
from rag.web.adding.uploads import FOLDER, Uploads
from rag.web.api.problems import Problem
from rag.web.language import Language
from rag.web.own_page import Foreign, check_own_page
from rag.web.visit import Visited

_MOST_PAGES = 1000
_NAME = 1000  # characters of a name as it is sent; longer ones than can be stored are told so
_TEXT = 200_000  # characters of pasted text


@dataclass(frozen=True, slots=True)
class Adding:
    """What adding articles needs."""

    uploads: Uploads
    builder: Builder
    fields: FieldNames


class _Text(BaseModel):
    """The body with pasted text."""

    text: Annotated[str, Field(max_length=_TEXT)]
    title: Annotated[str, Field(max_length=1000)] = ""
    outlet: Annotated[str, Field(max_length=1000)] = ""
    published: Annotated[str, Field(max_length=40)] = ""
    url: Annotated[str, Field(max_length=2000)] = ""


class _Name(BaseModel):
    """The body with the name of a file."""

    name: Annotated[str, Field(max_length=_NAME)]


def add_adding(app: FastAPI, adding: Adding, live: Live) -> None:
    """Add the addresses."""
    uploads, builder, indexed = adding.uploads, adding.builder, _Indexed(live)

    def store(name: str, content: bytes, say: Texts) -> dict[str, Any]:
        """Check and store a file, and have the index built."""
        results: list[Checked] = []
        added = uploads.add(
            name, content, lambda path, safe: results.append(check(path, safe, adding.fields))
        )
        builder.build()
        return {"name": added.name, "told": _describe(results[0], say)}

    @app.get("/add", response_class=HTMLResponse)
    def page(visit: Visited, page: Annotated[int, Query(ge=1, le=_MOST_PAGES)] = 1) -> str:
        return str(make_add_page(uploads.list(), page, indexed.now(), visit))

    @app.get("/add/files", response_class=HTMLResponse)
    def files(say: Language, page: Annotated[int, Query(ge=1, le=_MOST_PAGES)] = 1) -> str:
        return str(list_files(uploads.list(), page, indexed.now(), say))

    @app.get("/add/state")
    async def state(say: Language) -> dict[str, Any]:
        now = builder.now
        return {
            "under_way": now.under_way,
            "done": now.done,
            "total": now.total,
            "told": describe(now, len(live.assistant.index.articles), say),
        }

    @app.post("/add/file")
    async def add_file(
        request: Request, say: Language, name: Annotated[str, Query(max_length=_NAME)]
    ) -> JSONResponse:
        content = await request.body()  # Bodies has read it, and limits its size
        return await run_in_threadpool(_answer, request, say, lambda: store(name, content, say))

    @app.post("/add/text")
    def add_text(request: Request, say: Language, text: _Text) -> JSONResponse:
        pasted = Pasted(text.text, text.title, text.outlet, text.published, text.url)
        return _answer(request, say, lambda: store(*make_file(pasted), say))

    @app.post("/add/remove")
    def remove(request: Request, say: Language, named: _Name) -> JSONResponse:
        def remove_file() -> dict[str, Any]:
            uploads.remove(named.name)
            builder.build()
            return {"name": named.name, "told": say("{name} was removed.", name=named.name)}

        return _answer(request, say, remove_file)


def _answer(request: Request, say: Texts, change: Callable[[], dict[str, Any]]) -> JSONResponse:
    """Make a change that this server's own page asks for, and say what came of it."""
    try:
        check_own_page(request)
        return JSONResponse(change())
    except RagError as error:
        status = 403 if isinstance(error, Foreign) else 500
        if isinstance(error, Problem):
            status = error.status
        why, hint = (say.translate(part) or part for part in (error.message, error.hint))
        message = f"{why}. {sentence(hint)}"  # not a sentence: it may begin with a name
        return JSONResponse({"told": message}, status_code=status)


def _describe(checked: Checked, say: Texts) -> str:
    """What was read from a file, and what was not."""
    if checked.articles == 1:
        message = say("read as “{title}”", title=checked.titles[0])
    else:
        message = say("{articles} read", articles=say.count(checked.articles, "article"))
    if checked.unread:
        message = f"{message}; {say('not read')}: {'; '.join(checked.unread)}"
    return message


class _Indexed:
    """What the index in use has of the added files, found once for each generation."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._found: tuple[str, InIndex] = "", InIndex({}, {})

    def now(self) -> InIndex:
        """What the index has now."""
        index = self._live.assistant.index
        name, indexed = self._found
        if name != index.name:
            indexed = _find_indexed(index)
            self._found = index.name, indexed
        return indexed


def _find_indexed(index: SearchedIndex) -> InIndex:
    articles = {
        upload.id: [
            index.articles[article_id]
            for article_id in upload.articles or ()
            if article_id in index.articles
        ]
        for upload in index.files
        if upload.id.startswith(f"{FOLDER}/")
    }
    unread: dict[str, list[str]] = defaultdict(list)
    for file in index.unread:
        if file.path.startswith(f"{FOLDER}/"):
            unread[_find_file(file.path, articles)].append(file.reason)
    return InIndex(articles, unread)


def _find_file(path: str, files: Container[str]) -> str:
    """The file of a row or of a part: "uploads/a.zip" for "uploads/a.zip/b.csv#3"."""
    file = path
    while file and file not in files:
        file = re.sub(r"[:#/]?[^:#/]*$", "", file)
    return file or path
