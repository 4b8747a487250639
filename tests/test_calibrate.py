"""Confidence fitted on one's own articles: the questions, what is kept, and what it changes."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rag import Assistant
from rag.__main__ import app
from rag.answer.fact.confidence import Weights
from rag.answer.own_weights import NAME, read_own, remove_own, write_own
from rag.build.build import build
from rag.doctor import program
from rag.doctor.findings import State
from rag.errors import QuestionError
from rag.evaluation.drafting.sentence_questions import Known, made_questions, swapped
from rag.evaluation.records import QuestionFile
from rag.evaluation.run import describe
from rag.models.embedder import Embedder
from rag.models.model_files import ModelFingerprint
from rag.records import Article

TOWNS = [
    first + last
    for first in ("Ash", "Birch", "Cold", "Dun", "Elm", "Hart")
    for last in ("ford", "ham", "wick", "ton", "dale")
]
PLANS = (
    "approved {} houses in the eastern district",
    "planted {} oaks in the northern district",
    "bought {} buses for the coastal district",
    "closed {} wells in the sandy district",
    "lent {} boats to the flooded district",
    "hired {} teachers for the mountain district",
)
QUESTION = "How many houses has Ashford Council approved in the eastern district?"


def articles() -> list[dict[str, str]]:
    """Two articles on each town, each with a number of its own."""
    found = []
    for n, town in enumerate(TOWNS):
        for turn in (0, 1):
            plan = PLANS[(n + turn) % len(PLANS)].format(113 + 14 * n + turn)
            text = f"{town} Council has {plan}.\n\nMuch was said of it in {town} before."
            found.append({"id": f"{town}-{turn}", "title": f"News of {town}", "text": text})
    return found


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """An index of enough articles."""
    folder = tmp_path_factory.mktemp("towns")
    lines = "\n".join(map(json.dumps, articles()))
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    build(folder / "articles.jsonl", folder / "index", embedder, passage_tokens=180)
    return folder / "index"


@pytest.fixture(scope="module")
def fitted(towns: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The same index with weights of its own, and what was told of them."""
    copy = shutil.copytree(towns, tmp_path_factory.mktemp("fitted") / "index")
    return copy, calibrated(copy)


