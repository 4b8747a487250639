"""SQuAD's lines -> the paragraphs as an index has them, and each question's sentences.

A sentence is right if an annotated answer begins in it: it then is the question's evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rag.evaluation.run_records import Evidence, Question
from rag.index.words import WordIndex
from rag.language.sentences import sentences
from rag.models.embedder import Vectors
from rag.records import Article, Passage

FOLDS = 4  # readers trained, each without a quarter of the titles


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its paragraph, and the words that annotators marked."""

    question: Question
    article: Article
    rows: range  # of its paragraph's sentences
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """Every sentence of all paragraphs: a row each."""

    passages: Sequence[Passage]
    vectors: Vectors
    words: WordIndex

    def rows(self) -> Mapping[tuple[str, int], int]:
        """The row of a sentence, by its article and its start."""
        return {
            (passage.article_id, passage.start): row for row, passage in enumerate(self.passages)
        }


def paragraph_ids(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """An id for each paragraph, by its text."""
    ids: dict[str, str] = {}
    for row in rows:
        ids.setdefault(row["context"], f"{row['title']}-{len(ids):04}")
    return ids


def corpus(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """The paragraphs, each once, as articles of a corpus."""
    titles = {row["context"]: row["title"].replace("_", " ") for row in rows}
    for text, name in paragraph_ids(rows).items():
        yield {"id": name, "title": titles[text], "text": text}


def cut(articles: Mapping[str, Article]) -> list[Passage]:
    """The sentences of all articles, those of one article side by side."""
    return [
        Passage(article.id, start, end, article.text[start:end])
        for article in articles.values()
        for start, end in sentences(article.text)
    ]


def asked(
    rows: Sequence[Mapping[str, Any]],
    articles: Mapping[str, Article],
    passages: Sequence[Passage],
) -> tuple[list[Asked], int]:
    """The questions, and how many are left out: cleaning has changed their paragraph."""
    ids = paragraph_ids(rows)
    spans: dict[str, range] = {}
    for n, passage in enumerate(passages):
        known = spans.get(passage.article_id, range(n, n))
        spans[passage.article_id] = range(known.start, n + 1)
    questions = []
    for row in rows:
        article = articles[ids[row["context"]]]
        if article.text == row["context"]:
            questions.append(_asked(row, article, spans[article.id], passages))
    return questions, len(rows) - len(questions)


def _asked(
    row: Mapping[str, Any], article: Article, rows: range, passages: Sequence[Passage]
) -> Asked:
    right = {
        passages[n].text
        for n in rows
        for start in row["starts"]
        if passages[n].start <= start < passages[n].end
    }
    question = Question(
        id=row["id"],
        question=row["question"].strip(),
        # of no article, so that the measures are of sentences alone
        evidence=tuple(Evidence(None, text) for text in sorted(right)),
        answerable=bool(row["answers"]),
        tags=(row["title"],),
    )
    return Asked(question, article, rows, tuple(row["answers"]))


def folds(titles: Iterable[str]) -> list[frozenset[str]]:
    """The titles that each of the readers has not seen."""
    ordered = sorted(set(titles))
    return [frozenset(ordered[first::FOLDS]) for first in range(FOLDS)]


def held_out(titles: Iterable[str]) -> frozenset[str]:
    """The titles that the model reading question and sentence together is not trained on."""
    return folds(titles)[0]
