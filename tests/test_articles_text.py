"""A text or Markdown file becomes an article: what is not its text is in the other fields."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.articles.formats import markdown_file, plain_text
from rag.articles.text.assembly import Given, make_article
from rag.articles.text.dates import find_latest_date
from rag.errors import CorpusError
from rag.records import Article

CORPUS = Path(__file__).parent.parent / "corpus"
TODAY = date(2026, 1, 1)
BODY = "The minister said on Friday that talks would resume.\n\nHe gave no date."


def of(content: str, *, titled: bool = True, **given: object) -> Article:
    known = Given("id", "place", **given)  # type: ignore[arg-type]
    return make_article(content, known, today=TODAY, titled=titled)


def markdown_of(content: str, folder: Path) -> Article:
    file = folder / "a.md"
    file.write_text(content, encoding="utf-8")
    return markdown_file.read(file, "a.md", today=TODAY).article


# --- the two articles of the corpus ------------------------------------------------------------


def test_the_first_article_of_the_corpus() -> None:
    article = plain_text.read(CORPUS / "000_da556442ba3b8b22.txt", "x", today=TODAY)
    assert article.title == "Russia Not to Blame if War Breaks Out, Lavrov Says"
    assert article.published == date(2022, 1, 28)
    assert article.outlet == "themoscowtimes.com"
    assert article.url is not None
    assert article.url.endswith("/russia-not-to-blame-if-war-breaks-out-lavrov-says-a761")
    paragraphs = article.text.split("\n\n")
    assert len(paragraphs) == 16
    assert paragraphs[0].startswith("Russia is not seeking war")
    assert "the country's top diplomat said Friday as he" in paragraphs[0]
    assert paragraphs[-1].endswith("that's threatening,\" he said.")
    assert "Sullivan later Friday equated Lavrov's comments" in article.text
    for debris in ("Related article", "flickr", "Original url", "(#)", "https:", article.title):
        assert debris not in article.text
    assert "[the West]" in article.text


def test_the_second_article_of_the_corpus() -> None:
    article = plain_text.read(CORPUS / "002_36f26838834c1beb.txt", "x", today=TODAY)
    assert article.title == "Russia rejects NATO troops on Ukraine, Lavrov says"
    assert article.published is None
    assert article.mentioned == article.date == date(2025, 3, 11)
    assert article.approximate_date
    paragraphs = article.text.split("\n\n")
    assert paragraphs[0].startswith("The Russian foreign minister discusses a variety")
    assert paragraphs[1].startswith("Russian Foreign Minister Sergey Lavrov attends")
    assert paragraphs[1].endswith("on Tuesday, March 11, 2025.")
    assert "NATO troops in Ukraine a threat to Russia" in paragraphs
    assert "Russia’s unwavering commitment to China" in paragraphs
    assert "-" not in paragraphs
    assert "Read more" not in article.text
    assert "[Ukrainian President Volodymyr Zelenskyy]" in article.text


@pytest.mark.parametrize("file", sorted(CORPUS.iterdir()), ids=lambda file: file.name)
def test_every_long_line_of_the_corpus_keeps_all_its_words(file: Path) -> None:
    article = plain_text.read(file, "x", today=TODAY)
    for line in file.read_text(encoding="utf-8").replace("](#)", "").split("\n"):
        kept = line.removesuffix(" (AP)").replace("[said", "said").replace("[equated", "equated")
        if len(line) > 80 and not line.startswith(("Related article", "Read more", "<https")):
            assert kept in article.text


# --- title -------------------------------------------------------------------------------------


def test_the_first_line_is_the_title_and_not_repeated() -> None:
    article = of(f"\n\n# Talks resume\n\nTalks resume\n\n{BODY}")
    assert (article.title, article.text) == ("Talks resume", BODY)


def test_a_standfirst_stays_in_the_text() -> None:
    standfirst = "Both sides met in Oslo for the first time since May."
    assert of(f"Talks resume\n{standfirst}\n-\n{BODY}").text == f"{standfirst}\n\n{BODY}"


def test_a_title_that_looks_like_a_pointer_is_a_title() -> None:
    article = of(f"Watch: Minister speaks in Oslo\n\n{BODY}")
    assert (article.title, article.text) == ("Watch: Minister speaks in Oslo", BODY)


def test_a_first_line_too_long_for_a_title_is_text() -> None:
    long = "The minister said, and he said it at length, " * 6 + "that talks would resume."
    article = of(f"{long}\n\n{BODY}")
    assert article.text.startswith(long)
    assert article.title.endswith("…")
    assert long.startswith(article.title.removesuffix("…"))


def test_a_file_of_one_paragraph_has_a_title_and_a_text() -> None:
    article = of("Talks resumed on Friday in Oslo. More will follow.")
    assert article.title == "Talks resumed on Friday in Oslo."
    assert article.text == "Talks resumed on Friday in Oslo. More will follow."


def test_without_a_title_a_headline_is_one_and_a_sentence_is_not() -> None:
    assert of(f"Talks resume in Oslo\n\n{BODY}", titled=False).title == "Talks resume in Oslo"
    article = of(f"LONDON (AP) —\n\n{BODY}", titled=False)
    assert article.title == "The minister said on Friday that talks would resume."
    assert article.text == f"LONDON (AP) —\n\n{BODY}"


# --- date --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "January 28, 2022",
        "Friday, January 28, 2022",
        "Published: 28 January 2022, 10:15 GMT",
        "Jan. 28, 2022 Updated Feb. 3, 2022, 5:01 p.m. ET",
        "Updated: 3 February 2022 | Published: 28 January 2022",
        "2022-01-28",
        "By Jane Doe | January 28, 2022",
        "January 28, 2022 - By Jane Doe",
    ],
)
def test_a_line_of_date_is_lifted(line: str) -> None:
    article = of(f"Talks resume\n\n{line}\n\n{BODY}")
    assert (article.published, article.text) == (date(2022, 1, 28), BODY)
    assert article.mentioned is None


def test_a_date_of_publication_wins_over_one_of_an_update() -> None:
    lines = "Updated 3 February 2022\n\nPublished 28 January 2022"
    assert of(f"Talks resume\n\n{lines}\n\n{BODY}").published == date(2022, 1, 28)
    assert of(f"Talks resume\n\nUpdated 3 February 2022\n\n{BODY}").published == date(2022, 2, 3)


def test_a_published_line_at_the_foot_is_lifted() -> None:
    paragraphs = "\n\n".join(f"He made point {number} at length." for number in range(12))
    article = of(f"Talks resume\n\n{paragraphs}\n\nPublished: 28 January 2022")
    assert (article.published, article.text) == (date(2022, 1, 28), paragraphs)


def test_the_dates_of_a_chronology_are_its_headings() -> None:
    chronology = "\n\n".join(f"May {day}, 2022\n\nThe talks went on." for day in (1, 2, 3))
    article = of(f"The talks day by day\n\n{chronology}")
    assert article.published is None
    assert article.text == chronology
    assert article.mentioned == date(2022, 5, 3)


def test_a_date_in_the_address_serves_where_the_text_gives_none() -> None:
    for path in ("/2022/01/28/talks", "/world/2022/jan/28/talks", "/2022/1/28"):
        assert of(f"Talks resume\n{BODY}\n\nhttps://a.org{path}").published == date(2022, 1, 28)
    for path in ("/2022/01/talks", "/2022/13/41/talks", "/a/12022/01/28"):
        assert of(f"Talks resume\n{BODY}\n\nhttps://a.org{path}").published is None


def test_without_a_date_of_its_own_the_latest_mentioned_is_kept() -> None:
    body = "They met on 1 May 2021. They meet on May 3, 2022. It ends on May 5, 2050."
    article = of(f"Talks resume\n\n{body}")
    assert (article.published, article.mentioned) == (None, date(2022, 5, 3))


# --- authors and address -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("BY JANE DOE", ("JANE DOE",)),
        ("By Jane Doe and John Q. Public", ("Jane Doe", "John Q. Public")),
        ("By Ana de la Cruz, Jo Lee and Max O’Neill", ("Ana de la Cruz", "Jo Lee", "Max O’Neill")),
        ("By Jane Doe, Reuters", ("Jane Doe",)),
        ("By Jane Doe, Staff Writer", ("Jane Doe",)),
        ("By Jane Doe, political editor", ("Jane Doe",)),
        ("By Jane Doe | Senior Reporter", ("Jane Doe",)),
        ("By Jane Doe in Oslo", ("Jane Doe",)),
        ("By Jane Doe for The Post", ("Jane Doe",)),
        ("By Jane Doe with Jo Lee", ("Jane Doe", "Jo Lee")),
    ],
)
def test_a_byline_is_lifted(line: str, authors: tuple[str, ...]) -> None:
    article = of(f"Talks resume\n\n{line}\n\n{BODY}")
    assert (article.authors, article.text) == (authors, BODY)


@pytest.mark.parametrize(
    "line",
    [
        "By Monday, the storm had passed.",
        "By Monday",
        "By Jane Doe's account, all was well.",
        "By January 28, 2022, talks had ended.",
        "January 28, 2022 was a cold day.",
        "Source: a person in the ministry.",
        "The minister spoke - on January 28, 2022",
    ],
)
def test_a_sentence_that_begins_like_a_byline_or_date_stays(line: str) -> None:
    article = of(f"Talks resume\n\n{line}\n\n{BODY}")
    assert article.text == f"{line}\n\n{BODY}"
    assert article.authors == ()


@pytest.mark.parametrize(
    "end",
    [
        "Original url:\n\n<https://www.a.org/talks>",
        "Source: https://www.a.org/talks",
        "Source: [The Oslo Post](https://www.a.org/talks)",
        "https://www.a.org/talks\n\n",
        "<https://www.a.org/talks>",
        "URL https://www.a.org/talks",
    ],
)
def test_an_address_at_the_end_is_lifted(end: str) -> None:
    article = of(f"Talks resume\n\n{BODY}\n\n{end}")
    assert (article.url, article.outlet, article.text) == ("https://www.a.org/talks", "a.org", BODY)


def test_an_address_in_a_sentence_stays() -> None:
    body = f"{BODY}\n\nThe report is at https://www.a.org/talks"
    assert of(f"Talks resume\n\n{body}").text == body


def test_what_is_given_wins() -> None:
    content = f"Talks resume\n\nBy Jane Doe\n\nMay 1, 2021\n\n{BODY}\n\nhttps://a.org/x"
    article = of(
        content,
        title="Talks",
        published=date(2022, 1, 28),
        authors=("Jo Lee",),
        url="https://b.org/y",
        outlet="The Post",
    )
    assert article.title == "Talks"
    assert article.published == date(2022, 1, 28)
    assert (article.authors, article.outlet) == (("Jo Lee",), "The Post")
    assert article.url == "https://b.org/y"
    assert article.text == f"Talks resume\n\n{BODY}"


# --- files -------------------------------------------------------------------------------------


def test_byte_order_mark_and_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffTalks resume\r\n\r\nThe minister spoke.\r\n".encode())
    article = plain_text.read(file, "a.txt", today=TODAY)
    assert (article.title, article.text) == ("Talks resume", "The minister spoke.")


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"Talks\0resume", "a.txt: not a text in a known encoding"),
        (bytes(range(256)), "a.txt: not a text in a known encoding"),
        (b"", "a.txt: no text"),
        (b" \n\n", "a.txt: no text"),
        (b"Advertisement\n\n-", "a.txt: no text"),
        (b"https://a.org/x", "a.txt: no text"),
    ],
)
def test_a_file_that_holds_no_text_is_an_error_with_its_place(
    tmp_path: Path, raw: bytes, place: str
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(raw)
    with pytest.raises(CorpusError) as error:
        plain_text.read(file, "a.txt", today=TODAY)
    assert place in error.value.message
    assert error.value.hint


def test_decomposed_and_composed_letters_are_the_same() -> None:
    assert of("Cafe\u0301s open\n\nThe cafe\u0301s.") == of("Cafés open\n\nThe cafés.")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300), st.booleans())
def test_any_text_is_an_article_or_a_corpus_error(content: str, titled: bool) -> None:
    try:
        article = of(content, titled=titled)
    except CorpusError:
        return
    assert article.title
    assert article.text
    assert article.text == article.text.strip()
    assert article.mentioned == find_latest_date(article.text, today=TODAY)


# --- markdown ----------------------------------------------------------------------------------


def test_front_matter_is_read(tmp_path: Path) -> None:
    article = markdown_of(
        '---\ntitle: "Talks: resumed"\ndate: 2022-01-28\nauthors:\n  - Jane Doe\n  - Jo Lee\n'
        f"url: https://www.a.org/x\ntags: [a, b]\n---\n\n# Talks: resumed\n\n{BODY}\n",
        tmp_path,
    )
    assert (article.title, article.text) == ("Talks: resumed", BODY)
    assert (article.published, article.authors) == (date(2022, 1, 28), ("Jane Doe", "Jo Lee"))
    assert (article.url, article.outlet) == ("https://www.a.org/x", "a.org")


def test_a_list_in_brackets_and_one_author_are_read(tmp_path: Path) -> None:
    for line in ("author: Jane Doe", "authors: [Jane Doe]", "author: 'Jane Doe'"):
        article = markdown_of(f"---\n{line}\n---\n# Talks\n\n{BODY}", tmp_path)
        assert (article.title, article.authors) == ("Talks", ("Jane Doe",))


def test_markup_is_dropped_and_headings_stay_paragraphs(tmp_path: Path) -> None:
    article = markdown_of(
        "# Talks\n\nHe was **very** clear, and *she* __too__.\n\n## A _threat_\n\n> “We stay.”\n"
        "\n5*3*2 is 30; snake_case_name stays. ***\n",
        tmp_path,
    )
    assert article.text.split("\n\n") == [
        "He was very clear, and she too.",
        "A threat",
        "“We stay.”",
        "5*3*2 is 30; snake_case_name stays. ***",
    ]


def test_a_rule_at_the_start_is_no_front_matter(tmp_path: Path) -> None:
    article = markdown_of(f"---\n\nTalks resume\n\n{BODY}", tmp_path)
    assert (article.title, article.text) == ("Talks resume", BODY)


@pytest.mark.parametrize(
    ("raw", "dateline"),
    [
        ("A title\n\nJanuary 28, 2022\n\nIt rained all day.", "January 28, 2022"),
        (
            "A title\n\nUpdated: 2 May 2023\nPublished: 1 May 2023\n\nIt rained all day.",
            "Published: 1 May 2023",
        ),
        (
            "A title\n\nIt rained.\n\nOriginal url:\n\n<https://a.org/2022/01/28/rain>",
            "https://a.org/2022/01/28/rain",
        ),
        ("A title\n\nIt rained on January 28, 2022.", None),
    ],
)
def test_the_words_that_date_an_article_are_kept(
    tmp_path: Path, raw: str, dateline: str | None
) -> None:
    (tmp_path / "a.txt").write_text(raw, encoding="utf-8")
    article = plain_text.read(tmp_path / "a.txt", "a.txt", today=date(2026, 1, 1))
    assert article.dateline == dateline
