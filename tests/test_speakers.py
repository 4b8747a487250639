"""Whom a name means, where several people or offices have it."""

from __future__ import annotations

from collections import Counter

import pytest

from rag import Assistant
from rag.index.span_table import Statements
from rag.records import Article, Statement, StatementKind
from rag.search.directory.offices import is_office, is_plural
from rag.search.directory.speakers import Speakers

TEXT = "It rained."
SAID = {
    "Mark Reed": 40,
    "Reed": 5,
    "Mark Reed Jr.": 3,
    "Ann Reed": 2,
    "Tom Poe": 6,
    "Kate Poe": 5,
    "Paul Moss Jr.": 9,
    "Paul Moss": 1,
    "HPA": 20,
    "Maine HPA": 4,
    "Mark J. Lund": 1,
    "Mark Lund": 8,
    "University of Blay": 7,
    "US Treasury": 3,
    "Pope Anselm": 12,
    "Pope Leo": 2,
    "Queen Maud": 3,
    "Queen Ada": 3,
    "The Pope and Poet Club": 1,
    "Norwegian Rain Ministry": 2,
    "Norway’s Rain Ministry": 1,
    "Swedish Rain Ministry": 1,
    "Defense Ministry": 1,
    "Blay's Harbour Police": 2,
    "Blay's Fish Agency": 1,
    "Marl's Fish Agency": 1,
}


@pytest.fixture(scope="module")
def speakers() -> Speakers:
    statements = [
        Statement("a", 0, len(TEXT), name, None, None, StatementKind.DIRECT)
        for name, count in SAID.items()
        for _ in range(count)
    ]
    articles = {"a": Article("a", "Rain", TEXT)}
    return Speakers(articles, Statements.of(articles, statements))


@pytest.mark.parametrize(
    ("asked", "name", "spellings"),
    [
        ("Reed", "Mark Reed", {"Mark Reed", "Reed"}),
        ("Mark Reed", "Mark Reed", {"Mark Reed", "Reed"}),
        ("Mark Reed Jr.", "Mark Reed Jr.", {"Mark Reed Jr."}),
        ("Ann Reed", "Ann Reed", {"Ann Reed"}),
        ("Poe", "Poe", {"Tom Poe", "Kate Poe"}),
        ("Mr. Poe", "Tom Poe", {"Tom Poe"}),
        ("Moss", "Paul Moss Jr.", {"Paul Moss Jr.", "Paul Moss"}),
        ("HPA", "HPA", {"HPA"}),
        ("Treasury", "US Treasury", {"US Treasury"}),
        ("the Pope", "Pope Anselm", {"Pope Anselm"}),
        ("Lund", "Mark Lund", {"Mark Lund", "Mark J. Lund"}),
    ],
)
def test_a_name_means_who_nearly_always_speaks_under_it_or_all_of_that_name(
    speakers: Speakers, asked: str, name: str, spellings: set[str]
) -> None:
    found = speakers.find_named(asked)
    assert found is not None
    assert (found.name, set(found.spellings)) == (name, spellings)


def test_a_family_name_alone_is_not_the_words_of_somebody_else_in_the_family(
    speakers: Speakers,
) -> None:
    assert speakers.find_named("Sue Reed") is None


def test_a_son_is_counted_apart_from_his_father(speakers: Speakers) -> None:
    counts = speakers.count_statements()
    assert counts["Mark Reed"] == SAID["Mark Reed"] + SAID["Reed"]
    assert counts["Mark Reed Jr."] == SAID["Mark Reed Jr."]
    assert sum(counts.values()) == sum(SAID.values())


def test_a_place_is_not_its_university(speakers: Speakers) -> None:
    assert speakers.find_named("Blay") is None


@pytest.mark.parametrize(
    ("asked", "spellings"),
    [
        ("Norwegian Rain Ministry", {"Norwegian Rain Ministry", "Norway’s Rain Ministry"}),
        ("the Rain Ministry of Norway", {"Norwegian Rain Ministry", "Norway’s Rain Ministry"}),
        ("Sweden's Rain Ministry", {"Swedish Rain Ministry"}),
        ("the Ministry of Defence", {"Defense Ministry"}),
        ("the Harbour Police", {"Blay's Harbour Police"}),
        ("Marl's Fish Agency", {"Marl's Fish Agency"}),
    ],
)
def test_an_institution_is_its_states_in_whatever_words(
    speakers: Speakers, asked: str, spellings: set[str]
) -> None:
    found = speakers.find_named(asked)
    assert found is not None
    assert found.spellings == spellings
    assert speakers.count_statements()["Norwegian Rain Ministry"] == 3


def test_of_two_institutions_it_is_not_told_which(speakers: Speakers) -> None:
    assert speakers.find_named("the Fish Agency") is None


