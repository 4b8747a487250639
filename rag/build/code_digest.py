"""Python code -> a digest of what it does, by its syntax trees.

Comments, docstrings, annotations and layout do not count. From a definition, the names it uses are
followed through the modules of the package; what it does not use does not count either.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

_LEFT_OUT = frozenset({"annotation", "returns", "ctx", "type_comment", "type_params", "kind"})
_DOCUMENTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True, order=True)
class Definition:
    """A name that a module of the package binds: a function, a class, a constant."""

    module: str  # "rag.articles.passages"
    name: str  # "cut"


@dataclass(frozen=True, slots=True)
class _Uses:
    """What a statement uses: names, and the attributes of names."""

    names: frozenset[str]
    attributes: frozenset[tuple[str, str]]
    imports: dict[str, str]  # made inside of it: "cut" -> "rag.articles.passages.cut"
    own: frozenset[str]  # names that it binds itself: parameters and variables


class Code:
    """The source of a package. Modules are parsed when they are first reached."""

    def __init__(self, package: Path) -> None:
        self._package = package
        self._modules: dict[str, _Module | None] = {}

    def digest(
        self, entries: Collection[Definition], *, without: Collection[Definition] = ()
    ) -> str:
        """The digest of definitions and of all that they use, except what is `without`.

        Raises LookupError if the package has no such definition.
        """
        for entry in entries:
            module = self._find_module(entry.module)
            if module is None or entry.name not in module.bound:
                raise LookupError(f"{entry.module} does not define {entry.name}")
        digest = hashlib.blake2b(digest_size=16)
        for reached in sorted(self._follow(entries, frozenset(without))):
            module = self._find_module(reached.module)
            if module is not None:
                digest.update(f"{reached.module} {reached.name}\0".encode())
                digest.update(module.fingerprint(reached.name))
        return digest.hexdigest()

    def _follow(
        self, entries: Collection[Definition], without: frozenset[Definition]
    ) -> set[Definition]:
        reached, waiting = set[Definition](), list(entries)
        while waiting:
            definition = waiting.pop()
            if definition not in reached and definition not in without:
                reached.add(definition)
                waiting += self._list_used(definition)
        return reached

    def _list_used(self, definition: Definition) -> Iterator[Definition]:
        module = self._find_module(definition.module)
        if module is None:
            return
        for uses in module.uses(definition.name):
            imports = {**module.imports, **uses.imports}
            for name in uses.names | {name for name, _ in uses.attributes}:
                if name in module.bound:
                    yield Definition(module.name, name)
            for name in uses.names & imports.keys():
                if name not in uses.own:
                    yield from self._resolve_import(imports[name])
            for name, attribute in uses.attributes:
                if name in imports and self._find_module(imports[name]):
                    yield from self._bound(imports[name], attribute)
                elif name in imports:
                    yield from self._resolve_import(imports[name])

    def _resolve_import(self, path: str) -> Iterator[Definition]:
        """What an imported name stands for: a definition, or all of a module."""
        module = self._find_module(path)
        if module is not None:
            yield from (Definition(path, name) for name in module.bound)
            return
        of, _, name = path.rpartition(".")
        yield from self._bound(of, name)

    def _bound(self, path: str, name: str) -> Iterator[Definition]:
        module = self._find_module(path)
        if module is None:
            return
        if name in module.bound:
            yield Definition(path, name)
        elif name in module.imports:  # handed on
            yield from self._resolve_import(module.imports[name])

    def _find_module(self, name: str) -> _Module | None:
        """A module of the package; None for those of others."""
        if name not in self._modules:
            self._modules[name] = self._parse(name)
        return self._modules[name]

    def _parse(self, name: str) -> _Module | None:
        root, *below = name.split(".")
        if root != self._package.name:
            return None
        path = self._package.joinpath(*below)
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file() and path != self._package:
                return _Module(name, file)
        return None


class _Module:
    """A module's statements, by the names that they bind."""

    def __init__(self, name: str, file: Path) -> None:
        self.name = name
        self._file = file
        self.bound: dict[str, list[ast.stmt]] = {}
        self.imports: dict[str, str] = {}
        # What has been computed: several formats share most of their code.
        self._uses: dict[str, list[_Uses]] = {}
        self._fingerprints: dict[str, bytes] = {}
        for statement in ast.parse(file.read_bytes()).body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                self.imports |= _find_imports(statement)
            else:
                for bound in _find_bound(statement):
                    self.bound.setdefault(bound, []).append(statement)

    def uses(self, name: str) -> list[_Uses]:
        """What each statement uses that binds a name."""
        if name not in self._uses:
            self._uses[name] = [_find_uses(statement) for statement in self.bound[name]]
        return self._uses[name]

    def fingerprint(self, name: str) -> bytes:
        """The statements that bind a name, as bytes; with the files beside where it reads some."""
        if name not in self._fingerprints:
            written = "".join(
                part for statement in self.bound[name] for part in _write(statement)
            ).encode()
            reads_files = any("__file__" in uses.names for uses in self.uses(name))
            self._fingerprints[name] = written + (self._data if reads_files else b"")
        return self._fingerprints[name]

    @cached_property
    def _data(self) -> bytes:
        """A digest of the files in the module's folder, and below, that are no code."""
        digest = hashlib.blake2b(digest_size=16)
        for path in sorted(self._file.parent.rglob("*")):
            if path.is_file() and path.suffix not in {".py", ".pyc"}:
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.digest()


def _find_bound(statement: ast.stmt) -> set[str]:
    """The names that a top-level statement binds."""
    if isinstance(statement, _DOCUMENTED):
        return {statement.name}
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _find_imports(statement: ast.Import | ast.ImportFrom) -> dict[str, str]:
    if isinstance(statement, ast.Import):
        return {
            (alias.asname or alias.name).split(".")[0]: alias.name
            if alias.asname
            else alias.name.split(".")[0]
            for alias in statement.names
        }
    return {
        alias.asname or alias.name: f"{statement.module}.{alias.name}" for alias in statement.names
    }


def _find_uses(statement: ast.stmt) -> _Uses:
    names, attributes, own = set[str](), set[tuple[str, str]](), set[str]()
    imports: dict[str, str] = {}
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports |= _find_imports(node)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            attributes.add((node.value.id, node.attr))
        elif isinstance(node, ast.Name):
            (names if isinstance(node.ctx, ast.Load) else own).add(node.id)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        else:
            waiting += _list_children(node)
    return _Uses(frozenset(names), frozenset(attributes), imports, frozenset(own))


def _list_children(node: ast.AST) -> Iterator[ast.AST]:
    for _, value in _list_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child


def _write(node: Any) -> Iterator[str]:
    """A tree as text that is the same in every version of Python: what is empty is left out."""
    if isinstance(node, ast.AST):
        yield f"{type(node).__name__}("
        for name, value in _list_fields(node):
            yield f"{name}="
            yield from _write(value)
        yield ")"
    elif isinstance(node, list):
        for item in node:
            yield from _write(item)
            yield ","
    else:
        yield repr(node)


def _list_fields(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """The fields of a node that decide what it does."""
    for name, value in ast.iter_fields(node):
        if name in _LEFT_OUT or value is None or value == []:
            continue
        if (
            name == "body"
            and isinstance(node, _DOCUMENTED)
            and ast.get_docstring(node, clean=False)
        ):
            value = value[1:]  # noqa: PLW2901  # without its docstring
        yield name, value
