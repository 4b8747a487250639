"""Sentences whose words all stand in the evidence, where they say something else."""

from __future__ import annotations

from datetime import date

import pytest

from rag.models.embedder import Embedder
from rag.records import Article, Citation, StruckSentence, WrittenSentence
from rag.speech.statements import attribute
from rag.writer.claims.check import Checker
from rag.writer.given import Given
from rag.writer.splitting import RawSentence

PIECES = (
    "Some of the members of the Marl council resigned on Monday after a vote on the harbour. "
    "Most voters in the town want a new bridge. Nearly all ferries were on time.",
    "Peter Blay was the chairman of the harbour company until 2019. He sold two ferries to Norway. "
    "Deputy mayor Tom Lund opened the bridge on Monday. The new bridge promises to be the longest "
    "of the county.",
    "Police in Marl were attacked by protesters near the harbour. The council spent more on roads "
    "than on schools.",
    "Roe beat Blay in the final of the Larkfield Open, a year after she lost to Kane there. Kane "
    "had withdrawn with a knee injury.",
    "The paintings were found in a garage in Penmouth, and are worth $3 million. "
    "Kane, whose car was towed, paid a fine. Owners of the club were fined on Friday.",
    "Nearly 400 cases are open in courts of Marl and at Penmouth offices. The firm’s crew left "
    "the harbour on Monday, Peter Blay said in a statement. It ended its letter with a new name. "
    "Rents in Larkfield fell by 4 percent, according to the town hall.",
    "Finance Minister Eva Kane met union chairman Tom Lund in Penmouth. Kane welcomed the Eagles, "
    "who celebrated their 2021 cup with a dinner.",
)


def give(number: int, text: str) -> Given:
    article = Article(f"{number}.txt", "News", text, published=date(2025, 3, 10))
    citation = Citation(
        number, article.id, "News", article.date, False, None, None, None, 0, len(text), text
    )
    return Given(citation, article, tuple(attribute(article)))


@pytest.fixture(scope="module")
def checker(embedder: Embedder) -> Checker:
    evidence = [give(number, text) for number, text in enumerate(PIECES, start=1)]
    return Checker(evidence, embedder.token_vectors)


def judge(checker: Checker, *texts: str) -> WrittenSentence | StruckSentence:
    """The last of some sentences, judged behind those that stand."""
    before: list[WrittenSentence] = []
    for text in texts:
        judged = checker.check(RawSentence(text, False), before)
        if isinstance(judged, WrittenSentence):
            before.append(judged)
    return judged


@pytest.mark.parametrize(
    "text",
    [
        # what limits a word is left out
        "The members of the Marl council resigned on Monday.",
        "Voters in the town want a new bridge.",
        "All ferries were on time.",
        "Mayor Tom Lund opened the bridge on Monday.",
        "The new bridge is the longest of the county.",
        # another time, another number
        "Peter Blay is the chairman of the harbour company.",
        "The garage in Penmouth is worth $3 million.",
        # who does it to whom
        "Police in Marl attacked protesters near the harbour.",
        "Roe beat Kane in the final of the Larkfield Open.",
        "Blay had withdrawn with a knee injury.",
        "Kane was towed.",
        "The club was fined on Friday.",
        "The council spent more on schools than on roads.",
        # what belongs to what
        "Nearly 400 cases are open in courts of Marl.",
        "The firm’s crew left the harbour in a statement on Monday.",
        "It ended its letter in a new name.",
        "Eva Kane met Finance Minister Tom Lund in Penmouth.",
        "Eva Kane’s 2021 cup was celebrated with a dinner.",
        "Rents in Larkfield fell by 4 percent.",
        # no sentence, no reason
        "A garage in Penmouth, where the paintings were found.",
        "Owners of the club were fined on Friday because Kane paid a fine.",
        "He was the chairman of the harbour company until 2019.",
    ],
)
def test_words_of_the_evidence_in_another_relation_are_struck(checker: Checker, text: str) -> None:
    assert isinstance(judge(checker, text), StruckSentence)


@pytest.mark.parametrize(
    "text",
    [
        "Some members of the Marl council resigned on Monday after a vote on the harbour.",
        "Most voters in the town want a new bridge.",
        "Nearly all ferries were on time.",
        "Deputy mayor Tom Lund opened the bridge on Monday.",
        "The new bridge promises to be the longest of the county.",
        "Peter Blay was the chairman of the harbour company until 2019.",
        "The paintings are worth $3 million.",
        "Police in Marl were attacked by protesters.",
        "The council spent more on roads than on schools.",
        "Roe beat Blay in the final of the Larkfield Open.",
        "Kane’s car was towed.",
        "Owners of the club were fined on Friday.",
        "Nearly 400 cases are open in courts of Marl and at Penmouth offices.",
        "Finance Minister Eva Kane met Tom Lund in Penmouth.",
        "Rents in Larkfield fell by 4 percent, according to the town hall.",
    ],
)
def test_the_same_words_in_the_relation_of_the_evidence_are_shown(
    checker: Checker, text: str
) -> None:
    judged = judge(checker, text)
    assert isinstance(judged, WrittenSentence), judged


def test_a_pronoun_goes_on_with_a_sentence_from_the_same_evidence(checker: Checker) -> None:
    goes_on = "He sold two ferries to Norway."
    of_blay = "Peter Blay was the chairman of the harbour company until 2019."
    of_voters = "Most voters in the town want a new bridge."
    assert isinstance(judge(checker, of_blay, goes_on), WrittenSentence)
    assert isinstance(judge(checker, of_voters, goes_on), StruckSentence)
