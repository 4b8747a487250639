"""Every format gives the article that a reader of the file sees."""

from __future__ import annotations

import gzip
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest

from rag.articles.corpus import read_corpus
from rag.articles.formats.file_kinds import Kind, kind_of
from rag.articles.text.encoding import decode
from rag.field_names import read_field_names
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


Read = Callable[[Path], tuple[list[Article], list[Unread]]]
Only = Callable[[Path], Article]


@pytest.fixture(scope="module")
def only(read_files: Read) -> Only:
    """Reads the article of a file."""

    def read(path: Path) -> Article:
        (article,), unread = read_files(path)
        assert unread == []
        return article

    return read


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_a_page_gives_its_article_without_what_stands_around_it(only: Only, tmp_path: Path) -> None:
    article = only(written(tmp_path, "a.html", PAGE))
    assert (article.id, article.title, article.text) == ("a.html", "Talks resume in Oslo", TEXT)
    assert article.published == date(2024, 5, 3)
    assert (article.outlet, article.authors) == ("The Post", ("Jo Lee",))
    assert article.url == "https://www.post.org/oslo"


def test_a_day_in_a_pages_text_is_not_the_day_of_the_article(only: Only, tmp_path: Path) -> None:
    page = f"<html><body><h1>Talks</h1><p>{FIRST}</p><p>On 3 March 2021 they met.</p></body></html>"
    article = only(written(tmp_path, "a.html", page))
    assert (article.published, article.mentioned) == (None, date(2021, 3, 3))


def test_a_saved_page_names_its_address(only: Only, tmp_path: Path) -> None:
    comment = "<!-- saved from url=(0024)https://www.a.org/x -->"
    page = f"{comment}\n<html><body><p>{FIRST}</p><p>{SECOND}</p></body></html>"
    assert only(written(tmp_path, "a.htm", page)).url == "https://www.a.org/x"


