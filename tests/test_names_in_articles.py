"""How articles introduce people: nicknames, ages and roles are no part of a name."""

from __future__ import annotations

import pytest

from rag.names.name import same_person
from rag.records import Article
from rag.speech.statements import attribute


def speakers(text: str) -> list[str | None]:
    return [statement.speaker for statement in attribute(Article("a", "A title", text))]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Robert “Bobby” Quinn", "Robert Quinn"),
        ("Maria 'Mimi' Lopez", "Maria Lopez"),
        ("Dwayne “The Rock” Johnson", "Dwayne Johnson"),
        ("Joaquín “El Chapo” Guzmán", "Joaquín Guzmán"),
        ("Ludmila «Mila» Petrova", "Ludmila Petrova"),
        ("Katherine (Kate) Moss", "Katherine Moss"),
        ("Kate(rine) Moss", "Kate Moss"),
        ("Edward ‘Ned’ Stark Jr.", "Edward Stark Jr."),
        ('J.R. "Bob" Hollis', "J.R. Hollis"),
        ("William D. “Hank” Roe", "William D. Roe"),
        ("Sen. Bernard “Bernie” Roe", "Bernard Roe"),
        ("Thomas “Tip” van der Berg", "Thomas van der Berg"),
        ("Maria “Mac” dela Rosa", "Maria dela Rosa"),
        ('William "Bill" O’Brien', "William O’Brien"),
        ("Thelonius “T.J.” Marsh", "Thelonius Marsh"),
        ("Robert (“Bob”) St. Clair", "Robert St. Clair"),
        ("Coach Glenn “Doc” Rivers", "Glenn Rivers"),
    ],
)
@pytest.mark.parametrize(
    "sentence", ["“They took my tent,” said {}, 54.", "{} said they took the tent."]
)
def test_a_nickname_inside_a_name_leaves_the_name_whole(
    written: str, name: str, sentence: str
) -> None:
    assert speakers(sentence.format(written)) == [name]


@pytest.mark.parametrize("later", ["Mimi Lopez", "Maria Lopez", "Lopez", "Ms. Lopez"])
def test_who_is_introduced_with_a_nickname_may_be_called_by_it(later: str) -> None:
    text = f"Maria 'Mimi' Lopez came on Monday.\n\n“We stay,” {later} said."
    assert speakers(text) == ["Maria Lopez"]


@pytest.mark.parametrize(
    "text",
    [
        "“Last night there were shots,” said a man who goes by the name “Stretch.”",
        "Roe said “Yes” Monday.",
        "Boris (Reuters) said it was late.",
    ],
)
def test_a_quotation_or_a_bracket_beside_a_name_is_no_nickname(text: str) -> None:
    assert speakers(text) == [None]


@pytest.mark.parametrize(
    "age",
    [
        "34-year-old",
        "The 34-year-old",
        "34 year old",
        "Sixty-year-old",
        "Thirty-four-year-old",
        "Then-33-year-old",
        "Mother-of-two",
        "Octogenarian",
        "30-something barman",
        "34-year-old fisherman",
    ],
)
@pytest.mark.parametrize("sentence", ["{} Jane Fox said it hurt.", "“It hurts,” {} Jane Fox said."])
def test_an_age_is_no_part_of_a_name(age: str, sentence: str) -> None:
    assert speakers(sentence.format(age)) == ["Jane Fox"]


@pytest.mark.parametrize("sentence", ["“It hurts,” said {} Rask.", "“It hurts,” {} Rask said."])
def test_an_age_before_a_surname_leaves_it_whole(sentence: str) -> None:
    assert speakers("Finn Rask fell. " + sentence.format("34-year-old")) == ["Finn Rask"]


