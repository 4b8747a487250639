"""A test question + its answer -> what is wrong with the answer, and its scores. No model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rag.answer.verify import fold, is_verbatim
from rag.evaluation.run_records import Evidence, Question
from rag.evaluation.running.measures import (
    KEPT,
    LEVELS,
    REPAIRED,
    STRUCK,
    WRITTEN,
    relevant_articles,
)
from rag.names.name import same_person
from rag.records import Answer, Article, Citation, Status, Writing

_MARKER = re.compile(r"\[\d+\]")


def find_faults(question: Question, answer: Answer) -> list[str]:
    """Describe everything that is wrong with an answer; empty if it is right."""
    return list(_list_faults(question, answer))


def score_answer(
    question: Question, answer: Answer, article: Callable[[str], Article]
) -> dict[str, float]:
    """The measures of an answer that apply to the question.

    A refusal scores 0 in everything that an answer should have. Evidence that is shown as unsure
    counts as shown and as abstaining. `article` gives an article by its id, to check citations.
    """
    shows = answer.status is not Status.NOT_FOUND
    answered = answer.status is Status.ANSWERED
    scores: dict[str, float] = {}
    scores |= _score_level(answer)
    if _expects(question):
        scores["right"] = right = float(not find_faults(question, answer))
        if answered:
            scores["right if answered"] = right
        elif shows:
            scores["held if unsure"] = right if question.answerable is not False else 0.0
    if question.answerable is not False:
        scores |= _score_content(question, answer)
    if question.never:
        said = shows and any(_says(_join_shown(answer), words) for words in question.never)
        scores["never"] = float(not said)
    if answer.citations:
        stand = [_stands(c, article(c.article_id)) for c in answer.citations]
        scores["verbatim"] = sum(stand) / len(stand)
    if question.answerable is not None:
        scores["abstention"] = float(answered == question.answerable)
    if shows:
        scores["words"] = float(len(_MARKER.sub(" ", answer.text).split()))
    return scores | (_score_writing(answer.writing) if answer.writing else {})


def _score_writing(writing: Writing) -> dict[str, float]:
    """What became of the sentences of a language model; none without a sentence."""
    scores = {WRITTEN: float(not writing.problem)}
    repaired = sum(bool(sentence.repair) for sentence in writing.sentences)
    if count := len(writing.sentences) + len(writing.struck):
        scores[KEPT] = (len(writing.sentences) - repaired) / count
        scores[REPAIRED] = repaired / count
        scores[STRUCK] = len(writing.struck) / count
    return scores


def _score_level(answer: Answer) -> dict[str, float]:
    levels = (Status.ANSWERED, Status.UNSURE, Status.NOT_FOUND)
    return {name: float(answer.status is level) for name, level in zip(LEVELS, levels, strict=True)}


def _expects(question: Question) -> bool:
    """Whether more is known about the right answer than its article."""
    held = question.evidence or question.contains or question.speaker or question.never
    return bool(held) or question.answerable is False


def _score_content(question: Question, answer: Answer) -> dict[str, float]:
    """The share of the expected content that an answer has."""
    scores: dict[str, float] = {}
    if relevant := relevant_articles(question):
        scores["article cited"] = float(any(c.article_id in relevant for c in answer.citations))
    if question.evidence:
        cited = [_is_cited(answer, evidence, question.any_words) for evidence in question.evidence]
        scores["evidence cited"] = sum(cited) / len(cited)
    if question.contains:
        shows, shown = answer.status is not Status.NOT_FOUND, _join_shown(answer)
        said = [shows and _says(shown, words) for words in question.contains]
        scores["contains"] = sum(said) / len(said)
    if question.speaker:
        scores["speaker"] = float(_is_by(answer, question.speaker))
    return scores


def _list_faults(question: Question, answer: Answer) -> Iterator[str]:
    shows = answer.status is not Status.NOT_FOUND
    answered = answer.status is Status.ANSWERED
    for words in question.never:
        if shows and _says(_join_shown(answer), words):
            yield f"says {words!r}"
    if question.answerable is False:
        if answered or not answer.reason or not answer.closest:
            yield f"is not a refusal with a reason and the closest articles: {answer.text!r}"
    elif shows:
        yield from _list_missed(question, answer)
    elif question.answerable:
        yield f"not found: {answer.reason}"


def _list_missed(question: Question, answer: Answer) -> Iterator[str]:
    shown = _join_shown(answer)
    for words in question.contains:
        if not _says(shown, words):
            yield f"does not say {words!r}"
    for evidence in question.evidence:
        if not _is_cited(answer, evidence, question.any_words):
            yield f"does not cite {evidence.text!r} of {evidence.article or 'any article'}"
    if question.speaker and not _is_by(answer, question.speaker):
        speakers = sorted({c.speaker for c in answer.citations if c.speaker})
        yield f"is not by {question.speaker}, but by {', '.join(speakers) or 'nobody'}"


def _join_shown(answer: Answer) -> str:
    written = answer.writing.text if answer.writing else ""
    return fold(" ".join([written, *answer.lines, *(c.text for c in answer.citations)])).lower()


def _says(shown: str, words: str) -> bool:
    return fold(words).lower() in shown


def _is_cited(answer: Answer, evidence: Evidence, any_words: bool) -> bool:
    return any(
        evidence.article in {None, citation.article_id}
        and (any_words or is_verbatim(evidence.text, citation.text))
        for citation in answer.citations
    )


def _is_by(answer: Answer, asked: str) -> bool:
    return any(c.speaker and same_person(asked, c.speaker) for c in answer.citations)


def _stands(citation: Citation, article: Article) -> bool:
    if citation.end == 0:  # the date line or the title
        return citation.text in {article.dateline, article.title}
    return citation.text == article.text[citation.start : citation.end]
