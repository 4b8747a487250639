"""A text with several questions is answered as a whole, and short requests go on from before."""

from __future__ import annotations

import json
import string

import pytest

from rag import Assistant
from rag.build.build import build
from rag.models.embedder import Embedder
from rag.records import AnswerKind, DateRange, QuestionKind, Request, Status
from rag.search.question.cleaning import divide
from rag.search.question.compound import divide_questions
from rag.search.question.requests.kinds import find_request

LISTED = "Which articles do you have?"
SAID = "What did Lavrov say about NATO?"


@pytest.fixture(scope="module")
def arrests(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    """Many articles on the same kind of event."""
    corpus, index = tmp_path_factory.mktemp("arrests"), tmp_path_factory.mktemp("arrests-index")
    rows = [
        {
            "title": f"Arrest in {town}",
            "text": f"Police in {town} said that Ed {town}er was arrested at the harbour.",
            "published": f"2021-03-{day:02}",
            "url": f"https://www.baytoday.com/{day}",
        }
        for day, town in enumerate(map("{}ford".format, string.ascii_uppercase[:24]), start=1)
    ]
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    (corpus / "arrests.jsonl").write_text(lines, encoding="utf-8")
    build(corpus, index, embedder, passage_tokens=180)
    return Assistant.load(index)


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "What did Roe say about the tax and when does it start?",
            ["What did Roe say about the tax", "when does it start?"],
        ),
        (
            "what does roe say about rain, and what about snow?",
            ["what does roe say about rain", "what about snow?"],
        ),
        ("Who won and what was the score?", ["Who won and what was the score?"]),
        ("Who won the race and who was last?", ["Who won the race", "who was last?"]),
        (
            "When did the ferry sink? How many were on board?",
            ["When did the ferry sink?", "How many were on board?"],
        ),
        ("Did the ferry sink? How many drowned?", ["Did the ferry sink?", "How many drowned?"]),
        ("I met Roe! What did he say?", ["What did he say?"]),
        ("Really? What did he say?", ["What did he say?"]),
        (
            "What did Roe say about who paid and what was paid?",
            ["What did Roe say about who paid and what was paid?"],
        ),
        ("What did Roe, who won the race, say?", ["What did Roe, who won the race, say?"]),
        ("When and where did it happen?", ["When and where did it happen?"]),
        ("What did Roe and Poe say?", ["What did Roe and Poe say?"]),
        (
            "What did the show say and how did Roe reply?",
            ["What did the show say", "how did Roe reply?"],
        ),
    ],
)
def test_a_text_is_divided_into_its_questions(text: str, questions: list[str]) -> None:
    assert divide_questions(divide(text)) == questions


def test_each_question_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask(
        "What did Lavrov say about peacekeepers and what did Sullivan say about a gun?"
    )
    assert answer.status is Status.ANSWERED
    texts = [citation.text for citation in answer.citations]
    assert "including peacekeepers" in texts[0]
    assert any("gun on the table" in text for text in texts)
    assert [citation.number for citation in answer.citations] == [*range(1, len(texts) + 1)]
    for citation, line in zip(answer.citations, answer.lines, strict=True):
        assert line.endswith(f"{citation.line} [{citation.number}]")


def test_what_one_question_lacks_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("What did Lavrov say about peacekeepers? What did Macron say about it?")
    assert answer.status is Status.ANSWERED
    assert str(answer.reason).endswith("no article mentions Macron.")
    assert {citation.speaker for citation in answer.citations} == {"Sergey Lavrov"}


def test_the_answer_is_no_surer_than_each_of_its_parts(assistant: Assistant) -> None:
    answer = assistant.ask("What did Kosachev say and what is the capital of Peru called?")
    assert answer.status is not Status.UNSURE
    doubtful = assistant.ask("How many troops are near Ukraine and who says so?")
    assert doubtful.status is Status.UNSURE
    assert "100,000" in doubtful.text


def test_a_follow_up_goes_on_from_the_last_of_several(assistant: Assistant) -> None:
    history = ["What did Lavrov say about China and what did Kosachev say about Zelensky?"]
    query = assistant.understand("And about Washington?", history)
    assert (query.speaker, query.topic) == ("Konstantin Kosachev", "Washington")


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("Is this true?", Request.TRUST),
        ("are you sure about that", Request.TRUST),
        ("Can I trust these answers?", Request.TRUST),
        ("how do you know?", Request.TRUST),
        ("Could you translate this into French?", Request.TASK),
        ("write a poem about rain", Request.TASK),
        ("do you speak Spanish?", Request.TASK),
        ("What is your opinion?", Request.TASK),
        ("That's not what I asked", Request.COMPLAINT),
        ("no, this is wrong", Request.COMPLAINT),
        ("you didn't answer my question", Request.COMPLAINT),
        ("lol", Request.THANKS),
    ],
)
def test_talk_about_an_answer_is_not_searched_for(
    text: str, request_: Request, assistant: Assistant
) -> None:
    answer = assistant.ask(text, [SAID])
    assert assistant.understand(text, [SAID]).request is request_
    assert (answer.kind, answer.citations) == (AnswerKind.TALK, ())


