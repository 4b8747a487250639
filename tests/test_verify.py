"""A quotation is in its stored article exactly, or nothing is shown; each break is tried."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Assistant
from rag.answer.verify import Verifier, fold, is_verbatim
from rag.build.build import build
from rag.errors import IndexDamaged, UnverifiedQuotation
from rag.index import generation
from rag.index.generation_parts import Generation
from rag.index.span_table import STATEMENT, Statements
from rag.models.embedder import Embedder
from rag.records import Citation, Filters, StatementKind

ARTICLE = "“We don’t want\n a war,” he said. There are 100,000 troops."

TEXT = """The harbour opens again

12 May 2021

"The harbour will open on Monday," Ann Lee told reporters on the quay.

The repairs took 40 days. Twelve ships wait outside the mole.

"Nobody will pay for it," Bo Berg said.
"""
SAID, FACT = "What did Ann Lee say about the harbour?", "How many days did the repairs take?"
DATED = "When was “The harbour opens again” published?"


@pytest.mark.parametrize(
    "quotation",
    ['"We don\'t want a war," he said.', "“We don’t want a war,”", "  100,000\ttroops "],
)
def test_marks_and_white_space_do_not_count(quotation: str) -> None:
    assert is_verbatim(quotation, ARTICLE)


@pytest.mark.parametrize(
    "quotation",
    ["We want a war", "we don’t want a war", "10,000 troops", "a war, he said", "", " \n", "wars"],
)
def test_every_letter_and_number_counts(quotation: str) -> None:
    assert not is_verbatim(quotation, ARTICLE)


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_any_part_of_a_text_is_verbatim(text: str, start: int, length: int) -> None:
    part = text[start : start + length]
    assert is_verbatim(part, text) == bool(fold(part))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "harbour.txt").write_text(TEXT)
    (folder / "corpus" / "weather.txt").write_text("Weather\n\nIt rained in Bergen for a week.\n")
    build(folder / "corpus", folder / "index", embedder, passage_tokens=180)
    return folder / "index"


@pytest.fixture
def index(harbour: Path, tmp_path: Path, embedder: Embedder) -> Generation:
    """A generation whose files and numbers a test may change."""
    copy = Path(shutil.copytree(harbour, tmp_path / "index"))
    return generation.read(copy, embedder.fingerprint)


@pytest.fixture
def assistant(index: Generation, embedder: Embedder) -> Assistant:
    return Assistant(index, embedder, least_confidence=0.0)


def _said(assistant: Assistant) -> Citation:
    (citation,) = assistant.ask(SAID).citations
    return citation


def test_what_is_stored_as_it_was_is_shown(assistant: Assistant) -> None:
    assert _said(assistant).speaker == "Ann Lee"
    assert "40 days" in assistant.ask(FACT).citations[0].text
    assert assistant.ask(DATED).citations[0].text == "12 May 2021"
    (said,) = assistant.timeline("Ann Lee").said
    assert said.citation.text == _said(assistant).text


@pytest.mark.parametrize("column", ["start", "end"])
@pytest.mark.parametrize("by", [-4, 1, 7])
def test_an_offset_that_is_wrong_in_memory_shows_nothing(
    index: Generation, assistant: Assistant, column: str, by: int
) -> None:
    row = [one.speaker for one in index.statements].index("Ann Lee")
    index.statements.numbers[row, STATEMENT.index(column)] += by
    with pytest.raises(IndexDamaged, match=r"harbour\.txt is not as it was"):
        assistant.ask(SAID)
    with pytest.raises(IndexDamaged):
        assistant.timeline("Ann Lee")


def test_a_passage_that_is_moved_in_memory_shows_nothing(
    index: Generation, assistant: Assistant
) -> None:
    index.passages.numbers[0, 1] += 3
    with pytest.raises(IndexDamaged):
        assistant.ask(FACT)


def test_an_article_that_is_changed_on_the_disk_shows_nothing(
    index: Generation, assistant: Assistant
) -> None:
    path = index.folder / "articles.jsonl"
    content = path.read_bytes()
    with path.open("r+b") as file:  # in its place: the file is open
        file.write(content.replace(b"Monday", b"Sunday"))
    for question in (SAID, FACT):
        with pytest.raises(IndexDamaged, match=r"harbour\.txt is not as it was"):
            assistant.ask(question)
    others = Filters(articles=tuple(one for one in index.articles if one != "harbour.txt"))
    assert assistant.ask("Where did it rain for a week?", filters=others).citations


def test_an_article_that_is_cut_off_on_the_disk_shows_nothing(
    index: Generation, assistant: Assistant
) -> None:
    with (index.folder / "articles.jsonl").open("r+b") as file:
        file.truncate(40)
    with pytest.raises(IndexDamaged, match="holds no article"):
        assistant.ask(SAID)


def test_an_article_that_is_changed_in_memory_shows_nothing(
    index: Generation, embedder: Embedder
) -> None:
    honest = index.articles["harbour.txt"]
    doctored = replace(honest, text=honest.text.replace("Monday", "Sunday"))
    articles = {**index.articles, "harbour.txt": doctored}
    other = replace(index, articles=articles)
    with pytest.raises(UnverifiedQuotation, match=r"harbour\.txt: the words from"):
        Assistant(other, embedder).ask(SAID)


def test_a_statement_in_another_mouth_shows_nothing(index: Generation, embedder: Embedder) -> None:
    assert index.statements.speakers == ("Ann Lee", "Bo Berg")
    doctored = Statements(
        tuple(index.articles.values()), index.statements.numbers, ("Cy Dahl", "Bo Berg")
    )
    with pytest.raises(IndexDamaged):
        Assistant(replace(index, statements=doctored), embedder).ask(
            "What did Cy Dahl say about the harbour?"
        )


@pytest.mark.parametrize(
    "doctored",
    [
        {"text": '"The harbour will open on Sunday," Ann Lee told reporters on the quay.'},
        {"speaker": "Bo Berg"},
        {"kind": StatementKind.INDIRECT},
        {"start": 1, "text": "he harbour will open"},
    ],
    ids=lambda doctored: next(iter(doctored)),
)
def test_a_citation_that_is_not_what_the_build_recorded_is_refused(
    index: Generation, assistant: Assistant, doctored: dict[str, object]
) -> None:
    verifier, honest = Verifier(index), _said(assistant)
    verifier.verify([honest])
    with pytest.raises(UnverifiedQuotation):
        verifier.verify([honest, replace(honest, **doctored)])  # type: ignore[arg-type]


def test_a_part_of_a_sentence_is_no_quotation(index: Generation, assistant: Assistant) -> None:
    whole = assistant.ask(FACT).citations[0]
    Verifier(index).verify([whole])
    start = whole.start + whole.text.index("took")
    part = replace(whole, start=start, text=whole.text[whole.text.index("took") :])
    with pytest.raises(UnverifiedQuotation):
        Verifier(index).verify([part])


def test_words_that_are_no_head_of_the_article_are_refused(
    index: Generation, assistant: Assistant
) -> None:
    head = assistant.ask(DATED).citations[0]
    assert (head.start, head.end) == (0, 0)
    with pytest.raises(UnverifiedQuotation):
        Verifier(index).verify([replace(head, text="13 May 2021")])


def test_the_log_says_what_is_wrong(
    index: Generation, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    doctored = replace(_said(assistant), speaker="Bo Berg")
    with pytest.raises(UnverifiedQuotation):
        Verifier(index).verify([doctored])
    assert "not said by that speaker" in caplog.text
