"""Questions that go on from earlier ones."""

from __future__ import annotations

import pytest

from rag import Assistant
from rag.answer.reasons import find_open_pronoun
from rag.records import CitationKind, Hit, Passage, Query, QuestionKind, Status
from rag.search.question.context import DEPENDENT, INDEPENDENT, NAMELESS, dependence
from rag.search.retrieve.in_context import weigh_together
from rag.search.topic import find_names

NATO = "What did Lavrov say about NATO?"


@pytest.mark.parametrize("question", ["Which article?", "show me the article", "source?"])
def test_the_articles_of_the_answer_before_are_listed(question: str, assistant: Assistant) -> None:
    before = assistant.ask("What did Kosachev write about the talks in Jeddah?")
    answer = assistant.ask(question, ["What did Kosachev write about the talks in Jeddah?"])
    assert {one.article_id for one in answer.citations} == {
        one.article_id for one in before.citations
    }
    assert {one.kind for one in answer.citations} == {CitationKind.HEADLINE}


def test_more_goes_on_until_there_is_nothing_more_on_it(assistant: Assistant) -> None:
    history = [NATO]
    seen: set[tuple[str, int]] = set()
    for _ in range(5):
        answer = assistant.ask("more", history)
        if answer.status is not Status.ANSWERED:
            break
        shown = {(one.article_id, one.start) for one in answer.citations}
        assert shown - seen
        seen |= shown
        history.append("more")
    assert answer.status is not Status.ANSWERED
    assert answer.reason == "the articles have nothing more on this."


def test_who_else_leaves_out_whoever_was_quoted_before(assistant: Assistant) -> None:
    history = ["What did Lavrov say about a war with NATO?"]
    answer = assistant.ask("Who else?", history)
    assert answer.citations
    assert "Lavrov" not in {(one.speaker or "").split()[-1] for one in answer.citations}


def test_nobody_else_is_said_to_be_nobody(assistant: Assistant) -> None:
    answer = assistant.ask("Who else?", ["Who spoke about the talks in Jeddah?"])
    assert answer.status is not Status.ANSWERED
    assert answer.reason == "nobody else is quoted on this."


def test_a_correction_may_give_only_days(assistant: Assistant) -> None:
    query = assistant.understand("no, in 2022", [NATO])
    assert (query.speaker, query.topic) == ("Sergey Lavrov", "NATO")
    assert query.filters.dates.last is not None
    assert query.filters.dates.last.year == 2022


@pytest.mark.parametrize("question", ["Why?", "When?", "what's the date", "Where?"])
def test_a_question_word_alone_is_never_refused(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question, ["What happened in London?"])
    assert answer.status is not Status.NOT_FOUND
    assert answer.citations


def test_the_reason_for_a_question_word_is_not_on_words(assistant: Assistant) -> None:
    answer = assistant.ask("Why?", ["What did Lavrov say about China?"])
    assert answer.status is Status.UNSURE
    assert answer.reason == "no excerpt is close enough to be sure."


def test_a_word_without_meaning_is_nobodys_name(assistant: Assistant) -> None:
    assert assistant.understand("Who is not quoted?").speaker is None


@pytest.mark.parametrize("question", ["How old is he?", "who succeeded her"])
def test_a_pronoun_that_means_nobody_is_never_sure(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status is not Status.ANSWERED
    assert str(answer.reason).startswith("it is not clear who")


def test_a_pronoun_may_mean_somebody_named_before_the_word_of_asking() -> None:
    question = "roe mayor of marl why did she leave"
    assert find_open_pronoun(Query(question, QuestionKind.FACT, question)) is None


def test_a_sentence_about_a_speaker_asks_for_no_words(assistant: Assistant) -> None:
    assert assistant.understand("Tell me about the Lavrov visit to Iran").speaker is None


def test_a_name_in_a_topic_is_not_its_speaker(assistant: Assistant) -> None:
    query = assistant.understand("Summarise the coverage of the Lavrov visit")
    assert (query.speaker, query.topic) == (None, "the Lavrov visit")
    assert assistant.understand("Summarise Lavrov").speaker == "Sergey Lavrov"


def test_a_correction_changes_the_days_or_the_speaker(assistant: Assistant) -> None:
    history = ["What did Lavrov say about NATO in 2025?"]
    days = assistant.understand("No, I meant 2022", history)
    assert days.speaker == "Sergey Lavrov"
    assert days.topic == "NATO"
    assert days.filters.dates.first is not None
    assert days.filters.dates.first.year == 2022
    speaker = assistant.understand("no, Kosachev", ["What did Lavrov say about Zelensky?"])
    assert speaker.speaker == "Konstantin Kosachev"
    assert speaker.topic == "Zelensky"


def test_a_role_means_the_last_speaker_who_is_described_so(assistant: Assistant) -> None:
    history = ["What did Sullivan say about a gun?", "What did Lavrov say about Iran?"]
    assert assistant.understand("What did the minister say about China?", history).speaker == (
        "Sergey Lavrov"
    )
    assert assistant.understand("What did the ambassador say about it?", history).speaker == (
        "John Sullivan"
    )


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        (
            "Where was the conference held?",
            "for how long?",
            "For how long was the conference held?",
        ),
        ("Where was the conference held?", "And by whom?", "By whom was the conference held?"),
        ("Where was the conference held?", "When?", "When was the conference held?"),
        ("Did Moscow hold a conference?", "Why?", "Why did Moscow hold a conference?"),
        ("Who held the conference?", "in which city?", "In which city (Who held the conference)?"),
        ("Where was it held?", "who", "Who (Where was it held)?"),
    ],
)
def test_other_question_words_ask_the_question_before(
    assistant: Assistant, before: str, question: str, whole: str
) -> None:
    assert assistant.understand(question, [before]).searched_for == whole