def test_a_name_with_another_word_is_not_called_so(speakers: Speakers) -> None:
    assert speakers.find_named("Ann HPA") is not None
    assert speakers.find_with_all_words("Ann HPA") is None
    assert speakers.find_with_all_words("HPA") == speakers.find_named("HPA")


def _described(times: dict[str, int]) -> Speakers:
    """Speakers, each of them introduced so often, as the Blayan president if no other role is said.

    A role stands before a name: "Senator Ann Reed".
    """
    articles, statements = {}, []
    for described, count in times.items():
        name = " ".join(described.split()[-2:])
        role = described.removesuffix(name) or "Blayan President "
        for number in range(count):
            text = f"It rained, {role}{name} said."
            articles[f"{name} {number}"] = Article(f"{name} {number}", "Rain", text)
            mention = (text.index(role), text.index(" said"))
            statements.append(
                Statement(
                    f"{name} {number}", 0, len(text), name, mention, None, StatementKind.INDIRECT
                )
            )
    return Speakers(articles, Statements.of(articles, statements))


def test_an_office_is_whose_it_is_in_most_places() -> None:
    found = _described({"Ann Reed": 8, "Tom Poe": 2}).find_by_role("the Blayan president")
    assert found is not None
    assert found.name == "Ann Reed"
    assert _described({"Ann Reed": 6, "Tom Poe": 4}).find_by_role("the Blayan president") is None
    assert _described({"Ann Reed": 8}).find_by_role("the Blayan presidents") is None


def test_a_title_tells_which_namesake_is_meant() -> None:
    speakers = _described(
        {"Senator Ann Reed": 3, "Mayor Tom Reed": 4, "Judge Kai Reed": 2, "Judge Ada Reed": 2}
    )
    for asked, name in (("Sen. Reed", "Ann Reed"), ("Mayor Reed", "Tom Reed")):
        speaker = speakers.find_titled(asked)
        assert speaker is not None
        assert (speaker.name, speaker.spellings) == (name, frozenset({name}))
    for asked in ("Reed", "Judge Reed", "Captain Reed", "Mayor Ann Reed", "Mayor Lund"):
        assert speakers.find_titled(asked) is None


@pytest.mark.parametrize(
    ("phrase", "office"),
    [
        ("the governor of Florida", True),
        ("the French president", True),
        ("President Reed", False),
        ("Will Smith", False),
        ("officials", False),
        ("Blayan senators", False),
    ],
)
def test_an_office_is_told_from_a_person(phrase: str, office: bool) -> None:
    assert is_office(phrase) is office


@pytest.mark.parametrize(
    ("phrase", "plural"),
    [
        ("protesters in Iran", True),
        ("the people of Marl", True),
        ("Roe's lawyers", True),
        ("two spokeswomen for Roe", True),
        ("the minister for women", False),
        ("the boss of unions", False),
        ("Ann Reeds", False),
    ],
)
def test_several_people_are_told_from_one(phrase: str, plural: bool) -> None:
    assert is_plural(phrase) is plural


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("the Larkfield Foods boss", "Jane Lund"),
        ("the Larkfield Foods spokesman", "Tom Berg"),
        ("the rain expert of Marl", "Ann Moss"),
        ("the Larkfield Foods lawyer", None),
    ],
)
def test_a_role_in_a_readers_words_means_who_has_it(role: str, name: str | None) -> None:
    text = (
        "Larkfield Foods CEO Jane Lund spoke. Tom Berg, a spokesperson for Larkfield Foods, spoke. "
        "Ann Moss, a rain researcher who has lived in the old harbour town of Marl for all of the "
        "last thirty years, spoke."
    )
    said = [
        Statement("a", 0, len(text), speaker, None, None, StatementKind.DIRECT)
        for speaker in ("Jane Lund", "Tom Berg", "Ann Moss")
    ]
    articles = {"a": Article("a", "Rain", text)}
    found = Speakers(articles, Statements.of(articles, said)).find_by_role(role)
    assert (found.name if found else None) == name


@pytest.mark.parametrize("title", ["pope", "the pope", "Pope", "the Pope"])
def test_a_title_alone_means_its_one_bearer(speakers: Speakers, title: str) -> None:
    found = speakers.find_by_role(title)
    assert found is not None
    assert found.name == "Pope Anselm"


def test_a_title_that_several_have_means_nobody(speakers: Speakers) -> None:
    assert speakers.find_named("the Queen") is None


def test_statements_are_counted_by_who_speaks_first(assistant: Assistant) -> None:
    statements = assistant.index.statements
    counted = Counter(one.speaker for one in statements if one.speaker is not None)
    assert list(statements.counts().items()) == list(counted.items())