def calibrated(index: Path, *options: str) -> str:
    done = CliRunner().invoke(
        app, ["calibrate", "--index", str(index), *options], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return str(done.output)


def chance() -> random.Random:
    return random.Random(0)  # noqa: S311  # the same each time, not secret


def known() -> tuple[dict[str, Article], Known]:
    found = {one["id"]: Article(one["id"], one["title"], one["text"]) for one in articles()}
    return found, Known(found)


def test_a_question_is_made_of_a_sentence_and_knows_the_articles_that_answer_it() -> None:
    found, of_all = known()
    made = made_questions(found, [], 100, chance(), of_all)
    assert {one.article for one in made} == set(found)
    (one,) = (one for one in made if one.question == QUESTION)
    assert one.article == "Ashford-0"
    assert one.holding == {"Ashford-0"}


def test_what_another_article_may_answer_is_held_back_with_it() -> None:
    found, _ = known()
    other = "Ashford is to have 113 new houses in the eastern district, the council says."
    found["other"] = Article("other", "Houses", other)
    made = made_questions(found, [], 100, chance(), Known(found))
    (one,) = (one for one in made if one.question == QUESTION)
    assert one.holding == {"Ashford-0", "other"}
    assert one.retold
    copies = Known(found, [("Ashford-0", "other")])
    made = made_questions(found, [], 100, chance(), copies)
    assert not any(one.retold for one in made)


def test_a_name_is_exchanged_only_where_no_article_holds_both() -> None:
    found, of_all = known()
    made = made_questions(found, [], 100, chance(), of_all)
    others = list(swapped(made, chance(), of_all))
    assert len(others) > 50
    asked = {one.question for one in made}
    for one in others:
        assert one.question not in asked
        assert not one.holding
        town = next((town for town in TOWNS if town in one.question), None)
        verb = next(plan.split()[0] for plan in PLANS if plan.split()[0] in one.question)
        assert town
        assert not any(verb in found[name].text for name in found if name.startswith(town))


def test_fitted_weights_are_written_beside_the_index_and_used_from_the_next_start_on(
    towns: Path, fitted: tuple[Path, str], embedder: Embedder
) -> None:
    folder, told = fitted
    assert "AUC" in told
    assert "used from the next start on" in " ".join(told.split())
    written = json.loads((folder / NAME).read_text())
    assert written["measured"]["own"]["auc"] >= written["measured"]["shipped"]["auc"] - 0.01
    own = read_own(folder, embedder.fingerprint)
    assert own == Weights(written["bias"], written["weights"])
    before, after = (Assistant.open(path, embedder) for path in (towns, folder))
    assert after.ask(QUESTION).confidence != before.ask(QUESTION).confidence
    assert after.ask(QUESTION).citations == before.ask(QUESTION).citations
    assert before.edition == before.index.name != after.edition
    assert after.beside(folder).edition == after.edition


def test_the_same_articles_give_the_same_weights_and_a_trial_writes_nothing(
    towns: Path, fitted: tuple[Path, str]
) -> None:
    told = calibrated(towns, "--dry-run")
    assert "Nothing was written" in told
    assert not (towns / NAME).exists()
    (line,) = (line for line in told.splitlines() if line.startswith("Fitted"))
    assert line in fitted[1]


def test_a_build_leaves_them_and_removing_goes_back(
    fitted: tuple[Path, str], embedder: Embedder, tmp_path: Path
) -> None:
    index = shutil.copytree(fitted[0], tmp_path / "index")
    lines = "\n".join(map(json.dumps, articles()[:-1]))
    (tmp_path / "articles.jsonl").write_text(lines, encoding="utf-8")
    build(tmp_path / "articles.jsonl", index, embedder, passage_tokens=180)
    assert read_own(index, embedder.fingerprint) is not None
    assert "Removed" in calibrated(index, "--remove")
    assert read_own(index, embedder.fingerprint) is None
    assert "no weights of its own" in calibrated(index, "--remove")


def test_two_articles_are_too_few(index: Path) -> None:
    with pytest.raises(QuestionError, match=r"2 articles gave .* 40 of each are needed") as told:
        calibrated(index)
    assert "RAG_CONFIDENCE" in told.value.hint
    assert not (index / NAME).exists()


MODEL = ModelFingerprint("a model", "ab" * 32)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "not JSON", '{"bias": 1, "weights": {}, "sha256": ""}', "altered"],
)
def test_damaged_weights_are_told_and_left_aside(
    content: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write_own(Weights(0.5, {"a": 1.0}), tmp_path, MODEL, {"seed": 0})
    assert read_own(tmp_path, MODEL) == Weights(0.5, {"a": 1.0})
    whole = path.read_text()
    path.write_text(whole.replace("0.5", "0.6") if content == "altered" else content)
    assert read_own(tmp_path, MODEL) is None
    assert "damaged" in caplog.text
    assert "python -m rag calibrate" in caplog.text
    assert remove_own(tmp_path)


def test_weights_of_another_model_are_told_and_left_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_own(Weights(0.5, {"a": 1.0}), tmp_path, MODEL, {})
    assert read_own(tmp_path, ModelFingerprint("a model", "cd" * 32)) is None
    assert "fitted with the model a model" in caplog.text


def test_weights_for_other_changes_to_the_model_are_left_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_own(Weights(0.5, {"a": 1.0}), tmp_path, MODEL, {"pairs_sha256": "0" * 64})
    assert read_own(tmp_path, MODEL) is None
    assert "fitted by another version of the program" in caplog.text


def test_weights_of_other_signals_are_left_aside(assistant: Assistant, embedder: Embedder) -> None:
    other = Assistant(assistant.index, embedder, weights=Weights(9.0, {"a": 1.0}))
    question = "How many troops has Moscow amassed near Ukraine?"
    assert other.ask(question).confidence == assistant.ask(question).confidence


def test_doctor_names_them_or_says_that_they_are_not_used(
    fitted: tuple[Path, str], towns: Path, embedder: Embedder, tmp_path: Path
) -> None:
    assert list(program.confidence(towns, embedder)) == []
    (one,) = program.confidence(fitted[0], embedder)
    assert one.state is State.OK
    (tmp_path / NAME).write_text("{}")
    (one,) = program.confidence(tmp_path, embedder)
    assert one.state is State.WARNING
    assert "calibrate" in one.hint


def test_a_run_notes_them(fitted: tuple[Path, str], embedder: Embedder) -> None:
    assistant = Assistant.open(fitted[0], embedder)
    file = QuestionFile("questions.jsonl", "", (), ())
    noted = describe(file, assistant, fitted[0], {}).settings["fitted_confidence"]
    assert assistant.models.weights
    assert noted == assistant.models.weights.digest
