"""Search finds by meaning and words, within filters, in a fixed order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag import Assistant
from rag.build.build import build
from rag.errors import QuestionError
from rag.models.embedder import Embedder
from rag.records import DateRange, Filters, Status

IDS = ["000_da556442ba3b8b22.txt", "002_36f26838834c1beb.txt"]
DAYS = st.none() | st.dates(date(2021, 6, 1), date(2026, 1, 1))


def _is_a_range(dates: DateRange) -> bool:
    return not (dates.first and dates.last and dates.last < dates.first)


FILTERS = st.builds(
    Filters,
    speaker=st.sampled_from([None, "Lavrov", "Konstantin Kosachev", "Nobody"]),
    dates=st.builds(DateRange, DAYS, DAYS).filter(_is_a_range),
    outlet=st.sampled_from([None, "themoscowtimes.com", "nowhere.org"]),
    articles=st.sampled_from([(), (IDS[0],), tuple(IDS), ("none.txt",)]),
)


@settings(max_examples=40, deadline=None)
@given(filters=FILTERS, question=st.sampled_from(["NATO troops", "What did Lavrov say?", "gun"]))
def test_nothing_passes_a_filter_that_it_does_not_meet(
    assistant: Assistant, filters: Filters, question: str
) -> None:
    answer = assistant.ask(question, filters=filters)
    found = [citation.article_id for citation in answer.citations]
    found += [hit.passage.article_id for hit in assistant.search(question, filters=filters)]
    for article_id in found:
        article = assistant.article(article_id)
        assert article.date in filters.dates
        assert filters.outlet in {None, article.outlet}
        assert not filters.articles or article_id in filters.articles
    if filters.speaker is not None:
        speakers = {citation.speaker for citation in answer.citations}
        assert all(filters.speaker.split()[-1] in (speaker or "") for speaker in speakers)
    assert (answer.status is Status.NOT_FOUND) == (not answer.citations)


@pytest.mark.parametrize("k", [1, 3, 15, 100])
def test_hits_are_distinct_best_first_and_as_many_as_asked(assistant: Assistant, k: int) -> None:
    hits = assistant.search("What did Lavrov say about NATO troops?", hits=k)
    assert len({hit.passage.id for hit in hits}) == len(hits) == min(k, 15)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 1 + 1e-6 for hit in hits)


def test_a_passage_is_found_by_its_words_and_by_its_meaning(assistant: Assistant) -> None:
    (by_words,) = assistant.search("rational seeds on secondary issues", hits=1)
    assert "rational seeds" in by_words.passage.text
    (by_meaning,) = assistant.search("atomic accord", hits=1)
    assert "nuclear" in by_meaning.passage.text
    assert "atomic" not in by_meaning.passage.text


def test_a_passages_id_depends_on_its_article_place_and_text(assistant: Assistant) -> None:
    hits = assistant.search("NATO", hits=15)
    again = assistant.search("NATO", hits=15)
    assert [hit.passage.id for hit in hits] == [hit.passage.id for hit in again]
    assert all(len(hit.passage.id) == 32 for hit in hits)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("What did Macron say about peacekeepers?", "no article mentions Macron."),
        ("What did Blinken say?", "Blinken is mentioned in 1 article, but not quoted."),
        (
            "What did the troops in Ukraine say?",
            "the troops in Ukraine are mentioned in 2 articles, but not quoted.",
        ),
        (
            "what did military exercises say",
            "military exercises are mentioned in 1 article, but not quoted.",
        ),
        (
            "What did the US bloggers say?",
            "the US bloggers are mentioned in 1 article, but not quoted.",
        ),
        (
            "What did Kosachev say about peacekeepers?",
            "Konstantin Kosachev is quoted in 1 article, but not on peacekeepers.",
        ),
        (
            "What did Lavrov say about Syria?",
            "Sergey Lavrov is quoted in 2 articles, but not on Syria; no article mentions Syria.",
        ),
        (
            "What did Lavrov say about China in 2022?",
            "Sergey Lavrov is quoted in 1 article dated from 1 January 2022 to 31 December 2022, "
            "but not on China.",
        ),
        ("What did Lavrov say in 2019?", "no article is dated from 1 January 2019 to 31 December "
         "2019."),
        ("What did he say about NATO?", "it is not clear who “he” is; ask with the person's name."),
        ("Who won the World Cup?", "no article mentions World Cup."),
        (
            "How did Kosachev's view of Trump change?",
            "Konstantin Kosachev is quoted in 1 article, but not on Trump on two different days, "
            "so no change can be shown.",
        ),
        ("When was 'The Wind in Bergen' published?", "no article has this title or topic."),
    ],
)  # fmt: skip
def test_whatever_is_not_answered_says_why(
    assistant: Assistant, question: str, reason: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status is not Status.ANSWERED
    assert answer.reason == reason
    assert answer.closest or "dated" in reason


@pytest.mark.parametrize(
    ("question", "bold"),
    [
        ("How many troops has Moscow amassed near Ukraine?", "100,000"),
        ("When did NATO reject Russia's demand?", "Wednesday"),
        ("Who is Kosachev?", "Vice Chairman of the Russian Federation Council"),
        ("Who interviewed Lavrov?", "Andrew Napolitano, Larry Johnson, and Mario Nawfal"),
        ("Where was the joint news conference held?", "Moscow"),
    ],
)
def test_the_words_that_answer_are_bold(
    assistant: Assistant, embedder: Embedder, question: str, bold: str
) -> None:
    any_level = Assistant(assistant.index, embedder, least_confidence=0.0)
    (citation, *_) = any_level.ask(question).citations
    text = assistant.article(citation.article_id).text
    (marked,) = [text[start:end] for start, end in citation.bold]
    assert bold in marked
    assert len(marked.split()) <= len(bold.split()) + 1  # "some 100,000", "Moscow, Russia"


def test_the_latest_words_come_first(assistant: Assistant) -> None:
    citations = assistant.ask("What is the latest Lavrov said about NATO?").citations
    dates = [citation.date for citation in citations if citation.date]
    assert dates == sorted(dates, reverse=True)
    assert len(set(dates)) == 2


def test_a_change_is_told_oldest_first(assistant: Assistant) -> None:
    citations = assistant.ask("How did Lavrov's view of NATO change?").citations
    dates = [citation.date for citation in citations if citation.date]
    assert dates == sorted(dates)
    assert len(set(dates)) == 2


def test_a_range_that_ends_before_it_begins_is_an_error(assistant: Assistant) -> None:
    with pytest.raises(QuestionError, match="no day lies from"):
        assistant.ask("Who?", filters=Filters(dates=DateRange(date(2025, 1, 1), date(2020, 1, 1))))


@pytest.mark.parametrize("name", ["Konrad Kosachev", "Jane Sullivan", "Jill Lavrov", "the WHO"])
def test_a_namesake_is_not_answered_with_anothers_words(assistant: Assistant, name: str) -> None:
    assert assistant.ask(f"What did {name} say about Ukraine?").status is Status.NOT_FOUND


def test_days_prefer_passages_and_do_not_hide_the_others(assistant: Assistant) -> None:
    hits = assistant.search("How many troops did Moscow amass in 2025?", hits=15)
    assert {hit.passage.article_id for hit in hits} == set(IDS)
    undated = assistant.search("How many troops did Moscow amass?", hits=15)
    assert [hit.passage.id for hit in hits] != [hit.passage.id for hit in undated]


def test_a_word_in_another_sense_is_not_the_topic_where_its_name_is_missing(
    embedder: Embedder, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(
        "The harbour budget\n\n“The old council not only ballooned the deficit, it hid the fees of "
        "the pilots for eleven years,” Ann Reed said on Monday.\n\nShe opened the meeting at noon. "
        "The Chinese delegation had left.\n"
    )
    build(corpus, tmp_path / "index", embedder, passage_tokens=140)
    assistant = Assistant.open(tmp_path / "index", embedder)
    refused = assistant.ask("What did Ann Reed say about the Chinese balloon?")
    assert refused.status is not Status.ANSWERED
    assert "but not on the Chinese balloon" in str(refused.reason)
    assert assistant.ask("What did Ann Reed say about the deficit?").citations
