"""A noun phrase of an article -> its form in a question: full names, no stray capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.language.english.abbreviations import HONORIFICS, TITLE_ABBREVIATIONS
from rag.language.english.number_words import TENS
from rag.language.english.person_names import GIVEN_NAMES
from rag.names.folding import fold
from rag.names.institutions import is_institution
from rag.names.states import is_place
from rag.records import Article
from rag.speech.cast.introductions import find_people
from rag.speech.grammar.tokens import Token
from rag.speech.paragraphs import split_paragraphs
from rag.suggest.topic_words import NOT_HEADS

_TITLES = {abbreviation.lower() + "." for abbreviation in (*HONORIFICS, *TITLE_ABBREVIATIONS)}
_TITLES |= {"representatives", "senators", "governors", "lawmakers", "presidents", "ministers"}


def write_phrase(article: Article, inside: Sequence[Token], *, begins: bool) -> str | None:
    """A phrase as it stands within a question; None if it may be no noun phrase.

    `begins` says that it begins a sentence, so that the capital of its first word means nothing.
    """
    while len(inside) > 1 and inside[0].low in _TITLES:
        inside = inside[1:]  # "Reps. Roe and Poe": the topic is one of them
    text = re.sub(r"\s+", " ", article.text[inside[0].start : inside[-1].end])
    first = inside[0]
    if re.search(rf"[A-Z]{{6}}|(?:{'|'.join(TENS)})(?:-|\b)", text):
        return None  # a headline, a date line, a number
    small = first.low + text[len(first.text) :]
    if first.low in {"the", "a", "an"}:
        return small
    if not first.capitalised:
        return text
    if article.text[inside[-1].end : inside[-1].end + 2] == " (" or (
        begins and first.low in NOT_HEADS
    ):
        return None  # a date line, "Tokyo (CNN)", or a verb: "Imagine music"
    if begins and not _is_name(article, inside):
        return None if first.low in GIVEN_NAMES else small
    if len(inside) == 1:
        return complete_name(article, text)
    owned = any(word.low == "'s" for word in inside)
    return f"the {text}" if is_institution(text) and not owned else text


def complete_name(article: Article, name: str) -> str | None:
    """ "Clinton" as the article introduces her, "Hillary Clinton"; None for a given name alone."""
    if re.search(rf"\b{re.escape(name)} (?:Motors?|Company|Co|Inc|Corp|Group)\b", article.text):
        return name  # a company with its founder's name
    for person in _find_people(article.text):
        parts = person.split()
        if fold(name) == fold(parts[-1]) or (len(parts) == 2 and fold(name) == fold(parts[0])):
            return person
    return None if name.lower() in GIVEN_NAMES else name


def _is_name(article: Article, inside: Sequence[Token]) -> bool:
    """Whether the first word of a sentence has a capital because it is a name."""
    first = inside[0]
    if first.text.isupper() or is_place(first.text):
        return True
    if len(inside) > 1 and inside[1].capitalised:
        return True
    if re.search(rf"\b{re.escape(first.low)}\b", article.text):
        return False
    within = re.search(rf"(?<=[a-z,] ){re.escape(first.text)}\b(?! [A-Z])", article.text)
    return within is not None or (len(inside) > 1 and inside[1].low == "'s")


@lru_cache(maxsize=256)
def _find_people(text: str) -> tuple[str, ...]:
    """The full names of the people in an article; cached, because finding them is slow."""
    names = (person.name for person in find_people(split_paragraphs(text)))
    return tuple(without_stray(name) for name in names if not is_institution(name))


def without_stray(name: str) -> str:
    """A name without a word that is not part of it: "Response Jane Roe" is Jane Roe."""
    words = name.split()
    stray = (
        len(words) == 3
        and words[0].lower() not in GIVEN_NAMES
        and words[1].lower() in GIVEN_NAMES
        and "." not in words[0]
    )
    return " ".join(words[1:]) if stray else name
