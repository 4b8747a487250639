"""The names of people: what belongs to a name, and which spellings mean one person.

Nothing here knows an article or a particular person: there are only the short lists of `name_words`
and rules for English-language spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from rag.names.name_words import (
    CONTROL_WORDS,
    FAMILY_FIRST,
    FEMALE_NAMES,
    FEMALE_TITLES,
    INSTITUTION_HEADS,
    INSTITUTIONS,
    MALE_NAMES,
    MALE_TITLES,
    NICKNAMES,
    PARTICLES,
    PERSONAL_TITLES,
    STYLES,
    SUFFIXES,
    TITLES,
)

GIVEN_NAMES = MALE_NAMES | FEMALE_NAMES

_MADE_OF = ("-based", "-born", "-owned")  # "Kyiv-based analyst Jane Roe"
_TIES = frozenset({"for", "of", "on", "and", "&", "the"})

_TOKEN = re.compile(r"[^\s,()\[\]]+")
_POSSESSIVE = re.compile(r"['’]s?$")
# numbers, times and days, "R-Ohio" and "rebel-led"
_NO_NAME = re.compile(
    r"[\W\d]+|\d+:\d\d.*|[DIR]-\w.*|\S+-led"
    r"|(?:January|February|July|August|September|October|November|December)(?: \d.*)?"
)
_SHOUTED = 5  # letters of a word in capitals that is no acronym


@lru_cache(maxsize=4096)
def without_titles(name: str) -> str:
    """The name alone: "U.S. Secretary of State Antony Blinken" gives "Antony Blinken".

    Titles, roles, nationalities and outlets before the name go, and what follows a comma or stands
    in brackets; "Pope Francis" keeps its style, and an institution's name all but its "the". What
    holds no name ("the minister") comes back as it is, without white space around it.
    """
    bare = re.split(r"[,(\[]", name, maxsplit=1)[0]
    if is_institution(name):
        return _POSSESSIVE.sub("", re.sub(r"^(?:the|The) (?=\w)", "", bare.strip()))
    words = [word for word in _TOKEN.findall(bare) if word.strip("\"“”'‘’")]
    start = _name_start(words)
    kept = words[start:]
    if not kept:
        return " ".join(words) if words else name.strip()
    if len(kept) == 1 and start and _bare(words[start - 1]) in STYLES:
        kept = words[start - 1 :]
    kept[-1] = _POSSESSIVE.sub("", kept[-1])
    if len(kept) > 2 and kept[-1] == kept[-2]:
        kept.pop()  # a caption's "Jane Roe" runs into "Roe leaves"
    return " ".join(kept)


def surname(name: str) -> str:
    """The family name, with its particles: "Ursula von der Leyen" gives "von der Leyen".

    The last word but for "Jr." and numbers, or the first where the family name comes first ("Xi
    Jinping"). A single word is returned whole.
    """
    words = [word for word in without_titles(name).split() if _plain(word) not in SUFFIXES]
    given, family = _split(" ".join(words))
    if len(family) == len(words) or len(given) + len(family) != len(words):
        return " ".join(words)
    return words[0] if _family_first([*family, *given]) else " ".join(words[len(given) :])


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling of a name, taken apart so that it can be compared with many others."""

    key: str  # what `fold` makes of it
    gender: str | None
    given: tuple[str, ...]  # in lower case, without accents
    family: tuple[str, ...]
    family_keys: tuple[str, str]  # what `fold` makes of the family name, and of its last word

    @classmethod
    def of(cls, name: str) -> Name:
        """The parts of a name; titles count for the gender alone."""
        given, family = _split(without_titles(name))
        last = fold(family[-1]) if family else ""
        keys = (last if len(family) < 2 else fold(" ".join(family)), last)
        return cls(fold(name), gender(name), tuple(given), tuple(family), keys)

    def same_person(self, other: Name) -> bool:
        """Whether both can mean one person, as `same_person` says."""
        if self.key == other.key:
            return bool(self.key)
        if self.gender and other.gender and self.gender != other.gender:
            return False
        if not self.family or not other.family:
            return False
        long, short = sorted((self, other), key=lambda one: len(one.family), reverse=True)
        if len(long.family) > len(short.family) and short.given and not long.given:
            return False  # "Van Roe" is no Jane Roe
        whole = len(self.family) == len(other.family) or bool(self.given and other.given)
        at = 0 if whole else 1
        key, other_key = self.family_keys[at], other.family_keys[at]
        if key != other_key and not (
            self.given == other.given != ()
            and _nearly_same(self.surname(whole), key, other.surname(whole), other_key)
        ):
            return False
        return _compatible(self.given, other.given)

    def marks(self) -> tuple[str, ...]:
        """Of two that can mean one person, one mark at least is the other's as well."""
        whole, last = self.family_keys
        marks = (f"all {self.key}", f"family {whole}", f"last {last}")
        near = f"given {' '.join(self.given)} {self.surname(True)[:1]}"
        return (*marks, near) if self.given else marks

    def surname(self, whole: bool) -> str:
        """The family name; its last word if not `whole`: "Leyen" for "von der Leyen"."""
        return " ".join(self.family if whole else self.family[-1:])


_taken_apart = lru_cache(maxsize=4096)(Name.of)


def same_person(a: str, b: str) -> bool:
    """Whether two spellings can mean one person; symmetric, not transitive.

    "Lavrov", "Mr. Lavrov", "Sergei Lavrov" and "Sergey V. Lavrov" are one; "Bill Clinton" and
    "Hillary Clinton" are not, nor are "Mrs. Clinton" and "Bill Clinton", nor "George W. Bush" and
    "George H.W. Bush". A given name alone ("Hillary") is nobody's surname and matches only itself.
    Accents, case and transliteration (Zelensky, Zelenskyy, Zelenskiy) make no difference.
    """
    return _taken_apart(a).same_person(_taken_apart(b))


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A key for equal names: no accents, case, dots, possessive, or leading "the".

    Spellings that differ by transliteration only (-y, -iy, -yy, -ii; Sergei, Sergey) share a key.
    """
    plain = _POSSESSIVE.sub("", _without_accents(name).replace("’", "'").strip())
    words = re.findall(r"[^\W_]+", plain.replace("'", "").replace(".", ""))
    if words[:1] == ["the"]:
        words = words[1:]
    return " ".join(_transliterated(word) for word in words)


@lru_cache(maxsize=4096)
def gender(name: str) -> str | None:
    """ "male" or "female" where a title ("Mrs.") or a common given name shows it, else None."""
    words = _TOKEN.findall(name)
    for word in words:
        if _bare(word) in MALE_TITLES:
            return "male"
        if _bare(word) in FEMALE_TITLES:
            return "female"
    given, _ = _split(without_titles(name))
    if given and given[0] in MALE_NAMES:
        return "male"
    if given and given[0] in FEMALE_NAMES:
        return "female"
    return None


def is_title(word: str) -> bool:
    """Whether a word, in any case, is a title or role that stands before names."""
    bare = _bare(word)
    if bare.endswith(_MADE_OF):
        return True
    bare = bare.removeprefix("co-").removesuffix("-elect")
    return bare in TITLES or ("-" in bare and set(bare.split("-")) <= TITLES)


def is_institution(name: str) -> bool:
    """Whether a name shows an institution: "the Justice Department", "Center for Science"."""
    words = re.split(r"[,(\[]", name, maxsplit=1)[0].split()
    return bool(words) and (_plain(words[-1]) in INSTITUTIONS or _goes_on(words))


def _goes_on(words: Sequence[str]) -> bool:
    """Whether names alone, and nobody's title, stand behind "Center for", "Committee on" ..."""
    for at, word in enumerate(words[:-2], 1):
        if word[:1].isupper() and _bare(word) in INSTITUTION_HEADS and words[at].lower() in _TIES:
            behind = [one for one in words[at + 1 :] if one.lower() not in _TIES]
            return all(one[:1].isupper() and _bare(one) not in PERSONAL_TITLES for one in behind)
    return False


def is_debris(name: str) -> bool:
    """Whether a run of capitalised words is no person's name: "Video Ad Feedback See Jane Roe"."""
    words = [_bare(word) for word in name.split()]
    if _shouts(name.split()) or _NO_NAME.fullmatch(name):
        return True  # "JUST WATCHED Biden", "12:21 PM"
    return bool(set(words) & CONTROL_WORDS) or (len(words) > 4 and not set(words) & PARTICLES)


def _shouts(words: Sequence[str]) -> bool:
    """Whether a word in capitals, too long for an acronym, stands before others that are not."""
    first, others = words[0] if words else "", words[1:]
    shouted = first.isalpha() and first.isupper() and len(first) >= _SHOUTED
    return shouted and any(word.isalpha() and not word.isupper() for word in others)


def _bare(word: str) -> str:
    return word.strip(".\"“”'‘’:;").casefold()


def _name_start(words: list[str]) -> int:
    """Where the name begins in a phrase: behind the last word that cannot be a part of it."""
    start = 0
    for at, word in enumerate(words):
        if start and _bare(word) in {"of", "to", "for", "at", "in", "from", "on"}:
            return _behind_place(words, at + 1)
        if _stands_before_name(words, at, start):
            start = at + 1
    if start < len(words) - 2 and re.search(r"^[A-Z]\.[A-Z]\.$|^[A-Z]{2,}$|\d", words[start]):
        return start + 1  # "U.S. Senator", "CNN anchor" before a whole name; not "J.K. Rowling"
    return start


def _stands_before_name(words: list[str], at: int, start: int) -> bool:
    word, last = words[at], at + 1 == len(words)
    if not word[:1].isupper():
        return _bare(word) not in PARTICLES and not word[:1].isdigit()
    if at > start and _bare(words[start]) in GIVEN_NAMES:
        # "Martin Luther King", "Stephen King", but "Virginia Gov. Jane Roe"
        return is_title(word) and at + 2 < len(words) and start == at - 1
    if last:
        return is_title(word) and at == start
    return is_title(word) or _POSSESSIVE.search(word) is not None


def _behind_place(words: list[str], at: int) -> int:
    """The start of the name in "(Secretary of) State John Kerry": the last two words, or one."""
    if at < len(words) and _bare(words[at]) == "the":
        at += 1
    if at < len(words) and _bare(words[at]) == "united":
        at += 1
    rest = words[at:]
    for offset, word in enumerate(rest[:-1]):
        if _bare(word) in GIVEN_NAMES:
            return at + offset
    if len(rest) < 2:
        return len(words)
    return at + max(1, len(rest) - 2)


def _split(name: str) -> tuple[list[str], list[str]]:
    """Given names and family name, both folded to lower case without accents."""
    words = [_plain(word) for word in _TOKEN.findall(name)]
    words = [word for word in words if word and word not in SUFFIXES]
    if len(words) < 2:
        return [], words
    if _family_first(words):
        return words[1:], words[:1]
    cut = len(words) - 1
    while cut > 1 and words[cut - 1] in PARTICLES:
        cut -= 1
    particles = all(word in PARTICLES for word in words[:cut])
    if particles and words[0] != "ben":  # "De Roe" is a family name, Ben Roe somebody
        cut = 0
    return words[:cut], words[cut:]


def _family_first(words: list[str]) -> bool:
    given = words[1:]
    western = set(given) & GIVEN_NAMES
    short = all(len(part) <= 9 for part in given) and not western
    if words[0] in {"kim", "lee", "park", "moon", "sun"}:  # also given or English names
        return short and (len(given) == 2 or "-" in given[0])
    return words[0] in FAMILY_FIRST and short


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    plain = _without_accents(word.replace("’", "'"))
    return _POSSESSIVE.sub("", plain).strip(".'\"“”‘")


def _without_accents(text: str) -> str:
    """A text in lower case without accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


@lru_cache(maxsize=4096)
def _transliterated(word: str) -> str:
    word = re.sub(r"(.)\1", r"\1", word)
    word = re.sub(r"(?:[eiy]y|[iy]j|ei|iy|ii|ie|y)$", "i", word)
    return word.replace("y", "i").replace("aio", "ao").replace("iu", "u").replace("ia", "a")


def _nearly_same(a: str, key_a: str, b: str, key_b: str) -> bool:
    """Whether two surnames with their keys, of the same given names, are one, spelt differently."""
    if a[:1] != b[:1]:
        return False
    # Gorbachev, Gorbachov: vowels vary between transliterations, consonants distinguish people
    skeleton_a, skeleton_b = (re.sub(r"[aeiouy\W]", "", key) for key in (key_a, key_b))
    return skeleton_a == skeleton_b and fuzz.ratio(a, b) >= 80


def _compatible(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether given names can be one person's: missing names and initials contradict nothing."""
    if not a or not b:
        return True
    if not _same_given(a[0], b[0]):
        return False
    if len(a) > 1 and len(b) > 1:
        return a[1][0] == b[1][0]
    return True


def _same_given(a: str, b: str) -> bool:
    if a == b or _transliterated(a) == _transliterated(b):
        return True
    short, long = sorted((a.replace(".", ""), b.replace(".", "")), key=len)
    if len(short) == 1:
        return long.startswith(short)
    full_a, full_b = NICKNAMES.get(a, a), NICKNAMES.get(b, b)
    return full_a == full_b or (len(a) > 4 and a[0] == b[0] and fuzz.ratio(a, b) >= 85)
