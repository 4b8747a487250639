"""The place in an answer for what a language model writes from its quotations: see written.js."""

from __future__ import annotations

import json

from rag.rendering.markup import NOTHING, Html, element
from rag.translation.texts import Texts
from rag.web.chat.exchange import Answered, Turn


def show_writing_place(turn: Turn, answered: Answered, say: Texts) -> Html:
    """An empty place with the question for the API; nothing if no model writes this answer."""
    writing = answered.answer.writing
    if writing is None or not writing.pending:
        return NOTHING
    filters = answered.filters
    body = {
        "question": turn.asked.question,
        "history": list(turn.history),
        "filters": {
            "speaker": filters.speaker,
            "from": filters.dates.first.isoformat() if filters.dates.first else None,
            "to": filters.dates.last.isoformat() if filters.dates.last else None,
            "outlet": filters.outlet,
            "articles": list(filters.articles),
        },
        "most": turn.asked.most,
        "language": say.language,
    }
    waiting = element("p", say("The language model is writing …"), class_="own-label")
    fields = {"turn": str(turn.number), "ask": json.dumps(body, ensure_ascii=False)}
    held = (element("input", type="hidden", name=key, value=value) for key, value in fields.items())
    return element("div", *held, waiting, class_="written own-words")
