"""The three levels: what is sure, what comes closest, and what is not in the articles."""

from __future__ import annotations

import pytest

from rag import Assistant
from rag.answer.compose import MAY_NOT_ANSWER
from rag.answer.fact.crossheads import is_crosshead
from rag.interface import answer_json
from rag.language.sentences import sentences
from rag.records import CitationKind, Status

UNSURE = [
    "What is the main disagreement between Russia and NATO?",
    "What happened in Jeddah?",
    "What does Lavrov think of foreign soldiers monitoring a truce?",
    "What did Sullivan say about dialogue?",
]


@pytest.mark.parametrize("question", UNSURE)
def test_what_comes_closest_is_shown_and_marked(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.UNSURE
    assert answer.text.startswith(MAY_NOT_ANSWER)
    assert answer.reason
    assert answer.citations
    assert answer.closest


@pytest.mark.parametrize("question", UNSURE)
def test_unsure_evidence_is_short_verbatim_and_shows_its_likeliest_sentence(
    question: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    words = sum(len(citation.text.split()) for citation in answer.citations)
    assert words <= 260  # four excerpts, of which a long sentence may go beyond its share
    for citation in answer.citations:
        if citation.kind is CitationKind.HEADLINE:
            assert citation.text == citation.title
            continue
        text = assistant.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.text
        if citation.likely is None:  # a statement is shown whole
            assert citation.speaker
            continue
        start, end = citation.likely
        assert citation.start <= start < end <= citation.end


def test_a_silent_side_of_a_comparison_is_shown_with_its_nearest_words(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("What did Lavrov and Sullivan say about diplomacy?")
    assert answer.status is Status.UNSURE
    assert answer.reason == "John Sullivan is quoted in 1 article, but not on diplomacy."
    assert {"Sergei Lavrov", "John Sullivan"} <= {one.speaker for one in answer.citations}


def test_words_on_something_else_are_not_shown_for_a_silent_side(assistant: Assistant) -> None:
    answer = assistant.ask("What did Lavrov and Kosachev say about Iran?")
    assert answer.status is Status.ANSWERED
    assert {one.speaker for one in answer.citations} == {"Sergey Lavrov"}


def test_an_act_that_no_statement_reports_is_not_sure(assistant: Assistant) -> None:
    answer = assistant.ask("Did Lavrov apologise for the war?")
    assert answer.status is Status.UNSURE
    assert {one.speaker for one in answer.citations} == {"Sergei Lavrov"}


def test_his_rival_is_the_rival_of_the_one_before(assistant: Assistant) -> None:
    query = assistant.understand("What did his rival say?", ["What did Lavrov say about Iran?"])
    assert query.speaker == "Sergey Lavrov's rival"
    query = assistant.understand("What did her rival say?", ["What did Lavrov say about Iran?"])
    assert query.speaker == "her rival"


def test_a_name_that_no_article_has_is_refused_whatever_is_near(assistant: Assistant) -> None:
    answer = assistant.ask("Why did Zuckerberg reject NATO troops in Ukraine?")
    assert answer.status is Status.NOT_FOUND
    assert answer.reason == "no article mentions Zuckerberg."


@pytest.mark.parametrize(
    "question",
    [
        "Do Lavrov and Sullivan agree on war?",
        "Compare what Lavrov and Sullivan said about war",
        "How did Lavrov and Sullivan differ on war?",
        "lavrov vs sullivan on war",
    ],
)
def test_two_speakers_are_compared_side_by_side(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    speakers = {citation.speaker for citation in answer.citations}
    assert {"Sergei Lavrov", "John Sullivan"} <= speakers


def test_quotations_come_before_retellings_and_both_before_the_standfirst(
    assistant: Assistant,
) -> None:
    kinds = [
        CitationKind.INDIRECT if citation.start == 0 else citation.kind
        for citation in assistant.ask("What did Lavrov say about NATO?").citations
    ]
    assert kinds[0] is CitationKind.DIRECT
    assert kinds == sorted(kinds, key=("direct", "mixed", "indirect").index)


@pytest.mark.parametrize(
    ("paragraphs", "headings"),
    [
        (["It rained.", "What comes next", "It will rain."], ["What comes next"]),
        (["Ten killed in storm", "It rained."], ["Ten killed in storm"]),
        (["It rained.", "“No rain!”", "It will rain."], []),
        (["It rained.", "5,000 houses", "300 bridges", "It will rain."], []),
        (["It rained.", "The end"], []),
        (["It rained.", "Will it rain?", "It will."], ["Will it rain?"]),
        (
            ["It rained.", "Ann Roe sings in the rain at Marl", "What comes next", "It will rain."],
            ["Ann Roe sings in the rain at Marl"],
        ),
        (["It rained.", "“Will it rain?”", "It will."], []),
        (
            ["It rained.", "Weather:How to stay dry", "What comes next", "It will rain."],
            ["Weather:How to stay dry", "What comes next"],
        ),
        (["It rained.", "Will it rain?What to know", "It will."], ["What to know"]),
        (["It rained.", "STORM WATCH: 'A flood' is near"], ["STORM WATCH: 'A flood' is near"]),
        (["It rained.", "The mayor said: “It will rain.”"], []),
        (
            ["It rained.", "Follow Ann Roe on Twitter @annroe. It will rain."],
            ["Follow Ann Roe on Twitter @annroe."],
        ),
        (["Ann Roe/AP A boat sails by. It rained."], ["Ann Roe/AP A boat sails by."]),
    ],
)
def test_a_crosshead_is_a_short_line_between_paragraphs(
    paragraphs: list[str], headings: list[str]
) -> None:
    text = "\n\n".join(paragraphs)
    assert [text[slice(*span)] for span in sentences(text) if is_crosshead(text, span)] == headings


def test_a_crosshead_is_no_evidence(assistant: Assistant) -> None:
    crosshead = "NATO troops in Ukraine a threat to Russia"
    answer = assistant.ask(f"{crosshead}?")
    assert answer.citations
    assert all(crosshead not in citation.text for citation in answer.citations)


def test_a_longer_list_of_statements_says_how_many_more_there_are(assistant: Assistant) -> None:
    first = assistant.ask("What did Lavrov say about NATO?")
    assert first.more > 0
    second = assistant.ask("more", ["What did Lavrov say about NATO?"])
    shown = {(one.article_id, one.start) for one in first.citations}
    new = {(one.article_id, one.start) for one in second.citations} - shown
    assert new


def test_the_json_names_level_kind_and_likeliest_sentence(assistant: Assistant) -> None:
    found = answer_json(assistant.ask(UNSURE[0]))
    assert found["status"] == "unsure"
    assert found["kind"] == "evidence"
    assert any(one["likely"] for one in found["citations"])


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Was hat Lawrow über die NATO gesagt?", "German"),
        ("Que dit Lavrov de la Chine ?", "French"),
        ("Что сказал Лавров о НАТО?", "Russian"),
    ],
)
def test_a_question_in_a_language_of_no_article_is_told_so(
    question: str, language: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert answer.status is not Status.ANSWERED
    assert answer.reason == f"the question is in {language}, and the articles are in English."