@pytest.mark.parametrize(
    "role",
    [
        "Ex-minister",
        "Ex-Minister",
        "Then-mayor",
        "Then-Secretary of State",
        "Goalkeeper-turned-coach",
        "Runner-up",
        "Co-founder",
        "Vice-chair",
        "Mayor-elect",
        "Editor-in-chief",
        "Singer-songwriter",
        "Two-time champion",
        "Self-described anarchist",
        "Oscar-winning actor",
        "Brusk-born",
        "Half-brother",
        "Lieutenant-Colonel",
        "Nobel laureate",
        "Nobel Laureate",
        "Deputy Chief of Staff",
        "Acting Police Chief",
        "Fisherman",
        "Rear Adm.",
        "Army Maj. Gen.",
    ],
)
@pytest.mark.parametrize("sentence", ["{} Ruth Eck said it was late.", "“No,” said {} Ruth Eck."])
def test_a_role_with_a_hyphen_is_no_part_of_a_name(role: str, sentence: str) -> None:
    assert speakers(sentence.format(role)) == ["Ruth Eck"]


@pytest.mark.parametrize(
    "name",
    ["Jean-Claude Roe", "Marie-Anne von Berg", "Kim Jong-un", "Ban Ki-moon", "Ruth Eck-Holm"],
)
def test_a_name_with_a_hyphen_stays_whole(name: str) -> None:
    assert speakers(f"{name} said it was late.") == [name]


def test_a_plant_with_the_name_of_a_person_is_not_he() -> None:
    text = "Tom Lund spoke. They closed the Ann Roe Water Plant. “It is late,” he said."
    assert speakers(text) == ["Tom Lund"]


def test_two_family_names_are_the_person_who_was_named_in_full() -> None:
    text = "Ann Lund Berg came. “No,” Lund Berg said. Tom Roe left. “Yes,” Lund Berg said."
    assert speakers(text) == ["Ann Lund Berg", "Ann Lund Berg"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Steve Roe", "Stephen Roe", True),
        ("Steve Roe", "Steven Roe", True),
        ("Stephen Roe", "Steven Roe", False),
        ("Deb Roe", "Debra Roe", True),
        ("Zach Roe", "Zachary Roe", True),
        ("Bob Roe", "Rob Roe", True),
        ("Bill Roe", "Robert Roe", False),
        ("Pat Roe", "Patrick Roe", True),
        ("Patricia Roe", "Patrick Roe", False),
        ("Bill Roe", "Willie Roe", False),
    ],
)
def test_a_nickname_may_be_short_for_several_names(one: str, other: str, *, same: bool) -> None:
    assert same_person(one, other) is same
    assert same_person(other, one) is same


def test_a_person_with_the_name_of_a_people_speaks_and_the_people_has_no_name() -> None:
    assert speakers("Lauren French, an aide, came. “No,” French said.") == ["Lauren French"]
    assert speakers("Lauren French came. The French said no.") == [None]
    assert speakers("Ancient Egyptians called it “a dust of the gods.”") == [None]


@pytest.mark.parametrize("name", ["Maria van der Berg", "Ursula von der Leyen", "Ana de la Cruz"])
def test_a_family_name_with_several_small_words_stands_for_its_owner(name: str) -> None:
    family = name.split(" ", 1)[1]
    text = f"{name} runs the harbour.\n\n“We won,” said {family}."
    assert speakers(text) == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "“We won,” said the dockers' leader, Olaf Nyman.",
        "“We won,” said her brother, Olaf Nyman. “We did.”",
        "“We won,” said their leader, Olaf Nyman, on Friday.",
        "“We won,” their leader, Olaf Nyman, said.",
    ],
)
def test_who_is_described_and_then_named_in_full_is_named(sentence: str) -> None:
    assert speakers(sentence) == ["Olaf Nyman"]


def test_a_place_behind_a_description_is_nobody() -> None:
    assert speakers("“We won,” said the head of the union, New York.") == [None]


def test_she_is_who_a_sentence_on_her_and_somebody_else_begins_with() -> None:
    text = (
        "“We ran,” said Cindy Dunn.\n\nShe and her husband, Jim Dunn, 49, left.\n\n“Oh,” she said."
    )
    assert speakers(text) == ["Cindy Dunn", "Cindy Dunn"]


