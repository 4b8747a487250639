"""Statements -> the people a question can name, and the statements that are surely theirs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.index.span_table import Statements
from rag.language.cues import VERBS, Form
from rag.names.folding import fold
from rag.names.institutions import is_institution
from rag.names.name import same_person
from rag.names.people import gender, is_title, surname
from rag.records import Article, Statement
from rag.search.directory.speakers import Speakers
from rag.suggest.spelling import without_stray

_FEWEST_WORDS = 7  # a shorter statement is no answer by itself
_LONGEST = 900  # characters


@dataclass(frozen=True, slots=True)
class Askable:
    """A person as questions name them, with their statements in the order of the index."""

    name: str
    spellings: frozenset[str]
    statements: tuple[Statement, ...]

    @property
    def pronoun(self) -> str | None:
        """ "he" or "she"; None if the name does not show it."""
        return {"male": "he", "female": "she"}.get(gender(self.name) or "")


def find_askable(articles: Mapping[str, Article], statements: Sequence[Statement]) -> list[Askable]:
    """The people who are quoted under a full name, the most quoted first.

    A quoted name may be no person's ("Environment Program"). It is one if its given name is known,
    or if an article uses the surname alone.
    """
    known = Speakers(articles, Statements.of(articles, statements))
    by_name: dict[str, list[Statement]] = defaultdict(list)
    spellings: dict[str, set[str]] = defaultdict(set)
    persons: set[str] = set()
    for statement in statements:
        if statement.speaker is None or statement.mention is None or statement.cue is None:
            continue
        name = _find_full_name(statement.speaker, known)
        if name is None:
            continue
        text = articles[statement.article_id].text
        spellings[name].add(statement.speaker)
        if _shows_person(name, text[slice(*statement.mention)]):
            persons.add(name)
        if is_sure(statement, text):
            by_name[name].append(statement)
    people = [
        Askable(name, frozenset(spellings[name]), tuple(theirs))
        for name, theirs in by_name.items()
        if name in persons
    ]
    return sorted(people, key=lambda person: (-len(person.statements), person.name))


def _find_full_name(name: str, known: Speakers) -> str | None:
    """A speaker's full name as the corpus has it; None if it is no person's name."""
    if len(name.split()) == 1:
        speaker = known.find_named(name)
        if speaker is None or len(speaker.name.split()) == 1:
            return None
        whole = [spelling for spelling in speaker.spellings if len(spelling.split()) > 1]
        if not all(same_person(spelling, speaker.name) for spelling in whole):
            return None  # several people have that surname
        name = speaker.name
    words = name.split()
    if without_stray(name) != name:
        return None
    plain = all(re.fullmatch(r"[^\W\d_][\w’'.-]*", word) for word in words)
    capital = words[0][0].isupper() and words[0].lower() != "the"
    if not plain or not capital or len(words) > 4 or is_institution(name) or is_title(words[-1]):
        return None
    return name


def is_sure(statement: Statement, text: str) -> bool:
    """Whether a statement is one or a few whole sentences, reported by a finite verb.

    This excludes headlines, text after an unclosed quotation mark, and participles: "ruling" may
    be a noun.
    """
    words = text[statement.start : statement.end]
    if len(words.split()) < _FEWEST_WORDS or len(words) > _LONGEST or statement.cue is None:
        return False
    if not re.search(r"[.?!,;:…\"”’']", text[statement.end - 1 : statement.end + 1]):
        return False
    cue = text[slice(*statement.cue)].lower().split()
    return cue[-1] == "to" or (cue[-1] in VERBS and VERBS[cue[-1]][2] is not Form.ING)


def _shows_person(name: str, mention: str) -> bool:
    return gender(name) is not None or fold(mention) == fold(surname(name))
