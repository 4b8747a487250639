"""Turns, the links that ask them again, what they suggest, and the files they are saved in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Assistant
from rag.language.english.stop_words import STOP_WORDS
from rag.records import Status
from rag.translation.texts import ENGLISH, Texts
from rag.web.api.answer_markdown import write_markdown
from rag.web.chat.conversation import Host, add_turn, follow_link
from rag.web.chat.exchange import Answered, Asked, Conversation, Failed, Turn
from rag.web.chat.export import export
from rag.web.chat.links import Linked, link_to, read_link, write_question
from rag.web.chat.saved import Saved
from rag.web.desk import Desk
from rag.web.evaluate.evaluations import Progress
from rag.web.evaluate.tab import describe_progress

NATO = "What did Lavrov say about NATO?"
TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@pytest.fixture(scope="module")
def host(assistant: Assistant) -> Iterator[Host]:
    desk = Desk(assistant)
    yield Host(desk, Saved())
    desk.close()


def conversation(host: Host, *questions: str) -> Conversation:
    held = Conversation()
    for question in questions:
        held = add_turn(host, Linked(Asked(question)), held)
    return held


def answered(turn: Turn) -> Answered:
    assert isinstance(turn.outcome, Answered), turn.outcome
    return turn.outcome


@given(TEXT, st.lists(TEXT.filter(bool), max_size=4), TEXT, TEXT)
def test_a_link_gives_back_what_it_was_made_of(
    question: str, history: list[str], speaker: str, outlet: str
) -> None:
    given_ = Asked(question, speaker, outlet, "2022-01-28", "")
    turn = Turn(1, given_, tuple(history), Failed("", ""))
    linked = read_link(f"#{link_to(turn, 'gen-1')}")
    assert linked.asked == given_
    assert linked.after == tuple(history)
    assert linked.index == "gen-1"


def test_a_link_to_a_follow_up_finds_the_same_words_again(host: Host) -> None:
    last = conversation(host, NATO, "And about Iran?").turns[-1]
    words = link_to(last, host.desk.assistant.index.name)
    again = follow_link(host, words, Conversation()).turns[-1]
    assert answered(again).answer.citations == answered(last).answer.citations
    assert answered(again).query == answered(last).query
    assert not again.changed


def test_what_follows_a_linked_question_refers_to_the_questions_before_it(host: Host) -> None:
    held = follow_link(host, f"ask?question=And+about+Iran%3F&after={NATO}&index=x", Conversation())
    held = add_turn(host, Linked(Asked("And about China?")), held)
    assert answered(held.turns[-1]).query.speaker == "Sergey Lavrov"


def test_an_index_that_has_changed_since_is_told(host: Host) -> None:
    turn = follow_link(host, f"ask?question={NATO}&index=gen-older", Conversation()).turns[-1]
    assert turn.changed
    assert "have changed since this was asked" in turn.shown[1]


@pytest.mark.parametrize(
    "words", ["", "ask", "tell?x=1", "open?conversation=unknown", "?" * 90_000]
)
def test_a_link_that_cannot_be_read_is_told_or_ignored(host: Host, words: str) -> None:
    held = follow_link(host, words, Conversation())
    assert not any(isinstance(turn.outcome, Answered) for turn in held.turns)


@pytest.mark.parametrize(
    ("kind", "speaker", "topic"),
    [
        ("statement", "Sergey Lavrov", "NATO"),
        ("statement", "Sergey Lavrov", ""),
        ("statement", "", "Ukraine"),
        ("change", "Sergey Lavrov", "Ukraine"),
    ],
)
def test_an_edited_question_is_understood_as_it_was_edited(
    host: Host, kind: str, speaker: str, topic: str
) -> None:
    query = host.desk.assistant.understand(write_question(kind, speaker, topic))
    assert (query.kind.value, query.speaker or "", query.topic) == (kind, speaker, topic)


def test_the_form_shows_the_parts_of_the_question_and_its_days(host: Host) -> None:
    (turn,) = conversation(host, "What did Lavrov say about NATO in January 2022?").turns
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', turn.shown[1]))
    assert fields["speaker"] == "Sergey Lavrov"
    assert fields["topic"] == "NATO"
    assert (fields["from"], fields["until"]) == ("2022-01-01", "2022-01-31")


def test_every_suggestion_is_answered_and_new(host: Host) -> None:
    seen = 0
    for speaker in host.desk.assistant.speakers:
        (turn,) = conversation(host, f"What did {speaker} say?").turns
        for question in answered(turn).follow_ups:
            seen += 1
            topic = host.desk.assistant.understand(question).topic
            assert not set(topic.lower().split()) <= STOP_WORDS
            assert host.desk.assistant.ask(question).status is Status.ANSWERED, question
    assert seen >= 5


def test_a_refusal_suggests_what_the_person_did_speak_about(host: Host) -> None:
    (turn,) = conversation(host, "What did Kosachev say about football?").turns
    assert answered(turn).answer.status is Status.UNSURE
    for question in answered(turn).follow_ups:
        assert "Kosachev" in question


def test_a_conversation_opens_again_in_another_language(host: Host) -> None:
    held = conversation(host, NATO)
    again = follow_link(host, f"open?conversation={held.token}", Conversation(), Texts("ru"))
    assert again.token == held.token
    assert ">Копировать<" in again.turns[0].shown[1]


def test_what_was_longest_untouched_is_forgotten_first() -> None:
    saved = Saved()
    for number in range(200):
        turn = Turn(1, Asked(f"{number}" + "x" * 2**20), (), Failed("", ""))
        saved.keep(Conversation(f"token {number}", (turn,)))
        assert number < 5 or saved.find("token 5")
    assert saved.find("token 0") is None
    assert saved.find("token 199") is not None
    assert saved.find("token 80") is not None


def test_every_file_holds_every_question_and_citation(host: Host) -> None:
    held = conversation(host, NATO, "What did Macron say?", "When was Lavrov born?", "?")
    page = export(held, "html", ENGLISH)
    html = unescape(re.sub(r"<[^>]+>", "", page))
    markdown = export(held, "markdown", ENGLISH).replace("\\", "")
    value = json.loads(export(held, "json", ENGLISH))
    assert [one["question"] for one in value["turns"]] == [t.asked.question for t in held.turns]
    citations = answered(held.turns[0]).answer.citations
    assert len(citations) == len(value["turns"][0]["answer"]["citations"]) > 2
    for one in citations:
        for text in (html, markdown):
            assert one.text in text
            assert one.title in text
        assert f'href="{one.url}"' in page or one.url is None
        assert (one.url or one.article_id) in markdown
    reason = answered(held.turns[1]).answer.reason or ""
    assert "Macron" in reason
    assert reason[1:] in html
    assert reason[1:] in markdown


def test_markdown_says_what_words_are_and_keeps_addresses_readable(host: Host) -> None:
    held = conversation(host, NATO, "What happened in Jeddah?", "List the articles", "hi")
    markdown = export(held, "markdown", ENGLISH)
    said, unsure, listed, talk = markdown.split("\n## ")[1:]
    first = answered(held.turns[0]).answer.citations[0]
    assert f"> — *paraphrased by the article:* {first.speaker}, “{first.title}”" in said
    assert f"<{first.url}>" in said
    assert "> — *quotation:*" in said
    assert "Showing 4 of" in said
    assert "**The articles may not answer this:** no excerpt is close" in unsure
    assert "> — *closest found, may not answer; quotation:*" in unsure
    assert "\n1. *headline:* “Russia rejects" in listed
    assert "*On Record:* Hello." in talk
    assert "\n- What did Sergey Lavrov say" in talk
    assert "\\." not in markdown


def test_a_saved_page_says_what_words_are(host: Host) -> None:
    held = conversation(host, NATO, "What happened in Jeddah?", "What are these articles about?")
    html = export(held, "html", ENGLISH)
    for label in ("paraphrased by the article", "quotation", "The articles may not answer this"):
        assert label in html
    assert html.count("On Record") > 2
    assert 'class="show-all"' not in html


def test_json_says_what_words_are(host: Host) -> None:
    held = conversation(host, NATO, "What happened in Jeddah?")
    said, unsure = (turn["answer"] for turn in json.loads(export(held, "json", ENGLISH))["turns"])
    assert {one["kind"] for one in said["citations"]} == {"direct", "indirect", "mixed"}
    assert {one["label"] for one in said["citations"]} == {
        "quotation",
        "partly quoted",
        "paraphrased by the article",
    }
    assert unsure["status"] == "unsure"
    for one in unsure["citations"]:
        assert one["label"].startswith("closest found, may not answer; ")


def test_a_chat_program_gets_every_passage_with_what_it_is(host: Host) -> None:
    held = conversation(host, "What happened in Jeddah?")
    answer = answered(held.turns[0]).answer
    text = write_markdown(answer, lambda one: f"http://localhost/{one.number}")
    assert text.count("closest found, may not answer; ") == len(answer.citations) > 0


def test_all_that_an_answer_has_is_shown_in_its_place(host: Host) -> None:
    held = conversation(host, NATO, "thanks")
    before = answered(held.turns[0]).answer
    later = follow_link(host, "all?turn=1", held)
    after = answered(later.turns[0]).answer
    assert [turn.number for turn in later.turns] == [1, 2]
    assert len(after.citations) == len(before.citations) + before.more
    assert host.saved.find(held.token) == later
    again = follow_link(
        host, link_to(later.turns[0], host.desk.assistant.index.name), Conversation()
    )
    assert answered(again.turns[0]).answer.citations == after.citations


@pytest.mark.parametrize("words", ["all?turn=9", "all?turn=x", "all?turn=", "all"])
def test_a_turn_that_is_not_there_is_shown_no_further(host: Host, words: str) -> None:
    held = conversation(host, NATO)
    assert follow_link(host, words, held) == held


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("hi", "A greeting"),
        ("What are these articles about?", "What the collection is about"),
        ("Show me the newest articles", "The newest articles"),
        ("Which articles are about Crimea?", "Articles on Crimea"),
        ("Which articles are from themoscowtimes.com?", "All articles, in themoscowtimes.com"),
        ("How many articles mention NATO?", "How many articles mention NATO"),
        ("Who is quoted on Ukraine?", "Who is quoted on Ukraine"),
        ("Summarise Lavrov's position", "Summary of what Sergey Lavrov said"),
        ("Summarise what is said on NATO", "Summary: NATO"),
    ],
)
def test_a_question_on_the_collection_is_shown_as_it_was_understood(
    host: Host, question: str, understood: str
) -> None:
    (turn,) = conversation(host, question).turns
    assert f'class="understood" dir="auto">{understood}<' in turn.shown[1]


def test_a_saved_page_needs_no_server_and_runs_nothing(host: Host) -> None:
    html = export(conversation(host, NATO), "html", ENGLISH)
    assert "<script" not in html
    assert "<button" not in html
    assert "default-src 'none'" in unescape(html)
    targets = re.findall(r'href="([^"]+)"', html)
    assert all(one.startswith(("#", "https://")) for one in targets), targets
    ids = re.findall(r' id="([^"]+)"', html)
    assert {one[1:] for one in targets if one.startswith("#")} <= set(ids)
    assert len(ids) == len(set(ids))


def test_markdown_takes_no_markup_from_a_question(host: Host) -> None:
    held = conversation(host, "# <b>x</b> ![y](http://z) [a](b)?")
    markdown = export(held, "markdown", ENGLISH)
    assert "<b>" not in markdown
    assert "![" not in markdown
    assert "](" not in markdown.replace("\\]\\(", "")


def test_filters_count_what_there_is(assistant: Assistant) -> None:
    counts = assistant.speaker_counts
    assert list(counts) == list(assistant.speakers)
    named = [one for one in assistant.index.statements if one.speaker]
    assert sum(counts.values()) == len(named)
    assert assistant.outlet_counts == {"themoscowtimes.com": 1}


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("Where will the talks be held?", "Searched the articles"),
        ("Did Lavrov say he would resign?", "What Sergey Lavrov said about “he would resign”"),
    ],
)
def test_the_line_below_a_question_adds_to_it(host: Host, question: str, understood: str) -> None:
    (turn,) = conversation(host, question).turns
    assert f'class="understood" dir="auto">{understood}<' in turn.shown[1]


def test_the_words_of_several_people_stand_below_their_names(host: Host) -> None:
    (turn,) = conversation(host, "Compare what Lavrov and Sullivan said about Ukraine").turns
    sides = turn.shown[1].split('<section class="side">')[1:]
    names = ("Sergey Lavrov", "John Sullivan")
    for side, name in zip(sides, names, strict=True):
        assert side.startswith(f'<h3 class="label" dir="auto">{name}</h3>')
        said = re.findall(r'class="who" dir="auto">([^<]+)<', side.split("</ol>")[0])
        assert set(said) == {name}


def test_a_run_over_other_articles_says_so() -> None:
    told = describe_progress(Progress("done", "a.jsonl", total=3, missing=2))
    assert told.startswith("a.jsonl: all 3 questions asked. Not in this collection, ")
    assert "Not in" not in describe_progress(Progress("done", "a.jsonl", total=3))
