"""A question on somebody's words may ask for a fact: where it does, and where it must not."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Assistant
from rag.answer.evidence import Span
from rag.answer.fact.answer_span import AnswerSpan
from rag.answer.fact.bold import find_answering_words, mark_words
from rag.answer.fact.candidates import spread_hits
from rag.answer.fact.facts import may_ask_for_a_fact
from rag.answer.fact.ranking import score_as_read
from rag.answer.support import Topic
from rag.build.build import build
from rag.models.embedder import Embedder
from rag.records import Filters, Hit, Passage, QuestionKind
from rag.search.question.form import parse_form
from rag.search.topic import find_terms
from tests.judging import sentence
from tests.ranked import pieces, ranked_sentence


def _asked_for(question: str, sentence: str, *, dated: bool = True) -> Sequence[Span]:
    return find_answering_words(
        sentence, question, Topic(find_terms(question), lambda _: 1.0), dated=dated
    )


@pytest.mark.parametrize(
    "question",
    [
        "Lavrov peacekeepers",
        "Sullivan 100,000 troops",
        "When was the agreement announced?",
        "How many peacekeepers did Lavrov promise?",
        "How is the Minsk agreement viewed by a lawyer?",
        "According to the theory, what is peace?",
        "Who wrote the Minsk agreement?",
        "How much is it to file a claim?",
    ],
)
def test_what_asks_for_no_words_may_ask_for_a_fact(question: str, assistant: Assistant) -> None:
    assert may_ask_for_a_fact(assistant.understand(question))


@pytest.mark.parametrize(
    "question",
    [
        "What did Lavrov say about bananas?",
        "What did Lavrov promise about bananas?",
        "Who said it would rain?",
        "Who wrote about rain?",
        "What was said about Norway?",
        "According to Lavrov, who is hungry?",
        "What did macron say about Iran?",
        "What did Merkel promise about NATO?",
        "What did the Marl spokeswoman promise about NATO?",
        "What is Lavrov's view of bananas?",
    ],
)
def test_who_asks_for_words_gets_words_or_none(question: str, assistant: Assistant) -> None:
    query = assistant.understand(question)
    assert query.kind is QuestionKind.STATEMENT
    assert not may_ask_for_a_fact(query)


def test_who_chose_a_speaker_gets_words_or_none(assistant: Assistant) -> None:
    chosen = Filters(speaker="Sergey Lavrov")
    assert not may_ask_for_a_fact(assistant.understand("peacekeepers", filters=chosen))


@pytest.mark.parametrize("question", ["I heard of peacekeepers", "We want to know about NATO"])
def test_a_sentence_of_the_askers_own_names_nobody(question: str, assistant: Assistant) -> None:
    assert assistant.understand(question).speaker is None


def test_a_sentence_that_asks_itself_is_no_answer_where_another_tells(
    embedder: Embedder, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(
        "Harbour news\n\nWhy did the ferry to Blay stop last winter? The ferry stopped because "
        "rust had eaten its cables. It was old.\n"
    )
    build(corpus, tmp_path / "index", embedder, passage_tokens=140)
    answer = Assistant.open(tmp_path / "index", embedder).ask("Why did the ferry stop?")
    assert sentence(answer.citations[0]) == "The ferry stopped because rust had eaten its cables."


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("People lit candles on May 25.", []),
        ("Nineteen children and two teachers died on 24 May.", ["Nineteen", "two"]),
        ("A 10-year-old survivor told her story at 02:42.", []),
        ("In May 2022, 21 people died.", ["21"]),
        ("In May 300 people died.", ["300"]),
        ("On March 3, 1,200 people died.", ["1,200"]),
    ],
)
def test_a_date_an_hour_and_an_age_count_nothing(sentence: str, numbers: list[str]) -> None:
    question = "How many people died?"
    found = _asked_for(question, sentence)
    assert [sentence[slice(*span)] for span in found] == numbers


@pytest.mark.parametrize(
    ("sentence", "times"),
    [
        ("Maria Marshall may decide on Junction Market.", []),
        ("Theresa May left on Aug. 5.", ["Aug. 5"]),
        ("It came out in May 1950.", ["May 1950"]),
        ("It came out in May, once more.", ["May"]),
        ("It came out on 12 March 2021 in Augusta.", ["12 March 2021"]),
        ("It comes out in June, on Sept. 3, 2031.", ["June", "Sept. 3, 2031"]),
    ],
)
def test_a_name_that_begins_like_a_month_is_no_day(sentence: str, times: list[str]) -> None:
    question = "When did the book come out?"
    found = _asked_for(question, sentence)
    assert [sentence[slice(*span)] for span in found] == times


@pytest.mark.parametrize(
    ("sentence", "times"),
    [
        ("It came out on Saturday, May 7, to loud applause.", ["May 7"]),
        ("It came out last week, two years ago or in the coming days.", []),
        ("It came out in October 2022, at 3 p.m. on Friday.", ["October 2022", "3 p.m."]),
    ],
)
def test_without_an_articles_day_saturday_tells_no_time(sentence: str, times: list[str]) -> None:
    found = _asked_for("When did the book come out?", sentence, dated=False)
    assert [sentence[slice(*span)] for span in found] == times


@pytest.mark.parametrize(("day", "first"), [("", "b.txt"), ("12 May 2022\n\n", "a.txt")])
def test_a_day_goes_before_a_weekday_whose_article_has_none(
    day: str, first: str, embedder: Embedder, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    texts = {
        "a": "The bridge of Marl opened on Saturday.",
        "b": "Crowds came as the long bridge across the river at Marl opened on 7 May 2022.",
    }
    for name, text in texts.items():
        (corpus / f"{name}.txt").write_text(f"News of Marl\n\n{day}{text}\n")
    build(corpus, tmp_path / "index", embedder, passage_tokens=140)
    assistant = Assistant.open(tmp_path / "index", embedder)
    answer = assistant.ask("When did the bridge of Marl open?", today=date(2022, 5, 14))
    assert answer.citations[0].article_id == first


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        (
            "Ann Reed has become the council's new chairman, he said.",
            ["the council's new chairman"],
        ),
        ("White House press secretary Ann Reed left.", ["White House press secretary"]),
        ("Ann Reed, a harbour pilot, left.", ["a harbour pilot"]),
        ("Ann Reed waved in London.", []),
        ("It was in London that Ann Reed waved.", []),
    ],
)
def test_what_somebody_is_stands_before_or_behind_the_name(sentence: str, roles: list[str]) -> None:
    question = "Who is Ann Reed?"
    found = _asked_for(question, sentence)
    assert [sentence[slice(*span)] for span in found] == roles


@pytest.mark.parametrize(
    ("sentence", "question", "bold"),
    [
        (
            "It was led by Ann Roe, Jon Poe and Eva Lee.",
            "Who led it?",
            "Ann Roe, Jon Poe and Eva Lee",
        ),
        ("Ann Roe, Jon Poe, and Eva Lee led it.", "Who led it?", "Ann Roe, Jon Poe, and Eva Lee"),
        ("Ann Roe and Jon Poe led it.", "Who led it?", "Ann Roe and Jon Poe"),
        ("It was built by Ann Roe, and Jon Poe painted it.", "Who built it?", "Ann Roe"),
        ("Ann Roe led it, Jon Poe and Eva Lee paid.", "Who led it?", "Ann Roe"),
        ("Ann Roe and Jon Poe led it.", "What did the pair lead?", "Ann Roe"),
    ],
)
def test_what_is_said_of_one_in_a_row_is_said_of_all(
    sentence: str, question: str, bold: str
) -> None:
    found = _asked_for(question, sentence)
    at = sentence.index("Ann Roe")
    spans = mark_words(sentence, question, found, AnswerSpan((at, at + len("Ann Roe")), 0.9))
    assert [sentence[slice(*span)] for span in spans] == [bold]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who ran against Reed?", QuestionKind.FACT),
        ("What did Will Smith say after the slap?", QuestionKind.STATEMENT),
        ("When did the phone come out?", QuestionKind.FACT),
        ("Who carried the torch?", QuestionKind.FACT),
        ("Which newspaper ran the story about the ferry?", QuestionKind.PUBLISHED),
        ("When did “Ferry Lost at Sea” come out?", QuestionKind.PUBLISHED),
        ("When was the ferry article published?", QuestionKind.PUBLISHED),
    ],
)
def test_only_an_article_is_asked_for_as_one(question: str, kind: QuestionKind) -> None:
    assert parse_form(question).kind is kind


def test_a_book_was_not_published_when_an_article_on_it_was(
    embedder: Embedder, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus.jsonl"
    text = "The book by Ann Reed about the ferry was published in May 2019. It sold well."
    row = {"id": "a", "title": "Ann Reed's ferry book", "published": "2024-02-03", "text": text}
    corpus.write_text(json.dumps(row) + "\n")
    build(corpus, tmp_path / "index", embedder, passage_tokens=140)
    assistant = Assistant.open(tmp_path / "index", embedder)
    answer = assistant.ask("When was Ann Reed's book published?")
    assert sentence(answer.citations[0]) == text.split(" It ", maxsplit=1)[0]
    assert "2019" in answer.text
    asked_for = assistant.ask("When was the article on Ann Reed's ferry book published?")
    assert "3 February 2024" in asked_for.text or "2024-02-03" in asked_for.text


def _hit(article: str, score: float) -> Hit:
    return Hit(Passage(article, 0, 4, "text"), score)


@given(st.lists(st.sampled_from("abcd"), max_size=40))
def test_of_one_article_three_passages_are_read_as_long_as_there_are_others(
    articles: list[str],
) -> None:
    hits = [_hit(article, 1 - at / 100) for at, article in enumerate(articles)]
    read = spread_hits(hits)
    assert len(read) == min(12, len(hits))
    assert read == sorted(read, key=lambda hit: -hit.score)
    counts = Counter(hit.passage.article_id for hit in read)
    left = Counter(articles) - counts
    # more than three of one only where every other article is read as far as it may be
    if any(count > 3 for count in counts.values()):
        assert all(not left[article] for article, count in counts.items() if count < 3)
    for article in counts:
        own = [hit for hit in hits if hit.passage.article_id == article]
        assert [hit for hit in read if hit.passage.article_id == article] == own[: counts[article]]


def test_of_sentences_alike_the_one_in_the_better_passage_answers(
    embedder: Embedder, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, day, number in (("a", "1 March 2025", "40"), ("b", "1 March 2026", "60")):
        (corpus / f"{name}.txt").write_text(
            f"Ferry to Blay\n\n{day}\n\nThe ferry to Blay carries {number} cars a day.\n"
        )
    build(corpus, tmp_path / "index", embedder, passage_tokens=140)
    assistant = Assistant.open(tmp_path / "index", embedder)
    for today, article in ((date(2025, 3, 2), "a.txt"), (date(2026, 3, 2), "b.txt")):
        answer = assistant.ask("How many cars does the ferry carry?", today=today)
        assert answer.citations[0].article_id == article


@pytest.mark.parametrize(
    ("text", "question", "right"),
    [
        (
            "The council of Marl debated the sale of the ferry for months. "
            "Ann Roe bought it in the end.",
            "Who bought the ferry of Marl?",
            "Ann Roe bought it in the end.",
        ),
        (
            "The museum of Marl will show paintings of the river from June on, the museum said. "
            "They were lent by Ann Roe.",
            "Who lent the museum of Marl the paintings?",
            "They were lent by Ann Roe.",
        ),
    ],
)
def test_the_sentence_that_answers_goes_before_one_with_more_of_the_questions_words(
    text: str, question: str, right: str, embedder: Embedder, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(f"News of Marl\n\n{text}\n")
    build(corpus, tmp_path / "index", embedder, passage_tokens=140)
    assistant = Assistant.open(tmp_path / "index", embedder, least_confidence=0)
    assert sentence(assistant.ask(question).citations[0]) == right


_SENTENCES = st.lists(
    st.tuples(st.sampled_from("abc"), st.floats(0, 1), st.floats(-20, 20), st.integers(0, 1)),
    min_size=1,
    max_size=12,
)


@given(_SENTENCES)
def test_what_is_read_in_an_article_moves_no_article_past_another(
    given: list[tuple[str, float, float, int]],
) -> None:
    sentences = [
        ranked_sentence(0.5, similarity=0.5, doubts=doubts, score=score)
        for _, score, _, doubts in given
    ]
    sentences = [
        replace(one, article=replace(one.article, id=article), start=at)
        for at, (one, (article, *_)) in enumerate(zip(sentences, given, strict=True))
    ]
    scored = score_as_read(sentences, [pieces(odds) for _, _, odds, _ in given])
    assert sorted(one.start for one in scored) == list(range(len(given)))
    for article, doubts in {(article, doubts) for article, *_, doubts in given}:
        alike = [
            (score, odds)
            for other, score, odds, doubt in given
            if (other, doubt) == (article, doubts)
        ]
        own = [one for one in scored if (one.article.id, one.doubts) == (article, doubts)]
        best = max(score + 0.1 * math.tanh(odds / 4) for score, odds in alike)
        assert max(one.score for one in own) == pytest.approx(best, abs=1e-6)
        likeliest = max(own, key=lambda one: one.score)
        _, score, odds, _ = given[likeliest.start]
        for other, unlikelier in alike:
            assert score >= other or odds >= unlikelier - 1e-3
