"""Quotations without a verb of saying: signed, introduced by a colon, or behind a reaction."""

from __future__ import annotations

import pytest

from rag.records import Article
from rag.speech.statements import attribute

QUOTED = "“It is a fine day for all of us.”"
MET = "Jane Roe and Bob Kerr met Sara Lindqvist in the lobby.\n\n"


def said(text: str) -> list[tuple[str, str | None]]:
    statements = attribute(Article("a", "A title", text))
    return [(text[one.start : one.end], one.speaker) for one in statements]


@pytest.mark.parametrize(
    "signature",
    [
        " — Jane Roe, mayor of Brusk",
        " -Commissioner Jane Roe",
        " ~Jane Roe",
        " (Jane Roe, mayor of Brusk)",
        "\n\n(Jane Roe, mayor of Brusk)",
        "\n\n- Jane Roe, mayor of Brusk",
        "\n\nJane Roe, mayor of Brusk",
        "\n\nJane Roe",
    ],
)
def test_a_signed_quotation_is_by_who_signs_it(signature: str) -> None:
    text = QUOTED + signature
    assert said(text) == [(text, "Jane Roe")]


@pytest.mark.parametrize("signature", [" — Jane Roe, mayor of Brusk", " -- Mayor Jane Roe"])
def test_a_signed_quotation_may_end_in_a_comma(signature: str) -> None:
    text = "“It is a fine day for all of us,”" + signature
    assert said(text) == [(text, "Jane Roe")]


def test_a_title_with_its_publisher_in_brackets_is_no_statement() -> None:
    assert said("“The Last Bus of the Long Night” (HBO)\n\n“The Wall at the End” (ABC)") == []


@pytest.mark.parametrize("line", ["Brusk:The council voted to sell it.", "Page views: 4,091"])
def test_a_heading_run_into_its_text_and_a_count_are_no_statements(line: str) -> None:
    assert said(line) == []


@pytest.mark.parametrize("aside", ["(Applause)", "(Laughter.)", "(Shares fell on Friday.)"])
def test_an_aside_in_brackets_signs_nothing(aside: str) -> None:
    assert said(f"{QUOTED} {aside}") == [(QUOTED, None)]


@pytest.mark.parametrize(
    "line", ["Jane Roe, mayor of Brusk, left.", "Jane Roe left the town on Monday", "It rained."]
)
def test_a_line_that_is_more_than_a_name_signs_nothing(line: str) -> None:
    assert (QUOTED, None) in said(f"{QUOTED}\n\n{line}")


@pytest.mark.parametrize(
    "introduction",
    [
        "And from Mayor Jane Roe:",
        "And from Chairwoman Jane Roe, on Monday:",
        "This from Jane Roe, the mayor:",
        "More from Jane Roe:",
        "A word from Jane Roe, mayor of Brusk:",
        "A statement by Gov. Jane Roe:",
        "Statement from Jane Roe, mayor of Brusk:",
        "Here is what Jane Roe wrote on Friday:",
        "Here's what Mayor Jane Roe had to say about it:",
        "And here is how the mayor, Jane Roe, put it:",
        "And this is the mayor, Jane Roe:",
        "Its mayor, Jane Roe:",
        "Bob Kerr closed with a line from his predecessor, Jane Roe:",
        "Bob Kerr read out a letter by Jane Roe, a poet:",
        "Here is Jane Roe's full statement:",
        "Mayor Jane Roe's answer:",
        "From the desk of Jane Roe, VP Analyst, Northway:",
        "From Brusk, Jane Roe:",
        "In the words of Jane Roe:",
        "Here is Jane Roe, the mayor:",
        "Then there was Jane Roe, the mayor:",
        "Jane Roe, mayor of Brusk:",
        "Mayor Jane Roe of Brusk:",
        "Jane Roe, on the ferry:",
        "Jane Roe was blunt:",
    ],
)
def test_who_is_named_before_a_colon_says_the_next_paragraph(introduction: str) -> None:
    text = f"{introduction}\n\n{QUOTED}"
    assert said(text) == [(text, "Jane Roe")]


def test_what_somebody_recalls_is_not_theirs() -> None:
    text = "Bob Kerr recalled the words of his father: “Never sell a boat in winter.”"
    assert said(text) == [(text, None)]
    text = "Bob Kerr wrote in a statement from his office: “Never sell a boat in winter.”"
    assert said(text) == [(text, "Bob Kerr")]


