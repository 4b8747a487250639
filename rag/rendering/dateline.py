"""Days and coverage -> the lines that say where words come from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rag.notice import NO_NOTICE, Notice
from rag.records import Coverage
from rag.rendering.markup import Html, element, joined
from rag.translation.texts import ENGLISH, Texts


def show_day(when: date | None, approximate: bool, say: Texts = ENGLISH) -> Html:
    """ "28 January 2022"; a date that the article only mentions is marked as such."""
    if when is None:
        return element("span", say("not dated"), class_="day approximate")
    words = element("time", say.day(when), datetime=when.isoformat())
    if approximate:
        return element("span", say("not dated; mentions "), words, class_="day approximate")
    return element("span", words, class_="day")


def explain_hollow(say: Texts = ENGLISH) -> Html:
    """The legend of a plot that has hollow marks, for days that articles only mention."""
    hollow = say("Hollow: not dated; placed at the latest date that the article mentions")
    return element("p", hollow, class_="plot-key")


def day_in_words(when: date | None, approximate: bool, say: Texts) -> str:
    """The text of `show_day`."""
    if when is None:
        return say("not dated")
    return f"{say('not dated; mentions ')}{say.day(when)}" if approximate else say.day(when)


def show_coverage(
    coverage: Coverage,
    speakers: Mapping[str, int],
    say: Texts = ENGLISH,
    *,
    notice: Notice = NO_NOTICE,
) -> Html:
    """ "2 articles, 28 January 2022 to about 11 March 2025", and the number of statements.

    `speakers` have the numbers of their statements; those of nobody in particular do not count.
    `notice` is what readers should know of the index; it may be empty.
    """
    others = sum(number for code, number in coverage.languages.items() if code != "en")
    unread = say.count(coverage.unread, "file")
    parts = [
        say.count(coverage.articles, "article"),
        _describe_days(coverage, say),
        say("{count} of them without a date", count=f"{coverage.undated:,}")
        if coverage.undated
        else "",
        say("{count} not in English", count=f"{others:,}") if others else "",
    ]
    missed = say("{count} could not be read", count=unread) if coverage.unread else ""
    said = say(
        "{statements} by {speakers}",
        statements=say.count(sum(speakers.values()), "statement"),
        speakers=say.count(len(speakers), "speaker"),
    )
    return joined(
        element("span", ", ".join(part for part in parts if part)),
        element("span", said),
        element("span", missed, class_="unread") if missed else "",
        element("span", say.translate(notice) or notice, class_="unread") if notice else "",
    )


def _describe_days(coverage: Coverage, say: Texts) -> str:
    """The first and the last day."""
    if not coverage.first or not coverage.last:
        return ""
    first, last = say.day(coverage.first), say.day(coverage.last)
    if coverage.first_approximate:
        first = say("about {day}", day=first)
    if coverage.last_approximate:
        last = say("about {day}", day=last)
    one_day = coverage.first == coverage.last
    return first if one_day else say("{first} to {last}", first=first, last=last)
