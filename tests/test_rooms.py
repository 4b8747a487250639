"""The rooms of rag/: how many modules stand in each, and what may import what."""

from __future__ import annotations

import pytest

from tests.rooms import PACKAGE, Room, doubled, imported_modules, rooms, sources, upward

MOST_MODULES = 15
# Two modules of one name that nobody takes for each other, and why.
ALLOWED_TWICE = {
    "build": "the command and what it runs",
}
# What stands on another floor though both stand above it, or must not know of it.
APART = [
    ("evaluation", "rendering"),
    ("evaluation", "web"),
    ("rendering", "web"),
    ("translation", "rendering"),
    ("web", "commands"),
]


def test_no_import_runs_upward() -> None:
    assert upward() == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    imports = {
        path: set(imported_modules(path, at_import_only=True)) - {path} for path in sources()
    }
    while leaves := [path for path, targets in imports.items() if not targets & imports.keys()]:
        for path in leaves:
            del imports[path]
    assert {str(path.relative_to(PACKAGE)) for path in imports} == set()


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_a_room_can_be_overseen_and_says_what_it_is_for(room: Room) -> None:
    assert len(room.modules) <= MOST_MODULES
    assert len(room.purpose) > 20


def test_a_name_of_a_module_means_one_thing() -> None:
    assert set(doubled()) - set(ALLOWED_TWICE) == set()
    assert set(ALLOWED_TWICE) - set(doubled()) == set()


@pytest.mark.parametrize(("room", "other"), APART)
def test_these_rooms_do_not_know_of_those(room: str, other: str) -> None:
    knowing = [
        f"{path.relative_to(PACKAGE)} imports {target.relative_to(PACKAGE)}"
        for path in sources()
        if path.relative_to(PACKAGE).parts[0] == room
        for target in imported_modules(path)
        if target.relative_to(PACKAGE).parts[0] == other
    ]
    assert knowing == []
