"""The layers of the guard, in their order around an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.middleware.cors import CORSMiddleware

from rag.web.guard.addressed import Addressed
from rag.web.guard.bodies import Bodies
from rag.web.guard.edge import Edge, Served
from rag.web.guard.events import Events, PageEvent
from rag.web.guard.forwarded import Forwarded
from rag.web.guard.identity import Identity
from rag.web.guard.rates import Rated, Rates
from rag.web.headers import SecurityHeaders

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fastapi import FastAPI

    from rag.web.guard.access import Access
    from rag.web.metrics import Metrics

_KEEP_PREFLIGHT = 600  # seconds that a browser may cache the answer to a preflight request


def guard(  # noqa: PLR0913  # what the layers need
    app: FastAPI,
    access: Access,
    own_hosts: Collection[str],
    metrics: Metrics,
    events: Mapping[int, PageEvent],
    *,
    files: bool,
) -> None:
    """Add the layers to an application; a request passes them from the last to the first.

    `files`: requests may add files with articles.
    """
    rates = Rates(access, metrics)
    app.add_middleware(Events, known=events, rates=rates)
    app.add_middleware(Bodies, files=files)
    app.add_middleware(Rated, rates=rates)
    app.add_middleware(Identity, access=access, rates=rates)
    app.add_middleware(Served)
    app.add_middleware(Addressed, access=access, own_hosts=own_hosts)
    app.add_middleware(Forwarded, access=access)
    app.add_middleware(Edge, access=access, metrics=metrics)
    # If the parent app has a CORSMiddleware, Gradio does not add its own headers, which would let
    # every site read everything. It is outside the others, so that allowed pages can read refusals.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=access.origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["Retry-After", "X-Request-Id", "Index-Generation"],
        max_age=_KEEP_PREFLIGHT,
    )
    app.add_middleware(SecurityHeaders, origins=access.origins)
