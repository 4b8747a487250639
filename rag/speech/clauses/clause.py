"""The vocabulary of attribution: a clause that says who reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.cues import Cue
from rag.speech.grammar.phrases import Phrase
from rag.speech.grammar.tokens import Token, TokenKind

_SETTING_ASIDE = frozenset(
    "when while whereas after although though before since if once with amid".split()
)


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


def beside_quote(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether a quotation stands right beside a clause, on the side of the reported words."""
    if clause.leads:
        ahead = tokens[clause.last + 1 : clause.last + 3]
        return any(token.is_quote for token in ahead[:1]) or (
            len(ahead) == 2 and ahead[0].text in {",", ":"} and ahead[1].is_quote
        )
    behind = tokens[max(0, clause.first - 2) : clause.first]
    return any(token.is_quote for token in behind[-1:]) or (
        len(behind) == 2 and behind[1].text == "," and behind[0].is_quote
    )


def stands_aside(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether a clause belongs to the opening of a sentence: "While Roe agreed, Poe ..."."""
    aside = tokens[0].low in _SETTING_ASIDE
    return aside and not any(token.text == "," for token in tokens[: clause.cue[0]])


def low_at(tokens: Sequence[Token], at: int) -> str:
    """The token at a place in lower case, "" outside the sentence."""
    return tokens[at].low if 0 <= at < len(tokens) else ""


def title_case(tokens: Sequence[Token]) -> bool:
    """Whether a sentence is a headline in which every longer word has a capital letter."""
    long = [token for token in tokens if token.kind is TokenKind.WORD and len(token.text) > 4]
    return len(long) > 2 and all(token.text[0].isupper() for token in long)


def ends_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a mark, or the end of the sentence, stands at a place."""
    return at >= len(tokens) or tokens[at].kind is not TokenKind.WORD
