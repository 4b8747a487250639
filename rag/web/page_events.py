"""The controls of the Gradio page -> what each of their events may send, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rag.search.question.cleaning import LONGEST_NAME, LONGEST_QUESTION
from rag.web.chat.links import LONGEST_DAY, LONGEST_LINK
from rag.web.chat.record import LONGEST_RECORD, count_turns
from rag.web.guard.events import PageEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Maximum number of characters of a control, by the id of its element. Gradio has no limits.
_LONGEST: Final[Mapping[str, int]] = {
    "question": LONGEST_QUESTION,
    "speaker": LONGEST_NAME,
    "outlet": LONGEST_NAME,
    "first-day": LONGEST_DAY,
    "last-day": LONGEST_DAY,
    "language": 40,
    "followed": LONGEST_LINK,
    "held": 40,
    "kept": LONGEST_RECORD,
}


def list_events(page: Any) -> Mapping[int, PageEvent]:
    """List the events of the page's controls by Gradio's numbers."""
    return {
        number: PageEvent(
            tuple(_LONGEST[component.elem_id] for component in event.inputs),
            _COUNTS.get(event.api_name, _count_none),
            event.collects_event_data,
        )
        for number, event in page.fns.items()
    }


def _count_none(_: Sequence[str | None]) -> int:
    return 0


def _count_one(_: Sequence[str | None]) -> int:
    return 1


def _count_kept(values: Sequence[str | None]) -> int:
    return count_turns(values[0] or "")


# The events that compute answers: how many, by the values that they send.
_COUNTS: Final[Mapping[str, Callable[[Sequence[str | None]], int]]] = {
    "ask": _count_one,
    "ask_example": _count_one,
    "follow": _count_one,
    "restore": _count_kept,
}
