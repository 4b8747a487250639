"""A sentence -> the clauses that say who reports: "Lavrov said", "according to the ministry".

English only: word order and closed lists, no tagger. A clause that could be read in two ways is
left out, because a statement without a speaker does less harm than one with a wrong speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.articles.clauses import Clause, beside_quote, low_at, title_case
from rag.articles.content import clause_follows, content_before, content_follows, next_is_quote
from rag.articles.cues import (
    ADVERBS,
    BE,
    DAYS,
    DETERMINERS,
    DOCUMENTS,
    DOUBTFUL,
    HAVE,
    MODALS,
    NEEDS_CLAUSE,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
    Cue,
    Form,
)
from rag.articles.inversion import by_agent, inverted, opening_said
from rag.articles.phrases import (
    AUXILIARIES,
    DASHES,
    Phrase,
    has_verb,
    is_adverb,
    phrase_after,
    phrase_before,
)
from rag.articles.subjects import sentence_subject, subject
from rag.articles.tokens import Token, TokenKind
from rag.articles.unlisted import any_verb, label, partly

# what may govern "to say" so that it was said: "went on to say", "took to Telegram to remark"
_LED_TO = frozenset(
    "went goes going go took takes turned continued proceeded continues used".split()
)


_UNSAID = frozenset(
    "declined refused failed decline declines refuses fails wants wanted unable".split()
)


# these participles need no comma: "an email went out saying ..."
_FREE = frozenset("saying telling adding writing arguing claiming suggesting warning".split())


# these report with another word only: "pointed out", "put it"
_PARTICLES = {"point": "out", "put": "it"}


# what a promise does: "vowed to fight"
_COMMITS = frozenset("vow promise pledge swear volunteer propose threaten".split())


# past forms that are also participles: a participle needs "have", a past form does not
VERBS_PAST = {
    form: lemma
    for form, (lemma, _, kind) in VERBS.items()
    if form.endswith("ed")
    or (form in {"said", "told", "thought", "felt", "found", "read"} and kind is not Form.BASE)
}


def clauses(tokens: Sequence[Token]) -> list[Clause]:
    """Return the reporting clauses of one sentence, in the order of their verbs."""
    found: list[Clause] = []
    floor = 0
    for at, token in enumerate(tokens):
        if token.is_quote or token.text in {";", ":"}:
            floor = at + 1 if token.text in {";", ":"} else floor
            continue
        clause = _at(tokens, at, floor, found)
        if clause is not None and not (
            found and clause.cue[0] <= found[-1].last and clause.cue == found[-1].cue
        ):
            found.append(clause)
    if not found:
        named = label(tokens)
        return [named] if named is not None else any_verb(tokens) or partly(tokens)
    if not any(beside_quote(tokens, clause) for clause in found):
        taken = {clause.cue[0] for clause in found}
        more = [clause for clause in any_verb(tokens) if clause.cue[0] not in taken]
        found = sorted([*found, *more], key=lambda clause: clause.cue)
    return found


def _at(tokens: Sequence[Token], at: int, floor: int, found: list[Clause]) -> Clause | None:
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
    if lemma == "quote":
        return _quoted(tokens, at, floor)
    if form is Form.ING:
        return _participle(tokens, at, cue, floor, found)
    if low_at(tokens, at - 1) == "to":
        return _infinitive(tokens, at, cue, floor, found)
    return _finite(tokens, at, floor, found)


def _capital_verb(tokens: Sequence[Token], at: int, lemma: str) -> bool:
    """Whether a word with a capital letter is a verb: in a headline, or "Tweeted"."""
    return at == 0 or lemma in {"tweet", "retweet"} or title_case(tokens)


def _according_to(tokens: Sequence[Token], at: int) -> Clause | None:
    phrase = phrase_after(tokens, at + 2, len(tokens))
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
                subject(tokens, at, floor)
                if saying == at + 1
                else phrase_after(tokens, at + 1, saying)
            )
            if inner is None:
                return None
            leads = content_follows(tokens, saying + 2, Cue.SAY)
            return Clause(inner, (at, saying + 1), Cue.SAY, leads)
    return None


def _participle(
    tokens: Sequence[Token], at: int, cue: Cue, floor: int, found: list[Clause]
) -> Clause | None:
    """ "..., adding that": by the subject of the clause before, or of the sentence."""
    before = tokens[at - 1] if at else None
    if before is None:
        return None
    direct = next_is_quote(tokens, at + 1)
    if before.low in BE:
        return _finite(tokens, at, floor, found)
    if not content_follows(tokens, at + 1, cue):
        return None
    if before.low in DETERMINERS or before.low in {"of", "for", "'s", "with", "on", "to"}:
        return None
    if cue == Cue.SHOW and not direct:
        return None
    behind = at - 2 if before.low.endswith("ly") else at - 1
    phrase = phrase_before(tokens, behind, floor)
    with_phrase = phrase is not None and low_at(tokens, phrase.first - 1) == "with"
    if phrase is not None and with_phrase:
        return Clause(phrase, (at, at), cue, leads=True)
    adverb = before.low in ADVERBS or before.low.endswith("ly")
    loose = (
        before.text in {","} | DASHES
        or adverb
        or before.low in {"by", "and", "in", "while", "as", "before"}
    )
    document = before.low in DOCUMENTS or before.is_quote
    plain = before.kind is TokenKind.WORD and before.low not in AUXILIARIES
    if not (loose or document or direct or (plain and tokens[at].low in _FREE)):
        return None
    if before.low == "by" and has_verb(tokens[max(0, at - 2) : at - 1]):  # he began by saying
        owner = subject(tokens, at - 2, floor)
        if owner is not None:
            return Clause(owner, (at, at), cue, leads=True)
    if found and found[-1].last < at:
        return Clause(found[-1].subject, (at, at), cue, leads=True)
    owner = sentence_subject(tokens, at)
    return None if owner is None else Clause(owner, (at, at), cue, leads=True)


def _infinitive(
    tokens: Sequence[Token], at: int, cue: Cue, floor: int, found: list[Clause]
) -> Clause | None:
    governors = {token.low for token in tokens[max(floor, at - 8) : at]}
    if governors & _UNSAID or governors & NEGATIONS or governors & MODALS:
        return None
    if not (governors & _LED_TO or next_is_quote(tokens, at + 1)):
        return None
    if not content_follows(tokens, at + 1, cue):
        return None
    owner = sentence_subject(tokens, at)
    if owner is None and found:
        owner = found[-1].subject
    return None if owner is None else Clause(owner, (at, at), cue, leads=True)


def _finite(tokens: Sequence[Token], at: int, floor: int, found: Sequence[Clause]) -> Clause | None:
    lemma, cue, form = VERBS[tokens[at].low]
    between = _auxiliaries(tokens, at, floor)
    quote_next = next_is_quote(tokens, at + 1)
    unreal = between & MODALS and not between & {"would", "will", "'d", "'ll"}
    if between & NEGATIONS or (unreal and not quote_next):
        return None
    if between & BE and form is not Form.ING:
        return by_agent(tokens, at, cue)
    if at == 0:
        return opening_said(tokens, lemma)
    if form is Form.PARTICIPLE and not between & HAVE and VERBS_PAST.get(tokens[at].low) is None:
        return None
    if _reduced(tokens, at):
        return None
    behind = inverted(tokens, at, lemma, floor)
    if behind is not None:
        return behind
    phrase = subject(tokens, at, floor) or _coordinated(tokens, at, floor, found)
    if phrase is None:
        return None
    if tokens[phrase.last].kind is TokenKind.NUMBER and lemma in _COMMITS:
        return None  # 758 pledged delegates
    if tokens[at].low in DOUBTFUL and not _surely_verb(tokens, at, phrase, quote_next):
        return None
    leads = content_follows(tokens, at + 1, cue)
    leads = leads or (lemma in _COMMITS and low_at(tokens, at + 1) == "to")
    if (
        leads
        and (cue in {Cue.THINK, Cue.SHOW} or lemma in NEEDS_CLAUSE)
        and not (quote_next or clause_follows(tokens, at + 1))
    ):
        return None
    if not leads and not content_before(tokens, phrase.first, at):
        return None
    if not leads and cue == Cue.JUDGE:
        return None
    return Clause(phrase, (at, at), cue, leads)


def _reduced(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form in -ed is a participle: "a deal announced Monday would"."""
    ahead = at + 1
    while ahead < len(tokens) and (tokens[ahead].low in DAYS or is_adverb(tokens[ahead])):
        ahead += 1
    return tokens[at].low.endswith("ed") and low_at(tokens, ahead) in AUXILIARIES - {"'s"}


