"""A sentence -> the clauses that say who reports: "Lavrov said", "according to the ministry".

English only: word order and closed lists, no tagger. A clause that can be read in two ways is left
out, because a statement without a speaker does less harm than one with a wrong speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.cues import VERBS, Cue, Form
from rag.language.english import word_set
from rag.language.english.calendar_words import DAY_WORDS
from rag.language.english.grammar_words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    HAVE,
    MODALS,
    NEGATIONS,
    OTHER_VERBS,
    PREPOSITIONS,
    PRONOUNS,
)
from rag.language.english.reporting_words import DOUBTFUL, NEEDS_CLAUSE
from rag.names.people import is_title
from rag.speech.clauses.clause import Clause, beside_quote, low_at, stands_aside, title_case
from rag.speech.clauses.content import (
    clause_follows,
    content_before,
    content_follows,
    next_is_quote,
)
from rag.speech.clauses.inversion import find_agent, find_inverted, find_opening_verb
from rag.speech.clauses.nonfinite import find_infinitive, find_participle
from rag.speech.clauses.openings import find_sentence_subject, skip_dateline
from rag.speech.clauses.subjects import find_subject
from rag.speech.clauses.unlisted import (
    find_behind_aside,
    find_label_clause,
    find_partial_quote,
    find_relative,
    find_unlisted_verb,
)
from rag.speech.clauses.unsaid import is_unsaid
from rag.speech.clauses.verbs import COMMITS, can_report, is_verb_of
from rag.speech.grammar.phrases import Phrase, find_phrase_after, is_adverb
from rag.speech.grammar.tokens import Token, TokenKind

# these report only with a second word: "pointed out", "put it"
_PARTICLES = {"point": "out", "put": "it"}
# these also describe motion: "blasted Roe to the ice"
_MOVES = frozenset("attack bash blast continue counter rip slam".split())
_TOWARDS = frozenset("against down from home into off out over past through to toward".split())
_HARDLY = frozenset("hardly scarcely rarely seldom".split())
# "As Roe noted, it was late"
_IN_AS_CLAUSES = word_set(
    "say note report explain write argue observe admit acknowledge warn predict mention"
)
# behind "by" these make no passive: "he added by telephone"
_BY_MEANS = frozenset("phone telephone email e-mail text video letter saying then now".split())
_OWN = word_set("his her its their our my a an two three")
# before these a verb reports no words: a show concludes with a song, rents rise compared with May
_DONE_TO = {"conclude": {"with"} | _OWN, "compare": {"with", "to"}}
# past forms that are also participles: a participle needs "have", a past form does not
PASTS = {
    form: lemma
    for form, (lemma, _, kind) in VERBS.items()
    if form.endswith("ed")
    or (form in {"said", "told", "thought", "felt", "found", "read"} and kind is not Form.BASE)
}


def find_clauses(tokens: Sequence[Token]) -> list[Clause]:
    """Return the reporting clauses of one sentence, in the order of their verbs."""
    listed = _find_listed(tokens)
    embedded = find_relative(tokens, listed)
    if embedded is not None:
        return [*(clause for clause in listed if not clause.leads), embedded]
    if not listed:
        label = find_label_clause(tokens)
        if label is not None:
            return [label]
        return find_unlisted_verb(tokens) or find_partial_quote(tokens)
    if any(beside_quote(tokens, clause) for clause in listed):
        return listed
    taken = {clause.cue[0] for clause in listed}
    unlisted = [clause for clause in find_unlisted_verb(tokens) if clause.cue[0] not in taken]
    if not unlisted and all(stands_aside(tokens, clause) for clause in listed):
        unlisted = find_behind_aside(tokens)
    return sorted([*listed, *unlisted], key=lambda clause: clause.cue)


def _find_listed(tokens: Sequence[Token]) -> list[Clause]:
    """The clauses with a verb of the lists, or "according to"."""
    clauses: list[Clause] = []
    floor = skip_dateline(tokens, len(tokens))
    for at, token in enumerate(tokens):
        if token.is_quote or token.text in {";", ":"}:
            floor = at + 1 if token.text in {";", ":"} else floor
            continue
        clause = _at(tokens, at, floor, clauses)
        if clause is None or not can_report(tokens, clause.subject) or is_unsaid(tokens, clause):
            continue
        last = clauses[-1] if clauses else None
        if not (last and clause.cue[0] <= last.last and clause.cue == last.cue):
            clauses.append(clause)
    return clauses


def _at(tokens: Sequence[Token], at: int, floor: int, before: list[Clause]) -> Clause | None:
    """The clause whose verb stands at a place; `before` are those that end before it."""
    token = tokens[at]
    if token.low == "according" and low_at(tokens, at + 1) == "to":
        return _according_to(tokens, at)
    verb = VERBS.get(token.low)
    if verb is None:
        return None
    lemma, cue, form = verb
    if token.capitalised and not _capital_verb(tokens, at, lemma):
        return None
    if lemma in _PARTICLES and low_at(tokens, at + 1) != _PARTICLES[lemma]:
        return None
    if lemma == "state" and at + 1 < len(tokens) and is_title(tokens[at + 1].text):
        return None  # state Rep. Roe
    if lemma == "quote":
        return _quoted(tokens, at, floor)
    if form is Form.ING:
        if low_at(tokens, at - 1) in BE:
            return _finite(tokens, at, floor, before)
        return find_participle(tokens, at, cue, floor, before)
    if low_at(tokens, at - 1) == "to":
        return find_infinitive(tokens, at, cue, floor, before)
    return _finite(tokens, at, floor, before)


def _capital_verb(tokens: Sequence[Token], at: int, lemma: str) -> bool:
    """Whether a word with a capital letter is a verb: in a headline, or "Tweeted"."""
    return at == 0 or lemma in {"tweet", "retweet"} or title_case(tokens)


def _according_to(tokens: Sequence[Token], at: int) -> Clause | None:
    phrase = find_phrase_after(tokens, at + 2, len(tokens))
    if phrase is None:
        return None
    before = any(token.kind is not TokenKind.MARK for token in tokens[:at])
    leads = not before or low_at(tokens, at - 1) in {"but", "and", "that"}
    return Clause(phrase, (at, at + 1), Cue.SAY, leads)


def _quoted(tokens: Sequence[Token], at: int, floor: int) -> Clause | None:
    """ "Reuters quoted Sullivan as saying", "Sullivan was quoted as saying": Sullivan's words."""
    for saying in range(at + 1, min(at + 14, len(tokens) - 1)):
        if tokens[saying].low == "as" and tokens[saying + 1].low in {
            "saying",
            "telling",
            "writing",
        }:
            inner = (
                find_subject(tokens, at, floor)
                if saying == at + 1
                else find_phrase_after(tokens, at + 1, saying)
            )
            if inner is None:
                return None
            leads = content_follows(tokens, saying + 2, Cue.SAY)
            return Clause(inner, (at, saying + 1), Cue.SAY, leads)
    return None


