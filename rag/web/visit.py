"""A request for a page -> what the head of the page is made from: language, address, tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from rag.translation.texts import ENGLISH, Texts
from rag.web.language import choose_language


@dataclass(frozen=True, slots=True)
class Visit:
    """What the head of a page needs to know of the request."""

    say: Texts = ENGLISH
    parameters: tuple[tuple[str, str], ...] = ()  # those of the address, without the language
    evaluate: bool = False  # whether the server has the Evaluate tab

    def address_in(self, language: str) -> str:
        """The relative address of the same page in another language."""
        return f"?{urlencode([*self.parameters, ('lang', language)])}"


def read_visit(request: Request) -> Visit:
    """Read the visit from a request."""
    parameters = tuple(pair for pair in request.query_params.multi_items() if pair[0] != "lang")
    # An error page may be made where the request reached an app below this one, without the tab.
    evaluate = bool(getattr(request.app.state, "evaluate", False))
    return Visit(choose_language(request), parameters, evaluate)


Visited = Annotated[Visit, Depends(read_visit)]
