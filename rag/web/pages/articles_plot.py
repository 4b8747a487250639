"""Periods -> an SVG with a bar for each, linked to its articles.

Horizontal positions are in percent and heights in pixels, so that the plot is as wide as the screen
and its words stay readable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rag.collection.periods import Length, Period
from rag.rendering.dateline import explain_hollow
from rag.rendering.markup import NOTHING, Html, element, joined
from rag.translation.texts import Texts

_HEIGHT = 96  # pixels, with the words of the axis
_GROUND = 72  # pixels from the top to the axis
_GAP = 0.12  # beside a bar, of its width
_ROOM = {Length.YEAR: 0.13, Length.MONTH: 0.42, Length.DAY: 0.45}  # between labels, of the width
_ABOVE = 18  # pixels above the tallest bar, for its number
_MOST_NUMBERED = 12  # bars that all have their numbers; of more, the tallest one has


def draw_articles(periods: Sequence[Period], address: Callable[[Period], str], say: Texts) -> Html:
    """Draw the plot; nothing without periods. `address` gives the link of a bar."""
    if not periods:
        return NOTHING
    tallest = max(period.articles for period in periods)
    bars = [
        _draw(place / len(periods), 1 / len(periods), period, period.articles / tallest)
        for place, period in enumerate(periods)
    ]
    links = [
        _link(drawn, _describe(period, say), address(period), approximate=period.approximate)
        for period, drawn in zip(periods, bars, strict=True)
        if period.articles
    ]
    plot = element(
        "svg",
        element("line", x1="0", x2="100%", y1=f"{_GROUND}", y2=f"{_GROUND}", class_="axis"),
        *links,
        *_draw_numbers(periods, tallest),
        *_draw_labels(periods, say),
        role="group",
        aria_label=say("Articles over time; each bar links to its articles"),
        width="100%",
        height=str(_HEIGHT),
        class_="articles-plot",
    )
    has_hollow = any(period.articles and period.approximate for period in periods)
    return joined(plot, explain_hollow(say) if has_hollow else NOTHING)


def name_period(period: Period, say: Texts) -> str:
    """ "28 January 2022", "January 2022" or "2022"."""
    match period.length:
        case Length.DAY:
            return say.day(period.first)
        case Length.MONTH:
            return say.month(period.first)
        case Length.YEAR:
            return str(period.first.year)


def _describe(period: Period, say: Texts) -> str:
    """ "January 2022: 3 articles"."""
    counted = say.count(period.articles, "article")
    return say("{day}: {count}", day=name_period(period, say), count=counted)


def _link(drawn: Html, label: str, address: str, *, approximate: bool) -> Html:
    return element(
        "a",
        element("title", label),
        drawn,
        href=address,
        aria_label=label,
        class_="period approximate" if approximate else "period",
    )


def _draw(start: float, width: float, period: Period, share: float) -> Html:
    """A bar from `start`, 0 to 1, as high as its share of the tallest one."""
    height = _scale_height(share) if period.articles else 0
    return joined(
        element(
            "rect",
            x=f"{start * 100:.3f}%",
            y="0",
            width=f"{width * 100:.3f}%",
            height=str(_GROUND),
            class_="reach",
        ),
        element(
            "rect",
            x=f"{(start + width * _GAP) * 100:.3f}%",
            y=str(_GROUND - height),
            width=f"{width * (1 - 2 * _GAP) * 100:.3f}%",
            height=str(height),
            class_="bar",
        ),
    )


def _scale_height(share: float) -> int:
    return max(3, round(share * (_GROUND - _ABOVE)))


def _draw_numbers(periods: Sequence[Period], tallest: int) -> Iterator[Html]:
    """The numbers of articles above their bars: the scale of the plot."""
    places = [place for place, period in enumerate(periods) if period.articles]
    if len(periods) > _MOST_NUMBERED:
        places = [place for place in places if periods[place].articles == tallest][:1]
    for place in places:
        number = periods[place].articles
        yield element(
            "text",
            f"{number:,}",
            x=f"{(place + 0.5) / len(periods) * 100:.2f}%",
            y=str(_GROUND - _scale_height(number / tallest) - 5),
            text_anchor="middle",
            aria_hidden="true",
        )


def _draw_labels(periods: Sequence[Period], say: Texts) -> Iterator[Html]:
    """Names below the axis: of the first and the last period, and of some between them."""
    room = _ROOM[periods[0].length]
    middles = [(place + 0.5) / len(periods) for place in range(len(periods))]
    shown = [0, len(periods) - 1] if len(periods) > 1 else [0]
    for place, middle in enumerate(middles):
        if all(abs(middle - middles[other]) >= room for other in shown):
            shown.append(place)
    beside = 0.35 * room  # half of a name
    for place in shown:
        across, anchor = middles[place], "middle"
        if across < beside:
            across, anchor = 0.0, "start"
        elif across > 1 - beside:
            across, anchor = 1.0, "end"
        yield element(
            "text",
            name_period(periods[place], say),
            x=f"{across * 100:.2f}%",
            y=str(_GROUND + 18),
            text_anchor=anchor,
            aria_hidden="true",
        )