def _finite(
    tokens: Sequence[Token], at: int, floor: int, before: Sequence[Clause]
) -> Clause | None:
    """ "Lavrov said", "said Lavrov", "was asked by Lavrov"."""
    lemma, cue, form = VERBS[tokens[at].low]
    between = _auxiliaries(tokens, at, floor)
    if _unreal(tokens, at, between):
        return None
    if between & BE and form is not Form.ING:
        return find_agent(tokens, at, cue)
    if at == 0:
        return find_opening_verb(tokens, lemma)
    if form is Form.PARTICIPLE and not between & HAVE and tokens[at].low not in PASTS:
        return None
    behind = find_inverted(tokens, at, lemma, floor)
    if behind is not None:
        return behind
    phrase = find_subject(tokens, at, floor) or _coordinated(tokens, at, floor, before)
    if phrase is None or not is_verb_of(tokens, at, phrase, plain=not between):
        return None
    return _with_content(tokens, at, phrase)


def _with_content(tokens: Sequence[Token], at: int, phrase: Phrase) -> Clause | None:
    """The clause of a subject and a verb, if reported words stand before it or behind it."""
    lemma, cue, _ = VERBS[tokens[at].low]
    if lemma in _IN_AS_CLAUSES and _in_as_clause(tokens, phrase, at):
        return Clause(phrase, (at, at), cue, leads=True)
    leads = content_follows(tokens, at + 1, cue)
    leads = leads or (lemma in COMMITS and low_at(tokens, at + 1) == "to")
    if leads and phrase.first > 0 and tokens[phrase.first - 1].ends_in_comma:
        leads = False  # “...,” he said before adding that
    if leads and not _reports(tokens, at, lemma):
        return None
    if leads:
        loose = cue in {Cue.THINK, Cue.SHOW} or lemma in NEEDS_CLAUSE
        quoted = any(token.is_quote for token in tokens[at : at + 40])
        content = not loose or quoted or clause_follows(tokens, at + 1)
        content = content or (tokens[at].low not in DOUBTFUL and _introduces(tokens, at + 1))
    else:
        content = cue is not Cue.JUDGE and content_before(tokens, phrase.first, at)
    return Clause(phrase, (at, at), cue, leads) if content else None


