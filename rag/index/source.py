"""What a generation was made of and by: the corpus's articles, the program's rules, the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from rag.errors import REBUILD, IndexDamaged
from rag.index.storage import manifest
from rag.index.storage.manifest import Manifest
from rag.models.model_files import ModelFingerprint


class Stage(StrEnum):
    """What a build does to articles once they are read, each by code of its own."""

    MERGE = "merge"  # versions of an article, and the same text under several ids
    LANGUAGE = "language"
    CUT = "cut"
    ATTRIBUTE = "attribute"
    COPIES = "copies"  # articles that are nearly the same
    EMBED = "embed"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Rules:
    """Digests of the code that made a generation; a stage that is missing is not known."""

    reading: Mapping[str, str] = field(default_factory=dict)  # by format, of the corpus's formats
    stages: Mapping[Stage, str] = field(default_factory=dict)

    def same(self, stage: Stage, other: Rules) -> bool:
        """Whether a stage has the same rules in both."""
        digest = self.stages.get(stage)
        return digest is not None and digest == other.stages.get(stage)


@dataclass(frozen=True, slots=True)
class Source:
    """What a generation is made of and with: two equal ones give equal generations."""

    corpus: str  # digest of the articles
    rules: Rules
    passage_tokens: int
    model: ModelFingerprint


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file of the corpus, and what was read from it."""

    id: str  # its path below the corpus
    digest: str  # of its content; empty if it could not be opened
    articles: tuple[str, ...] | None  # ids; None if the file has to be read again
    format: str = ""  # empty in indexes of format 7


def parse_source(place: Path, written: Manifest) -> Source:
    """What the manifest at `place` says that its generation was made of. Raises IndexDamaged."""
    try:
        fields = written["source"]
        return Source(
            corpus=fields["corpus"],
            rules=_parse_rules(fields["rules"]),
            passage_tokens=fields["passage_tokens"],
            model=ModelFingerprint(**fields["model"]),
        )
    except (LookupError, TypeError, ValueError) as error:
        raise IndexDamaged(
            f"{place / manifest.NAME}: no readable 'source'", hint=REBUILD
        ) from error


def _parse_rules(written: str | Mapping[str, Mapping[str, str]]) -> Rules:
    if isinstance(written, str):  # of format 7: one digest of all code
        return Rules()
    known = {stage.value for stage in Stage}
    stages = {Stage(name): digest for name, digest in written["stages"].items() if name in known}
    return Rules(dict(written["reading"]), stages)
