"""Sentences that invite a wrong name: no name, or the right one, is what they get."""

from __future__ import annotations

import pytest

from rag.articles.text.clean import clean
from rag.records import Article
from rag.speech.statements import attribute

SAID = "\n\n“We need more of it,” he said."


def speakers(text: str) -> list[str | None]:
    return [one.speaker for one in attribute(Article("a", "A title", text))]


@pytest.mark.parametrize(
    "before",
    [
        "Mark Reed won. Tom Poe lost.",
        "Mark Reed won.\n\nTom Poe lost.",
        "Reed hinted to Tom Poe on Monday. It rained.",
        "Tom Poe was there. President Reed came too.",
        "The mayor met Tom Poe on Monday.",
    ],
)
def test_he_is_nobody_where_two_people_were_subjects_lately(before: str) -> None:
    assert speakers(before + SAID) == [None]


@pytest.mark.parametrize(
    "before",
    [
        "Tom Poe won on Monday.",
        "Tom Poe met Mark Reed on Monday. He was tired of it.",
        "Ann Reed won. Tom Poe lost.",
        "Mark Reed won.\n\nTom Poe grew up here. Poe never left.",
        "Narendra Poe, the prime minister, came.",
        "It was late. The storm had crossed the Black Sea. Tom Poe was there.",
    ],
)
def test_he_is_the_one_person_the_text_goes_on_about(before: str) -> None:
    (speaker,) = speakers(before + SAID)
    assert speaker in {"Tom Poe", "Narendra Poe"}


@pytest.mark.parametrize("name", ["I", "We", "You", "Most"])
@pytest.mark.parametrize("text", ["{} said it was late.", "Of course, {} said it was late."])
def test_a_pronoun_is_no_name_whatever_its_capital(name: str, text: str) -> None:
    assert set(speakers(text.format(name))) <= {None}


def test_an_acronym_may_read_as_a_pronoun() -> None:
    assert speakers("On Monday, WHO said it was late.") == ["WHO"]


def test_he_is_who_spoke_last() -> None:
    assert speakers(f"Mark Reed won. Tom Poe said it was late.{SAID}")[-1] == "Tom Poe"


@pytest.mark.parametrize(
    "before",
    [
        "The storm crossed the Baltic Ocean.",
        "Baltic Ocean rose fast.",
        "Reed made Golden Falls in 1999. It was a film.",
        "Golden Falls was shown here.",
    ],
)
def test_he_is_nothing_that_no_word_shows_to_be_a_person(before: str) -> None:
    assert speakers(before + SAID) == [None]


def test_who_is_talked_about_is_not_who_talks() -> None:
    text = "Tom Poe said it was late.\n\nMark Reed is a liar, he said."
    assert speakers(text) == ["Tom Poe", "Tom Poe"]


@pytest.mark.parametrize(
    "text",
    [
        "Tom Poe, the chair of the Baltic Ethics Commission told reporters the case was over.",
        "“The case is over,” Tom Poe, the chair of the Baltic Ethics Commission told reporters.",
        "Tom Poe, founder of the Reed Institute — a think tank — said the vote was close.",
    ],
)
def test_a_role_that_no_comma_closes_is_the_named_persons(text: str) -> None:
    (one,) = attribute(Article("a", "A title", text))
    assert one.speaker == "Tom Poe"
    assert one.mention is not None
    assert text[slice(*one.mention)] == "Tom Poe"


def test_a_role_between_two_marks_is_no_apposition() -> None:
    assert speakers("Tom Poe, the mayor said on Monday, is late.") != ["Tom Poe"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Bank of Norway announced that rates would rise. He left Norway.", "Bank of Norway"),
        ("“Rates will rise,” the Bank of Norway said.", "Bank of Norway"),
        ("The WHO said the outbreak was over.", "WHO"),
        ("“It is over,” the WHO said.", "WHO"),
        ("WHO said the outbreak was over.", "WHO"),
        ("The WHO, which met on Monday, said the outbreak was over.", "WHO"),
        ("“It works,” said state Rep. Tom Poe.", "Tom Poe"),
    ],
)
def test_an_institution_and_an_acronym_are_called_by_their_name(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("who", "speaker"),
    [
        ("coach and program director Jane Roe", "Jane Roe"),
        ("Marl Motors CEO and co-founder Jane Roe", "Jane Roe"),
        ("President and CEO Jane Roe", "Jane Roe"),
        ("Marl Mayor-elect Jane Roe", "Jane Roe"),
        ("Jane King of the Marl Agency", "Jane King"),
        ("police and Mayor Jane Roe", None),
        ("the mayor and Gov. Jane Roe", None),
        ("Tom Poe and coach Jane Roe", None),
        ("leaders of Marl and Mayor Jane Roe", None),
        ("neighbors and mayor Jane Roe", None),
    ],
)
def test_one_person_may_be_two_things(who: str, speaker: str | None) -> None:
    assert speakers(f"It rained on Monday, {who} said in a letter.") == [speaker]


