"""Tokens -> noun phrases with two certain boundaries. English only.

`rag.speech.grammar.phrases` looks for the one phrase that a verb of saying needs and takes what it
can. Here any phrase will do, but a wrongly cut one would appear in a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.language.cues import VERBS
from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.grammar_words import AUXILIARIES, CONJUNCTIONS, OTHER_VERBS, PREPOSITIONS
from rag.language.english.nationalities import NATIONALITIES
from rag.language.english.titles import ROLE_WORDS
from rag.names.institutions import is_institution
from rag.names.people import is_title
from rag.speech.grammar.phrases import is_adverb, is_determiner, is_nominal
from rag.speech.grammar.tokens import Token, TokenKind
from rag.suggest.topic_words import (
    ADJECTIVE_ENDINGS,
    NOT_FIRST,
    NOT_HEADS,
    NOUN_ENDINGS,
    NOUN_OR_VERB,
    NOUNS,
)

_LONGEST = 9  # words; nobody asks about a longer phrase
ARTICLES = frozenset({"the", "a", "an"})
_QUANTIFIERS = frozenset({"some", "any", "many", "more", "most", "all", "few", "several", "no"})
_TIES = frozenset({"in", "to", "with", "against", "for", "on", "from", "at"})
_PARTICLES = frozenset({"down", "up", "out", "off", "back", "away", "into", "onto", "over"})
_CLAUSE = frozenset({"that", "if", "whether", "because", "but", "while", "although", "when"})
_SUBJECTS = frozenset({"he", "she", "they", "we", "i", "who"})


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Indexes of a phrase's first token, last token, and head noun."""

    first: int
    last: int
    head: int
    verb_follows: bool  # the phrase is the subject of a verb


def find_noun_phrases(words: Sequence[Token]) -> Iterator[NounPhrase]:
    """Yield the noun phrases of one or a few sentences, in order, none within another."""
    at = 0
    while at < len(words):
        phrase = _read_phrase(words, at) if _can_begin(words, at) else None
        if phrase is None:
            at += 1
            continue
        yield phrase
        at = phrase.last + 1


def _can_begin(words: Sequence[Token], at: int) -> bool:
    word = words[at]
    if word.low in ARTICLES:
        return True
    if not is_nominal(word) or word.kind is not TokenKind.WORD or word.low in NOT_FIRST:
        return False
    if word.low == "'s" or is_determiner(word):
        return False
    if at == 0:
        return True
    before = words[at - 1]
    if before.low in _QUANTIFIERS:
        return not (at > 1 and words[at - 2].low in {"the", "of"})
    if before.kind is TokenKind.MARK:
        return before.text in {'"', "“", "‘", ".", "?", "!", ":"}
    if before.low == "to":
        return word.capitalised
    if before.low in {"as", "than", "like"}:
        return False
    if before.low in PREPOSITIONS or before.low in _CLAUSE:
        return True
    reports = before.low in VERBS and not is_determiner(before)
    return reports or (word.capitalised and before.low not in AUXILIARIES and _lower(before))


def _lower(word: Token) -> bool:
    return word.kind is TokenKind.WORD and not word.capitalised and not is_determiner(word)


def _read_phrase(words: Sequence[Token], first: int) -> NounPhrase | None:
    """The phrase that begins at a token, with what "of" or another preposition ties to it."""
    head = _find_chunk(words, first)
    if head is None:
        return None
    last = head
    while (tie := _token_at(words, last + 1)) is not None and tie.low in {"of", "between", *_TIES}:
        if tie.low == "of" and words[last].capitalised and words[first].low != "the":
            break  # "accused Roe of fraud"
        tied = _find_tied(words, last + 2, tie.low)
        if tied is None:
            doing = _token_at(words, last + 2)
            if tie.low == "of" and doing is not None and doing.low.endswith("ing"):
                break  # "accused the council of hiding it"
            if tie.low in {"of", "between"}:
                return None  # "the presence of those who": half of it means nothing
            break
        if tie.low not in {"of", "between"} and not _closes(words, last + 2, tied + 1):
            break
        last = tied
    if last - first >= _LONGEST or not _ends(words, last + 1) or _goes_on(words, head, last):
        return None
    return NounPhrase(first, last, head, _is_verb_at(words, last + 1))


def _goes_on(words: Sequence[Token], head: int, last: int) -> bool:
    """Whether a name continues after "and": "the Department of Health and Human Services"."""
    if not words[last].capitalised or (_token_at(words, last + 1) or words[last]).low != "and":
        return False
    end = last + 2
    while end < len(words) and words[end].capitalised:
        end += 1
    tied = last > head and words[head].capitalised
    return end > last + 2 and (tied or is_institution(words[end - 1].text))


def _closes(words: Sequence[Token], first: int, behind: int) -> bool:
    """Whether "in", "to" ... surely tie to the phrase: a verb follows, or a name ends it."""
    if _is_verb_at(words, behind):
        return True
    follows = _token_at(words, behind)
    ended = follows is None or follows.text in {",", ".", "?", "!", '"', "”"}
    return ended and words[first].capitalised and words[first].low != "the"


