"""The act that a question takes for granted, and whether an article reports it."""

from __future__ import annotations

import pytest

from rag import Assistant
from rag.answer.fact.asked_act import find_asked_acts
from rag.answer.fact.confidence import confidence
from rag.answer.fact.excerpts import make_excerpts
from rag.answer.fact.fitting import gives_reason
from rag.answer.fact.reported_act import reports_act
from rag.answer.support import Topic
from rag.records import Article, Status
from rag.search.topic import find_terms
from tests.ranked import ranked_sentence


@pytest.mark.parametrize(
    ("question", "acts"),
    [
        ("Why did Roe resign?", ["resign"]),
        ("Who bought the Marl Courier?", ["bought"]),
        ("When did the board of the harbour dissolve itself?", ["dissolve"]),
        ("Why did small bakeries in Utah collapse?", ["collapse"]),
        ("Why did voters reject plans for a bridge?", ["reject"]),
        ("Why was the old ferry withdrawn?", ["withdrawn"]),
        ("How long was the mayor of Marl suspended?", ["suspended"]),
        ("When did Roe get married?", ["married"]),
        ("Why did the bakery go bankrupt?", ["bankrupt"]),
        ("Why did Roe decide to leave?", ["leave"]),
        ("Which prize did Jane Poe decline?", ["decline"]),
        ("Did she ever apologise?", ["apologise"]),
        ("Has the Marl ferry ever sunk a boat?", []),  # "sunk" has no form of a participle
        ("Are dogs allowed on the ferry?", []),
        ("How did Roe react?", []),
        ("Who is Jane Poe?", []),
        ("What is the population of Marl?", []),
        ("Where did the match take place?", []),
        ("Where did the fire occur?", []),
        ("What is the new ferry called?", []),
        ("Who wrote the book on Marl?", []),
        ("marl ferry timetable", []),
        ("", []),
    ],
)
def test_the_act_is_the_verb_that_says_what_was_done(question: str, acts: list[str]) -> None:
    assert [act.word for act in find_asked_acts(question)] == acts
    for act in find_asked_acts(question):
        assert question[act.start : act.end] == act.word


def test_without_capital_letters_each_word_that_may_be_the_act_is_one() -> None:
    acts = [act.word for act in find_asked_acts("why did the marl council resign")]
    assert acts == ["council", "resign"]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who bought the Courier?", "Poe purchased the Courier in May."),
        ("Why did Roe resign?", "Roe announced her resignation. She was tired."),
        ("Why did Roe resign?", "She resigned over the bridge."),
        ("Why did Roe sell the ferry?", "Roe agreed to sell the ferry."),
        ("Did Roe resign?", "Roe has never resigned."),
        ("How much does the ferry cost?", "Tickets for the ferry can cost $5."),
    ],
)
def test_an_article_reports_an_act_in_any_words_for_it(question: str, text: str) -> None:
    assert _reports(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who did Roe sell the ferry to?", "Roe is looking into selling the ferry."),
        ("Who did Roe sell the ferry to?", "Roe could soon sell the ferry."),
        ("When was Roe impeached?", "The council called for an impeachment inquiry into Roe."),
        ("Why did Roe resign?", "Roe refused to resign."),
        ("Why was Roe fired?", "John Poe was fired by another council."),
        ("Why did Roe resign?", "Roe won."),
    ],
)
def test_an_act_that_is_only_possible_or_somebody_elses_is_not_reported(
    question: str, text: str
) -> None:
    assert not _reports(question, text)


def _reports(question: str, text: str) -> bool:
    names = Topic(find_terms(question), lambda _: 1.0).names
    return reports_act(Article("a", "Marl", text), find_asked_acts(question), names, question)


def test_a_sentence_without_the_act_is_less_sure() -> None:
    with_act, near, far = (ranked_sentence(0.9, similarity=0.7, act=act) for act in (1.0, 0.6, 0.1))
    assert confidence([with_act]) == confidence([near]) > confidence([far])


@pytest.mark.parametrize("question", ["Why did Lavrov resign?", "When was Sullivan arrested?"])
def test_what_never_happened_has_no_sure_answer(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).status is not Status.ANSWERED


def test_a_word_of_the_question_is_no_reason() -> None:
    assert not gives_reason("Who is to blame?", "Why is Roe to blame?")
    assert gives_reason("It was caused by frost.", "What caused the fire?")


def test_what_a_sentence_announces_is_shown() -> None:
    text = f"{'The rain fell. ' * 20}\n\nRoe explained why she left.\n\n“{'It rained. ' * 25}”"
    start = text.index("Roe")
    article = Article("a", "Marl", text)
    sentence = ranked_sentence(
        1, similarity=1, place=(article, start, start + len("Roe explained why she left."))
    )
    (excerpt,) = make_excerpts([sentence])
    assert text[excerpt.start : excerpt.end].count("It rained.") == 25
