"""Statements -> an SVG over time: a column for each stretch of days, linked to its statements.

Horizontal positions are in percent and heights in pixels, so that the plot is as wide as the screen
and its words stay readable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from rag.records import Said
from rag.rendering.dateline import explain_hollow
from rag.rendering.markup import NOTHING, Html, element, joined
from rag.translation.texts import Texts

_COLUMNS = 48  # wide enough for a finger on a desktop screen, and distinct on a phone
_HEIGHT = 168  # pixels, with the words of the axis
_GROUND = 140  # pixels from the top to the axis; the years stand above the marks
_TOP = 16  # pixels from the top to the lines of the years
_DOT = 11  # pixels between two dots of a column
_MOST_DOTS = 10  # in a column; if one has more, all columns are bars
_MOST_TICKS = 7


def make_said_id(number: int) -> str:
    """The id of a statement in the list."""
    return f"said-{number}"


def draw_timeline(said: Sequence[Said], say: Texts) -> Html:
    """Draw the plot; nothing for fewer than two days."""
    dated = [statement for statement in said if statement.citation.date]
    days = sorted({statement.citation.date for statement in dated if statement.citation.date})
    if len(days) < 2:
        return NOTHING
    first, last = days[0], days[-1]
    columns: dict[int, list[Said]] = defaultdict(list)
    for statement in dated:
        columns[_find_column(statement.citation.date or first, first, last)].append(statement)
    tallest = max(len(column) for column in columns.values())
    about = say("Statements over time; each mark links to its words below")
    plot = element(
        "svg",
        element("line", x1="0", x2="100%", y1=f"{_GROUND}", y2=f"{_GROUND}", class_="axis"),
        *_draw_ticks(first, last, say),
        *(_draw_column(number, columns[number], tallest, say) for number in sorted(columns)),
        role="group",
        aria_label=about,
        width="100%",
        height=str(_HEIGHT),
        class_="plot",
    )
    has_hollow = any(_is_hollow(column) for column in columns.values())
    return joined(plot, explain_hollow(say) if has_hollow else NOTHING)


def _find_column(when: date, first: date, last: date) -> int:
    return min(_COLUMNS - 1, (when - first).days * _COLUMNS // ((last - first).days + 1))


def _draw_column(number: int, column: Sequence[Said], tallest: int, say: Texts) -> Html:
    """A column, which links to its first statement."""
    across = f"{(number + 0.5) * 100 / _COLUMNS:.2f}%"
    label = _describe_column(column, say)
    unsure = " unsure" if _is_hollow(column) else ""
    return element(
        "a",
        element("title", label),
        element(
            "rect",
            x=f"{number * 100 / _COLUMNS:.2f}%",
            y="0",
            width=f"{100 / _COLUMNS:.2f}%",
            height=str(_GROUND),
            class_="reach",
        ),
        *_draw_marks(across, len(column), tallest),
        href=f"#{make_said_id(column[0].citation.number)}",
        aria_label=label,
        class_=f"column{unsure}",
    )


def _is_hollow(column: Sequence[Said]) -> bool:
    return all(statement.citation.approximate_date for statement in column)


def _draw_marks(across: str, count: int, tallest: int) -> Iterator[Html]:
    if tallest <= _MOST_DOTS:
        for place in range(count):
            yield element("circle", cx=across, cy=str(_GROUND - 9 - place * _DOT), r="4.5")
        return
    height = max(4, round(count / tallest * (_GROUND - _TOP - 8)))
    yield element(
        "line", x1=across, x2=across, y1=f"{_GROUND}", y2=f"{_GROUND - height}", class_="bar"
    )


def _describe_column(column: Sequence[Said], say: Texts) -> str:
    days = sorted({statement.citation.date for statement in column if statement.citation.date})
    first, last = say.day(days[0]), say.day(days[-1])
    when = first if first == last else say("{first} to {last}", first=first, last=last)
    return say("{day}: {count}", day=when, count=say.count(len(column), "statement"))


def _draw_ticks(first: date, last: date, say: Texts) -> Iterator[Html]:
    """The days of the ends below the axis, and the years between them above the marks."""
    length = (last - first).days + 1
    years = range(first.year + 1, last.year + 1)
    step = max(1, -(-len(years) // _MOST_TICKS))
    for year in list(years)[::step]:
        place = (date(year, 1, 1) - first).days / length
        across = _write_percent(place)
        yield element("line", x1=across, x2=across, y1=f"{_TOP}", y2=f"{_GROUND}")
        yield _draw_tick(place, _TOP - 5, str(year), "middle")
    yield _draw_tick(0, _GROUND + 20, say.day(first), "start")
    yield _draw_tick(1, _GROUND + 20, say.day(last), "end")


def _draw_tick(place: float, down: int, words: str, anchor: str) -> Html:
    return element(
        "text", words, x=_write_percent(place), y=f"{down}", text_anchor=anchor, aria_hidden="true"
    )


def _write_percent(place: float) -> str:
    return f"{place * 100:.2f}%"
