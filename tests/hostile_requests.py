"""Requests that mean harm or are broken, each with the status that it must be refused with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

ALLOWED_ORIGIN = "https://intranet.example"
ALLOWED_HOST = "press.example"
ASK = "/api/v1/ask"
QUESTION = {"question": "What did Lavrov say about NATO?"}


@dataclass(frozen=True, slots=True)
class Hostile:
    """A request, and how it is refused."""

    method: str
    path: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None  # bytes as they are, anything else as JSON

    def __str__(self) -> str:
        told = self.body if isinstance(self.body, bytes) else str(self.body or "")
        return f"{self.method} {self.path} {self.headers or ''} {told[:60]!r} -> {self.status}"[
            :150
        ]


def hostile_requests() -> list[Hostile]:
    """All of them."""
    return [
        *_gradio(),
        *_traversals(),
        *_origins(),
        *_hosts(),
        *_oversized(),
        *_malformed(),
        *_events(),
        *_queries(),
        *_methods(),
        *_garbled(),
    ]


def _gradio() -> Iterator[Hostile]:
    """What mounted Gradio serves besides what the page needs, and what older versions served."""
    reads = """
    /gradio_api/file=/etc/passwd /gradio_api/file=app.py /gradio_api/file/etc/passwd
    /gradio_api/file=http://169.254.169.254/latest/ /file=/etc/passwd /file/etc/passwd
    /gradio_api/proxy=http://127.0.0.1:22/ /proxy=http://127.0.0.1/ /gradio_api/proxy=file:///etc
    /gradio_api/stream/a/1/2/playlist.m3u8 /gradio_api/stream/a/1/2/0.ts
    /gradio_api/custom_component/x/client/component/index.js /custom_component/x/y/z/../../app.py
    /gradio_api/upload_progress?upload_id=1 /gradio_api/queue/status /gradio_api/openapi.json
    /gradio_api/user /gradio_api/token /gradio_api/app_id /gradio_api/login_check /login_check
    /gradio_api/queue/data?session_hash=x
    /gradio_api/runs /gradio_api/run-history/buckets /gradio_api/run-history/records
    /gradio_api/deep_link?session_hash=x /gradio_api/dev/reload /gradio_api/call/ask/1
    /gradio_api/heartbeat/one
    /gradio_api/vibe-code /gradio_api/profiling/traces /gradio_api/profiling/summary
    /monitoring /monitoring/summary /monitoring/x /logout /svelte/svelte.js /pwa_icon /pwa_icon/64
    /info /user /token /app_id /docs /redoc /openapi.json /gradio_api/mcp/ /gradio_api/mcp/sse
    /api/ask /api/predict /.env /.git/config /index/CURRENT /corpus/ /app.py /admin
    """
    writes = """
    /gradio_api/upload /upload /gradio_api/run/ask /run/ask /gradio_api/api/ask /gradio_api/call/ask
    /gradio_api/queue/join /gradio_api/cancel /gradio_api/reset /gradio_api/run/predict/
    /gradio_api/run/name_filters /run/predict /gradio_api/api/predict
    /gradio_api/call/v2/ask /gradio_api/component_server /component_server /login
    /gradio_api/process_recording /gradio_api/stream/x /gradio_api/stream/x/close
    /gradio_api/vibe-edit /gradio_api/undo-vibe-edit /gradio_api/vibe-starter-queries
    /gradio_api/run-history/connect /gradio_api/profiling/clear /gradio_api/vibe-code
    """
    longest = [
        f"/{folder}/{name}"
        for folder in ("assets", "static")
        for name in ("a/" * 9000, "%C3%9F" * 150)
    ]
    yield from (Hostile("GET", path, 404) for path in (*reads.split(), *longest))
    yield from (Hostile("POST", path, 404, body={"data": ["x"]}) for path in writes.split())


def _traversals() -> Iterator[Hostile]:
    for path in (
        "../../etc/passwd",
        "..%2f..%2fapp.py",
        "%2e%2e/%2e%2e/app.py",
        "..\\..\\app.py",
        "..%5c..%5capp.py",
        "%2fetc%2fpasswd",
        "....//....//app.py",
        "%252e%252e%252fapp.py",
        "..%c0%af..%c0%afapp.py",
        "page.css%00.js",
        "C:%5cwindows%5cwin.ini",
    ):
        yield Hostile("GET", f"/api/v1/articles/{path}", 404)
        yield Hostile("GET", f"/page/{path}", 404)
        yield Hostile("GET", f"/assets/{path}", 404)
        yield Hostile("GET", f"/article?id={path}", 404)
    yield Hostile("GET", "/article?id=000_da556442ba3b8b22.txt&cite=1-99999999", 404)
    yield Hostile("GET", "/article?id=000_da556442ba3b8b22.txt&cite=-1-5", 404)
    yield Hostile("GET", "/article", 422)


def _origins() -> Iterator[Hostile]:
    """Pages of other sites, and names that look like the allowed one."""
    foreign = """
    null https://evil.example http://intranet.example https://intranet.example:8443
    https://intranet.example.evil.example https://evilintranet.example https://a.intranet.example
    https://intranet.example@evil.example file:// http://localhost http://127.0.0.1:1
    https://intranet.example/ chrome-extension://abc
    """.split()
    for origin in foreign:
        yield Hostile("POST", ASK, 403, {"Origin": origin}, QUESTION)
    for path in ("/gradio_api/run/predict", "/v1/chat/completions", "/api/v1/search", "/feedback"):
        yield Hostile("POST", path, 403, {"Origin": "https://evil.example"}, {})
        yield Hostile("POST", path, 403, {"Origin": "null"}, {})
    for path in ("/api/v1/coverage", "/metrics", "/config", "/article?id=x", "/gradio_api/info"):
        yield Hostile("GET", path, 403, {"Origin": "https://evil.example"})
        yield Hostile("GET", path, 403, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"})
    simple = {"Sec-Fetch-Site": "cross-site", "Content-Type": "text/plain"}
    yield Hostile("POST", ASK, 403, simple, b'{"question": "x"}')
    yield Hostile("POST", "/evaluation/start", 403, {"Sec-Fetch-Site": "same-site"}, {})
    form = {"Origin": "null", "Content-Type": "application/x-www-form-urlencoded"}
    yield Hostile("POST", "/evaluation/start", 403, form, b"questions=seeds.jsonl")


def _hosts() -> Iterator[Hostile]:
    """Names by which nobody may call the server."""
    for host in (
        "evil.example",
        "evil.example:80",
        "press.example.evil.example",
        "evilpress.example",
        "a.press.example",
        "press.example@evil.example",
        "press.example/evil",
        "press.example?x",
        "press.example#x",
        "192.0.2.1",
        "[2001:db8::1]",
        "0.0.0.0",  # noqa: S104  # a name to call, not to bind
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "127.0.0.1:99999",
        "127.0.0.1:x",
        "2130706433",
        "localhost,evil.example",
        "",
    ):
        yield Hostile("GET", "/healthz", 400, {"Host": host})
        yield Hostile("POST", ASK, 400, {"Host": host}, QUESTION)


def _oversized() -> Iterator[Hostile]:
    yield Hostile("POST", ASK, 413, body={"question": "x" * 300_000})
    yield Hostile("POST", "/gradio_api/run/predict", 413, body=b"x" * 300_000)
    yield Hostile("POST", "/v1/chat/completions", 413, body=b"x" * 300_000)
    yield Hostile("POST", "/feedback", 413, body=b"x" * 300_000)
    yield Hostile("POST", ASK, 422, body={"question": "x" * 2001})
    yield Hostile("POST", ASK, 422, body={**QUESTION, "history": ["x"] * 31})
    yield Hostile("POST", ASK, 422, body={**QUESTION, "history": ["x" * 2001]})
    yield Hostile("POST", ASK, 422, body={**QUESTION, "filters": {"articles": ["x"] * 101}})
    yield Hostile("POST", ASK, 422, body={**QUESTION, "filters": {"speaker": "x" * 301}})
    json = {"Content-Type": "application/json"}
    yield Hostile("POST", ASK, 400, json, b"[" * 100_000)
    yield Hostile("POST", ASK, 400, json, b'{"question":' * 20_000)
    yield Hostile("POST", ASK, 400, json, b'{"question": ' + b"9" * 200_000 + b"}")
    yield Hostile("GET", "/api/v1/timeline?speaker=" + "x" * 400, 422)
    yield Hostile("GET", "/api/v1/timeline?speaker=Lavrov&topic=" + "x" * 2001, 422)


def _malformed() -> Iterator[Hostile]:
    questions: list[Any] = [
        None,
        1,
        1.5,
        True,
        [],
        {},
        ["x"],
        "",
        " ",
        "?!",
        "\u200b\u202e",
        "\x00\x01",
    ]
    for question in questions:
        for path in (ASK, "/api/v1/ask/stream", "/api/v1/search"):
            yield Hostile("POST", path, 422, body={"question": question})
    others: list[dict[str, Any]] = [
        {"history": "x"},
        {"history": [1]},
        {"history": {"a": "b"}},
        {"history": [None]},
        {"filters": "x"},
        {"filters": []},
        {"filters": {"from": "yesterday"}},
        {"filters": {"from": "2022-13-01"}},
        {"filters": {"from": 0}},
        {"filters": {"from": "2025-01-01", "to": "2024-01-01"}},
        {"filters": {"speaker": ["x"]}},
        {"filters": {"articles": "x"}},
        {"filters": {"__proto__": {}}},
        {"unknown": 1},
        {"question ": "x"},
        {"today": "2022-01-01"},
    ]
    for more in others:
        yield Hostile("POST", ASK, 422, body={**QUESTION, **more})
    for hits in (0, -1, 101, "ten", 1.5, None, 10**30):
        yield Hostile("POST", "/api/v1/search", 422, body={**QUESTION, "hits": hits})
    json = {"Content-Type": "application/json"}
    for raw in (b"", b"null", b"[]", b'"x"', b"1"):
        yield Hostile("POST", ASK, 422, json, raw)
    for raw in (b"{", b"{'question': 'x'}", b"\xff\xfe", b"question=x", b'{"question": "\xff"}'):
        yield Hostile("POST", ASK, 400, json, raw)
    yield Hostile("POST", ASK, 422, json, b'{"question": "\\ud800"}')
    for kind in ("text/plain", "application/xml", "multipart/form-data; boundary=x"):
        yield Hostile("POST", ASK, 422, {"Content-Type": kind}, b'{"question": "x"}')


def _events() -> Iterator[Hostile]:
    """What the page's controls never send."""
    path = "/gradio_api/run/predict"
    asking: dict[str, Any] = {
        "fn_index": 0,
        "data": ["x", "", "", "", "", "en", None],
        "session_hash": "one",
    }
    wrong: dict[str, list[Any]] = {
        "fn_index": [-1, 99, 10**30, 0.5, "0", True, None, [], {}],
        "data": [None, "x", {}, [], ["x"], ["x"] * 8, [1] * 7, [["x"]] * 7],
        "session_hash": [1, [], {}, "x" * 101],
        "trigger_id": ["0", 0.5, [], {}],
    }
    for name, values in wrong.items():
        yield from (Hostile("POST", path, 422, body={**asking, name: one}) for one in values)
    chosen: list[Any] = [None, "x", [], {}, {"index": 0}, {"index": 0, "value": "x"}, {"value": {}}]
    example = {"fn_index": 1, "data": asking["data"][1:]}
    yield from (Hostile("POST", path, 422, body={**example, "event_data": one}) for one in chosen)
    bodies: list[Any] = [{}, [], "x", 1, {"data": []}]
    yield from (Hostile("POST", path, 422, body=one) for one in bodies)
    json = {"Content-Type": "application/json"}
    for raw in (b"", b"{", b"\xff", b"[" * 100_000, b'{"fn_index": 0, "data": ["\\ud800"]}'):
        yield Hostile("POST", path, 400, json, raw)
    for kind in ("text/plain", "multipart/form-data; boundary=x"):
        yield Hostile("POST", path, 422, {"Content-Type": kind}, b'{"fn_index": 4, "data": []}')
    yield from (Hostile(method, path, 405) for method in ("GET", "PUT", "DELETE"))


