"""An index is built again while it is asked: each answer is of one generation, and none is lost."""

from __future__ import annotations

import gc
import json
import logging
import shutil
import threading
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from rag import Assistant
from rag.build.build import build
from rag.errors import IndexDamaged, QuestionError
from rag.index import generation, publish
from rag.index.row_vectors import RowVectors
from rag.index.storage import manifest
from rag.interface import answer_json
from rag.live import DAMAGED, UNUSABLE, Live, probe
from rag.models.embedder import Embedder
from rag.records import Article, Examined, Status
from rag.translation.texts import ENGLISH, Texts
from rag.web.chat.conversation import Host, add_turn, follow_link
from rag.web.chat.exchange import Answered, Conversation
from rag.web.chat.exchange import Asked as Typed
from rag.web.chat.export import FORMS, export
from rag.web.chat.links import Linked
from rag.web.chat.saved import Saved
from rag.web.desk import Desk, Inquiry
from rag.web.pages.cited_spans import read_span, write_span
from rag.web.server import make_web_app

QUESTION = "What did Ann Lee say about rain?"
SEVERAL = (QUESTION, "Who said something about the harbour?", "When was “Rain 0” published?")


class House:
    """A corpus of Ann Lee's words, its index, and who asks it."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.corpus, self.index, self.embedder = folder / "corpus", folder / "index", embedder
        self.write("little", outlet="Gazette")
        self.live = Live(Assistant.open(self.index, embedder, least_confidence=0.35), self.index)

    def write(self, amount: str, *, outlet: str, articles: int = 2, title: str = "Rain") -> str:
        """Have Ann Lee say that it will rain so much, in some articles; the generation's name."""
        self.corpus.mkdir(exist_ok=True)
        rows = [
            {
                "id": f"article-{number}",
                "title": f"{title} {number}",
                "text": f'{"Weather. " * number}\n\n"It will rain {amount} in the harbour," '
                f"Ann Lee said in article {number}.\n",
                "outlet": outlet,
                "published": "2024-05-01",
            }
            for number in range(articles)
        ]
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (self.corpus / "a.jsonl").write_text(lines, encoding="utf-8")
        build(self.corpus, self.index, self.embedder, passage_tokens=180)
        return self.published.name

    @property
    def published(self) -> Path:
        return self.index / (self.index / "CURRENT").read_text().strip()


@pytest.fixture
def house(tmp_path: Path, embedder: Embedder) -> House:
    return House(tmp_path, embedder)


def _words(assistant: Assistant) -> set[str]:
    """How much it will rain, by all that is cited."""
    cited = assistant.ask(QUESTION).citations
    return {word for word in ("little", "much") for one in cited if word in one.text}


def _answers(assistant: Assistant) -> list[dict[str, Any]]:
    answers = [answer_json(assistant.ask(question)) for question in SEVERAL]
    return [{**one, "timings_ms": None} for one in answers]


def test_a_new_generation_is_asked_without_a_restart(house: House) -> None:
    assert _words(house.live.assistant) == {"little"}
    assert not house.live.look()
    name = house.write("much", outlet="Herald")
    assert house.live.look()
    assert house.live.assistant.index.name == name
    assert _words(house.live.assistant) == {"much"}
    assert (house.live.warning, house.live.reloads) == ("", {"taken": 1, "refused": 0})
    assert not house.live.look()


def test_a_thread_finds_it(house: House) -> None:
    found = threading.Event()
    house.live.follow(lambda _: found.set())
    with house.live.watch(0.01):
        house.write("much", outlet="Herald")
        assert found.wait(20)
        assert _words(house.live.assistant) == {"much"}
    assert not [one for one in threading.enumerate() if one.name == "live"]


class Held(Assistant):
    """The real assistant, which waits at a gate before it searches."""

    def __init__(self, assistant: Assistant) -> None:
        self.__dict__.update(assistant.__dict__)
        self.began, self.gate = threading.Event(), threading.Event()

    def examine(self, *args: Any, **more: Any) -> Examined:
        self.began.set()
        assert self.gate.wait(20)
        return super().examine(*args, **more)