def test_a_word_file(only: Only, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Talks resume in Oslo", 0)
    for paragraph in ("May 3, 2024", FIRST, SECOND):
        document.add_paragraph(paragraph)
    document.core_properties.author = "Jo Lee"
    document.save(str(tmp_path / "a.docx"))
    article = only(tmp_path / "a.docx")
    assert (article.title, article.text) == ("Talks resume in Oslo", TEXT)
    assert (article.published, article.authors) == (date(2024, 5, 3), ("Jo Lee",))


def test_a_pdf_has_paragraphs_again(only: Only, tmp_path: Path) -> None:
    lines = [
        ("Talks resume in Oslo", 0, 18),
        ("The minister said on Friday that talks would re-", 40, 12),
        ("sume in Oslo next week, and gave no date for it.", 14, 12),
        ("She spoke to reporters who had waited for hours", 30, 12),
        ("in the rain.", 14, 12),
    ]
    content = b"BT 72 720 Td "
    for text, down, size in lines:
        content += b"/F %d Tf 0 -%d Td (%s) Tj " % (size, down, text.encode())
    article = only(written(tmp_path, "a.pdf", pdf(content + b"ET")))
    assert article.title == "Talks resume in Oslo"
    assert article.text == (
        "The minister said on Friday that talks would resume in Oslo next week, and gave no date "
        "for it.\n\nShe spoke to reporters who had waited for hours in the rain."
    )


def test_a_pdf_whose_letters_are_not_known_is_listed(read_files: Read, tmp_path: Path) -> None:
    # a font that the page does not have, so that nothing says which letters the codes mean
    content = b"BT /Missing 12 Tf 72 720 Td (The minister spoke in Oslo on Friday.) Tj ET"
    articles, unread = read_files(written(tmp_path, "a.pdf", pdf(content)))
    assert articles == []
    assert "which letters" in unread[0].reason


def test_an_entry_without_an_address_has_none(only: Only, tmp_path: Path) -> None:
    feed = FEED.replace("<link>https://www.post.org/oslo</link>", "")
    article = only(written(tmp_path, "a.rss", feed))
    assert (article.id, article.url) == ("post-1", None)


def test_a_page_does_not_take_the_title_of_another_story(only: Only, tmp_path: Path) -> None:
    other = {"@type": "NewsArticle", "headline": "An old wall", "datePublished": "2019-01-05"}
    data = f'<script type="application/ld+json">{json.dumps(other)}</script>'
    page = PAGE.replace("</head>", data + "</head>", 1)
    assert data in page
    article = only(written(tmp_path, "a.html", page))
    assert (article.title, article.published) == ("Talks resume in Oslo", date(2024, 5, 3))


def test_a_feed_gives_an_article_for_each_entry(only: Only, tmp_path: Path) -> None:
    article = only(written(tmp_path, "a.rss", FEED))
    assert (article.id, article.title, article.text) == ("post-1", "Talks resume in Oslo", TEXT)
    assert (article.published, article.outlet) == (date(2024, 5, 3), "The Post")
    assert article.url == "https://www.post.org/oslo"


def test_a_mail(only: Only, tmp_path: Path) -> None:
    article = only(written(tmp_path, "a.eml", MAIL))
    assert (article.title, article.text) == ("Talks resume in Oslo", TEXT)
    assert (article.published, article.authors) == (date(2024, 5, 3), ("Jo Lee",))


def test_fields_are_found_by_the_names_that_the_settings_give(tmp_path: Path) -> None:
    contents = {
        "a.json": '[{"body": "It rained.", "meta": {"day": "2024-05-03"}, "head": "Rain"}]',
        "b.json": '{"p": [{"body": "It rained.", "meta.day": "2024-05-03", "head": "Rain"}]}',
        "a.jsonl": '{"body": "It rained.", "meta": {"day": "2024-05-03"}, "head": "Rain"}',
        "a.csv": "head,body,meta.day\nRain,It rained.,2024-05-03\n",
        "b.csv": 'head;body;meta.day\n"Rain";"It rained.";2024-05-03\n',
        "a.tsv": "head\tbody\tmeta.day\nRain\tIt rained.\t2024-05-03\n",
    }
    for name, content in contents.items():
        written(tmp_path, name, content)
    names = read_field_names("text=body,published=meta.day,title=head")
    articles = list(read_corpus(tmp_path, names=names))  # whatever cannot be read is an error
    assert {re.split("[#/]", article.id)[0] for article in articles} == set(contents)
    for article in articles:
        assert (article.title, article.text) == ("Rain", "It rained.")
        assert article.published == date(2024, 5, 3)


def test_a_row_without_text_is_listed_with_the_names_it_has(
    read_files: Read, tmp_path: Path
) -> None:
    articles, unread = read_files(written(tmp_path, "a.csv", "text,day\nIt rained.,x\n,2024\n"))
    assert len(articles) == 1
    assert unread == [Unread("a.csv#3", "no field 'text'; it has day")]


@pytest.mark.parametrize("wrong", ["text", "body=text", "text=", "colour=red"])
def test_a_field_map_that_cannot_be_meant_is_an_error(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"of the form|not a field"):
        read_field_names(wrong)


def _zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.writestr("in/a.html", PAGE)
        archive.writestr("b.txt", f"Talks resume\n\n{TEXT}")
        archive.writestr("in/logo.png", b"\x89PNG")
    return folder / "z.zip"


def _tar(folder: Path) -> Path:
    with tarfile.open(folder / "z.tar.gz", "w:gz") as archive:
        for name, content in (("in/a.html", PAGE), ("b.txt", f"Talks resume\n\n{TEXT}")):
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            archive.addfile(member, io.BytesIO(content.encode()))
    return folder / "z.tar.gz"


@pytest.mark.parametrize("packed", [_zip, _tar])
def test_an_archive_is_read_as_a_folder(
    read_files: Read, tmp_path: Path, packed: Callable[[Path], Path]
) -> None:
    archive = packed(tmp_path)
    articles, unread = read_files(archive)
    assert [one.id for one in articles] == [f"{archive.name}/b.txt", f"{archive.name}/in/a.html"]
    assert {one.text for one in articles} == {TEXT}
    assert all(one.expected for one in unread)


def test_a_gzipped_page_is_read(only: Only, tmp_path: Path) -> None:
    article = only(written(tmp_path, "a.html.gz", gzip.compress(PAGE.encode())))
    assert (article.id, article.text) == ("a.html.gz/a.html", TEXT)


def test_what_a_file_is_counts_more_than_its_name() -> None:
    assert kind_of("a.html", b"%PDF-1.7") is Kind.PDF
    assert kind_of("a.txt", b"<!DOCTYPE html><html>") is Kind.HTML
    assert kind_of("a.txt", b"<b>Bold</b> words") is Kind.TEXT
    assert kind_of("a.docx", b"PK\x03\x04") is Kind.WORD
    assert kind_of("a.xml", b"<?xml version='1.0'?><feed>") is Kind.FEED
    assert kind_of("a", b"<rss>") is Kind.FEED
    assert kind_of("a", b"words") is None
    assert kind_of("a.rtf", b"{\\rtf1") is None


@pytest.mark.parametrize(
    ("name", "head", "reason"),
    [
        ("a.epub", b"PK\x03\x04", "an EPUB book; unpack it"),
        ("a.zip", b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", "an EPUB book"),
        ("a.warc", b"WARC/1.0\r\n", "a web archive (WARC); unpack it"),
        ("a.warc.gz", b"\x1f\x8b", "a web archive (WARC); unpack it"),
        ("a.gz.txt", b"WARC/1.1\r\n", "a web archive (WARC)"),
        ("a.wacz", b"PK\x03\x04", "a web archive (WACZ)"),
        ("a.mhtml", b"From: <Saved by a browser>", "a saved page (MHTML); save the page as .html"),
        ("a.rtf", b"{\\rtf1", "rich text (RTF); save it as .docx"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "an old Word file; save it as .docx"),
        ("a.odt", b"PK\x03\x04", "an OpenDocument text; save it as .docx"),
        ("a.msg", b"\xd0\xcf\x11\xe0", "an Outlook mail; save it as .eml"),
        ("a.xlsx", b"PK\x03\x04[Content_Types].xml", "a spreadsheet; export it as .csv"),
        ("a.jsonl.zst", b"\x28\xb5\x2f\xfd", "packed with zstd; pack it as .gz or .zip"),
        ("a.unknown", b"words", "a format that is not read"),
    ],
)
def test_a_format_that_is_not_read_is_listed_with_what_to_do(
    read_files: Read, tmp_path: Path, name: str, head: bytes, reason: str
) -> None:
    articles, unread = read_files(written(tmp_path, name, head))
    assert articles == []
    assert [one.path for one in unread] == [name]
    assert reason in unread[0].reason


def test_in_an_archive_as_well(read_files: Read, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.warc", b"WARC/1.0\r\n")
    articles, unread = read_files(tmp_path / "a.zip")
    assert articles == []
    assert [one.path for one in unread] == ["a.zip/b.warc"]
    assert "unpack it" in unread[0].reason


def test_a_page_is_read_whatever_it_is_named(only: Only, tmp_path: Path) -> None:
    assert only(written(tmp_path, "a.doc", PAGE)).text == TEXT


RUSSIAN = (
    "Министр иностранных дел заявил в пятницу, что переговоры возобновятся на следующей "
    "неделе. Он не назвал даты, но сказал, что стороны останутся на связи."
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TEXT, "cp1252"),
        ("Le ministre a déclaré que l’été prochain serait « décisif » pour la paix.", "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("外交部长星期五表示，谈判将于下周恢复。他没有说明日期。" * 3, "gb18030"),
        (TEXT, "utf-16"),
        (TEXT, "utf-16-be"),
        (TEXT, "utf-32"),
        (TEXT, "utf-8-sig"),
    ],
)
def test_an_encoding_is_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text
