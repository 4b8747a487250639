"""The addresses that evaluate.js requests: parts of the tab, progress, reports."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field, StringConstraints

from rag.assistant import Assistant
from rag.errors import QuestionError, RagError, RunError
from rag.evaluation.comparison.side_by_side import read_report
from rag.live import Live
from rag.rendering.markup import joined
from rag.rendering.messages import show_message
from rag.rendering.report_page import write_html
from rag.translation.texts import Texts
from rag.web.evaluate.evaluations import Busy, Evaluations
from rag.web.evaluate.results import show_result
from rag.web.evaluate.tab import describe_progress, show_tab
from rag.web.language import Language
from rag.web.own_page import Foreign, check_own_page
from rag.web.pages.article_page import make_error_page
from rag.web.visit import Visit, Visited

# A report is one file whose own policy allows only its style and its script, by their hashes.
# Here it also loses its origin, so that it cannot send requests to this server.
_REPORT_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-scripts allow-modals",
    # browsers refuse a page without an origin under any other policy
    "Cross-Origin-Opener-Policy": "unsafe-none",
}


_MOST_RUNS = 20  # in one report
_LONGEST_NAME = 255  # characters of a file or a run: as many as a file system has
_Name = Annotated[str, StringConstraints(max_length=_LONGEST_NAME)]


class _Begin(BaseModel):
    """The body that the page sends."""

    questions: Annotated[str, Field(max_length=_LONGEST_NAME)]


def add_evaluation(app: FastAPI, evaluations: Evaluations, live: Live) -> None:
    """Add the endpoints of the tab."""

    @app.get("/evaluation", response_class=HTMLResponse)
    def tab(say: Language) -> str:
        return str(show_tab(evaluations, say))

    @app.get("/evaluation/progress")
    async def progress(say: Language) -> dict[str, Any]:
        return _describe_progress(evaluations, say)

    @app.post("/evaluation/start")
    def start(request: Request, begin: _Begin, say: Language) -> JSONResponse:
        try:
            check_own_page(request)
            evaluations.start(begin.questions)
        except QuestionError as error:
            status = 403 if isinstance(error, Foreign) else 409 if isinstance(error, Busy) else 404
            said = say(
                "Not started: {why}. How to fix it: {hint}.", why=error.message, hint=error.hint
            )
            return JSONResponse({"told": said}, status_code=status)
        return JSONResponse(_describe_progress(evaluations, say), status_code=202)

    @app.post("/evaluation/stop")
    def stop(request: Request, say: Language) -> JSONResponse:
        try:
            check_own_page(request)
        except Foreign as error:
            known = say.translate(error.message) or error.message
            return JSONResponse({"told": known}, status_code=403)
        evaluations.stop()
        return JSONResponse(_describe_progress(evaluations, say))

    @app.get("/evaluation/run", response_class=HTMLResponse)
    def run(say: Language, name: _Name, before: _Name = "") -> HTMLResponse:
        names = [run_name for run_name in (before, name) if run_name]
        return _show_result(names, evaluations, live.assistant, say)

    @app.get("/evaluation/report", response_class=HTMLResponse)
    def report(
        visit: Visited,
        run: Annotated[list[_Name], Query(max_length=_MOST_RUNS)],
        file: Annotated[str, Query(max_length=40)] = "",
    ) -> HTMLResponse:
        return _report(run, evaluations, visit, saved=bool(file))


def _show_result(
    names: list[str], evaluations: Evaluations, assistant: Assistant, say: Texts
) -> HTMLResponse:
    try:
        report = read_report([evaluations.find_folder(name) for name in names])
        return HTMLResponse(str(show_result(report, evaluations.list_runs(), assistant, say)))
    except RagError as error:
        said = joined(
            show_message(error.message, say, class_="reason"),
            show_message(error.hint, say, class_="hint"),
        )
        return HTMLResponse(str(said), status_code=404)


def _report(
    names: list[str], evaluations: Evaluations, visit: Visit, *, saved: bool
) -> HTMLResponse:
    try:
        shown = write_html(read_report([evaluations.find_folder(name) for name in names]))
    except RagError as error:
        status = 404 if isinstance(error, RunError) else 400
        page = make_error_page(error.message, error.hint, visit, there=status != 404)
        return HTMLResponse(str(page), status_code=status)
    headers = dict(_REPORT_HEADERS)
    if saved:
        name = re.sub(r"[^A-Za-z0-9_-]+", "-", "-".join(names))
        headers["Content-Disposition"] = f'attachment; filename="report-{name}.html"'
    return HTMLResponse(shown, headers=headers)


def _describe_progress(evaluations: Evaluations, say: Texts) -> dict[str, Any]:
    progress = evaluations.progress
    return {
        "state": progress.state,
        "run": progress.run,
        "done": progress.done,
        "total": progress.total,
        "told": describe_progress(progress, say),
    }