def test_a_question_in_flight_ends_on_the_generation_it_began_with(house: House) -> None:
    held = Held(house.live.assistant)
    house.live = Live(held, house.index)
    desk = Desk(house.live)
    came = []
    asking = threading.Thread(target=lambda: came.append(desk.answer(Inquiry(QUESTION), held)))
    asking.start()
    held.began.wait()
    house.write("much", outlet="Herald")
    house.live.look()
    now = desk.answer(Inquiry(QUESTION), desk.assistant)  # the same question, and no shared answer
    held.gate.set()
    asking.join()
    (then,) = came
    assert {"little" in one.text for one in then.citations} == {True}
    assert {"much" in one.text for one in now.citations} == {True}
    for answer, assistant in ((then, held), (now, desk.assistant)):
        for one in answer.citations:
            assert assistant.article(one.article_id).text[one.start : one.end] == one.text
    desk.close()


def test_the_old_generation_is_gone_with_its_last_reader(house: House) -> None:
    reading = house.live.assistant
    watched = [weakref.ref(part) for part in (reading, reading._search, reading._speakers)]
    house.write("much", outlet="Herald")
    gc.collect()
    gc.disable()  # what a cycle holds would stay until nobody knows when
    try:
        house.live.look()
        assert all(part() for part in watched)
        assert _words(reading) == {"little"}
        del reading
        assert not any(part() for part in watched)
    finally:
        gc.enable()


def test_a_reader_goes_on_when_the_files_of_its_generation_are_removed(house: House) -> None:
    """Nothing is opened late or mapped; only the articles stay open, to verify quotations."""
    before = _answers(house.live.assistant)
    handles = [
        str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()
    ]
    mapped = Path("/proc/self/maps").read_text()
    assert [one for one in handles if str(house.index) in one] == [
        str(house.published / "articles.jsonl")
    ]
    assert str(house.index) not in mapped
    shutil.rmtree(house.published)
    assert _answers(house.live.assistant) == before


def test_many_reloads_keep_two_generations_and_no_handle(house: House) -> None:
    alive = weakref.WeakSet([house.live.assistant])
    counts = []
    for amount in ("much", "little") * 5:
        house.write(amount, outlet="Herald")
        assert house.live.look()
        assert _words(house.live.assistant) == {amount}
        alive.add(house.live.assistant)
        counts.append(len(list(Path("/proc/self/fd").iterdir())))
        assert len(list(house.index.glob("gen-*"))) == 2
    gc.collect()
    assert set(alive) == {house.live.assistant}
    assert len(set(counts)) == 1


def _damage(house: House) -> None:
    path = house.published / "statements.faiss"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _other_model(house: House) -> None:
    path = house.published / "MANIFEST.json"
    written = json.loads(path.read_text())
    written["embedding"]["probes"] = np.roll(house.embedder.probes, 1, axis=1).tolist()
    written["sha256"] = manifest.seal_manifest(written)
    path.write_text(json.dumps(written))


def _no_numbers(house: House) -> None:
    """What was written is what is read, and it can't be searched."""
    whole = generation.read(house.index, house.embedder.fingerprint)
    none = np.full((len(whole.passages), 384), np.nan, dtype=np.float32)
    broken = replace(
        whole,
        folder=house.index / publish.new_name(house.index),
        passage_vectors=RowVectors.of(none),
    )
    publish.write(broken, house.index, before=house.live.assistant.index.name)


