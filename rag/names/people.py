"""A phrase -> the name of a person in it: titles, given names, family name, gender.

Nothing here knows an article or a particular person: there are only short word lists and rules for
English spelling.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.language.english.calendar_words import AMBIGUOUS_MONTHS, MONTHS
from rag.language.english.page_words import CONTROL_WORDS
from rag.language.english.person_names import (
    FAMILY_FIRST,
    FEMALE_NAMES,
    GIVEN_NAMES,
    MALE_NAMES,
    PARTICLES,
    SUFFIXES,
)
from rag.language.english.titles import FEMALE_TITLES, MALE_TITLES, STYLES, TITLES
from rag.names.folding import begins_as_name, ends_in_possessive, plain_word, without_possessive
from rag.names.institutions import is_institution

# "Ex-minister", "Then-mayor": whatever follows is a role
_ROLE_PREFIXES = ("ex-", "then-", "co-", "vice-")
# "Kyiv-based analyst Jane Roe", "Sixty-year-old Jane Roe", "Goalkeeper-turned-coach Jane Roe"
_ROLE_SUFFIX = re.compile(
    r"-(?:based|born|owned|raised|elect|designate|in-chief|at-large|turned-\w+|of-\w+"
    r"|(?:year|month|week|day|yr)s?-old|something)$"
)
_TOKEN = re.compile(r"[^\s,()\[\]]+")
# numbers, times and days, "R-Ohio" and "rebel-led"
_NO_NAME = re.compile(
    r"[\W\d]+|\d+:\d\d.*|[DIR]-\w.*|\S+-led"
    rf"|(?:{'|'.join(month for month in MONTHS if month not in AMBIGUOUS_MONTHS)})(?: \d.*)?"
)
_SHOUTED = 5  # letters of a word in capitals that is no acronym


@lru_cache(maxsize=4096)
def without_titles(name: str) -> str:
    """The name alone: "U.S. Secretary of State Antony Blinken" gives "Antony Blinken".

    Titles, roles, nationalities and outlets before the name go, and what follows a comma or stands
    in brackets; "Pope Francis" keeps its style, and an institution's name all but its "the". What
    holds no name ("the minister") comes back as it is, without white space around it.
    """
    phrase = re.split(r"[,(\[]", name, maxsplit=1)[0]
    if is_institution(name):
        return without_possessive(re.sub(r"^(?:the|The) (?=\w)", "", phrase.strip()))
    words = [word for word in _TOKEN.findall(phrase) if word.strip("\"“”'‘’")]
    start = _name_start(words)
    kept = words[start:]
    if not kept:
        return " ".join(words) if words else name.strip()
    if len(kept) == 1 and start and _bare(words[start - 1]) in STYLES:
        kept = words[start - 1 :]
    kept[-1] = without_possessive(kept[-1])
    if len(kept) > 2 and kept[-1] == kept[-2]:
        kept.pop()  # a caption's "Jane Roe" runs into "Roe leaves"
    return " ".join(kept)


def surname(name: str) -> str:
    """The family name, with its particles: "Ursula von der Leyen" gives "von der Leyen".

    It is the last word before "Jr." or a number, or the first word if the family name comes first
    ("Xi Jinping"). A single word is returned whole.
    """
    words = [word for word in without_titles(name).split() if plain_word(word) not in SUFFIXES]
    given, family = split_name(" ".join(words))
    if len(family) == len(words) or len(given) + len(family) != len(words):
        return " ".join(words)
    return words[0] if _family_first([*family, *given]) else " ".join(words[len(given) :])


@lru_cache(maxsize=4096)
def gender(name: str) -> str | None:
    """ "male" or "female" if a title ("Mrs.") or a common given name shows it, else None."""
    words = _TOKEN.findall(name)
    for word in words:
        if _bare(word) in MALE_TITLES:
            return "male"
        if _bare(word) in FEMALE_TITLES:
            return "female"
    given, _ = split_name(without_titles(name))
    if given and given[0] in MALE_NAMES:
        return "male"
    if given and given[0] in FEMALE_NAMES:
        return "female"
    return None


def is_title(word: str) -> bool:
    """Whether a word, in any case, is a title or role that stands before names."""
    bare = _bare(word)
    if bare in TITLES or "-" not in bare:
        return bare in TITLES
    if _ROLE_SUFFIX.search(bare):
        return True
    return bare.startswith(_ROLE_PREFIXES) or set(bare.split("-")) <= TITLES


def is_debris(name: str) -> bool:
    """Whether a run of capitalised words is no person's name: "Video Ad Feedback See Jane Roe"."""
    words = [_bare(word) for word in name.split()]
    if _shouts(name.split()) or _NO_NAME.fullmatch(name):
        return True  # "JUST WATCHED Biden", "12:21 PM"
    return bool(set(words) & CONTROL_WORDS) or (len(words) > 4 and not set(words) & PARTICLES)


def split_name(name: str) -> tuple[list[str], list[str]]:
    """Given names and family name, both in lower case without accents."""
    words = [plain_word(word) for word in _TOKEN.findall(name)]
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
    shouted = all(word.isupper() for word in words[start:])  # JANE ANN ROE
    acronym = re.compile(r"[A-Z]\.[A-Z]\.|[A-Z]{2,}|.*\d.*")
    if start < len(words) - 2 and not shouted and acronym.fullmatch(words[start]):
        return start + 1  # "U.S. Senator", "CNN anchor" before a whole name; not "J.K. Rowling"
    return start


def _stands_before_name(words: list[str], at: int, start: int) -> bool:
    word, is_last = words[at], at + 1 == len(words)
    if word[:1].isdigit():
        return is_title(word)  # "34-year-old Jane Roe"
    if not begins_as_name(word):
        return _bare(word) not in PARTICLES
    if _has_small_part(word) and len(words) - at > 2:
        return True  # "Anti-war Jane Roe"; but "Ban Ki-moon"
    if at > start and _bare(words[start]) in GIVEN_NAMES:
        # "Martin Luther King", "Stephen King", but "Virginia Gov. Jane Roe"
        return is_title(word) and at + 2 < len(words) and start == at - 1
    if is_last:
        return is_title(word) and at == start
    return is_title(word) or ends_in_possessive(word)


def _has_small_part(word: str) -> bool:
    """Whether a word has a hyphen with a small letter behind it, unlike "Jean-Claude"."""
    return any(part[:1].islower() for part in word.split("-")[1:])


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
