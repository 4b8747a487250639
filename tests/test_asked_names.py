"""Names in questions: two speakers, an institution's initials, a person called by the surname."""

from __future__ import annotations

import pytest

from rag import Assistant
from rag.build.build import build
from rag.models.embedder import Embedder
from rag.names.institutions import other_name
from rag.records import Filters, Status

BRIDGE = (
    "The bridge is safe, Nora Whitfield said on Monday. The bridge will be closed for a week, "
    "Whitfield said. The bridge cost too much, Whitfield said. The bridge was never painted, "
    "Whitfield said. “The bridge must be torn down,” Tom Ashby said. Ashby met Ivan Sorokin on "
    "Friday. “I will not sell a thing to Sorokin,” he said."
)
RAIN = (
    "The Northern Rain Agency (NRA) was founded in 1950. Wells are filling up again, the Northern "
    "Rain Agency said. Wells will be full by May, according to the NRA. “I do not trust the "
    "Northern Rain Agency,” Kim Dole said. “The NRA sleeps,” Lou Penn said."
)
FAIR = (
    "“The fair is safe,” the Marlow County Sheriff’s Office said. “The fair is loud,” the Marlow "
    "County Post Office said."
)
WATER = (
    "“The lakes are full,” Norway's Water Ministry said. The lakes will be cold until May, the "
    "Norwegian Water Ministry said. “The lakes are for all,” the Swedish Water Ministry said."
)
SHOP = (
    "“We are sorry about the oranges,” said Iris Lund, a spokesperson for Okra. Okra said that it "
    "will sell apples. “I like Okra,” said Pia Berg, a customer."
)
FUEL = "Norway's energy minister, Ida Moe, said on Friday that the fuel was gone."
OIL = "Saudi energy minister Omar Lind said prices will rise. “We sell more,” Lind said."
DEBT = "“We run out of cash in June,” Lena Holt said."
HEIRS = "The comedian Gil Hansson died on Monday. “We miss him very much,” his family wrote."
TRIAL = (
    "A court sent the painter Ann Voss to prison on Monday. “She will appeal,” attorney Ben Hale "
    "said. Voss has denied all wrongdoing. The fair, where the painter Uma Stern announced her "
    "plans in May, is closed. “Voss owes my client a picture,” wrote Kit Moor's attorney, Sam Dole."
)
ARTICLES = {
    "bridge": ("The old bridge", BRIDGE),
    "rain": ("Wells in the north", RAIN),
    "fair": ("The fair", FAIR),
    "water": ("Water in Norway", WATER),
    "shop": ("Fruit in the north", SHOP),
    "fuel": ("Norway runs out of fuel", FUEL),
    "oil": ("Oil in the south", OIL),
    "heirs": ("Gil Hansson has died", HEIRS),
    "debt": ("The debt limit and what follows", DEBT),
    "trial": ("Ann Voss goes to prison", TRIAL),
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    corpus, index = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("index")
    for name, (title, text) in ARTICLES.items():
        (corpus / f"{name}.txt").write_text(f"{title}\n\n{text}\n", encoding="utf-8")
    build(corpus, index, embedder, passage_tokens=180)
    return Assistant.load(index)


def test_each_of_two_speakers_is_heard(asked: Assistant) -> None:
    citations = asked.ask("What did Whitfield and Ashby say about the bridge?").citations
    assert [one.speaker for one in citations] == ["Nora Whitfield"] * 2 + ["Tom Ashby"]


@pytest.mark.parametrize(
    ("question", "speakers", "reason"),
    [
        (
            "What did both Whitfield and Sorokin say about the bridge?",
            ["Nora Whitfield"] * 4,
            "Sorokin is mentioned in 1 article, but not quoted.",
        ),
        (
            "What did Ashby, Lena Holt or Penwick say about the bridge?",
            ["Tom Ashby"],
            "no article mentions Penwick. Lena Holt is quoted in 1 article, but not on the bridge.",
        ),
    ],
)
def test_who_is_silent_of_several_is_told(
    asked: Assistant, question: str, speakers: list[str], reason: str
) -> None:
    answer = asked.ask(question)
    assert [one.speaker for one in answer.citations] == speakers
    assert answer.reason == reason
    assert answer.text.splitlines()[-1] == f"Not in the articles: {reason}"
    assert not any(reason in line for line in answer.lines)


@pytest.mark.parametrize(
    ("question", "sure"),
    [
        ("Does Whitfield think the bridge is safe?", True),
        ("Does Whitfield think the bridge is haunted?", False),
        ("Who said the bridge must be torn down?", True),
        ("Who said the bridge was built by giants?", False),
        ("Why does Whitfield think the bridge was never painted?", False),
    ],
)
def test_words_on_the_topic_alone_are_no_sure_answer(
    asked: Assistant, question: str, sure: bool
) -> None:
    assert (asked.ask(question).status is Status.ANSWERED) is sure


def test_without_a_change_the_speakers_own_words_come_first(asked: Assistant) -> None:
    answer = asked.ask("How did Whitfield's view of the bridge change?")
    assert answer.status is Status.UNSURE
    assert answer.citations[0].speaker == "Nora Whitfield"


def test_of_several_who_are_all_silent_each_has_a_reason(asked: Assistant) -> None:
    answer = asked.ask("What did Whitfield and Lena Holt say about cheese?")
    assert answer.status is Status.NOT_FOUND
    assert answer.reason == (
        "Nora Whitfield is quoted in 1 article, but not on cheese. "
        "Lena Holt is quoted in 1 article, but not on cheese."
    )


def test_of_several_the_filter_leaves_one(asked: Assistant) -> None:
    answer = asked.ask(
        "What did Whitfield and Ashby say about the bridge?", filters=Filters(speaker="Ashby")
    )
    assert [one.speaker for one in answer.citations] == ["Tom Ashby"]
    assert answer.reason == "the filter shows only statements by Ashby, not by Nora Whitfield."


@pytest.mark.parametrize(
    ("name", "speaker", "each"),
    [
        ("Whitfield, Ashby and Holt", "Nora Whitfield, Tom Ashby and Lena Holt", 3),
        ("neither Ashby nor Holt", "Tom Ashby and Lena Holt", 2),
        ("Ashby and Kent Penwick", "Tom Ashby and Kent Penwick", 2),
        ("Tom and Jane Ashby", "Tom Ashby and Jane Ashby", 2),
        ("President and CEO Tom Ashby", "Tom Ashby", 0),
        ("Ashby and Ashby", "Tom Ashby", 0),
        ("Tom Ashby, the mayor,", "Tom Ashby", 0),
        ("Penwick and Quill", "Penwick and Quill", 0),
    ],
)
def test_a_row_of_names_is_several_speakers(
    asked: Assistant, name: str, speaker: str, each: int
) -> None:
    query = asked.understand(f"What did {name} say about the bridge?")
    assert (query.speaker, len(query.each)) == (speaker, each)


@pytest.mark.parametrize("name", ["the NRA", "the Northern Rain Agency"])
def test_an_institution_is_asked_about_by_either_name(asked: Assistant, name: str) -> None:
    citations = asked.ask(f"What did {name} say about wells?").citations
    assert {one.speaker for one in citations} == {"NRA", "Northern Rain Agency"}


@pytest.mark.parametrize(
    "name", ["Norway's Water Ministry", "the Norwegian Water Ministry", "norway's water ministry"]
)
def test_a_states_institution_is_asked_about_by_either_word(asked: Assistant, name: str) -> None:
    citations = asked.ask(f"What did {name} say about the lakes?").citations
    assert {one.speaker for one in citations} == {
        "Norway's Water Ministry",
        "Norwegian Water Ministry",
    }


@pytest.mark.parametrize("name", ["Gil Hansson's family", "hansson's family"])
def test_his_family_is_that_of_whom_the_title_names(asked: Assistant, name: str) -> None:
    (citation,) = asked.ask(f"What did {name} say?").citations
    assert citation.text == "“We miss him very much,” his family wrote."
    assert asked.understand("What did Tom Ashby's family say?").described is False


@pytest.mark.parametrize("name", ["the Marlow County sheriff's office", "the sheriff's office"])
def test_an_institution_is_found_by_a_part_of_its_name(asked: Assistant, name: str) -> None:
    (citation,) = asked.ask(f"What did {name} say about the fair?").citations
    assert citation.speaker == "Marlow County Sheriff’s Office"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did Kim Dole say about the NRA?", "“I do not trust the Northern Rain Agency,”"),
        ("What did Lou Penn say about the Northern Rain Agency?", "“The NRA sleeps,”"),
    ],
)
def test_an_institution_is_a_topic_by_either_name(
    asked: Assistant, question: str, words: str
) -> None:
    (citation,) = asked.ask(question).citations
    assert citation.text.startswith(words)


