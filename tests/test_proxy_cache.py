"""A proxy that keeps what it may: nothing of what one reader is answered reaches another."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from rag import Assistant
from rag.settings import Settings
from rag.web.desk import Desk
from rag.web.guard.access import read_access
from rag.web.server import make_web_app
from tests.browser.proxying import NGINX, nginx
from tests.serving import serving

NAME = "record.example"
# as eager as nginx can be without disregarding what the server says
BLOCK = """
proxy_cache_path {folder}/kept keys_zone=kept:10m;
server {{
  listen 443 ssl;
  ssl_certificate x;
  ssl_certificate_key x;
  location / {{
    proxy_pass http://127.0.0.1:7860;
    proxy_set_header X-Forwarded-User $http_x_reader;
    proxy_cache kept;
    proxy_cache_key $request_method$request_uri;
    proxy_cache_methods GET HEAD;
    proxy_cache_valid any 10m;
    add_header X-Kept $upstream_cache_status always;
  }}
}}
"""
OPEN = ["/widget.js"]  # the same for everybody, and may be kept
OWN = [
    "/",
    "/config",
    "/metrics",
    "/embed",
    "/timeline?speaker=Lavrov",
    "/article?id=none",
    "/conversation?id=none",
    "/conversation?id=none&as=markdown",
    "/api/v1/coverage",
    "/api/v1/articles/none",
    "/evaluation",
]

pytestmark = pytest.mark.skipif(NGINX is None, reason="no nginx on this machine")


@pytest.fixture(scope="module")
def kept(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    access = read_access(
        Settings(
            trusted_proxies="127.0.0.1", identity_header="X-Forwarded-User", allowed_hosts=NAME
        )
    )
    folder = tmp_path_factory.mktemp("nginx")
    with (
        serving(make_web_app(Desk(assistant), access=access)) as address,
        nginx(BLOCK.format(folder=folder), address, folder, NAME) as (_, plain),
        httpx.Client(
            base_url=f"http://127.0.0.1:{plain.rpartition(':')[2]}",
            headers={"Host": NAME},
            timeout=60,
        ) as client,
    ):
        yield client


@pytest.mark.parametrize("path", OWN)
def test_nothing_for_one_reader_is_kept(kept: httpx.Client, path: str) -> None:
    first = kept.get(path, headers={"X-Reader": "Ann"})
    again = kept.get(path, headers={"X-Reader": "Bob"})
    assert "HIT" not in {first.headers["X-Kept"], again.headers["X-Kept"]}
    nobody = kept.get(path)
    assert nobody.status_code == 401


@pytest.mark.parametrize("path", OPEN)
def test_what_is_the_same_for_everybody_is_kept(kept: httpx.Client, path: str) -> None:
    kept.get(path)
    assert kept.get(path).headers["X-Kept"] == "HIT"


def test_the_gates_say_the_same_with_any_reader(kept: httpx.Client) -> None:
    assert kept.get("/healthz").status_code == 200
    assert kept.get("/healthz").headers["X-Kept"] != "HIT"
