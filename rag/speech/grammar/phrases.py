"""Tokens -> the noun phrase that ends or begins at a place. English only.

There is no tagger: a word in no list of `rag.language.english` counts as part of a noun phrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.cues import VERBS, Cue, Form
from rag.language.english import word_set
from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.grammar_words import (
    ADVERBS,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    NEGATIONS,
    OTHER_PRONOUNS,
    OTHER_VERBS,
    PREPOSITIONS,
    PRONOUNS,
)
from rag.language.english.person_names import GIVEN_NAMES
from rag.language.english.reporting_words import DOUBTFUL
from rag.names.institutions import is_institution
from rag.names.people import is_title
from rag.names.states import is_place
from rag.speech.grammar.tokens import Token, TokenKind

# tokens; a longer noun phrase is a misreading
_LONGEST = 30
DASHES = frozenset({"—", "–", "―", "−", "--", "-"})
SIGNING = DASHES | {"~"}  # before the name that signs a quotation
AUXILIARIES = BE | HAVE | DO | MODALS
_FUNCTION_WORDS = AUXILIARIES | PRONOUNS | OTHER_PRONOUNS | CONJUNCTIONS | PREPOSITIONS | NEGATIONS
_NEVER_NOMINAL = _FUNCTION_WORDS | OTHER_VERBS
_NO_ADVERBS = word_set(
    """
    family rally ally reply supply monopoly anomaly assembly bully early daily weekly monthly
    elderly friendly costly likely unlikely july italy only
    """
)
# these tie a phrase to the noun before it: "a spokesman for the company"
_TIES = frozenset({"of", "for", "from", "at", "with", "in", "to", "on", "by", "behind", "near"})
# behind a name these mean other people: "Roe supporters cheered"
_OTHERS = word_set(
    """
    advisers advisors aides allies attorneys backers campaigners colleagues critics delegates donors
    fans followers friends investigators lawyers loyalists officials opponents prosecutors
    protesters relatives representatives rivals staffers supporters surrogates voters
    """
)
# of these, the ones that follow a person's name: "Rep. Steve Cohen of Tennessee"
_OF_PLACES = frozenset({"in", "at", "from", "near", "outside"})
_NAME_TIES = frozenset({"of", "from"})
# another determiner may stand before these: "the other two men"
_BEHIND_DETERMINERS = word_set("two three four five six more other few many several such")
# a clause may begin behind these: "after officials in Texas announced"
_BEFORE_CLAUSES = CONJUNCTIONS | {"after", "before", "since", "until", "as"}
# these are noun phrases by themselves
_STANDALONE = word_set(
    """
    this that these those everyone everybody nobody many others some most several one both few
    someone somebody two three all another each neither none
    """
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: indexes of its first and its last token."""

    first: int
    last: int
    several: bool = False  # "Lavrov and Kosachev": no one person's
    antecedent: tuple[int, int] | None = None  # for "who": the tokens it stands for


def is_nominal(token: Token) -> bool:
    """Whether a token can be a noun, an adjective or a part of a name."""
    if token.kind is TokenKind.NUMBER:
        return True
    if token.kind is not TokenKind.WORD:
        return token.text in {"&", "%", "$", "’", "'"}
    if token.capitalised and not (token.low in _FUNCTION_WORDS or token.low in ADVERBS):
        return True
    if is_adverb(token):
        return False
    if token.text in {"Will", "May"}:
        return True
    if token.low == "'s":
        return True
    if token.low in _NEVER_NOMINAL or token.low in ADVERBS or token.low in DETERMINERS:
        return False
    verb = VERBS.get(token.low)
    return verb is None or token.low in DOUBTFUL or verb.form is Form.ING


def is_adverb(token: Token) -> bool:
    """Whether a token is an adverb: of the list, or in -ly."""
    if token.low in ADVERBS:
        return True
    return token.low.endswith("ly") and token.low not in _NO_ADVERBS


def is_determiner(token: Token) -> bool:
    """Whether a token opens a noun phrase: "the", "his", "several"."""
    return token.low in DETERMINERS


def has_verb(tokens: Sequence[Token]) -> bool:
    """Whether a finite verb stands among the tokens, as far as the lists tell."""
    for token in tokens:
        if token.low in AUXILIARIES and token.low != "'s" and not token.capitalised:
            return True
        if token.low in OTHER_VERBS and not token.capitalised:
            return True
        if token.low in VERBS and token.low not in DOUBTFUL and not token.low.endswith("ing"):
            return True
    return False


