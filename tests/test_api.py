"""What the API answers over a real port: the command line's JSON, steps, problems."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from rag import Assistant
from rag.records import Filters
from rag.web.api.shapes import (
    AnswerShape,
    ArticleShape,
    CoverageShape,
    SearchShape,
    TimelineShape,
)
from rag.web.desk import Desk
from rag.web.server import make_web_app
from tests.command_line import run_command
from tests.serving import serving

ROOT = Path(__file__).parent.parent
QUESTION = "What did Lavrov say about peacekeepers?"
EARLY = "000_da556442ba3b8b22.txt"


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    with serving(make_web_app(Desk(assistant))) as served:
        yield served


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/api/v1", timeout=60) as opened:
        yield opened


def untimed(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings_ms"}


def test_an_answer_is_what_the_command_line_writes(client: httpx.Client, index: Path) -> None:
    asked = {
        "question": "And about NATO?",
        "history": [QUESTION],
        "filters": {"from": "2022-01-01", "to": "2022-12-31"},
    }
    answer = client.post("/ask", json=asked)
    command = ["ask", "And about NATO?", "--history", QUESTION, "--index", str(index), "--json"]
    said = run_command(*command, "--from", "2022-01-01", "--to", "2022-12-31")
    assert untimed(answer.json()) == untimed(json.loads(said.stdout))
    assert answer.json()["citations"]
    assert answer.headers["index-generation"].startswith("gen-")


def test_what_nobody_said_is_an_answer_with_its_reason(client: httpx.Client) -> None:
    answer = client.post("/ask", json={"question": "What did Macron say about wine?"})
    assert answer.status_code == 200
    assert answer.json()["status"] == "not_found"
    assert "Macron" in answer.json()["reason"]


@pytest.mark.parametrize("path", ["/ask", "/ask/stream"])
def test_the_reason_is_told_in_the_language_asked_for(client: httpx.Client, path: str) -> None:
    asked = {"question": "What did Macron say about wine?", "language": "ru"}
    answer = client.post(path, json=asked)
    assert "ни в одной статье не упоминается Macron." in answer.text
    assert client.post(path, json={**asked, "language": "xx"}).status_code == 422


def events(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_a_stream_tells_each_step_and_ends_in_the_answer(client: httpx.Client) -> None:
    for _ in range(2):  # computed, and kept
        streamed = client.post("/ask/stream", json={"question": QUESTION})
        assert streamed.headers["content-type"].startswith("text/event-stream")
        steps = dict(events(streamed.text))
        assert list(steps) == ["understood", "searched", "evidence", "answer"]
        assert steps["understood"]["speaker"] == "Sergey Lavrov"
        assert steps["searched"]["articles"]
        assert steps["evidence"]["citations"] == steps["answer"]["citations"]
        plain = client.post("/ask", json={"question": QUESTION}).json()
        assert untimed(steps["answer"]) == untimed(plain)


def test_a_greeting_is_streamed_in_the_same_steps(client: httpx.Client) -> None:
    steps = dict(events(client.post("/ask/stream", json={"question": "hello"}).text))
    assert list(steps) == ["understood", "searched", "evidence", "answer"]
    assert steps["understood"]["kind"] == steps["answer"]["kind"] == "talk"
    assert steps["searched"] == {"passages": 0, "articles": []}
    assert steps["answer"]["try_asking"]


def test_an_answer_says_its_version_and_level(client: httpx.Client) -> None:
    answer = client.post("/ask", json={"question": "What happened in Jeddah?"}).json()
    assert (answer["version"], answer["status"]) == (2, "unsure")
    assert answer["reason"]
    assert all(len(one["likely"]) == 2 for one in answer["citations"])


def test_as_many_statements_are_shown_as_are_asked_for(client: httpx.Client) -> None:
    asked = {"question": "What did Lavrov say about NATO?"}
    given: list[dict[str, int]] = [{}, {"most": 2}, {"most": 50}]
    usual, few, every = (client.post("/ask", json={**asked, **most}).json() for most in given)
    assert len(few["citations"]) == 2
    assert every["more"] == 0
    assert len(usual["citations"]) + usual["more"] == len(every["citations"])
    texts = [one["text"] for one in every["citations"]]
    assert [one["text"] for one in usual["citations"]] == texts[: len(usual["citations"])]
    for wrong in (0, 51, "many"):
        assert client.post("/ask", json={**asked, "most": wrong}).status_code == 422


def test_what_a_collection_lists_leads_on(client: httpx.Client) -> None:
    answer = client.post("/ask", json={"question": "What are these articles about?"}).json()
    assert {one["kind"] for one in answer["facets"]} == {"topic", "speaker", "outlet"}
    assert answer["text"].startswith(answer["preface"])
    for facet in answer["facets"]:
        found = client.post("/ask", json={"question": facet["question"]}).json()
        assert found["status"] == "answered", facet
    told = client.post("/ask", json={"question": "hi", "language": "ru"}).json()
    assert "Здравствуйте" in told["preface"]


def test_a_question_that_cannot_be_read_is_a_problem_and_no_stream(client: httpx.Client) -> None:
    for path in ("/ask", "/ask/stream", "/search"):
        refused = client.post(path, json={"question": " ?! "})
        assert refused.status_code == 422
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["hint"]


def test_readers_get_follow_up_questions_and_texts_for_the_clipboard(client: httpx.Client) -> None:
    asked = {"question": QUESTION, "with": ["follow_ups", "copies", "names"], "language": "ru"}
    answer = client.post("/ask", json=asked).json()
    AnswerShape.model_validate(answer, extra="forbid")
    assert answer["follow_ups"]
    for one in answer["citations"]:
        assert one["name"] == "Sergey Lavrov"
        assert one["text"] in one["copies"]["plain"]
        assert one["copies"]["markdown"].startswith("> ")
        assert "дата обращения" in one["copies"]["reference"]
    anyone = client.post("/ask", json=asked | {"question": "What was said about NATO?"}).json()
    assert {one["speaker"] for one in anyone["citations"]} == {"Sergei Lavrov", "Sergey Lavrov"}
    assert {one["name"] for one in anyone["citations"]} == {"Sergey Lavrov"}
    streamed = dict(events(client.post("/ask/stream", json=asked).text))
    assert untimed(streamed["answer"]) == untimed(answer)
    assert "copies" not in client.post("/ask", json={"question": QUESTION}).json()["citations"][0]
    assert client.post("/ask", json={**asked, "with": ["more"]}).status_code == 422


def test_the_coverage_has_questions_to_begin_with(client: httpx.Client) -> None:
    examples = client.get("/coverage").json()["examples"]
    assert client.post("/ask", json={"question": examples[0]}).json()["status"] == "answered"


def test_a_search_lists_passages_best_first(client: httpx.Client, assistant: Assistant) -> None:
    asked = {"question": "NATO troops", "hits": 3, "filters": {"articles": [EARLY]}}
    hits = client.post("/search", json=asked).json()["hits"]
    assert len(hits) == 3
    assert hits == sorted(hits, key=lambda hit: -hit["score"])
    text = assistant.article(EARLY).text
    assert all(hit["text"] == text[hit["start"] : hit["end"]] for hit in hits)


def test_an_article_comes_with_its_statements(client: httpx.Client, assistant: Assistant) -> None:
    article = client.get(f"/articles/{EARLY}").json()
    assert article["text"] == assistant.article(EARLY).text
    assert len(article["statements"]) == len(assistant.statements(EARLY))
    missing = client.get("/articles/..%2F..%2Fapp.py")
    assert missing.status_code == 404
    assert missing.json()["hint"]


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/ask", AnswerShape),
        ("/search", SearchShape),
        (f"/articles/{EARLY}", ArticleShape),
        ("/coverage", CoverageShape),
        ("/timeline?speaker=Lavrov", TimelineShape),
    ],
)
def test_every_field_that_is_given_is_declared(
    client: httpx.Client, path: str, shape: type[BaseModel]
) -> None:
    asks = path in {"/ask", "/search"}
    given = client.post(path, json={"question": QUESTION}) if asks else client.get(path)
    shape.model_validate_json(given.content, extra="forbid")


def test_a_citation_tells_how_the_article_reports_the_words(
    client: httpx.Client, assistant: Assistant
) -> None:
    said = {
        (one.article_id, one.start, one.end): one.kind.value
        for article in assistant.index.articles
        for one in assistant.statements(article)
    }
    cited = client.get("/timeline", params={"speaker": "Lavrov"}).json()["said"]
    kinds = set()
    for one in (each["citation"] for each in cited):
        assert one["kind"] == said[one["article"], one["start"], one["end"]]
        kinds.add(one["kind"])
    assert {each["retold"] for each in cited} == {True, False}
    assert kinds >= {"direct", "indirect"}
    fact = client.post("/ask", json={"question": "When was the article about war published?"})
    assert {one["kind"] for one in fact.json()["citations"]} == {None}


def test_coverage_names_the_most_quoted_first(client: httpx.Client, assistant: Assistant) -> None:
    covered = client.get("/coverage", params={"speakers": 1}).json()
    assert covered["articles"] == 2
    assert covered["generation"] == assistant.index.name
    assert covered["speakers"] == ["Sergey Lavrov"]


def test_a_timeline_is_in_the_order_of_time(client: httpx.Client, assistant: Assistant) -> None:
    found = client.get("/timeline", params={"speaker": "lavrow", "topic": "NATO"}).json()
    days = [one["citation"]["published"] for one in found["said"]]
    assert found["speaker"] == "Sergey Lavrov"
    assert days == sorted(days)
    assert {"2022-01-28", "2025-03-11"} <= set(days)
    for one in found["said"]:
        citation = one["citation"]
        text = assistant.article(citation["article"]).text
        assert citation["text"] == text[citation["start"] : citation["end"]]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({"speaker": "Macron"}, "no article mentions Macron"),
        ({"speaker": "Kosachev", "topic": "peacekeepers"}, "but not on peacekeepers"),
        ({"speaker": "Lavrov", "from": "2023-01-01", "to": "2023-12-31"}, "2023"),
    ],
)
def test_an_empty_timeline_has_a_reason(
    client: httpx.Client, query: dict[str, str], why: str
) -> None:
    found = client.get("/timeline", params=query).json()
    assert found["said"] == []
    assert why in found["reason"]


def test_a_timeline_refuses_days_in_the_wrong_order(client: httpx.Client) -> None:
    query = {"speaker": "Lavrov", "from": "2025-01-01", "to": "2024-01-01"}
    assert client.get("/timeline", params=query).status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("GET", "/ask", 405), ("DELETE", "/coverage", 405)],
)
def test_what_is_not_there_is_a_problem_too(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    refused = client.request(method, path)
    assert refused.status_code == refused.json()["status"] == status
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["hint"]


def test_the_server_says_how_it_does(address: str, assistant: Assistant) -> None:
    about = {"generation": assistant.index.name, "articles": 2}
    assert httpx.get(f"{address}/healthz").json() == {"status": "ok", **about}
    assistant.ask(QUESTION)  # so that the model is there
    assert httpx.get(f"{address}/readyz").json()["status"] == "ready"
    httpx.post(f"{address}/api/v1/ask", json={"question": "What is a metric?"})
    counted = httpx.get(f"{address}/metrics")
    assert counted.headers["content-type"].startswith("text/plain")
    assert "on_record_question_seconds_count" in counted.text
    assert "metric?" not in counted.text


def test_a_filter_of_the_api_is_a_filter_of_the_assistant(
    client: httpx.Client, assistant: Assistant
) -> None:
    answer = client.post("/ask", json={"question": "NATO", "filters": {"speaker": "Kosachev"}})
    expected = assistant.ask("NATO", (), Filters(speaker="Kosachev"))
    assert answer.json()["text"] == expected.text
