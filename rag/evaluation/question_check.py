"""A file of test questions + an index -> what is wrong with the questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.answer.verify import fold
from rag.evaluation.formats import own_lines
from rag.evaluation.formats.lines import read_text
from rag.evaluation.formats.question_fields import Placed
from rag.evaluation.question_files import read_questions, resolve
from rag.evaluation.run_records import Question
from rag.names.name import same_person
from rag.records import Article, Statement


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a question, its place, and how to fix it."""

    place: str  # "path:line"
    question_id: str
    message: str
    hint: str


def read_placed(path: Path) -> list[Placed]:
    """Read the questions of a file with their places; ids may occur twice.

    Raises QuestionError, which names the line, for what cannot be read.
    """
    if path.is_file() and read_text(path).lstrip().startswith("{"):
        return list(own_lines.read(path))
    file = read_questions(path)
    return [Placed(*pair) for pair in zip(file.places, file.questions, strict=True)]


def check(
    placed: Sequence[Placed], articles: Mapping[str, Article], statements: Sequence[Statement]
) -> list[Problem]:
    """List everything that is wrong with the questions, in their order."""
    resolved, _ = resolve([entry.question for entry in placed], articles.values())
    checker = _Checker(articles, statements)
    problems: list[Problem] = []
    first_of: dict[str, str] = {}
    for entry, question in zip(placed, resolved, strict=True):
        where = Placed(entry.place, question)
        problems += _find_repeated(where, first_of)
        problems += [
            Problem(entry.place, question.id, message, hint)
            for message, hint in checker.problems(question)
        ]
    return problems


def _find_repeated(placed: Placed, first_of: dict[str, str]) -> Iterator[Problem]:
    """Record a question's id and words, and yield where they occurred earlier."""
    question = placed.question
    words = tuple(_simplify(text) for text in (*question.history, question.question))
    for key, what, hint in (
        (f"id {question.id}", f"id {question.id!r}", "give each question an id of its own"),
        (f"words {words}", "the same question", "keep one of the two, with the better evidence"),
    ):
        if key in first_of:
            message = f"{what} is also at {first_of[key]}"
            yield Problem(placed.place, question.id, message, hint)
        first_of.setdefault(key, placed.place)


def _simplify(question: str) -> str:
    return re.sub(r"\W+", " ", fold(question).casefold()).strip()


class _Checker:
    """Compares single questions with the articles."""

    def __init__(self, articles: Mapping[str, Article], statements: Sequence[Statement]) -> None:
        self._articles = articles
        self._folded: dict[str, str] = {}
        self._speakers = sorted(
            {statement.speaker for statement in statements if statement.speaker}
        )

    def problems(self, question: Question) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with a question, with hints."""
        yield from self._find_missing_articles(question)
        yield from self._find_missing_evidence(question)
        yield from _find_contradictions(question)
        if question.speaker and not any(same_person(question.speaker, s) for s in self._speakers):
            yield (
                f"no speaker named {question.speaker} is quoted",
                "write the name as the articles do, or remove the speaker",
            )

    def _find_missing_articles(self, question: Question) -> Iterator[tuple[str, str]]:
        article_ids = [
            *question.relevant,
            *(evidence.article for evidence in question.evidence if evidence.article),
        ]
        for article_id in dict.fromkeys(article_ids):
            if article_id not in self._articles:
                yield (
                    f"no article {article_id} in the index",
                    "give its id, address or file name, or build the index with it",
                )

    def _find_missing_evidence(self, question: Question) -> Iterator[tuple[str, str]]:
        for evidence in question.evidence:
            if evidence.article is not None and evidence.article not in self._articles:
                continue
            words = fold(evidence.text)
            among = [evidence.article] if evidence.article else list(self._articles)
            if not any(words in self._fold_text(article_id) for article_id in among):
                elsewhere = next((a for a in self._articles if words in self._fold_text(a)), None)
                yield (
                    f"evidence is not in {evidence.article or 'any article'}: {_shorten(words)}",
                    f"these words are in {elsewhere}"
                    if elsewhere
                    else "copy the words from the article, which `show ARTICLE` prints",
                )

    def _fold_text(self, article_id: str) -> str:
        if article_id not in self._folded:
            article = self._articles[article_id]
            head = f"{article.dateline or ''}\n{article.title}"
            self._folded[article_id] = fold(f"{head}\n{article.text}")
        return self._folded[article_id]


def _find_contradictions(question: Question) -> Iterator[tuple[str, str]]:
    """Yield fields of a question that contradict each other."""
    if question.answerable is False:
        for name, given in (
            ("evidence", question.evidence),
            ("relevant articles", question.relevant),
            ("words that the answer contains", question.contains),
        ):
            if given:
                yield (f"not answerable, but has {name}", f"remove them, or {_ANSWERABLE}")
    for words in question.contains:
        if any(fold(never).casefold() in fold(words).casefold() for never in question.never):
            yield (
                f"{_shorten(words)} is both required and forbidden",
                "remove it from 'contains' or from 'never'",
            )
    outside = [
        evidence.article
        for evidence in question.evidence
        if question.relevant and evidence.article and evidence.article not in question.relevant
    ]
    for article_id in dict.fromkeys(outside):
        yield (
            f"evidence in {article_id}, which is not among the relevant articles",
            "add the article to 'relevant', or remove 'relevant'",
        )


_ANSWERABLE = 'write "answerable": true'


def _shorten(words: str) -> str:
    return f"“{words if len(words) <= 80 else words[:80] + '…'}”"
