"""Text -> its words and marks, with every quotation as one token."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rag.language.cues import VERBS, Form
from rag.language.english.abbreviations import ABBREVIATIONS
from rag.language.english.calendar_words import MONTHS
from rag.language.english.grammar_words import PREPOSITIONS
from rag.language.english.person_names import GIVEN_NAMES
from rag.language.english.titles import PERSONAL_TITLES
from rag.names.folding import begins_as_name
from rag.speech.grammar.quotations import MARKS, Quotation

_ACRONYMS = frozenset({"IT", "US", "WHO"})
# words of the calendar and of the grammar that are family names behind a given name or a title
_FAMILY_NAMES = frozenset({*MONTHS, "Will", "Day"})
# Vietnamese middle names; a small word behind one is a given name: "Nguyen Van An"
_MIDDLE_NAMES = frozenset({"Van", "Văn", "Thi", "Thị"})
_MODIFIERS = frozenset({"last", "this", "next", "early", "late", "mid"})
_TOKEN = re.compile(
    rf"""
    (?P<word>
        (?:[A-Za-z]\.){{2,}}                                      # U.S.
      | (?:{"|".join(ABBREVIATIONS)})\.
      | [A-Z]\.(?=\s?[A-Z])                                     # an initial
      | (?:['’](?:s|d|m|ll|ve|re)\b)
      | [^\W\d_]+(?:(?:[’'&\-‑](?!(?:s|d|m|ll|ve|re)\b)|\.(?=[a-z]))[^\W_]+)*
    )
  | (?P<number>\d+-(?:(?:year|month|week|day|yr)s?-olds?|something)\b
        |[#@$€£]?\d+(?:[,.:/\-]\d+)*(?:[^\W\d_]+)?%?)
  | (?P<mark>\.{{2,}}|--+|[^\w\s]|_)
    """,
    re.VERBOSE,
)


class TokenKind(Enum):
    """What a token is made of."""

    WORD = auto()
    NUMBER = auto()
    MARK = auto()
    QUOTE = auto()  # a whole quotation, with its marks


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, mark or quotation: its offsets, its text and the text in lower case."""

    start: int
    end: int
    text: str
    low: str
    kind: TokenKind
    nickname: str = ""  # that stands behind it, before the rest of a name

    @property
    def capitalised(self) -> bool:
        """Whether it is a word that begins as names do: "Roe", "al-Roe"."""
        if self.kind is not TokenKind.WORD:
            return False
        # asked very often, and nearly always of a word that is all small or begins with a capital
        return self.text[0].isupper() or (not self.text.islower() and begins_as_name(self.text))

    @property
    def inside(self) -> str:
        """The text of a quotation without its marks."""
        return self.text.strip(f"{MARKS} ")

    @property
    def ends_in_comma(self) -> bool:
        """Whether it is a quotation that ends in a comma, as one does before “he said”."""
        return self.is_quote and self.inside[-1:] == ","

    @property
    def is_quote(self) -> bool:
        """Whether it is a quotation."""
        return self.kind is TokenKind.QUOTE


def tokenize(text: str, start: int, end: int, quotes: Sequence[Quotation]) -> list[Token]:
    """Return the tokens of text[start:end]; `quotes` are the quotations inside it, in order."""
    words: list[Token] = []
    at = start
    for quote in quotes:
        words.extend(_plain(text, at, quote.start))
        inside = text[quote.start : quote.end]
        words.append(Token(quote.start, quote.end, inside, "", TokenKind.QUOTE))
        at = quote.end
    words.extend(_plain(text, at, end))
    return words


def _plain(text: str, start: int, end: int) -> list[Token]:
    shouted = text[start:end].isupper()
    kinds = {"word": TokenKind.WORD, "number": TokenKind.NUMBER, "mark": TokenKind.MARK}
    matches = list(_TOKEN.finditer(text, start, end))
    texts = ["", *(match.group() for match in matches), ""]
    return [
        Token(
            match.start(),
            match.end(),
            match.group(),
            _low(*texts[at : at + 3], shouted=shouted),
            kinds[match.lastgroup or "mark"],
        )
        for at, match in enumerate(matches)
    ]


def _low(before: str, word: str, behind: str, *, shouted: bool) -> str:
    """A word in lower case. What looks like a word of a list, and is a name, keeps its capitals.

    WHO is not "who", and the May of "Theresa May" is neither a month nor an auxiliary.
    """
    named = word in _FAMILY_NAMES and not shouted and _is_family_name(before, word, behind)
    named = named or (before in _MIDDLE_NAMES and word[:1].isupper())
    keeps = named or (word in _ACRONYMS and not shouted)
    return word if keeps else word.lower().replace("’", "'")


def _is_family_name(before: str, word: str, behind: str) -> bool:
    if behind[:1].isdigit():
        return False  # met Tom May 5
    given = before.lower().strip(".")
    if before[:1].isupper() and (given in GIVEN_NAMES or given in PERSONAL_TITLES):
        return True
    # "May added that", and not "The company in May said"
    verb = VERBS.get(behind)
    says = verb is not None and verb.form is Form.FINITE
    return word == "May" and says and before.lower() not in PREPOSITIONS | _MODIFIERS
