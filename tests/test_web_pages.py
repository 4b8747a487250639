"""A page's article has the day, the authors and the address that the page says are its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rag.articles.formats.file_kinds import Kind
from rag.articles.reading import Reading
from rag.records import Article

TITLE = "Norddal sells its cranes"
HEADING = f"<h1>{TITLE}</h1>"
FIRST = (
    "The council of Norddal voted on Tuesday to sell the two old cranes in the east harbour, after "
    "a debate that went on until midnight."
)
SECOND = "“We had no other choice,” said Mayor Lena Brandt. “The money is gone.”"
THIRD = (
    "The dockers had asked the council to wait until the summer, when a report on the harbour is "
    "due from the ministry."
)
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
DAY = date(2024, 5, 7)
OLD = '<time datetime="2019-01-05">5 January 2019</time>'
DATED = '<time datetime="2024-05-07">7 May</time>'


def page(*, head: str = "", top: str = HEADING, below: str = "", beside: str = "") -> str:
    """A page with an article; `top` and `below` are in it, `beside` stands outside of it."""
    body = "".join(f"<p>{each}</p>" for each in (FIRST, SECOND, THIRD))
    return (
        f"<html><head><title>{TITLE}</title>{head}</head><body><article>{top}{body}{below}</article>"
        f"{beside}</body></html>"
    )


def linked(*nodes: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes
    )


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


Read = Callable[[str], Article]


@pytest.fixture
def read(reading: Reading, tmp_path: Path) -> Read:
    def read(content: str) -> Article:
        file = tmp_path / "a.html"
        file.write_text(content, encoding="utf-8")
        (article,) = reading.file(file, Kind.HTML, "a.html")
        return article

    return read


# --- the day -----------------------------------------------------------------------------------

ARTICLE = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-05-07T08:00:00Z"}
OTHER = {"@type": "NewsArticle", "headline": "Old story", "datePublished": "2019-01-05"}
OF_ANOTHER_STORY = {
    "aside": page(
        beside=f'<aside><h3>Read also</h3><article><a href="/x">Old</a> {OLD}</article></aside>'
    ),
    "related": page(beside=f'<div class="related-stories"><a href="/x">Old</a> {OLD}</div>'),
    "related, in the article": page(
        below=f'<div><h3>Read also</h3><p><a href="/x">Old story</a> {OLD}</p></div>'
    ),
    "list in the article": page(below=f'<ul><li><a href="/x">Old story</a> {OLD}</li></ul>'),
    "comments": page(beside=f'<section id="comments"><div>Great. {OLD}</div></section>'),
    "comments in the article": page(below=f'<div class="comment-list"><p>Great. {OLD}</p></div>'),
    "another article": page(beside=f"<article><h2>Old</h2>{OLD}<p>Something else.</p></article>"),
    "an article before": page().replace(
        "<body>", f"<body><article><h2>Old</h2>{OLD}<p>Something else.</p></article>"
    ),
    "today's date": page().replace(
        "<body>", '<body><header><time datetime="2024-09-12">12 September 2024</time></header>'
    ),
    "footer": page(beside=f"<footer>© 2019 The Post {OLD}</footer>"),
    "an event in the text": page(
        below='<p>The cranes were built on <time datetime="1962-01-05">5 January 1962</time> by a '
        "firm that has long since gone, and were in use until last year in the harbour.</p>"
    ),
    "an event in a short text": page(below=f"<p>They were built on {OLD}.</p>"),
    "a picture": page(top=f"{HEADING}<figure><img src=x><figcaption>{OLD}</figcaption></figure>"),
    "an event": page(
        top=f'{HEADING}<time datetime="2024-08-20">Harbour festival: 20 August 2024</time>'
    ),
    "a comment's microdata": page(
        beside='<div itemscope itemtype="https://schema.org/Comment">'
        '<time itemprop="dateCreated" datetime="2024-09-01">1 September 2024</time></div>'
    ),
    "a card's microdata": page(
        beside='<div itemscope itemtype="https://schema.org/NewsArticle">'
        '<span itemprop="datePublished" content="2019-01-05">5 January</span></div>'
    ),
    "a list in linked data": page(
        head=linked({"@type": "ItemList", "itemListElement": [{**OTHER, "position": 1}]})
    ),
    "other stories in linked data": page(head=linked(OTHER, {**OTHER, "headline": "Older"})),
    "another story in linked data": page(head=linked({**OTHER, "url": "https://x.example/old"})),
    "the site in linked data": page(
        head=linked({"@type": "WebSite", "datePublished": "2010-01-01"})
    ),
    "several days in a script": page(
        head='<script>x = [{"publishedAt": "2019-01-05"}, {"publishedAt": "2018-01-05"}]</script>'
    ),
    "a change only": page(head=linked({"@type": "NewsArticle", "dateModified": "2025-09-09"})),
    "a marked change only": page(
        top=f'{HEADING}<p>Updated <time datetime="2024-09-01">1 September</time></p>'
    ),
    "an archive's bar": page().replace(
        "<body>", '<body><div id="wm-ipp-base"><span class="date">10 May 2024</span></div>'
    ),
}


@pytest.mark.parametrize("case", OF_ANOTHER_STORY)
def test_a_day_that_is_not_the_articles_is_not_taken(read: Read, case: str) -> None:
    article = read(OF_ANOTHER_STORY[case])
    assert article.published is None
    assert TEXT in article.text


BESIDE = f"<aside>{OLD}</aside>"
OF_THE_ARTICLE = {
    "linked data": page(head=linked(ARTICLE), beside=BESIDE),
    "linked data in the body": page(beside=linked(ARTICLE) + BESIDE),
    "a graph": page(head=linked({"@graph": [{"@type": "WebSite"}, ARTICLE]}), beside=BESIDE),
    "a list of types": page(head=linked({**ARTICLE, "@type": ["NewsArticle", "Article"]})),
    "the main entity of a page": page(head=linked({"@type": "WebPage", "mainEntity": ARTICLE})),
    "one of several": page(head=linked(OTHER, ARTICLE), beside=BESIDE),
    "comments in linked data": page(
        head=linked({**ARTICLE, "comment": [{"@type": "Comment", "dateCreated": "2024-09-01"}]})
    ),
    "linked data with a mistake": page(
        head=f'<script type="application/ld+json"><!--\n{json.dumps(ARTICLE)[:-1]},}}\n--></script>'
    ),
    "linked data in CDATA": page(
        head='<script type="application/ld+json">//<![CDATA[\n'
        f"{json.dumps(ARTICLE)}\n//]]></script>"
    ),
    "linked data that is broken": page(
        head='<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A "b"", '
        '"datePublished": "2024-05-07"}</script>',
        beside=BESIDE,
    ),
    "the data of a script": page(
        head='<script id="__NEXT_DATA__" type="application/json">{"props": {"article": '
        '{"publishedAt": "2024-05-07T08:00:00Z"}}}</script>',
        beside=BESIDE,
    ),
    "a variable": page(head='<script>var pubDate = "May 7, 2024";</script>', beside=BESIDE),
    "a layer of data": page(
        head="<script>dataLayer.push({'publishDate': '2024-05-07'})</script>", beside=BESIDE
    ),
    "an escaped script": page(
        head='<script>push([1, "{\\"publishedAt\\":\\"2024-05-07T08:00:00Z\\"}"])</script>'
    ),
    "microdata": page(
        top=f'{HEADING}<time itemprop="datePublished" datetime="2024-05-07">7 May</time>'
        '<time itemprop="dateModified" datetime="2024-09-01">1 September</time>'
    ),
    "microdata in the head": page(
        head='<meta itemprop="datePublished" content="2024-05-07T10:00:00+02:00">', beside=BESIDE
    ),
    "microdata beside a comment's": page(
        top=f'{HEADING}<meta itemprop="datePublished" content="2024-05-07">',
        beside='<div itemscope itemtype="https://schema.org/Comment">'
        '<time itemprop="datePublished" datetime="2024-09-01">1 September</time></div>',
    ),
    "RDFa": page(top=f'{HEADING}<i property="schema:datePublished" content="2024-05-07">x</i>'),
    "its own time zone": page(
        head='<meta property="article:published_time" content="2024-05-07T23:30:00-07:00">'
    ),
    "a name in the head": page(head=meta("pubdate", "20240507")),
    "Dublin Core": page(head=meta("DC.date.issued", "2024-05-07")),
    "a time": page(top=f"{HEADING}{DATED}"),
    "a time without its attribute": page(top=f"{HEADING}<time>May 7, 2024</time>"),
    "a time above": page(top=f"{DATED}{HEADING}"),
    "a time in a byline": page(
        top=f'<header>{HEADING}<p class="byline">By Ida Falk {DATED}</p></header>'
    ),
    "a time behind a later one": page(
        top=f'{HEADING}<p>Updated <time datetime="2024-09-01">x</time>. Published {DATED}</p>'
    ),
    "a header of its own": page(top=" ").replace(
        "<body>", f'<body><header class="entry-header">{HEADING}{DATED}</header>'
    ),
    "a line": page(top=f'{HEADING}<p class="date">May 7, 2024</p>'),
    "a line with more in it": page(
        top=f'{HEADING}<div class="entry-meta">By Ida Falk | <b>7 May 2024</b> | News</div>'
    ),
    "a line with a label": page(
        top=f'{HEADING}<i class="posted-on">Posted on Tuesday, May 7, 2024 at 8:00 am</i>'
    ),
    "a line at the foot": page(below='<p class="meta">Published: 7 May 2024</p>'),
    "a page without an article element": page(
        top=f'{HEADING}<p class="date">May 7, 2024</p>'
    ).replace("article>", "div>"),
    "classes on all of the page": page(top=f"{HEADING}{DATED}").replace(
        "<body>", '<body class="has-sidebar single-post comments-open widget">'
    ),
    "the path of its address": page(
        head='<link rel="canonical" href="https://www.post.example/2024/05/07/cranes">'
    ),
}


@pytest.mark.parametrize("case", OF_THE_ARTICLE)
def test_the_articles_own_day_is_found(read: Read, case: str) -> None:
    assert read(OF_THE_ARTICLE[case]).published == DAY


AMBIGUOUS = "05/07/2024"


@pytest.mark.parametrize("language", ["en-US", "en-GB", "de", ""])
@pytest.mark.parametrize(
    "content",
    [
        page(top=f'{HEADING}<time itemprop="datePublished" datetime="{AMBIGUOUS}">x</time>'),
        page(top=f"{HEADING}<time>{AMBIGUOUS}</time>"),
        page(head=f'<meta property="article:published_time" content="{AMBIGUOUS} 10:00">'),
        page(head=meta("date", "05-07-2024")),
        page(head=meta("date", "05.07.2024")),
        page(head=linked({**ARTICLE, "datePublished": AMBIGUOUS})),
        page(top=f'{HEADING}<p class="date">{AMBIGUOUS}</p>'),
        page(top=f'{HEADING}<p class="date">05/07/24</p>'),
    ],
)
def test_a_day_with_two_readings_is_not_guessed(read: Read, content: str, language: str) -> None:
    assert read(content.replace("<html>", f'<html lang="{language}">')).published is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("05/17/2024", date(2024, 5, 17)),
        ("17/05/2024", date(2024, 5, 17)),
        ("2024/5/17 15:07:41", date(2024, 5, 17)),
        ("05/05/2024", date(2024, 5, 5)),
        ("2024-05", None),
        ("2024", None),
    ],
)
def test_a_day_in_numbers_is_read_if_it_is_sure(read: Read, written: str, day: date | None) -> None:
    assert read(page(head=meta("date", written))).published == day


def test_the_day_of_a_change_is_kept_apart(read: Read) -> None:
    article = read(page(head=linked({**ARTICLE, "dateModified": "2025-09-09"})))
    assert (article.published, article.modified) == (DAY, date(2025, 9, 9))


# --- the authors -------------------------------------------------------------------------------

IDA, BOTH = ("Ida Falk",), ("Ida Falk", "Tom Lund")
PERSON = {"@type": "Person", "name": "By Ida Falk", "jobTitle": "Senior Reporter"}
POST = {"@type": "Organization", "name": "The Post"}
AUTHORS = {
    "a person and the paper": (
        page(
            head=meta("author", "Senior Reporter, The Post")
            + linked({"@graph": [{**ARTICLE, "author": [PERSON, POST], "publisher": POST}]})
        ),
        IDA,
    ),
    "names": (page(head=linked({**ARTICLE, "author": ["Ida Falk", "Tom Lund"]})), BOTH),
    "one text": (page(head=linked({**ARTICLE, "author": "Ida Falk and Tom Lund"})), BOTH),
    "a name with a job title": (
        page(
            head=linked({**ARTICLE, "author": {"name": "Ida Falk, Chief Political Correspondent"}})
        ),
        IDA,
    ),
    "an agency": (
        page(
            head='<meta property="og:site_name" content="The Post">'
            + linked({**ARTICLE, "author": {"@type": "Organization", "name": "Reuters"}})
        ),
        ("Reuters",),
    ),
    "the newsroom": (
        page(
            head=linked({**ARTICLE, "author": {"@type": "Person", "name": "Newsroom"}}),
            top=f'{HEADING}<p class="byline">By Ida Falk</p>',
        ),
        IDA,
    ),
    "several names in the head": (page(head=meta("author", "Ida Falk, Tom Lund")), BOTH),
    "the same name twice": (
        page(head=meta("author", "Ida Falk") + meta("parsely-author", "Ida Falk")),
        IDA,
    ),
    "a job title in the head": (
        page(
            head=meta("author", "Staff Reporter"), top=f'{HEADING}<p class="byline">By Ida Falk</p>'
        ),
        IDA,
    ),
    "an address in the head": (
        page(
            head='<meta property="article:author" content="https://social.example/ida">'
            + meta("author", "Ida Falk")
        ),
        IDA,
    ),
    "the paper itself": (
        page(head='<meta property="og:site_name" content="The Post">' + meta("author", "The Post")),
        (),
    ),
    "a program's user": (page(head=meta("author", "admin")), ()),
    "a byline": (
        page(
            top=f'{HEADING}<div class="byline">By <a href="#">Ida Falk</a> and <a href="#">Tom Lund'
            "</a>, <span>Updated</span> May 7, 2024</div>"
        ),
        BOTH,
    ),
    "a byline of two lines": (
        page(top=f'{HEADING}<p class="byline">By Ida Falk, Tom Lund<br>Updated 8 May 2024</p>'),
        BOTH,
    ),
    "a byline in pieces": (
        page(
            top=f'{HEADING}<div class="byline"><span>By Ida Falk</span><span>Senior Reporter</span>'
            "<time>May 7</time></div>"
        ),
        IDA,
    ),
    "a byline with buttons": (
        page(top=f'{HEADING}<div class="byline">By Ida Falk <a>Share</a> <a>Follow</a></div>'),
        IDA,
    ),
    "a link to the author": (
        page(top=f'{HEADING}<p>By <a rel="author" href="#">Ida Falk</a>, Senior Reporter</p>'),
        IDA,
    ),
    "microdata": (
        page(
            top=f'{HEADING}<span itemprop="author"><span itemprop="name">Ida Falk</span>'
            '<span itemprop="jobTitle">Harbour correspondent</span></span>'
        ),
        IDA,
    ),
    "where they are": (
        page(top=f'{HEADING}<p class="byline">Ida Falk in Norddal and Tom Lund in Oslo</p>'),
        BOTH,
    ),
    "what they are": (page(head=meta("author", "Ida Falk | Data Journalist | The Post")), IDA),
    "a photographer": (
        page(top=f'{HEADING}<p class="byline">By Ida Falk. Photographs by Tom Lund</p>'),
        IDA,
    ),
    "another story's author": (
        page(
            beside='<aside><article><h3>Old</h3><p class="byline">By Mia Berg</p></article></aside>'
        ),
        (),
    ),
    "a comment's author": (
        page(
            top=f'{HEADING}<p class="byline">By Ida Falk</p>',
            beside='<div class="comments"><span class="author">Kari Nord</span></div>',
        ),
        IDA,
    ),
    "a text about the author": (
        page(
            top=f'{HEADING}<div class="author">Ida Falk</div>',
            below='<div class="author-bio">Ida Falk is a senior reporter at The Post.</div>',
        ),
        IDA,
    ),
}


@pytest.mark.parametrize("case", AUTHORS)
def test_authors_are_people_and_no_job_titles(read: Read, case: str) -> None:
    content, authors = AUTHORS[case]
    assert read(content).authors == authors


# --- address and text --------------------------------------------------------------------------

ADDRESS = "https://www.post.example/2024/05/07/cranes.html"


@pytest.mark.parametrize(
    "head",
    [
        f'<link rel="canonical" href="https://web.archive.org/web/20240510120000/{ADDRESS}">',
        f'<link rel="canonical" href="/web/20240510120000/{ADDRESS}">',
        f'<meta property="og:url" content="https://web.archive.org/web/20240510120000/{ADDRESS}">',
        f'<link rel="canonical" href="https://archive.ph/2024.05.10-120000/{ADDRESS}">',
        f'<link rel="canonical" href="{ADDRESS}">',
        '<link rel="canonical" href="//www.post.example/2024/05/07/cranes.html">',
        linked({**ARTICLE, "mainEntityOfPage": {"@id": ADDRESS}}),
        linked({**ARTICLE, "url": ADDRESS}),
    ],
)
def test_the_address_is_that_of_the_original_page(read: Read, head: str) -> None:
    article = read(page(head=head))
    assert (article.url, article.outlet) == (ADDRESS, "post.example")
    assert article.published == DAY


def test_a_page_saved_from_an_archive_has_the_address_of_the_original(read: Read) -> None:
    saved = f"<!-- saved from url=(0072)https://web.archive.org/web/20240510120000/{ADDRESS} -->\n"
    assert read(saved + page()).url == ADDRESS


def test_the_name_of_the_site_stays_the_outlet(read: Read) -> None:
    head = '<meta property="og:site_name" content="The Post">'
    head += f'<link rel="canonical" href="https://web.archive.org/web/20240510120000/{ADDRESS}">'
    assert read(page(head=head)).outlet == "The Post"


@pytest.mark.parametrize(
    "quote",
    [
        '<blockquote class="pullquote"><p>“We had no other choice.”</p><cite>Lena Brandt</cite>'
        "</blockquote>",
        '<blockquote class="pullquote"><p>We had no other choice.</p></blockquote>',
        '<figure class="wp-block-pullquote"><blockquote><p>We had no other choice.</p>'
        "<cite>Lena Brandt</cite></blockquote></figure>",
        "<blockquote><p>“We had no other choice.”</p></blockquote>",
        "<blockquote><p>“We had no other choice.”</p><footer>Lena Brandt</footer></blockquote>",
        "<blockquote><p>“We had no other choice. The money is gone.”</p></blockquote>",
        "<p>“We had no other choice …”</p>",
        "<p>“We had no other choice.”</p><p>— Lena Brandt</p>",
        '<div class="quote-box"><p>We had no other choice</p><p>Lena Brandt</p></div>',
    ],
)
def test_a_pull_quote_is_not_said_twice(read: Read, quote: str) -> None:
    assert read(page(below=f"{quote}<p>They met again in June.</p>")).text == (
        f"{TEXT}\n\nThey met again in June."
    )


def test_a_quotation_that_is_not_repeated_stays_with_its_name(read: Read) -> None:
    quote = "<blockquote><p>“We will wait for them.”</p><cite>Olaf Nyman</cite></blockquote>"
    assert read(page(below=quote)).text == f"{TEXT}\n\n“We will wait for them.” — Olaf Nyman"
    block = "<p>She read out a letter:</p><blockquote>The cranes will stand.</blockquote>"
    assert read(page(below=block)).text.endswith("She read out a letter:\n\nThe cranes will stand.")


def test_the_marks_of_a_short_quotation_are_written(read: Read) -> None:
    text = read(page(below="<p>He said <q>no</q> when they asked him.</p>")).text
    assert text.endswith("He said “no” when they asked him.")


def test_thousands_of_attributes_do_not_hold_a_build(read: Read) -> None:
    attributes = " ".join(f"a{number}=1" for number in range(60_000))
    assert read(page(below=f"<p {attributes}>They met again.</p>")).text.startswith(TEXT)
