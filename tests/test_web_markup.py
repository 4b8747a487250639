"""Text becomes HTML that shows it, and nothing else."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.rendering.markup import element, link, safe, sentence


class Tags(HTMLParser):
    """Collects what a browser would take for elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


@given(st.text(), st.text())
def test_no_text_becomes_an_element_or_an_attribute(text: str, title: str) -> None:
    ((tag, attributes),) = Tags(element("p", text, title=title)).found
    assert tag == "p"
    assert [name for name, _ in attributes] == ["title"]


@given(st.text())
def test_html_stays_on_one_line_and_can_be_sent(text: str) -> None:
    shown = safe(text)
    assert not re.search(r"[\n\r\u2028\u2029]", shown)
    shown.encode()


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_can_be_seen_is_shown_as_it_is(text: str) -> None:
    assert unescape(safe(text)).replace("\u00a0", " ") == re.sub(r"\s+", " ", text)


def test_a_line_does_not_break_between_a_number_and_what_it_counts() -> None:
    assert safe("a\u00a0\n b 3\u00a0121\u00a0c\u00a0d") == "a b 3\u00a0121\u00a0c d"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no article mentions X", "No article mentions X."),
        ("no article.", "No article."),
        ('ask: "What did X say?"', 'Ask: "What did X say?"'),
        ("спросите: «Кто это?»", "Спросите: «Кто это?»"),
        ("nobody is “he”", "Nobody is “he”."),
    ],
)
def test_a_reason_becomes_a_sentence(text: str, shown: str) -> None:
    assert sentence(text) == shown


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\x00", "\x1b", "\ufeff", "\u200b"])
def test_characters_that_hide_or_reverse_others_are_left_out(hidden: str) -> None:
    assert safe(f"a{hidden}b") == "ab"


@pytest.mark.parametrize("url", ["javascript:alert(1)", " https://a.b", "data:x", "//a.b", None])
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert link("Original", url) is None


def test_a_link_keeps_its_address() -> None:
    assert 'href="https://a.b/?c=1&amp;d=%22"' in (link("Original", "https://a.b/?c=1&d=%22") or "")
