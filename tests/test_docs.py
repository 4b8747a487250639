"""The documentation is true: its links, its generated parts, its tree of files, its commands."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pytest
import typer

from rag import Assistant
from rag.__main__ import app
from rag.errors import RagError
from rag.interface import answer_json
from rag.records import Writing
from rag.settings import Settings
from tests.generated_docs import ROOT, as_generated, pages, parts_of
from tests.rooms import ORDER, PACKAGE, upward

PAGES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in pages()}
PAGE = pytest.mark.parametrize("page", PAGES)


@PAGE
def test_each_link_leads_somewhere(page: str) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", PAGES[page]):
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target.read_text(encoding="utf-8")), link


def _anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in headings}


def test_every_page_is_linked() -> None:
    linked = {
        ((ROOT / page).parent / link).resolve()
        for page, text in PAGES.items()
        for link in re.findall(r"\]\((?!https?:)([^)\s#]+)[^)]*\)", text)
    }
    assert {ROOT / page for page in PAGES} - linked <= {ROOT / "README.md"}


def test_every_picture_that_is_shown_is_there_and_said_in_words() -> None:
    for page, text in PAGES.items():
        for words, path in re.findall(r"!\[(.*?)\]\((.+?)\)", text):
            assert len(words.split()) >= 5, f"{page}: {path}"
            assert ((ROOT / page).parent / path).is_file()


@pytest.mark.parametrize("page", [page for page in PAGES if parts_of(PAGES[page])])
def test_what_is_made_from_the_code_is_as_the_code_is(page: str) -> None:
    assert PAGES[page] == as_generated(PAGES[page]), "run: make docs"


def test_every_place_that_the_code_points_to_is_there() -> None:
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.toml"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    for file in files:
        text = (ROOT / file).read_text(encoding="utf-8")
        for path in re.findall(r"\bdocs/[\w./-]*\w(?![\w*-])", text):
            assert (ROOT / path).exists(), f"{file} points to {path}"


def test_every_setting_that_is_named_is_there() -> None:
    settings = {f"RAG_{name.upper()}" for name in Settings.model_fields}
    for page, text in PAGES.items():
        assert set(re.findall(r"\bRAG_[A-Z_]+\b", text)) <= settings, page


def test_every_test_that_is_named_is_there() -> None:
    sources = {
        path.name: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")
    }
    for page, text in PAGES.items():
        for file in re.findall(r"\b(test_\w+\.py)\b", text):
            assert file in sources, f"{page}: {file}"
        for name in re.findall(r"`(test_\w+)`", text):
            assert any(f"def {name}(" in source for source in sources.values()), f"{page}: {name}"


def test_the_readme_is_short_and_begins_with_the_two_commands() -> None:
    readme = PAGES["README.md"]
    assert len(readme.splitlines()) <= 150
    assert readme.index("`make run`") < readme.index("`make test`") < readme.index("![")
    assert readme.count("![") == 1
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\nrun:" in makefile
    assert "\ntest:" in makefile
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_tree_is_what_there_is() -> None:
    section = PAGES["docs/code.md"].split("## The top level")[1].split("\n## ")[0]
    shown = set(re.findall(r"^ {4}(\S+)", section, re.MULTILINE))
    for path in shown:
        assert (ROOT / path).is_dir() if path.endswith("/") else (ROOT / path).is_file(), path
    tracked = subprocess.run(
        ["git", "ls-files"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    top = {f"{path.split('/')[0]}/" if "/" in path else path for path in tracked}
    about_itself = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", ".gitignore", ".ci/"}
    assert top - about_itself <= shown


def test_every_room_has_its_place_in_the_order() -> None:
    placed = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert placed - {"__init__", "__pycache__"} <= set(ORDER)


def test_the_way_of_a_question_is_short_and_leads_through_rooms_that_are_there() -> None:
    stays = PAGES["docs/code.md"].split("## The way of a question")[1]
    assert 1 <= len(re.findall(r"^\d+\. ", stays, re.MULTILINE)) <= 12
    for place in re.findall(r"`([\w/]+(?:/|\.py))`", stays):
        assert (PACKAGE / place).exists(), place


def _commands() -> dict[str, set[str]]:
    """Every command with its options."""
    found: dict[str, set[str]] = {}
    context = typer.Context(group := typer.main.get_group(app))
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        for each, one in getattr(command, "commands", {"": command}).items():
            options = {option for parameter in one.params for option in parameter.opts}
            found[f"{name} {each}".strip()] = {option for option in options if option[:2] == "--"}
    return found


@pytest.mark.parametrize(("command", "options"), _commands().items())
def test_every_command_is_described_with_its_options(command: str, options: set[str]) -> None:
    text = PAGES["docs/commands.md"]
    usage = re.findall(rf"^    python -m rag {command}\b.*(?:\n {{8}}.*)*", text, re.MULTILINE)
    assert usage
    shown = set(re.findall(r"--[a-z-]+", " ".join(usage)))
    assert shown <= options
    filters = {"--from", "--to", "--speaker", "--outlet", "--article", "--history", "--index"}
    missing = options - shown - {"--help"}
    assert missing <= (filters | {"--json"} if "[filters]" in " ".join(usage) else set())


def test_the_exit_codes_are_those_of_the_errors() -> None:
    table = PAGES["docs/interface.md"].split("| code | meaning |")[1].split("\n\n")[0]
    shown = {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)}
    errors = {error.exit_code for error in RagError.__subclasses__()}
    assert shown == errors | {0, 1, 12}  # done, anything unexpected, a warning of doctor --strict


def test_every_field_of_an_answer_is_described(assistant: Assistant) -> None:
    section = PAGES["docs/interface.md"].split("## An answer")[1].split("\n## ")[0]
    rows = " ".join(re.findall(r"^\| (`.*?) \|", section, re.MULTILINE))
    described = {name.removeprefix("citations[].") for name in re.findall(r"`([\w.\[\]]+)`", rows)}
    found = assistant.ask("What did Lavrov say about peacekeepers?")
    answer = answer_json(replace(found, writing=Writing("a model")))
    of_writing = {f"writing.{name}" for name in answer["writing"]}
    assert {*answer, *answer["citations"][0], *of_writing} == described


def test_what_readers_see_is_what_the_widget_says() -> None:
    table = PAGES["docs/embedding.md"].split("| message | how to fix it |")[1]
    said = (ROOT / "rag/web/static/widget/texts.js").read_text(encoding="utf-8")
    for message in re.findall(r"^\| ([A-Z][^|]+) \|", table, re.MULTILINE):
        assert f'"{message}"' in said


def test_git_runs_the_checks_of_make_check() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.split("\ncheck:")[1].split("\n\n")[0].splitlines()[1:]
    config = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"^ +- repo: (.*)$", config, re.MULTILINE) == ["local"]
    assert re.findall(r"^ +entry: (.*)$", config, re.MULTILINE) == [
        line.strip().replace("$(BIN)", ".venv/bin") for line in recipe
    ]


def test_make_help_names_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (named,) = re.findall(r"^\.PHONY: (run .*)$", makefile, re.MULTILINE)
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert re.findall(r"^make ([\w-]+)", shown, re.MULTILINE) == named.split()
    assert makefile.index("\nrun:") == min(makefile.index(f"\n{one}:") for one in named.split())


def test_no_import_runs_upward() -> None:
    assert upward() == []
