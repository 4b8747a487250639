"""Whether a sentence denies what its evidence affirms, is surer of it, or leaves out its limits.

Each content word of the sentence is looked up in the evidence. It is denied or unsure there if a
word of denial or of doubt stands in the same clause. A sentence that uses the word must be as it is
there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rag.language.english import word_set
from rag.language.english.stop_words import ASKING_WORDS, STOP_WORDS
from rag.language.stems import stem, words

_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|[,;:.!?—–()“”\"]")
_CLAUSE_ENDS = word_set(", ; : . ! ? — – ( ) but while whereas although though because since")
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
    """
)
# they make doubtful what stands behind them only
_PROMISES = word_set(
    """
    promise promises promised promising pledge pledges pledged vow vows vowed aim aims aimed aiming
    intend intends intended intending
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
_NEAR_ENOUGH = 7  # tokens between a word and what denies it or doubts it


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    clause: int  # of its text
    limb: int  # of its clause: "or" and "nor" begin another one
    denied: bool
    doubt: int  # 0: it is so; 1: it will be; 2: it is wanted, or hangs on a condition; 3: it may be


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


_ALSO_LIMIT = word_set("several many few two three four five one hundreds dozens")


def _find_conflicts(sentence: str, evidence: Sequence[str]) -> Iterator[str]:
    readings: dict[str, list[_Word]] = {}
    for text in evidence:
        for word in _read_words(text):
            readings.setdefault(word.stem, []).append(word)
    claimed = list(_read_words(sentence))
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
    return same and claimed.doubt >= read.doubt


def _read_words(text: str) -> Iterator[_Word]:
    """The content words of a sentence, each with whether its clause denies or doubts it."""
    tokens = [token.lower().replace("’", "'") for token in _TOKEN.findall(text)]
    plain = [token.replace("'", "") for token in tokens]
    clauses = _count(plain, _CLAUSE_ENDS)
    limbs = _count(plain, _OR)
    for at, token in enumerate(plain):
        if not token[:1].isalnum() or tokens[at] in STOP_WORDS or token in ASKING_WORDS:
            continue
        if token in DENIALS or token in DOUBTS:
            continue
        denials = _beside(at, plain, clauses, DENIALS - _OR if _is_in_pair(at, plain) else DENIALS)
        future = 1 if _beside(at, plain, clauses, _FUTURE) else 0
        unsure = _beside(at, plain, clauses, DOUBTS) or _count_conditions(at, plain)
        unsure = unsure or _beside(at, plain, clauses, _PROMISES, behind=0)
        doubt = 2 if unsure else future
        doubt = 3 if _beside(at, plain, clauses, _MAYBE) else doubt
        yield _Word(stem(token), clauses[at], limbs[at], denials % 2 == 1, doubt)


def _is_in_pair(at: int, tokens: Sequence[str]) -> bool:
    """Whether "neither ... nor" stand right before a word: they are one denial."""
    before = tokens[max(0, at - _NEAR_ENOUGH) : at]
    return "neither" in before and "nor" in before[before.index("neither") :]


def _count(tokens: Sequence[str], listed: Collection[str]) -> list[int]:
    """How many listed words stand up to each token."""
    return list(accumulate(token in listed for token in tokens))


def _count_conditions(at: int, tokens: Sequence[str]) -> int:
    """How many conditions stand in the sentence of a word, in whatever clause."""
    first, last = at, at
    while first > 0 and tokens[first - 1] not in _SENTENCE_ENDS:
        first -= 1
    while last < len(tokens) and tokens[last] not in _SENTENCE_ENDS:
        last += 1
    return sum(token in _CONDITIONS for token in tokens[first:last])


def _beside(
    at: int,
    tokens: Sequence[str],
    clauses: Sequence[int],
    listed: Collection[str],
    *,
    behind: int = _NEAR_ENOUGH,
) -> int:
    """How many listed words stand in the clause of a word, near before it or behind it."""
    first, last = max(0, at - _NEAR_ENOUGH), at + behind + 1
    return sum(
        tokens[other] in listed and clauses[other] == clauses[at]
        for other in range(first, min(last, len(tokens)))
    )
