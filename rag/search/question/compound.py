"""A text with several questions -> the questions.

"What did Roe say about the tax and when does it start?"   both questions
"When did the ferry sink? How many were on board?"         both questions
"What did Roe say about who paid and what was paid?"       one: the clauses are what is said
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rag.search.question.form_patterns import AUXILIARY

MOST: Final = 3  # questions that are read of one text
_LONGEST: Final = 300  # characters of a text that may be several questions
_FEWEST_WORDS: Final = 3  # of a question

_WH: Final = r"(?:what|who|whom|whose|when|where|why|how|which)"
_ASKS: Final = re.compile(rf"\b{_WH}\b", re.IGNORECASE)
# Before a further question. A comma alone may begin a clause: "Roe, who won the race, ..."
_BETWEEN: Final = re.compile(
    r",?\s(?:and|but)\s(?:(?:also|then)\s)?"
    rf"(?=(?:{_WH}\s(?:(?!that\b)\w+\s){{0,2}}?{AUXILIARY.pattern}\s"
    r"|(?:what|how)\sabout\s|who\s(?!else\b)\w{3,}|what\shappened))",
    re.IGNORECASE,
)


def divide_questions(sentences: Sequence[str]) -> list[str]:
    """The questions of a text, in order; of a text with one question, only its last sentence.

    `sentences` are the sentences of the text; the last one asks.
    """
    *opening, last = sentences
    asked = [sentence for sentence in opening if _is_complete(sentence)]
    questions = [*asked, *_split(last)]
    return questions[-MOST:] if sum(map(len, questions)) <= _LONGEST else [last]


def _is_complete(sentence: str) -> bool:
    """Whether a sentence before the last one is a question of its own: "Really?" is none."""
    asks = _ASKS.match(sentence) or (sentence.endswith("?") and AUXILIARY.match(sentence))
    return bool(asks) and len(sentence.split()) > _FEWEST_WORDS


def _split(question: str) -> list[str]:
    """A sentence at its further questions."""
    places = _BETWEEN.finditer(question)
    for place in places:
        first, rest = question[: place.start()], question[place.end() :]
        if len(first.split()) >= _FEWEST_WORDS and _asks_once(first):
            return [first, *_split(rest)]
    return [question]


def _asks_once(text: str) -> bool:
    """Whether a text begins with its only question word, so that no clause of it goes on."""
    return bool(_ASKS.match(text)) and len(_ASKS.findall(text)) == 1
