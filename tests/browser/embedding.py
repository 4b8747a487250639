"""Somebody else's site, which shows the widget: its pages, under its own origin and policy."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from rag import Assistant
from rag.settings import Settings
from rag.web.desk import Desk
from rag.web.guard.access import read_access
from rag.web.server import make_web_app
from tests.serving import serving

# What a page of an intranet may forbid at most: no inline style or script, and no HTML from text.
STRICT = (
    "default-src 'none'; script-src {server} 'self'; connect-src {server} 'self'; "
    "style-src 'self'; frame-src {server}; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
# What no page should have in its stylesheet, and many do.
HOSTILE = """
* { all: unset !important; display: inline !important; color: lime !important;
    font: 40px fantasy !important; position: static !important; visibility: hidden !important; }
html { font-size: 62.5% }
body, body * { letter-spacing: 1em !important; text-transform: uppercase !important; }
body { transform: scale(1); filter: blur(0) }
button, textarea, dialog, h2, section, ol, mark { background: red !important }
main, div { border: 9px solid red !important }
on-record-chat { display: none !important; opacity: 0 !important; z-index: -1 !important }
.log, .frame, .send { height: 1px !important; transform: rotate(9deg) !important }
"""


@dataclass(slots=True)
class Host:
    """A site under an address of its own; `pages` are its files, by path."""

    address: str
    server: str = ""
    policy: str = STRICT
    pages: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Callable[[], str]] = field(default_factory=dict)

    def page(self, body: str, *, styles: str = "", attributes: str = 'lang="en"') -> str:
        """The address of a new page; `SERVER` in its body stands for ours."""
        path = f"/page-{len(self.pages)}"
        self.pages[f"{path}.css"] = styles
        self.pages[path] = (
            f"<!doctype html><html {attributes}><head><meta charset=utf-8><title>Intranet</title>"
            '<meta name=viewport content="width=device-width">'
            f'<link rel=stylesheet href="{path}.css"></head>'
            f"<body>{body.replace('SERVER', self.server)}</body></html>"
        )
        return self.address + path


@contextmanager
def host_site(name: str = "intranet.example") -> Iterator[Host]:
    """A site that the tests' browser finds by name; it answers on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            kinds = {"css": "text/css", "js": "text/javascript", "txt": "text/plain"}
            if path in host.answers:
                text: str | None = host.answers[path]()
            else:
                text = host.pages.get(path)
            self.send_response(404 if text is None else 200)
            kind = kinds.get(path.rpartition(".")[2], "text/html")
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", host.policy.format(server=host.server))
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *_: object) -> None:
            """Nothing: the tests' output is theirs."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = Host(f"http://{name}:{listening.server_port}")
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        listening.shutdown()
        listening.server_close()


@contextmanager
def embedded(assistant: Assistant, **settings: object) -> Iterator[Host]:
    """A site, and our server which allows it to ask."""
    with ExitStack() as stack:
        host = stack.enter_context(host_site())
        given = {"allowed_origins": host.address, **settings}
        access = read_access(Settings.model_validate(given))
        host.server = stack.enter_context(serving(make_web_app(Desk(assistant), access=access)))
        yield host
