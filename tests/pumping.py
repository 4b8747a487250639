"""The patterns of the project, and for each of them texts that it may take too long over.

A pattern is slow where it can divide a text in many ways and none of them fits. So a text is made
of the pattern itself: what leads to a repetition, then what the repetition takes, many times over,
then something that fits nowhere.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import pkgutil
import re
import re._constants as sre  # type: ignore[import-not-found]  # has no types
import re._parser as sre_parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import rag

_SCANS = {"search", "finditer", "findall", "sub", "subn", "split"}  # try every place of a text
_ONCE = {"match", "fullmatch"}
_FEW = 30  # a repetition that is bounded below this costs little
_MOST_PUMPS = 60  # of one pattern
_UNFIT = ("", "\0", "z", "!")
_USUAL = [*" aA1“\"'\n.,-([<&/\t\xa0", "a ", "A ", "Ab ", "1 ", ". ", ", ", "a.", "A.", "a,", "a'"]
_REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}

_Items = list[Any]  # of a parsed pattern: pairs of what it is and its value


@dataclass(frozen=True, slots=True)
class Placed:
    """A pattern, where it stands, and whether it is tried at every place of a text."""

    module: str
    name: str  # of the variable, or the line of a call
    pattern: re.Pattern[str]
    scans: bool


def patterns() -> list[Placed]:
    """The patterns over text of all modules of `rag`, each once."""
    modules = [
        importlib.import_module(info.name)
        for info in pkgutil.walk_packages(rag.__path__, "rag.")
        if not info.name.endswith("__main__")
    ]
    scanning = {id(one) for module in modules for one in _scanning(module)}
    found: dict[tuple[str, int], Placed] = {}
    for module in modules:
        named = (
            Placed(module.__name__, name, pattern, id(pattern) in scanning)
            for name, value in vars(module).items()
            for pattern in _within(value, depth=4)
        )
        for one in (*named, *_called(module)):
            found.setdefault((one.pattern.pattern, one.pattern.flags), one)
    return list(found.values())


def _scanning(module: ModuleType) -> Iterator[re.Pattern[str]]:
    """The patterns that a module searches with; of those in a collection, all where it is one."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _SCANS
        ):
            continue
        receiver = node.func.value
        if isinstance(receiver, ast.Name) and receiver.id in vars(module):
            yield from _within(vars(module)[receiver.id], depth=4)
        elif node.func.attr != "split":  # which texts have as well
            for value in list(vars(module).values()):
                if not isinstance(value, re.Pattern):
                    yield from _within(value, depth=4)


def _within(value: Any, depth: int) -> Iterator[re.Pattern[str]]:
    """The patterns over text that a value is or holds."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
        return
    if not depth:
        return
    inner: list[Any] = []
    if isinstance(value, dict):
        inner = [*value, *value.values()]
    elif isinstance(value, tuple | list | set | frozenset):
        inner = list(value)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        inner = [getattr(value, name) for name in value.__dataclass_fields__]
    for one in inner:
        yield from _within(one, depth - 1)


def _called(module: ModuleType) -> Iterator[Placed]:
    """Those that stand in a call, `re.sub(r" +", " ", text)`, as far as nothing computes them."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and ast.unparse(node.func.value) == "re"
            and node.func.attr in _SCANS | _ONCE
        ):
            continue
        flags = next((one.value for one in node.keywords if one.arg == "flags"), None)
        with suppress(NameError, TypeError, re.error):
            text = _value(node.args[0], module)
            given = _value(flags, module) if flags else 0
            if isinstance(text, str):
                scans = node.func.attr in _SCANS
                pattern = re.compile(text, given)
                yield Placed(module.__name__, f"line {node.lineno}", pattern, scans)


def _value(node: ast.expr, module: ModuleType) -> Any:
    code = compile(ast.Expression(node), module.__name__, "eval")
    return eval(code, dict(vars(module)))  # noqa: S307  # our own source


