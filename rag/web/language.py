"""The language that a request is answered in: that of ?lang=, else the browser's."""

from typing import Annotated

from fastapi import Depends, Request

from rag.translation.texts import Texts, choose_texts


def language(request: Request) -> Texts:
    """The texts of a request's language."""
    return choose_texts(
        request.query_params.get("lang"), request.headers.get("accept-language", "")
    )


Language = Annotated[Texts, Depends(language)]
