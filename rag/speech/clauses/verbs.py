"""Whether a form is the verb of a noun phrase, and reports its words. English only."""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.cues import VERBS, Form
from rag.language.english.grammar_words import DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.language.english.reporting_words import DOUBTFUL
from rag.names.people import is_title
from rag.speech.clauses.clause import low_at
from rag.speech.clauses.content import may_be_clause, next_is_quote
from rag.speech.grammar.phrases import Phrase, has_verb
from rag.speech.grammar.tokens import Token, TokenKind

# what a promise does: "vowed to fight"
COMMITS = frozenset("vow promise pledge swear volunteer propose threaten".split())

# the words of these are nobody's
_NOBODY = frozenset({"that", "which", "there", "no", "this"})
# plurals without an -s, which the plain form of a verb follows
_PLURALS = frozenset(
    """
    i we you they who people men women children police media data both many some most few several
    others all those these staff majority half
    """.split()
)
# the plain form of these is their past as well
_LIKE_PASTS = frozenset({"read", "put"})


def is_verb_of(tokens: Sequence[Token], at: int, phrase: Phrase, *, plain: bool) -> bool:
    """Whether the form at a place is the verb of a phrase, and reports its words.

    `plain` means that no auxiliary stands before it.
    """
    lemma, _, form = VERBS[tokens[at].low]
    if not _is_verb(tokens, at, phrase):
        return False
    if form is Form.BASE and plain and not _agrees(tokens, phrase, lemma):
        return False
    return not (lemma in {"call", "dub"} and _is_named(tokens, at, phrase))


def _is_verb(tokens: Sequence[Token], at: int, phrase: Phrase) -> bool:
    """Whether a form that is a noun or an adjective as well is a verb here."""
    first, last = tokens[phrase.first], tokens[phrase.last]
    if last.kind is TokenKind.NUMBER and VERBS[tokens[at].low].lemma in COMMITS:
        return False  # 758 pledged delegates
    if tokens[at].low not in DOUBTFUL:
        return True
    if _has_relative(tokens, at):
        return False  # emails that were deleted
    quote_next = next_is_quote(tokens, at + 1)
    if tokens[at].low == "show" and phrase.last == at - 1 and _is_one_thing(last):
        return False  # a clip show
    if last.low in {"united", "swing", "battleground", "other"} or last.low == "'s":
        return False
    pronoun = phrase.first == phrase.last and first.low in PRONOUNS
    follows = low_at(tokens, at + 1)
    clause = follows in {"that", "how", "why", "what", "whether"} or quote_next or follows == ":"
    if pronoun or _stands_between_commas(tokens, at, phrase):
        return True
    if phrase.first > 0 and tokens[phrase.first - 1].is_quote:
        return True
    if phrase.last != at - 1:  # a comma, an adverb or an auxiliary stands between
        return clause or (
            at + 1 < len(tokens)
            and follows not in PREPOSITIONS
            and tokens[at + 1].kind is not TokenKind.MARK
        )
    if tokens[at].low.endswith("ed"):
        return follows not in PREPOSITIONS
    starts = follows in DETERMINERS or follows in PRONOUNS
    return clause or (starts and last.capitalised)


def _stands_between_commas(tokens: Sequence[Token], at: int, phrase: Phrase) -> bool:
    """Whether a form is a verb behind a clause: "The lock leaks, Roe claims, and it rains"."""
    if phrase.first < 2 or tokens[phrase.first - 1].text != "," or phrase.last != at - 1:
        return False
    named = all(token.capitalised for token in tokens[phrase.first : at])
    return (
        named
        and low_at(tokens, at + 1) in {",", "."}
        and tokens[at].low.endswith("s")
        and may_be_clause(tokens[: phrase.first - 1])
    )


def _has_relative(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form in -s is a noun, with a verb right behind its "that"."""
    relative = tokens[at].low.endswith("s") and low_at(tokens, at + 1) in {"that", "which"}
    return relative and has_verb(tokens[at + 2 : at + 3])


def can_report(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a phrase can say words: "that" in "a sign that read “...”" is nobody."""
    return phrase.first != phrase.last or tokens[phrase.first].low not in _NOBODY


def _agrees(tokens: Sequence[Token], phrase: Phrase, lemma: str) -> bool:
    """Whether a phrase may be the subject of a plain form: "critics say", not "a sharp retort"."""
    if phrase.several or lemma in _LIKE_PASTS:
        return True
    inside = tokens[phrase.first : phrase.last + 1]
    plural = any(token.low in _PLURALS or token.low.endswith("s") for token in inside)
    counts = (token for token in inside if token.kind is TokenKind.NUMBER)
    return plural or any(not token.low.endswith("-old") for token in counts)


def _is_named(tokens: Sequence[Token], at: int, phrase: Phrase) -> bool:
    """Whether a verb only gives a name to the noun before it: "a band called Rivers"."""
    adjacent = phrase.last == at - 1 and tokens[phrase.first].low in {"a", "an", "another", "one"}
    if not adjacent or is_title(tokens[phrase.last].text):
        return False
    follows = tokens[at + 1 : at + 2]
    return bool(follows) and (follows[0].is_quote or follows[0].capitalised)


def _is_one_thing(noun: Token) -> bool:
    plural = noun.low.endswith("s") or noun.low in {"data", "people", "men", "women", "media"}
    return noun.text.islower() and not plural and noun.low not in PRONOUNS | DETERMINERS