def test_a_topic_in_full_is_found_where_the_surname_stands(asked: Assistant) -> None:
    (citation,) = asked.ask("What did Ashby say about Ivan Sorokin?").citations
    assert citation.text.startswith("“I will not sell a thing to Sorokin,”")


def test_a_title_tells_what_a_statement_is_about(asked: Assistant) -> None:
    (citation,) = asked.ask("What did Lena Holt say about the debt limit running out?").citations
    assert citation.text == DEBT
    answer = asked.ask("What did Lena Holt say about the debt owed to dentists?")
    assert answer.status is not Status.ANSWERED


@pytest.mark.parametrize(
    ("name", "text", "other"),
    [
        ("WHO", "The World Health Organization (WHO) met.", ["World Health Organization"]),
        ("CDC", "The Centers for Disease Control and Prevention (CDC) met.",
         ["Centers for Disease Control and Prevention"]),
        ("WHO", "The band The Who (WHO) and the mayor, who left, met.", []),
        ("WHO", "Who met? The World Health Organization.", []),
        ("World Health Organization", "The World Health Organization (the WHO) met.", ["WHO"]),
        ("World Health Organization", "The World Health Organization met (in Bern).", []),
    ],
)  # fmt: skip
def test_initials_and_a_name_are_one_where_they_stand_together(
    name: str, text: str, other: list[str]
) -> None:
    assert list(other_name(name, text)) == other


