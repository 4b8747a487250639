"""A name as a question has it -> whom it means in this index: one way for every question.

"Lavrov", "Lavrow", "the Russian foreign minister", "the WHO" and "Roe, Poe and Lee" are resolved
here, by who is quoted, how the articles describe them, and what they mention.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from contextlib import suppress

from rag.language.english.person_names import GIVEN_NAMES
from rag.names.institutions import is_institution
from rag.names.people import is_title, surname, without_titles
from rag.names.states import is_place
from rag.records import Speaker
from rag.search.directory.speakers import Speakers, is_office
from rag.search.topic import names

# A name that nobody has is compared with every name there is, and questions repeat their names.
_MOST_KNOWN = 2048
_SOME_OF = re.compile(r"(?:the )?[a-z]\w+ (?:in|at|from|near|for) ")  # "protesters in Iran"


class Directory:
    """Resolves names against the speakers of one index."""

    def __init__(
        self,
        speakers: Speakers,
        *,
        mentioned: Callable[[str], bool],
        also_called: Callable[[str], Collection[str]],
    ) -> None:
        """`mentioned` tells whether a name stands in any article, `also_called` what an
        institution is called besides.
        """
        self.speakers = speakers
        self._mentioned = mentioned
        self._also_called = also_called
        self._known: dict[str, Speaker | None] = {}  # by the names that were looked up last

    def mentions(self, name: str) -> bool:
        """Whether a name stands in any article."""
        return self._mentioned(name)

    def resolve(self, name: str) -> Speaker | None:
        """Whom a name, a misspelt name or a role means; None if nobody who is quoted.

        The WHO is meant by its name in full as well, where an article says so.
        """
        known = self._known  # other threads may empty it at any time
        with suppress(KeyError):
            return known[name]
        if len(known) >= _MOST_KNOWN:
            known.clear()
        found = known[name] = self._meant_by(name)
        return found

    def _meant_by(self, name: str) -> Speaker | None:
        found = self._called(name)
        shown = found.name if found else re.sub(r"^[Tt]he\s", "", name)
        others = [self.speakers.named(one) for one in self._also_called(shown)]
        spellings = [one.spellings for one in (found, *others) if one]
        each = found.each if found else ()
        return Speaker(shown, frozenset().union(*spellings), each) if spellings else None

    def _called(self, name: str) -> Speaker | None:
        asked = with_capitals(name)
        whole = self.speakers.named(asked) if is_institution(asked) else None
        if whole is None and (several := self._several(name)):
            return several
        if is_office(name):  # of Florida there are other words than its governor's
            return self.speakers.with_role(name)
        if whole is not None:
            return whole
        if re.search(r"['’]s?\s", asked) or (asked == name and _SOME_OF.match(name)):
            return self.speakers.with_role(name)  # "Lavrov's spokesman" is not Lavrov
        found = self.speakers.named(asked) or self.speakers.with_role(name)
        if found and " " not in found.name and self._is_full_name(asked):
            return None  # "Donna Roe" where the articles only speak of a Roe
        if found is None and not self._mentioned(asked):
            found = self.speakers.misspelt(asked)
        return found

    def _several(self, name: str) -> Speaker | None:
        """Those of a row of names, "Roe, Poe and Lee", of whom one at least is quoted, as one.

        None where it is no such row, but rather one name: "Marks and Spencer".
        """
        parts = _row(name)
        if len(parts) < 2 or any(map(is_title, parts)):  # "President and CEO Tim Poe"
            return None
        each = [self.resolve(one) or Speaker(one) for one in parts]
        quoted = [one.spellings for one in each if one.spellings]
        together = frozenset().union(*quoted)
        if not quoted or sum(map(len, quoted)) > len(together):
            return None
        unknown = [one.name for one in each if not one.spellings]
        one_name = all(" " not in part for part in parts) and self._mentioned(name)
        if unknown and (one_name or not all(map(_is_somebody, unknown))):
            return None
        *others, last = (one.name for one in each)
        return Speaker(f"{', '.join(others)} and {last}", together, tuple(each))

    def _is_full_name(self, name: str) -> bool:
        """Whether a name of several words is nowhere in the articles, though its last word is."""
        bare = without_titles(name)
        return " " in bare and not is_institution(bare) and not self._mentioned(bare)


def with_capitals(name: str) -> str:
    """A name that is typed small, with the capital letters of a name."""
    if name != name.lower():
        return name
    return re.sub(r"(['’])S\b", r"\1s", name.title())


def _row(name: str) -> list[str]:
    """The names in a row of such: "Roe, Poe and Lee"; "Ann and Tom Roe" have one family name."""
    text = _BOTH.sub("", name)
    if not _TIE.search(text):
        return [name]
    parts = [part for part in _TIES.split(text) if part]
    family = surname(parts[-1])
    if parts[-1] == family:
        return parts
    return [f"{one} {family}" if one.lower() in GIVEN_NAMES else one for one in parts]


_BOTH = re.compile(r"^(?:both|either|neither) ", re.IGNORECASE)
_TIE = re.compile(r"\s(?:and|or|nor)\s")
_TIES = re.compile(r"\s*,\s*(?:(?:and|or|nor)\s+)?|\s+(?:and|or|nor)\s+")


def _is_somebody(name: str) -> bool:
    """Whether a name is more than a title or a given name: of these alone nothing can be told."""
    words = name.split()
    alone = len(words) == 1 and name.lower() in GIVEN_NAMES
    return bool(names(name)) and not is_title(words[-1]) and not alone


def cannot_speak(name: str) -> bool:
    """Whether a subject is a state, its government's seat, an institution, or no name at all."""
    parts = re.split(r"\s+and\s+", name)
    if len(parts) > 1:
        return all(cannot_speak(part) for part in parts)
    bare = re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)
    if is_place(bare) or is_place(bare.title()) or is_institution(bare) or bare.isupper():
        return True
    return not names(name) and name != name.lower()