@pytest.mark.parametrize(
    "text",
    [
        "Is it true that Roe resigned?",
        "Did Roe write a book?",
        "Who drew the map?",
        "Is the bridge safe?",
        "Are you sure that Roe won?",
    ],
)
def test_a_question_with_a_subject_is_no_talk(text: str) -> None:
    asked = find_request(text)
    assert asked is None or asked.kind is not QuestionKind.TALK


@pytest.mark.parametrize(
    "text",
    ["tl;dr", "What's the gist?", "summarize everything in 3 sentences", "Give me the key points"],
)
def test_a_short_form_asks_for_an_overview(text: str, assistant: Assistant) -> None:
    assert assistant.ask(text).preface.startswith("The collection holds 2 articles")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What are the key points of the budget debate?", "the budget debate"),
        ("Summarise the strike", "the strike"),
        ("the main arguments of Roe", "Roe"),
    ],
)
def test_main_points_are_a_summary(text: str, topic: str) -> None:
    asked = find_request(text)
    assert asked is not None
    assert (asked.request, asked.topic) == (Request.SUMMARY, topic)


def test_a_summary_goes_on_from_what_was_said(assistant: Assistant) -> None:
    for text in ("Summarise that", "tl;dr", "shorter please"):
        query = assistant.understand(text, [SAID])
        assert (query.request, query.speaker, query.topic) == (
            Request.SUMMARY,
            "Sergey Lavrov",
            "NATO",
        )


@pytest.mark.parametrize(
    ("text", "history", "title"),
    [
        ("What is the second one about?", [LISTED], "Russia Not to Blame"),
        ("summarise the first article", [LISTED, "thanks"], "Russia rejects NATO troops"),
        ("the last one please", [LISTED, "summarise the first one"], "Russia Not to Blame"),
        ("What is article 1 about?", [], "Russia rejects NATO troops"),
        ("tell me about the second one", [SAID], "Russia rejects NATO troops"),
    ],
)
def test_an_article_is_named_by_its_place_in_the_answer_before(
    text: str, history: list[str], title: str, assistant: Assistant
) -> None:
    answer = assistant.ask(text, history)
    assert answer.preface.startswith(f"From “{title}")
    assert answer.citations


def test_a_place_that_the_answer_before_has_not_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("summarise the ninth one", [LISTED])
    assert answer.status is Status.NOT_FOUND
    assert answer.reason == "the answer before has no article with this number."


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("only from 2025 please", (2025, 2025)),
        ("can you show only 2022", (2022, 2022)),
        ("limit it to 2022", (2022, 2022)),
        ("just since March 2025", (2025, None)),
    ],
)
def test_a_follow_up_narrows_the_days(
    text: str, years: tuple[int, int | None], assistant: Assistant
) -> None:
    query = assistant.understand(text, [SAID])
    days = query.filters.dates
    assert (query.speaker, query.topic) == ("Sergey Lavrov", "NATO")
    assert tuple(day and day.year for day in (days.first, days.last)) == years


@pytest.mark.parametrize(
    ("text", "preface"),
    [
        ("How many times is Lavrov quoted?", "Sergey Lavrov: 31 statements in 2 articles."),
        ("how many statements does sullivan have", "John Sullivan: 3 statements in 1 article."),
        (
            "How many statements does Lavrov have in 2022?",
            "Sergey Lavrov: 11 statements in 1 article.",
        ),
        ("Who talks the most?", "3 speakers are quoted by name, the most quoted first:"),
    ],
)
def test_statements_are_counted(text: str, preface: str, assistant: Assistant) -> None:
    assert assistant.ask(text).preface == preface


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("give me a quote on sanctions", None, "sanctions"),
        ("give me 3 quotes about NATO", None, "NATO"),
        ("list three things Lavrov said about NATO", "Sergey Lavrov", "NATO"),
        ("show me everything Lavrov said", "Sergey Lavrov", ""),
    ],
)
def test_a_number_of_quotations_is_asked_of_a_speaker_or_of_anyone(
    text: str, speaker: str | None, topic: str, assistant: Assistant
) -> None:
    query = assistant.understand(text)
    assert (query.kind, query.speaker, query.topic) == (QuestionKind.STATEMENT, speaker, topic)


