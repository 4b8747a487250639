"""Talk, and questions on the collection itself, as people type them into a chat."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from rag import Assistant
from rag.build.build import build
from rag.models.embedder import Embedder
from rag.records import Answer, AnswerKind, CitationKind, QuestionKind, Request, Status
from rag.search.question.requests.kinds import (
    find_nearest_request,
    find_request,
    has_own_words,
    list_examples,
)

TOWN = {
    "harbour.txt": (
        "Harbour bridge closes for repairs\n\nThe harbour bridge in Marl closed on Monday, Mayor "
        "Ann Lee said.\n\n“The cables are worn,” Lee told reporters.\n\n"
        "Ferries carry commuters instead."
    ),
    "ferries.txt": (
        "Ferries in Marl are full\n\nThe ferries that replace the harbour bridge are full.\n\n“We "
        "need two more boats,” said Tom Poe, who runs the ferries.\n\nA third boat comes in May."
    ),
    "museum.txt": (
        "Museum shows old maps\n\nThe town museum shows maps of the coast.\n\n“They were drawn by "
        "hand,” said curator Jane Roe.\n\nThe show ends in June."
    ),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    corpus = tmp_path_factory.mktemp("town")
    for name, text in TOWN.items():
        (corpus / name).write_text(text, encoding="utf-8")
    index = tmp_path_factory.mktemp("town-index")
    build(corpus, index, embedder, passage_tokens=180)
    return Assistant.load(index)


QUAY: tuple[tuple[str, str, list[str]], ...] = (
    ("Quay opens", "2019-02-03", ["Mia Poe"]),
    ("Quay floods", "2021-05-04", []),
    ("Quay sold", "2023-08-09", ["Mia Poe"]),
)


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    corpus = tmp_path_factory.mktemp("quay")
    rows = [
        {
            "title": title,
            "text": f"{title}: the new quay in Marl was the talk of the town on the bay.",
            "published": day,
            "authors": authors,
            "url": f"https://www.baytoday.com/{at}",
        }
        for at, (title, day, authors) in enumerate(QUAY)
    ]
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    (corpus / "quay.jsonl").write_text(lines, encoding="utf-8")
    index = tmp_path_factory.mktemp("quay-index")
    build(corpus, index, embedder, passage_tokens=180)
    return Assistant.load(index)


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("hi", Request.GREETING),
        ("Hello there!", Request.GREETING),
        ("good morning", Request.GREETING),
        ("thanks a lot for your help", Request.THANKS),
        ("ok great, thank you", Request.THANKS),
        ("bye", Request.GOODBYE),
        ("What can I ask you?", Request.HELP),
        ("how does this work", Request.HELP),
        ("who are you?", Request.HELP),
        ("What is this collection about?", Request.OVERVIEW),
        ("Summarize the corpus", Request.SUMMARY),
        ("Which topics do the articles cover?", Request.TOPICS),
        ("who is quoted?", Request.PEOPLE),
        ("show me the latest articles", Request.LIST),
        ("how many articles are there?", Request.COUNT),
        ("What newspapers are in the archive?", Request.OUTLETS),
        ("What period do the articles cover?", Request.DATES),
        ("Which article is older?", Request.DATES),
        ("Which is the oldest story you have?", Request.DATES),
        ("When was the first article published?", Request.DATES),
        ("What's the date range?", Request.DATES),
        ("who's quoted the most?", Request.PEOPLE),
        ("who gets quoted a lot in here?", Request.PEOPLE),
        ("Who is the most quoted person?", Request.PEOPLE),
        ("how many documents are in your database", Request.COUNT),
        ("where do you get your articles from?", Request.OUTLETS),
        ("Which journalists wrote these articles?", Request.AUTHORS),
        ("do you have articles?", Request.LIST),
        ("What was published?", Request.LIST),
    ],
)
def test_talk_and_questions_on_all_of_the_collection_are_recognised(
    text: str, request_: Request
) -> None:
    asked = find_request(text)
    assert asked is not None
    assert (asked.request, asked.topic) == (request_, "")


@pytest.mark.parametrize(
    ("text", "request_", "topic"),
    [
        ("Which stories mention the harbour?", Request.LIST, "the harbour"),
        ("list all articles about old maps please", Request.LIST, "old maps"),
        ("Do you have anything on ferries?", Request.LIST, "ferries"),
        ("How many reports are about the bridge?", Request.COUNT, "the bridge"),
        ("who was quoted about the museum", Request.PEOPLE, "the museum"),
        ("what is covered about the museum?", Request.LIST, "the museum"),
        ("Which experts spoke about the maps?", Request.PEOPLE, "the maps"),
        ("List everyone who commented on the strike", Request.PEOPLE, "the strike"),
        ("Everyone who spoke about the strike", Request.PEOPLE, "the strike"),
        ("Name everybody who has spoken on the strike", Request.PEOPLE, "the strike"),
        ("Show me all who said something about the strike", Request.PEOPLE, "the strike"),
        ("Everyone who mentioned the strike", Request.PEOPLE, "the strike"),
        ("List all those who spoke out against the strike", Request.PEOPLE, "the strike"),
        ("everyone that commented on the strike", Request.PEOPLE, "the strike"),
        ("Who are all the people quoted on the strike?", Request.PEOPLE, "the strike"),
        ("Give me a short summary of the bridge closure", Request.SUMMARY, "the bridge closure"),
        ("Who talks about the ferries in your articles?", Request.PEOPLE, "the ferries"),
        ("Are there any ferry articles?", Request.LIST, "ferry"),
        ("show me the latest harbour stories", Request.LIST, "harbour"),
        ("anything about ferries?", Request.LIST, "ferries"),
        ("Do any articles mention Ann Lee?", Request.LIST, "Ann Lee"),
        ("how many museum articles are there", Request.COUNT, "museum"),
        ("How often is Ann Lee mentioned?", Request.COUNT, "Ann Lee"),
        ("Which articles did Jane Roe write?", Request.LIST, "Jane Roe"),
    ],
)
def test_a_topic_is_extracted(text: str, request_: Request, topic: str) -> None:
    asked = find_request(text)
    assert asked is not None
    assert (asked.request, asked.topic) == (request_, topic)


@pytest.mark.parametrize(
    "text",
    [
        "Hi-tech companies lay off workers",
        "Who said the bridge was closed?",
        "What are the articles of the constitution?",
        "How many people were quoted a price?",
        "Thanksgiving dinner prices",
        "What did the help line say?",
        "Which newspaper did Murdoch buy in 1969?",
        "Who is the new mayor?",
        "How often does the ferry appear?",
        "What stories did Poe tell his children?",
        "Who wrote the articles of the constitution?",
    ],
)
def test_a_question_to_the_articles_is_none_of_these(text: str) -> None:
    assert find_request(text) is None


def test_a_question_without_a_word_of_its_own_is_of_the_nearest_kind(embedder: Embedder) -> None:
    examples = np.stack(list(embedder.embed_questions(list_examples())))
    (vector,) = embedder.embed_questions(["whats all this stuff in here about"])
    assert not has_own_words("whats all this stuff in here about")
    asked = find_nearest_request(vector, examples)
    assert asked is not None
    assert asked.request is Request.OVERVIEW
    assert has_own_words("what is the harbour about")


def test_a_greeting_shows_what_can_be_asked_and_each_of_it_has_an_answer(town: Assistant) -> None:
    answer = town.ask("hello")
    assert answer.status is Status.ANSWERED
    assert answer.kind is AnswerKind.TALK
    assert not answer.citations
    assert "3 articles" in answer.text
    assert answer.try_asking
    for question in answer.try_asking:
        assert question in answer.text
        assert town.ask(question).status is Status.ANSWERED


def test_an_overview_names_topics_speakers_and_the_newest_articles(town: Assistant) -> None:
    answer = town.ask("What are these articles about?")
    assert answer.kind is AnswerKind.COLLECTION
    assert {"Ann Lee", "Tom Poe", "Jane Roe"} <= _named(answer, ["Ann Lee", "Tom Poe", "Jane Roe"])
    assert "Marl" in answer.text
    assert _titles(answer) == {"Harbour bridge closes for repairs", "Ferries in Marl are full",
                               "Museum shows old maps"}  # fmt: skip


def test_a_list_cites_each_article_by_its_headline(town: Assistant) -> None:
    answer = town.ask("Which articles are about the harbour bridge?")
    assert _titles(answer) == {"Harbour bridge closes for repairs", "Ferries in Marl are full"}
    assert {citation.kind for citation in answer.citations} == {CitationKind.HEADLINE}
    assert {citation.speaker for citation in answer.citations} == {None}
    assert all(citation.text == citation.title for citation in answer.citations)


def test_a_count_counts_every_mention_and_says_how(town: Assistant) -> None:
    answer = town.ask("How many articles mention ferries?")
    assert answer.text.startswith("2 articles")
    assert "An article counts if its title or text" in answer.text
    assert len(answer.citations) == 2


def test_the_oldest_articles_come_first_if_they_are_asked_for(dated: Assistant) -> None:
    titles = [one.title for one in dated.ask("What is the oldest article?").citations]
    assert titles == ["Quay opens", "Quay floods", "Quay sold"]
    assert [one.title for one in dated.ask("the latest articles on the quay").citations] == [
        *reversed(titles)
    ]


def test_days_alone_list_the_articles_of_these_days(dated: Assistant) -> None:
    for question in ("What happened in May 2021?", "articles from May 2021"):
        assert _titles(dated.ask(question)) == {"Quay floods"}


def test_an_outlet_and_a_topic_are_both_taken_from_a_question(dated: Assistant) -> None:
    query = dated.understand("Show me articles from Bay Today about the flood")
    assert (query.topic, query.filters.outlet) == ("the flood", "baytoday.com")
    assert dated.understand("Bay Today stories about the flood") == replace(
        query, searched_for="Bay Today stories about the flood"
    )
    assert dated.understand("Which articles are about the bay?").filters.outlet is None


def test_authors_are_counted_and_their_articles_are_listed(dated: Assistant) -> None:
    assert "2 of 3 articles name their authors" in dated.ask("Who wrote the articles?").text
    assert _titles(dated.ask("articles by Mia Poe")) == {"Quay opens", "Quay sold"}


def test_what_no_article_has_is_refused_by_its_name(town: Assistant) -> None:
    answer = town.ask("List the articles about Zanzibar")
    assert answer.status is Status.NOT_FOUND
    assert "no article mentions Zanzibar" in answer.text


def test_people_on_a_topic_come_with_their_words(town: Assistant) -> None:
    answer = town.ask("Who is quoted on the ferries?")
    assert [citation.speaker for citation in answer.citations] == ["Tom Poe"]
    assert "two more boats" in answer.citations[0].text


def test_a_summary_of_an_article_is_its_own_sentences_in_order(town: Assistant) -> None:
    answer = town.ask("Summarise “Museum shows old maps”")
    assert {citation.article_id for citation in answer.citations} == {"museum.txt"}
    starts = [citation.start for citation in answer.citations]
    assert starts == sorted(starts)
    article = town.article("museum.txt")
    assert all(article.text[one.start : one.end] == one.text for one in answer.citations)


def test_a_summary_of_a_speaker_is_that_speakers_words(town: Assistant) -> None:
    answer = town.ask("Give me a summary of Jane Roe's position")
    assert {citation.speaker for citation in answer.citations} == {"Jane Roe"}


def test_talk_leaves_nothing_for_the_next_question(town: Assistant) -> None:
    alone = town.understand("What did Lee say?")
    after = town.understand("What did Lee say?", ["List the articles", "thanks"])
    assert (after.kind, after.speaker, after.topic) == (alone.kind, alone.speaker, alone.topic)
    assert after.kind is QuestionKind.STATEMENT
    assert not after.context


def _titles(answer: Answer) -> set[str]:
    return {citation.title for citation in answer.citations}


def _named(answer: Answer, names: list[str]) -> set[str]:
    return {name for name in names if name in answer.text}
