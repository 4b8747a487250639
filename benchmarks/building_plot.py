"""How long systems make readers wait -> an SVG: a bar for each, its first answer marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 720, 190, 60, 34, 34
_FIRST, _WHOLE = "#1f77b4", "#9ecae1"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Seconds from the start until a new corpus can be asked."""

    system: str
    first_answer: float
    whole: float


def plot(rows: Sequence[Waiting]) -> str:
    """The SVG of some systems, the fastest at the top."""
    ordered = sorted(rows, key=lambda row: row.whole)
    height = _TOP + _ROW * len(ordered) + 12
    longest = ordered[-1].whole
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
        f'<rect x="{_LEFT}" y="10" width="12" height="12" fill="{_FIRST}"/>',
        f'<text x="{_LEFT + 18}" y="20">until the first answer, s</text>',
        f'<rect x="{_LEFT + 190}" y="10" width="12" height="12" fill="{_WHOLE}"/>',
        f'<text x="{_LEFT + 208}" y="20">until all is embedded, s</text>',
    ]
    for number, row in enumerate(ordered):
        y = _TOP + _ROW * number
        whole, first = (
            seconds / longest * (_WIDTH - _LEFT - _RIGHT)
            for seconds in (row.whole, row.first_answer)
        )
        told = f"{row.whole:,.0f}"
        if row.first_answer < row.whole:
            told = f"{row.first_answer:,.0f}, {told}"
        parts += [
            f'<text x="{_LEFT - 8}" y="{y + 17}" text-anchor="end">{escape(row.system)}</text>',
            f'<rect x="{_LEFT}" y="{y}" width="{whole:.1f}" height="24" fill="{_WHOLE}"/>',
            f'<rect x="{_LEFT}" y="{y}" width="{first:.1f}" height="24" fill="{_FIRST}"/>',
            f'<text x="{_LEFT + whole + 6:.1f}" y="{y + 17}">{told}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])
