"""Hostile requests to a real port: each is refused as expected, and the server goes on."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest

from rag import Assistant
from rag.live import Live
from rag.web.desk import Desk
from rag.web.evaluate.evaluations import Evaluations, Places
from rag.web.guard.access import Access
from rag.web.ratings import Ratings
from rag.web.server import make_web_app
from tests.hostile_requests import ALLOWED_HOST, ALLOWED_ORIGIN, ASK, QUESTION, hostile_requests
from tests.hostile_requests import Hostile as HostileRequest
from tests.serving import serving

REQUESTS = hostile_requests()


@pytest.fixture(scope="module")
def address(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    access = Access(origins=(ALLOWED_ORIGIN,), hosts=(ALLOWED_HOST,), questions_per_minute=0)
    places = Places(folder / "questions", folder / "runs", folder)
    app = make_web_app(
        Desk(assistant),
        access=access,
        ratings=Ratings(folder / "feedback"),
        evaluations=Evaluations(Live(assistant), places, {}),
    )
    with serving(app) as served:
        yield served


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as opened:
        yield opened


def test_there_are_at_least_two_hundred() -> None:
    assert len({str(one) for one in REQUESTS}) >= 200


@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_it_is_refused(client: httpx.Client, address: str, request_: HostileRequest) -> None:
    body = request_.body
    content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    headers = dict(request_.headers)
    if content is not None and not isinstance(body, bytes):
        headers.setdefault("Content-Type", "application/json")
    url = httpx.URL(address).copy_with(raw_path=request_.path.encode())  # not made tidy
    answer = client.request(request_.method, url, headers=headers, content=content)
    assert answer.status_code == request_.status, answer.text[:300]
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "root:" not in answer.text
    assert "import " not in answer.text
    if request_.path.startswith(("/api/v1", "/gradio_api")):
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert problem["status"] == request_.status
        assert problem["hint"]
        assert problem["request_id"] == answer.headers["x-request-id"]


RAW = {
    "two hosts": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two lengths": b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n"
    b"Content-Length: 50\r\n\r\nhello",
    "length below zero": b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Length: -5\r\n\r\nhello",
    "a length that is none": b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Length: 0x5\r\n\r\nhello",
    "no HTTP": b"HELLO\r\n\r\n",
    "bad line in headers": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nbad\x00: x\r\n\r\n",
    "a header without end": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 200_000,
    "a chunk that is none": b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n",
    "length and chunks": b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Length: 4\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\nGET /x\r\n",
}


@pytest.mark.parametrize("name", RAW)
def test_what_is_no_http_is_refused(address: str, name: str) -> None:
    host, port = urlsplit(address).hostname, urlsplit(address).port
    with socket.create_connection((str(host), int(port or 0)), timeout=20) as opened:
        opened.sendall(RAW[name])
        answer = opened.recv(65_536)
    assert answer.split(b" ", 2)[1][:1] in {b"4", b"5"}, answer[:200]


def test_a_body_without_end_is_cut_off(client: httpx.Client) -> None:
    sent = 0

    def without_end() -> Iterator[bytes]:
        nonlocal sent
        while sent < 100_000_000:
            sent += 65_536
            yield b"x" * 65_536

    with suppress(httpx.NetworkError, httpx.RemoteProtocolError):  # hung up on while it sends
        assert client.post(ASK, content=without_end()).status_code == 413
    assert sent < 50_000_000


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "Forwarded", "X-Original-Host", "X-Host"])
def test_a_forged_host_comes_to_nothing(client: httpx.Client, name: str) -> None:
    value = "host=evil.example" if name == "Forwarded" else "evil.example"
    config = client.get("/config", headers={name: value, "X-Forwarded-Proto": "https"})
    assert config.status_code == 200
    assert "evil.example" not in config.text
    assert config.json()["root"].startswith("http://127.0.0.1:")


def test_the_allowed_page_may_ask_and_read_a_refusal(client: httpx.Client) -> None:
    ours = {"Origin": ALLOWED_ORIGIN}
    for body, status in ((QUESTION, 200), ({"question": ""}, 422)):
        answer = client.post(ASK, json=body, headers=ours)
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == ALLOWED_ORIGIN
        assert "access-control-allow-credentials" not in answer.headers
    asking = {**ours, "Access-Control-Request-Method": "POST"}
    asking["Access-Control-Request-Headers"] = "content-type, authorization"
    assert client.options(ASK, headers=asking).status_code == 200
    asking["Origin"] = "https://evil.example"
    refused = client.options(ASK, headers=asking)
    assert refused.status_code == 400
    assert "access-control-allow-origin" not in refused.headers


def test_only_allowed_sites_may_show_the_page(client: httpx.Client) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors 'self' {ALLOWED_ORIGIN}")


def test_an_allowed_name_is_ours(client: httpx.Client) -> None:
    assert client.get("/healthz", headers={"Host": ALLOWED_HOST}).status_code == 200


def test_a_link_from_another_site_opens_the_page(client: httpx.Client) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=link).status_code == 200


GARBLED_HEADERS = [
    {"Origin": "http://["},
    {"Referer": "http://["},
    {"Host": "["},
    {"Host": "127.0.0.1:99999999999999999999"},
    {"Accept-Language": "ru;q=nan"},
    {"Accept-Language": "ru;q=" + "9" * 5000},
    {"Accept": "text/html;q=x"},
    {"Content-Type": "multipart/form-data"},
    {"Content-Type": "multipart/form-data; boundary=" + "x" * 5000},
    {"Content-Type": "application/json; charset=utf-7"},
    {"Cookie": "a=\xff; b"},
    {"Authorization": "Basic \xff"},
    {"Range": "bytes=a-,-,5"},
    {"If-Modified-Since": "x"},
    {"If-None-Match": "\xff"},
    {"X-Forwarded-For": "["},
    {"X-Request-Id": "\xff"},
    {"Sec-Fetch-Site": "\xff"},
]
PATHS = """
    / /article /conversation /timeline /healthz /readyz /metrics /feedback /widget.js /embed /page/x
    /api/v1/ask /api/v1/search /api/v1/articles/x /api/v1/timeline /api/v1/coverage /v1/models
    /v1/chat/completions /evaluation /evaluation/progress /evaluation/start /evaluation/run
    /evaluation/report /config /theme.css /gradio_api/info /gradio_api/run/predict /assets/x.js
