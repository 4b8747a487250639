"""The product's promise: these questions over the two articles are answered, or refused, right."""

from __future__ import annotations

from typing import Any

import pytest

from rag import Assistant
from rag.answer.verify import fold
from rag.records import Status
from tests.judging import questions, wrong

SEEDS = questions("seeds.jsonl")
MORE = questions("more.jsonl")


def _ids(asked: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(one, id=one["id"]) for one in asked]


@pytest.mark.parametrize("question", _ids(SEEDS + MORE))
def test_the_answer_is_right(question: dict[str, Any], assistant: Assistant) -> None:
    answer = assistant.ask(question["question"], question["history"])
    assert not wrong(question, answer)


@pytest.mark.parametrize("question", SEEDS + MORE, ids=lambda question: str(question["id"]))
def test_every_word_cited_stands_in_its_article(
    question: dict[str, Any], assistant: Assistant
) -> None:
    answer = assistant.ask(question["question"], question["history"])
    for citation in answer.citations:
        article = assistant.article(citation.article_id)
        if citation.end == 0:  # words of the head: the date line, or else the title
            assert citation.text in {article.dateline, article.title}
        else:
            assert citation.text == article.text[citation.start : citation.end]
            for start, end in citation.bold:
                assert citation.start <= start < end <= citation.end
        assert f"[{citation.number}]" in answer.text
        if citation.speaker:
            assert citation.speaker in article.text
    if answer.status is Status.NOT_FOUND:
        assert not answer.citations


def test_the_same_question_gets_the_same_answer(assistant: Assistant) -> None:
    first, second = (assistant.ask("What did Lavrov say about NATO?") for _ in range(2))
    assert (first.text, first.citations) == (second.text, second.citations)


def test_kosachevs_words_are_never_lavrovs(assistant: Assistant) -> None:
    answer = assistant.ask("What did Lavrov say about Jeddah?")
    assert all("Jeddah" not in citation.text for citation in answer.citations)


def test_an_approximate_date_is_marked_wherever_it_is_shown(assistant: Assistant) -> None:
    answer = assistant.ask("What did Lavrov say about peacekeepers?")
    assert answer.citations[0].approximate_date
    assert "not dated; mentions 11 March 2025" in fold(answer.text)
