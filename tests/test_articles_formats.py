"""Every format gives the article that a reader of the file sees."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest

from rag.articles.corpus import corpus_files, read_corpus
from rag.articles.encoding import decode
from rag.articles.fields import read_field_map
from rag.articles.formats.kinds import Kind, kind_of
from rag.records import Article, Unread
from tests.hostile import pdf

FIRST = (
    "The minister said on Friday that talks would resume in Oslo next week. “We are ready to "
    "talk,” Jane Doe told reporters after the meeting, which had lasted for two days."
)
SECOND = "She gave no date for the next round, but said that both sides would stay in touch."
TEXT = f"{FIRST}\n\n{SECOND}"
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Talks resume in Oslo</title><meta property="og:site_name" content="The Post">
<meta property="article:published_time" content="2024-05-03T10:00:00Z">
<meta name="author" content="Jo Lee">
<link rel="canonical" href="https://www.post.org/oslo"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article>
<h1>Talks resume in Oslo</h1><p>{FIRST}</p><p>{SECOND}</p></article>
<footer>Copyright The Post. <a href="/terms">Terms of use</a></footer></body></html>"""
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Post</title><item>
<title>Talks resume in Oslo</title><link>https://www.post.org/oslo</link><guid>post-1</guid>
<pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><description>&lt;p&gt;{FIRST}&lt;/p&gt;
&lt;script&gt;go()&lt;/script&gt;&lt;p&gt;{SECOND}&lt;/p&gt;</description></item></channel></rss>"""
MAIL = (
    "From: Jo Lee <jo@post.org>\nSubject: Talks resume in Oslo\nMIME-Version: 1.0\n"
    "Date: Fri, 03 May 2024 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n"
    f"{TEXT}\n\n-- \nThe Post, 1 Main Street\n"
)


def read(path: Path, fields: str = "") -> tuple[list[Article], list[Unread]]:
    unread = list(corpus_files(path).unread)
    names = read_field_map(fields)
    return list(read_corpus(path, names=names, unread=unread.append)), unread


def only(path: Path, fields: str = "") -> Article:
    (article,), unread = read(path, fields)
    assert unread == []
    return article


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_a_page_gives_its_article_without_what_stands_around_it(tmp_path: Path) -> None:
    article = only(written(tmp_path, "a.html", PAGE))
    assert (article.id, article.title, article.text) == ("a.html", "Talks resume in Oslo", TEXT)
    assert article.published == date(2024, 5, 3)
    assert (article.outlet, article.authors) == ("The Post", ("Jo Lee",))
    assert article.url == "https://www.post.org/oslo"


def test_a_day_in_a_pages_text_is_not_the_day_of_the_article(tmp_path: Path) -> None:
    page = f"<html><body><h1>Talks</h1><p>{FIRST}</p><p>On 3 March 2021 they met.</p></body></html>"
    article = only(written(tmp_path, "a.html", page))
    assert (article.published, article.mentioned) == (None, date(2021, 3, 3))


def test_a_saved_page_names_its_address(tmp_path: Path) -> None:
    page = f"<html><body><p>{FIRST}</p><p>{SECOND}</p></body></html>"
    saved = f"<!-- saved from url=(0024)https://www.a.org/x -->
{page}"
