"""A message of the program -> HTML in the page's language, or marked as English."""

from __future__ import annotations

from rag.rendering.markup import Html, element, safe, sentence
from rag.translation.texts import Texts


def show_message(text: str, say: Texts, *, class_: str | None = None) -> Html:
    """A message as a paragraph."""
    known = say.translate(text)
    shown = sentence(text if known is None else known)
    return element("p", shown, class_=class_, dir="auto", lang="en" if known is None else None)


def show_inline(text: str, say: Texts) -> Html:
    """A message within a sentence."""
    known = say.translate(text)
    return element("span", text, lang="en") if known is None else safe(known)