def test_an_institution_is_not_called_by_who_heads_it() -> None:
    text = "President Donald Reed won. Reed's Justice Department said it rained. Reed left."
    assert speakers(text) == ["Justice Department"]


@pytest.mark.parametrize(
    "who", ["the Sheriff’s Office", "the U.S. Attorney's Office", "the State Police"]
)
def test_an_office_of_which_nobody_says_whose_it_is_has_no_name(who: str) -> None:
    assert speakers(f"It rained on Monday, {who} said in a letter.") == [None]


def test_a_state_before_a_title_says_nothing() -> None:
    assert speakers("The bill that Democrats and state Rep. Tom Poe filed was dropped.") == []


@pytest.mark.parametrize("verb", ["criticized", "played down", "pored over"])
def test_a_quotation_behind_who_is_whom_that_stands_for(verb: str) -> None:
    text = f"Mark Reed {verb} a letter from Tom Poe, who detailed “a month of chaos” here."
    assert set(speakers(text)) <= {"Tom Poe", None}


def test_a_quotation_inside_what_somebody_said_leaves_the_sentence_theirs() -> None:
    text = "Mark Reed said that Tom Poe, who detailed “a month of chaos” here, was wrong."
    assert speakers(text) == ["Mark Reed"]


@pytest.mark.parametrize(
    "text",
    [
        "Tom Poe countered with a clever line.",
        "Tom Poe blasted Mark Reed to the ice in the second period.",
        "Tom Poe continued his strong start to the season.",
        "The network's clip show that aired on Monday was long.",
        "The topic: how to cook rice in the evening.",
        "Contributing: Ann Reed and Mark Reed",
        "Check https://example.org for more on this.",
    ],
)
def test_no_words_are_no_statement(text: str) -> None:
    assert speakers(text) == []


@pytest.mark.parametrize("dateline", ["OSLO −", "OSLO (AP) —", "OSLO —"])
def test_a_dateline_is_no_part_of_a_mention(dateline: str) -> None:
    text = f"{dateline} Tom Poe, the mayor, said that it was over."
    (one,) = attribute(Article("a", "A title", text))
    assert one.mention is not None
    assert (one.speaker, text[slice(*one.mention)]) == ("Tom Poe", "Tom Poe")


def test_what_a_page_shows_around_a_name_is_no_name() -> None:
    text = f"Video Ad Feedback See Tom Poe on the show.{SAID}"
    assert speakers(text) == [None]
    assert speakers("Video Ad Feedback See Tom Poe said it was over.") == [None]


def test_a_title_in_quotation_marks_behind_who_is_no_statement() -> None:
    assert speakers("It was hard for Tom Poe, who starred in “The Last Bus” for years.") == []


def test_a_pages_controls_before_a_colon_say_nothing() -> None:
    assert speakers("Video Ad Feedback: How the talks went on after they had failed.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "While Tom Poe said it was late, Ann Reed wrote that it was not.",
            ["Tom Poe", "Ann Reed"],
        ),
        (
            "After Tom Poe criticized the plan in a debate, Ann Reed shot back, “I could have "
            "stayed at home and baked bread.”",
            ["Tom Poe", "Ann Reed"],
        ),
        (
            "When Tom Poe suggested that it was late, Ann Reed fired back at once: “It is never "
            "late here,” pointing to the clock.",
            ["Tom Poe", "Ann Reed"],
        ),
        ("Ann Reed was asked by Tom Poe, who was there, “Is it late?”", ["Tom Poe"]),
        ("The film uses footage of Tom Poe saying, “It is late here.”", ["Tom Poe"]),
        ("The film ends with footage of Tom Poe saying in Ohio, “It is late.”", ["Tom Poe"]),
        (
            "Ann Reed offered a Poe-style retort on the price of bread, tweeting at him, “you are "
            "late, as ever.”",
            ["Ann Reed"],
        ),
        (
            "Last month, Tom Poe looked into the camera and said, “It is late, my friends.”",
            ["Tom Poe"],
        ),
        (
            "Tom Poe turned away a man who said he had come for work, adding, “We have none here.”",
            ["Tom Poe"],
        ),
    ],
)
def test_words_are_of_who_speaks_in_their_own_clause(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In an interview, Tom Poe was asked, “What is the latest you have ever come home?”",
        "Tom Poe bought a sign that read “It is late in the day.”",
        "The crowd saw a band called “The Last Bus to Ohio.”",
        "Critics dislike the “far too late” measures added by Tom Poe.",
        "The timing of Poe’s visit surprised nobody: “Late visitors are seen as a nuisance.”",
        "No wonder it was “late in the day” there.",
    ],
)
def test_words_that_nobody_is_said_to_say_are_nobodys(text: str) -> None:
    assert [one.mention for one in attribute(Article("a", "A title", text)) if one.mention] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A source speaking to Reuters said, “It is late here.”", "A source"),
        ("Critics say it is late.", "Critics"),
        ("Police say it is late.", "Police"),
        ("The mayor and the council say it is late.", "The mayor and the council"),
    ],
)
def test_who_is_described_is_who_speaks(text: str, words: str) -> None:
    (one,) = attribute(Article("a", "A title", text))
    assert one.mention is not None
    assert text[slice(*one.mention)] == words