def test_a_reaction_is_to_what_was_asked_before(assistant: Assistant) -> None:
    query = assistant.understand("How did Kosachev react?", [NATO])
    assert (query.kind, query.speaker, query.topic) == (
        QuestionKind.STATEMENT,
        "Konstantin Kosachev",
        "NATO",
    )
    fact = assistant.understand("How did Kosachev react?", ["Who will visit Tehran in May?"])
    assert fact.topic == "visit Tehran"


def test_and_somebody_asks_for_the_same_fact(assistant: Assistant) -> None:
    query = assistant.understand("And Kosachev?", ["Will Lavrov visit Tehran?"])
    assert (query.kind, query.speaker) == (QuestionKind.FACT, None)
    assert query.searched_for == "And Kosachev (Lavrov visit Tehran)?"
    assert query.context_names


def test_a_verb_that_opens_a_question_is_no_part_of_a_name(assistant: Assistant) -> None:
    query = assistant.understand("When does he leave?", ["Will Lavrov visit Tehran?"])
    assert query.alone == "When does Lavrov leave?"
    assert find_names("Did Jane Roe resign?") == ("Jane Roe",)
    assert find_names("Will Smith met Jane Roe") == ("Will Smith", "Jane Roe")


def test_a_role_in_a_later_question_is_of_an_article_on_the_same(assistant: Assistant) -> None:
    query = assistant.understand("What did officials say?", ["Where is Lavrov?"])
    assert query.context_names == ("Lavrov",)


def test_why_asks_for_the_reason_and_later_questions_go_on_from_before(
    assistant: Assistant,
) -> None:
    why = assistant.understand("Why?", [NATO])
    assert why.searched_for == "Why (Sergey Lavrov, NATO)?"
    later = assistant.understand("And about Iran?", [NATO, "Why?"])
    assert (later.speaker, later.topic) == ("Sergey Lavrov", "Iran")


@pytest.mark.parametrize(
    ("question", "weight"),
    [
        ("Where will it stand?", DEPENDENT),
        ("And what does that cost?", DEPENDENT),
        ("How many people were on board the plane?", NAMELESS),
        ("How much did Canada's exports fall?", INDEPENDENT),
    ],
)
def test_a_question_depends_on_those_before_by_its_words(question: str, weight: float) -> None:
    assert dependence(question) == weight


def test_a_whole_question_is_found_as_it_is_alone(assistant: Assistant) -> None:
    question = "How many troops has Moscow amassed near Ukraine?"
    alone = assistant.search(question, hits=3)
    after = assistant.search(question, [NATO], hits=3)
    assert after[0].passage == alone[0].passage


def test_two_rankings_are_weighed_by_score() -> None:
    passages = [Passage("a", at, at + 1, "x") for at in range(3)]
    alone = [Hit(passages[0], 1.0), Hit(passages[1], 0.5)]
    together = [Hit(passages[2], 1.0), Hit(passages[1], 0.8)]
    ranked = weigh_together(alone, together, 1.0, 3)
    assert [hit.passage for hit in ranked] == [passages[1], passages[0], passages[2]]
    assert [round(hit.score, 2) for hit in ranked] == [0.65, 0.5, 0.5]
