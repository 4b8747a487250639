"""A speaker's statements over time: each thing once, nothing lost, nobody else's."""

from __future__ import annotations

import json

import pytest

from rag import Assistant
from rag.build.build import build
from rag.models.embedder import Embedder

_SAID = "The harbour of Oldport will be closed to tankers from the first of May"
ROWS = [
    ("late", "2024-03-01", f'"{_SAID}," Anna Berg said.\n\n"It will rain," Carl Dahl said.'),
    ("first", "2024-01-01", f'"{_SAID}," Anna Berg said.\n\nIt was a long meeting.'),
    ("spelt", "2024-02-01", f'Anna Berg said: "{_SAID.replace("Oldport", "Oldeport")}."'),
    (
        "more",
        "2024-04-01",
        f'"{_SAID}, and the ferries will have to wait until the end of the summer, when the new '
        'pier is ready," Anna Berg said.',
    ),
    ("undated", None, '"The harbour was never safe for anybody," Anna Berg said.'),
]


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    folder = tmp_path_factory.mktemp("harbour")
    lines = [
        json.dumps({"id": name, "title": "Harbour", "text": text, "published": day}) + "\n"
        for name, day, text in ROWS
    ]
    (folder / "articles.jsonl").write_text("".join(lines), encoding="utf-8")
    build(folder / "articles.jsonl", folder / "index", embedder, passage_tokens=180)
    return Assistant.load(folder / "index")


def test_what_articles_repeat_comes_once_with_the_oldest(harbour: Assistant) -> None:
    said = harbour.timeline("Berg", "harbour").said
    assert [str(one.citation.date) for one in said] == ["2024-01-01", "2024-04-01", "None"]
    repeated = {article.article_id.rpartition("#")[2] for article in said[0].also_in}
    assert len(repeated) == 2


def test_a_longer_quotation_is_not_lost_in_a_shorter_one(harbour: Assistant) -> None:
    texts = " ".join(one.citation.text for one in harbour.timeline("Berg", "harbour").said)
    assert "ferries will have to wait" in texts


def test_only_the_speaker_speaks(harbour: Assistant) -> None:
    everything = harbour.timeline("Anna Berg")
    assert everything.said
    assert {one.citation.speaker for one in everything.said} == {"Anna Berg"}
    assert [one.citation.text for one in harbour.timeline("Dahl").said] == [
        '"It will rain," Carl Dahl said.'
    ]
