"""The paths of the server: which are public, which ask a question, and which Gradio may serve."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

# The health check and the files of the widget, which contain nothing of the articles.
_PUBLIC = re.compile(r"/healthz|/readyz|/widget\.js|/page/[\w.-]+")
_ASKS = re.compile(
    r"/timeline(?:/count)?|/api/v1/(?:ask|ask/stream|search|timeline)|/v1/chat/completions"
)
_RATES = re.compile(r"/feedback")
_STARTS = re.compile(r"/evaluation/start")
_ADDS_FILE = re.compile(r"/add/file")
_CHANGES_CORPUS = re.compile(r"/add/(?:file|text|remove)")
# Pages and records that take some work, but no computation of an answer.
_SHOWS = re.compile(
    r"/articles?|/add|/add/files|/add/state|/unread|/conversation|/evaluation(?:/.*)?|/api/v1/(?:articles/.*|coverage)"
)
EVENTS = re.compile(r"/gradio_api/run/predict")  # events of the page's controls; some of them ask
# The paths of Gradio that the page needs. Gradio would serve many more, and each version adds some:
# queue, uploads, files, a proxy, endpoints of components, call interfaces, monitoring, log-in, and
# a heartbeat, which holds a connection open without end; the page has no state that needs it.
_GRADIO = re.compile(
    r"/config|/theme\.css|/favicon\.ico|/manifest\.json|/robots\.txt"
    r"|/(?:assets|static)/[A-Za-z0-9_./@-]{1,200}"  # Gradio fails if the system has no such names
    r"|/gradio_api/(?:info|startup-events|run/predict)"
)
_OURS = re.compile(
    r"/|/articles?|/unread|/conversation|/timeline(?:/count)?|/healthz|/readyz|/metrics|/feedback"
    r"|/widget\.js|/embed"
    r"|/(?:page|api/v1|v1|evaluation|add)(?:/.*)?",
    re.DOTALL,
)


def get_route(scope: Mapping[str, Any]) -> str:
    """The path of a request below the root path."""
    return strip_root(str(scope["path"]), str(scope.get("root_path", "")))


def strip_root(path: str, root: str) -> str:
    """A path without the root path."""
    rest = path.removeprefix(root) if path == root or path.startswith(f"{root}/") else path
    return rest or "/"


def is_public(scope: Mapping[str, Any]) -> bool:
    """Whether a path needs no authentication."""
    return _PUBLIC.fullmatch(get_route(scope)) is not None


def is_question(scope: Mapping[str, Any]) -> bool:
    """Whether the path of a request computes an answer."""
    return _ASKS.fullmatch(get_route(scope)) is not None


def is_rating(scope: Mapping[str, Any]) -> bool:
    """Whether a request rates an answer, which is written to a file."""
    return _RATES.fullmatch(get_route(scope)) is not None


def is_evaluation_start(scope: Mapping[str, Any]) -> bool:
    """Whether a request starts an evaluation, which asks a whole file of questions."""
    return _STARTS.fullmatch(get_route(scope)) is not None


def is_corpus_change(scope: Mapping[str, Any]) -> bool:
    """Whether a request adds or removes articles, after which the index is built."""
    return _CHANGES_CORPUS.fullmatch(get_route(scope)) is not None


def is_file(scope: Mapping[str, Any]) -> bool:
    """Whether the body of a request is a whole file with articles."""
    return _ADDS_FILE.fullmatch(get_route(scope)) is not None


def is_page(scope: Mapping[str, Any]) -> bool:
    """Whether a request builds a page or a record."""
    return _SHOWS.fullmatch(get_route(scope)) is not None


def is_served(scope: Mapping[str, Any]) -> bool:
    """Whether a path is served: by us, or by Gradio for the page."""
    path = get_route(scope)
    if ".." in path.split("/") or "//" in path:
        return path.startswith("/api/v1/articles/")  # it looks up ids and does not open files
    return _OURS.fullmatch(path) is not None or _GRADIO.fullmatch(path) is not None


def name_part(path: str) -> str:
    """The part of the server that a path below the root belongs to; metrics count by it."""
    first = path.split("/", 2)[1]
    if _OURS.fullmatch(path):
        return first or "front"
    return "gradio" if _GRADIO.fullmatch(path) else "other"
