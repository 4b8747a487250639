"""A name in a question -> the speaker of this index whom it means. Every lookup goes this way.

`Directory.resolve` resolves "Lavrov", "Lavrow", "the Russian foreign minister", "the WHO" and "Roe,
Poe and Lee". It uses the quoted speakers, their descriptions, and the names in the articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from contextlib import suppress

from rag.language.english.nationalities import GROUPS
from rag.language.english.person_names import GIVEN_NAMES
from rag.names.institutions import is_institution
from rag.names.people import is_title, surname, without_titles
from rag.names.states import is_place
from rag.records import Speaker
from rag.search.directory.offices import is_office
from rag.search.directory.speakers import Speakers
from rag.search.topic import find_names

# The lookup of an unknown name compares it with every name, and questions repeat their names.
_MOST_KNOWN = 2048
_OWNED = re.compile(r"(?:its|his|her|their|our|my|your) [a-z]", re.IGNORECASE)
_OWNER = re.compile(r".*?\w['’]s?\s+")
_OWNER_ALONE = re.compile(r"['’]s$")  # "Ripley's" is a firm
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
        """`mentioned` tells whether any article has a name.

        `also_called` gives the other names of an institution.
        """
        self.speakers = speakers
        self._mentioned = mentioned
        self._also_called = also_called
        self._known: dict[str, Speaker | None] = {}  # by the names that were looked up

    def mentions(self, name: str) -> bool:
        """Whether any article has a name."""
        return self._mentioned(name)

    def resolve(self, name: str) -> Speaker | None:
        """The speaker whom a name, a misspelt name or a role means; None if no quoted speaker.

        "The WHO" also means the full name, if an article states it.
        """
        known = self._known  # other threads may empty it at any time
        with suppress(KeyError):
            return known[name]
        if len(known) >= _MOST_KNOWN:
            known.clear()
        speaker = known[name] = self._meant_by(name)
        return speaker

    def _meant_by(self, name: str) -> Speaker | None:
        speaker = self._called(name)
        shown_name = speaker.name if speaker else re.sub(r"^[Tt]he\s", "", name)
        other_speakers = [
            self.speakers.find_named(other_name) for other_name in self._also_called(shown_name)
        ]
        spellings = [other.spellings for other in (speaker, *other_speakers) if other]
        members = speaker.each if speaker else ()
        if _OWNED.match(name):
            return None  # "its union": of whom is not known here
        if _has_spokespeople(shown_name):
            spellings.append(self.speakers.find_spokespeople(shown_name))
            if not any(spellings) and (is_institution(shown_name) or _OWNER_ALONE.search(name)):
                spellings.append(self.speakers.find_officers(shown_name))
        everybody = frozenset[str]().union(*spellings)
        return Speaker(shown_name, everybody, members) if everybody else None

    def _called(self, name: str) -> Speaker | None:
        capitalised = capitalise_name(name)
        whole = self._institution(capitalised) if is_institution(capitalised) else None
        if whole is None and (group := self._several(name)):
            return group
        if is_office(name):  # "the governor of Florida" must not find the words of Florida
            return self._by_role(name)
        if whole is not None:
            return whole
        if re.search(r"['’]s?\s", capitalised) or (capitalised == name and _SOME_OF.match(name)):
            return self.speakers.find_by_role(name)  # "Lavrov's spokesman" is not Lavrov
        speaker = (
            self.speakers.find_titled(capitalised)
            or self.speakers.find_named(capitalised)
            or self.speakers.find_by_role(name)
        )
        plain_name = re.sub(r"^[Tt]he\s", "", name)
        if plain_name.lower() in GROUPS and speaker and plain_name not in speaker.spellings:
            return None  # "Republicans" are not the words of the New Hampshire Republicans alone
        if speaker and " " not in speaker.name and self._is_full_name(capitalised):
            return None  # "Donna Roe", if the articles name only a Roe
        if speaker is None:
            speaker = self.speakers.find_by_given_name(capitalised)
        if speaker is None and not self._mentioned(capitalised):
            speaker = self.speakers.find_misspelt(capitalised)
        return speaker

    def _institution(self, name: str) -> Speaker | None:
        """The institution of a name; "Roe's fashion house" is not the House."""
        owner = _OWNER.match(name)
        if owner and self.speakers.find_with_all_words(name[owner.end() :]) is None:
            return None
        return self.speakers.find_named(name)

    def _by_role(self, role: str) -> Speaker | None:
        """The speaker of a role, also if the articles write an institution in it by its initials.

        "The governor of the Larkfield Bank" is the LB governor.
        """
        if (speaker := self.speakers.find_by_role(role)) is not None:
            return speaker
        for institution in find_names(role):
            for other_name in self._also_called(institution):
                speaker = self.speakers.find_by_role(role.replace(institution, other_name))
                if speaker is not None:
                    return speaker
        return None

    def _several(self, name: str) -> Speaker | None:
        """One speaker for a list of names, "Roe, Poe and Lee", if at least one of them is quoted.

        None if the text is a single name: "Marks and Spencer".
        """
        parts = _row(name)
        if len(parts) < 2 or any(map(is_title, parts)):  # "President and CEO Tim Poe"
            return None
        members = [self.resolve(part) or Speaker(part) for part in parts]
        quoted = [member.spellings for member in members if member.spellings]
        together = frozenset().union(*quoted)
        if not quoted or sum(map(len, quoted)) > len(together):
            return None
        unknown = [member.name for member in members if not member.spellings]
        one_name = all(" " not in part for part in parts) and self._mentioned(name)
        if unknown and (one_name or not all(map(_is_somebody, unknown))):
            return None
        *others, last = (member.name for member in members)
        return Speaker(f"{', '.join(others)} and {last}", together, tuple(members))

    def _is_full_name(self, name: str) -> bool:
        """Whether a name of several words occurs in no article, though its last word does."""
        bare = without_titles(name)
        return " " in bare and not is_institution(bare) and not self._mentioned(bare)


def _has_spokespeople(name: str) -> bool:
    """Whether a name can be an institution's: "TikTok", "the White House", and no "Jane Roe"."""
    single = " " not in name and name[:1].isupper() and name.lower() not in GIVEN_NAMES
    is_group = name.lower() in GROUPS
    return (single or is_institution(name)) and not is_place(name) and not is_group