@pytest.mark.parametrize(
    ("spoil", "warning", "told"),
    [
        (_damage, DAMAGED, "statements.faiss: altered"),
        (_other_model, UNUSABLE, "not the same model"),
        (_no_numbers, DAMAGED, "does not answer a test question"),
        (lambda house: (house.index / "CURRENT").write_text(""), DAMAGED, "names no generation"),
        (lambda house: shutil.rmtree(house.index), UNUSABLE, "no index here"),
    ],
    ids=["damaged", "another model", "a failing probe", "an empty pointer", "no folder"],
)
def test_what_cannot_be_asked_is_refused_and_told_and_the_old_one_answers(
    house: House, caplog: pytest.LogCaptureFixture, spoil: Any, warning: str, told: str
) -> None:
    served, before = house.live.assistant.index.name, _answers(house.live.assistant)
    desk = Desk(house.live)
    with TestClient(make_web_app(desk), base_url="http://127.0.0.1") as client:
        house.write("much", outlet="Herald")
        spoil(house)
        with caplog.at_level(logging.ERROR):
            assert not house.live.look()
            assert not house.live.look()
        assert caplog.text.count(told) == 1  # loudly, and once
        assert f"{served} stays in use" in caplog.text
        assert _answers(house.live.assistant) == before
        health = client.get("/healthz").json()
        assert health == {
            "status": "degraded",
            "reason": warning,
            "generation": served,
            "articles": 2,
        }
        assert warning in client.get("/").text
        assert 'class="unread">новейший индекс ' in client.get("/?lang=ru").text
        counted = client.get("/metrics").text
        assert 'on_record_reloads_total{outcome="refused"} 1.0' in counted
        assert "on_record_degraded 1.0" in counted

        name = house.write("very much", outlet="Herald", articles=3)  # a build mends all of it
        assert house.live.look()
        assert client.get("/healthz").json() == {"status": "ok", "generation": name, "articles": 3}
        assert warning not in client.get("/").text
        assert f'on_record_articles{{generation="{name}"}} 3.0' in client.get("/metrics").text
        assert served not in client.get("/metrics").text
    desk.close()


def test_a_pointer_that_is_mended_takes_the_warning_away(house: House) -> None:
    written = (house.index / "CURRENT").read_bytes()
    (house.index / "CURRENT").unlink()
    house.live.look()
    assert house.live.warning == DAMAGED
    (house.index / "CURRENT").write_bytes(written)
    house.live.look()
    assert house.live.warning == ""
    assert house.live.reloads["taken"] == 0


def test_an_index_that_was_damaged_from_the_start_is_left_for_the_next(house: House) -> None:
    house.write("much", outlet="Herald")
    _damage(house)
    live = Live(Assistant.open(house.index, house.embedder, least_confidence=0.35), house.index)
    assert (live.warning, _words(live.assistant)) == (DAMAGED, {"little"})
    house.write("very much", outlet="Herald")
    live.look()
    assert (live.warning, _words(live.assistant)) == ("", {"much"})


def test_the_probe_passes_for_any_index_that_is_whole(house: House, assistant: Assistant) -> None:
    probe(assistant)
    for text in ("7", "Ни слова по-английски не сказано.", "And it rained. " * 2000):
        (house.corpus / "a.jsonl").write_text(json.dumps({"title": "…", "text": text}) + "\n")
        build(house.corpus, house.index, house.embedder, passage_tokens=180)
        probe(house.live.assistant.beside(house.index))


def test_the_probe_names_the_generation(house: House) -> None:
    house.write("much", outlet="Herald")
    _no_numbers(house)
    with pytest.raises(IndexDamaged, match=house.published.name) as error:
        probe(house.live.assistant.beside(house.index))
    assert "python -m rag build" in error.value.hint


def test_a_follower_that_fails_keeps_no_answer_back(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Assistant) -> None:
        raise RuntimeError("a page")

    followed_by: list[str] = []
    house.live.follow(fail)
    house.live.follow(lambda assistant: followed_by.append(assistant.index.name))
    name = house.write("much", outlet="Herald")
    assert house.live.look()
    assert followed_by == [name]
    assert "a part of the page did not follow" in caplog.text


# What the page shows


def test_the_page_offers_what_there_is_now(house: House) -> None:
    desk = Desk(house.live)
    with TestClient(make_web_app(desk), base_url="http://127.0.0.1") as client:

        def offered() -> str:
            parts = client.get("/config").json()["components"]
            named = {part["props"].get("elem_id"): part["props"] for part in parts}
            examples = [one["text"] for one in named["conversation"]["examples"]]
            return json.dumps([named["outlet"]["choices"][1:], examples])

        assert ("Gazette (2)" in offered(), "Rain 0" in offered()) == (True, True)
        assert "2 articles" in client.get("/").text
        house.write("much", outlet="Herald", articles=3, title="Storm")
        house.live.look()
        assert ("Gazette" in offered(), "Herald (3)" in offered()) == (False, True)
        assert ("Rain 0" in offered(), "Storm 0" in offered()) == (False, True)
        assert "3 articles" in client.get("/").text
        said = client.get("/api/v1/coverage").json()
        assert (said["articles"], said["generation"]) == (3, house.published.name)
        assert "Ann Lee" in client.get("/timeline").text
    desk.close()