def pumped(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Texts of about a length that a pattern may take too long over."""
    for before, repeated in pumps(pattern):
        times = max(1, (length - len(before)) // len(repeated))
        for behind in _UNFIT:
            yield before + repeated * times + behind


def pumps(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """What leads to a repetition, and what it takes."""
    tree = list(sre_parser.parse(pattern.pattern, pattern.flags))
    found: dict[tuple[str, str], None] = {}
    for items in itertools.islice(_ways(tree), 40):
        spots = [at for at, (op, value) in enumerate(items) if op in _REPEATS and value[1] > _FEW]
        for first, last in itertools.combinations_with_replacement(spots, 2):
            before = _example(items[:first])
            body = _example(items[first][1][2] if first == last else items[first : last + 1])
            for repeated in (body, f"{body} ", _example(items[: last + 1])):
                if repeated:
                    found[before, repeated] = found["", repeated] = None
    chosen = list(found)[:: -(-len(found) // _MOST_PUMPS) or 1]  # spread over all of them
    words = list(dict.fromkeys(itertools.islice(_words(tree), 12)))
    pairs = [f"{one} {other} " for one, other in itertools.permutations(words, 2)]
    spoken = [*(f"{one} " for one in words), *pairs[:50]]
    return chosen + [("", one) for one in (*spoken, *_USUAL)]


def _ways(items: _Items) -> Iterator[_Items]:
    """A pattern's items one behind the other, once for each way through its alternatives."""
    for at, (op, value) in enumerate(items):
        before, behind = items[:at], items[at + 1 :]
        match op:
            case sre.SUBPATTERN:
                yield from _ways(before + list(value[3]) + behind)
                return
            case sre.ATOMIC_GROUP:
                yield from _ways(before + list(value) + behind)
                return
            case sre.BRANCH:
                for one in value[1][:6]:
                    yield from _ways(before + list(one) + behind)
                return
            case sre.MAX_REPEAT | sre.MIN_REPEAT if value[1] == 1:
                yield from _ways(before + list(value[2]) + behind)
                yield from _ways(before + behind)
                return
    yield items


def _example(items: Any) -> str:
    """A short text that a pattern's items fit."""
    return "".join(_fitting(op, value) for op, value in items)


def _fitting(op: Any, value: Any) -> str:
    match op:
        case sre.LITERAL:
            return chr(value)
        case sre.NOT_LITERAL:
            return "b" if value == ord("a") else "a"
        case sre.ANY:
            return "a"
        case sre.IN:
            return _member(value)
        case sre.BRANCH:
            return min((_example(one) for one in value[1]), key=lambda one: (not one, len(one)))
        case sre.SUBPATTERN:
            return _example(value[3])
        case sre.ATOMIC_GROUP:
            return _example(value)
        case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
            return str(_example(value[2]) * max(1, min(value[0], _FEW)))
    return ""


def _member(value: Any) -> str:
    """A character of a set."""
    if value[0][0] is sre.NEGATE:
        text = "[" + "".join(_written(*one) for one in value[1:]) + "]"
        return next(one for one in "a 1.,“\"'(A-\nß☃" if not re.match(text, one))
    op, inner = value[0]
    if op is sre.CATEGORY:
        return _CATEGORIES.get(inner, ("", "a"))[1]
    return chr(inner[0] if op is sre.RANGE else inner)


def _written(op: Any, value: Any) -> str:
    if op is sre.CATEGORY:
        return _CATEGORIES[value][0]
    return "-".join(re.escape(chr(one)) for one in (value if op is sre.RANGE else [value]))


_CATEGORIES = {
    sre.CATEGORY_WORD: (r"\w", "a"),
    sre.CATEGORY_DIGIT: (r"\d", "1"),
    sre.CATEGORY_SPACE: (r"\s", " "),
    sre.CATEGORY_NOT_WORD: (r"\W", " "),
    sre.CATEGORY_NOT_DIGIT: (r"\D", "a"),
    sre.CATEGORY_NOT_SPACE: (r"\S", "a"),
}


def _words(tree: Any) -> Iterator[str]:
    """Runs of letters that a pattern names."""
    run = ""
    for op, value in [*tree, (None, None)]:
        if op is sre.LITERAL:
            run += chr(value)
            continue
        if run.strip():
            yield run.strip()
        run = ""
        match op:
            case sre.BRANCH:
                for one in value[1]:
                    yield from _words(one)
            case sre.SUBPATTERN:
                yield from _words(value[3])
            case sre.ATOMIC_GROUP:
                yield from _words(value)
            case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
                yield from _words(value[2])
