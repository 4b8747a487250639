"""Whether a sentence denies what its evidence affirms, is surer of it, or leaves out its limits.

Each content word of the sentence is looked up in the evidence. It is denied or unsure there if a
word of denial or of doubt stands in the same clause. A sentence that uses the word must be as it is
there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile

from rag.language.cues import VERBS as REPORTING
from rag.language.english import word_set
from rag.language.english.grammar_words import BE, DETERMINERS, MODALS
from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.language.stems import stem, words

_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|[,;:.!?—–()“”\"]")
_CLAUSE_ENDS = word_set(
    """
    , ; : . ! ? — – ( ) but while whereas although though because since after before until till
    when where who which without
    """
)
_SENTENCE_ENDS = word_set(". ! ?")
_CONDITIONS = word_set("if unless provided providing whether")
DENIALS = word_set(
    """
    not no never neither nor none nobody nothing without cannot cant dont doesnt didnt wont
    wouldnt couldnt shouldnt hasnt havent hadnt isnt arent wasnt werent aint unable fail fails
    failed failing failure refuse refuses refused refusing refusal deny denies denied denying
    denial reject rejects rejected rejecting rejection oppose opposes opposed opposing
    opposition against unacceptable impossible unlikely false untrue baseless wrong rule-out
    dismiss dismisses dismissed lack lacks lacked lacking prevent prevents prevented preventing
    avoid avoids avoided avoiding ban bans banned banning prohibit prohibits prohibited hardly
    barely rarely seldom stop stops stopped halt halts halted cancel cancels cancelled canceled
    suspend suspends suspended disagree disagrees disagreed object objects objected unwilling
    incapable block blocks blocked decline declines declined declining
    """
)
DOUBTS = word_set(
    """
    may might could would should possibly perhaps maybe potentially potential possible likely
    unlikely probably reportedly allegedly alleged apparently seemingly appears appeared seems
    seemed suggest suggests suggested expect expects expected plan plans planned planning
    propose proposes proposed proposal consider considers considered considering want wants
    wanting wanted hope hopes hoped hoping seek seeks seeking sought expecting threatening
    threaten threatens threatened claim claims claimed suspected rumored rumoured try tries
    tried attempt attempts attempted ready willing asked asks urged urges demand demands
    demanded call calls called offer offers offered can must eventually
    poised slated scheduled supposed presumed suspicion suspects
    suspect suspecting accuse accuses accused accusing charge charged charges believe believes
    believed believing fear fears feared fearing hardly barely rarely seldom
    doubt doubts doubted doubting doubtful unclear unsure uncertain sceptical skeptical
    """
)
# they make doubtful what stands behind them only
_PROMISES = word_set(
    """
    promise promises promised promising pledge pledges pledged vow vows vowed aim aims aimed aiming
    intend intends intended intending agree agrees agreed agreeing decide decides decided deciding
    prepare prepares prepared preparing
    """
)
_MAYBE = word_set("may might could possibly perhaps maybe potentially")
_FUTURE = word_set("will shall wont ll")
_OR = word_set("or nor")
# they limit the word behind them: a deputy mayor is no mayor
_LIMITS = word_set(
    """
    former ex deputy vice acting interim assistant retired honorary fake false mock largely mostly
    mainly partly partially nearly almost practically virtually
    """
)
_SHARES = word_set("half part parts rest remainder majority minority portion quarter third")
_SOME = word_set("some most") | _SHARES
_SMALL_WORDS = word_set(
    "of the a an its their his her our this that these those been be being is are was were has "
    "have had all every not"
)
_OF_THEM = word_set("them whom which")  # "one of them was armed"
_FAR = 40  # tokens between a word and what denies it or doubts it before it
_NEAR_ENOUGH = 7  # and behind it
_REACH = (_FAR, _NEAR_ENOUGH)
_NEAR_NAME = 2  # tokens between a name and what denies it
_CALLS = word_set("call calls called")
_WAITING = word_set("before until till")
_CALLED_FOR = word_set("for on")
_WISHES = word_set("offer plan demand attempt claim proposal charge suspicion hope fear")
_WISHED = word_set("to that for of")
_WISHING = word_set("like love prefer rather")
_HEARERS = word_set("you us me")
_MARKS = word_set('“ ” "')


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    clause: int  # of its text
    limb: int  # of its clause: "or" and "nor" begin another one
    denied: bool
    doubt: int  # 0: it is so; 1: it will be; 2: it is wanted, or hangs on a condition; 3: it may be
    name: bool


def find_conflict(sentence: str, evidence: Sequence[str], speakers: Sequence[str]) -> str:
    """A word that the sentence affirms or denies, or is sure of, against all evidence; "" if none.

    `evidence` are sentences; a word's best reading in any of them counts. The names of `speakers`
    are not denied by a denial of theirs.
    """
    names = {stem(word) for speaker in speakers for word in words(speaker)}
    return next((word for word in _find_conflicts(sentence, evidence) if word not in names), "")


def find_unlimited(sentence: str, evidence: Sequence[str]) -> str:
    """A word that the evidence limits wherever it has it, and the sentence does not; "" if none.

    "Some members of the club resigned" does not say that the members resigned, nor does a former
    minister's word make her a minister.
    """
    read: dict[str, list[bool]] = {}
    for text in evidence:
        for key, limited in _read_limits(text, _LIMITS | _SOME):
            read.setdefault(key, []).append(limited)
    claimed = _read_limits(sentence, _LIMITS | _SOME | _ALSO_LIMIT)
    return next(
        (key for key, limited in claimed if not limited and all(read.get(key, [False]))), ""
    )


def find_moved_quantity(sentence: str, evidence: Sequence[str]) -> str:
    """ "All", "only" or the like, if it stands before another word in all evidence; "" if none.

    "Eleven children were ill; all of them recovered" does not say that all children were ill.
    """
    read = {(kind, of) for text in evidence for kind, of, _ in _find_quantities(text)}
    kinds = {kind for kind, _ in read}  # one that is not there at all is a new word
    claimed = _find_quantities(sentence)
    return next(
        (word for kind, of, word in claimed if kind in kinds and (kind, of) not in read), ""
    )


def _find_quantities(text: str) -> Iterator[tuple[int, str, str]]:
    """The kind of each quantity in a text, the stem of the next content word, and the quantity."""
    tokens = [token.lower() for token in _TOKEN.findall(text)]
    for at, token in enumerate(tokens):
        kind = next((kind for kind, forms in enumerate(_QUANTITIES) if token in forms), None)
        behind = (word for word in tokens[at + 1 :] if word[0].isalnum() and word not in STOP_WORDS)
        if kind is not None:
            yield kind, stem(next(behind, token)), token


def _read_limits(text: str, limits: Collection[str]) -> Iterator[tuple[str, bool]]:
    """The stems of the content words of a text, each with whether it is limited."""
    tokens = _TOKEN.findall(text)
    lower = [token.lower() for token in tokens]
    for at, token in enumerate(lower):
        if token[0].isalpha() and token not in STOP_WORDS and token not in limits:
            yield stem(token), _is_limited(tokens, lower, at, limits)


def _is_limited(
    tokens: Sequence[str], lower: Sequence[str], at: int, limits: Collection[str]
) -> bool:
    """Whether a limit stands before a word, or before an adjective or a noun before it."""
    passed: list[str] = []
    before = at
    adjectives = 0 if tokens[at][0].isupper() else 1
    while before:
        before -= 1
        word = lower[before]
        if word in limits:
            share = word in _SHARES or (word == "most" and not lower[at].endswith("s"))
            return not share or "of" in passed or (word == "half" and bool(passed))
        if word in _OF_THEM and before and lower[before - 1] == "of":
            return True
        if word not in _SMALL_WORDS:
            if not adjectives or not word[0].isalpha() or word in STOP_WORDS:
                return False
            adjectives -= 1
        passed.append(word)
    return False


_QUANTITIES = tuple(
    word_set(forms)
    for forms in ("all every each any always", "only", "both", "most", "least", "few", "many", "no")
)
_ALSO_LIMIT = word_set("several many few two three four five one hundreds dozens")


def _find_conflicts(sentence: str, evidence: Sequence[str]) -> Iterator[str]:
    readings: dict[str, list[_Word]] = {}
    for text in evidence:
        for word in _read_words(text, stated=True):
            readings.setdefault(word.stem, []).append(word)
    claimed = list(_read_words(sentence, stated=False))
    # the denial of a clause has its verb in the evidence, too: "will not accept NATO troops"
    licensed = {
        (word.clause, word.limb)
        for word in claimed
        if word.denied and any(reading.denied for reading in readings.get(word.stem, ()))
    }
    for word in claimed:
        same_stem = readings.get(word.stem, ())
        if same_stem and not any(
            _agree(word, read, (word.clause, word.limb) in licensed) for read in same_stem
        ):
            yield word.stem


def _agree(claimed: _Word, read: _Word, licensed: bool) -> bool:
    same = claimed.denied == read.denied or (claimed.denied and licensed)
    return same and (claimed.name or claimed.doubt >= read.doubt)


def _read_words(text: str, *, stated: bool) -> Iterator[_Word]:
    """The content words of a sentence, each with whether its clause denies or doubts it."""
    written = _TOKEN.findall(text)
    tokens = [token.lower().replace("’", "'") for token in written]
    plain = _read_operators([token.replace("'", "") for token in tokens], stated=stated)
    clauses = _count(plain, _CLAUSE_ENDS)
    limbs = _count(plain, _OR)
    for at, token in enumerate(plain):
        if not token[:1].isalnum() or tokens[at] in STOP_WORDS or token in ASKING_WORDS:
            continue
        if token in DENIALS or token in DOUBTS:
            continue
        if _tells_who(at, plain):
            yield _Word(stem(token), clauses[at], limbs[at], False, 0, True)
            continue
        name = written[at][0].isupper() and at > 0
        denials = _beside(
            at,
            plain,
            clauses,
            DENIALS - _OR if _is_in_pair(at, plain) else DENIALS,
            # "not accept any NATO troops" is not about NATO, but "not Ukraine" is about Ukraine
            reach=(_NEAR_NAME, 0) if name else _REACH,
        )
        future = 1 if _beside(at, plain, clauses, _FUTURE) else 0
        unsure = _beside(at, plain, clauses, DOUBTS) or _count_conditions(at, plain)
        unsure = unsure or _beside(at, plain, clauses, _PROMISES, reach=(_FAR, 0))
        unsure = unsure or _is_only_thought(at, plain) or _is_awaited(at, plain, clauses)
        doubt = 2 if unsure else future
        doubt = 3 if _beside(at, plain, clauses, _MAYBE) else doubt
        yield _Word(stem(token), clauses[at], limbs[at], denials % 2 == 1, doubt, name)


def _read_operators(tokens: Sequence[str], *, stated: bool) -> list[str]:
    """The words of a text, in which those that neither deny nor doubt here are replaced.

    "Called it a farce" wants nothing, and "the offer" offers nothing. In what is `stated`, "she
    said it would last" reports "it will last", unless a condition follows.
    """
    plain = list(tokens)
    for at, word in enumerate(tokens):
        before, behind = set(tokens[max(0, at - 1) : at]), set(tokens[at + 1 : at + 2])
        named = word in _CALLS and not _CALLED_FOR & behind
        wished = any(
            link in _WISHED and word.isalpha()
            for link, word in pairwise(tokens[at + 1 : at + _NEAR_ENOUGH])
        )
        noun = word in _WISHES and before & DETERMINERS and not wished
        in_parliament = word == "opposition" and not {"to", "from"} & behind
        if named or noun or in_parliament:
            plain[at] = "named"
        first, last = _find_sentence(at, tokens)
        reported = stated and any(word in REPORTING for word in tokens[first:at])
        certain = not _CONDITIONS & set(tokens[first:last]) and not _WISHING & behind
        if word == "would" and reported and certain:
            plain[at] = "will"
    return plain


def _tells_who(at: int, tokens: Sequence[str]) -> bool:
    """Whether a word stands behind a quotation, its mark and "said": it is about the speaker."""
    first, _ = _find_sentence(at, tokens)
    marks = [place for place in range(first, at) if tokens[place] in _MARKS]
    return bool(marks) and tokens[marks[-1] + 1] in REPORTING and marks[-1] + 1 < at


def _is_awaited(at: int, tokens: Sequence[str], clauses: Sequence[int]) -> bool:
    """Whether a clause waits for the one of a word, with a verb: "not before data are there"."""
    first = clauses.index(clauses[at])
    last = len(clauses) - clauses[::-1].index(clauses[at])
    clause = tokens[first:last]
    return clause[0] in _WAITING and any(word in BE | MODALS for word in clause)


def _is_only_thought(at: int, tokens: Sequence[str]) -> bool:
    """Whether a word stands behind "hope that" or "tells you that", however far."""
    first, _ = _find_sentence(at, tokens)
    before = tokens[first:at]
    return any(
        that == "that" and (word in DOUBTS or (word in _HEARERS and before[place - 1] in REPORTING))
        for place, (word, that) in enumerate(pairwise(before))
    )


def _find_sentence(at: int, tokens: Sequence[str]) -> tuple[int, int]:
    """Where the sentence of a word begins and ends."""
    first, last = at, at
    while first > 0 and tokens[first - 1] not in _SENTENCE_ENDS:
        first -= 1
    while last < len(tokens) and tokens[last] not in _SENTENCE_ENDS:
        last += 1
    return first, last


def _is_in_pair(at: int, tokens: Sequence[str]) -> bool:
    """Whether "neither ... nor" stand right before a word: they are one denial."""
    before = tokens[max(0, at - _FAR) : at]
    return "neither" in before and "nor" in before[before.index("neither") :]


def _count(tokens: Sequence[str], listed: Collection[str]) -> list[int]:
    """How many listed words stand up to each token."""
    return list(accumulate(token in listed for token in tokens))


def _count_conditions(at: int, tokens: Sequence[str]) -> int:
    """How many conditions stand in the sentence of a word, in whatever clause."""
    first, last = _find_sentence(at, tokens)
    return sum(token in _CONDITIONS for token in tokens[first:last])


def _beside(
    at: int,
    tokens: Sequence[str],
    clauses: Sequence[int],
    listed: Collection[str],
    *,
    reach: tuple[int, int] = _REACH,
) -> int:
    """How many listed words stand in the clause of a word, so near before it or behind it.

    Behind it, "and" and "said" end the clause: what follows has its own subject or verb.
    """
    after = takewhile(
        lambda word: word != "and" and (word not in REPORTING or word in listed),
        tokens[at + 1 : at + reach[1] + 1],
    )
    last = at + 1 + len(list(after))
    return sum(
        tokens[other] in listed and clauses[other] == clauses[at]
        for other in range(max(0, at - reach[0]), last)
    )
