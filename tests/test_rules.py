"""What a change of the program's code makes a build do again: that stage, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import rag
from rag.articles.formats.file_kinds import Kind
from rag.build import build as building
from rag.build import plan as planning
from rag.build.build import build
from rag.build.code_digest import Code, Definition
from rag.build.plan import plan
from rag.build.rules import digest_rules, tell_changes
from rag.index.source import Rules, Stage
from rag.models.embedder import Embedder
from tests.hostile import pdf

PACKAGE = Path(rag.__file__).parent
FORMATS = list(Kind)
ARCHIVES = {"zip", "tar", "gzip"}  # they may hold files of any format

Change = Callable[[Path], None]


def _append(file: str, text: str) -> Change:
    def change(package: Path) -> None:
        (package / file).write_text(f"{(package / file).read_text()}\n{text}\n")

    return change


PDF = _append("articles/formats/pdf.py", "_PAGES *= 2")
LINES = _append("articles/formats/jsonl_file.py", "_LONGEST_LINE -= 1")
CUT = _append("articles/passages.py", "_SPECIAL_PIECES += 1")
ATTRIBUTION = _append("speech/statements.py", "_SIGNATURE_GAP += 1")


def NOTHING(package: Path) -> None:  # noqa: N802  # a change, as those above
    """Change what no stage uses."""
    _append("articles/formats/pdf.py", "# no more than a comment")(package)
    _append("speech/statements.py", "def of_no_use() -> None: ...")(package)
    _append("web/shell.py", "STATIC = None")(package)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package that a test may change."""
    return Path(shutil.copytree(PACKAGE, tmp_path / "code" / "rag"))


@pytest.mark.parametrize(
    ("change", "formats", "stages"),
    [
        (PDF, {"pdf", *ARCHIVES}, set()),
        (LINES, {"lines", *ARCHIVES}, set()),
        (_append("articles/formats/archives.py", "def unpack(task): ..."), ARCHIVES, set()),
        (_append("articles/versions.py", "def merge(articles): ..."), set(), {Stage.MERGE}),
        (_append("language/detection.py", "def language_of(text): ..."), set(), {Stage.LANGUAGE}),
        (CUT, set(), {Stage.CUT}),
        (ATTRIBUTION, set(), {Stage.ATTRIBUTE}),
        (_append("articles/copies.py", "_SAME = 0.5"), set(), {Stage.COPIES}),
        (_append("language/stems.py", "_REMEMBERED = 7"), set(), {Stage.WORDS}),
        (NOTHING, set(), set()),
    ],
)
def test_a_change_counts_for_its_own_stage(
    copy: Path, change: Change, formats: set[str], stages: set[Stage]
) -> None:
    before = digest_rules(FORMATS)
    change(copy)
    after = digest_rules(FORMATS, copy)
    assert {one for one in before.reading if before.reading[one] != after.reading[one]} == formats
    assert {stage for stage in Stage if not before.same(stage, after)} == stages


def test_every_format_has_rules_of_its_own() -> None:
    reading = digest_rules(FORMATS).reading
    assert set(reading) == {kind.value for kind in Kind}
    assert reading["json"] == reading["csv"]  # read by one module
    assert len(set(reading.values())) == len(Kind) - 3  # so are the three archives


def _digest(folder: Path, **modules: str) -> str:
    """The digest of `main.start` in a package of these modules."""
    package = folder / "made"
    shutil.rmtree(package, ignore_errors=True)
    package.mkdir()
    (package / "__init__.py").write_text("")
    for name, text in modules.items():
        (package / f"{name}.py").write_text(text)
    return Code(package).digest([Definition("made.main", "start")])


MAIN = '''
"""A module."""
import re
from made import other
from made.third import LIMIT as MOST


def start(text: str) -> int:
    """Begin."""
    return other.go(text, MOST)
'''
OTHER = "def go(text, most):\n    return len(text) + most\n\n\ndef unused():\n    return 1\n"
THIRD = "LIMIT = 3\nANOTHER = 4\n"


@pytest.mark.parametrize(
    "changed",
    [
        {"main": MAIN.replace('"""Begin."""', '"""Something else."""  # said otherwise')},
        {"main": MAIN.replace("text: str", "text: bytes").replace("-> int", "-> float")},
        {"main": MAIN.replace("other.go(text, MOST)", "other.go(\n        text,\n        MOST)")},
        {"main": MAIN.replace('"""A module."""', "")},
        {"other": OTHER.replace("return 1", "return 2")},
        {"third": THIRD.replace("4", "5")},
    ],
)
def test_what_makes_no_difference_does_not_count(tmp_path: Path, changed: dict[str, str]) -> None:
    modules = {"main": MAIN, "other": OTHER, "third": THIRD}
    assert _digest(tmp_path, **modules) == _digest(tmp_path, **{**modules, **changed})