def test_words_said_by_telephone_are_reported() -> None:
    assert speakers("On Monday Tom Poe said by telephone that it was over.") == ["Tom Poe"]


def test_a_caption_in_capitals_is_no_part_of_a_name() -> None:
    assert speakers("WATCHED Harbour said it was late. Later, WATCHED Harbour said more.") == [
        None,
        None,
    ]
    assert speakers("On Monday, NASA Administrator Tom Poe said it was late.") == ["Tom Poe"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Washington UPI — The bridge is closed. It is old, UPI has reported.", ["UPI"]),
        ("Bern UPI met a man. It is old, UPI has reported.", ["UPI"]),
        ("Pope Leo XIV came. It is old, the pope said.", ["Leo XIV"]),
        ("JANE ROE came. It is old, said Roe.", ["JANE ROE"]),
    ],
)
def test_an_agency_behind_a_place_is_no_persons_surname(text: str, found: list[str]) -> None:
    assert speakers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Jane Roe opened the depot on Monday, adding two trucks.",
        "Rain is up by a third compared with May.",
        "Jane Roe concluded her season with a win.",
        "Most northern states that will vote in May are small.",
        "Jane Roe lost the emails that were written in May.",
    ],
)
def test_what_is_done_is_not_said(text: str) -> None:
    assert speakers(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Jane Roe opened the depot on Monday, adding that it was late.", "Jane Roe"),
        ("Jane Roe compared the rain with that of May.", "Jane Roe"),
        ("Jane Roe concluded that the season was over.", "Jane Roe"),
        ("The report states that it rains, and so does Jane Roe.", None),
        ("Penmouth-based Blay Motors said the depot is late.", "Blay Motors"),
        ("Photos: The mayor Jane Roe Roe said the depot is late.", "Jane Roe"),
    ],
)
def test_what_is_said_stays_said(text: str, speaker: str | None) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "12:21 PM: Get to know Annie Reed: 'Cold Waters'",
        "It rained.\n\nJuly 7 Johnson admits that it rains.",
        "November 30 - The army announced that it rains.",
        "“It rains,” Sen. Annie Reed, D-Marl said. “It does.”",
        "It is like the bans passed by Republican-led states this year.",
        "More than 246,000 Marlers are asking for help as it reopens.",
    ],
)
def test_a_time_a_number_and_a_party_are_nobody(text: str) -> None:
    assert set(speakers(text)) <= {None, "Annie Reed", "Johnson"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Suspect Ann Reed came. It rained, Ann Reed said. Reed said it snowed.", "Ann Reed"),
        ("Ann Reed came. Suspect Ann Reed said it rained.", "Ann Reed"),
        ("Ben Reed came, and Jane Poe. Reed said it rained.", "Ben Reed"),
        ("Adds Reed: “It rained here all of the day.”", "Reed"),
        ("It rained, said Jane De Marle. De Marle said it snowed. De Marle left.", "Jane De Marle"),
        ("Billy Ray Marle said it rained, and Ray Marle came.", "Billy Ray Marle"),
    ],
)
def test_a_name_has_its_given_name_and_no_word_that_opens_a_sentence(text: str, named: str) -> None:
    assert set(speakers(text)) == {named}


def test_he_is_not_whom_a_newsletter_is_by() -> None:
    invitation = "Get our weekly newsletter Sign up here to hear from Dr. Mark Reed each day."
    text = clean(f"Tom Poe said it was late.\n\n{invitation}{SAID}")
    assert speakers(text) == ["Tom Poe", "Tom Poe"]
