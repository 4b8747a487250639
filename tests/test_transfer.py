"""An index carried to another machine is the same index there, or a named error and no change."""

from __future__ import annotations

import fcntl
import io
import json
import random
import shutil
import tarfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
import pytest
import zstandard

from rag import Assistant
from rag.build.build import build
from rag.errors import IndexBusy, IndexDamaged, IndexMismatch, IndexMissing, IndexNotWritten
from rag.index import generation, transfer
from rag.index.storage import manifest
from rag.index.storage.lock import writing
from rag.index.transfer import Moved, export_index, import_index
from rag.models.embedder import Embedder
from tests.browser.serving import serving
from tests.command_line import run_command
from tests.faults import Failed, failing

ROOT = Path(__file__).parent.parent
Entry = tuple[tarfile.TarInfo, bytes]


def _nothing(*_: object) -> None:
    """No progress is shown."""


def _built(folder: Path, embedder: Embedder, text: str) -> Path:
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "1.txt").write_text(f'A title\n\n"It will rain {text}," Ann Lee said.\n')
    build(folder / "corpus", folder / "index", embedder, passage_tokens=180)
    return folder / "index"


def _export(index: Path, file: Path, *, force: bool = False) -> Moved:
    return export_index(index, file, force=force, progress=_nothing)


def _import(file: Path, index: Path, embedder: Embedder) -> Moved:
    return import_index(file, index, embedder, progress=_nothing)


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> tuple[Path, Path]:
    """The index of the machine that a file comes from, and that of the one it comes to."""
    folder = tmp_path_factory.mktemp("machines")
    return _built(folder / "a", embedder, "much"), _built(folder / "b", embedder, "little")