def test_a_filter_of_what_is_gone_is_answered_with_the_reason(house: House) -> None:
    host = Host(Desk(house.live), Saved())
    house.write("much", outlet="Herald")
    house.live.look()
    (turn,) = add_turn(host, Linked(Typed(QUESTION, outlet="Gazette")), Conversation()).turns
    assert isinstance(turn.outcome, Answered)
    assert turn.outcome.answer.status is Status.NOT_FOUND
    assert "Gazette" in (turn.outcome.answer.reason or "") + str(turn.shown[1])
    host.desk.close()


def test_a_conversation_keeps_what_was_shown_though_its_articles_are_gone(house: House) -> None:
    host = Host(Desk(house.live), Saved())
    held = add_turn(host, Linked(Typed(QUESTION)), Conversation())
    before = [export(held, form, ENGLISH) for form in FORMS]
    first = house.live.assistant.index.name
    house.write("much", outlet="Herald", articles=1)
    house.live.look()
    assert [export(held, form, ENGLISH) for form in FORMS] == before
    again = follow_link(host, f"open?conversation={held.token}", Conversation(), Texts("ru"))
    assert ">Копировать<" in again.turns[0].shown[1]
    assert "little" in again.turns[0].shown[1]
    assert f"index={first}" in again.turns[0].shown[1]
    later = add_turn(host, Linked(Typed("And about the harbour?")), held)
    assert "much" in later.turns[-1].shown[1]
    host.desk.close()


def test_a_link_marks_no_words_but_those_that_were_quoted(house: House) -> None:
    desk = Desk(house.live)
    one = next(c for c in desk.assistant.ask(QUESTION).citations if c.article_id == "article-0")
    link = f"/article?id={one.article_id}&cite={write_span(one)}"
    plain = f"/article?id={one.article_id}&cite={one.start}-{one.start + 20}"
    with TestClient(make_web_app(desk), base_url="http://127.0.0.1") as client:
        assert "<mark" in client.get(link).text
        assert "has changed since" not in client.get(link).text
        house.write("much", outlet="Herald")
        house.live.look()
        assert "<mark" not in client.get(link).text
        assert "has changed since it was quoted" in client.get(link).text
        assert "<mark" in client.get(plain).text  # as people write it, it is believed
        house.write("much", outlet="Herald", articles=1)
        house.live.look()
        gone = client.get(f"/article?id=article-1&cite={write_span(one)}")
        assert gone.status_code == 404
    desk.close()


@given(st.text(max_size=40), st.text(max_size=40), st.integers(0, 39), st.integers(1, 40))
@example("\0", "", 0, 1)  # the number of a zero is that of no words
def test_a_span_is_known_by_its_words(text: str, later: str, start: int, end: int) -> None:
    end = min(end, len(text))
    if start >= end:
        return
    cited = _cited(text, start, end)
    assert read_span(_article(text), cited) == (start, end)
    if later[start:end] != text[start:end]:
        assert read_span(_article(later), cited) is None


@pytest.mark.parametrize(
    "given_", ["", "1", "5-1", "1-999", "1-2-xyz", "-1-5", "1-2-", "٣-٤", "1-2-3-4"]
)
def test_what_is_no_span_is_told(given_: str) -> None:
    with pytest.raises(QuestionError, match="not a span"):
        read_span(_article("Words."), given_)


def _article(text: str) -> Article:
    return Article(id="a", title="A", text=text)


def _cited(text: str, start: int, end: int) -> str:
    from rag.records import Citation

    return write_span(
        Citation(1, "a", "A", None, False, None, None, None, start, end, text[start:end])
    )