@pytest.mark.parametrize(
    "introduction",
    [
        "From Northway:",
        "From his last letter to his sister, Jane Roe:",
        "The rules of the House:",
        "A statement from the office of the mayor:",
    ],
)
def test_a_colon_behind_no_person_gives_no_name(introduction: str) -> None:
    assert {speaker for _, speaker in said(f"{introduction}\n\n{QUOTED}")} == {None}


@pytest.mark.parametrize(
    "reaction",
    [
        "Later Kerr turned to reporters.",
        "Later, in the lobby, Kerr turned to reporters.",
        "Kerr shook his head.",
        "Kerr was blunt.",
        "Kerr smiled broadly at the cameras.",
        "Asked about it, Kerr smiled.",
        "He shrugged.",
        "Her rival, Bob Kerr, was not amused.",
        "Her rival Bob Kerr was not amused.",
    ],
)
@pytest.mark.parametrize("words", ["“We are nearly there.”", "“No way.”"])
def test_words_behind_what_one_person_does_are_theirs(reaction: str, words: str) -> None:
    assert said(f"{MET}{reaction} {words}") == [(f"{reaction} {words}", "Bob Kerr")]


def test_they_may_stand_in_a_paragraph_of_their_own() -> None:
    assert said(f"{MET}Kerr shook his head.\n\n“Never.”") == [
        ("Kerr shook his head.\n\n“Never.”", "Bob Kerr")
    ]


@pytest.mark.parametrize(
    "before",
    [
        "Kerr and Lindqvist laughed.",
        "Then Kerr and Lindqvist left.",
        "The crowd laughed.",
        "Fans adore striker Bob Kerr.",
        "Nobody laughed.",
        "It rained.",
    ],
)
def test_words_behind_what_nobody_in_particular_does_are_nobodys(before: str) -> None:
    assert {speaker for _, speaker in said(f"{MET}{before} “No way.”")} <= {None}


def test_a_title_behind_what_one_person_does_is_no_statement() -> None:
    assert said(f"{MET}Kerr saw a film. “Hamlet.”") == []


def test_whose_words_they_are_may_follow_all_the_same() -> None:
    (statement,) = said(f"{MET}Kerr nodded. “We are nearly there,” Lindqvist said.")
    assert statement == ("“We are nearly there,” Lindqvist said.", "Sara Lindqvist")


@pytest.mark.parametrize(
    "clause",
    [
        "The ferry stays",
        "The ferries stay",
        "The ferry stayed",
        "The ferry sank",
        "The ferry will stay",
        "The ferry leaks badly",
        "Prices rise",
        "It rains",
        "Nobody pays",
        "They lie",
        "Life goes on",
        "Work starts Monday",
    ],
)
@pytest.mark.parametrize(
    "tag", ["Lena Brandt said.", "Lena Brandt said on Friday.", "said Lena Brandt."]
)
def test_a_short_clause_before_its_speaker_is_a_statement(clause: str, tag: str) -> None:
    assert said(f"{clause}, {tag}") == [(f"{clause}, {tag}", "Lena Brandt")]


@pytest.mark.parametrize(
    "opening",
    ["Last week", "Later", "Two days later", "In a statement", "When asked", "Asked why",
     "The former mayor", "His parents", "The sports fans"],
)  # fmt: skip
def test_an_opening_without_a_verb_is_no_statement(opening: str) -> None:
    assert said(f"{opening}, Lena Brandt said.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Rep. Jane Roe (D-Md.), chair of the committee, said it was late.",
        "Sen. Jane Roe (R-Texas), also a hopeful, called it “a shame.”",
        "It was late, a spokeswoman, Jane Roe, said on Saturday.",
        "Several men were not pleased with her approach, Ms. Jane Roe said.",
        "As Jane Roe noted, those voters will come again.",
        "Even Jane Roe, his only ally, said it was late.",
        "The storm tore off the roof and the doors, said Jane Roe, the mayor.",
    ],
)
def test_a_party_a_role_or_an_opening_beside_the_name_hides_nobody(sentence: str) -> None:
    assert said(sentence) == [(sentence, "Jane Roe")]


def test_a_place_run_into_its_text_is_no_part_of_a_statement() -> None:
    places = ("Utah", "Provo"), ("Ohio", "Akron"), ("Maine", "Bath")
    lines = (f"{state}\n\n{town}:The port will open, officials said." for state, town in places)
    text = "\n\n".join(lines)
    assert {words for words, _ in said(text)} == {"The port will open, officials said."}


def test_a_noun_before_a_colon_is_no_verb() -> None:
    assert said("Here are some highlights:") == []
