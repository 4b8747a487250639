"""rag/ as rooms: what each holds, module names that occur twice, and imports that run upward."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "rag"

# From the bottom to the top: what stands here imports only what stands before it. Rooms within a
# room follow their parent. `rag/__init__.py` names what programs may import, and comes last.
ORDER = (
    "errors",
    "records",
    "notice",
    "progress",
    "memory",
    "field_names",
    "plain_files",
    "language",
    "names",
    "models",
    "articles",
    "settings",
    "speech",
    "index",
    "build",
    "cluster",
    "milvus",
    "search",
    "answer",
    "interface",
    "suggest",
    "collection",
    "prepared",
    "assistant",
    "live",
    "writer",
    "mcp",
    "evaluation",
    "translation",
    "rendering",
    "web",
    "doctor",
    "commands",
    "__main__",
)


@dataclass(frozen=True, slots=True)
class Room:
    """A package below rag/, or one of the modules beside them."""

    name: str  # "search/question/", or "records.py"
    modules: tuple[str, ...]  # their names without .py; of a module, none
    purpose: str  # the first sentence of its docstring


def sources() -> list[Path]:
    """Every module of rag/, by its path."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


def rooms() -> list[Room]:
    """The modules beside the rooms and the rooms, from the bottom to the top."""
    folders = [path.parent for path in sources() if path.name == "__init__.py"]
    found = [_room(folder) for folder in folders if folder != PACKAGE]
    beside = [path for path in PACKAGE.glob("*.py") if path.name != "__init__.py"]
    found += [Room(path.name, (), _purpose(path)) for path in beside]
    return sorted(found, key=lambda room: (_height(room.name), room.name))


def doubled() -> dict[str, list[str]]:
    """Module names that occur more than once, each with its rooms."""
    names = Counter(path.stem for path in sources())
    return {
        name: [_place(path) for path in sources() if path.stem == name]
        for name, count in sorted(names.items())
        if count > 1 and name != "__init__"
    }


def upward() -> list[str]:
    """Imports of something above, such as "models/embedder.py imports settings.py"."""
    return [
        f"{path.relative_to(PACKAGE)} imports {target.relative_to(PACKAGE)}"
        for path in sources()
        if path != PACKAGE / "__init__.py"
        for target in sorted(set(imported_modules(path)))
        if _height(_top(target)) > _height(_top(path))
    ]


def _top(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def _height(name: str) -> int:
    return ORDER.index(name.partition("/")[0].removesuffix(".py"))


def _place(path: Path) -> str:
    folder = path.parent.relative_to(PACKAGE).as_posix()
    return "rag/" if folder == "." else f"{folder}/"


def _room(folder: Path) -> Room:
    modules = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    name = f"{folder.relative_to(PACKAGE).as_posix()}/"
    return Room(name, tuple(modules), _purpose(folder / "__init__.py"))


def _purpose(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.partition("\n\n")[0].split())


def imported_modules(path: Path, *, at_import_only: bool = False) -> Iterator[Path]:
    """The modules of rag/ that a module imports, wherever in it the import stands.

    `at_import_only` leaves out what functions import when they are called.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body if at_import_only else ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{name.name}" for name in node.names]
        elif isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        else:
            continue
        for name in names:
            if name.startswith("rag."):
                yield from _module(PACKAGE.parent.joinpath(*name.split(".")))


def _module(name: Path) -> Iterator[Path]:
    """The file of a module, or of the module that holds a name; none for what rag itself names."""
    for candidate in (name, name.parent):
        for path in (candidate.with_suffix(".py"), candidate / "__init__.py"):
            if path.is_file() and path.parent != PACKAGE.parent:
                if path != PACKAGE / "__init__.py":
                    yield path
                return
