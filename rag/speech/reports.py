"""A sentence -> what each speaker in it reports: a part of the sentence, or all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.cues import Cue
from rag.language.english.grammar_words import PREPOSITIONS
from rag.records import StatementKind
from rag.speech.cast.cast import Cast
from rag.speech.clauses.attribution import find_clauses
from rag.speech.clauses.clause import Clause, beside_quote, stands_aside
from rag.speech.grammar.tokens import Token, TokenKind
from rag.speech.introduced import find_introduction, find_quoted_source

_COORDINATORS = frozenset("and but while whereas though although or".split())


@dataclass(frozen=True, slots=True)
class Report:
    """A part of a sentence and who reports it: first and last token, inclusive."""

    first: int
    last: int
    clause: Clause
    speaker: str | None
    kind: StatementKind


def find_reports(tokens: Sequence[Token], cast: Cast) -> list[Report]:
    """Return the reports of one sentence, in order, none overlapping another.

    Of clauses inside one another ("Lavrov said the report says ...") the outer one counts, but
    quoted words belong to the clause right beside them.
    """
    clauses = [clause for clause in find_clauses(tokens) if not cast.is_heading(tokens, clause)]
    passed_on = find_quoted_source(tokens)
    if passed_on and len(clauses) == 1 and _passes_on(tokens, clauses[0], passed_on):
        clauses = [passed_on]  # Roe recalled the words of her father: “...”
    if not clauses:
        introduced = find_introduction(tokens, cast)
        clauses = [introduced] if introduced is not None else []
    if not clauses:
        return []
    speakers = [cast.name_speaker(tokens, clause.subject) for clause in clauses]
    parts = [_Part(0, len(tokens) - 1, clauses[0], speakers[0])]
    for clause, speaker in zip(clauses[1:], speakers[1:], strict=True):
        _add(tokens, parts, clause, speaker)
    return [
        Report(part.first, part.last, part.clause, part.speaker, _kind(tokens, part))
        for part in parts
    ]


def _passes_on(tokens: Sequence[Token], clause: Clause, source: Clause) -> bool:
    """Whether the words of a source are the object of a clause's verb."""
    object_ = tokens[clause.last + 1 : source.first - 1]
    return bool(object_) and not any(token.low in PREPOSITIONS for token in object_)


@dataclass(slots=True)
class _Part:
    first: int
    last: int
    clause: Clause
    speaker: str | None


def _add(tokens: Sequence[Token], parts: list[_Part], clause: Clause, speaker: str | None) -> None:
    part = parts[-1]
    if _same_subject(part, clause, speaker):
        relative = tokens[part.clause.subject.first].low == "who"
        tag = beside_quote(tokens, clause) and not beside_quote(tokens, part.clause)
        if tag or (relative and clause.subject.antecedent is None):
            part.clause, part.speaker = clause, speaker or part.speaker
        return
    quoted = beside_quote(tokens, clause)
    if quoted and not beside_quote(tokens, part.clause):
        cut = _cut(tokens, part.clause, clause, any_coordinator=True)
        if cut is None:
            part.clause, part.speaker = clause, speaker
        else:
            _split(tokens, parts, cut, clause, speaker)
        return
    weak = part.clause.leads and part.clause.kind in {Cue.JUDGE, Cue.THINK, Cue.SHOW}
    if weak and not clause.leads:  # Russia rejects the plan, Lavrov said
        part.clause, part.speaker = clause, speaker
        return
    cut = _cut(tokens, part.clause, clause, any_coordinator=False)
    if cut is not None:
        _split(tokens, parts, cut, clause, speaker)


def _split(
    tokens: Sequence[Token], parts: list[_Part], cut: int, clause: Clause, speaker: str | None
) -> None:
    """End the last part before a token, and begin one for another speaker."""
    part, end = parts[-1], cut - 1
    while end > part.first and (
        tokens[end].text in {",", ";", "—", "–"} or tokens[end].low in _COORDINATORS
    ):
        end -= 1
    part.last = end
    parts.append(_Part(cut, len(tokens) - 1, clause, speaker))


def _same_subject(part: _Part, clause: Clause, speaker: str | None) -> bool:
    mine, other = part.clause.subject, clause.subject
    if (mine.first, mine.last) == (other.first, other.last):
        return True
    if speaker is not None and speaker == part.speaker:
        return True
    return other.antecedent == (mine.first, mine.last) or mine.antecedent == (
        other.first,
        other.last,
    )


def _cut(
    tokens: Sequence[Token], before: Clause, after: Clause, *, any_coordinator: bool
) -> int | None:
    """Where the part of the second clause begins; None if it is inside the first one's."""
    if after.first <= before.last:
        return None
    if not after.leads:
        return before.last + 1 if not before.leads and after.first > before.last + 2 else None
    if stands_aside(tokens, before) and tokens[after.first - 1].text == ",":
        return after.first  # While Roe agreed, Poe said
    at = after.first
    while at > before.last + 1 and tokens[at - 1].low in _COORDINATORS:
        at -= 1
    if at > before.last + 1 and tokens[at - 1].text in {",", ";", "—", "–"}:
        coordinated = tokens[at].low in _COORDINATORS or tokens[at - 1].text == ";"
        return after.first if coordinated or not before.leads else None
    any_coordinator = any_coordinator or tokens[at - 1].is_quote
    if (any_coordinator or not before.leads) and tokens[at].low in _COORDINATORS:
        return after.first
    return None


def _kind(tokens: Sequence[Token], part: _Part) -> StatementKind:
    inside = range(part.first, part.last + 1)
    quotes = [at for at in inside if tokens[at].is_quote]
    if not quotes:
        return StatementKind.INDIRECT
    if part.clause.leads:
        first = next((at for at in quotes if at > part.clause.last), None)
        if first is None:
            return StatementKind.MIXED
        return StatementKind.DIRECT if _introduced(tokens, part, first) else StatementKind.MIXED
    opening = next((at for at in inside if tokens[at].kind is not TokenKind.MARK), part.first)
    return StatementKind.DIRECT if tokens[opening].is_quote else StatementKind.MIXED


def _introduced(tokens: Sequence[Token], part: _Part, quote: int) -> bool:
    """Whether all reported words stand in quotation marks."""
    before = tokens[quote - 1]
    if quote == part.clause.last + 1 or before.text in {",", ":"}:
        return True
    return part.clause.kind is Cue.TELL and quote <= part.clause.last + 4
