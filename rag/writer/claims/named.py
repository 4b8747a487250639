"""The names in a sentence, and whether the evidence has them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.nationalities import NAMES_OF_STATES
from rag.language.english.number_words import CARDINALS
from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.names.folding import fold
from rag.names.institutions import other_name
from rag.names.people import is_title
from rag.names.states import states
from rag.search.topic import is_acronym

_TOKEN = re.compile(r"[^\W\d_][\w’'.-]*|[,;:()“”\"]|\d+")

_SOFT = re.compile(r"[iy]a", re.IGNORECASE)
_BETWEEN = frozenset({"of", "the", "and", "de", "van", "von", "al", "bin", "for", "da", "der"})
_SPREAD = 3  # further words among those of a name: "Foreign Minister Sergei Lavrov"


def find_names(text: str, known: Collection[str]) -> list[tuple[str, ...]]:
    """The names of a text, each as its capitalised words; `known` are the words of the evidence.

    The first word of a sentence is part of a name unless the evidence, or English, has it in small
    letters.
    """
    return [tuple(name) for name in _names(text, known)]


def is_named(name: Sequence[str], text: str) -> bool:
    """Whether a text has a name: all its words, in order and close together.

    A title may stand elsewhere. Spellings are folded, and the names of a state agree.
    """
    whole = " ".join(bare(word) for word in name)
    if NAMES_OF_STATES.get(whole) in states(text):
        return True
    stands = [_make_key(word) for word in _TOKEN.findall(text)]
    wanted = [_make_key(word) for word in name]
    if _stand_close(wanted, stands):
        return True
    untitled = [_make_key(word) for word in name if not is_title(word)]
    if untitled and _stand_close(untitled, stands):
        return set(wanted) <= set(stands) and not _is_of_another(name, text)
    return any(other in text for other in other_name(whole, text))


def _is_of_another(name: Sequence[str], text: str) -> bool:
    """Whether the titles of a name stand only before other names: "Minister Roe and Mr Blay"."""
    titles = [fold(bare(word)) for word in name if is_title(word)]
    own = {fold(bare(word)) for word in name}
    tokens = _TOKEN.findall(text)
    for at, token in enumerate(tokens):
        if titles and fold(bare(token)) == titles[-1]:
            behind = tokens[at + 1 : at + 2]
            other = behind and behind[0][0].isupper() and not is_title(behind[0])
            if not other or fold(bare(behind[0])) in own:
                return False
    return bool(titles)


def _make_key(word: str) -> str:
    """What the spellings of a word of a name share: "Russian" and "Moscow" mean one state."""
    written = bare(word)
    soft = "ia" if _SOFT.search(written) else ""  # folding makes "Dana" of "Diana"
    return NAMES_OF_STATES.get(written) or fold(written) + soft or word


def bare(word: str) -> str:
    """A word of a name without its possessive ending and full stop."""
    return re.sub(r"['’]s?$", "", word).rstrip(".-'’")


def _names(text: str, known: Collection[str]) -> Iterator[list[str]]:
    name: list[str] = []
    first = True
    for match in _TOKEN.finditer(text):
        word = match.group()
        if _is_name_word(bare(word), known, first=first and not name):
            name.append(word)
            if word.endswith(("'s", "’s", "'", "’")):  # "Russia's Lavrov" is two names
                yield name
                name = []
        elif name and word in _BETWEEN:
            pass
        elif name:
            yield name
            name = []
        first = first and not word[:1].isalnum()
    if name:
        yield name


def _is_name_word(word: str, known: Collection[str], *, first: bool) -> bool:
    if not word[:1].isupper():
        return False
    lower = word.lower()
    if lower in DAY_WORDS:
        return False
    if is_acronym(word):
        return True
    if lower in STOP_WORDS or (first and (lower in ASKING_WORDS or lower in CARDINALS)):
        return False
    return not first or lower not in known


def _stand_close(name: Sequence[str], text: Sequence[str]) -> bool:
    """Whether the words of a name stand in a text, in order, with at most a few others among."""
    if not name:
        return True
    for at, word in enumerate(text):
        if word != name[0]:
            continue
        place = at
        for wanted in name[1:]:
            window = text[place + 1 : place + 2 + _SPREAD]
            if wanted not in window:
                break
            place += 1 + window.index(wanted)
        else:
            return True
    return False
