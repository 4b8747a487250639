"""Who may ask: passwords, tokens, proxies, limits; and where the server may be bound."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from rag import Assistant
from rag.errors import SettingError
from rag.settings import Settings
from rag.web.desk import Desk
from rag.web.guard import identity
from rag.web.guard.access import Access, check_binding, read_access
from rag.web.guard.identity import hash_password, is_password, make_token, read_token
from rag.web.server import make_web_app
from tests.command_line import run_command
from tests.running import finished
from tests.serving import serving

ROOT = Path(__file__).parent.parent
ASK = "/api/v1/ask"
QUESTION = {"question": "What did Lavrov say about NATO?"}
PASSWORD = "four words, not together"  # noqa: S105
KEY = "k" * 40
LOCAL = {"trusted_proxies": "127.0.0.1, 10.0.0.0/8"}
# Hashes of the password that cost less to verify than what hash_password makes: 200 ms of a core.
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
SLOWER = PasswordHasher(time_cost=3, memory_cost=2**14, parallelism=1).hash(PASSWORD)


def access(**given: object) -> Access:
    return read_access(Settings.model_validate(given))


@pytest.fixture(scope="module")
def closed(assistant: Assistant) -> Iterator[httpx.Client]:
    """A server that takes a password, a token or the proxy's word; we are the proxy."""
    settings = access(
        **LOCAL,
        password_hash=QUICK,
        token_key=KEY,
        identity_header="X-Forwarded-User",
        questions_per_minute=3,
    )
    with (
        serving(make_web_app(Desk(assistant), access=settings)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


WRONG = [
    None,
    "",
    "Basic",
    "Basic !!!",
    "Basic " + base64.b64encode(b"\xff\xfe").decode(),
    basic("editor", ""),
    basic("editor", PASSWORD + " "),
    basic(PASSWORD, ""),
    "Bearer",
    "Bearer " + PASSWORD.upper(),
    "Bearer " + "x" * 5000,
    "Digest " + PASSWORD,
    PASSWORD,
    "Bearer " + make_token("page", "another key, as long as the right one, or more"),
    "Bearer " + make_token("page", KEY)[:-1],
    "Bearer " + "A" + make_token("page", KEY),
    "Bearer " + URLSafeTimedSerializer(KEY).dumps("page"),
    "Bearer " + URLSafeSerializer(KEY, salt="on-record-token-1").dumps("page"),
    "Bearer " + str(URLSafeTimedSerializer(KEY, salt="on-record-token-1").dumps({"sub": "page"})),
    "Bearer " + make_token("", KEY),
]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_nobody_is_let_in_on_a_wrong_word(closed: httpx.Client, number: int) -> None:
    headers = {"X-Forwarded-For": f"192.0.2.{number}"}  # each guesses for the first time
    if (word := WRONG[number]) is not None:
        headers["Authorization"] = word
    for path in (ASK, "/v1/chat/completions", "/gradio_api/run/predict"):
        refused = closed.post(path, json=QUESTION, headers=headers)
        assert refused.status_code == 401
        assert refused.json()["hint"]
    for path in ("/", "/metrics", "/config", "/article?id=x", "/assets/x.js", "/api/v1/coverage"):
        assert closed.get(path, headers=headers).status_code == 401


def test_whoever_says_the_right_word_is_let_in(closed: httpx.Client) -> None:
    for headers in (
        {"Authorization": basic("anybody", PASSWORD)},
        {"Authorization": f"Bearer {PASSWORD}"},
        {"Authorization": f"Bearer {make_token('page', KEY)}"},  # made now: it ends
        {"X-Forwarded-User": "editor"},
    ):
        assert closed.get("/api/v1/coverage", headers=headers).status_code == 200, headers


def test_a_browser_is_asked_for_the_password_by_the_page_alone(closed: httpx.Client) -> None:
    assert closed.get("/").headers["www-authenticate"].startswith("Basic")
    assert closed.post(ASK, json=QUESTION).headers["www-authenticate"].startswith("Bearer")


def test_that_the_server_lives_is_no_secret(closed: httpx.Client) -> None:
    assert closed.get("/healthz").status_code == 200
    assert closed.get("/page/page.css").status_code == 200


def test_a_token_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = access(token_key=KEY, token_seconds=10)
    now = time.time()
    assert read_token(make_token("page", KEY), settings) == "page"
    with monkeypatch.context() as earlier:
        earlier.setattr(time, "time", lambda: now - 3600)
        old = make_token("page", KEY)
    assert read_token(old, settings) is None


def test_each_client_has_a_limit_of_its_own(closed: httpx.Client) -> None:
    def ask(user: str) -> httpx.Response:
        return closed.post(ASK, json=QUESTION, headers={"X-Forwarded-User": user})

    assert [ask("busy").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = ask("busy")
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.json()["hint"]
    assert ask("quiet").status_code == 200
    assert closed.get("/api/v1/coverage", headers={"X-Forwarded-User": "busy"}).is_success


def test_of_what_the_page_sends_only_questions_are_counted(closed: httpx.Client) -> None:
    reader = {"X-Forwarded-User": "reader"}
    numbers = {
        one["api_name"]: one["id"]
        for one in closed.get("/config", headers=reader).json()["dependencies"]
    }

    def press(name: str, data: list[str | None], chosen: str = "", who: str = "reader") -> int:
        told = {"index": 0, "value": {"text": chosen}} if chosen else None
        body = {"fn_index": numbers[name], "data": data, "event_data": told, "session_hash": "one"}
        sent = closed.post("/gradio_api/run/predict", json=body, headers={"X-Forwarded-User": who})
        assert sent.status_code == 429 or "data" in sent.json()
        return sent.status_code

    question = QUESTION["question"]
    rest: list[str | None] = ["", "", "", "", "en", None]

    def press_all() -> list[int]:
        others: list[tuple[str, list[str | None]]]
        others = [("name_filters", ["Lavrov", "", "", ""]), ("reset", []), ("new", [])]
        return [press(name, data) for name, data in others]

    for _ in range(2):
        assert press_all() == [200, 200, 200]
    assert press("ask", [question, *rest]) == 200
    assert press("ask_example", rest, question) == 200
    assert press("follow", [question, "en", None]) == 200
    assert press("ask", [question, *rest]) == 429
    assert press_all() == [200, 200, 200]
    # a conversation that is opened again has two questions, of three that are allowed
    kept = json.dumps({"turns": [{"question": question}] * 2})
    assert press("restore", [kept, "en", None], who="opener") == 200
    assert press("restore", [kept, "en", None], who="opener") == 429
    assert press("ask", [question, *rest], who="opener") == 200


def test_who_guesses_is_stopped_and_nobody_else(closed: httpx.Client) -> None:
    def guess(word: str, address: str) -> int:
        headers = {"Authorization": f"Bearer {word}", "X-Forwarded-For": address}
        return closed.get("/api/v1/coverage", headers=headers).status_code

    tried = [guess(f"guess {n}", "198.51.100.1") for n in range(12)]
    assert tried[:10] == [401] * 10
    assert tried[10:] == [429] * 2
    assert guess(PASSWORD, "198.51.100.2") == 200


def test_guesses_by_ipv6_count_by_the_network_of_who_guesses(closed: httpx.Client) -> None:
    def guess(address: str) -> int:
        headers = {"Authorization": f"Bearer guess from {address}", "X-Forwarded-For": address}
        return closed.get("/api/v1/coverage", headers=headers).status_code

    assert [guess(f"2001:db8:1:1:{n}::5") for n in range(12)] == [401] * 10 + [429] * 2
    assert guess("2001:db8:1:2::5") == 401
    for n in range(10):
        guess(f"::ffff:198.51.100.{n + 100}")  # IPv4 in another form: each is a client
    assert guess("::ffff:198.51.100.99") == 401


def peak_memory() -> int:
    """Bytes that this process has taken at most since they were last asked for."""
    text = Path("/proc/self/status").read_text()
    Path("/proc/self/clear_refs").write_text("5")
    return 1024 * int(text.split("VmHWM:")[1].split()[0])


def guess_at_once(address: str, clients: int) -> list[int]:
    """The statuses of 100 guesses that are sent at once, each of another password."""

    async def guess_all() -> list[int]:
        limits = httpx.Limits(max_connections=100)
        async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:

            async def guess(number: int) -> int:
                headers = {"X-Forwarded-For": f"192.0.2.{number % clients}"}
                headers["Authorization"] = f"Bearer guess {number}"
                return (await client.get("/api/v1/coverage", headers=headers)).status_code

            return await asyncio.gather(*(guess(number) for number in range(100)))

    return finished(guess_all())


def test_guesses_sent_at_once_are_all_counted(assistant: Assistant) -> None:
    settings = access(**LOCAL, password_hash=SLOWER)  # so that some wait while others are verified
    with serving(make_web_app(Desk(assistant), access=settings)) as address:
        came = guess_at_once(address, clients=1)
    assert set(came) <= {401, 429}
    assert came.count(401) <= 10


def test_few_guesses_are_verified_at_once_whoever_sends_them(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "_TURN_WITHIN", 0.5)  # seconds
    settings = access(**LOCAL, password_hash=hash_password(PASSWORD))
    with serving(make_web_app(Desk(assistant), access=settings)) as address:
        peak_memory()
        before = peak_memory()
        came = guess_at_once(address, clients=100)
        assert peak_memory() - before < 4 * 64 * 2**20
    assert set(came) <= {401, 429}
    assert came.count(429) >= 50


def test_a_right_password_sent_many_times_at_once_is_no_guess(assistant: Assistant) -> None:
    settings = access(password_hash=SLOWER)

    async def ask_at_once(address: str) -> list[int]:
        headers = {"Authorization": f"Bearer {PASSWORD}"}
        async with httpx.AsyncClient(base_url=address, timeout=120, headers=headers) as client:
            sent = [client.get("/api/v1/coverage") for _ in range(50)]
            return [one.status_code for one in await asyncio.gather(*sent)]

    with serving(make_web_app(Desk(assistant), access=settings)) as address:
        assert set(finished(ask_at_once(address))) == {200}
        for _ in range(12):  # others guess behind the same address
            wrong = httpx.get(f"{address}/config", headers={"Authorization": "Bearer wrong"})
        assert wrong.status_code == 429
        assert set(finished(ask_at_once(address))) == {200}


@pytest.fixture(scope="module")
def unproxied(assistant: Assistant) -> Iterator[httpx.Client]:
    """A server whose proxy is another machine: we are anybody."""
    settings = access(
        trusted_proxies="10.0.0.1",
        identity_header="X-Forwarded-User",
        token_key=KEY,
        questions_per_minute=2,
    )
    with (
        serving(make_web_app(Desk(assistant), access=settings)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-User": "editor"},
        {"x-forwarded-user": "editor", "X-Forwarded-For": "10.0.0.1"},
        {"X-Forwarded-User": "editor", "Forwarded": "for=10.0.0.1"},
        {"X-Forwarded-User": "editor", "X-Real-Ip": "10.0.0.1"},
        {"X_Forwarded_User": "editor"},
    ],
)
def test_who_asks_cannot_be_forged(unproxied: httpx.Client, headers: dict[str, str]) -> None:
    assert unproxied.get("/api/v1/coverage", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("language", "status", "told"),
    [
        ("en", 401, ["This page cannot be shown", "Not logged in.", "Send the password: "]),
        ("ru", 401, ["Эту страницу нельзя показать", "Вход не выполнен.", "введите пароль"]),
        ("en", 404, ["Page not found", "There is nothing at this address."]),
        ("ru", 404, ["Страница не найдена", "По этому адресу ничего нет."]),
        (
            "en",
            429,
            ["This page cannot be shown", "More than 3 questions per minute.", "Ask again"],
        ),
        ("ru", 429, ["Эту страницу нельзя показать", "Вопросов за минуту больше 3.", " с.</p>"]),
    ],
)
def test_a_page_that_is_refused_says_why_in_the_readers_language(
    closed: httpx.Client, language: str, status: int, told: list[str]
) -> None:
    headers = {"Accept": "text/html", "Accept-Language": language}
    if status != 401:
        headers["X-Forwarded-User"] = f"reader of {language}"
    path = "/nowhere" if status == 404 else "/timeline?speaker=Lavrov"
    pages = [closed.get(path, headers=headers) for _ in range(4)]
    assert pages[-1].status_code == status
    for words in told:
        assert words in pages[-1].text
    assert f'<html lang="{language}"' in pages[-1].text


def test_a_limit_is_not_escaped_by_a_forged_address(unproxied: httpx.Client) -> None:
    token = {"Authorization": f"Bearer {make_token('page', KEY)}"}
    came = [
        unproxied.post(ASK, json=QUESTION, headers={**token, "X-Forwarded-For": f"192.0.2.{n}"})
        for n in range(4)
    ]
    assert [one.status_code for one in came] == [200, 200, 429, 429]


def test_the_client_is_the_last_that_no_proxy_added(assistant: Assistant) -> None:
    settings = access(**LOCAL, questions_per_minute=1)
    with serving(make_web_app(Desk(assistant), access=settings)) as address:

        def ask(chain: str) -> int:
            headers = {"X-Forwarded-For": chain}
            return httpx.post(f"{address}{ASK}", json=QUESTION, headers=headers).status_code

        assert ask("1.1.1.1, 192.0.2.1, 10.0.0.5") == 200
        assert ask("2.2.2.2, 192.0.2.1") == 429  # what a client writes before it changes nothing
        assert ask("192.0.2.2") == 200
        assert ask("2001:db8::1") == 200
        assert ask("2001:db8::2") == 429  # of one network


def test_below_a_path_and_behind_a_proxy_addresses_are_the_browsers(assistant: Assistant) -> None:
    settings = access(**LOCAL, root_path="/press/", allowed_hosts="news.example")
    seen = {"X-Forwarded-Host": "news.example", "X-Forwarded-Proto": "https"}
    with serving(make_web_app(Desk(assistant), access=settings)) as address:
        for prefix in ("", "/press"):  # a proxy that takes the path off, and one that does not
            config = httpx.get(f"{address}{prefix}/config", headers=seen)
            assert config.json()["root"] == "https://news.example/press"
            assert httpx.get(f"{address}{prefix}/healthz", headers=seen).is_success
            asked = httpx.post(f"{address}{prefix}{ASK}", json=QUESTION, headers=seen)
            assert asked.json()["citations"]
            assert httpx.get(f"{address}{prefix}/gradio_api/user", headers=seen).is_client_error


def test_questions_are_not_logged_unless_wanted(
    assistant: Assistant, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for wanted in (False, True):
        caplog.clear()
        settings = access(log_requests=True, log_questions=wanted)
        with (
            caplog.at_level("INFO", logger="on_record"),
            serving(make_web_app(Desk(assistant), access=settings)) as address,
        ):
            for body in ({"question": "Who hid zanzibar?"}, {"question": "zanzibar" * 400}):
                httpx.post(f"{address}{ASK}", json=body, timeout=60)
            httpx.get(f"{address}/api/v1/timeline", params={"speaker": "zanzibar"})
        said = caplog.text + "".join(capfd.readouterr())
        assert "POST api 200" in said
        assert ("zanzibar" in said) is wanted


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.9.9.9"])
def test_this_machine_alone_needs_no_permission(host: str) -> None:
    check_binding(host, Access(), insecure=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "press.example"])  # noqa: S104
def test_an_address_for_others_needs_somebody_named(host: str) -> None:
    with pytest.raises(SettingError) as refused:
        check_binding(host, Access(), insecure=False)
    assert "RAG_PASSWORD_HASH" in refused.value.hint
    assert "--insecure" in refused.value.hint
    check_binding(host, Access(), insecure=True)
    check_binding(host, access(allowed_origins="https://intranet.example"), insecure=False)
    check_binding(host, access(token_key=KEY), insecure=False)


def test_the_program_refuses_to_open_itself_to_everybody(tmp_path: Path) -> None:
    started = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "app.py", "--host", "0.0.0.0", "--index", str(tmp_path)],  # noqa: S104
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert started.returncode == 2
    assert "--insecure" in started.stderr


@pytest.mark.parametrize(
    "given",
    [
        {"allowed_origins": "*"},
        {"allowed_origins": "https://*.example"},
        {"allowed_origins": "intranet.example"},
        {"allowed_origins": "https://intranet.example/page"},
        {"allowed_origins": "https://a.example; script-src *"},
        {"allowed_origins": "null"},
        {"allowed_hosts": "*"},
        {"allowed_hosts": "https://press.example"},
        {"trusted_proxies": "0.0.0.0/0"},
        {"trusted_proxies": "::/0"},
        {"trusted_proxies": "proxy.example"},
        {"identity_header": "X-Forwarded-User"},
        {"identity_header": "X User", **LOCAL},
        {"token_key": "short"},
        {"password_hash": PASSWORD},
        {"root_path": "//evil.example"},
        {"root_path": "press/../x"},
    ],
    ids=str,
)
def test_a_setting_that_opens_too_much_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(SettingError) as refused:
        access(**given)
    assert refused.value.hint
    assert PASSWORD not in refused.value.message


def test_a_password_is_hashed_and_found_again() -> None:
    hashed = hash_password(PASSWORD)
    assert hashed.startswith("$argon2id$")
    assert is_password(PASSWORD, hashed)
    assert not is_password(PASSWORD + "x", hashed)
    with pytest.raises(SettingError):
        hash_password("too short")


def test_the_commands_make_what_the_settings_take() -> None:
    hashed = subprocess.run(  # our own program
        [sys.executable, "-m", "rag", "password"],
        cwd=ROOT, input=PASSWORD + "\n", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert is_password(PASSWORD, hashed.stdout.strip())
    token = run_command("token", "page", RAG_TOKEN_KEY=KEY).stdout.strip()
    assert read_token(token, access(token_key=KEY)) == "page"
