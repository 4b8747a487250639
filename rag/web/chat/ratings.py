"""Right or wrong, said by a reader under an answer -> the feedback folder.

The browser sends a token and a verdict, no words: what is stored is what the server answered.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from rag.errors import QuestionError, RagError
from rag.evaluation.feedback import Feedback, Verdict, store, withdraw
from rag.interface import answer_json
from rag.notice import Notice
from rag.records import Answer, Filters
from rag.rendering.markup import Html, element
from rag.translation.texts import ENGLISH, Texts
from rag.web.language import Language
from rag.web.own_page import Foreign, check_own_page

_MOST_KEPT = 2000  # answers that may still be rated; some 5 kB each


class Ratings:
    """The latest answers, to be rated. Safe to use from threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Feedback] = OrderedDict()

    def keep(
        self, answer: Answer, history: Sequence[str], filters: Filters, generation: str
    ) -> str:
        """Remember an answer of a generation; the token that it is rated by."""
        token = secrets.token_hex(12)
        first, last = filters.dates.first, filters.dates.last
        kept = Feedback(
            day=date.today(),
            question=answer.question,
            history=tuple(history),
            answer=answer_json(answer),
            verdict=Verdict.UP,  # until a reader says so or otherwise, nothing is stored
            generation=generation,
            id=token,
            filters={
                "speaker": filters.speaker,
                "first": first.isoformat() if first else None,
                "last": last.isoformat() if last else None,
            },
        )
        with self._lock:
            self._kept[token] = kept
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return token

    def rate(self, token: str, verdict: Verdict | None) -> None:
        """Store a verdict, or take it back. Raises QuestionError for an answer long forgotten."""
        with self._lock:
            kept = self._kept.get(token)
        if kept is None:
            raise QuestionError(
                Notice("this answer is no longer known"), hint=Notice("ask the question again")
            )
        if verdict is None:
            withdraw(token, kept.day, self._folder)
        else:
            store(replace(kept, verdict=verdict), self._folder)


def rating(token: str, say: Texts = ENGLISH) -> Html:
    """The two buttons under an answer; page.js sends what they say and shows which is pressed."""
    return element(
        "div",
        element("span", say("Is this answer right?"), class_="prompt"),
        element("button", say("Right"), type="button", class_="rate up"),
        element("button", say("Wrong"), type="button", class_="rate down"),
        element("span", class_="told"),
        id=f"rating-{token}",
        class_="rating",
    )


class _Rated(BaseModel):
    """What the page sends."""

    answer: str
    verdict: Verdict | None


def add_ratings(app: FastAPI, ratings: Ratings) -> None:
    """The endpoint that page.js sends a verdict to."""

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
        stored = say("Stored with the question and the answer, and nothing about you.")
        return JSONResponse(
            {"told": stored if rated.verdict else say("Taken back; nothing is stored.")}
        )
