"""The packages that are installed are those of the lock file, which is made from the pins."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement

from tests.bill_of_materials import Pin, canonical, document, locked, read_pins

ROOT = Path(__file__).parent.parent


def pins(name: str) -> dict[str, Pin]:
    return {pin.name: pin for pin in read_pins((ROOT / name).read_text(encoding="utf-8"))}


LOCK, REQUIRED = pins("requirements.lock"), pins("requirements.txt")
CONSTRAINED = pins("constraints.txt")


def needed(names: set[str]) -> set[str]:
    """The packages, and those that they need on this machine."""
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in reached or name == "torch":
            continue
        reached.add(name)
        for line in requires(name) or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(canonical(requirement.name))
    return reached


def test_every_package_in_the_lock_file_has_hashes() -> None:
    assert len(LOCK) > len(REQUIRED)
    assert [pin.name for pin in LOCK.values() if not pin.hashes] == []


def test_the_lock_file_has_the_pinned_versions() -> None:
    pinned = {**CONSTRAINED, **REQUIRED}
    assert {name: pin.version for name, pin in LOCK.items() if name in pinned} == {
        name: pin.version for name, pin in pinned.items() if name in LOCK
    }


def test_the_lock_file_has_all_that_is_needed_but_torch() -> None:
    assert needed(set(REQUIRED)) <= set(LOCK)
    assert set(REQUIRED) - set(LOCK) == {"torch"}


def test_what_is_installed_is_what_is_locked() -> None:
    installed = {}
    for name in LOCK:
        try:
            installed[name] = version(name)
        except PackageNotFoundError:  # for another platform
            continue
    assert installed == {name: LOCK[name].version for name in installed}
    assert set(REQUIRED) - {"torch"} <= set(installed)


def test_make_installs_what_has_a_hash_in_the_file_and_nothing_else() -> None:
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"--require-hashes --no-deps \\\n\t  -r requirements.lock\n", rules)
    assert pins("requirements-dev.txt")["uv"].version in rules


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the library that holds the schema
def test_the_list_of_packages_is_cyclonedx_and_complete() -> None:
    written = document()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    components = json.loads(written)["components"]
    assert [(each["name"], each["version"]) for each in components] == [
        (pin.name, pin.version) for pin in locked()
    ]
    assert "torch" in {each["name"] for each in components}
    licensed = [each["name"] for each in components if each.get("licenses")]
    assert len(licensed) > 0.9 * len(components)
    assert document() == written
