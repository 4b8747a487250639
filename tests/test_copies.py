"""An article that two papers print is quoted once, and the answer says where else it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag import Assistant
from rag.build.build import build
from rag.index import generation
from rag.models.embedder import Embedder
from rag.records import Filters, Unread

REPORT = (
    "OSLO - “We will not raise the bridge toll this year,” Jane Doe told reporters on Friday. "
    "The minister of transport had met the mayors of both towns.\n\nShe said that the bridge "
    "would be repaired before winter, and that the ferry would run until then.\n\nThe old bridge "
    "was closed in March, when inspectors found cracks in two of its pillars. Since then drivers "
    "have had to take the long way round the fjord."
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    edited = REPORT.replace("Since then drivers", "Since that day drivers")
    old = "“It rained,” Ann Lee said. She had no umbrella with her."
    rows = [
        {"id": "wire", "title": "Toll stays", "text": REPORT, "published": "2024-05-03"},
        {"id": "post", "title": "No new toll", "text": REPORT, "published": "2024-05-04",
         "outlet": "The Post", "url": "https://post.org/toll"},
        {"id": "herald", "title": "Toll unchanged", "text": edited, "published": "2024-05-04"},
        {"id": "rain", "title": "Rain", "text": old, "published": "2024-01-01"},
        {"id": "rain", "title": "Rain", "text": old.replace("rained", "poured"),
         "modified": "2024-01-02"},
        {"id": "regen", "title": "Regen in Oslo", "published": "2024-02-01", "text":
         "Die Ministerin Anna Vogel sagte am Freitag, dass die Brücke im Herbst gesperrt wird. "
         "„Wir haben keine Wahl“, sagte sie nach dem Treffen mit den Bürgermeistern."},
    ]  # fmt: skip
    corpus = folder / "corpus"
    corpus.mkdir()
    lines = "\n".join(json.dumps(row) for row in rows)
    (corpus / "a.jsonl").write_text(lines, encoding="utf-8")
    (corpus / "bad.docx").write_bytes(b"nothing")
    (corpus / "README.md").write_text("About these.")
    report = build(corpus, folder / "index", embedder, passage_tokens=180)
    assert report.articles == 4
    assert [one.path for one in report.unread] == ["README.md", "bad.docx"]
    assert build(corpus, folder / "index", embedder, passage_tokens=180).unchanged
    return folder / "index"


@pytest.fixture(scope="module")
def assistant(built: Path) -> Assistant:
    return Assistant.load(built)


def test_words_of_a_report_in_three_papers_are_quoted_once(assistant: Assistant) -> None:
    answer = assistant.ask("What did Jane Doe say about the bridge toll?")
    (first, *others) = [one for one in answer.citations if "toll" in one.text]
    assert others == []
    assert {first.article_id, *first.also} == {"wire", "post", "herald"}
    assert "also in 2 other articles" in answer.text


def test_an_article_is_found_by_each_of_its_ids_and_outlets(assistant: Assistant) -> None:
    article = assistant.article("post")
    assert (article.id, [one.url for one in article.also]) == ("wire", ["https://post.org/toll"])
    assert assistant.copies_of("post") == assistant.copies_of("wire") == ("herald",)
    assert assistant.search("bridge toll", filters=Filters(outlet="The Post"))
    assert assistant.search("bridge toll", filters=Filters(articles=("post",)))


def test_the_newest_version_is_quoted_and_the_older_one_is_known(assistant: Assistant) -> None:
    answer = assistant.ask("What did Ann Lee say?")
    assert "poured" in answer.text
    assert "rained" not in answer.text
    assert len(assistant.article("rain").versions) == 1


def test_another_language_is_found_but_has_no_statements(assistant: Assistant) -> None:
    assert assistant.article("regen").language == "de"
    assert assistant.statements("regen") == []
    assert assistant.search("Brücke Herbst gesperrt")[0].passage.article_id == "regen"
    assert assistant.coverage.languages == {"en": 3, "de": 1}


def test_what_could_not_be_read_is_kept_in_the_index(built: Path, embedder: Embedder) -> None:
    read = generation.read(built, embedder.fingerprint)
    assert read.unread[0] == Unread("README.md", "a README", expected=True)
    assert read.unread[1].path == "bad.docx"
    assert Assistant(read, embedder).coverage.unread == 1
