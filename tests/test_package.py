"""`pip install .` gives the command `on-record`, with everything that it reads beside the code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BUILT_FROM = ("pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: a build leaves files in the folder that it builds from."""
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(ROOT / "rag", source / "rag")  # compiled files too: they must stay out
    for name in BUILT_FROM:
        shutil.copy(ROOT / name, source)
    target = tmp_path_factory.mktemp("wheel")
    build = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(target), "."]
    subprocess.run(  # noqa: S603  # our own package
        [sys.executable, "-m", "pip", *build], cwd=source, check=True, capture_output=True
    )
    (built,) = target.glob("*.whl")
    return built


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    packaged = {
        name for name in ZipFile(wheel).namelist() if not name.partition("/")[0].endswith("info")
    }
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "rag").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packaged == ours


def test_the_installed_command_answers(wheel: Path, index: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    python, command = str(home / "bin" / "python"), str(home / "bin" / "on-record")
    install = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(  # noqa: S603  # our own package
        [sys.executable, "-m", "pip", "--python", python, *install], check=True
    )
    (site,) = home.glob("lib/python*/site-packages")
    # the packages that it needs are those of the tests
    (site / "others.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*arguments: str) -> str:
        done = subprocess.run(  # noqa: S603  # our own program
            arguments, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert Path(run(python, "-c", "import rag; print(rag.__file__)").strip()).is_relative_to(home)
    assert "Usage: on-record" in run(command, "--help")
    said = run(command, "ask", "What did Lavrov say about peacekeepers?", "--index", str(index))
    assert "Sergey Lavrov" in said
    fact = run(command, "ask", "How many troops has Moscow amassed?", "--index", str(index))
    assert "100,000" in fact


@pytest.mark.parametrize(
    ("file", "declared"),
    [
        ("requirements.txt", PROJECT["dependencies"]),
        ("requirements-mcp.txt", PROJECT["optional-dependencies"]["mcp"]),
        ("requirements-llm.txt", PROJECT["optional-dependencies"]["llm"]),
        ("requirements-milvus.txt", PROJECT["optional-dependencies"]["milvus"]),
        ("requirements-cluster.txt", PROJECT["optional-dependencies"]["cluster"]),
    ],
)
def test_the_package_needs_what_the_requirements_pin(file: str, declared: list[str]) -> None:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    pinned = [line.partition("#")[0].strip() for line in lines if not line.startswith(("#", "-"))]
    assert declared == [line for line in pinned if line]