def _find_tied(words: Sequence[Token], first: int, tie: str) -> int | None:
    if _token_at(words, first) is None:
        return None
    if not (words[first].low in ARTICLES or is_nominal(words[first])):
        return None
    if words[first].low in NOT_FIRST or words[first].low in DAY_WORDS:
        return None
    last = _find_chunk(words, first)
    if last is None or tie != "between":
        return last
    both = _token_at(words, last + 1)
    if both is None or both.low != "and" or _token_at(words, last + 2) is None:
        return None
    return _find_chunk(words, last + 2)


def _find_chunk(words: Sequence[Token], first: int) -> int | None:
    """The last token of the phrase at a place, without anything tied to it; None if unsure."""
    begin = first + 1 if words[first].low in ARTICLES else first
    at = begin
    while at < len(words) and is_nominal(words[at]) and not _stops(words, at, begin):
        at += 1
    last = at - 1
    if last < begin or words[begin].low in NOT_FIRST - {"next", "first", "second", "recent"}:
        return None
    if begin == first and not _stands_bare(words, begin, last):
        return None
    if any(_is_parted(words, at) for at in range(begin + 1, last + 1)):
        return None
    if any(word.kind is not TokenKind.WORD for word in words[begin:at]):
        year = words[begin].kind is TokenKind.NUMBER and len(words[begin].text) == 4
        if not (year and begin > first and last > begin):
            return None
    noun = is_noun(words[last]) or (begin > first and _is_noun_here(words, last, begin))
    return last if noun else None


def _stands_bare(words: Sequence[Token], begin: int, last: int) -> bool:
    """Whether words can be a phrase without an article before them."""
    word = words[begin]
    if word.low.endswith(("ing", "ed")) and word.low not in NOUNS:
        return False  # "for restoring the deal", "forced the board": verbs
    if _lower(word) and word.low in NOT_HEADS and begin < last and words[begin + 1].capitalised:
        return False  # "a true United States" without its article
    if _lower(word) and any(token.low == "'s" for token in words[begin : last + 1]):
        return False  # "trainer's room"
    quantified = begin > 0 and words[begin - 1].low in _QUANTIFIERS
    # "some form of" means nothing without its determiner
    return not quantified or words[last].low.endswith("s")


def _is_noun_here(words: Sequence[Token], at: int, begin: int) -> bool:
    """Whether a word that is also a verb is a noun: "the Senate vote", not "the senators vote"."""
    before = words[at - 1]
    return words[at].low in NOUN_OR_VERB and (at == begin or not before.low.endswith("s"))


def _stops(words: Sequence[Token], at: int, begin: int) -> bool:
    """Whether a word that may be a noun is a verb here, or a day."""
    word = words[at]
    if word.low in DAY_WORDS and not (word.low == "may" and word.capitalised):
        return True
    if word.text in {"’", "'", "$", "&", "%"}:
        return word.text != "&"
    if word.low == "'s":
        after = _token_at(words, at + 1)
        return at == begin or after is None or not is_nominal(after) or after.low in NOT_FIRST
    if at == begin or word.capitalised:
        return False
    before = words[at - 1]
    noun_before = before.capitalised or (before.low != "'s" and is_noun(before))
    if word.low in NOUNS or not noun_before:
        return False
    if words[begin - 1].low in ARTICLES and _is_noun_here(words, at, begin):
        return False
    return word.low.endswith(("ed", "ing")) or word.low in NOT_HEADS


def _is_parted(words: Sequence[Token], at: int) -> bool:
    """Whether a name after a noun begins a clause: "the lineup Roe chose"."""
    before = words[at - 1]
    if not words[at].capitalised or before.capitalised or before.low in {"'s", "&"}:
        return False
    return is_noun(before) and not is_title(before.text) and before.low not in ROLE_WORDS


def _ends(words: Sequence[Token], at: int) -> bool:
    """Whether a phrase cannot continue at a place."""
    word = _token_at(words, at)
    if word is None or word.low in DAY_WORDS:
        return True
    if word.low in _PARTICLES and words[at - 1].low.endswith("s"):
        return False  # "the town hunkers down": a verb
    if is_adverb(word):
        return True
    if word.kind is TokenKind.MARK:
        return word.text not in {"$", "’", "'", "/", "&", "%"}
    if word.low in PREPOSITIONS or word.low in CONJUNCTIONS or word.low in _SUBJECTS:
        return True
    return _is_verb_at(words, at)


def _is_verb_at(words: Sequence[Token], at: int) -> bool:
    """Whether a verb stands at a place, or after an adverb there."""
    word = _token_at(words, at)
    if word is not None and is_adverb(word):
        word = _token_at(words, at + 1)
    if word is None or word.capitalised or word.kind is not TokenKind.WORD:
        return False
    if word.low in AUXILIARIES and word.low not in {"'s", "being", "having"}:
        return True
    return word.low in OTHER_VERBS or word.low in VERBS or word.low.endswith("ed")


def is_noun(word: Token) -> bool:
    """Whether a word can be the head of a phrase, by its ending and the word lists."""
    if word.kind is not TokenKind.WORD:
        return False
    if word.capitalised:
        return word.low in {"us", "u.s", "uk"} or word.low not in NATIONALITIES
    if word.low in NOUNS:
        return True
    if word.low in NOT_HEADS:
        return False
    if word.low.endswith(NOUN_ENDINGS):
        return True
    return len(word.low) > 2 and not word.low.endswith(ADJECTIVE_ENDINGS)


def _token_at(words: Sequence[Token], at: int) -> Token | None:
    return words[at] if 0 <= at < len(words) else None