def _coordinated(
    tokens: Sequence[Token], at: int, floor: int, found: Sequence[Clause]
) -> Phrase | None:
    """The subject that a verb behind "and" or "but" shares with the verb before."""
    index = at - 1
    while index > floor and (tokens[index].low in ADVERBS or tokens[index].low in HAVE):
        index -= 1
    content = _next_is_content(tokens, at + 1) or low_at(tokens, at + 1) in PRONOUNS
    if tokens[index].low not in {"and", "but", "then"} or not content:
        return None
    if found and found[-1].last < index:
        return found[-1].subject
    owner = sentence_subject(tokens, index)
    return owner if owner is not None and owner.last + 1 < index else None


def _next_is_content(tokens: Sequence[Token], at: int) -> bool:
    """Whether "that" or a quotation follows, at once or behind who was told."""
    ahead = tokens[at : at + 6]
    return any(token.is_quote or token.low in {"that", ":"} for token in ahead)


def _auxiliaries(tokens: Sequence[Token], at: int, floor: int) -> set[str]:
    """The auxiliaries and negations right before a verb."""
    found: set[str] = set()
    index = at - 1
    while index >= floor:
        low = tokens[index].low
        if low in AUXILIARIES or low in NEGATIONS:
            found.add(low)
        elif not (low in ADVERBS or low.endswith("ly")):
            break
        index -= 1
    return found


def _surely_verb(tokens: Sequence[Token], at: int, phrase: Phrase, quote_next: bool) -> bool:
    """Whether a form that is a noun as well is a verb here."""
    first, last = tokens[phrase.first], tokens[phrase.last]
    if last.low in {"united", "swing", "battleground", "other"} or last.low == "'s":
        return False
    pronoun = phrase.first == phrase.last and first.low in PRONOUNS
    follows = low_at(tokens, at + 1)
    clause = follows in {"that", "how", "why", "what", "whether"} or quote_next or follows == ":"
    if pronoun:
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
