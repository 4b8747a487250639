"""Debates and interviews, in which each turn begins with who speaks."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from rag.records import Article, StatementKind
from rag.speech.statements import attribute

INTRODUCED = "Mayor Ann Reed met Tom Poe, 41, on Monday."
SAID = "We built the depot late, and it rains. He said, “It is only rain.” Nobody was asked then."


def talk(labels: Iterable[str], words: str = SAID) -> str:
    return "\n\n".join([INTRODUCED, *(f"{label}: {words}" for label in labels)])


def said(text: str) -> list[tuple[str, str | None]]:
    return [(text[one.start : one.end], one.speaker) for one in attribute(Article("a", "T", text))]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ann Reed", "Tom Poe"), ("Reed", "Poe"), ("REED", "POE"), ("[1:27:05] Reed", "[0:10] Poe")],
)
def test_all_of_a_turn_is_its_speakers(one: str, other: str) -> None:
    found = said(talk([one, other] * 3))
    assert {speaker for _, speaker in found} == {"Ann Reed", "Tom Poe"}
    assert sum("Nobody was asked then." in words for words, _ in found) == 6
    assert not any(words.startswith("[") for words, _ in found)


def test_a_turn_is_cut_at_its_sentences() -> None:
    text = talk(["Reed", "Poe"] * 3)
    (first, second, *_) = attribute(Article("a", "T", text))
    assert text[first.start : first.end] == (
        "Reed: We built the depot late, and it rains. He said, “It is only rain.”"
    )
    assert text[slice(*(first.mention or ()))] == "Reed"
    assert text[second.start : second.end] == "Nobody was asked then."
    assert {first.kind, second.kind} == {StatementKind.DIRECT}
    assert second.mention is None


def test_who_asks_need_have_no_name() -> None:
    found = said(talk(["Question", "Reed"] * 3))
    assert [speaker for words, speaker in found if "Nobody" in words and speaker] == [
        "Ann Reed"
    ] * 3


@pytest.mark.parametrize(
    "text",
    [
        talk(["Reed", "Poe"]),  # two turns are none
        talk(["Trainer", "Owner"] * 3),
        talk(["Ann Reed", "Tom Poe"] * 3, "4,046 (23.76%)"),
        talk(["Ann Reed", "Tom Poe"] * 3, "Marl Depot vs. Blay Harbour"),
    ],
)
def test_what_is_no_transcript_is_read_as_before(text: str) -> None:
    assert not any("Nobody" in words and speaker for words, speaker in said(text))
    assert not any("(" in words or "vs." in words for words, _ in said(text))


VOTES = "I will vote for the port, and I will do so again."
WAITED = "We asked for the port nine years ago, and nobody listened."


def debate(labels: Iterable[str], mark: str = ":") -> str:
    return "\n\n".join(
        f"{label}{mark} {(VOTES, WAITED)[at % 2]}" for at, label in enumerate(labels)
    )


def speakers(text: str) -> list[str | None]:
    return [speaker for _, speaker in said(text)]


@pytest.mark.parametrize(
    "labels",
    [
        ["ANNA BELL, HOST", "SEN. KARL WICK (D-MN)", "BELL", "WICK", "BELL", "WICK"],
        ["Anna Bell, host of the debate", "Karl Wick, Harbor Union", "Bell", "Wick"] * 2,
        ["Mayor Anna Bell", "Councilman Karl Wick"] * 3,
        ["[00:02] Anna Bell", "[00:10] Karl Wick"] * 3,
        ["00:02 Anna Bell", "01:00:10 Karl Wick"] * 3,
        ["ANNA BELL (laughing)", "KARL WICK [off-mic]"] * 3,
        ["Anna Bell (through a translator)", "Karl Wick (R)"] * 3,
        ["ANNA BELL", "KARL WICK", "MS. BELL", "MR. WICK", "BELL", "WICK"],
        ["Anna Bell - 12:01 PM", "Karl Wick – 0:31"] * 3,
        ["◆Anna Bell", "• Karl Wick"] * 3,
        [">> ANNA BELL", ">>KARL WICK"] * 3,
        ["**Anna Bell**", "3. Karl Wick"] * 3,
        ["[5:02 PM] Anna Bell", "Minister for Ports (Deputy Karl Wick)"] * 3,
        ["The Minister for Ports (Anna Bell) (Con)", "Mr Karl Wick (Brusk North) (Lab)"] * 3,
    ],
)
def test_a_party_a_role_a_time_or_a_direction_is_no_part_of_a_name(labels: list[str]) -> None:
    found = [(speaker or "").title() for speaker in speakers(debate(labels))]
    assert found == ["Anna Bell", "Karl Wick"] * (len(labels) // 2)


@pytest.mark.parametrize(
    "line",
    [
        "{} (00:{:02})",
        "{} 00:{:02}",
        "{} | 00:{:02}",
        "00:{1:02} {0}",
        "{}  0:{:02} PM",
        "{} (00:{:02}):",
        "{} -- Chief Executive Officer",
        "{}:",
    ],
)
def test_a_label_may_have_a_line_of_its_own(line: str) -> None:
    names = ["Anna Bell", "Karl Wick"] * 3
    text = "\n\n".join(
        f"{line.format(name, at)}\n\n{(VOTES, WAITED)[at % 2]}" for at, name in enumerate(names)
    )
    assert speakers(text) == names


def test_a_turn_of_a_numbered_speaker_is_not_part_of_the_turn_before() -> None:
    lines = ["Anna Bell, CEO  0:31", "Speaker 1  0:58"] * 3
    text = "\n\n".join(f"{line}\n\n{(VOTES, WAITED)[at % 2]}" for at, line in enumerate(lines))
    assert speakers(text) == ["Anna Bell", None] * 3


@pytest.mark.parametrize(
    ("labels", "mark"),
    [
        (["Anna Bell (S&D)", "Karl Wick, on behalf of the ECR Group"], ". –"),
        (["ANNA BELL", "KARL WICK"], " –"),
    ],
)
def test_a_dash_may_end_a_label(labels: list[str], mark: str) -> None:
    found = [(speaker or "").title() for speaker in speakers(debate(labels * 3, mark))]
    assert found == ["Anna Bell", "Karl Wick"] * 3


def test_the_congressional_record_has_a_full_stop_behind_its_labels() -> None:
    text = debate(["Mr. STONE of Texas", "Ms. BELL", "The PRESIDING OFFICER"] * 2, ".")
    assert speakers(text) == ["STONE", "BELL", None] * 2


def test_a_title_shows_who_speaks_even_if_most_of_their_turns_are_short() -> None:
    text = f"Mr. STONE. {VOTES}\n\nMs. BELL. Why?\n\nMr. STONE. {WAITED}\n\nMs. BELL. {VOTES}"
    assert speakers(text) == ["STONE", "BELL"] * 2


def test_who_only_asks_has_no_name_and_whoever_answers_keeps_every_word() -> None:
    text = debate(["MR HALE", "QUESTION"] * 3)
    assert speakers(text) == ["HALE", None] * 3


def test_a_surname_that_two_share_is_the_first_ones_only_until_the_second_comes_in() -> None:
    labels = ["BERNARD STONE (D)", "STONE", "SARAH HALE STONE, UNION PRESIDENT", "STONE"]
    text = debate([*labels, "ANNA BELL, HOST", "BERNARD STONE", "SARAH HALE STONE", "ANNA BELL"])
    assert speakers(text)[:4] == ["BERNARD STONE", "BERNARD STONE", "SARAH HALE STONE", None]


def test_a_title_tells_namesakes_apart() -> None:
    text = debate(["Sarah Stone", "Bernard Stone", "Ms. Stone", "Mr. Stone", "Stone"])
    assert speakers(text) == ["Sarah Stone", "Bernard Stone"] * 2 + [None]


def test_another_title_tells_namesakes_apart() -> None:
    labels = ["SEN. PAUL STONE (R)", "REP. ANN STONE (D)", "SEN. STONE", "REP. STONE", "STONE"]
    assert speakers(debate(labels)) == ["PAUL STONE", "ANN STONE"] * 2 + [None]


def test_titles_tell_apart_whose_given_names_nobody_says() -> None:
    text = debate(["MR. VAN DER BERG", "MRS. VAN DER BERG", "THE COURT"] * 2)
    assert speakers(text) == ["MR. VAN DER BERG", "MRS. VAN DER BERG", None] * 2


def test_the_elder_of_two_is_not_the_younger() -> None:
    text = "George Roe Sr. and George Roe Jr. spoke.\n\n“I am tired,” said the elder Roe."
    assert speakers(text) == [None]


def test_short_questions_are_questions_all_the_same() -> None:
    named = "Oluwaseun Adebayo builds guitars. Interview by Ida Falk.\n\n"
    for question, answer in (("Q", "A"), ("Question", "Answer")):
        turns = "\n\n".join([f"{question}: Why?", f"{answer}: {VOTES}"] * 3)
        found = [(speaker, "vote" in words) for words, speaker in said(named + turns)]
        assert found == [(None, False), ("Oluwaseun Adebayo", True)] * 3


def test_two_capitals_are_initials_and_no_title() -> None:
    text = debate(["Mia Sand", "Jan Willem Hoekstra", "MS", "JWH", "MS", "JWH"])
    assert speakers(text) == ["Mia Sand", "Jan Willem Hoekstra"] * 3


def test_questions_and_answers_are_turns_and_the_answers_are_the_only_persons_named() -> None:
    turns = debate(["Q", "A"] * 3)
    named = "Lena Brandt has led Brusk since 2019.\n\n"
    assert speakers(named + turns) == [None, "Lena Brandt"] * 3
    assert speakers("Lena Brandt met Ida Falk in her office.\n\n" + turns) == [None] * 6
    assert speakers(turns) == [None] * 6


def test_a_name_with_small_words_is_a_label_and_has_initials() -> None:
    labels = ["Tom Lund", "Maria van der Berg", "TL", "MvdB", "TL", "MB"]
    assert speakers(debate(labels)) == ["Tom Lund", "Maria van der Berg"] * 3


def test_a_turn_ends_where_somebody_else_is_named_only_once() -> None:
    text = debate(["Anna Bell", "Karl Wick"] * 2) + "\n\nNORTHWAY: Thanks for all of that."
    words, speaker = said(text)[3]
    assert speaker == "Karl Wick"
    assert "NORTHWAY" not in words


@pytest.mark.parametrize(
    "text",
    [
        debate(["Ida Falk", "Lena Brandt", "IF", "LB", "IF", "LB"]),
        "Lena Brandt spoke to Ida Falk.\n\n" + debate(["IF", "LB"] * 3),
        "Lena Brandt spoke to Ida Falk.\n\n" + debate(["I.F.", "L.B."] * 3),
    ],
)
def test_initials_are_whose_name_has_them(text: str) -> None:
    assert speakers(text) == ["Ida Falk", "Lena Brandt"] * 3


def test_initials_of_two_people_are_nobodys() -> None:
    text = debate(["Ida Falk", "Lena Brandt", "Leo Bauer", "Ida Falk", "LB", "IF", "LB", "IF"])
    assert speakers(text)[3:] == ["Ida Falk", None, "Ida Falk", None, "Ida Falk"]


def test_a_turn_goes_on_in_the_next_paragraphs_without_stage_directions() -> None:
    text = f"Anna Bell: {VOTES}\n\nIt is late.\n\n(APPLAUSE)\n\n" + debate(
        ["Karl Wick", "Anna Bell", "Karl Wick", "Anna Bell"]
    )
    assert said(text)[0] == (f"Anna Bell: {VOTES}\n\nIt is late.", "Anna Bell")
    assert not any("APPLAUSE" in words for words, _ in said(text))


@pytest.mark.parametrize(
    "paragraph", ["Bell shook her head at that.", "What does Karl Wick think of it?"]
)
def test_what_the_author_tells_or_asks_between_turns_is_nobodys_turn(paragraph: str) -> None:
    turns = debate(["Karl Wick", "Anna Bell"] * 2)
    text = f"Anna Bell: {VOTES}\n\n{paragraph}\n\n{turns}"
    assert not any(paragraph in words and speaker for words, speaker in said(text))


def test_words_behind_a_label_of_an_unknown_form_are_not_those_of_who_spoke_before() -> None:
    text = f"Anna Bell: {VOTES}\n\nMia Poe, Esq. >> We disagree with that.\n\n" + debate(
        ["Karl Wick", "Anna Bell", "Karl Wick", "Anna Bell"]
    )
    assert not any("disagree" in words and speaker for words, speaker in said(text))


def test_what_follows_the_last_turn_is_the_authors() -> None:
    text = debate(["Anna Bell", "Karl Wick"] * 3) + "\n\nThe talk was edited for length."
    assert not any("edited" in words for words, _ in said(text))


def test_a_short_turn_is_a_turn() -> None:
    text = debate(["Anna Bell", "Karl Wick"] * 2) + "\n\nAnna Bell: Why?\n\nKarl Wick: No."
    assert said(text)[-2:] == [("Anna Bell: Why?", "Anna Bell"), ("Karl Wick: No.", "Karl Wick")]


@pytest.mark.parametrize(
    "labels",
    [
        ["Population", "Area"] * 3,
        ["Monday", "Tuesday", "Wednesday"] * 2,
        ["Ingredients", "Method"] * 3,
        ["9:15 AM", "12:30 PM"] * 3,
    ],
)
def test_a_list_is_no_transcript(labels: list[str]) -> None:
    text = "By Ann Reed.\n\nThe area and the method are old.\n\n" + debate(labels)
    assert not any("vote" in words and speaker for words, speaker in said(text))


def test_what_a_list_says_of_people_is_not_said_by_them() -> None:
    about = "{}: The mayor has led the town since 2019, and wants to sell the cranes."
    names = ["Lena Brandt", "Karl Wick", "Judith Rosen"]
    assert said("\n\n".join(about.format(name) for name in names)) == []


def test_a_heading_in_capitals_beside_names_in_small_letters_is_nobody() -> None:
    text = debate(["Ann Reed", "CURRENT HOME", "Karl Wick", "CURRENT HOME"] * 2)
    assert set(speakers(text)) == {"Ann Reed", "Karl Wick", None}
