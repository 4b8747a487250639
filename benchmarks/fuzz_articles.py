"""Damaged files of every format, for a time: `python -m benchmarks.fuzz_articles --minutes 10`.

Files that are read, and files made to break readers, are cut, doubled, spliced and have bytes
changed. Each must come out as articles, or as unread with a reason; no error may reach the caller,
no worker may stay, and cutting and attributing what was read must take time in proportion.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from rag.articles.corpus import find_files
from rag.articles.formats.limits import LIMITS
from rag.articles.passages import cut
from rag.articles.reading import Reading
from rag.articles.token_count import count_tokens
from rag.field_names import SAME_NAMES
from rag.records import Unread
from rag.speech.statements import attribute
from tests import hostile

_LARGEST_SEED = 300_000  # bytes; larger ones are slow, and their parts are tried anyway
_SLOW = 5.0  # seconds of processor time for 100,000 characters
_PIECES = ("", "[", "<a>", "“", "\\", "%", "<!--", "\0", "=?utf-8?b?", "<<", "(", "\ufeff", "\n")


def main(
    minutes: Annotated[float, typer.Option(help="How long.")] = 10.0,
    seed: Annotated[int, typer.Option(help="Of the damage.")] = 1,
) -> None:
    """Damage files and read them; ends with exit code 1 where one does harm."""
    chance = random.Random(seed)  # noqa: S311  # damage that can be done again
    seeds = [sample for sample in hostile.files() if len(sample.content) <= _LARGEST_SEED]
    outcomes: Counter[str] = Counter()
    harm = 0
    limits = replace(LIMITS, seconds=20.0, memory_bytes=1024 * 2**20)
    ends = time.monotonic() + 60 * minutes
    unread: list[Unread] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Reading(date.today(), SAME_NAMES, unread.append, limits) as reading,
    ):
        while time.monotonic() < ends:
            damaged = chance.choice(seeds)
            path = Path(folder) / damaged.name
            path.write_bytes(_damaged(damaged.content, chance.choice(seeds).content, chance))
            unread.clear()
            began = time.process_time()
            characters = articles = 0
            try:
                for file in find_files(path).readable:
                    for article in reading.file(file.path, file.kind, damaged.name):
                        articles += 1
                        characters += len(article.text)
                        cut(article, max_tokens=180, window=256, pieces=count_tokens)
                        attribute(article)
            except Exception as error:  # noqa: BLE001  # any error at all is a finding
                harm += 1
                sys.stdout.write(f"HARM {damaged.name}: {type(error).__name__}: {error}\n")
                Path(f"fuzz-{harm}-{damaged.name}").write_bytes(path.read_bytes())
            took = time.process_time() - began
            if took > _SLOW * max(1.0, characters / 100_000):
                sys.stdout.write(f"SLOW {damaged.name}: {took:.1f} s, {characters:,} characters\n")
                Path(f"fuzz-slow-{damaged.name}").write_bytes(path.read_bytes())
            outcomes["read" if articles else "refused"] += 1
            outcomes.update(each.reason.split(":")[0][:50] for each in unread[:1])
            path.unlink()
    total = outcomes["read"] + outcomes["refused"]
    sys.stdout.write(f"{total:,} files, {outcomes['read']:,} read, harm {harm}\n")
    for reason, number in outcomes.most_common(40):
        sys.stdout.write(f"{number:7,}  {reason}\n")
    raise typer.Exit(1 if harm else 0)


def _damaged(content: bytes, other: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(damaged) + 1)
        match chance.randrange(6):
            case 0:
                del damaged[at:]
            case 1:
                del damaged[at : at + chance.randint(1, 50)]
            case 2:
                damaged[at:at] = damaged[at : at + chance.randint(1, 2_000)] * chance.randint(1, 20)
            case 3:
                from_ = chance.randrange(len(other) + 1)
                damaged[at:at] = other[from_ : from_ + chance.randint(1, 5_000)]
            case 4:
                piece = chance.choice(_PIECES).encode()
                damaged[at:at] = piece * chance.choice((1, 3, 1_000))
            case _:
                for _ in range(chance.randint(1, 30)):
                    if damaged:
                        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


if __name__ == "__main__":
    typer.run(main)