def capitalise_name(name: str) -> str:
    """A name in small letters, rewritten with capital letters."""
    if name != name.lower():
        return name
    return re.sub(r"(['’])S\b", r"\1s", name.title())


def _row(name: str) -> list[str]:
    """The names of a list: "Roe, Poe and Lee". "Ann and Tom Roe" share the family name."""
    text = _BOTH.sub("", name)
    if not _TIE.search(text):
        return [name]
    parts = [part for part in _TIES.split(text) if part]
    family = surname(parts[-1])
    if parts[-1] == family:
        return parts
    return [f"{part} {family}" if part.lower() in GIVEN_NAMES else part for part in parts]


_BOTH = re.compile(r"^(?:both|either|neither) ", re.IGNORECASE)
_TIE = re.compile(r"\s(?:and|or|nor|versus|vs\.?)\s")
_TIES = re.compile(r"\s*,\s*(?:(?:and|or|nor|versus|vs\.?)\s+)?|\s+(?:and|or|nor|versus|vs\.?)\s+")


def _is_somebody(name: str) -> bool:
    """Whether a name is more than a title, an office or a given name, which identify nobody."""
    words = name.split()
    if is_office(name):
        return False
    alone = len(words) == 1 and name.lower() in GIVEN_NAMES
    return bool(find_names(name)) and not is_title(words[-1]) and not alone


def cannot_speak(name: str) -> bool:
    """Whether a subject is a state, a capital, an institution, or no name at all."""
    parts = re.split(r"\s+and\s+", name)
    if len(parts) > 1:
        return all(cannot_speak(part) for part in parts)
    bare = re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)
    if is_place(bare) or is_place(bare.title()) or is_institution(bare) or bare.isupper():
        return True
    return not find_names(name) and name != name.lower()