def _queries() -> Iterator[Hostile]:
    for query in (
        "",
        "speaker=",
        "speaker=%00",
        "speaker=?!",
        "speaker=Lavrov&from=x",
        "speaker=Lavrov&from=2025-01-01&to=2024-01-01",
        "speaker=Lavrov&to=0",
        "speaker=Lavrov&to=20220101",
        "topic=NATO",
    ):
        yield Hostile("GET", f"/api/v1/timeline?{query}", 422)
    for query in (
        "page=0",
        "page=x",
        "page=1e9",
        "order=x",
        f"q={'x' * 3000}",
        "language=abcdefghi",
    ):
        yield Hostile("GET", f"/articles?{query}", 422)
    yield Hostile("GET", "/articles?from=2022-13-01", 400)
    yield Hostile("GET", "/unread?page=-1", 422)
    yield Hostile("GET", "/timeline/count", 422)
    yield Hostile("GET", "/timeline/count?speaker=?!", 422)
    for count in ("-1", "x", "2001", "1e3", ""):
        yield Hostile("GET", f"/api/v1/coverage?speakers={count}", 422)
    yield Hostile("GET", "/evaluation/report?run=..%2F..%2Fapp.py", 404)
    yield Hostile("GET", "/evaluation/run?name=..%2F..%2Fapp.py", 404)


