"""Text -> paragraphs of sentences of tokens, in which a quotation is one token."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.language.sentences import sentences
from rag.speech.clauses.attribution import find_clauses
from rag.speech.grammar.compounds import join_institutions
from rag.speech.grammar.nicknames import without_nicknames
from rag.speech.grammar.phrases import SIGNING, has_verb
from rag.speech.grammar.quotations import Quotation, find_quotations
from rag.speech.grammar.tokens import Token, tokenize

# tokens behind a quotation within which its clause begins; the second if a role stands before it
_FAR, _FARTHEST = 3, 6
_WHOSE = frozenset({"'s", "his", "her", "their"})  # his niece, Del. Jane Roe, said
# a full stop, a question mark ... right before the marks that close a quotation
_ENDED = re.compile(r"[.?!…][\"'”’»“)\]]+$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text: its sentences, each of at least one token."""

    start: int
    end: int
    sentences: tuple[tuple[Token, ...], ...]
    left_open: bool  # its last quotation has no closing mark

    @property
    def opens_quoted(self) -> bool:
        """Whether it begins with a quotation."""
        return self.sentences[0][0].is_quote


def split_paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text, in order; lines without a word or a mark are left out."""
    quotes = find_quotations(text)
    result: list[Paragraph] = []
    first = 0
    for line in re.finditer(r"[^\n]+", text):
        start, end = line.span()
        last = first
        while last < len(quotes) and quotes[last].start < end:
            last += 1
        inside = quotes[first:last]
        first = last
        cut = tuple(_sentences(text, start, end, inside))
        if cut:
            left_open = bool(inside) and not inside[-1].closed
            result.append(Paragraph(start, end, cut, left_open))
    return result


def _sentences(
    text: str, start: int, end: int, quotes: Sequence[Quotation]
) -> Iterator[tuple[Token, ...]]:
    """Yield sentences: quotations stay whole, and end a sentence if another one follows."""
    masked = _masked(text[start:end], start, quotes)
    words = join_institutions(text, without_nicknames(tokenize(text, start, end, quotes)))
    at = 0
    for _, cut in sentences(masked):
        last = at
        while last < len(words) and words[last].end <= start + cut:
            last += 1
        yield from _split_behind_quotes(words[at:last])
        at = last
    yield from _split_behind_quotes(words[at:])


def _masked(paragraph: str, offset: int, quotes: Sequence[Quotation]) -> str:
    """The paragraph at its full length, with a word of "x" in place of every quotation."""
    pieces: list[str] = []
    at = 0
    for quote in quotes:
        start, end = quote.start - offset, quote.end - offset
        pieces += [paragraph[at:start], "X" + "x" * (end - start - 1)]
        at = end
    return "".join([*pieces, paragraph[at:]])


def _split_behind_quotes(words: list[Token]) -> Iterator[tuple[Token, ...]]:
    """Split “It is over.” He left. but not “Is it over?” Lavrov asked."""
    first = 0
    for at in range(len(words) - 1):
        if not words[at].is_quote:
            continue
        follows = words[at + 1]
        signed = _may_sign(words[at + 1 :])
        dashed = signed and at == first and follows.text in SIGNING
        if not (_ENDED.search(words[at].text[-6:]) or dashed):
            continue
        if follows.is_quote or signed or (follows.text[:1].isupper() and not _is_tag(words[at:])):
            yield tuple(words[first : at + 1])
            first = at + 1
    if first < len(words):
        yield tuple(words[first:])


def _may_sign(words: Sequence[Token]) -> bool:
    """Whether "— Jane Roe" or "(Jane Roe)" may sign the quotation before it."""
    if len(words) < 2 or not words[1].capitalised:
        return False
    bracketed = words[0].text == "(" and words[-1].text == ")"
    return bracketed or (words[0].text in SIGNING and not has_verb(words))


def _is_tag(words: Sequence[Token]) -> bool:
    """Whether the first quotation is followed by a clause that says who spoke."""
    ahead = next((at for at, word in enumerate(words[1:], 1) if word.is_quote), len(words))
    clauses = find_clauses(words[: min(ahead + 1, 30)])
    if not clauses or clauses[0].leads:
        return False
    first = clauses[0].first
    named = words[clauses[0].subject.last].capitalised and words[first - 1].text == ","
    related = any(word.low in _WHOSE for word in words[1:first])
    return first <= _FAR or (named and related and first <= _FARTHEST)
