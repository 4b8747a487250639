"""The packages of On Record as a CycloneDX document: `make sbom` writes it.

Goes in: requirements.lock with versions and hashes, requirements.txt for torch, and what the
installed packages say of their licences. The document is the same for the same packages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from rag import __version__

ROOT = Path(__file__).parent.parent
_PINNED = re.compile(r"^([\w.-]+)==([\w.+-]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_LONGEST_LICENCE = 100  # characters; some packages give the whole text


@dataclass(frozen=True, slots=True)
class Pin:
    """A package at one version, with the hashes of the files that it may be installed from."""

    name: str  # as PyPI compares names: lower case, with hyphens
    version: str
    hashes: tuple[str, ...]


def read_pins(text: str) -> Iterator[Pin]:
    """Yield the pins of a requirements file, in its order."""
    starts = list(_PINNED.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    for match, end in zip(starts, ends, strict=True):
        hashes = tuple(_HASH.findall(text, match.end(), end))
        yield Pin(canonical(match[1]), match[2], hashes)


def canonical(name: str) -> str:
    """A package's name as PyPI compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> list[Pin]:
    """What is installed to run On Record: the lock file, and torch, which it leaves out."""
    pins = list(read_pins((ROOT / "requirements.lock").read_text(encoding="utf-8")))
    required = read_pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    known = {pin.name for pin in pins}
    return sorted(
        (*pins, *(pin for pin in required if pin.name not in known)), key=lambda pin: pin.name
    )


def document() -> str:
    """The packages as CycloneDX 1.6 in JSON, without the time at which it was written."""
    pins = locked()
    bom = Bom(components=[_component(pin) for pin in pins])
    bom.metadata.component = Component(
        name="on-record",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref="on-record",
    )
    bom.serial_number = uuid5(NAMESPACE_URL, str(pins))
    bom.metadata.timestamp = None  # type: ignore[assignment]  # optional, and never the same
    bom.register_dependency(bom.metadata.component, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def _component(pin: Pin) -> Component:
    licence = _licence(pin.name)
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{pin.name}=={pin.version}",
        purl=PackageURL("pypi", None, pin.name, pin.version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in pin.hashes],
        licenses=[DisjunctiveLicense(name=licence)] if licence else (),
    )


def _licence(name: str) -> str:
    """The licence that an installed package declares; "" if it is not installed or has none."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return ""
    declared = next((about[name] for name in ("License-Expression", "License") if about[name]), "")
    classified = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier", [])
        if line.startswith("License :: ")
    ]
    first = next(iter(declared.splitlines()), "")
    return first if 0 < len(first) <= _LONGEST_LICENCE else ", ".join(classified)


if __name__ == "__main__":
    sys.stdout.write(document())
