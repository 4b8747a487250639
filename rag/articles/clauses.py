"""A sentence -> the clauses that say who reports: "Lavrov said", "according to the ministry".

English only: word order and closed lists, no tagger. A clause that could be read in two ways is
left out, because a statement without a speaker does less harm than one with a wrong speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.articles.cues import (
    ADVERBS,
    BE,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    DOCUMENTS,
    DOUBTFUL,
    HAVE,
    INVERTIBLE,
    MODALS,
    NEEDS_CLAUSE,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
    Cue,
    Form,
)
from rag.articles.people import is_title
from rag.articles.phrases import (
    AUXILIARIES,
    DASHES,
    Phrase,
    has_verb,
    is_adverb,
    is_nominal,
    phrase_after,
    phrase_before,
    subject,
)
from rag.articles.tokens import Token, TokenKind

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


@dataclass(frozen=True, slots=True)
class Clause:
    """Who reports, and how: indexes of tokens in a sentence."""

    subject: Phrase
    cue: tuple[int, int]  # first and last token of the verb or the preposition
    kind: Cue
    leads: bool  # True: what is reported follows; False: it stands before, "..., Lavrov said"

    @property
    def first(self) -> int:
        """The clause's first token."""
        return min(self.subject.first, self.cue[0])

    @property
    def last(self) -> int:
        """The clause's last token."""
        return max(self.subject.last, self.cue[1])


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
        label = _label(tokens)
        return [label] if label is not None else _any_verb(tokens) or _partly(tokens)
    if not any(beside_quote(tokens, clause) for clause in found):
        taken = {clause.cue[0] for clause in found}
        more = [clause for clause in _any_verb(tokens) if clause.cue[0] not in taken]
        found = sorted([*found, *more], key=lambda clause: clause.cue)
    return found