@pytest.fixture(scope="module")
def file(indexes: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stick") / "index.tar.zst"
    _export(indexes[0], path)
    return path


@pytest.fixture
def here(indexes: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of the index that a test may write to."""
    return Path(shutil.copytree(indexes[1], tmp_path / "here"))


def _said(index: Path) -> str:
    """What is answered: "much" or "little"."""
    (citation,) = Assistant.load(index).ask("What did Ann Lee say about rain?").citations
    return "much" if "much" in citation.text else "little"


def _as_it_was(index: Path) -> None:
    """Nothing was published, and nothing is left over."""
    assert {path.name[:4] for path in index.iterdir()} == {"CURR", "LOCK", "gen-"}
    assert len(list(index.glob("gen-*"))) == 1
    assert _said(index) == "little"


def test_what_arrives_is_what_was_sent(
    index: Path, here: Path, tmp_path: Path, embedder: Embedder
) -> None:
    sent = _export(index, tmp_path / "index.tar.zst")
    arrived = _import(tmp_path / "index.tar.zst", here, embedder)
    assert (arrived.counts, arrived.bytes, arrived.unchanged) == (sent.counts, sent.bytes, False)
    one, other = (generation.read(each, embedder.fingerprint) for each in (index, here))
    assert other.name == arrived.name == (here / "CURRENT").read_text().strip()
    for part in ("source", "articles", "passages", "statements", "copies", "files", "unread"):
        assert getattr(one, part) == getattr(other, part), part
    rows = np.arange(len(one.passages))
    assert np.array_equal(one.passage_vectors.vectors(rows), other.passage_vectors.vectors(rows))
    again = _import(tmp_path / "index.tar.zst", here, embedder)
    assert (again.unchanged, again.name) == (True, arrived.name)
    # of the same articles nothing is built: a machine that has them goes on from here
    assert build(ROOT / "corpus", here, embedder, passage_tokens=180).unchanged


def test_the_imported_index_is_the_newest_where_the_pointer_is_lost(
    file: Path, here: Path, embedder: Embedder
) -> None:
    _import(file, here, embedder)
    assert len(list(here.glob("gen-*"))) == 2
    (here / "CURRENT").write_text("")
    assert _said(here) == "much"


def test_an_import_repairs_a_damaged_index(file: Path, here: Path, embedder: Embedder) -> None:
    for path in here.glob("gen-*/*.faiss"):
        path.write_bytes(b"")
    with pytest.raises(IndexDamaged):
        Assistant.load(here)
    _import(file, here, embedder)
    assert _said(here) == "much"


def test_the_same_index_gives_the_same_bytes(
    indexes: tuple[Path, Path], file: Path, tmp_path: Path
) -> None:
    moved = Path(shutil.copytree(indexes[0], tmp_path / "elsewhere"))
    for path in moved.rglob("*"):
        path.touch()
    _export(moved, tmp_path / "again.tar.zst")
    assert (tmp_path / "again.tar.zst").read_bytes() == file.read_bytes()


def test_a_file_is_replaced_only_when_that_is_asked_for(
    indexes: tuple[Path, Path], tmp_path: Path
) -> None:
    taken = tmp_path / "index.tar.zst"
    taken.write_text("mine")
    with pytest.raises(IndexNotWritten, match="is there already") as error:
        _export(indexes[0], taken)
    assert "--force" in error.value.hint
    assert taken.read_text() == "mine"
    _export(indexes[0], taken, force=True)
    assert zstandard.ZstdDecompressor().stream_reader(taken.open("rb")).read(9) == b"gen-00000"
    assert [path.name for path in tmp_path.iterdir()] == ["index.tar.zst"]


def test_what_a_killed_export_left_is_removed(
    indexes: tuple[Path, Path], file: Path, tmp_path: Path
) -> None:
    others = {"index.tar.zst.part-mine", "index.tar.zst.part-0123abcd.txt", "b.zst.part-0123abcd"}
    for name in ("index.tar.zst.part-0123abcd", "index.tar.zst.part-4567cdef", *others):
        (tmp_path / name).write_bytes(b"cut short")
    with (tmp_path / "index.tar.zst.part-4567cdef").open("rb") as running:
        fcntl.flock(running, fcntl.LOCK_EX)  # as an export that has not ended
        _export(indexes[0], tmp_path / "index.tar.zst")
        kept = {path.name for path in tmp_path.iterdir()} - {"index.tar.zst"}
    assert kept == {"index.tar.zst.part-4567cdef", *others}
    _export(indexes[0], tmp_path / "index.tar.zst", force=True)
    assert {path.name for path in tmp_path.iterdir()} == {"index.tar.zst", *others}
    assert (tmp_path / "index.tar.zst").read_bytes() == file.read_bytes()


def test_an_export_holds_what_it_writes(indexes: tuple[Path, Path], tmp_path: Path) -> None:
    file = tmp_path / "index.tar.zst"
    again: list[bool] = []

    def meanwhile(*_: object) -> None:
        if not again:
            again.append(True)
            _export(indexes[0], file)

    with pytest.raises(IndexNotWritten, match="is there already"):  # not: its part is gone
        export_index(indexes[0], file, force=False, progress=meanwhile)
    assert [path.name for path in tmp_path.iterdir()] == ["index.tar.zst"]


@pytest.mark.parametrize("damage", ["altered", "gone", "no index"])
def test_a_damaged_index_is_not_exported(here: Path, tmp_path: Path, damage: str) -> None:
    (words,) = here.glob("gen-*/articles.jsonl")
    if damage == "altered":
        words.write_bytes(words.read_bytes().replace(b"rain", b"snow"))
    elif damage == "gone":
        words.unlink()
    else:
        shutil.rmtree(here)
    with pytest.raises(IndexMissing if damage == "no index" else IndexDamaged):
        _export(here, tmp_path / "index.tar.zst")
    assert not list(tmp_path.glob("index*"))


@pytest.mark.parametrize("crash", [False, True], ids=["error", "crash"])
def test_each_operation_of_an_export_may_fail(
    indexes: tuple[Path, Path], file: Path, tmp_path: Path, *, crash: bool
) -> None:
    number, succeeded = 0, False
    while not succeeded:
        number += 1
        into = tmp_path / str(number) / "index.tar.zst"
        into.parent.mkdir()
        with failing(number, crash=crash) as disk:
            try:
                _export(indexes[0], into)
            except IndexNotWritten:
                assert disk.failed
            succeeded = not disk.failed
        assert not into.exists() or into.read_bytes() == file.read_bytes()
        assert not list(into.parent.glob("*.part-*"))
    assert number == 4  # two are synced, and one put in its place


@pytest.mark.parametrize("crash", [False, True], ids=["error", "crash"])
def test_each_operation_of_an_import_may_fail(
    file: Path, here: Path, tmp_path: Path, embedder: Embedder, *, crash: bool
) -> None:
    old = (here / "CURRENT").read_text()
    failed: set[str] = set()
    number, succeeded = 0, False
    while not succeeded:
        number += 1
        index = Path(shutil.copytree(here, tmp_path / str(number)))
        with failing(number, crash=crash) as disk:
            try:
                _import(file, index, embedder)
            except (IndexNotWritten, Failed):
                failed.add(disk.failed)
            succeeded = not disk.failed
        found = generation.read(index, embedder.fingerprint)
        assert not found.degraded
        much = "much" in found.articles["1.txt"].text
        assert much == ((index / "CURRENT").read_text() != old)
        assert much or not succeeded
        shutil.rmtree(index)
    assert failed == {
        "make_folder", "write", "write_bytes", "sync", "move", "put_over", "remove",
    }  # fmt: skip


def test_an_archive_cut_short_anywhere_is_refused(
    file: Path, here: Path, tmp_path: Path, embedder: Embedder
) -> None:
    content = file.read_bytes()
    damaged = tmp_path / "damaged.tar.zst"
    places = [0, 1, 4, 30, 511, *range(1000, len(content) - 5, len(content) // 20)]
    for length in places:
        damaged.write_bytes(content[:length])
        with pytest.raises(IndexDamaged, match=r"damaged\.tar\.zst: ") as error:
            _import(damaged, here, embedder)
        assert "export FILE.tar.zst" in error.value.hint
    _as_it_was(here)


def test_an_altered_archive_is_refused(
    file: Path, here: Path, tmp_path: Path, embedder: Embedder
) -> None:
    content = file.read_bytes()
    damaged = tmp_path / "damaged.tar.zst"
    places = random.Random(3)  # noqa: S311  # no secret
    for _ in range(60):
        altered = bytearray(content)
        altered[places.randrange(len(content) - 4)] ^= 1 << places.randrange(8)
        damaged.write_bytes(altered)
        # IndexMismatch: a bit of what the first of the archive's bytes say
        with pytest.raises((IndexDamaged, IndexMismatch)):
            _import(damaged, here, embedder)
    for garbage in (b"", b"garbage", b"PK\3\4" * 99, content + b"garbage", bytes(2048)):
        damaged.write_bytes(garbage)
        with pytest.raises(IndexDamaged):
            _import(damaged, here, embedder)
    _as_it_was(here)


def _entries(file: Path) -> list[Entry]:
    with (
        zstandard.ZstdDecompressor().stream_reader(file.open("rb")) as stream,
        tarfile.open(fileobj=io.BytesIO(stream.read())) as archive,
    ):
        return [(one, _content(archive, one)) for one in archive]


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    found = archive.extractfile(entry)
    return found.read() if found else b""


def _write(file: Path, entries: Iterable[Entry], form: int = tarfile.GNU_FORMAT) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
        for head, content in entries:
            archive.addfile(head, io.BytesIO(content))
    file.write_bytes(zstandard.ZstdCompressor().compress(packed.getvalue()))


def _head(like: tarfile.TarInfo, **changes: Any) -> tarfile.TarInfo:
    head = tarfile.TarInfo(like.name)
    head.size = like.size
    for name, value in changes.items():
        setattr(head, name, value)
    return head


def _resealed(entries: list[Entry], change: Callable[[dict[str, Any]], object]) -> list[Entry]:
    """The entries with a manifest that says something else, and is sealed as if that were true."""
    (head, content), *others = entries
    written = json.loads(content)
    change(written)
    written["sha256"] = manifest.seal_manifest(written)
    text = json.dumps(written).encode()
    return [(_head(head, size=len(text)), text), *others]


def _in_place(entries: list[Entry], *put: Entry) -> list[Entry]:
    return [entries[0], *put, *entries[2:]]


_LINKS = {"a link": tarfile.SYMTYPE, "a hard link": tarfile.LNKTYPE}
_OTHERS = {"a device": tarfile.CHRTYPE, "a pipe": tarfile.FIFOTYPE, "a folder": tarfile.DIRTYPE}


def _renamed(old: str, new: str) -> Callable[[dict[str, Any]], None]:
    def change(written: dict[str, Any]) -> None:
        written["files"][new] = written["files"].pop(old.partition("/")[2])

    return change


def _hostile(entries: list[Entry]) -> dict[str, list[Entry]]:
    _, (head, content), *_ = entries
    cases = {
        name: _in_place(entries, (_head(head, type=kind, linkname="/etc/passwd", size=0), b""))
        for name, kind in {**_LINKS, **_OTHERS}.items()
    }
    for name in ("../../outside", "/outside", f"{head.name}/../../../outside", "gen-x/..\\outside"):
        cases[f"the path {name}"] = _in_place(entries, (_head(head, name=name), content))
        named = _in_place(entries, (_head(head, name=f"gen-000001-aaaaaaaa/{name}"), content))
        cases[f"the path {name} in its manifest"] = _resealed(named, _renamed(head.name, name))
    longer = content + b"more"
    return cases | {
        "a file too many": [*entries, (_head(head, name=f"{head.name}2"), content)],
        "a file twice": [entries[0], entries[1], *entries[1:]],
        "a file too few": entries[:-1],
        "a file that is longer": _in_place(entries, (_head(head, size=len(longer)), longer)),
        "a file that is another": _in_place(entries, (head, content[::-1])),
        "no manifest": entries[1:],
        "a file of a negative size": _resealed(
            entries, lambda written: next(iter(written["files"].values())).update(size=-1)
        ),
        "a size that is a word": _resealed(
            entries, lambda written: next(iter(written["files"].values())).update(size="big")
        ),
        "a bomb": _resealed(
            entries, lambda written: written["files"].update(a={"size": 10**15, "sha256": ""})
        ),
        "no files": _resealed(entries, lambda written: written.update(files={})),
        "files that are a list": _resealed(entries, lambda written: written.update(files=[1])),
        "no counts": _resealed(entries, lambda written: written.pop("counts")),
        "other counts": _resealed(entries, lambda written: written["counts"].update(articles=[2])),
        "no source": _resealed(entries, lambda written: written.pop("source")),
        "no libraries": _resealed(entries, lambda written: written.pop("libraries")),
        "no probes": _resealed(entries, lambda written: written["embedding"].pop("probes")),
        "a manifest that is a number": _in_place([(_head(head, size=1), b"1"), *entries[1:]]),
    }


def test_hostile_archives_are_refused_and_touch_nothing(
    file: Path, here: Path, tmp_path: Path, embedder: Embedder
) -> None:
    cases = _hostile(_entries(file))
    assert len(cases) > 25
    hostile = tmp_path / "hostile.tar.zst"
    before = {path for path in tmp_path.parent.rglob("*") if here not in path.parents}
    for name, entries in cases.items():
        _write(hostile, entries)
        with pytest.raises(IndexDamaged, match=r"hostile\.tar\.zst: "):  # noqa: PT012
            _import(hostile, here, embedder)
            pytest.fail(name)
    after = {path for path in tmp_path.parent.rglob("*") if here not in path.parents}
    assert after - before == {hostile}
    _as_it_was(here)
    _write(hostile, _entries(file))  # the archives above are refused for what is changed in them
    assert not _import(hostile, here, embedder).unchanged


def test_archives_that_cost_memory_to_open_are_refused(
    file: Path, here: Path, tmp_path: Path, embedder: Embedder
) -> None:
    hostile = tmp_path / "hostile.tar.zst"
    (head, content), *others = _entries(file)
    # tarfile reads a header of this kind into memory, however long it says it is
    _write(hostile, [(_head(head, pax_headers={"comment": "x" * 2**20}), content), *others],
           tarfile.PAX_FORMAT)  # fmt: skip
    with pytest.raises(IndexDamaged, match="no plain file"):
        _import(hostile, here, embedder)
    _write(hostile, [(_head(head, size=20 * 2**20), bytes(20 * 2**20)), *others])
    with pytest.raises(IndexDamaged, match="its manifest has 20,971,520 bytes"):
        _import(hostile, here, embedder)
    wide = zstandard.ZstdCompressionParameters(window_log=30, enable_ldm=True)
    stream = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    hostile.write_bytes(stream.compress(bytes(9 * 2**20)) + stream.flush())
    with pytest.raises(IndexDamaged, match="cannot be unpacked"):
        _import(hostile, here, embedder)
    _as_it_was(here)


def test_an_index_of_another_model_is_refused(
    file: Path, here: Path, tmp_path: Path, embedder: Embedder
) -> None:
    def weights(written: dict[str, Any]) -> None:
        written["source"]["model"] = {"name": "another", "weights_sha256": "0" * 64}

    def tokenizer(written: dict[str, Any]) -> None:
        written["embedding"]["probes"].reverse()

    def version(written: dict[str, Any]) -> None:
        written["format"] = 1

    other = tmp_path / "other.tar.zst"
    for change, told in (
        (weights, "built with the model another"),
        (tokenizer, "not the same model"),
        (version, "format 1"),
    ):
        _write(other, _resealed(_entries(file), change))
        with pytest.raises(IndexMismatch, match=told):
            _import(other, here, embedder)
    _as_it_was(here)


def test_an_import_waits_for_nobody_and_wants_room(
    file: Path, here: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(here), pytest.raises(IndexBusy, match="being written by process"):
        _import(file, here, embedder)
    monkeypatch.setattr(transfer, "_TOO_FEW_LEFT", 2**60)
    with pytest.raises(IndexNotWritten, match="there is room for 0"):
        _import(file, here, embedder)
    _as_it_was(here)


def test_the_commands_carry_an_index(index: Path, tmp_path: Path) -> None:
    packed, into = str(tmp_path / "index.tar.zst"), str(tmp_path / "there")
    sent = run_command("export", packed, "--index", str(index))
    assert (sent.returncode, "2 articles" in sent.stdout) == (0, True), sent.stderr
    assert run_command("export", packed, "--index", str(index)).returncode == 11
    arrived = run_command("import", packed, "--index", into)
    assert (arrived.returncode, "Imported to" in arrived.stdout) == (0, True), arrived.stderr
    assert "Already there" in run_command("import", packed, "--index", into).stdout
    question = ["ask", "What did Lavrov say about peacekeepers?", "--index"]
    assert run_command(*question, into).stdout == run_command(*question, str(index)).stdout
    missing = run_command("import", str(tmp_path / "none.tar.zst"), "--index", into)
    assert (missing.returncode, "no such file" in missing.stderr) == (5, True)


def test_an_imported_index_is_served_where_there_are_no_articles(
    file: Path, tmp_path: Path, embedder: Embedder
) -> None:
    _import(file, tmp_path / "index", embedder)
    with serving(tmp_path / "index", tmp_path / "none", options=["--no-build"]) as address:
        question = json.dumps({"question": "What did Ann Lee say about rain?"}).encode()
        asked = Request(  # noqa: S310  # our own server
            f"{address}/api/v1/ask", question, {"Content-Type": "application/json"}
        )
        with urlopen(asked) as answer:  # noqa: S310  # our own server
            assert "It will rain much" in json.load(answer)["text"]


def test_a_pipe_is_no_archive(tmp_path: Path, here: Path, embedder: Embedder) -> None:
    for path in (Path("/dev/zero"), tmp_path):
        with pytest.raises(IndexDamaged, match="no such file"):
            _import(path, here, embedder)
