"""The parts of docs/ that are made from the code: `make docs` writes them.

Such a part stands between `<!-- make docs: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import scaling
from rag.evaluation.running.measures import EVIDENCE, MEASURES
from rag.settings import Settings
from tests.rooms import doubled, rooms, upward

ROOT = Path(__file__).parent.parent
_PART = re.compile(r"(<!-- make docs: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def pages() -> list[Path]:
    """The pages of the documentation."""
    beside = (ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))
    results = ROOT / "benchmarks" / "RESULTS.md"
    return [*beside, *sorted((ROOT / "docs").rglob("*.md")), results]


def as_generated(page: str) -> str:
    """A page with its generated parts made anew."""
    return _PART.sub(lambda part: f"{part[1]}{_PARTS[part[2]]()}\n{part[3]}", page)


def parts_of(page: str) -> list[str]:
    """The names of the generated parts of a page."""
    return [part[2] for part in _PART.finditer(page)]


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    cells = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in cells)


def _cell(value: object) -> str:
    return str(value).replace("|", r"\|")


def _settings() -> str:
    rows = (
        (f"`RAG_{name.upper()}`", _default(field.default), field.description)
        for name, field in Settings.model_fields.items()
    )
    return _table(("variable", "default", "meaning"), rows)


def _default(value: object) -> str:
    return f"`{value}`" if value is not None and str(value) else "none"


def _help() -> str:
    shown = subprocess.run(
        [sys.executable, "-m", "rag", "--help"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    lines = (line.rstrip() for line in shown.strip("\n").splitlines())
    return "\n".join(("```", *lines, "```"))


def _measures() -> str:
    at_evidence = {f"{EVIDENCE}{measure.name}" for measure in MEASURES}  # the same, once more
    rows = ((one.name, one.definition) for one in MEASURES if one.name not in at_evidence)
    return _table(("measure", "definition"), rows)


def _rooms() -> str:
    rows = ((f"`{room.name}`", len(room.modules) or "", room.purpose) for room in rooms())
    return _table(("room or module", "modules", "purpose"), rows)


def _doubled() -> str:
    rows = ((f"`{name}`", ", ".join(f"`{one}`" for one in of)) for name, of in doubled().items())
    return _table(("name", "rooms"), rows) if doubled() else "None."


def _upward() -> str:
    return "\n".join(f"- {line}" for line in upward()) or "None."


def _units() -> str:
    return _table(("cost", "value", "from"), scaling.unit_rows())


def _sizes() -> str:
    return _table(scaling.size_head(), scaling.size_rows())


_PARTS: dict[str, Callable[[], str]] = {
    "settings": _settings,
    "help": _help,
    "measures": _measures,
    "rooms": _rooms,
    "doubled": _doubled,
    "upward": _upward,
    "units": _units,
    "sizes": _sizes,
}


def main() -> None:
    """Write the generated parts of every page."""
    for path in pages():
        page = path.read_text(encoding="utf-8")
        path.write_text(as_generated(page), encoding="utf-8")


if __name__ == "__main__":
    main()