def find_phrase_before(tokens: Sequence[Token], last: int, floor: int) -> Phrase | None:
    """The noun phrase that ends with token `last` and begins at `floor` or behind it."""
    if last < floor:
        return None
    token = tokens[last]
    if token.low in PRONOUNS:
        return Phrase(last, last)
    if token.low in _STANDALONE:
        determined = last > floor and tokens[last - 1].low in {"the", "these", "yet", "all"}
        return Phrase(last - 1 if determined else last, last)
    if token.low in DAY_WORDS and token.low != "may":
        return None
    if not is_nominal(token) or token.text in {"'", "’", "$"} or token.low == "'s":
        return None
    if _past(token) and last - 1 >= floor and is_nominal(tokens[last - 1]):
        last -= 1  # "a poll released (Friday) showed"
    first = _chunk_start(tokens, last, max(floor, last - _LONGEST))
    return _extended(tokens, first, last, floor)


def _chunk_start(tokens: Sequence[Token], last: int, floor: int) -> int:
    """The first token of a phrase, without the nouns that a preposition ties to it."""
    first = last
    while first > floor:
        before = tokens[first - 1]
        if is_nominal(before) or _is_adverb_inside(tokens, first - 1, floor):
            first -= 1
        elif is_determiner(before) and not (
            before.low in {"that", "this"} and tokens[first].capitalised
        ):
            first -= 1
            if first > floor and tokens[first - 1].low == "'s":
                continue
            if before.low not in _BEHIND_DETERMINERS:
                break
        else:
            break
    return first


def _is_adverb_inside(tokens: Sequence[Token], at: int, floor: int) -> bool:
    """Whether an adverb stands inside a phrase: "the then mayor Jane Roe"."""
    inside = at > floor and at + 1 < len(tokens) and is_determiner(tokens[at - 1])
    adverb = inside and (tokens[at].low == "then" or tokens[at].low.endswith("ly"))
    return adverb and is_adverb(tokens[at]) and is_nominal(tokens[at + 1])


def _extended(tokens: Sequence[Token], first: int, last: int, floor: int) -> Phrase:
    """The phrase with the nouns before it that a preposition or "and" ties to it."""
    if first - 2 < floor or last - first > _LONGEST:
        return Phrase(first, last)
    tie, before = tokens[first - 1].low, tokens[first - 2]
    if tie in _TIES and is_nominal(before) and not _is_day(before):
        head = find_phrase_before(tokens, first - 2, floor)
        if head is not None and _ties(tokens, head, tie, floor):
            if tie in {"on", "in", "at", "by"} and tokens[head.last].capitalised:
                return head  # "Lavrov on Friday said"
            return Phrase(head.first, last, head.several)
    if tie == "and" and is_nominal(before) and not _is_day(before):
        other = find_phrase_before(tokens, first - 2, floor)
        if other is not None and _begins(tokens, other.first, floor):
            return Phrase(other.first, last, several=True)
    return Phrase(first, last)


def _ties(tokens: Sequence[Token], head: Phrase, tie: str, floor: int) -> bool:
    if tie == "of":
        return True
    begins = _begins(tokens, head.first, floor) or tokens[head.first - 1].low in _BEFORE_CLAUSES
    return begins and not tokens[head.last].low.endswith(("ed", "ing"))


def _begins(tokens: Sequence[Token], first: int, floor: int) -> bool:
    """Whether a clause can begin with token `first`."""
    before = tokens[first - 1]
    return first == floor or before.is_quote or before.text in {","} | DASHES


def _is_day(token: Token) -> bool:
    return token.low in DAY_WORDS


