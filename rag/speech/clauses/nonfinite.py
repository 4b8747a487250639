"""Clauses with a verb in -ing or with "to": "..., adding that", "went on to say". English only."""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.cues import Cue
from rag.language.english import word_set
from rag.language.english.grammar_words import AUXILIARIES, DETERMINERS, MODALS, NEGATIONS
from rag.language.english.reporting_words import DOCUMENTS
from rag.speech.clauses.clause import Clause, low_at
from rag.speech.clauses.content import clause_follows, content_follows, next_is_quote
from rag.speech.clauses.openings import find_sentence_subject
from rag.speech.clauses.subjects import find_subject
from rag.speech.grammar.phrases import DASHES, Phrase, find_phrase_before, has_verb, is_adverb
from rag.speech.grammar.tokens import Token, TokenKind

# behind these, "to say" reports words: "went on to say", "took to Telegram to remark"
_LED_TO = frozenset(
    "went goes going go took takes turned continued proceeded continues used".split()
)
# behind these, "to say" reports nothing
_UNSAID = frozenset(
    """
    declined refused failed decline declines refuses fails wants wanted unable forgot omitted
    neglected hesitated reluctant unwilling afraid loath yet about supposed meant hopes hoped
    """.split()
)
# behind these a participle has no subject, or tells what was not said: "without saying"
_NO_SUBJECT = frozenset(
    "of for 's with on to against without avoid avoids avoided avoiding resisted".split()
)
# "shied away from saying", "was kept from saying"
_KEPT = word_set(
    """
    abstain abstained away banned barred deterred discouraged dissuaded kept prevented refrain
    refrained refrains restrained shied shy stopped
    """
)
# what shows somebody, who is then seen and heard
_SHOWING = frozenset("footage video clip clips audio recording recordings image shot".split())
# these participles need no comma: "an email went out saying ..."
_FREE = frozenset("saying telling adding writing arguing claiming suggesting warning".split())
# these report only if a clause follows
_DOING = frozenset("adding charging continuing maintaining posting ruling welcoming".split())


def find_participle(
    tokens: Sequence[Token], at: int, cue: Cue, floor: int, earlier: Sequence[Clause]
) -> Clause | None:
    """The clause of "..., adding that": an earlier clause or the sentence lends its subject."""
    if at == 0 or not content_follows(tokens, at + 1, cue):
        return None
    before = tokens[at - 1]
    if before.low in DETERMINERS or before.low in _NO_SUBJECT or _is_denied(tokens, at):
        return None
    behind = at - 2 if before.low.endswith("ly") else at - 1
    phrase = find_phrase_before(tokens, behind, floor)
    shown = None if phrase is None else _shown(tokens, phrase)
    if phrase is not None and low_at(tokens, phrase.first - 1) == "with":
        return Clause(shown or phrase, (at, at), cue, leads=True)
    if shown is not None and any(token.is_quote for token in tokens[at:]):
        return Clause(shown, (at, at), cue, leads=True)
    owned = phrase is not None and low_at(tokens, phrase.first - 1) == "of"
    if phrase is not None and owned and next_is_quote(tokens, at + 1):
        return Clause(phrase, (at, at), cue, leads=True)  # a picture of Jane Roe saying, “...”
    if not _reports(tokens, at, cue):
        return None
    owner = None
    if before.low == "by" and has_verb(tokens[max(0, at - 2) : at - 1]):  # he began by saying
        owner = find_subject(tokens, at - 2, floor)
    if owner is None and earlier and earlier[-1].last < at:
        owner = earlier[-1].subject
        if before.text == "," and _restricts(tokens, owner):
            owner = None  # Roe rejected what a man who saw it told her, saying
    owner = owner or find_sentence_subject(tokens, at)
    return None if owner is None else Clause(owner, (at, at), cue, leads=True)


def _is_denied(tokens: Sequence[Token], at: int) -> bool:
    """Whether a participle tells what was not said: "Roe is not on record as saying that"."""
    first = at
    while first > 0 and tokens[first - 1].kind is not TokenKind.MARK:
        first -= 1
    before = {word.low for word in tokens[first : at - 1]}
    tie = tokens[at - 1].low
    return (tie == "as" and bool(before & NEGATIONS)) or (tie == "from" and bool(before & _KEPT))


def _restricts(tokens: Sequence[Token], owner: Phrase) -> bool:
    """Whether a subject is a "who" that no comma sets apart from its noun."""
    return tokens[owner.first].low == "who" and low_at(tokens, owner.first - 1) != ","


def _shown(tokens: Sequence[Token], phrase: Phrase) -> Phrase | None:
    """Jane Roe in "Footage of Jane Roe saying"; None if nobody is seen or heard."""
    of = next((at for at in range(phrase.last, phrase.first, -1) if tokens[at].low == "of"), None)
    if of is not None and of < phrase.last and tokens[of - 1].low in _SHOWING:
        return Phrase(of + 1, phrase.last)
    return None


def _reports(tokens: Sequence[Token], at: int, cue: Cue) -> bool:
    """Whether a form in -ing is no noun and no adjective."""
    before = tokens[at - 1]
    if next_is_quote(tokens, at + 1):
        return True
    if cue is Cue.SHOW:
        return False
    if tokens[at].low in _DOING and not clause_follows(tokens, at + 1):
        return False  # adding two trucks
    if before.text in {","} | DASHES or before.low in DOCUMENTS or before.is_quote:
        return True
    if is_adverb(before) or before.low in {"by", "and", "in", "while", "as", "before"}:
        return True
    word = before.kind is TokenKind.WORD and before.low not in AUXILIARIES
    return word and tokens[at].low in _FREE


def find_infinitive(
    tokens: Sequence[Token], at: int, cue: Cue, floor: int, earlier: Sequence[Clause]
) -> Clause | None:
    """The clause of "He went on to say"; None for "He declined to say"."""
    governors = {token.low for token in tokens[max(floor, at - 8) : at]}
    if low_at(tokens, at - 2) == "if":
        return None  # as if to say
    if governors & _UNSAID or governors & NEGATIONS or governors & MODALS:
        return None
    if not (governors & _LED_TO or next_is_quote(tokens, at + 1)):
        return None
    if not content_follows(tokens, at + 1, cue):
        return None
    owner = find_sentence_subject(tokens, at)
    if owner is None and earlier:
        owner = earlier[-1].subject
    return None if owner is None else Clause(owner, (at, at), cue, leads=True)
