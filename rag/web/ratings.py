"""Readers' ratings of answers -> the feedback folder.

The browser sends only a token and a rating; the server stores the answer it gave.
"""

import secrets
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from rag.errors import QuestionError, RagError
from rag.evaluation.feedback import Feedback, Verdict, store, withdraw
from rag.interface import answer_json
from rag.notice import Notice
from rag.records import Answer, Filters, Status
from rag.rendering.markup import Html, element
from rag.translation.texts import ENGLISH, Texts
from rag.web.kept import Kept
from rag.web.language import Language
from rag.web.own_page import Foreign, check_own_page

_MOST_BYTES = 32 * 2**20  # memory for answers that can be rated: some 2,000


class Ratings:
    """The latest answers, which can be rated. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._kept: Kept[str, Feedback] = Kept(_MOST_BYTES)

    def keep(
        self, answer: Answer, history: Sequence[str], filters: Filters, generation: str
    ) -> str:
        """Keep an answer of a generation; returns the token for its rating."""
        token = secrets.token_hex(12)
        first, last = filters.dates.first, filters.dates.last
        kept = Feedback(
            day=date.today(),
            question=answer.question,
            history=tuple(history),
            answer=answer_json(answer),
            verdict=Verdict.UP,  # replaced by the reader's rating before anything is stored
            generation=generation,
            id=token,
            filters={
                "speaker": filters.speaker,
                "first": first.isoformat() if first else None,
                "last": last.isoformat() if last else None,
            },
        )
        with self._lock:
            self._kept.put(token, kept)
        return token

    @property
    def bytes(self) -> int:
        """The memory of the answers."""
        return self._kept.bytes

    def rate(self, token: str, verdict: Verdict | None) -> None:
        """Store or remove a rating. Raises QuestionError if the answer is no longer kept."""
        with self._lock:
            kept = self._kept.get(token)
        if kept is None:
            raise QuestionError(
                Notice("this answer is no longer stored"), hint=Notice("ask the question again")
            )
        if verdict is None:
            withdraw(token, kept.day, self._folder)
        else:
            store(replace(kept, verdict=verdict), self._folder)


def show_rating(token: str, status: Status, say: Texts = ENGLISH) -> Html:
    """The two buttons under an answer; page.js sends the rating and shows which is pressed."""
    unsure = status is Status.UNSURE
    prompt = say("Is the answer among these?" if unsure else "Is this answer right?")
    return element(
        "div",
        element("span", prompt, class_="prompt"),
        element("button", say("Yes" if unsure else "Right"), type="button", class_="rate up"),
        element("button", say("No" if unsure else "Wrong"), type="button", class_="rate down"),
        element("span", class_="told"),
        id=f"rating-{token}",
        class_="rating",
    )


class _Rated(BaseModel):
    """What the page sends."""

    answer: Annotated[str, Field(max_length=100)]
    verdict: Verdict | None


def add_ratings(app: FastAPI, ratings: Ratings) -> None:
    """Add the endpoint to which page.js sends ratings."""

    @app.post("/feedback")
    def feedback(request: Request, rated: _Rated, say: Language) -> JSONResponse:
        try:
            check_own_page(request)
            ratings.rate(rated.answer, rated.verdict)
        except RagError as error:
            kinds: dict[type[RagError], int] = {Foreign: 403, QuestionError: 404}
            why = say.translate(error.message) or error.message
            return JSONResponse(
                {"told": say("Not stored: {why}.", why=why)},
                status_code=kinds.get(type(error), 500),
            )
        stored = say("Stored with the question and the answer. Nothing about you is stored.")
        return JSONResponse(
            {"told": stored if rated.verdict else say("Rating removed; nothing is stored.")}
        )