def find_phrase_after(tokens: Sequence[Token], first: int, ceiling: int) -> Phrase | None:
    """The noun phrase that begins with token `first` and ends before `ceiling`."""
    ceiling = min(ceiling, first + _LONGEST, len(tokens))
    if first < ceiling and tokens[first].low in PRONOUNS - {"who"}:
        return Phrase(first, first)
    begin = first
    while begin < ceiling and (
        is_determiner(tokens[begin]) or _is_adverb_inside(tokens, begin, first)
    ):
        begin += 1
    pronoun = begin > first and tokens[begin - 1].low in {"this", "that", "these", "those"}
    end = _chunk_end(tokens, begin, ceiling)
    if pronoun and begin < ceiling and _past(tokens[begin]):
        end = begin  # "This prompted"
    if end == begin:
        alone = begin > first and tokens[begin - 1].low in _STANDALONE
        return Phrase(first, begin - 1) if alone else None
    if end + 1 >= ceiling:
        return Phrase(first, end - 1)
    affiliated = tokens[end].low in _NAME_TIES and is_determiner(tokens[end + 1])
    if affiliated and _is_full_name(tokens[begin:end]):
        return Phrase(first, end - 1)  # Jane Roe of the Rain Institute: where she works
    tied = find_phrase_after(tokens, end + 1, ceiling)
    if tied is not None and tokens[end].low in _ties_behind(tokens[end - 1]):
        return Phrase(first, tied.last)
    if tied is not None and tokens[end].low == "and":
        verb_follows = has_verb(tokens[tied.last + 1 : tied.last + 2])
        return Phrase(first, end - 1) if verb_follows else Phrase(first, tied.last, several=True)
    return Phrase(first, end - 1)


def _is_full_name(words: Sequence[Token]) -> bool:
    """Whether a person's given and family name end a phrase: "Del. Jane Roe"."""
    named = len(words) > 1 and all(word.capitalised for word in words[-2:])
    return named and not is_title(words[-1].text) and not is_institution(words[-1].text)


def _ties_behind(last: Token) -> frozenset[str]:
    """The prepositions that can go on with a phrase behind its word `last`."""
    if last.capitalised and not is_title(last.text):
        return _NAME_TIES
    return _TIES - {"in", "on", "by"} if last.capitalised else _TIES - {"in", "on", "by", "to"}


def _chunk_end(tokens: Sequence[Token], begin: int, ceiling: int) -> int:
    """The token behind a phrase, without the nouns that a preposition ties to it."""
    at = begin
    named = False
    while at < ceiling and is_nominal(tokens[at]):
        token = tokens[at]
        if _is_day(token) and not (at + 1 < ceiling and is_nominal(tokens[at + 1])):
            break
        if named and not token.capitalised and not _goes_on(tokens, at, ceiling):
            break
        if at > begin and _past(token):
            break
        named = token.capitalised
        at += 1
    return at


def _goes_on(tokens: Sequence[Token], at: int, ceiling: int) -> bool:
    """Whether a small word behind a name belongs to the phrase: "Roe aide Jane Poe"."""
    if tokens[at].low == "'s" or tokens[at].text in {"’", "'"}:
        return True
    if any(_is_day(token) for token in tokens[at : at + 3]):
        return False  # "Sanders late Monday said"
    # one or two nouns in lower case, then a name or the end of the phrase
    ahead = at + 1
    while ahead < min(ceiling, at + 3) and is_nominal(tokens[ahead]) and not _past(tokens[ahead]):
        if tokens[ahead].capitalised:
            return not _past(tokens[at])
        ahead += 1
    if at >= 2 and tokens[at - 2].capitalised:
        return False  # behind a whole name comes its verb: "Jane Roe shot back"
    if tokens[at].low in _OTHERS:
        return True
    noun = tokens[at].kind is TokenKind.WORD and not tokens[at].low.endswith("s")
    return noun and not _past(tokens[at])


def _past(token: Token) -> bool:
    return not token.capitalised and token.low.endswith("ed")


def skip_place(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where a name begins behind the place that opens its sentence: "In Geneva Lavrov said".

    `first` and `last` are those of a run of capitalised words before a verb of saying.
    """
    opens = first == 1 or (first > 1 and tokens[first - 2].low in DAY_WORDS)
    if first == last or not opens or tokens[first - 1].low not in _OF_PLACES:
        return first
    verb = VERBS.get(tokens[last + 1].low) if last + 1 < len(tokens) else None
    if verb is None or verb.cue not in {Cue.SAY, Cue.TELL}:
        return first
    for behind in range(last, first, -1):
        if is_place(" ".join(token.text for token in tokens[first:behind])):
            return behind
    given = (at for at in range(first + 1, last) if tokens[at].low in GIVEN_NAMES)
    return next(given, last)
