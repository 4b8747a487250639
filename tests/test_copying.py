"""What is put on the clipboard, in each style, says what the words are; articles add no markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.records import Citation, CitationKind
from rag.rendering.markdown_text import as_address, as_text
from rag.translation.texts import ENGLISH, Texts
from rag.web.chat.copying import show_copy_buttons, write_markdown, write_plain, write_reference

DAY = date(2026, 11, 29)
QUOTED = Citation(
    number=1,
    article_id="harbour.txt",
    title="Harbour bridge closes",
    date=date(2024, 3, 1),
    approximate_date=False,
    outlet="Marl Gazette",
    url="https://gazette.example/2024/harbour.html",
    speaker="Ann Lee",
    start=10,
    end=60,
    text="“The cables are worn,” Lee told reporters.",
    kind=CitationKind.DIRECT,
    authors=("Tom Poe", "Jane Roe"),
)
TOLD = replace(QUOTED, kind=CitationKind.INDIRECT, text="Lee said that the cables are worn.")
HEADLINE = replace(QUOTED, kind=None, speaker=None, start=0, end=0, text=QUOTED.title)
ATTACK = "![x](http://evil.example/a.png) [y](javascript:alert(1)) <img src=x> `z` www.evil.example"


def test_a_quotation_is_copied_as_a_quotation() -> None:
    assert write_plain(QUOTED, ENGLISH) == (
        "“The cables are worn,” Lee told reporters. (quotation: Ann Lee, “Harbour bridge closes”, "
        "Marl Gazette, 1 March 2024, https://gazette.example/2024/harbour.html)"
    )


@pytest.mark.parametrize(
    ("citation", "label"),
    [
        (TOLD, "paraphrased by the article"),
        (HEADLINE, "headline"),
        (replace(QUOTED, kind=CitationKind.MIXED), "partly quoted"),
        (replace(QUOTED, kind=None, speaker=None), "text of the article"),
    ],
)
def test_what_is_no_quotation_is_called_what_it_is(citation: Citation, label: str) -> None:
    assert f" ({label}: " in write_plain(citation, ENGLISH)
    assert f"*{label}:*" in write_markdown(citation, ENGLISH)
    assert f" [{label}] " in write_reference(citation, ENGLISH, DAY)
    assert f"({label}: " in show_copy_buttons(citation, ENGLISH)


def test_the_closest_is_never_copied_as_an_answer() -> None:
    for text in (
        write_plain(QUOTED, ENGLISH, closest=True),
        write_markdown(QUOTED, ENGLISH, closest=True),
        write_reference(QUOTED, ENGLISH, DAY, closest=True),
    ):
        assert "closest found, may not answer; quotation" in text


def test_a_reference_names_authors_outlet_day_address_and_access() -> None:
    assert write_reference(TOLD, ENGLISH, DAY) == (
        "Lee said that the cables are worn. [paraphrased by the article] Ann Lee, paraphrased in "
        "Tom Poe, Jane Roe, “Harbour bridge closes”, Marl Gazette, 1 March 2024, "
        "https://gazette.example/2024/harbour.html (accessed 29 November 2026)."
    )
    undated = replace(HEADLINE, date=None, outlet=None, url=None, authors=())
    assert write_reference(undated, ENGLISH, DAY) == (
        "Harbour bridge closes [headline] “Harbour bridge closes”, not dated, harbour.txt "
        "(accessed 29 November 2026)."
    )


def test_each_style_is_there_in_russian() -> None:
    russian = Texts("ru")
    told = (
        write_plain(TOLD, russian),
        write_markdown(TOLD, russian),
        write_reference(TOLD, russian, DAY),
    )
    for text in told:
        assert "пересказ статьи" in text
    assert "29 ноября 2026" in told[2]


def marks(text: str) -> list[str]:
    """What Markdown makes of a text, besides paragraphs and words."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    found = [child.type for token in tokens for child in token.children or ()]
    found += [token.type for token in tokens]
    return [kind for kind in found if not kind.startswith(("text", "paragraph", "inline"))]


@given(st.text(alphabet="ab *_`[]()!<>#-+.1|~\\$&;:/=@\n\t\"'wW\u202e\u200b", max_size=60))
def test_no_word_of_an_article_is_a_mark(text: str) -> None:
    hostile = replace(TOLD, text=f"a{text}", title=text, speaker=text, outlet=text, url=None)
    allowed = {"blockquote_open", "blockquote_close", "em_open", "em_close", "softbreak"}
    assert set(marks(write_markdown(hostile, ENGLISH))) <= allowed
    assert marks(as_text(text)) == []


def test_a_hostile_article_brings_in_no_link() -> None:
    hostile = replace(TOLD, text=ATTACK, title=ATTACK, speaker=ATTACK, outlet=ATTACK)
    assert marks(write_markdown(hostile, ENGLISH)).count("link_open") == 1  # its own address
    for url in ("javascript:alert(1)", "https://a.example/>b", "https://a.example/\u202eb", "x y"):
        assert "link_open" not in marks(as_address(url))


def test_an_address_can_be_read_and_followed() -> None:
    assert as_address("https://a.example/b_c.html?d=1") == "<https://a.example/b_c.html?d=1>"
    assert as_text("Lee said no. (Nobody asked.)") == "Lee said no. (Nobody asked.)"
