"""Which paths there are: what is public, what asks a question, and what Gradio may serve."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

# Whether the server lives, and the widget's files: they hold nothing of the articles.
_PUBLIC = re.compile(r"/healthz|/readyz|/widget\.js|/page/[\w.-]+")
_ASKS = re.compile(r"/timeline|/api/v1/(?:ask|ask/stream|search|timeline)|/v1/chat/completions")
_RATES = re.compile(r"/feedback")
_STARTS = re.compile(r"/evaluation/start")
# Pages and records that take some work, though nothing is computed for them.
_SHOWS = re.compile(r"/article|/conversation|/evaluation(?:/.*)?|/api/v1/(?:articles/.*|coverage)")
EVENTS = re.compile(r"/gradio_api/run/predict")  # of the page's controls; some of them ask
# What the page needs of Gradio. Everything else it would serve, and more with every version: its
# queue, uploads, files, a proxy, components' own endpoints, call interfaces, monitoring, log-in.
_GRADIO = re.compile(
    r"/config|/theme\.css|/favicon\.ico|/manifest\.json|/robots\.txt"
    r"|/(?:assets|static)/[\w./@-]+"
    r"|/gradio_api/(?:info|startup-events|run/predict|heartbeat/\w+)"
)
_OURS = re.compile(
    r"/|/article|/conversation|/timeline|/healthz|/readyz|/metrics|/feedback|/widget\.js|/embed"
    r"|/(?:page|api/v1|v1|evaluation)(?:/.*)?",
    re.DOTALL,
)


def route_path(scope: Mapping[str, Any]) -> str:
    """A request's path below the root path."""
    return below(str(scope["path"]), str(scope.get("root_path", "")))


def below(path: str, root: str) -> str:
    """A path without the root path before it."""
    rest = path.removeprefix(root) if path == root or path.startswith(f"{root}/") else path
    return rest or "/"


def is_public(scope: Mapping[str, Any]) -> bool:
    """Whether anybody may see it, logged in or not."""
    return _PUBLIC.fullmatch(route_path(scope)) is not None


def asks(scope: Mapping[str, Any]) -> bool:
    """Whether a request makes the server compute an answer, by its path alone."""
    return _ASKS.fullmatch(route_path(scope)) is not None


def rates(scope: Mapping[str, Any]) -> bool:
    """Whether a request says of an answer that it is right or wrong, which is written to a file."""
    return _RATES.fullmatch(route_path(scope)) is not None


def starts(scope: Mapping[str, Any]) -> bool:
    """Whether a request has a whole file of questions asked."""
    return _STARTS.fullmatch(route_path(scope)) is not None


def shows(scope: Mapping[str, Any]) -> bool:
    """Whether a request has a page or a record made."""
    return _SHOWS.fullmatch(route_path(scope)) is not None


def is_served(scope: Mapping[str, Any]) -> bool:
    """Whether there is anything at a path: ours, or what the page needs of Gradio's."""
    path = route_path(scope)
    if ".." in path.split("/") or "//" in path:
        return path.startswith("/api/v1/articles/")  # it looks ids up, and knows of no files
    return _OURS.fullmatch(path) is not None or _GRADIO.fullmatch(path) is not None


def part(path: str) -> str:
    """The part of the server that a path below the root belongs to, one of a few: to count by."""
    first = path.split("/", 2)[1]
    if _OURS.fullmatch(path):
        return first or "front"
    return "gradio" if _GRADIO.fullmatch(path) else "other"