def test_a_verb_that_begins_a_request_is_no_name(assistant: Assistant) -> None:
    answer = assistant.ask("List every question the bloggers asked")
    assert "List" not in str(answer.reason)


def test_a_reaction_to_somebody_is_nobody(assistant: Assistant) -> None:
    assert assistant.understand("What was the reaction to Lavrov's comments?").speaker is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What did Lavrov say about NATO in one sentence?", "NATO"),
        ("lavrov quote about NATO with sources please", "NATO"),
        ("give me the exact words of Lavrov on NATO", "NATO"),
        ("According to the articles, what did Lavrov say about NATO?", "NATO"),
        ("What did Lavrov say next?", ""),
        ("lavrov latest", ""),
        ("Summarise what Lavrov said about NATO in 50 words", "NATO"),
    ],
)
def test_the_form_of_the_answer_is_no_topic(text: str, topic: str, assistant: Assistant) -> None:
    query = assistant.understand(text)
    assert (query.speaker, query.topic) == ("Sergey Lavrov", topic)


@pytest.mark.parametrize(
    "text", ["show me the full quote", "what's the context of that quote?", "proof?", "link please"]
)
def test_the_context_of_an_answer_is_its_articles(text: str, assistant: Assistant) -> None:
    assert assistant.understand(text, [SAID]).request is Request.SOURCES


def test_to_whom_and_how_old_repeat_the_words_with_their_article(assistant: Assistant) -> None:
    for text in ("who did he say that to?", "how old is this?"):
        query = assistant.understand(text, [SAID])
        assert (query.kind, query.topic) == (QuestionKind.STATEMENT, "NATO")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("According to themoscowtimes.com, what did Lavrov say about war?", "war"),
        ("what did Lavrov say about war according to The Moscow Times", "war"),
        ("What did The Moscow Times report about war?", "war"),
    ],
)
def test_a_question_may_name_its_outlet(text: str, topic: str, assistant: Assistant) -> None:
    query = assistant.understand(text)
    assert (query.filters.outlet, query.topic) == ("themoscowtimes.com", topic)
    answer = assistant.ask(text)
    assert {citation.outlet for citation in answer.citations} == {"themoscowtimes.com"}


def test_what_the_articles_say_on_a_topic_is_summarised(assistant: Assistant) -> None:
    answer = assistant.ask("What do the articles say about China?")
    assert answer.preface.startswith("1 article on China")
    assert all("Chin" in citation.text for citation in answer.citations[:2])


def test_an_opinion_on_something_leads_to_what_is_said_on_it(assistant: Assistant) -> None:
    answer = assistant.ask("What do you think of NATO?")
    assert list(answer.try_asking) == [
        "What do the articles say about NATO?",
        "Who is quoted on NATO?",
    ]


def test_talk_beside_a_question_does_not_replace_it(assistant: Assistant) -> None:
    query = assistant.understand("Did Lavrov speak of peacekeepers? What do you know?")
    assert query.kind is not QuestionKind.TALK
    assert query.searched_for == "Did Lavrov speak of peacekeepers?"


def test_a_question_that_fits_many_articles_is_not_sure(arrests: Assistant) -> None:
    vague = arrests.ask("Who was arrested?")
    assert (vague.status, vague.reason) == (
        Status.UNSURE,
        "the question fits many articles: name a person, a place or a day.",
    )
    assert vague.citations
    assert arrests.ask("Who was arrested in Cford?").status is Status.ANSWERED


def test_a_day_in_the_name_of_an_outlet_is_no_day(arrests: Assistant) -> None:
    query = arrests.understand("anything from Bay Today about harbours")
    assert (query.filters.outlet, query.topic) == ("baytoday.com", "harbours")
    assert query.filters.dates == DateRange()


@pytest.mark.parametrize(
    ("text", "request_", "topic"),
    [
        ("top 3 articles about rain", Request.LIST, "rain"),
        ("give me a headline about rain", Request.LIST, "rain"),
        ("latest headlines", Request.LIST, ""),
        ("how many articles per outlet", Request.OUTLETS, ""),
        ("who has been quoted most often on rain", Request.PEOPLE, "rain"),
        ("compare the two articles", Request.OVERVIEW, ""),
    ],
)
def test_more_forms_ask_about_the_collection(text: str, request_: Request, topic: str) -> None:
    asked = find_request(text)
    assert asked is not None
    assert (asked.request, asked.topic) == (request_, topic)


def test_the_order_of_an_answer_is_no_topic(assistant: Assistant) -> None:
    query = assistant.understand("Lavrov on NATO, newest first")
    assert (query.speaker, query.topic, query.latest) == ("Sergey Lavrov", "NATO", True)
