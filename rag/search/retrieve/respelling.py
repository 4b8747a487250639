"""A question's words as typed -> as the articles spell them: "peacekeprs" and "peace keepers".

A word is changed only if no article has it. Names with a capital letter stay as they are. The
directory resolves them, because a similar name may belong to another person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from rag.index.searched import SearchedIndex
from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.language.stems import stem, words

SHORTHAND: Final = {
    "abt": "about", "yr": "year", "yrs": "years", "ppl": "people", "govt": "government",
    "gov't": "government", "thru": "through", "u": "you", "dept": "department",
    "intl": "international", "natl": "national", "pres": "president", "mins": "minutes",
    "hrs": "hours", "wks": "weeks",
    "info": "information", "wat": "what", "wht": "what", "whn": "when", "wen": "when",
    "y": "why", "plz": "please", "vs": "versus",
}  # fmt: skip
_WITHOUT_APOSTROPHE: Final = {
    joined.replace("'", ""): joined
    for joined in (
        "what's", "who's", "where's", "when's", "why's", "how's", "that's", "didn't", "doesn't",
        "don't", "isn't", "wasn't", "aren't", "weren't", "hasn't", "haven't", "couldn't",
        "wouldn't", "shouldn't",
    )
}  # fmt: skip
_SHORTEST_NAME = 4  # letters of a name whose possessive is recognised without its apostrophe
_SHORTEST = 4  # letters of a word that is respelt
_SHORTEST_CAPITALISED = 3  # letters of a word that is looked up as a name
_MOSTLY_CAPITAL = 0.9  # least share of a name's occurrences that have a capital
_USUAL = 5  # letters; a shorter word may lack letters, but no letter may be replaced
_FEWEST = 2  # passages that must have the word that replaces it
_FORMS = 20  # passages that are searched for the usual form of a stem
_LONG = 9  # letters; a word of this length may have two typing errors, a shorter one only one
_LOOKED_AT = 40  # stems that are compared
_NEAR_STEMS = 3  # edits between stems of words that may differ by typing errors
_VOWELS: Final = frozenset("aeiouy")
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE: Final = {frozenset(pair) for pair in ("ck", "cs", "sz", "gj", "fv", "td", "bp", "mn")}
_OWNER: Final = re.compile(r"['’]s?$")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]*)*")


class Respelling:
    """Spells questions as the articles of one generation do."""

    def __init__(self, generation: SearchedIndex, is_word: Callable[[str], bool]) -> None:
        """`is_word` tells whether a lower-case word exists in the language."""
        self._generation = generation
        self._is_word = is_word
        self._nearest = lru_cache(maxsize=4096)(self._nearest_word)
        self._as_name = lru_cache(maxsize=4096)(self._find_name)
        self._surnames = {name.split()[-1].lower() for name in generation.statements.speakers}

    def respell(self, question: str) -> str:
        """The question in the articles' spelling; unchanged if all its words are known."""
        matches = list(_WORD.finditer(question))
        replacements: dict[int, tuple[int, str]] = {}  # start -> end and the new text
        for first, second in pairwise(matches):
            between = question[first.end() : second.start()]
            if between == " " and self._is_possessive(first.group()):
                name = first.group()[:-1]
                replacements[first.start()] = (first.end(), f"{name}'s")
                continue
            if between in {" ", "-"} and (whole := self._joined(first.group(), second.group())):
                replacements[first.start()] = (second.end(), whole)
        for match in matches:
            word = match.group()
            if any(start <= match.start() < end for start, (end, _) in replacements.items()):
                continue
            replacement = SHORTHAND.get(word) or _add_apostrophe(word) or self._nearest(word)
            if replacement is not None:
                replacements[match.start()] = (match.end(), replacement)
        for start in sorted(replacements, reverse=True):
            end, replacement = replacements[start]
            question = question[:start] + replacement + question[end:]
        return question

    def capitalise(self, question: str) -> str:
        """A question typed in small letters, with the names in it as the articles write them.

        "what did haley say about nato" names Haley and NATO. A word is a name if the articles
        nearly always write it with a capital inside a sentence.
        """
        if question[1:] != question[1:].lower():
            return question
        return _WORD.sub(lambda match: self._as_name(match.group()) or match.group(), question)

    def is_common(self, word: str) -> bool:
        """Whether the articles write a word in small letters more often than with a capital."""
        forms = self._forms(stem(words(word)[0])) if words(word) else Counter[str]()
        small = sum(count for form, count in forms.items() if form.islower())
        return small > forms.total() - small

    def _find_name(self, word: str) -> str | None:
        """A word as the articles write the name; None if it is none, or they do not have it."""
        bare = _OWNER.sub("", word)
        if len(bare) < _SHORTEST_CAPITALISED or bare in STOP_WORDS or bare in ASKING_WORDS:
            return None
        inside = re.compile(rf"(?<=[a-z,;] ){re.escape(bare)}(?![\w-])", re.IGNORECASE)
        rows = self._generation.words.rows(stem(bare), _FORMS).tolist()
        forms = Counter(form for text in self._texts(rows) for form in inside.findall(text))
        form, count = max(forms.items(), key=lambda item: (item[1], item[0]), default=(bare, 0))
        capitals = sum(number for form, number in forms.items() if not form.islower())
        if form.islower() or count == 0 or capitals < _MOSTLY_CAPITAL * forms.total():
            return None
        return form + word[len(bare) :]

    def _is_possessive(self, word: str) -> bool:
        """Whether a word is a speaker's surname with an "s" and no apostrophe: "lavrovs"."""
        lowered = word.lower()
        return (
            lowered.endswith("s")
            and len(lowered) > _SHORTEST_NAME
            and lowered[:-1] in self._surnames
            and lowered not in self._surnames
            and not self._is_word(lowered)
        )

    def _joined(self, first: str, second: str) -> str | None:
        """Two words joined, if the articles have the joined word and never the two in a row."""
        if not (first + second).islower() or {first, second} & STOP_WORDS:
            return None
        whole = stem(words(first + second)[0])
        if not self._known(whole) or len(first + second) < 2 * _USUAL:
            return None
        both = re.compile(rf"\b{re.escape(first)}[ -]{re.escape(second)}", re.IGNORECASE)
        if any(both.search(text) for text in self._texts_with(stem(first), stem(second))):
            return None
        return first + second if first + second in self._forms(whole) else None

    def _nearest_word(self, word: str) -> str | None:
        """The article word that a misspelt word stands for; None for a known word."""
        is_asking_word = word in STOP_WORDS or word in ASKING_WORDS
        if is_asking_word or not word.islower() or not word.isalpha() or len(word) < _SHORTEST:
            return None
        typed_stem = stem(word)
        if self._known(typed_stem, least=1) or self._is_word(word):
            return None
        same_letter = self._generation.words.beginning_with(word[0])
        similar = process.extract(
            typed_stem, same_letter, scorer=OSA.distance, score_cutoff=_NEAR_STEMS, limit=_LOOKED_AT
        )
        frequency = self._generation.words.frequency
        stems = {known_stem for known_stem, _, _ in similar if self._known(known_stem)}
        stems |= {
            known_stem
            for known_stem in same_letter
            if len(known_stem) >= _USUAL and typed_stem[1:].startswith(known_stem[1:])
        }
        likely = [
            (OSA.distance(word, form.lower()), -frequency(known_stem), -count, form)
            for known_stem in stems
            for form, count in self._forms(known_stem).items()
            if is_typing_error(word, form.lower(), name=not form.islower())
        ]
        return min(likely)[-1] if likely else self._parted(word)

    def _parted(self, word: str) -> str | None:
        """An unknown word, split into two words that the articles have in a row."""
        for cut in range(3, len(word) - 2):
            first, second = word[:cut], word[cut:]
            if {first, second} & STOP_WORDS or not self._known(stem(first)):
                continue
            both = re.compile(rf"\b{first}[ -]{second}\b", re.IGNORECASE)
            if any(both.search(text) for text in self._texts_with(stem(first), stem(second))):
                return f"{first} {second}"
        return None

    def _known(self, stemmed: str, least: int = _FEWEST) -> bool:
        few = len(self._generation.passages) < 100  # in a small corpus, one passage is enough
        return self._generation.words.frequency(stemmed) >= (1 if few else least)

    def _texts_with(self, first: str, second: str) -> list[str]:
        index = self._generation.words
        rows = sorted({*index.rows(first).tolist()} & {*index.rows(second).tolist()})
        return self._texts(rows[:_FORMS])

    def _texts(self, rows: list[int]) -> list[str]:
        passages = self._generation.passages
        self._generation.bring_texts(passages.article_numbers[rows].tolist())
        return [passages.text(row) for row in rows]

    def _forms(self, stemmed: str) -> Counter[str]:
        """The words that have a stem, and how often each occurs in some passages."""
        forms: Counter[str] = Counter()
        for text in self._texts(self._generation.words.rows(stemmed, _FORMS).tolist()):
            for word in _WORD.findall(text):
                if word[:1].lower() == stemmed[:1] and stem(words(word)[0]) == stemmed:
                    forms[word] += 1
        return forms


