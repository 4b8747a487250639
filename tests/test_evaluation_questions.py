"""Each format of test questions, told by its content; what cannot be read is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.errors import QuestionError
from rag.evaluation.question_files import read_questions, resolve
from rag.evaluation.run_records import Evidence, Question
from rag.records import Article

ASKED = "What did Lavrov say?"


def _file(folder: Path, text: str) -> Path:
    path = folder / "questions"  # no suffix: the content tells
    path.write_text(text, encoding="utf-8")
    return path


def _one(folder: Path, text: str) -> Question:
    (question,) = read_questions(_file(folder, text)).questions
    return question


def _beir(folder: Path) -> Path:
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text('{"_id": "d1", "title": "T", "text": "Words."}\n')
    queries = [{"_id": f"q{n}", "text": ASKED} for n in (1, 2, 3)]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)) + "\n")
    head = "query-id\tcorpus-id\tscore\n"
    (folder / "qrels/test.tsv").write_text(head + "q1\td1\t2\nq1\td2\t0\n")
    (folder / "qrels/train.tsv").write_text(head + "q2\td1\t1\n")
    return folder


def test_our_json_lines(tmp_path: Path) -> None:
    line = {
        "id": 7, "question": ASKED, "history": ["Who?"], "relevant": {"a": 2, "b": 0},
        "evidence": [{"article": "a", "text": "words"}], "speaker": "Lavrov", "contains": ["w"],
        "never": ["n"], "tags": ["said"], "match": "article", "answerable": None,
    }  # fmt: skip
    assert _one(tmp_path, "\ufeff" + json.dumps(line) + "\n\n") == Question(
        "7", ASKED, ("Who?",), {"a": 2}, (Evidence("a", "words"),), True, "Lavrov", ("w",), ("n",),
        ("said",), any_words=True,
    )  # fmt: skip


def test_everything_but_the_question_is_optional(tmp_path: Path) -> None:
    found = _one(tmp_path, json.dumps({"question": ASKED}))
    assert found == Question("1", ASKED)
    assert not found.judged


def test_a_key_that_means_nothing_is_told(tmp_path: Path) -> None:
    file = read_questions(_file(tmp_path, json.dumps({"question": ASKED, "relevent": ["a"]})))
    assert file.notes == (f"{tmp_path / 'questions'}: unknown fields were ignored: relevent",)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table(tmp_path: Path, separator: str) -> None:
    rows = [
        ["ID", "question", "relevant", "evidence", "answerable", "tags", "note"],
        ["x", '"What, or; who\nsaid?"', "a.txt", '"exact words"', "Yes", '"[""s"", ""t""]"', ""],
    ]
    text = "\n".join(separator.join(row) for row in rows)
    assert _one(tmp_path, text) == Question(
        "x", "What, or; who\nsaid?", (), {"a.txt": 1}, (Evidence("a.txt", "exact words"),), True,
        tags=("s", "t"),
    )  # fmt: skip


def test_a_list_in_a_table_may_be_separated_by_semicolons(tmp_path: Path) -> None:
    found = _one(tmp_path, f"question,relevant,tags\n{ASKED},a; b,said\n")
    assert (found.relevant, found.tags) == ({"a": 1, "b": 1}, ("said",))


def test_azure_cites_files(tmp_path: Path) -> None:
    found = _one(tmp_path, json.dumps({"question": ASKED, "truth": "No [a.pdf#page=2][b-1.txt]."}))
    assert found.relevant == {"a.pdf": 1, "b-1.txt": 1}


def test_onyx_names_addresses(tmp_path: Path) -> None:
    item = {
        "question": ASKED,
        "ground_truth": [{"doc_source": "web", "doc_link": "https://x.org/a"}],
        "categories": ["said"],
    }
    found = _one(tmp_path, json.dumps([item], indent=1))
    assert (found.relevant, found.tags) == ({"https://x.org/a": 1}, ("said",))


def test_trec_topics_with_judgements(tmp_path: Path) -> None:
    topics = _file(
        tmp_path,
        f"<top>\n<num> Number: 301\n<title> {ASKED}\n\n<desc> Description:\nMore\n</top>\n",
    )
    (tmp_path / "qrels").write_text("301 0 a.txt 1\n301 0 b.txt 0\n302 0 a.txt 1\n")
    file = read_questions(topics, tmp_path / "qrels")
    assert file.questions == (Question("301", ASKED, relevant={"a.txt": 1}, answerable=True),)
    assert "judges 1 unknown questions: 302" in file.notes[0]
    assert not read_questions(topics).questions[0].judged


def test_a_beir_folder_asks_its_test_split_and_what_nobody_judged(tmp_path: Path) -> None:
    file = read_questions(_beir(tmp_path / "beir"))
    assert [(one.id, dict(one.relevant)) for one in file.questions] == [
        ("q1", {"d1": 2}),
        ("q3", {}),
    ]
    assert "train.tsv" in file.notes[0]
    assert file.corpus == str(tmp_path / "beir/corpus.jsonl")
    train = read_questions(tmp_path / "beir", tmp_path / "beir/qrels/train.tsv")
    assert [one.id for one in train.questions if one.judged] == ["q2"]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('{"question": "Who?"}\n{"question": 3}\n', 2, "'question' cannot be read: 3"),
        ('{"question": "Who?"}\n\n{"id": 1}\n', 3, "no 'question'"),
        ('{"question": "Who?"}\nnot json\n', 2, "not JSON"),
        ('{"question": "Who?"}\n[]\n', 2, "a JSON list instead of an object"),
        ('{"question": "?!"}\n', 1, "'question' cannot be read"),
        ('{"question": "Who?", "tags": "said"}\n', 1, "'tags' cannot be read: 'said'"),
        ('{"question": "Who?", "answerable": "no"}\n', 1, "'answerable' cannot be read: 'no'"),
        ('{"question": "Who?", "evidence": [{"article": "a"}]}\n', 1, "'evidence' cannot be"),
        ('{"question": "Who?", "relevant": {"a": "x"}}\n', 1, "'relevant' cannot be read"),
        ('{"question": "Who \\ud800?"}\n', 1, "a lone surrogate"),
        ('{"id": 1, "question": "Who?"}\n{"id": "1", "question": "Who?"}\n', 2, "is also at"),
        ('{"question": "Who?", "truth": null}\n', 1, "no 'truth'"),
        ("question,tags\nWho?,a\nWho?,a,b\n", 3, "3 cells, but 2 columns"),
        ('question,answerable\n"Who\nsaid?",yes\nWho?,maybe\n', 4, "'answerable' cannot be read"),
        ('question\n"Who?\n', 2, "unexpected end of data"),
        ('[{"question": "Who?"},\n {"question": }]', 2, "not JSON"),
        ('[{"question": "Who?"},\n {"question": "W?", "ground_truth": [{}]}]', 2, "no 'doc_link'"),
        ("<top>\n<num> 1\n<title> Who?\n</top>\n<top>\n<num> 2\n</top>\n", 5, "no <title>"),
        ("<top>\n<num> 1\n<title> Who?\n", 1, "<top> without </top>"),
        ("Dear reader,\n", 1, "unknown format"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(QuestionError) as caught:
        read_questions(path)
    assert caught.value.message.startswith(f"{path}:{line}: ")
    assert reason in caught.value.message
    assert caught.value.hint


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "questions"
    path.write_bytes(b'{"question": "Who?"}\n{"question": "Caf\xe9?"}\n')
    with pytest.raises(QuestionError, match=":2: not UTF-8"):
        read_questions(path)


def test_judgements_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    folder = _beir(tmp_path / "beir")
    (folder / "qrels/test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\tyes\n")
    with pytest.raises(QuestionError, match=r"test\.tsv:2: the grade is not a whole number: 'yes'"):
        read_questions(folder)


def test_an_article_is_known_by_its_id_its_address_and_its_file() -> None:
    index = [
        Article("news/a.txt", "A", "Text", url="https://www.x.org/a/#top"),
        Article("b.txt", "B", "Text"),
        Article("old/b.txt", "B", "Text"),
    ]
    names = ["news/a.txt", "http://x.org/a", "A.pdf", "b.txt", "b.pdf", "none"]
    asked = [Question(str(n), ASKED, relevant={name: 1}) for n, name in enumerate(names)]
    found, missing = resolve(asked, index)
    assert [next(iter(one.relevant)) for one in found] == [
        "news/a.txt", "news/a.txt", "news/a.txt", "b.txt", "b.pdf", "none",
    ]  # fmt: skip
    assert missing == ["b.pdf", "none"]