""".split()


@pytest.mark.parametrize("path", PATHS)
def test_whatever_stands_in_a_header_is_no_error_of_the_server(
    client: httpx.Client, path: str
) -> None:
    for headers in GARBLED_HEADERS:
        sent = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
        for method in ("GET", "POST"):
            content = b"{}" if method == "POST" else None
            answer = client.request(method, path, headers=sent, content=content)
            assert answer.status_code < 500, (method, headers)


@pytest.mark.parametrize(
    "words",
    [
        "ask?" + "a=1&" * 1000,
        "ask?question=%ED%A0%80",
        "ask?question=NATO&from=%FF&index=%FF&after=%ED%A0%80",
        "edit?kind=statement&speaker=%ED%A0%80&topic=%00",
        "open?conversation=%ED%A0%80",
        "open?" + "conversation=1&" * 1000,
        "ask?question=" + "%F0%9F%98%80" * 2000,
        "ask?question=NATO&from=" + "9" * 300,
        "edit?kind=statement&speaker=" + "x" * 300 + "&topic=" + "y" * 2000,
        "\0",
    ],
    ids=lambda words: words[:24],
)
def test_whatever_stands_in_a_link_is_told_on_the_page(client: httpx.Client, words: str) -> None:
    followed = next(
        one["id"]
        for one in client.get("/config").json()["dependencies"]
        if one["api_name"] == "follow"
    )
    body = {"fn_index": followed, "data": [words, "en", ""]}
    assert client.post("/gradio_api/run/predict", json=body).status_code == 200


def test_the_server_answers_after_all_this(client: httpx.Client) -> None:
    assert client.post(ASK, json=QUESTION).json()["citations"]
