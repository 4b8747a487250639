"""A sentence with a colon -> who is introduced by it, without a verb of saying.

"Kosachev was blunt:", "And from Chairwoman Jane Roe:", "Here is Jane Roe, the mayor:".
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.cues import Cue
from rag.language.english.grammar_words import BE, DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.language.english.reporting_words import DOCUMENTS, SAYING_NOUNS
from rag.language.english.titles import FEMALE_ROLES, MALE_ROLES
from rag.names.people import is_title
from rag.speech.cast.cast import Cast
from rag.speech.clauses.clause import Clause, low_at
from rag.speech.clauses.openings import find_sentence_subject
from rag.speech.grammar.phrases import (
    DASHES,
    Phrase,
    find_phrase_after,
    find_phrase_before,
    is_adverb,
)
from rag.speech.grammar.tokens import Token, TokenKind

# whose words follow: "this from Jane Roe", "in the words of Jane Roe", "a note by Jane Roe"
_FROM = frozenset({"from", "by", "of"})
_TITLE_WORDS = 4  # a shorter quotation behind a colon may be a title: “The Last Bus”
_OPENING = frozenset({"and", "but", "also", "then", "finally", "this", "more"})
_WORDS = DOCUMENTS | frozenset((*SAYING_NOUNS, "words", "remarks", "comments", "thoughts"))
_RELATIVES = MALE_ROLES | FEMALE_ROLES
_LINES = frozenset({"line", "lines", "passage", "poem", "proverb", "quotations", "verse", "verses"})
_PUTTING = frozenset("say said says put puts described describes saw sees explained".split())
_POINTING = frozenset({"here", "there", "meet", "enter"})


def find_introduction(tokens: Sequence[Token], cast: Cast) -> Clause | None:
    """The clause that introduces the quotation behind a colon; None if it names nobody."""
    for at, token in enumerate(tokens):
        if token.text == ":" and (at + 1 == len(tokens) or tokens[at + 1].is_quote):
            owner = _owner(tokens, at, cast)
            return None if owner is None else Clause(owner, (at, at), Cue.SAY, leads=True)
    return None


def _owner(tokens: Sequence[Token], colon: int, cast: Cast) -> Phrase | None:
    opening = 0
    while opening < colon and (tokens[opening].low in _OPENING or is_adverb(tokens[opening])):
        opening += 1
    shown = tokens[opening].low in BE and low_at(tokens, opening - 1) == "this"
    begins = shown or tokens[opening].low == "from" or tokens[opening].low in _POINTING
    told = _told_how(tokens, opening, colon)
    if told or (begins and (told := _source(tokens, opening, colon, cast))):
        return told
    if tokens[opening].low == "from" and any(token.low == "to" for token in tokens[:colon]):
        return None  # From his letter to his sister, Ann Roe:
    if whose := _whose_words(tokens, colon, cast) or _quoted_source(tokens, colon):
        return whose
    owner = _named_before(tokens, colon) or find_sentence_subject(tokens, colon)
    if owner is not None and _is_somebody(tokens, owner, cast):
        return owner
    quote = tokens[colon + 1].inside if colon + 1 < len(tokens) else ""
    title = bool(quote) and quote.count(" ") < _TITLE_WORDS
    return None if title else _source(tokens, opening, colon, cast)


def _source(tokens: Sequence[Token], first: int, colon: int, cast: Cast) -> Phrase | None:
    """The first person named behind "from", "by" or "of", or behind "here is"."""
    for at in range(first, colon - 1):
        token = tokens[at]
        pointing = token.low in BE and low_at(tokens, at - 1) in _POINTING | {"this"}
        if not (token.low in _FROM or pointing or (at == first and token.low in _POINTING)):
            continue
        phrase = find_phrase_after(tokens, at + 1, colon)
        if phrase is not None and pointing and not tokens[phrase.last].capitalised:
            phrase = find_phrase_after(tokens, phrase.last + 2, colon)  # the mayor, Jane Roe:
        if phrase is None or phrase.several or not tokens[phrase.last].capitalised:
            continue
        ends = tokens[phrase.last + 1].kind is TokenKind.MARK
        if ends and cast.name_somebody(tokens[phrase.first : phrase.last + 1]) is not None:
            return phrase
    return None


def _told_how(tokens: Sequence[Token], first: int, colon: int) -> Phrase | None:
    """Jane Roe in "Here is what Jane Roe had to say:", "And this is how she put it:"."""
    asks = next((at for at in range(first, colon) if tokens[at].low in {"what", "how"}), colon)
    if asks - first > 2 or not any(word.low in _PUTTING for word in tokens[asks:colon]):
        return None
    phrase = find_phrase_after(tokens, asks + 1, colon)
    somebody = phrase is not None and (
        tokens[phrase.last].capitalised
        or tokens[phrase.last].low in PRONOUNS
        or is_title(tokens[phrase.last].text)
    )
    return phrase if somebody and phrase is not None and not phrase.several else None


def _whose_words(tokens: Sequence[Token], colon: int, cast: Cast) -> Phrase | None:
    """Jane Roe in "Here is Jane Roe's full statement:"; None if no words of a person follow."""
    if tokens[colon - 1].low not in _WORDS:
        return None
    owned = max((at for at in range(1, colon) if tokens[at].low == "'s"), default=0)
    phrase = find_phrase_before(tokens, owned - 1, 0)
    if phrase is None or phrase.several or not tokens[phrase.last].capitalised:
        return None
    named = cast.name_somebody(tokens[phrase.first : phrase.last + 1]) is not None
    return phrase if named else None


def find_quoted_source(tokens: Sequence[Token]) -> Clause | None:
    """The clause of the father in "Roe recalled the words of her father:"."""
    for at, token in enumerate(tokens):
        if token.text == ":" and (at + 1 == len(tokens) or tokens[at + 1].is_quote):
            source = _quoted_source(tokens, at)
            return None if source is None else Clause(source, (at, at), Cue.SAY, leads=True)
    return None


def _quoted_source(tokens: Sequence[Token], colon: int) -> Phrase | None:
    """Jane Roe in "He closed with a line from Jane Roe:", "from his predecessor, Jane Roe:"."""
    for at in range(1, colon - 1):
        if tokens[at - 1].low not in _WORDS | _LINES or tokens[at].low not in _FROM:
            continue
        phrase = find_phrase_after(tokens, at + 1, colon)
        if phrase is None or phrase.several:
            return None
        opening, last = tokens[phrase.first].low, tokens[phrase.last]
        described = opening in DETERMINERS and (is_title(last.text) or last.low in _RELATIVES)
        apposition = tokens[phrase.last + 1].text == "," and tokens[colon - 1].capitalised
        if last.capitalised or described or apposition:
            return phrase
    return None


def _is_somebody(tokens: Sequence[Token], owner: Phrase, cast: Cast) -> bool:
    first, last = tokens[owner.first], tokens[owner.last]
    pronoun = owner.first == owner.last and first.low in PRONOUNS - {"it"}
    if pronoun or is_title(last.text) or cast.name_speaker(tokens, owner) is not None:
        return True
    if any(token.low in _FROM for token in tokens[owner.first : owner.last]):
        return False  # "Statement from Jane Roe": a document, and not who speaks
    named = first.capitalised and first.low not in DETERMINERS
    return owner.first < owner.last and named and last.capitalised


def _named_before(tokens: Sequence[Token], at: int) -> Phrase | None:
    """A name between a dash, or the start of the sentence, and a colon: "Late - Jane Roe:"."""
    first = at
    while first > 0 and tokens[first - 1].capitalised:
        first -= 1
    begins = first == 0 or tokens[first - 1].text in DASHES
    begins = begins and tokens[first].low not in PREPOSITIONS
    return Phrase(first, at - 1) if begins and first < at else None