def _add_apostrophe(word: str) -> str | None:
    """ "Whats" -> "What's"; None for other words."""
    joined = _WITHOUT_APOSTROPHE.get(word.lower())
    return word[0] + joined[1:] if joined else None


def is_typing_error(typed: str, word: str, *, name: bool = False) -> bool:
    """Whether a typed word is probably `word` with typing errors.

    A letter may be missing, doubled or swapped with its neighbour. It may also be replaced by
    another vowel, a letter that sounds similar, or a neighbouring key: "twiter", "recieve",
    "definately". In a `name` no letter may be replaced, because the result is another name.
    """
    if typed[:1] != word[:1] or typed.startswith(word) or word.startswith(typed):
        return False
    if OSA.distance(typed, word) == 1 and sorted(typed) == sorted(word):
        return True
    if {typed[-4:], word[-4:]} == {"tion", "sion"} and typed[:-4] == word[:-4]:
        return True
    edits = Levenshtein.editops(typed, word)
    name = name or len(typed) < _USUAL
    if len(edits) > (2 if len(typed) >= _LONG else 1):
        return False
    for edit in edits:
        if edit.tag == "replace":
            if name or not _mistaken(typed[edit.src_pos], word[edit.dest_pos]):
                return False
        elif edit.tag == "delete":
            letter, before = typed[edit.src_pos], typed[edit.src_pos - 1 : edit.src_pos]
            behind = typed[edit.src_pos + 1 : edit.src_pos + 2]
            if letter not in {before, behind} and letter not in _VOWELS:
                return False
    return True


def _mistaken(typed: str, meant: str) -> bool:
    if {typed, meant} <= _VOWELS or frozenset((typed, meant)) in _ALIKE:
        return True
    return any(
        abs(letters.find(typed) - letters.find(meant)) == 1
        for letters in _KEYS
        if {typed, meant} <= {*letters}
    )
