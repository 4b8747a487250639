"""A clause -> whether nothing was said: "Neither Roe nor Poe would say", "Had Roe said".

The negation, the condition or the question stands outside of the verb of saying, so that the verb
alone does not show it. English only.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.cues import Cue
from rag.language.english import word_set
from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.grammar_words import AUXILIARIES, BE, MODALS, NEGATIONS
from rag.speech.clauses.clause import Clause, ends_clause, low_at
from rag.speech.grammar.phrases import is_adverb
from rag.speech.grammar.tokens import Token, TokenKind

_NOBODY = word_set("no nobody none neither nothing no-one nor never few")
_SOMEBODY = frozenset({"he", "she"})
# "Rarely had Roe said"
_RARELY = word_set("rarely seldom hardly scarcely barely")
# "Roe said nothing", "said little"; not "said nothing would change", "said little had changed"
_NOTHING = word_set("nothing little")
# "Roe said nothing new about it"
_BEHIND_NOTHING = word_set("else new more further")
_WHEREOF = word_set("about on of to in at for during when after as that") | DAY_WORDS
# right before a subject these make a condition or leave it open
_CONDITIONS = word_set("if unless whether lest until till")
# at the beginning of a sentence these make a condition
_SUPPOSING = word_set("imagine suppose supposing assume assuming pretend")
# "It is untrue that Roe said"
_DOUBTS = NEGATIONS | word_set(
    "untrue false unclear unlikely doubtful impossible incorrect myth lie hoax fiction fabrication"
)
# "It is unclear who said"
_OPEN = word_set("unclear unknown disputed know knows knew known")
# "Claims that Roe said it are untrue"
_HEARSAY = word_set(
    """
    allegation allegations assertion assertions belief claim claims gossip idea myth notion post
    posts report reports rumor rumors rumour rumours speculation story stories suggestion
    suggestions tale tales
    """
)
_DENIED = _DOUBTS | word_set(
    """
    baseless contradicted debunked denied dismissed exaggerated fake inaccurate nonsense premature
    refuted rejected unfounded wide wrong
    """
)
_REACH = 5  # tokens before "that" in which a doubt may stand
_WISHES = word_set("wish wishes wished wishing")
# these begin a clause that a negation before them does not reach
_NEW_CLAUSE = word_set("when as because since after before while although though but")
_QUESTIONS = word_set("who what why when where how which whose whom") | AUXILIARIES


def is_unsaid(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether a clause tells that nothing was said, or only what would be if it had been."""
    last = tokens[clause.subject.last]
    if clause.kind not in {Cue.SAY, Cue.TELL} and not (last.capitalised or last.low in _SOMEBODY):
        return False  # "if you think": what many may think is nobody's statement anyway
    return (
        _is_nobodys(tokens, clause)
        or _is_condition(tokens, clause)
        or _is_doubted(tokens, clause)
        or _would_have_been(tokens, clause)
        or _is_nothing(tokens, clause)
        or _is_question(tokens, clause)
    )


def _is_nobodys(tokens: Sequence[Token], clause: Clause) -> bool:
    """ "Neither Roe nor Poe would say", "No one at the ministry said", "Far from saying"."""
    subject = clause.subject
    if tokens[subject.first].low == "far" and low_at(tokens, subject.last + 1) == "from":
        return True
    if tokens[subject.first].low in _NOBODY or low_at(tokens, subject.first - 1) == "nor":
        return True
    start = _clause_start(tokens, clause)
    not_even = tokens[start].low == "not" and low_at(tokens, start + 1) in {"even", "one", "a"}
    if tokens[start].low not in _NOBODY and not not_even:
        return False
    return not any(token.low in _NEW_CLAUSE for token in tokens[start : subject.first])


def _clause_start(tokens: Sequence[Token], clause: Clause) -> int:
    """The first token behind the last mark or quotation before a clause's subject."""
    start = clause.subject.first
    while start > 0 and tokens[start - 1].kind in {TokenKind.WORD, TokenKind.NUMBER}:
        start -= 1
    return start


