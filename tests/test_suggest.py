"""Test questions made from a corpus: sensible topics, sure answers, surely no answers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from rag.answer.verify import is_verbatim
from rag.articles.corpus import read_corpus
from rag.evaluation.drafting.draft import suggest
from rag.evaluation.formats.question_fields import Placed
from rag.evaluation.question_check import check
from rag.evaluation.run_records import Question
from rag.language.english.stop_words import STOP_WORDS
from rag.names.name import same_person
from rag.records import Article, Statement
from rag.speech.statements import attribute
from rag.suggest.topics import find_topics
from tests.command_line import run_command

ROOT = Path(__file__).parent.parent
PRONOUNS = {"he", "she", "it", "they", "we", "i", "you", "who", "this", "that", "there"}


@pytest.fixture(scope="module")
def corpus() -> tuple[dict[str, Article], list[Statement]]:
    articles = {one.id: one for one in read_corpus(ROOT / "corpus")}
    return articles, [s for article in articles.values() for s in attribute(article)]


@pytest.fixture(scope="module")
def suggested(corpus: tuple[dict[str, Article], list[Statement]]) -> list[Question]:
    return suggest(*corpus, 20)


def _topics(text: str, title: str = "") -> list[str]:
    article = Article("a", title, text)
    return [topic.text for one in attribute(article) for topic in find_topics(article, one)]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Jane Roe said the wheat tariffs were illegal.", "the wheat tariffs"),
        (
            "“The terms of the treaty are dictated by Rome,” Jane Roe said.",
            "the terms of the treaty",
        ),
        (
            "On the Iranian nuclear deal, Jane Roe said talks would resume.",
            "the Iranian nuclear deal",
        ),
        ("Jane Roe accused Acme of hiding the figures.", "Acme"),
        (
            "Jane Roe told reporters that she worried about the old harbour bridge.",
            "the old harbour bridge",
        ),
        (
            "Jane Roe said the presence of foreign troops was a threat.",
            "the presence of foreign troops",
        ),
        ("“Acme's new factory in Ohio will close,” Jane Roe said.", "Acme's new factory in Ohio"),
    ],
)
def test_a_statement_is_about_its_own_noun_phrase(text: str, topic: str) -> None:
    assert _topics(text)[0] == topic


@pytest.mark.parametrize(
    "text",
    [
        "Jane Roe said it was over for all of them.",
        "“That is the way things are,” Jane Roe said.",
        "Jane Roe told CNN on Monday she would see.",
        "“It is a starting point,” said Jane Roe, an economist at the central bank.",
        "“We will see what the situation is,” Jane Roe said.",
        "“Emmanuel, I agree with you on all of it,” Jane Roe said.",
        "Jane Roe said it was a way in which the economy cools.",
    ],
)
def test_nothing_is_taken_for_a_topic_that_says_nothing(text: str) -> None:
    assert _topics(text) == []


def test_a_person_is_named_in_full() -> None:
    text = "Hillary Clinton spoke in Ohio.\n\nJane Roe said Clinton was wrong on trade."
    assert _topics(text)[0] == "Hillary Clinton"


def test_wording_follows_what_the_statement_says() -> None:
    texts = [
        "Jane Roe accused the city council of hiding the figures.",
        "Jane Roe said Mayor John Poe would close the old harbour. Roe spoke for an hour.",
        "“The wheat tariffs are a scandal for all of us,” Jane Roe said.",
    ]
    asked = set()
    for seed in range(6):
        for number, text in enumerate(texts):
            article = Article(f"{number}", "", text)
            made = suggest({article.id: article}, attribute(article), 4, seed=seed)
            asked |= {one.question for one in made}
    assert {
        "What did Jane Roe accuse the city council of?",
        "According to Jane Roe, what would Mayor John Poe do?",
        "How did Jane Roe describe the wheat tariffs?",
        "What did Jane Roe say about the wheat tariffs?",
    } <= asked


def test_the_same_seed_gives_the_same_questions_and_another_others(
    corpus: tuple[dict[str, Article], list[Statement]], suggested: list[Question]
) -> None:
    assert suggest(*corpus, 20) == suggested
    assert suggest(*corpus, 20, seed=1) != suggested


def test_what_is_suggested_passes_the_check(
    corpus: tuple[dict[str, Article], list[Statement]], suggested: list[Question]
) -> None:
    placed = [Placed(f"f:{n}", one) for n, one in enumerate(suggested, start=1)]
    assert check(placed, *corpus) == []


def test_evidence_is_a_statement_of_the_speaker(
    corpus: tuple[dict[str, Article], list[Statement]], suggested: list[Question]
) -> None:
    articles, statements = corpus
    said = [one for one in suggested if "said" in one.tags]
    assert len(said) >= 10
    for question in said:
        (evidence,) = question.evidence
        assert question.speaker is not None
        assert any(
            one.article_id == evidence.article
            and one.speaker is not None
            and same_person(one.speaker, question.speaker)
            and is_verbatim(evidence.text, articles[one.article_id].text[one.start : one.end])
            for one in statements
        )


def test_topics_are_no_stop_words_or_pronouns(suggested: list[Question]) -> None:
    for one in suggested:
        topic = one.question.rstrip("?").rpartition(" about ")[2].lower()
        assert topic not in STOP_WORDS | PRONOUNS
        assert topic.split()[-1] not in STOP_WORDS - {"us"}


def test_a_quarter_is_not_answerable_and_names_no_evidence(suggested: list[Question]) -> None:
    refused = [one for one in suggested if one.answerable is False]
    assert 3 <= len(refused) <= 7
    assert all(not one.evidence and not one.relevant for one in refused)
    assert {one.tags[0] for one in refused} == {"unanswerable"}


def test_no_question_comes_twice(suggested: list[Question]) -> None:
    assert len({one.id for one in suggested}) == len(suggested)
    assert len({(one.history, one.question) for one in suggested}) == len(suggested)


def _two_speakers(topic: str) -> dict[str, Article]:
    roe = f"Jane Roe said {topic} were illegal and would be fought in every court."
    poe = "John Poe said the harbour bridge was old and would have to be replaced."
    return {
        "roe": Article("roe", "", roe, published=date(2020, 5, 1)),
        "poe": Article("poe", "", f"{poe} Poe gave no date.", published=date(2021, 5, 1)),
    }


def test_a_topic_is_not_exchanged_where_its_words_stand_near_the_speaker() -> None:
    articles = _two_speakers("the wheat tariffs")
    poe = articles["poe"].text + " The wheat tariffs were not discussed."
    articles["poe"] = Article("poe", "", poe, published=date(2021, 5, 1))
    statements = [s for article in articles.values() for s in attribute(article)]
    for seed in range(10):
        for one in suggest(articles, statements, 12, seed=seed):
            assert one.question != "What did John Poe say about the wheat tariffs?"


def test_a_wrong_year_is_one_without_articles_and_not_in_their_words(
    corpus: tuple[dict[str, Article], list[Statement]],
) -> None:
    years = {
        one.question.rstrip("?").rpartition(" ")[2]
        for seed in range(5)
        for one in suggest(*corpus, 20, seed=seed)
        if "other-year" in one.tags
    }
    texts = " ".join(article.text for article in corpus[0].values())
    assert years
    assert all(year not in texts and year not in {"2022", "2025"} for year in years)


def test_a_corpus_without_speakers_gives_what_it_has() -> None:
    text = (
        "Rain fell on the town.\n\nMore than 200 people were arrested in Cleveland that was calm."
    )
    article = Article("a", "Rain falls on the old town", text, published=date(2020, 5, 1))
    made = suggest({"a": article}, [], 10)
    assert [one.question for one in made] == ["When was “Rain falls on the old town” published?"]
    assert made[0].contains == ("1 May 2020",)


def test_the_command_writes_lines_and_nothing_else(index: Path) -> None:
    result = run_command("questions", "suggest", "--n", "8", "--index", index)
    assert result.returncode == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) == 8
    assert set(lines[0]) == {
        "id", "question", "history", "relevant", "evidence", "answerable", "speaker", "contains",
        "never", "tags",
    }  # fmt: skip
    assert "8 questions" in result.stderr
