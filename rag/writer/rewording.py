"""A question that depends on earlier ones -> a whole question in a language model's words.

The model may only put together what the reader wrote: a question with any other name, number or
content word is not used. The rules of `rag.search` then read it like a typed one. They find its
kind by its form, which the model chooses: "What did Roe say about tax?" asks for words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.language.stems import stem, words
from rag.writer.failures import NotWritten
from rag.writer.model_server import Server
from rag.writer.splitting import without_thoughts

_SECONDS: Final = 8.0  # a reader waits for the quotations meanwhile
_TOKENS: Final = 80
_LONGEST: Final = 300  # characters
_MOST_EARLIER: Final = 5  # questions

_TASK: Final = """\
Rewrite the last question so that it can be understood without the earlier ones. Use only names \
and words from these questions. If it asks what somebody said, write it as "What did NAME say \
about TOPIC?". If it asks how somebody's words changed, write it as "How did NAME's position on \
TOPIC change?". Write only the question, on one line."""


def reword(
    question: str, history: Sequence[str], server: Server, alive: Callable[[], None]
) -> str | None:
    """The question made whole; None if the model gives none that can be used."""
    asked = "\n".join(f"Earlier question: {earlier}" for earlier in history[-_MOST_EARLIER:])
    messages = [
        {"role": "system", "content": _TASK},
        {"role": "user", "content": f"{asked}\nLast question: {question}"},
    ]
    try:
        text = server.complete(messages, most=_TOKENS, alive=alive, seconds=_SECONDS)
    except NotWritten:
        return None
    lines = [line.strip().strip("\"'“”*` ") for line in without_thoughts(text).splitlines()]
    written = next((line for line in lines if line), "")
    written = re.sub(r"^(?:last |rewritten |whole )?question:\s*", "", written, flags=re.IGNORECASE)
    return written if is_usable(written, question, history) else None


def is_usable(written: str, question: str, history: Sequence[str]) -> bool:
    """Whether a question says nothing that the reader did not write, and is about the last one."""
    if not written.endswith("?") or len(written) > _LONGEST:
        return False
    known = {stem(word) for text in (question, *history) for word in words(text)}
    own_stems = {stem(word) for word in words(question) if _tells(word)}
    written_stems = {stem(word) for word in words(written) if _tells(word)}
    return (
        written_stems <= known
        and (not own_stems or bool(own_stems & written_stems))
        and bool(written_stems)
    )


def _tells(word: str) -> bool:
    return word not in STOP_WORDS and word not in ASKING_WORDS and word not in _FORM


_FORM: Final = frozenset({"position", "change", "changed"})