def _is_condition(tokens: Sequence[Token], clause: Clause) -> bool:
    """ "If Roe said", "Had Roe said", "Imagine Roe saying", "He wishes Roe had said"."""
    if tokens[0].low in _SUPPOSING or [token.low for token in tokens[:3]] == ["let", "'s", "say"]:
        return True
    first = clause.subject.first
    if any(token.low in _WISHES for token in tokens[first : clause.subject.last + 1]):
        return True
    before = first - 1
    while before >= 0 and is_adverb(tokens[before]):
        before -= 1
    if before < 0:
        return False
    if tokens[before].low in _CONDITIONS:
        return True
    if tokens[before].low == "though" and low_at(tokens, before - 1) == "as":
        return True
    inverted = tokens[before].low in AUXILIARIES and clause.subject.last < clause.cue[0]
    if inverted and low_at(tokens, before - 1) in _RARELY:
        return True
    return inverted and (before == 0 or tokens[before - 1].kind is TokenKind.MARK)


def _is_doubted(tokens: Sequence[Token], clause: Clause) -> bool:
    """ "It is not true that Roe said", "It is unclear who said"."""
    tie = clause.subject.first - 1
    tie += low_at(tokens, tie + 1) == "that" and clause.subject.last > tie + 1
    if low_at(tokens, tie + 1) == "who" and low_at(tokens, tie) in _OPEN:
        return True
    if low_at(tokens, tie + 1) == "who" and low_at(tokens, tie) == "one":  # Roe is not the one who
        return any(token.low in NEGATIONS for token in tokens[max(0, tie - _REACH) : tie])
    if low_at(tokens, tie) == "what" and tie == 0:  # What Roe said is not known
        behind = tokens[clause.last + 1 :]
        told = next((at for at, token in enumerate(behind) if token.low in BE), len(behind))
        return clause.kind is Cue.SAY and _has_doubt(behind[told : told + 3], _DOUBTS)
    if low_at(tokens, tie) not in {"that", "of"}:
        return False
    noun = tie - 2 if low_at(tokens, tie - 1) == "," else tie - 1
    if low_at(tokens, noun) in _HEARSAY and _has_doubt(tokens[clause.last + 1 :], _DENIED):
        return True  # Claims that Roe said it are untrue
    before = tokens[max(0, tie - _REACH) : tie]
    marks = [at for at, token in enumerate(before) if token.kind is not TokenKind.WORD]
    lows = {token.low for token in before[marks[-1] + 1 if marks else 0 :]}
    return bool(lows & (_DOUBTS | _NOBODY))


def _has_doubt(behind: Sequence[Token], words: frozenset[str]) -> bool:
    """Whether what follows a clause doubts it; quoted words would be somebody's all the same."""
    return not any(token.is_quote for token in behind) and any(
        token.low in words for token in behind
    )


def _would_have_been(tokens: Sequence[Token], clause: Clause) -> bool:
    """ "Roe would have said", "If asked, Roe would say".

    "Few people would have said" is a way of saying that few did.
    """
    auxiliaries = set[str]()
    at = clause.cue[0]
    at -= tokens[at].low not in AUXILIARIES  # the cue of a verb of no list is its auxiliary
    while at > clause.subject.last and (tokens[at].low in AUXILIARIES or is_adverb(tokens[at])):
        auxiliaries.add(tokens[at].low)
        at -= 1
    supposed = tokens[0].low in {"if", "unless"} and low_at(tokens, clause.first - 1) == ","
    return bool(auxiliaries & MODALS) and (supposed or bool(auxiliaries & {"have", "'ve"}))


def _is_nothing(tokens: Sequence[Token], clause: Clause) -> bool:
    """ "Roe said nothing about it"; but not "Roe said nothing would change"."""
    behind = clause.last + 1
    if not clause.leads or low_at(tokens, behind) not in _NOTHING:
        return False
    while low_at(tokens, behind + 1) in _BEHIND_NOTHING or _is_adverb_at(tokens, behind + 1):
        behind += 1
    if any(token.is_quote for token in tokens[behind:]):
        return False
    return ends_clause(tokens, behind + 1) or low_at(tokens, behind + 1) in _WHEREOF


def _is_adverb_at(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and is_adverb(tokens[at])


def _is_question(tokens: Sequence[Token], clause: Clause) -> bool:
    """ "Who said that it was late?"; but not "Was it late, Roe asked?"."""
    asked = tokens[-1].text == "?" and tokens[0].low in _QUESTIONS
    return asked and clause.leads and not any(token.is_quote for token in tokens)
