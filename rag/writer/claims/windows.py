"""A piece of evidence -> windows of one or two sentences of it, with whose words they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from rag.language.sentences import sentences
from rag.models.vectors import TokenVectors
from rag.names.folding import fold
from rag.names.name import same_person
from rag.names.people import is_title
from rag.records import CitationKind
from rag.writer.claims.named_days import find_days
from rag.writer.claims.plain_words import rewrite
from rag.writer.claims.supported import Evidence
from rag.writer.given import Given, find_speakers, introduce

Embed = Callable[[Sequence[str]], Sequence[TokenVectors]]

_WIDE: Final = 2  # neighbouring sentences that may support a part together
_OWN_WORDS: Final = 4  # of the article between statements, such as "Lavrov said" itself


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences of a piece of evidence, and whose words they are."""

    evidence: Evidence
    speakers: Sequence[str]
    reported: bool  # whether all of it is a speaker's words, so that it is no fact
    mixed: bool  # whether it has words of several people
    retold: Sequence[str] = ()  # its sentences that are a speaker's words, if others are not


def cut_windows(given: Given, embed: Embed) -> Iterator[Window]:
    """Yield the sentences of a citation one by one, and then each with its next one.

    Two sentences with words of several people are left out: they could lend each other theirs.
    """
    citation = given.citation
    spans = sentences(citation.text)
    texts = [rewrite(citation.text[start:end]) for start, end in spans]
    tokens = embed(texts)
    headline = citation.kind is CitationKind.HEADLINE or citation.end == 0
    for width in range(1, _WIDE + 1):
        for first in range(len(spans) - width + 1):
            chosen = slice(first, first + width)
            start = citation.start + spans[first][0]
            end = citation.start + spans[first + width - 1][1]
            inside = [] if headline else find_speakers(given, start, end)
            speakers = list(dict.fromkeys([*filter(None, [citation.speaker]), *inside]))
            mixed = _are_several(speakers)
            if mixed and width > 1:
                continue
            evidence = Evidence(
                texts[chosen], tokens[chosen], _write_head(given, speakers, texts[chosen])
            )
            reported = not headline and _is_reported(given, start, end)
            retold = [
                text
                for text, (first_at, last_at) in zip(texts[chosen], spans[chosen], strict=True)
                if not headline
                and _is_reported(given, citation.start + first_at, citation.start + last_at)
            ]
            yield Window(evidence, speakers, reported, mixed, () if reported else retold)


def _are_several(speakers: Sequence[str]) -> bool:
    """Whether some of the speakers are certainly two; "the minister" may be any person."""
    names = [name for name in speakers if not is_title(name.split()[-1])]
    return any(
        not same_person(name, other) and fold(name.split()[-1]) != fold(other.split()[-1])
        for name, other in combinations(names, 2)
    )


def _write_head(given: Given, speakers: Sequence[str], texts: Sequence[str]) -> str:
    """What may be known besides some sentences: the outlet, the speakers, the days they mean.

    Not the title: its words stand in no relation to those of the sentences.
    """
    days = " ".join(day.in_words for text in texts for day in find_days(text, given.day))
    introduced = (introduce(speaker, given.article) for speaker in speakers)
    parts = (given.citation.outlet, *introduced, days)
    return rewrite(". ".join(part for part in parts if part))


def _is_reported(given: Given, start: int, end: int) -> bool:
    """Whether every sentence of a span overlaps a statement with a speaker."""
    covered = [
        (max(start, statement.start), min(end, statement.end))
        for statement in given.statements
        if (statement.speaker or statement.mention)
        and statement.start < end
        and start < statement.end
    ]
    if not covered:
        return given.citation.speaker is not None
    edges = [(start, start), *sorted(covered), (end, end)]
    gaps = (given.article.text[a[1] : b[0]] for a, b in pairwise(edges) if a[1] < b[0])
    return not any(len(re.findall(r"\w+", gap)) > _OWN_WORDS for gap in gaps)
