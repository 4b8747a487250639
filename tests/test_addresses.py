"""An article stands at its own address, whatever archive or redirect it came through."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.corpus import read_corpus
from rag.articles.text.addresses import day_in_path, host_of, original_address

ADDRESS = "https://www.post.example/2024/05/07/cranes.html"
ENCODED = "https%3A%2F%2Fwww.post.example%2F2024%2F05%2F07%2Fcranes.html"
ARCHIVED = [
    f"https://web.archive.org/web/20240510120000/{ADDRESS}",
    f"http://web.archive.org/web/2024/{ADDRESS}",
    f"https://web.archive.org/web/20240510120000if_/{ADDRESS}",
    f"https://web.archive.org/web/20240510120000id_/{ADDRESS}",
    f"https://web.archive.org/web/*/{ADDRESS}",
    f"https://web.archive.org/web/20240510120000/{ENCODED}",
    "https://web.archive.org/web/20240510120000/https:/www.post.example/2024/05/07/cranes.html",
    f"https://web.archive.org/web/20240510120000/https://web.archive.org/web/20240509/{ADDRESS}",
    f"https://archive.org/web/20240510/{ADDRESS}",
    f"https://archive.ph/2024.05.10-120000/{ADDRESS}",
    f"https://archive.today/newest/{ADDRESS}",
    f"https://archive.is/20240510120000/{ADDRESS}",
    f"https://wayback.archive-it.org/1234/20240510120000/{ADDRESS}",
    f"https://webarchive.nationalarchives.gov.uk/ukgwa/20240510120000/{ADDRESS}",
    f"https://www.webarchive.org.uk/wayback/archive/20240510120000/{ADDRESS}",
    f"https://webarchive.loc.gov/all/20240510120000/{ADDRESS}",
    f"https://arquivo.pt/wayback/20240510120000/{ADDRESS}",
    f"https://swap.stanford.edu/was/20240510120000/{ADDRESS}",
    f"https://archives.example/20240510120000/{ADDRESS}",
    f"https://webcache.googleusercontent.com/search?q=cache:abcDEF123:{ADDRESS}&hl=en",
    "https://www-post-example.cdn.ampproject.org/c/s/www.post.example/2024/05/07/cranes.html",
    "https://www.google.com/amp/s/www.post.example/2024/05/07/cranes.html",
    f"https://www.google.com/url?q={ENCODED}&sa=D",
    f"https://l.facebook.com/l.php?u={ENCODED}",
    f"https://12ft.io/{ADDRESS}",
    f"https://12ft.io/proxy?q={ENCODED}",
    f"https://r.jina.ai/{ADDRESS}",
    "https:/www.post.example/2024/05/07/cranes.html",
    ADDRESS,
]


@pytest.mark.parametrize("address", ARCHIVED)
def test_an_archived_page_has_the_address_of_the_original(address: str) -> None:
    assert original_address(address) == ADDRESS
    assert host_of(original_address(address)) == "post.example"
    assert day_in_path(original_address(address)) == date(2024, 5, 7)


def test_an_address_without_its_scheme_is_completed() -> None:
    address = "https://web.archive.org/web/20240510/www.post.example/cranes"
    assert original_address(address) == "http://www.post.example/cranes"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.post.example/share?u=https://other.example/x",
        "https://www.post.example/2024/05/07/https-everywhere",
        "https://www.post.example/report/https://other.example/x",
        "https://www.google.com/search?q=cranes",
        "https://www.stanford.edu/2024/talks",
        "https://blog.archive.org/2024/05/07/news",
        "ftp://files.example/x",
        "http://[",
        "",
    ],
)
def test_other_addresses_stay(address: str) -> None:
    assert original_address(address) == address


def test_an_archive_is_not_an_outlet() -> None:
    assert host_of("https://archive.is/AbC12") is None
    assert host_of("https://perma.cc/ABC-123") is None
    assert host_of("https://www.stanford.edu/talks") == "stanford.edu"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "Cranes sold\n\nThe council voted.\n\nOriginal url:\n\n<{address}>\n"),
        ("a.txt", "Cranes sold\n\nThe council voted.\n\nSource: [The Post]({address})\n"),
        ("a.md", "---\nurl: {address}\n---\n# Cranes sold\n\nThe council voted.\n"),
        ("a.jsonl", '{{"title": "Cranes sold", "text": "The council voted.", "url": "{address}"}}'),
        ("a.csv", "title,text,url\nCranes sold,The council voted.,{address}\n"),
        (
            "a.rss",
            "<rss><channel><item><title>Cranes sold</title><link>{address}</link><description>The "
            "council voted.</description></item></channel></rss>",
        ),
    ],
)
def test_every_format_has_the_address_of_the_original(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content.format(address=ARCHIVED[0]), encoding="utf-8")
    (article,) = read_corpus(tmp_path / name, today=date(2026, 1, 1))
    assert (article.url, article.outlet) == (ADDRESS, "post.example")
    assert (article.text, article.published) == ("The council voted.", date(2024, 5, 7))


@given(
    st.text(max_size=100), st.sampled_from(["", "https://", "https://web.archive.org/web/2024/"])
)
def test_no_address_makes_it_fail(rest: str, start: str) -> None:
    address = original_address(start + rest)
    assert original_address(address) is not None
    host_of(address)
    day_in_path(address)
