"""Some sixty invented articles, in files of several formats."""

from __future__ import annotations

import json
import random
from pathlib import Path

SPEAKERS = ("Ann Lee", "Boris Falk", "Carla Mendes", "Dan Okafor", "Eva Lindqvist")
PLACES = ("Bergen", "Porto", "Lagos", "Gdansk", "Leeds", "Tampere")
THINGS = ("the harbour", "the new bridge", "the ferry line", "the school budget", "the tram depot")


def article(number: int) -> dict[str, str]:
    """An article, the same for the same number."""
    chosen = random.Random(number)  # noqa: S311  # an invented text is no secret
    speaker, place, thing = (chosen.choice(each) for each in (SPEAKERS, PLACES, THINGS))
    other = chosen.choice(SPEAKERS)
    days, cost = chosen.randint(3, 90), chosen.randint(2, 400)
    text = (
        f"{place} will reopen {thing} in {days} days, the council decided on Monday.\n\n"
        f'"{thing.capitalize()} cost us {cost} million euros, and nobody has answered for it," '
        f"{speaker} said. {other} told reporters that it came {number} weeks too late.\n\n"
        f"According to {speaker}, {place} had waited for {thing} since {1950 + number}."
    )
    day = f"2024-{1 + number % 12:02}-{1 + number % 28:02}"
    return {"title": f"{place} reopens {thing}, part {number}", "text": text, "published": day}


def write_corpus(folder: Path, corpus: Path) -> None:
    """Write the articles, with those of `corpus`, and some that cannot be read."""
    for path in corpus.glob("*.txt"):
        (folder / path.name).write_bytes(path.read_bytes())
    for number in range(36):
        told = article(number)
        name = f"{number % 4}/{number:02}.txt"
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"{told['title']}\n\n{told['published']}\n\n{told['text']}\n")
    for number in range(36, 40):
        told = article(number)
        page = f"<html><head><title>{told['title']}</title></head><body><article><p>"
        page += told["text"].replace("\n\n", "</p><p>") + "</p></article></body></html>"
        (folder / f"page-{number}.html").write_text(page)
    lines = [
        json.dumps({"id": f"row-{n}", **article(n), "outlet": "Herald"}) for n in range(40, 58)
    ]
    lines[5] = '{"title": "no text"}'
    lines[9] = lines[9].replace("2024-", "long ago ")  # a date that cannot be read
    lines += [lines[0]]  # twice the same
    newer = json.loads(lines[2]) | {"modified": "2025-01-02"}
    newer["text"] += "\n\nThis article was corrected."
    (folder / "rows.jsonl").write_text("\n".join(lines))
    (folder / "later.jsonl").write_text(json.dumps(newer) + "\n")
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7 cut short")
    (folder / "README.md").write_text("About these articles.\n")