def beside_quote(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether a quotation stands right beside a clause, on the side where its words are."""
    if clause.leads:
        ahead = tokens[clause.last + 1 : clause.last + 3]
        return any(token.is_quote for token in ahead[:1]) or (
            len(ahead) == 2 and ahead[0].text in {",", ":"} and ahead[1].is_quote
        )
    behind = tokens[max(0, clause.first - 2) : clause.first]
    return any(token.is_quote for token in behind[-1:]) or (
        len(behind) == 2 and behind[1].text == "," and behind[0].is_quote
    )


def _at(tokens: Sequence[Token], at: int, floor: int, found: list[Clause]) -> Clause | None:
    token = tokens[at]
    if token.low == "according" and _low(tokens, at + 1) == "to":
        return _according_to(tokens, at)
    verb = VERBS.get(token.low)
    if verb is None:
        return None
    lemma, cue, form = verb
    if token.capitalised and not _capital_verb(tokens, at, lemma):
        return None
    if lemma in _PARTICLES and _low(tokens, at + 1) != _PARTICLES[lemma]:
        return None
    if lemma == "quote":
        return _quoted(tokens, at, floor)
    if form is Form.ING:
        return _participle(tokens, at, cue, floor, found)
    if _low(tokens, at - 1) == "to":
        return _infinitive(tokens, at, cue, floor, found)
    return _finite(tokens, at, floor, found)


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _capital_verb(tokens: Sequence[Token], at: int, lemma: str) -> bool:
    """Whether a word with a capital letter is a verb: in a headline, or "Tweeted"."""
    return at == 0 or lemma in {"tweet", "retweet"} or _title_case(tokens)


def _title_case(tokens: Sequence[Token]) -> bool:
    """Whether a sentence is a headline in which every longer word has a capital letter."""
    long = [token for token in tokens if token.kind is TokenKind.WORD and len(token.text) > 4]
    return len(long) > 2 and all(token.text[0].isupper() for token in long)


def _according_to(tokens: Sequence[Token], at: int) -> Clause | None:
    phrase = phrase_after(tokens, at + 2, len(tokens))
    if phrase is None:
        return None
    before = any(token.kind is not TokenKind.MARK for token in tokens[:at])
    leads = not before or _low(tokens, at - 1) in {"but", "and", "that"}
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
            leads = _content_follows(tokens, saying + 2, Cue.SAY)
            return Clause(inner, (at, saying + 1), Cue.SAY, leads)
    return None


def _participle(
    tokens: Sequence[Token], at: int, cue: Cue, floor: int, found: list[Clause]
) -> Clause | None:
    """ "..., adding that": by the subject of the clause before, or of the sentence."""
    before = tokens[at - 1] if at else None
    if before is None:
        return None
    direct = _next_is_quote(tokens, at + 1)
    if before.low in BE:
        return _finite(tokens, at, floor, found)
    if not _content_follows(tokens, at + 1, cue):
        return None
    if before.low in DETERMINERS or before.low in {"of", "for", "'s", "with", "on", "to"}:
        return None
    if cue == Cue.SHOW and not direct:
        return None
    behind = at - 2 if before.low.endswith("ly") else at - 1
    phrase = phrase_before(tokens, behind, floor)
    with_phrase = phrase is not None and _low(tokens, phrase.first - 1) == "with"
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
    if not (governors & _LED_TO or _next_is_quote(tokens, at + 1)):
        return None
    if not _content_follows(tokens, at + 1, cue):
        return None
    owner = sentence_subject(tokens, at)
    if owner is None and found:
        owner = found[-1].subject
    return None if owner is None else Clause(owner, (at, at), cue, leads=True)


def _finite(tokens: Sequence[Token], at: int, floor: int, found: Sequence[Clause]) -> Clause | None:
    lemma, cue, form = VERBS[tokens[at].low]
    between = _auxiliaries(tokens, at, floor)
    quote_next = _next_is_quote(tokens, at + 1)
    unreal = between & MODALS and not between & {"would", "will", "'d", "'ll"}
    if between & NEGATIONS or (unreal and not quote_next):
        return None
    if between & BE and form is not Form.ING:
        return _by(tokens, at, cue)
    if at == 0:
        return _opening_said(tokens, lemma)
    if form is Form.PARTICIPLE and not between & HAVE and VERBS_PAST.get(tokens[at].low) is None:
        return None
    if _reduced(tokens, at):
        return None
    inverted = _inverted(tokens, at, lemma, floor)
    if inverted is not None:
        return inverted
    phrase = subject(tokens, at, floor) or _coordinated(tokens, at, floor, found)
    if phrase is None:
        return None
    if tokens[phrase.last].kind is TokenKind.NUMBER and lemma in _COMMITS:
        return None  # 758 pledged delegates
    if tokens[at].low in DOUBTFUL and not _surely_verb(tokens, at, phrase, quote_next):
        return None
    leads = _content_follows(tokens, at + 1, cue)
    leads = leads or (lemma in _COMMITS and _low(tokens, at + 1) == "to")
    if (
        leads
        and (cue in {Cue.THINK, Cue.SHOW} or lemma in NEEDS_CLAUSE)
        and not (quote_next or _clause_follows(tokens, at + 1))
    ):
        return None
    if not leads and not _content_before(tokens, phrase.first, at):
        return None
    if not leads and cue == Cue.JUDGE:
        return None
    return Clause(phrase, (at, at), cue, leads)


def _reduced(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form in -ed is a participle: "a deal announced Monday would"."""
    ahead = at + 1
    while ahead < len(tokens) and (tokens[ahead].low in DAYS or is_adverb(tokens[ahead])):
        ahead += 1
    return tokens[at].low.endswith("ed") and _low(tokens, ahead) in AUXILIARIES - {"'s"}


def _coordinated(
    tokens: Sequence[Token], at: int, floor: int, found: Sequence[Clause]
) -> Phrase | None:
    """The subject that a verb behind "and" or "but" shares with the verb before."""
    index = at - 1
    while index > floor and (tokens[index].low in ADVERBS or tokens[index].low in HAVE):
        index -= 1
    content = _next_is_content(tokens, at + 1) or _low(tokens, at + 1) in PRONOUNS
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


def _by(tokens: Sequence[Token], at: int, cue: Cue) -> Clause | None:
    """ "He was asked by a reporter": the reporter's words."""
    if _low(tokens, at + 1) != "by" or cue not in {Cue.SAY, Cue.TELL}:
        return None
    phrase = phrase_after(tokens, at + 2, len(tokens))
    return None if phrase is None else Clause(phrase, (at, at), cue, leads=True)


def _opening_said(tokens: Sequence[Token], lemma: str) -> Clause | None:
    """ "Said Jane Roe, who was there, “...”": the verb, the subject, then the words."""
    phrase = phrase_after(tokens, 1, len(tokens)) if lemma in INVERTIBLE else None
    if phrase is None or not (tokens[-1].text == ":" or any(token.is_quote for token in tokens)):
        return None
    return Clause(phrase, (0, 0), Cue.SAY, leads=True)


# past forms that are also participles: a participle needs "have", a past form does not
VERBS_PAST = {
    form: lemma
    for form, (lemma, _, kind) in VERBS.items()
    if form.endswith("ed")
    or (form in {"said", "told", "thought", "felt", "found", "read"} and kind is not Form.BASE)
}


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


def _inverted(tokens: Sequence[Token], at: int, lemma: str, floor: int) -> Clause | None:
    """ "...," said Lavrov: the subject stands behind the verb."""
    if lemma not in INVERTIBLE or at == 0:
        return None
    before = tokens[at - 1]
    if not (before.is_quote or before.text == "," or before.text in DASHES):
        return None
    phrase = phrase_after(tokens, at + 1, len(tokens))
    if phrase is None or (
        phrase.first == phrase.last
        and tokens[phrase.first].low in {"it", "they"}
        and not before.is_quote
    ):
        return None
    after = phrase.last + 1
    if after < len(tokens):
        follows = tokens[after]
        if follows.low in AUXILIARIES or follows.low in VERBS or has_verb([follows]):
            return None
        if (
            follows.kind is TokenKind.WORD
            and not ends_in_comma(before)
            and follows.low not in PREPOSITIONS | CONJUNCTIONS | DAYS | ADVERBS
        ):
            return None
    if before.is_quote and at - 1 > floor and not before.inside[:1].isupper():
        # Lavrov, who will meet Blinken “in the coming days,” said Russia ...
        if subject(tokens, at, floor) is not None and not _ends_clause(tokens, after):
            return None
    elif not before.is_quote and (
        not (has_verb(tokens[floor : at - 1]) or any(one.is_quote for one in tokens[:at]))
        or subject(tokens, at, floor) is not None
    ):
        return None
    return Clause(phrase, (at, at), Cue.SAY, leads=False)


def _ends_clause(tokens: Sequence[Token], at: int) -> bool:
    return at >= len(tokens) or tokens[at].kind is not TokenKind.WORD


def _surely_verb(tokens: Sequence[Token], at: int, phrase: Phrase, quote_next: bool) -> bool:
    """Whether a form that is a noun as well is a verb here."""
    first, last = tokens[phrase.first], tokens[phrase.last]
    if last.low in {"united", "swing", "battleground", "other"} or last.low == "'s":
        return False
    pronoun = phrase.first == phrase.last and first.low in PRONOUNS
    follows = _low(tokens, at + 1)
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


def _content_follows(tokens: Sequence[Token], at: int, cue: Cue) -> bool:
    """Whether words are reported behind the verb, and not only where or when it was said."""
    while at < len(tokens) and (tokens[at].low in DAYS or is_adverb(tokens[at])):
        at += 1
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.is_quote or token.text == ":":
        return True
    if token.text == ",":
        return any(later.is_quote for later in tokens[at + 1 : at + 2])
    if token.kind is TokenKind.MARK and token.text not in {"$", "#", "@", "(", "["}:
        return any(later.is_quote for later in tokens[at : at + 2])
    if cue is Cue.TELL:
        return _object_and_content(tokens, at)
    if cue is Cue.JUDGE:
        return True
    if token.low in PREPOSITIONS:
        return _later_content(tokens, at)
    return token.low not in {"and", "or"} or any(later.is_quote for later in tokens[at : at + 3])


def _object_and_content(tokens: Sequence[Token], at: int) -> bool:
    """Behind "told": somebody, then what was told."""
    if tokens[at].low in {"that", "whether", "how", "why", "what", "if", "about", "for", "to"}:
        return True
    if tokens[at].low in PREPOSITIONS:
        return _later_content(tokens, at)
    him = tokens[at].low in {"him", "her", "them", "me", "us", "you"}
    phrase = Phrase(at, at) if him else phrase_after(tokens, at, len(tokens))
    after = at + 1 if phrase is None else phrase.last + 1
    if after >= len(tokens):
        return False
    follows = tokens[after]
    if follows.is_quote or follows.text == ":":
        return True
    if follows.kind is TokenKind.MARK:
        return any(later.is_quote for later in tokens[after + 1 : after + 2]) or _later_content(
            tokens, after
        )
    if follows.low in PREPOSITIONS or follows.low in DAYS:
        return follows.low in {"about", "to"} or _later_content(tokens, after)
    if follows.low in {"who", "which"}:
        return any(token.is_quote for token in tokens[after:])
    return follows.low not in {"and", "or", "while", "as", "when", "after"}


def _later_content(tokens: Sequence[Token], at: int) -> bool:
    """Whether "that", or a quotation behind a comma or colon, follows where and when."""
    for index in range(at, min(at + 40, len(tokens))):
        token = tokens[index]
        if token.low == "that" and index > at and tokens[index - 1].kind is not TokenKind.MARK:
            return True
        if token.is_quote and index > at:
            before = tokens[index - 1]
            return before.text in {",", ":"} or is_nominal(before) or before.low in DAYS
        if token.text == ":":
            return True
        if token.low in PRONOUNS - {"who"} and index > at:
            return True
        if token.low in VERBS and not is_nominal(token):
            return False
    return False


def _clause_follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause follows: "that", or a subject and a verb."""
    follows = _low(tokens, at)
    if follows in {"that", "whether", "how", "why", "what", "if"}:
        return True
    if follows in PRONOUNS | {"there", "it", "this"}:
        return True
    phrase = phrase_after(tokens, at, len(tokens))
    if phrase is None:
        return False
    ahead = tokens[phrase.last + 1 : phrase.last + 3]
    return has_verb(ahead)


def _next_is_quote(tokens: Sequence[Token], at: int) -> bool:
    for token in tokens[at : at + 2]:
        if token.is_quote:
            return True
        if token.text not in {",", ":"}:
            return False
    return False


def _content_before(tokens: Sequence[Token], at: int, verb: int) -> bool:
    """Whether what is reported stands before the clause that begins at `at`, or around it."""
    if at == 0:
        return False
    before = tokens[at - 1]
    if before.is_quote:
        return True
    if before.text not in {",", ")", "?", "!", "…", "..."} | DASHES:
        return False
    if any(token.is_quote for token in tokens[:at]):
        return True
    if _low(tokens, verb + 1) == "," and verb + 3 < len(tokens):
        return True  # The good news, Roe said, is that
    if _title_case(tokens) and at > 3:
        return True
    aside = tokens[0].low in PREPOSITIONS - {"like"}
    return has_verb(tokens[:at]) if aside or at < 5 else at > 4


def sentence_subject(tokens: Sequence[Token], before: int) -> Phrase | None:
    """The subject of a sentence: the first noun phrase that no preposition or comma sets aside."""
    at = _behind_dateline(tokens, before)
    while at < before:
        while at < before and _passed_over(tokens[at]):
            at += 1
        if at >= before:
            return None
        if not _sets_aside(tokens, at):
            return phrase_after(tokens, at, before)
        at = _next_comma(tokens, at, before) + 1
        # In Dayton, Ohio, on Friday, ...: the place goes on behind the comma
        while at < before and _is_place(tokens, at, before):
            at = _next_comma(tokens, at, before) + 1
    return None


def _next_comma(tokens: Sequence[Token], at: int, before: int) -> int:
    while at < before and tokens[at].text != ",":
        at += 1
    return at


def _is_place(tokens: Sequence[Token], at: int, before: int) -> bool:
    """Whether what stands up to the next comma is a name, and no apposition follows it."""
    comma = _next_comma(tokens, at, before)
    if comma + 1 >= before or comma - at > 3:
        return False
    if not all(token.capitalised for token in tokens[at:comma]):
        return False
    follows = tokens[comma + 1]
    apposition = follows.low in DETERMINERS or is_title(follows.text) or follows.low == "who"
    if apposition or follows.kind is not TokenKind.WORD:
        return False
    return follows.capitalised or follows.low in PREPOSITIONS or follows.low in PRONOUNS


def _behind_dateline(tokens: Sequence[Token], before: int) -> int:
    """Behind "WASHINGTON, Dec. 8 (UPI) —"."""
    shouted = tokens[0].text.isupper() and len(tokens[0].text) > 2
    if shouted or any(token.text == ")" for token in tokens[1:8]):
        for at in range(1, min(before, 14)):
            behind = shouted or tokens[at - 1].text == ")"
            if behind and tokens[at].text in DASHES:
                return at + 1
    return 0


def _passed_over(token: Token) -> bool:
    if token.is_quote or token.kind is TokenKind.MARK:
        return True
    adverb = is_adverb(token) and token.low not in DETERMINERS
    return adverb or token.low in {"but", "and", "so", "yet", "here", "'s"}


def _sets_aside(tokens: Sequence[Token], at: int) -> bool:
    """Whether a preposition, a conjunction or a participle opens what is no subject."""
    token = tokens[at]
    if token.low in PREPOSITIONS or token.low in CONJUNCTIONS:
        return True
    follows = tokens[at + 1] if at + 1 < len(tokens) else token
    if token.low.endswith("ing"):
        return not token.capitalised or not (follows.capitalised or follows.low in VERBS)
    if any(word.low in {"ago", "later", "earlier"} for word in tokens[at + 1 : at + 4]):
        return True  # Eight years ago, Minutes later
    return token.low in VERBS and token.capitalised and token.low.endswith("ed")


def _any_verb(tokens: Sequence[Token]) -> list[Clause]:
    """A clause with a verb of no list, where a mark shows it: “...,” Roe shot back."""
    at = next((at for at, token in enumerate(tokens) if token.is_quote), len(tokens))
    if at == len(tokens):
        return []
    clause = _any_behind(tokens) if at == 0 else _any_before(tokens, at)
    return [] if clause is None else [clause]


def _any_behind(tokens: Sequence[Token]) -> Clause | None:
    """“...,” Roe shot back; “...!” beamed Jane Roe."""
    ended = last_of_quote(tokens[0])
    if ended not in {",", "?", "!", "…", "—"} or len(tokens) < 3:
        return None
    first = tokens[1]
    if first.text.islower() and first.low.endswith("ed") and tokens[2].capitalised:
        phrase = phrase_after(tokens, 2, len(tokens))
        return None if phrase is None else Clause(phrase, (1, 1), Cue.SAY, leads=False)
    phrase = phrase_after(tokens, 1, len(tokens))
    after = 1 if phrase is None else phrase.last + 1
    if phrase is None or after >= len(tokens) or not tokens[after].text.islower():
        return None
    if tokens[after].low in PREPOSITIONS | CONJUNCTIONS | AUXILIARIES:
        return None
    if (
        ended != ","
        and not _ends_clause(tokens, after + 1)
        and not (
            tokens[after + 1].low in PREPOSITIONS | ADVERBS | {"on", "back", "in", "out", "up"}
        )
    ):
        return None
    return Clause(phrase, (after, after), Cue.SAY, leads=False)


def _any_before(tokens: Sequence[Token], at: int) -> Clause | None:
    """Roe shot back, “...”: words of some length, to the end of the sentence."""
    quote = tokens[at]
    whole = quote.inside[:1].isupper() and quote.text.count(" ") > 3 and at + 2 >= len(tokens)
    if not whole or at < 3 or tokens[at - 1].text != ",":
        return None
    phrase = sentence_subject(tokens, at)
    if phrase is None or phrase.last + 1 >= at - 1 or not tokens[phrase.last + 1].text.islower():
        return None
    return Clause(phrase, (phrase.last + 1, phrase.last + 1), Cue.SAY, leads=True)


def _partly(tokens: Sequence[Token]) -> list[Clause]:
    """He took credit for “being right about it”: some words of what a person said."""
    at = next((at for at, token in enumerate(tokens) if token.is_quote), 0)
    quote = tokens[at]
    if at == 0 or not quote.inside[:1].islower() or quote.text.count(" ") < 2:
        return []
    phrase = sentence_subject(tokens, at)
    if phrase is None or phrase.several or phrase.last + 1 >= at:
        return []
    somebody = tokens[phrase.last].capitalised or tokens[phrase.last].low in {"he", "she"}
    verb = tokens[phrase.last + 1]
    if not somebody or not verb.text.islower():
        return []
    if verb.low in AUXILIARIES | CONJUNCTIONS | PREPOSITIONS:
        return []
    return [Clause(phrase, (phrase.last + 1, phrase.last + 1), Cue.JUDGE, leads=True)]


def last_of_quote(token: Token) -> str:
    """The last character inside a quotation's marks."""
    return token.inside[-1:]


def ends_in_comma(token: Token) -> bool:
    """Whether a token is a quotation that ends in a comma, as one does before “he said”."""
    return token.is_quote and last_of_quote(token) == ","


def _label(tokens: Sequence[Token]) -> Clause | None:
    """ "CUOMO: How so?", "Poll: Voters ...": a name, a colon, and the words."""
    for at, token in enumerate(tokens[:7]):
        if token.text == ":":
            if at == 0 or at + 2 >= len(tokens):
                return None
            named = tokens[:at]
            if not all(is_nominal(word) or word.low in {"of", "the"} for word in named):
                return None
            if not named[0].capitalised or (not named[-1].text[:1].isupper() and at > 2):
                return None
            return Clause(Phrase(0, at - 1), (at, at), Cue.SAY, leads=True)
        if token.kind is TokenKind.MARK:
            return None
    return None
