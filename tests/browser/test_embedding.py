"""The examples of docs/embedding.md work as they stand, and so does the widget behind nginx."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from rag import Assistant
from tests.browser.embedding import Host, embedded
from tests.browser.proxying import NGINX, nginx
from tests.browser.serving import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Page

DOCS = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
NATO = "What did Lavrov say about NATO?"
NAME = "record.example"
KEY = "k" * 40
needs_nginx = pytest.mark.skipif(
    NGINX is None, reason="needs nginx: neither root nor installed (apt-get install nginx-light)"
)


def examples(section: str, language: str) -> list[str]:
    """The blocks of a language in a section of the page."""
    text = DOCS.split(f"\n## {section}\n")[1].split("\n## ")[0] if section else DOCS
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


class Proxied(NamedTuple):
    """A site that is allowed to ask, and our server behind nginx."""

    host: Host
    secure: str
    plain: str


@pytest.fixture(scope="module")
def host(assistant: Assistant) -> Iterator[Host]:
    """A site with the policy of the documentation, and our server, without a proxy."""
    with embedded(assistant, allowed_hosts=NAME) as site:
        port = urlsplit(site.server).port
        site.server = f"http://{NAME}:{port}"
        site.policy = "default-src 'none'; frame-src {server}; " + examples("A plain page", "csp")[
            0
        ].strip().replace(f"https://{NAME}", "{server}")
        yield site


@pytest.fixture(scope="module")
def proxied(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    """nginx as the documentation has it."""
    (block,) = examples("Behind nginx", "nginx")
    settings = {"root_path": "/press", "trusted_proxies": "127.0.0.1", "allowed_hosts": NAME}
    for name, value in settings.items():
        assert f"RAG_{name.upper()}={value}" in DOCS
    with ExitStack() as stack:
        site = stack.enter_context(embedded(assistant, **settings))
        folder = tmp_path_factory.mktemp("nginx")
        secure, plain = stack.enter_context(nginx(block, site.server, folder, NAME))
        yield Proxied(site, secure, plain)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(ignore_https_errors=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def show(page: Page, host: Host, example: str) -> None:
    """Open a page of the site that holds an example and nothing else."""
    page.goto(host.page(example.replace(f"https://{NAME}", "SERVER")))


def ask(page: Page | FrameLocator) -> None:
    """Ask a question that is answered."""
    page.get_by_label("Your question").fill(NATO)
    page.get_by_label("Your question").press("Enter")
    page.locator("blockquote").first.wait_for()


def test_a_button_in_a_plain_page(host: Host, page: Page) -> None:
    show(page, host, examples("A plain page", "html")[0])
    page.get_by_role("button", name="Ask the archive").click()
    ask(page)


def test_a_conversation_in_a_plain_page(host: Host, page: Page) -> None:
    show(page, host, examples("A plain page", "html")[1])
    page.get_by_role("button", name=NATO).click()
    expect(page.locator("blockquote").first).to_be_visible()
    page.evaluate("document.querySelector('on-record-chat').texts = { ask: 'Frag' }")
    page.get_by_role("button", name="Frag").wait_for()


def test_a_frame(host: Host, page: Page) -> None:
    show(page, host, examples("In a frame", "html")[0])
    ask(page.frame_locator("iframe"))


def test_the_whole_page_in_a_frame(host: Host, page: Page) -> None:
    show(page, host, f'<iframe src="https://{NAME}/" title="On Record" width=900 height=700>')
    ask(page.frame_locator("iframe"))


@pytest.fixture(scope="module")
def closed(assistant: Assistant) -> Iterator[Host]:
    """A site whose back end signs tokens as the documentation has it."""
    made: dict[str, object] = {}
    exec(examples("With tokens", "python")[0], made)  # noqa: S102  # our own documentation
    sign = made["on_record_token"]
    assert callable(sign)

    def answer() -> str:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("RAG_TOKEN_KEY", KEY)
            return str(sign("reader"))

    with embedded(assistant, token_key=KEY) as site:
        site.answers["/on-record-token"] = answer
        yield site


def test_tokens_from_an_address(closed: Host, page: Page) -> None:
    show(page, closed, examples("With tokens", "html")[0])
    page.get_by_role("button", name="Ask the archive").click()
    ask(page)


def test_tokens_from_a_script_that_runs_before_the_widget_is_there(
    closed: Host, page: Page
) -> None:
    closed.pages["/token.js"] = examples("With tokens", "js")[0]
    element = '<on-record-chat id="archive"></on-record-chat><script src="/token.js"></script>'
    show(page, closed, f'{element}<script src="https://{NAME}/widget.js"></script>')
    ask(page)


@needs_nginx
@pytest.mark.parametrize("tls", [True, False], ids=["TLS", "no TLS"])
def test_the_widget_below_a_path_of_nginx(proxied: Proxied, page: Page, tls: bool) -> None:
    host = proxied.host
    host.server = proxied.secure if tls else proxied.plain
    (example,) = examples("Behind nginx", "html")
    show(page, host, example)
    page.get_by_role("button", name="Ask the articles").click()
    ask(page)
    with page.context.expect_page() as opened:
        page.locator(".ways a").first.click()
    assert opened.value.url.startswith(f"{host.server}/press/article?id=")
    expect(opened.value.locator("mark").first).to_be_visible()


@needs_nginx
def test_the_page_below_a_path_of_nginx(proxied: Proxied, page: Page) -> None:
    page.goto(f"{proxied.secure}/press/")
    ask(page)


@needs_nginx
def test_events_come_through_nginx_one_by_one(proxied: Proxied) -> None:
    """A short answer fits into nginx's buffer; if it is gathered there, it comes as one piece."""
    came = [_first_piece(proxied.plain, f"What did Macron say about {n}?") for n in range(5)]
    assert all(b"event: understood" in one for one in came)
    assert any(b"event: answer" not in one for one in came)


def _first_piece(address: str, question: str) -> bytes:
    """The first chunk of the body, as nginx sends it."""
    body = b'{"question": "%s"}' % question.encode()
    port = urlsplit(address).port or 0
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(
            b"POST /press/api/v1/ask/stream HTTP/1.1\r\nHost: %s\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            % (urlsplit(address).netloc.encode(), len(body), body)
        )
        with connection.makefile("rb") as answer:
            assert b" 200 " in answer.readline()
            headers = list(iter(answer.readline, b"\r\n"))
            assert b"Transfer-Encoding: chunked\r\n" in headers
            return answer.read(int(answer.readline(), 16))


def test_every_attribute_of_the_widget_is_described() -> None:
    element = Path(ROOT / "rag/web/static/widget/element.js").read_text(encoding="utf-8")
    read = set(re.findall(r'(?:hasAttribute|#get|#listed)\("([\w-]+)"\)', element))
    read |= set(
        re.findall(
            r"\[([a-z]+)(?:=\w+)?\]\)",
            (ROOT / "rag/web/static/widget/widget.css").read_text(encoding="utf-8"),
        )
    ) - {"hidden", "open"}
    rows = "".join(line for line in DOCS.splitlines() if line.startswith("| `"))
    assert {name for name in read if f"`{name}" not in rows} == set()
