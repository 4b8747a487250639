"""Records -> the JSON that the command line writes and other programs read: version 2.

Within a version, fields are added, never renamed or removed. docs/interface.md describes each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rag.answer.compose import label_citation
from rag.errors import QuestionError
from rag.records import (
    Answer,
    Article,
    ArticleReference,
    Citation,
    CitationKind,
    Coverage,
    Facet,
    Hit,
    Statement,
    Status,
    StruckSentence,
    Timeline,
    Writing,
    WrittenSentence,
)

VERSION = 2  # of an answer


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A line of a batch: a question with its id and the questions before it."""

    id: Any
    question: str
    history: tuple[str, ...]


def read_batch_question(line: Any, place: str) -> BatchQuestion:
    """Read a line of a batch. Raises QuestionError, which names the place, if it is not one."""
    if not isinstance(line, dict) or not isinstance(line.get("question"), str):
        raise QuestionError(
            f"{place}: no 'question' text",
            hint='give every line an object such as {"id": 1, "question": "Who ...?"}',
        )
    history = line.get("history") or []
    if not isinstance(history, list) or not all(isinstance(question, str) for question in history):
        raise QuestionError(
            f"{place}: 'history' is not a list of texts",
            hint='give the earlier questions, oldest first: "history": ["Who is ...?"]',
        )
    return BatchQuestion(line.get("id"), line["question"], tuple(history))


def answer_json(answer: Answer, question_id: Any = None) -> dict[str, Any]:
    """An answer as `ask --json` writes it."""
    return {
        "version": VERSION,
        "id": question_id,
        "question": answer.question,
        "searched_for": answer.searched_for,
        "status": answer.status.value,
        "text": answer.text,
        "reason": answer.reason,
        "citations": [_describe_citation(citation, answer.status) for citation in answer.citations],
        "closest": [_describe_reference(article) for article in answer.closest],
        "confidence": round(answer.confidence, 4),
        "kind": answer.kind.value,
        "preface": answer.preface,
        "facets": [_describe_facet(facet) for facet in answer.facets],
        "more": answer.more,
        "try_asking": list(answer.try_asking),
        "timings_ms": dict(answer.timings_ms),
        "writing": _describe_writing(answer.writing) if answer.writing else None,
    }


def sentence_json(sentence: WrittenSentence) -> dict[str, Any]:
    """A sentence that a language model wrote and its evidence supports."""
    return {
        "text": sentence.text,
        "numbers": list(sentence.numbers),
        "point": sentence.point,
        "repair": sentence.repair or None,
    }


def struck_json(struck: StruckSentence) -> dict[str, str]:
    """A sentence that a language model wrote and its evidence does not support."""
    return {"text": struck.text, "reason": struck.reason}


def hits_json(question: str, hits: Sequence[Hit], question_id: Any = None) -> dict[str, Any]:
    """Hits as `search --json` writes them, best first."""
    return {
        "id": question_id,
        "question": question,
        "hits": [
            {
                "article": hit.passage.article_id,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "score": round(hit.score, 6),
                "text": hit.passage.text,
            }
            for hit in hits
        ],
    }


def article_json(
    article: Article, statements: Sequence[Statement], copies: Sequence[str] = ()
) -> dict[str, Any]:
    """An article with its statements as `show --json` writes it."""
    return {
        "id": article.id,
        "title": article.title,
        "published": article.date.isoformat() if article.date else None,
        "approximate_date": article.approximate_date,
        "outlet": article.outlet,
        "authors": list(article.authors),
        "url": article.url,
        "modified": article.modified.isoformat() if article.modified else None,
        "language": article.language,
        "also": [
            {
                "article": address.article_id,
                "title": address.title,
                "published": address.published.isoformat() if address.published else None,
                "outlet": address.outlet,
                "url": address.url,
            }
            for address in article.also
        ],
        "copies": list(copies),
        "versions": [
            {
                "title": version.title,
                "published": version.published.isoformat() if version.published else None,
                "modified": version.modified.isoformat() if version.modified else None,
                "characters": version.characters,
                "digest": version.digest,
            }
            for version in article.versions
        ],
        "text": article.text,
        "statements": [
            {
                "speaker": statement.speaker,
                "kind": statement.kind.value,
                "start": statement.start,
                "end": statement.end,
                "mention": statement.mention,
                "cue": statement.cue,
                "text": article.text[statement.start : statement.end],
            }
            for statement in statements
        ],
    }


def timeline_json(timeline: Timeline) -> dict[str, Any]:
    """A timeline as the API gives it."""
    return {
        "speaker": timeline.speaker,
        "topic": timeline.topic,
        "said": [
            {
                "citation": _describe_citation(said.citation),
                "retold": said.citation.kind is CitationKind.INDIRECT,
                "also_in": [_describe_reference(article) for article in said.also_in],
            }
            for said in timeline.said
        ],
        "reason": timeline.reason,
    }


def coverage_json(
    coverage: Coverage, speakers: Sequence[str], examples: Sequence[str], generation: str
) -> dict[str, Any]:
    """What a corpus covers, as the API gives it; the most quoted of `speakers` come first."""
    return {
        "generation": generation,
        "articles": coverage.articles,
        "statements": coverage.statements,
        "first": coverage.first.isoformat() if coverage.first else None,
        "last": coverage.last.isoformat() if coverage.last else None,
        "first_approximate": coverage.first_approximate,
        "last_approximate": coverage.last_approximate,
        "undated": coverage.undated,
        "speakers": list(speakers),
        "examples": list(examples),
    }


def _describe_writing(writing: Writing) -> dict[str, Any]:
    return {
        "model": writing.model,
        "pending": writing.pending,
        "text": writing.text,
        "sentences": [sentence_json(sentence) for sentence in writing.sentences],
        "struck": [struck_json(struck) for struck in writing.struck],
        "problem": writing.problem or None,
        "timings_ms": dict(writing.timings_ms),
    }


def _describe_facet(facet: Facet) -> dict[str, Any]:
    return {
        "kind": facet.kind.value,
        "name": facet.name,
        "question": facet.question,
        "count": facet.count,
    }


def _describe_reference(article: ArticleReference) -> dict[str, str]:
    return {"article": article.article_id, "title": article.title}


def _describe_citation(citation: Citation, status: Status = Status.ANSWERED) -> dict[str, Any]:
    return {
        "number": citation.number,
        "article": citation.article_id,
        "title": citation.title,
        "published": citation.date.isoformat() if citation.date else None,
        "approximate_date": citation.approximate_date,
        "outlet": citation.outlet,
        "authors": list(citation.authors),
        "url": citation.url,
        "speaker": citation.speaker,
        "start": citation.start,
        "end": citation.end,
        "text": citation.text,
        "bold": [list(span) for span in citation.bold],
        "also": list(citation.also),
        "kind": citation.kind.value if citation.kind else None,
        "label": str(label_citation(citation, status)),
        "likely": list(citation.likely) if citation.likely else None,
    }
