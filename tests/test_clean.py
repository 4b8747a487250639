"""Cleaning takes debris and never a sentence; what is clean stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.articles.text.clean import clean, is_debris, normalize

LINES = st.lists(
    st.sampled_from(
        [
            "",
            "Talks resume in Vienna",
            "The minister spoke. (AP)",
            "Read more: Talks resume",
            "[Read more: [x] y](#)",
            "a [b](http://c.d/e_(f)) g",
            "* * *",
            "![alt](http://c.d/e.jpg)",
            "# # Title",
            "&amp;amp;lt;",
            "He left. Jane Doe/Reuters (AFP)",
            "Photo: Jane Doe/AFP",
            "the commission said on Thursday that talks would be held in-",
            "depth with every side that has asked for a seat at the table",
            "\u200b(\u00ad)",
        ]
    ),
    max_size=12,
).map("\n".join)


@given(st.one_of(st.text(max_size=300), LINES))
@example("[[a](#)](#)")
@example("A. (AP) (AP)")
@example("e\u200b\u0301")
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(max_size=300))
def test_characters_are_put_in_order_once(text: str) -> None:
    ordered = normalize(text)
    assert normalize(ordered) == ordered or "&" in text
    assert "\r" not in ordered
    assert not ordered.isspace() or set(ordered) <= {" ", "\n"}


@pytest.mark.parametrize(
    "debris",
    [
        "-",
        "* * *",
        "———",
        "Advertisement",
        "ADVERTISEMENT",
        "Advertisement - Article continues below",
        "Story continues below advertisement",
        "Read more: Why the talks failed",
        "READ MORE: Why the talks failed",
        "Also read: Five things to know",
        "ALSO READ: Five things to know",
        "ALSO READ",
        "Read more",
        "Related article: No 'Positive Response' from Oslo",
        "Related: Will the talks fail?",
        "More:Minister: 'We will stay'",
        "Subscribe to our newsletter",
        "Sign up for our free weekly newsletter",
        "Get our science news in your inbox. Sign up here for the Harbour newsletter.",
        "Get Harbour’s weekly newsletter Sign up here to get it from Dr. Jane Doe each Monday.",
        "A version of this story first appeared in our newsletter. You can sign up right here.",
        "(You can get “Five Things” delivered to your inbox daily. Sign up here.)",
        "Share this",
        "Share this article",
        "Share on Facebook, Twitter and WhatsApp",
        "Follow us on Facebook and Twitter.",
        "(AP)",
        "AP",
        "Getty Images",
        "AFP via Getty Images",
        "Jane Doe/AFP/Getty Images",
        "Jane Doe / Reuters",
        "J. Scott Doe/AP/File",
        "Photo: Jane Doe",
        "Photo by Jane Doe/Getty Images",
        "(Image credit: Jane Doe/Alamy Stock Photo)",
        "Press Office of Norway / flickr (CC BY-NC-SA 2.0)",
        "![a harbour](https://example.org/harbour.jpg)",
    ],
)
def test_a_line_of_debris_is_dropped(debris: str) -> None:
    assert clean(f"The talks began.\n\n{debris}\n\nThey went on.") == (
        "The talks began.\n\nThey went on."
    )


@pytest.mark.parametrize(
    "line",
    [
        "Read more books, she said.",
        '"Read more: it helps," she said.',
        "Read more: that is the minister's advice to schools.",
        "Photo editors said the picture was real.",
        "Photo: the minister said he would not resign.",
        "By Monday, the storm had passed.",
        "Subscribe to our newsletter, the mayor told residents.",
        "Prices rose by 3 percent in May. Sign up for our newsletter.",
        "Sign up for the newsletter, she told you and me.",
        "The mayor urged readers of her newsletter to sign up for the boats.",
        "The letter landed in inboxes at 11 a.m.",
        "Advertisement spending fell by 3 percent.",
        "Share this burden with us, he asked.",
        "Related companies were fined.",
        "AP said so.",
        "Reuters reported the talks first.",
        "More than 100 people came.",
        "More: A Utopia was printed in 1516.",
        "Watch the border, he said.",
        "Troops in Norway a threat to peace",
        "Getty Images sued the company.",
        "“…”",
        "...",
        "No.",
        "He said (the West) was wrong.",
        "We won't allow [the West] (and others) to go.",
        "He voted in Paris (Reuters said so).",
        "A look at the AC/DC show.",
    ],
)
def test_what_only_looks_like_debris_stays(line: str) -> None:
    assert clean(f"The talks began.\n\n{line}\n\nThey went on.").split("\n\n")[1] == line


@pytest.mark.parametrize(
    "credit",
    [
        "(AP)",
        "(AFP via Getty Images)",
        "(Photo by Jane Doe/Getty Images)",
        "(AP Photo/Jane Doe)",
        "Jane Doe/Reuters",
        "Jae C. Doe/Pool/AP",
    ],
)
def test_a_caption_loses_its_credit_and_keeps_its_sentence(credit: str) -> None:
    caption = "The minister leaves on Tuesday, March 11, 2025."
    assert clean(f"{caption} {credit}") == caption


def test_a_credit_takes_nothing_of_the_sentence_before_it() -> None:
    assert clean("Talks in Lima on Dec. 7, 2022. Jo Doe/AP") == "Talks in Lima on Dec. 7, 2022."
    assert clean("They talked (AP) at length.") == "They talked (AP) at length."


def test_links_leave_their_words() -> None:
    assert clean("He [said](#) so.") == "He said so."
    assert clean('He [said](https://a.org/b_(c)?d=1 "title") so.') == "He said so."
    assert clean("[No [sic] answer](/a/b)") == "No [sic] answer"


def test_one_paragraph_a_line_and_empty_lines_give_the_same() -> None:
    lines = ["Talks resume", "The minister spoke at length on Friday.", "He left."]
    assert clean("\n".join(lines)) == clean("\n\n\n".join(lines)) == "\n\n".join(lines)


def test_lines_of_a_fixed_width_become_paragraphs() -> None:
    wrapped = """Talks resume in Vienna

The commission said on Thursday that the talks, which broke off in May
over the question of who pays, would be held again with every side that
has asked for a seat at the table, and that no date had been set for an
in-depth review.

A threat to peace
The minister told a newspaper that his country would not wait for ever,
and that it had other partners who were ready to sign at any time they
were asked.
"""
    paragraphs = clean(wrapped).split("\n\n")
    assert [each.split()[0] for each in paragraphs] == ["Talks", "The", "A", "The"]
    assert paragraphs[1].endswith("no date had been set for an in-depth review.")
    assert paragraphs[2] == "A threat to peace"


def test_a_heading_never_merges_into_the_sentence_after_it() -> None:
    text = "Troops a threat\nThe minister said that troops were a threat to all of us in the north."
    assert clean(text).split("\n\n") == text.split("\n")


def test_characters_that_are_not_seen_are_dropped_and_spaces_made_plain() -> None:
    assert clean("\ufeffA\u00a0b\u200b\u00ad c\td\x00\x07\r\ne\u0301") == "A b c d\n\né"
    assert clean("AT&amp;T &#8220;yes&#8221;") == "AT&T “yes”"
    assert clean("a\ud800b") == "a\N{REPLACEMENT CHARACTER}b"


def test_a_paragraph_of_prose_is_no_debris() -> None:
    assert not is_debris("Read more: " + "and so it went on, " * 20)
