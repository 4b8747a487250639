"""What was expected of questions, and what came -> an SVG, a line a set of questions."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import numpy as np

from benchmarks.separation import BINS, Flags, Numbers, bins_of

_SIZE, _LEFT, _EDGE, _RIGHT = 420, 60, 40, 200
_COLOURS = ("#1f77b4", "#2ca02c", "#d62728", "#9467bd", "#ff7f0e", "#8c564b")
_LINE = 18  # from one label to the next
_FEWEST = 5  # questions in a bin that is shown


def plot(judged: Mapping[str, tuple[Numbers, Flags]]) -> str:
    """The SVG of confidences and whether each was right to be sure, by the name of the set.

    A point is a tenth of confidence with at least five questions; its area grows with them.
    """
    low, high = _LEFT, _LEFT + _SIZE - 2 * _EDGE

    def x(share: float) -> float:
        return low + share * (high - low)

    def y(share: float) -> float:
        return _SIZE - _EDGE - share * (_SIZE - 2 * _EDGE)

    width = high + _RIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_SIZE + 20}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{_SIZE + 20}" fill="white"/>',
        f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#999" stroke-dasharray="4"/>',
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts += [
            f'<path d="M{low} {y(share)}H{high}" stroke="#ddd"/>',
            f'<text x="{low - 6}" y="{y(share) + 4}" text-anchor="end">{share:g}</text>',
            f'<text x="{x(share)}" y="{y(0) + 18}" text-anchor="middle">{share:g}</text>',
        ]
    parts.append(
        f'<text x="{low}" y="{_SIZE + 12}">confidence; upwards: share that is right</text>'
    )
    for number, (name, (confidence, answerable)) in enumerate(judged.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        points = [
            (x(float(confidence[own].mean())), y(float(answerable[own].mean())), int(own.sum()))
            for own in (bins_of(confidence) == tenth for tenth in range(BINS))
            if own.sum() >= _FEWEST
        ]
        line = " ".join(f"{left:.1f},{top:.1f}" for left, top, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{left:.1f}" cy="{top:.1f}" r="{np.sqrt(questions) / 3 + 1:.1f}" '
            f'fill="{colour}" fill-opacity=".5"/>'
            for left, top, questions in points
        ]
        height = _EDGE + _LINE * number
        parts.append(f'<text x="{high + 12}" y="{height}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])
