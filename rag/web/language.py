"""The language of a request: that of ?lang=, else the browser's."""

from typing import Annotated

from fastapi import Depends, Request

from rag.translation.texts import Texts, choose_texts


def choose_language(request: Request) -> Texts:
    """The texts in the language of a request."""
    return choose_texts(
        request.query_params.get("lang"), request.headers.get("accept-language", "")
    )


Language = Annotated[Texts, Depends(choose_language)]
