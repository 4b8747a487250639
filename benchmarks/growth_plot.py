"""Measured growth -> an SVG, both axes logarithmic, one line a column."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _EDGE = 720, 420, 60, 190, 40
_LINE = 16  # from one label to the next
_SHOWN = {
    "build_s": ("build without embedding, s", "#1f77b4"),
    "embed_s": ("embedding, s", "#17becf"),
    "index_mb": ("index, MB", "#2ca02c"),
    "build_mb": ("peak of building, MB", "#9467bd"),
    "ask_mb": ("peak of asking, MB", "#8c564b"),
    "p50_ms": ("a question, median, ms", "#ff7f0e"),
    "p95_ms": ("a question, 95th percentile, ms", "#d62728"),
}


def plot(columns: Mapping[str, Sequence[float]]) -> str:
    """The SVG of columns of equal length, over the column "articles"."""
    sizes = columns["articles"]
    shown = {name: columns[name] for name in _SHOWN if name in columns}
    low = math.floor(math.log10(max(0.1, min(min(values) for values in shown.values()))))
    high = math.ceil(math.log10(max(max(values) for values in shown.values())))

    def x(size: float) -> float:
        first, last = math.log10(min(sizes)), math.log10(max(sizes))
        share = (math.log10(size) - first) / ((last - first) or 1)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        share = (math.log10(max(value, 10**low)) - low) / ((high - low) or 1)
        return _HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
    ]
    for power in range(low, high + 1):
        height = y(10.0**power)
        parts += [
            f'<path d="M{_LEFT} {height:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>',
            f'<text x="{_LEFT - 6}" y="{height + 4:.1f}" text-anchor="end">{10**power:,g}</text>',
        ]
    parts += [
        f'<text x="{x(size):.1f}" y="{_HEIGHT - _EDGE + 18}" text-anchor="middle">'
        f"{size:,.0f}</text>"
        for size in sizes
    ]
    parts.append(f'<text x="{_LEFT}" y="{_HEIGHT - 6}">articles</text>')
    beside = 0.0  # the last label's height: each stands at its line's end, or below the one above
    for name, values in sorted(shown.items(), key=lambda item: -item[1][-1]):
        label, colour = _SHOWN[name]
        beside = max(y(values[-1]) + 4, beside + _LINE)
        points = " ".join(
            f"{x(size):.1f},{y(v):.1f}" for size, v in zip(sizes, values, strict=True)
        )
        parts += [
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>',
            f'<text x="{_WIDTH - _RIGHT + 10}" y="{beside:.1f}" fill="{colour}">'
            f"{escape(label)}</text>",
        ]
    return "\n".join([*parts, "</svg>", ""])
