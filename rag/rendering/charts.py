"""Numbers -> small SVG charts that need no script, no style attribute and no outside file.

Along a scale, places are percentages and thickness is pixels: a chart fills whatever width it is
given, and neither its lines nor its lettering are stretched. Colours come from the classes
`run-0`, `run-1` ... of static/report.css; each run has a shape too, so that colour alone never
tells two runs apart. Every chart stands beside its numbers and is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.evaluation.comparison.side_by_side import MOST_RUNS
from rag.evaluation.run_records import Estimate
from rag.rendering.markup import Html, element, joined

_SHAPES = (
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z",  # circle
    "M-4.4 -4.4H4.4V4.4H-4.4Z",  # square
    "M0 -6L6 0L0 6L-6 0Z",  # diamond
    "M0 -5.6L5.8 4.4H-5.8Z",  # triangle
    "M0 5.6L5.8 -4.4H-5.8Z",  # triangle upside down
    "M-5.5 -2H-2V-5.5H2V-2H5.5V2H2V5.5H-2V2H-5.5Z",  # cross
)
_ROW = 18  # pixels for one run in a row
_COLUMNS = 150  # pixels of the highest column
_CURVE = 220  # pixels of a curve's height


@dataclass(frozen=True, slots=True)
class Line:
    """A curve: points with coordinates from 0 to 1, and its CSS class."""

    points: Sequence[tuple[float, float]]
    class_: str


def draw_marker(run: int, x: str = "50%", middle: float = _ROW / 2) -> Html:
    """The sign of a run at a position in the chart."""
    shape = element("path", d=_SHAPES[run % MOST_RUNS], class_=f"sign run-{run}")
    return element("svg", shape, x=x, y=f"{middle:g}", overflow="visible")


def draw_key(run: int) -> Html:
    """The sign of a run beside its name."""
    return _make_svg(draw_marker(run), height=_ROW, class_="key")


def draw_intervals(estimates: Sequence[Estimate | None]) -> Html:
    """A row for each run: a point for the mean on a line for the interval, from 0 to 1."""
    rows = [_draw_rule(0), _draw_rule(0.5), _draw_rule(1)]
    for run, estimate in enumerate(estimates):
        if estimate is not None:
            middle = _ROW * run + _ROW / 2
            rows.append(_draw_whisker(run, estimate, middle))
            rows.append(draw_marker(run, _write_percent(estimate.mean), middle))
    return _make_svg(*rows, height=_ROW * len(estimates), class_="intervals")


def draw_bars(estimates: Sequence[Estimate | None], whole: Sequence[float | None]) -> Html:
    """A bar for each run with its interval, from 0 to 1; a tick marks the mean of `whole`."""
    rows = [_draw_rule(0)]
    for run, estimate in enumerate(estimates):
        top = _ROW * run
        if estimate is not None:
            width = _write_percent(estimate.mean)
            rows.append(
                element(
                    "rect", x="0", y=f"{top + 4}", width=width, height="10", class_=f"bar run-{run}"
                )
            )
            rows.append(_draw_whisker(run, estimate, top + _ROW / 2))
        mean = whole[run]
        if mean is not None:
            rows.append(_draw_line(mean, top + 1, mean, top + _ROW - 1, "whole"))
    return _make_svg(*rows, height=_ROW * len(estimates), class_="bars")


def draw_spans(spans_: Sequence[tuple[float, float] | None], most: float) -> Html:
    """A row for each run: a point at the first number, and a line to the second."""
    rows = [_draw_rule(0)]
    for run, span in enumerate(spans_):
        if span is not None:
            middle = _ROW * run + _ROW / 2
            typical, slow = span
            rows.append(
                _draw_line(typical / most, middle, slow / most, middle, f"whisker run-{run}")
            )
            rows.append(
                _draw_line(slow / most, middle - 5, slow / most, middle + 5, f"whisker run-{run}")
            )
            rows.append(draw_marker(run, _write_percent(typical / most), middle))
    return _make_svg(*rows, height=_ROW * len(spans_), class_="intervals")


def draw_columns(labels: Sequence[str], counts: Sequence[Sequence[int]]) -> Html:
    """A group of columns for each label, with a column for each run and its count if it fits."""
    most = max((count for run in counts for count in run), default=0) or 1
    step = 1 / len(labels)
    wide = step * 0.8 / len(counts)
    parts = [_draw_line(0, _COLUMNS + 20, 1, _COLUMNS + 20, "axis")]
    for place, label in enumerate(labels):
        left = place * step
        parts.append(_write_text(label, left + step / 2, _COLUMNS + 38, "middle"))
        for run, of_run in enumerate(counts):
            count = of_run[place]
            high = count / most * _COLUMNS
            x = left + step * 0.1 + run * wide
            parts.append(
                element(
                    "rect",
                    x=_write_percent(x),
                    y=f"{_COLUMNS + 20 - high:.1f}",
                    width=_write_percent(wide * 0.94),
                    height=f"{high:.1f}",
                    class_=f"bar run-{run}",
                )
            )
            if count and len(counts) == 1:
                parts.append(
                    _write_text(str(count), x + wide / 2, _COLUMNS + 14 - high, "middle", "count")
                )
    return _make_svg(*parts, height=_COLUMNS + 46, class_="columns")


def draw_curves(lines: Sequence[Line], threshold: float, words: str) -> Html:
    """Curves with both axes from 0 to 1, and words at a position."""
    parts: list[Html] = []
    for tenth in (0, 5, 10):
        high = _turn_up(tenth / 10)
        parts.append(_draw_line(0, high, 1, high, "rule"))
        parts.append(_write_text(f"{tenth * 10} %", 0, high - 4, "start", "scale"))
        end = {0: "start", 5: "middle", 10: "end"}[tenth]
        parts.append(_write_text(f"{tenth / 10:g}", tenth / 10, _CURVE + 36, end, "scale"))
    parts.append(_draw_line(threshold, 16, threshold, _turn_up(0), "mark-line"))
    parts.append(
        _write_text(words, threshold, 10, "end" if threshold > 0.5 else "start", "mark-text")
    )
    drawn = [
        element(
            "polyline",
            points=" ".join(f"{100 * x:.2f},{100 - 100 * y:.2f}" for x, y in line.points),
            class_=f"curve {line.class_}",
            vector_effect="non-scaling-stroke",
        )
        for line in lines
    ]
    parts.append(
        element(
            "svg",
            *drawn,
            viewBox="0 0 100 100",
            preserveAspectRatio="none",
            y="20",
            width="100%",
            height=str(_CURVE),
            overflow="visible",
        )
    )
    return _make_svg(*parts, height=_CURVE + 42, class_="curves")


def draw_scale() -> Html:
    """The numbers above a column of charts that go from 0 to 1."""
    ends = ((0.0, "0", "start"), (0.5, "0.5", "middle"), (1.0, "1", "end"))
    parts = [_write_text(words, x, 14, anchor, "scale") for x, words, anchor in ends]
    return _make_svg(*parts, height=_ROW, class_="intervals")


def draw_line_key(class_: str) -> Html:
    """A short stroke in the style of a curve, beside its name."""
    stroke = element("line", x1="0", x2="28", y1="9", y2="9", class_=f"curve {class_}")
    return _make_svg(stroke, height=_ROW, class_="key wide")


def _turn_up(share: float) -> float:
    return 20 + _CURVE * (1 - share)


def _make_svg(*parts: Html, height: float, class_: str) -> Html:
    return element(
        "svg", joined(*parts), class_=class_, width="100%", height=f"{height:g}", aria_hidden="true"
    )


def _draw_whisker(run: int, estimate: Estimate, middle: float) -> Html:
    return _draw_line(estimate.low, middle, estimate.high, middle, f"whisker run-{run}")


def _draw_rule(share: float) -> Html:
    return element(
        "line", x1=_write_percent(share), x2=_write_percent(share), y1="0", y2="100%", class_="rule"
    )


def _draw_line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Html:
    return element(
        "line",
        x1=_write_percent(x1),
        x2=_write_percent(x2),
        y1=f"{y1:g}",
        y2=f"{y2:g}",
        class_=class_,
    )


def _write_text(words: str, x: float, y: float, anchor: str, class_: str = "label") -> Html:
    return element(
        "text", words, x=_write_percent(x), y=f"{y:g}", text_anchor=anchor, class_=class_
    )


def _write_percent(share: float) -> str:
    return f"{100 * min(max(share, 0.0), 1.0):.2f}%"