def _methods() -> Iterator[Hostile]:
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        for path in (ASK, "/api/v1/ask/stream", "/api/v1/search"):
            yield Hostile(method, path, 405)
    yield Hostile("POST", "/api/v1/coverage", 405)
    yield Hostile("POST", "/api/v1/openapi.json", 405)
    yield Hostile("TRACE", ASK, 405)
    yield Hostile("PROPFIND", ASK, 405)


def _garbled() -> Iterator[Hostile]:
    """What can be read as nothing at all: headers, half characters, fields without number."""
    for origin in ("http://[", "http://]", "http://[::1", "//[", "[", "http://a:x", ""):
        yield Hostile("POST", ASK, 403, {"Origin": origin}, QUESTION)
        yield Hostile("GET", "/config", 403, {"Origin": origin})
        yield Hostile(
            "POST", "/feedback", 403, {"Origin": origin}, {"answer": "x", "verdict": "up"}
        )
        yield Hostile("POST", "/evaluation/start", 403, {"Origin": origin}, {"questions": "x"})
        yield Hostile("POST", "/evaluation/stop", 403, {"Origin": origin}, {})
    json = {"Content-Type": "application/json"}
    half = b"\\ud800"
    for path, body in (
        ("/feedback", b'{"answer": "%s", "verdict": "up"}'),
        ("/evaluation/start", b'{"questions": "%s"}'),
        (ASK, b'{"question": "NATO", "history": ["%s"]}'),
        (ASK, b'{"question": "NATO", "filters": {"speaker": "%s"}}'),
        (ASK, b'{"question": "NATO", "filters": {"articles": ["%s"]}}'),
        (ASK, b'{"question": "NATO", "%s": 1}'),
        ("/v1/chat/completions", b'{"messages": [{"role": "user", "content": "%s"}]}'),
    ):
        yield Hostile("POST", path, 422, json, body % half)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    parts = {"Content-Type": "multipart/form-data; boundary=x"}
    part = b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n\xed\xa0\x80\r\n'
    for path in ("/feedback", "/evaluation/start", ASK, "/v1/chat/completions"):
        yield Hostile("POST", path, 422, form, b"question=%ED%A0%80&answer=%ED%A0%80")
        yield Hostile("POST", path, 422, form, b"a=1&" * 5000)
        yield Hostile("POST", path, 422, parts, b"".join(part % n for n in range(2000)) + b"--x--")
    for query in ("id=%ED%A0%80", "id=%00", "id=%FF", "id=" + "x" * 3000, "a=1&" * 2000):
        yield Hostile("GET", f"/article?{query}", 422 if "xxx" in query or "a=1" in query else 404)
    yield Hostile("GET", "/conversation?id=%ED%A0%80&as=json", 404)
    yield Hostile("GET", "/article?id=x" + "&cite=1-2" * 60, 422)
    yield Hostile("GET", "/evaluation/report?run=%00", 404)
    yield Hostile("GET", "/evaluation/report?" + "run=x&" * 30, 422)
    yield Hostile("GET", "/evaluation/run?name=" + "x" * 300, 422)
    yield Hostile("GET", "/timeline?speaker=Lavrov&from=" + "9" * 50, 422)
    yield Hostile("GET", "/timeline?speaker=Lavrov&from=%FF", 400)
