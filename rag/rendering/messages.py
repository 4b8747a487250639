"""A sentence of the program -> HTML: in the page's language, or marked as the English it is."""

from __future__ import annotations

from rag.rendering.markup import Html, element, safe, sentence
from rag.translation.texts import Texts


def told(text: str, say: Texts, *, class_: str | None = None) -> Html:
    """A paragraph that says why, or what to do."""
    known = say.translate(text)
    shown = sentence(text if known is None else known)
    return element("p", shown, class_=class_, dir="auto", lang="en" if known is None else None)


def told_within(text: str, say: Texts) -> Html:
    """The same as a part of another sentence."""
    known = say.translate(text)
    return element("span", text, lang="en") if known is None else safe(known)
