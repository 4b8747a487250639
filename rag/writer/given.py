"""An answer's citations -> the numbered evidence that a language model gets, and is held to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from rag.answer.compose import how_cited
from rag.language.english.grammar_words import PRONOUNS
from rag.notice import day_in_words
from rag.records import Answer, Article, Citation, CitationKind, Statement


@dataclass(frozen=True, slots=True)
class Given:
    """A citation with its article, and the statements in it."""

    citation: Citation
    article: Article
    statements: Sequence[Statement]  # of the article, in its order

    @property
    def number(self) -> int:
        """The number by which a marker names it."""
        return self.citation.number

    @property
    def speakers(self) -> tuple[str, ...]:
        """Whose words it has, as the article names them; none for the article's own sentences."""
        speakers = [self.citation.speaker] if self.citation.speaker else []
        if self.citation.kind is not CitationKind.HEADLINE:
            speakers += find_speakers(self, self.citation.start, self.citation.end)
        return tuple(dict.fromkeys(speakers))

    @property
    def day(self) -> date | None:
        """The day of the article, unless it is only a day in its text."""
        return None if self.citation.approximate_date else self.citation.date

    @property
    def about(self) -> str:
        """The line above its words in the prompt: who, when, where and how it is cited."""
        citation = self.citation
        day = f"published {day_in_words(self.day)}" if self.day else ""
        who = f"words of {citation.speaker}" if citation.speaker else ""
        kind = str(how_cited(citation.kind))
        return "; ".join(part for part in (who, kind, day, citation.outlet) if part)


def find_speakers(given: Given, start: int, end: int) -> list[str]:
    """The speakers of the statements that overlap a span of the article, as it mentions them.

    A statement by somebody without a name has the words that mention them: "the coastguard".
    """
    speakers = []
    for statement in given.statements:
        if statement.start < end and start < statement.end:
            mention = given.article.text[slice(*statement.mention)] if statement.mention else ""
            speakers.append(statement.speaker or mention)
    return [speaker for speaker in speakers if speaker and speaker.lower() not in PRONOUNS]


def introduce(speaker: str, article: Article) -> str:
    """A speaker's name with the words that introduce it in the article.

    "Transport Minister Anna Roe", or "Anna Roe, the transport minister,".
    """
    first = re.search(rf"(?<!\w){re.escape(speaker)}(?!\w)", article.text)
    if first is None:
        return speaker
    before = re.search(r"(?:[^\W\d_][\w’'-]{0,40}[ ,]{1,2}){0,5}$", article.text[: first.start()])
    behind = re.match(r",[^,.\n]{1,80},", article.text[first.end() :])
    return (before.group() if before else "") + speaker + (behind.group() if behind else "")


def gather_evidence(
    answer: Answer,
    article: Callable[[str], Article],
    statements: Callable[[str], Sequence[Statement]],
) -> list[Given]:
    """The evidence of an answer, best first; empty if it cites nothing."""
    return [
        Given(citation, article(citation.article_id), tuple(statements(citation.article_id)))
        for citation in answer.citations
    ]
