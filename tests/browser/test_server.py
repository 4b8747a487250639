"""What the server answers, page or no page."""

from __future__ import annotations

import json
import re
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest


def test_health_counts_the_articles(address: str) -> None:
    with urlopen(f"{address}/healthz") as answer:  # noqa: S310
        about = json.load(answer)
    assert (about["status"], about["articles"]) == ("ok", 3)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/config",
        "/page/page.js",
        "/articles",
        "/article?id=000_da556442ba3b8b22.txt",
        "/nowhere",
    ],
)
def test_every_response_carries_the_policy(address: str, path: str) -> None:
    try:
        with urlopen(address + path) as answer:  # noqa: S310
            headers = answer.headers
    except HTTPError as error:
        headers = error.headers
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "query", ["id=../app.py", "id=000_da556442ba3b8b22.txt&cite=9-1", "id=%00&cite=x"]
)
def test_an_article_that_is_not_there_is_not_found(address: str, query: str) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{address}/article?{query}")  # noqa: S310
    assert caught.value.code == 404
    assert b"Page not found" in caught.value.read()


def test_the_first_page_runs_nothing_inline(address: str) -> None:
    with urlopen(address) as answer:  # noqa: S310
        text = answer.read().decode()
    assert text.count("<script") == len(re.findall(r"<script[^>]* src=", text)) >= 3
    assert not re.search(r"<[^>]* on\w+=", text)
    assert "https://" not in text