@pytest.mark.parametrize(
    ("described", "she"),
    [
        ("Dunn’s wife, Ulma Dunn, said so.", "Ulma Dunn"),
        ("His daughter-in-law, Ulma Voss, said so.", "Ulma Voss"),
        ("He came with his wife, Ulma Voss and Orla Lund.", None),
    ],
)
def test_a_role_before_a_comma_shows_who_she_is(described: str, she: str | None) -> None:
    *_, last = speakers(f"Jim Dunn was late.\n\n{described} “Oh, it rains,” she said.")
    assert last == she


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("In Brusk Nyman said it rained.", "Olaf Nyman"),
        ("On Monday in Brusk Nyman said it rained.", "Olaf Nyman"),
        ("In Tokyo Ulma Voss said it rained.", "Ulma Voss"),
        ("At Brusk Jane Voss said it rained.", "Jane Voss"),
        ("In Brusk officials said it rained.", None),
    ],
)
def test_a_place_that_opens_a_sentence_is_no_given_name(sentence: str, speaker: str | None) -> None:
    assert speakers(f"Olaf Nyman was late.\n\n{sentence}") == [speaker]


def test_an_age_makes_no_plural() -> None:
    assert speakers("The 31-year-old striker from Brusk helped Atlanta claim the cup.") == []


@pytest.mark.parametrize("name", ["Omar al-Rashid", "Fatima el-Sayed", "Bo d’Angelo"])
@pytest.mark.parametrize(
    "sentence", ["“It hurts,” said {}, 22.", "Mayor-elect {} said it hurt.", "Minister {} said so."]
)
def test_a_family_name_may_begin_with_a_small_letter(name: str, sentence: str) -> None:
    assert speakers(sentence.format(name)) == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "“It hurts,” said the road warden, Ueli Zgraggen.",
        "“It hurts,” recalled the 63-year-old, Ueli Zgraggen.",
        "“It hurts,” said his sister, Ueli Zgraggen (née Roth), 71.",
        "“It hurts,” nods her neighbour, Ueli Zgraggen.",
        "An 18-year-old, Ueli Zgraggen, said it hurt.",
        "Her mother, 56-year-old Ueli Zgraggen, said it hurt.",
        "The then mayor Ueli Zgraggen said it hurt.",
        "“It hurts,” said a visibly shaken Ueli Zgraggen.",
        "Ueli Zgraggen, a fisherman, fell. “It hurts,” Ueli said.",
    ],
)
def test_who_is_described_before_being_named_has_that_name(sentence: str) -> None:
    assert speakers(sentence) == ["Ueli Zgraggen"]


@pytest.mark.parametrize("place", ["the head of the club, Real Madrid", "the report, Rain Watch"])
def test_what_is_no_person_does_not_make_a_name_a_persons(place: str) -> None:
    assert speakers(f"“We are done for today,” said {place}.") == [None]


def test_a_deputy_who_is_named_is_no_other_deputy() -> None:
    text = "Deputy minister Omar Zein left. “Hard to say,” said al-Roe's deputy, Huda Poe."
    assert speakers(text) == ["Huda Poe"]


def test_an_occupation_that_opens_a_sentence_is_no_part_of_a_name() -> None:
    assert speakers("Drummer Aisha Bello said it was late.") == ["Aisha Bello"]


def test_a_word_that_opens_a_sentence_is_no_part_of_a_name_that_stands_elsewhere() -> None:
    text = "Brothers Adil Roe and Kamal Roe met. “We argued,” said Adil Roe."
    assert speakers(text) == ["Adil Roe"]
    text = "The council met Deputy Ní Riain. Aoife Ní Riain said it was late."
    assert speakers(text) == ["Aoife Ní Riain"]


def test_a_small_word_may_be_a_given_name_in_vietnamese() -> None:
    assert speakers("Nguyen Van An said it was late.") == ["Nguyen Van An"]
