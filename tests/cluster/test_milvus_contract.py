"""What holds of an index, wherever it is: in a folder, and in Milvus with the same answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from mcp import Client
from mcp.types import CallToolResult

from benchmarks.milvus_server import MilvusServer, milvus_running
from rag import Assistant
from rag.evaluation.question_files import read_questions
from rag.index import generation
from rag.index.searched import Selection
from rag.interface import answer_json
from rag.live import Live, probe
from rag.mcp import make_server
from rag.milvus.loading.local_rows import publish_generation
from rag.milvus.place import MilvusPlace
from rag.models.embedder import Embedder
from rag.records import Answer, DateRange, Filters, Status
from tests.cluster.archive import (
    PEOPLE,
    THINGS,
    Archive,
    make_row,
    make_rows,
    make_rows_before,
)
from tests.running import finished

ROOT = Path(__file__).parent.parent.parent
EITHER = pytest.mark.parametrize("kind", ["folder", "milvus"])

QUESTIONS = (
    *(f"What did {person} say about {thing}?" for person, thing in product(PEOPLE[:2], THINGS)),
    *(f"How many million euros did {thing} cost?" for thing in THINGS),
    "What did the fisherman say?",
    "What did An Lee say about the harbuor?",
    "What did Ann Lee say about the moon?",
    "What did Emmanuel Macron say?",
    "Who is quoted most?",
    "What is this collection about?",
    "How many articles are there about Bergen?",
    "Which articles mention Polish ports?",
    "List the articles of March 2024.",
    "When was “Bergen reopens the harbour, part 0” published?",
    "Summarise the article “Porto reopens the new bridge, part 1”.",
    "Was sagte der Bürgermeister von Bergen?",
    "Hello!",
)
FILTERS = (
    Filters(),
    Filters(dates=DateRange(date(2024, 3, 1), date(2024, 6, 30))),
    Filters(dates=DateRange(None, date(2024, 2, 28))),
    Filters(outlet="Herald"),
    Filters(outlet='Courier\'s "Post"', dates=DateRange(date(2024, 1, 1))),
    Filters(outlet="none of these"),
    Filters(articles=("elsewhere", "article-03")),
    Filters(articles=("unknown",)),
    Filters(speaker="Lee"),
    Filters(speaker="Boris Falk", outlet="Gazette"),
    Filters(speaker="Nobody Atall"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    with milvus_running(tmp_path_factory.mktemp("milvus")) as server:
        yield server


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, server: MilvusServer
) -> Archive:
    """What is in Milvus has come there by two publishes, and rows of the first are still there."""
    archive = Archive(tmp_path_factory.mktemp("archive"), embedder, MilvusPlace(server.url, "ours"))
    first = archive.publish(make_rows_before())
    assert first.whole == "no published index can be continued"
    report = archive.publish(make_rows())
    assert (report.whole, report.sent) == ("", 4)
    return archive


@pytest.fixture(scope="module")
def both(archive: Archive) -> dict[str, Assistant]:
    return {
        kind: Assistant.open(archive.place(kind), archive.embedder) for kind in ("folder", "milvus")
    }


@EITHER
@pytest.mark.parametrize("filters", FILTERS)
def test_hits_pass_the_filters_and_come_best_first(
    both: dict[str, Assistant], kind: str, filters: Filters
) -> None:
    assistant = both[kind]
    hits = assistant.search("Who paid for the harbour?", filters=filters, hits=50)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        passage, article = hit.passage, assistant.article(hit.passage.article_id)
        assert passage.text == article.text[passage.start : passage.end]
        assert article.date in filters.dates
        places = {article.outlet, *(address.outlet for address in article.also)}
        assert filters.outlet in {None, *places}
        ids = {article.id, *(address.article_id for address in article.also)}
        assert not filters.articles or ids & {*filters.articles}
        if filters.speaker is not None:
            speakers = {one.speaker or "" for one in assistant.statements(article.id)}
            assert any(filters.speaker.split()[-1] in speaker for speaker in speakers)


@pytest.mark.parametrize("filters", FILTERS)
def test_both_find_the_same_with_the_same_scores(
    both: dict[str, Assistant], filters: Filters
) -> None:
    for question in ("Who paid for the harbour?", "ferry Bergen council", "nobody has answered"):
        here, there = (
            assistant.search(question, filters=filters, hits=20) for assistant in both.values()
        )
        assert [hit.passage for hit in here] == [hit.passage for hit in there]
        assert [hit.score for hit in here] == pytest.approx([hit.score for hit in there], abs=1e-5)


def test_both_give_the_same_answers(both: dict[str, Assistant]) -> None:
    asked = [(question, Filters()) for question in QUESTIONS]
    asked += product(QUESTIONS[::3], (FILTERS[1], FILTERS[3]))
    for question, filters in asked:
        here, there = (assistant.ask(question, filters=filters) for assistant in both.values())
        _assert_equal(here, there)
    answered = [both["milvus"].ask(question).status for question in QUESTIONS]
    assert answered.count(Status.ANSWERED) > len(QUESTIONS) / 2


def test_both_give_the_same_answers_to_the_test_questions(
    assistant: Assistant, embedder: Embedder, server: MilvusServer
) -> None:
    local = generation.read(Path(assistant.index.place).parent, embedder.fingerprint)
    place = MilvusPlace(server.url, "two_articles")
    publish_generation(local, place, assistant.prepare())
    served = Assistant.open(place, embedder)
    files = ("seeds.jsonl", "more.jsonl")
    questions = [
        one for file in files for one in read_questions(ROOT / "tests/questions" / file).questions
    ]
    assert len(questions) >= 18
    for one in questions:
        _assert_equal(
            assistant.ask(one.question, one.history), served.ask(one.question, one.history)
        )


def test_all_parts_of_both_are_the_same(both: dict[str, Assistant]) -> None:
    here, there = (assistant.index for assistant in both.values())
    assert (here.name, here.source, here.window) == (there.name, there.source, there.window)
    assert [*here.articles] == [*there.articles]
    assert [one.text for one in here.articles.values()] == [
        one.text for one in there.articles.values()
    ]
    assert [*here.passages] == [*there.passages]
    assert [*here.statements] == [*there.statements]
    assert here.statements.by_mention() == there.statements.by_mention()
    assert [tuple(group) for group in here.copies] == [tuple(group) for group in there.copies]
    assert np.array_equal(here.seals, there.seals)
    words = here.words.beginning_with("")
    assert words == there.words.beginning_with("")
    for word in words[::7]:
        assert here.words.frequency(word) == there.words.frequency(word)
        assert here.words.rows(word).tolist() == there.words.rows(word).tolist()
        assert here.words.rows(word, 3).tolist() == there.words.rows(word, 3).tolist()
        assert here.article_words.rows(word).tolist() == there.article_words.rows(word).tolist()
    assert there.words.rows("absent").tolist() == []
    one, two = both.values()
    assert (one.examples, one.speaker_counts, one.coverage, one.outlet_counts) == (
        two.examples,
        two.speaker_counts,
        two.coverage,
        two.outlet_counts,
    )


def test_both_score_words_alike(both: dict[str, Assistant]) -> None:
    here, there = (assistant.index for assistant in both.values())
    every = Selection(lambda: np.arange(len(here.passages)), filters=Filters())
    few = Selection.of(np.arange(0, len(here.passages), 3))
    words = here.words.beginning_with("")
    for first in range(0, len(words), 9):
        question = [*words[first : first + 3], words[first], "absent"]
        for among in (every, few):
            _assert_alike(
                dict(here.words.best(question, 10_000, among=among)),
                dict(there.words.best(question, 10_000, among=among)),
            )
        numbers = np.arange(len(here.articles))
        assert here.article_words.scores_of(question, numbers) == pytest.approx(
            there.article_words.scores_of(question, numbers), abs=1e-5
        )
    assert there.words.best(["absent"], 5, among=every) == []


def test_both_compare_meanings_alike(both: dict[str, Assistant], embedder: Embedder) -> None:
    here, there = (assistant.index for assistant in both.values())
    (vector,) = embedder.embed_questions(["Who has answered for the bridge?"])
    rows = np.array([5, 1, 5, 9, 0])
    for name in ("passage_vectors", "statement_vectors"):
        one, two = getattr(here, name), getattr(there, name)
        assert np.allclose(one.vectors(rows), two.vectors(rows), atol=1e-6)
        assert np.allclose(
            one.similarities(vector, rows), two.similarities(vector, rows), atol=1e-5
        )
        among = Selection.of(np.arange(3, len(one), 2))
        _assert_alike(
            dict(one.search(vector, 7, among=among)), dict(two.search(vector, 7, among=among))
        )


@EITHER
def test_a_client_of_mcp_gets_the_same_from_either(
    archive: Archive, both: dict[str, Assistant], kind: str
) -> None:
    question = "What did Ann Lee say about the harbour?"

    async def converse() -> list[CallToolResult]:
        tools = make_server(Live(both[kind], archive.place(kind)))
        async with Client(tools) as client:
            return [
                await client.call_tool("ask", {"question": question}),
                await client.call_tool("show", {"article": "long"}),
            ]

    asked, shown = (each.structured_content or {} for each in finished(converse()))
    assert asked["citations"] == answer_json(both["folder"].ask(question))["citations"]
    assert asked["citations"]
    assert shown["text"] == both["folder"].article("long").text


@EITHER
def test_an_index_changes_with_its_articles(
    tmp_path: Path, embedder: Embedder, server: MilvusServer, kind: str
) -> None:
    archive = Archive(tmp_path, embedder, MilvusPlace(server.url, f"changing_{kind}"))
    archive.publish([make_row(number) for number in range(4)])
    place = archive.place(kind)
    live = Live(Assistant.open(place, embedder), place)
    first = live.assistant.index.name
    assert not live.look()
    assert "2 million" in live.assistant.ask("What did Ann Lee say about the harbour?").text

    changed = make_row(0)["text"].replace("2 million", "77 million")
    report = archive.publish([make_row(0, text=changed), make_row(2), make_row(3), make_row(9)])
    assert (report.articles, report.unchanged) == (4, False)
    before = live.assistant
    assert live.look()
    assert [*live.assistant.index.articles] == [f"article-{n:02}" for n in (0, 2, 3, 9)]
    assert "77 million" in live.assistant.ask("What did Ann Lee say about the harbour?").text
    # who still reads the generation before is answered from it
    assert "2 million" in before.ask("What did Ann Lee say about the harbour?").text
    probe(before)
    assert live.assistant.index.name != first
    assert not live.look()


@EITHER
def test_readers_are_answered_while_an_index_changes(
    tmp_path: Path, embedder: Embedder, server: MilvusServer, kind: str
) -> None:
    archive = Archive(tmp_path, embedder, MilvusPlace(server.url, f"asked_{kind}"))
    archive.publish([make_row(number) for number in range(3)])
    place = archive.place(kind)
    live = Live(Assistant.open(place, embedder), place)
    over, seen, failures = threading.Event(), set[str](), list[Exception]()

    def ask() -> None:
        while not over.is_set():
            assistant = live.assistant
            try:
                answer = assistant.ask("What did Ann Lee say about the harbour?")
                cost = "2 million" if assistant.index.name == first else "8 million"
                assert cost in answer.text
                seen.add(assistant.index.name)
            except Exception as error:  # noqa: BLE001  # a reader sees any
                failures.append(error)

    first = live.assistant.index.name
    reader = threading.Thread(target=ask)
    reader.start()
    try:
        text = make_row(0)["text"].replace("2 million", "8 million")
        for number in range(2):
            archive.publish([make_row(0, text=text), make_row(5 + number)])
            assert live.look()
        live.assistant.ask("What did Ann Lee say about the harbour?")
    finally:
        over.set()
        reader.join()
    assert not failures
    assert first in seen


def _assert_equal(here: Answer, there: Answer) -> None:
    assert str(here.text) == str(there.text), here.question
    assert here.confidence == pytest.approx(there.confidence, abs=1e-5)
    same = replace(here, confidence=0.0, timings_ms={})
    assert same == replace(there, confidence=0.0, timings_ms={}), here.question


def _assert_alike(here: dict[int, float], there: dict[int, float]) -> None:
    assert here.keys() == there.keys()
    assert [here[row] for row in here] == pytest.approx([there[row] for row in here], abs=1e-5)
