"""A cross-encoder orders what is found: a real one, small and with chance for weights."""

from __future__ import annotations

import json
import shutil
import string
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess

import httpx
import numpy as np
import pytest

from rag import Assistant
from rag.assistant import NO_FILTERS
from rag.doctor.findings import Finding, State, check
from rag.doctor.program import reranker as reranker_found
from rag.errors import ModelError
from rag.evaluation.question_files import read_questions
from rag.evaluation.running.evaluate import describe
from rag.models.embedder import Embedder
from rag.models.model_files import PACKAGED_MODEL, ModelFiles
from rag.models.reranker import READ, Reranker, read_reranker
from rag.records import Status
from rag.settings import Settings
from rag.web.desk import Desk, Inquiry
from rag.web.server import make_web_app
from tests.command_line import run_command
from tests.judging import sentence
from tests.serving import serving

ROOT = Path(__file__).parent.parent
QUESTION = "How many troops has Moscow amassed near Ukraine?"
MakeFolder = Callable[..., Path]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> MakeFolder:
    """Writes a cross-encoder of one small layer that reads letters."""

    def made(*, labels: int = 1, seed: int = 5) -> Path:
        import torch
        from sentence_transformers import CrossEncoder
        from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

        folder = tmp_path_factory.mktemp("cross") / f"tiny-{labels}-{seed}"
        source = folder.with_name("source")
        source.mkdir()
        signs = [*string.ascii_lowercase, *string.digits, *"'’“”.,:;?!-"]
        pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *signs, *("##" + s for s in signs)]
        (source / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
        BertTokenizer(str(source / "vocab.txt")).save_pretrained(source)
        torch.manual_seed(seed)
        config = BertConfig(
            vocab_size=len(pieces), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=64, max_position_embeddings=256,
            initializer_range=0.3,  # so that the scores of two texts differ
        )  # fmt: skip
        config.num_labels = labels
        BertForSequenceClassification(config).save_pretrained(source)
        CrossEncoder(str(source), max_length=256).save_pretrained(str(folder))
        return folder

    return made


@pytest.fixture(scope="module")
def folder(make: MakeFolder) -> Path:
    return make()


@pytest.fixture(scope="module")
def reranker(folder: Path) -> Reranker:
    return Reranker(folder)


@pytest.fixture(scope="module")
def reranked(assistant: Assistant, embedder: Embedder, reranker: Reranker) -> Assistant:
    return Assistant(assistant.index, embedder, least_confidence=0.0, reranker=reranker)


def expected(folder: Path, question: str, texts: list[str]) -> list[float]:
    """The model's own scores, by transformers alone, a pair at a time."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.inference_mode():
        logits = [
            model(
                **tokenizer(question, text, truncation=True, max_length=256, return_tensors="pt")
            ).logits.item()
            for text in texts
        ]
    return [1 / (1 + float(np.exp(-logit))) for logit in logits]


def texts_of(assistant: Assistant) -> list[str]:
    articles = assistant.index.articles
    return [f"{articles[one.article_id].title}\n{one.text}" for one in assistant.index.passages]


def test_scores_are_those_of_the_model_whatever_stands_beside_a_text(
    assistant: Assistant, folder: Path, reranker: Reranker
) -> None:
    texts = [*texts_of(assistant), "x", *(f"No. {n}: rain." for n in range(40))]
    found = reranker.scores(QUESTION, texts)
    assert np.allclose(found, expected(folder, QUESTION, texts), atol=1e-5)
    assert len(set(found.round(5).tolist())) > len(texts) // 2
    assert reranker.scores(QUESTION, []).shape == (0,)


def test_passages_come_in_the_order_of_the_cross_encoder(
    assistant: Assistant, reranked: Assistant, folder: Path
) -> None:
    plain, ordered = assistant.search(QUESTION, hits=15), reranked.search(QUESTION, hits=15)
    of = dict(
        zip(
            assistant.index.passages,
            expected(folder, QUESTION, texts_of(assistant)),
            strict=True,
        )
    )
    assert len(assistant.index.passages) <= READ
    assert [hit.passage for hit in ordered] == sorted(of, key=lambda one: -of[one])
    assert [hit.passage for hit in plain] != [hit.passage for hit in ordered]
    assert [hit.score for hit in ordered] == pytest.approx(
        sorted(of.values(), reverse=True), abs=1e-5
    )
    few = reranked.search(QUESTION, hits=3)
    assert few == ordered[:3]


def test_what_is_not_read_again_stays_behind_in_its_order(reranker: Reranker) -> None:
    ranked = [(row, 1 - row / 100) for row in range(READ + 20)]
    found = reranker.reordered(QUESTION, ranked, lambda row: f"text {row * 7}", lambda _: 1.0)
    assert {row for row, _ in found[:READ]} == set(range(READ))
    assert found[READ:] == ranked[READ:]
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] <= 1


def test_days_that_a_question_names_still_count(reranker: Reranker) -> None:
    ranked = [(row, 0.5) for row in range(4)]
    plain = dict(reranker.reordered(QUESTION, ranked, str, lambda _: 1.0))
    weighed = dict(reranker.reordered(QUESTION, ranked, str, lambda row: 1.0 if row else 0.5))
    assert weighed[0] == pytest.approx(plain[0] / 2)
    assert weighed[1] == plain[1]


def test_a_fact_is_answered_by_the_sentences_that_the_cross_encoder_puts_first(
    assistant: Assistant, embedder: Embedder, reranked: Assistant, folder: Path
) -> None:
    """All passages of the two articles are read either way, so both have the same sentences."""
    plain = Assistant(assistant.index, embedder, least_confidence=0.0)
    changed = 0
    for question in ("Who is Kosachev?", "What is NATO?", "Who is the president of Ukraine?"):
        before, after = plain.ask(question), reranked.ask(question)
        assert before.status is after.status is Status.ANSWERED
        texts = [sentence(one.citations[0]) for one in (before, after)]
        plain_score, reranked_score = expected(folder, question, texts)
        assert reranked_score >= plain_score
        changed += texts[0] != texts[1]
    assert changed


def test_how_sure_an_answer_is_does_not_depend_on_the_cross_encoder(
    assistant: Assistant, embedder: Embedder, reranked: Assistant, make: MakeFolder
) -> None:
    other = Assistant(
        assistant.index, embedder, least_confidence=0.0, reranker=Reranker(make(seed=6))
    )
    assert other.ask("Who is Kosachev?").confidence == reranked.ask("Who is Kosachev?").confidence


def test_several_threads_get_the_same_answers_as_one(reranked: Assistant) -> None:
    questions = [QUESTION, "Who is Kosachev?", "What is NATO?", "Why did Moscow annex Crimea?"]

    def ask(question: str) -> list[str]:
        return [hit.passage.id for hit in reranked.search(question)] + [
            one.text for one in reranked.ask(question).citations
        ]

    alone = [ask(question) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, questions * 2)) == alone * 2


def ask_by_command(index: Path, reranker: str) -> CompletedProcess[str]:
    return run_command("search", QUESTION, "--json", "--index", index, RAG_RERANKER=reranker)


def test_the_command_line_asks_with_it(index: Path, reranked: Assistant, folder: Path) -> None:
    done = ask_by_command(index, str(folder))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["hits"]
    assert [(one["article"], one["start"]) for one in found] == [
        (hit.passage.article_id, hit.passage.start) for hit in reranked.search(QUESTION)
    ]


def test_a_folder_that_is_not_there_is_told_at_the_start(index: Path) -> None:
    done = ask_by_command(index, "no-such-model")
    assert done.returncode == 7
    assert "RAG_RERANKER=no-such-model: no such folder" in done.stderr
    assert "unset it" in done.stderr


def test_an_embedding_model_is_no_reranker() -> None:
    with pytest.raises(ModelError, match="not a CrossEncoder, but a SentenceTransformer"):
        Reranker(ModelFiles(PACKAGED_MODEL).folder)


def test_a_model_with_several_labels_is_refused(make: MakeFolder) -> None:
    with pytest.raises(ModelError, match="gives 3 scores for a pair"):
        Reranker(make(labels=3))


def test_one_saved_before_there_were_modules_is_read(folder: Path, tmp_path: Path) -> None:
    old = shutil.copytree(folder, tmp_path / "old")
    for name in ("modules.json", "config_sentence_transformers.json", "sentence_bert_config.json"):
        (old / name).unlink()
    assert np.allclose(
        Reranker(old).scores("Who?", ["Rain.", "Snow."]),
        Reranker(folder).scores("Who?", ["Rain.", "Snow."]),
    )


@pytest.mark.parametrize("damage", ["no weights", "cut short", "no settings", "empty"])
def test_a_damaged_folder_is_told(folder: Path, tmp_path: Path, damage: str) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    match damage:
        case "no weights":
            (copy / "model.safetensors").unlink()
        case "cut short":
            weights = (copy / "model.safetensors").read_bytes()
            (copy / "model.safetensors").write_bytes(weights[: len(weights) // 2])
        case "no settings":
            (copy / "config.json").write_text("{")
        case _:
            shutil.rmtree(copy)
            copy.mkdir()
    with pytest.raises(ModelError) as told:
        Reranker(copy)
    assert str(copy) in told.value.message
    assert "RAG_RERANKER" in told.value.hint


def test_without_a_name_there_is_none() -> None:
    assert read_reranker("") is None
    assert read_reranker(" ") is None


def test_what_answers_is_told_by_its_content_and_not_by_its_folder(
    assistant: Assistant, embedder: Embedder, reranked: Assistant, folder: Path, make: MakeFolder,
    tmp_path: Path,
) -> None:  # fmt: skip
    def edition(of: Path) -> str:
        return Assistant(assistant.index, embedder, reranker=Reranker(of)).edition

    assert assistant.edition == assistant.index.name
    assert reranked.edition.startswith(f"{assistant.index.name}+")
    assert edition(shutil.copytree(folder, tmp_path / "copy")) == reranked.edition
    assert edition(make(seed=6)) != reranked.edition


def test_a_kept_answer_is_not_given_for_another_cross_encoder(
    assistant: Assistant, reranked: Assistant
) -> None:
    desk = Desk(reranked)
    asked = Inquiry(QUESTION, filters=NO_FILTERS)
    first = desk.answer(asked, reranked)
    assert desk.answer(asked, reranked) is first
    assert desk.answer(asked, assistant) is not first
    desk.close()


def test_a_run_says_with_which_it_was_made(assistant: Assistant, reranked: Assistant) -> None:
    file = read_questions(ROOT / "tests" / "questions" / "seeds.jsonl")
    plain, own = (
        describe(file, one, Path("index"), {"reranker": "some/folder"})
        for one in (assistant, reranked)
    )
    assert plain.settings == {"reranker": "some/folder"}
    assert own.settings["reranker"].startswith("tiny-1-5 ")
    assert len(own.settings["reranker"]) == len("tiny-1-5 ") + 64


def test_a_newer_index_is_asked_with_it(reranked: Assistant, index: Path) -> None:
    assert reranked.beside(index).edition == reranked.edition


def test_the_server_says_its_name(assistant: Assistant, reranked: Assistant) -> None:
    def health(of: Assistant) -> dict[str, str | int]:
        with serving(make_web_app(Desk(of))) as address:
            return dict(httpx.get(f"{address}/healthz").json())

    assert health(reranked)["reranker"] == "tiny-1-5"
    assert "reranker" not in health(assistant)


def test_doctor_names_it_or_says_what_is_wrong_with_it(folder: Path) -> None:
    def found(named: str) -> list[Finding]:
        return list(check("reranker", lambda: reranker_found(Settings(reranker=named))))

    assert found("") == []
    (one,) = found(str(folder))
    assert one.state is State.OK
    assert one.message.startswith("tiny-1-5: ")
    (one,) = found("no-such-model")
    assert one.state is State.FAILED
    assert "RAG_RERANKER=no-such-model" in one.message