def test_a_firm_speaks_through_its_spokesperson(asked: Assistant) -> None:
    citations = asked.ask("What did Okra say about oranges?").citations
    assert [citation.speaker for citation in citations] == ["Iris Lund"]
    everything = asked.ask("What did Okra say?").citations
    assert {citation.speaker for citation in everything} == {"Okra", "Iris Lund"}


def test_a_spokesperson_is_not_the_person_they_speak_for(asked: Assistant) -> None:
    citations = asked.ask("What did Lund say?").citations
    assert {citation.speaker for citation in citations} == {"Iris Lund"}


def test_a_comma_may_part_a_role_from_its_name(asked: Assistant) -> None:
    answer = asked.ask("What did the energy minister of Norway say?")
    assert [citation.speaker for citation in answer.citations] == ["Ida Moe"]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [("What happened in Norway?", "Ida Moe"), ("What did the Saudi minister say?", "Omar Lind")],
)
def test_a_role_in_a_later_question_is_of_the_place_before(
    asked: Assistant, before: str, speaker: str
) -> None:
    answer = asked.ask("And what did the energy minister say?", history=[before])
    assert {citation.speaker for citation in answer.citations} == {speaker}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (
            "What did the prime minister of Norway say?",
            "“the prime minister of Norway” is an office; ask with the person's name.",
        ),
        ("What did the mayor of Atlantis say?", "no article mentions Atlantis."),
    ],
)
def test_an_office_of_nobody_known_is_told_apart_from_an_unknown_place(
    asked: Assistant, question: str, reason: str
) -> None:
    assert str(asked.ask(question).reason) == reason


@pytest.mark.parametrize(
    "question", ["What did Ann Voss's lawyer say?", "What did the attorney of Ann Voss say?"]
)
def test_a_role_is_of_the_person_whom_the_article_is_on(question: str, asked: Assistant) -> None:
    answer = asked.ask(question)
    assert (answer.status, answer.searched_for) == (Status.ANSWERED, question)
    assert {citation.speaker for citation in answer.citations} == {"Ben Hale"}


def test_a_role_is_of_nobody_in_articles_on_others(asked: Assistant) -> None:
    answer = asked.ask("What did Gil Hansson's lawyer say?")
    assert answer.status is not Status.ANSWERED
    assert "Ben Hale" not in {citation.speaker for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Did Ann Voss deny the accusations?", Status.ANSWERED),
        ("Did Ann Voss admit doing wrong?", Status.ANSWERED),
        ("Did Ann Voss apologise for doing wrong?", Status.UNSURE),
    ],
)
def test_a_report_of_an_act_or_of_its_opposite_decides(
    question: str, status: Status, asked: Assistant
) -> None:
    assert asked.ask(question).status is status


def test_a_clause_on_somebody_does_not_say_what_stands_before_it(asked: Assistant) -> None:
    assert asked.ask("What did Uma Stern say about the fair?").status is not Status.ANSWERED


def test_a_given_name_of_one_person_is_enough(asked: Assistant) -> None:
    assert asked.understand("What did Nora say about the bridge?").speaker == "Nora Whitfield"
    assert asked.understand("What did its union say about the bridge?").spellings == frozenset()


def test_an_event_in_days_without_articles_is_never_sure(asked: Assistant) -> None:
    answer = asked.ask("What did Ida Moe say about the fuel of 1995?")
    assert answer.status is not Status.NOT_FOUND
    answer = asked.ask("What did Whitfield say about the bridge in 1995?")
    assert (answer.status, bool(answer.citations)) == (Status.UNSURE, True)
    assert str(answer.reason).startswith("no article is dated from 1 January 1995")