def _introduces(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb ends a sentence with a colon: "Roe wrote on Friday:"."""
    day = next((token.low for token in tokens[at:] if not is_adverb(token)), "")
    placed = day in PREPOSITIONS or day in DAY_WORDS or day == ":"
    return tokens[-1].text == ":" and placed


def _in_as_clause(tokens: Sequence[Token], phrase: Phrase, verb: int) -> bool:
    """Whether a clause is the first one of "As Roe said, it was late"."""
    opens = phrase.first == 1 and tokens[0].low == "as"
    return opens and verb + 3 < len(tokens) and tokens[verb + 1].text == ","


def _reports(tokens: Sequence[Token], at: int, lemma: str) -> bool:
    """Whether a verb that can describe motion reports words: not "blasted Roe to the ice"."""
    if lemma not in _MOVES or any(token.is_quote for token in tokens):
        return True
    if lemma in {"continue", "counter"}:
        return low_at(tokens, at + 1) in {"that", ":"} | PRONOUNS
    behind = find_phrase_after(tokens, at + 1, len(tokens))
    return behind is None or low_at(tokens, behind.last + 1) not in _TOWARDS


def _unreal(tokens: Sequence[Token], at: int, between: set[str]) -> bool:
    """Whether nothing was said: "did not say", "might say", "a deal announced Monday would"."""
    if between & (NEGATIONS | _HARDLY):
        return True
    if between & MODALS and not between & {"would", "will", "'d", "'ll"}:
        return not next_is_quote(tokens, at + 1)
    follows = low_at(tokens, at + 1)
    if follows == "by" and low_at(tokens, at + 2) not in _BY_MEANS and not between & BE:
        return True  # measures added by Roe
    if follows in _DONE_TO.get(VERBS[tokens[at].low].lemma, ()):
        return True
    return _reduced(tokens, at)


def _reduced(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form in -ed is a participle: "a deal announced Monday would"."""
    ahead = at + 1
    while ahead < len(tokens) and (tokens[ahead].low in DAY_WORDS or is_adverb(tokens[ahead])):
        ahead += 1
    return tokens[at].low.endswith("ed") and low_at(tokens, ahead) in AUXILIARIES - {"'s"}


def _coordinated(
    tokens: Sequence[Token], at: int, floor: int, before: Sequence[Clause]
) -> Phrase | None:
    """The subject that a verb behind "and" or "but" shares with the verb before it."""
    index = at - 1
    while index > floor and (tokens[index].low in ADVERBS or tokens[index].low in HAVE):
        index -= 1
    content = _next_is_content(tokens, at + 1) or low_at(tokens, at + 1) in PRONOUNS
    if tokens[index].low not in {"and", "but", "then"} or not content:
        return None
    if before and before[-1].last < index and not _comma_between(tokens, before[-1].last, index):
        return before[-1].subject
    for verb in range(index - 1, max(floor, index - 8), -1):
        low = tokens[verb].low
        if tokens[verb].text == ",":
            break
        if low in OTHER_VERBS or low in VERBS or low.endswith("ed"):
            phrase = find_subject(tokens, verb, floor)
            if phrase is not None:
                return phrase
    if before and before[-1].last < index:
        return before[-1].subject
    owner = find_sentence_subject(tokens, index)
    return owner if owner is not None and owner.last + 1 < index else None


def _comma_between(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(token.text == "," for token in tokens[first:last])


def _next_is_content(tokens: Sequence[Token], at: int) -> bool:
    """Whether "that" or a quotation follows, directly or behind the person who was told."""
    ahead = tokens[at : at + 6]
    return any(token.is_quote or token.low in {"that", ":"} for token in ahead)


def _auxiliaries(tokens: Sequence[Token], at: int, floor: int) -> set[str]:
    """The auxiliaries and negations right before a verb."""
    auxiliaries: set[str] = set()
    index = at - 1
    while index >= floor:
        low = tokens[index].low
        if low in AUXILIARIES or low in NEGATIONS or low in _HARDLY:
            auxiliaries.add(low)
        elif not (low in ADVERBS or low.endswith("ly")):
            break
        index -= 1
    return auxiliaries