@pytest.mark.parametrize(
    "changed",
    [
        {"main": MAIN.replace("MOST)", "MOST + 1)")},
        {"other": OTHER.replace("len(text) +", "len(text) -")},
        {"other": "from made.third import LIMIT as go\n"},
        {"third": THIRD.replace("3", "4")},
        {"third": THIRD + "LIMIT += 1\n"},
    ],
)
def test_what_is_used_counts_wherever_it_stands(tmp_path: Path, changed: dict[str, str]) -> None:
    modules = {"main": MAIN, "other": OTHER, "third": THIRD}
    assert _digest(tmp_path, **modules) != _digest(tmp_path, **{**modules, **changed})


def test_a_file_beside_the_code_counts_if_it_is_read(tmp_path: Path) -> None:
    reads = "from pathlib import Path\n\nLIST = Path(__file__).with_name('list.txt').read_text()\n"
    main = "from made.words import LIST\n\n\ndef start(text):\n    return LIST\n"
    package = tmp_path / "made"
    digests = set()
    for words in ("one", "two"):
        shutil.rmtree(package, ignore_errors=True)
        package.mkdir()
        (package / "main.py").write_text(main)
        (package / "words.py").write_text(reads)
        (package / "list.txt").write_text(words)
        digests.add(Code(package).digest([Definition("made.main", "start")]))
    assert len(digests) == 2


def test_a_definition_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match=r"made\.main does not define start"):
        _digest(tmp_path, main="begin = 1\n")


def test_what_has_changed_is_told_by_its_stage() -> None:
    now = digest_rules([Kind.PDF, Kind.TEXT])
    assert tell_changes(now, now) == ""
    old = Rules({**now.reading, "pdf": "0"}, {**now.stages, Stage.ATTRIBUTE: "0"})
    told = tell_changes(old, now)
    assert "pdf files are read, statements are attributed again" in told
    assert tell_changes(digest_rules([Kind.TEXT]), now) == ""  # a format that is new here
    assert "an older version of the program built this index" in tell_changes(Rules(), now)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(3):
        said = f'"It rained for {number} hours," Ann Lee said.'
        (folder / f"{number}.txt").write_text(f"A title {number}\n\n{said}\n")
    text = b"BT /F 12 Tf 72 700 Td (The harbour will open on Monday, Bo Berg said.) Tj ET"
    (folder / "harbour.pdf").write_bytes(pdf(text))
    return folder


@pytest.mark.parametrize(
    ("change", "read", "cut", "attributed", "told"),
    [
        (PDF, 1, 0, 0, "pdf files are read again"),
        (CUT, 0, 4, 0, "articles are cut again"),
        (ATTRIBUTION, 0, 0, 4, "statements are attributed again"),
    ],
)
def test_a_build_by_other_rules_does_that_stage_again_and_no_other(
    copy: Path,
    corpus: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    change: Change,
    read: int,
    cut: int,
    attributed: int,
    told: str,
) -> None:
    index = corpus.parent / "index"
    first = build(corpus, index, embedder, passage_tokens=180)
    assert (first.read, first.cut, first.attributed, first.again) == (4, 4, 4, "")
    assert first.embedded == first.passages + first.statements
    change(copy)
    for module in (building, planning):
        monkeypatch.setattr(module, "digest_rules", lambda formats: digest_rules(formats, copy))
    assert told in plan(corpus, index, embedder, passage_tokens=180).anew
    built = build(corpus, index, embedder, passage_tokens=180)
    assert (built.read, built.cut, built.attributed, built.embedded) == (read, cut, attributed, 0)
    assert not built.unchanged
    assert told in built.again
    assert build(corpus, index, embedder, passage_tokens=180).unchanged


def test_the_rules_of_a_program_are_those_of_its_own_code(
    copy: Path, corpus: Path, embedder: Embedder
) -> None:
    index = corpus.parent / "index"
    build(corpus, index, embedder, passage_tokens=180)
    ATTRIBUTION(copy)
    command = ["build", "--json", "--corpus", str(corpus), "--index", str(index)]
    result = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "rag", *command],
        cwd=copy.parent, env={**os.environ, "PYTHONPATH": str(copy.parent)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    built = json.loads(result.stdout)
    assert [built[name] for name in ("read", "cut", "attributed")] == [0, 0, 4]
    assert "statements are attributed again" in built["again"]
