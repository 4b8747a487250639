"""What a link or a button asks for <-> the words behind the "#" of the page's address.

    ask?question=...&after=...&speaker=...&outlet=...&from=...&until=...&index=gen-...
    edit?kind=statement&speaker=...&topic=...&from=...&until=...
    all?turn=...
    open?conversation=...

They stay in the browser until page.js sends them as a question is sent: no log of a proxy or of a
server has them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlencode

from rag.errors import QuestionError
from rag.notice import Notice
from rag.records import DateRange, Query, QuestionKind
from rag.search.question.cleaning import LONGEST_NAME, LONGEST_QUESTION, MOST_HISTORY
from rag.web.chat.exchange import Asked, Turn

LONGEST_LINK = LONGEST_QUESTION * (MOST_HISTORY + 2)  # characters


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link asks: a question, after others, of an index; a turn to be shown with all that it
    has; or a conversation to open again.
    """

    asked: Asked = field(default_factory=lambda: Asked(""))
    after: tuple[str, ...] | None = None  # None: after those of the conversation
    index: str = ""  # the generation that answered when the link was made
    conversation: str = ""  # the token of one to open again
    turn: int = 0  # the number of one to show all of


def link_to(turn: Turn, index: str) -> str:
    """The words behind "#" that ask a turn's question again, of whatever the index is then."""
    asked = turn.asked
    given = [
        ("question", asked.question),
        *(("after", one) for one in turn.history[-MOST_HISTORY:]),
        *_filters(asked),
        *([("most", str(asked.most))] if asked.most else []),
        ("index", index),
    ]
    return f"ask?{urlencode(given)}"


def showing_all(turn: int) -> str:
    """The words that show all that an answer has, in its place."""
    return f"all?{urlencode([('turn', turn)])}"


def asking(question: str, asked: Asked) -> str:
    """The words that ask a question with the filters of another."""
    return f"ask?{urlencode([('question', question), *_filters(asked)])}"


def read_link(words: str) -> Linked:
    """What words ask for. Raises QuestionError where they are none of the above."""
    name, _, given = words.strip().removeprefix("#").partition("?")
    values = _values(given) if len(words) <= LONGEST_LINK else None
    if values is None or name not in {"ask", "edit", "all", "open"}:
        raise QuestionError(
            Notice("this link cannot be read"), hint=Notice("copy the whole link, and open it")
        )

    def first(key: str) -> str:
        return values.get(key, [""])[0]

    asked = Asked(
        first("question"),
        first("speaker"),
        first("outlet"),
        first("from"),
        first("until"),
        _number(first("most")),
    )
    match name:
        case "all":
            return Linked(turn=_number(first("turn")) or -1)
        case "open":
            return Linked(conversation=first("conversation"))
        case "edit":
            written = in_words(first("kind"), first("speaker"), first("topic")) or asked.question
            return Linked(replace(asked, question=written, speaker=""))
        case _:
            after = tuple(values.get("after", ())) if first("index") else None
            return Linked(asked, after, first("index"))


def _values(given: str) -> dict[str, list[str]] | None:
    """What stands behind "?"; None where there is more of it, or it is longer, than links have."""
    try:
        values = parse_qs(given, max_num_fields=MOST_HISTORY + 10)
    except ValueError:
        return None
    for key, several in values.items():
        longest = LONGEST_QUESTION if key in {"question", "topic", "after"} else LONGEST_NAME
        if any(len(one) > longest for one in several):
            return None
    return values if len(values.get("after", ())) <= MOST_HISTORY else None


def in_words(kind: str, speaker: str, topic: str) -> str:
    """The question on what somebody said, written out; empty for a question on anything else."""
    speaker, topic = speaker.strip(), topic.strip()
    about = f" about {topic}" if topic else ""
    if kind == QuestionKind.CHANGE and speaker:
        return f"How did {speaker}'s statements{about} change?"
    if kind not in {QuestionKind.STATEMENT, QuestionKind.CHANGE} or not speaker + topic:
        return ""
    return f"What did {speaker} say{about}?" if speaker else f"What was said{about}?"


def days_of(query: Query) -> DateRange:
    """The days that a question names or is restricted to."""
    return query.near if query.filters.dates == DateRange() else query.filters.dates


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _filters(asked: Asked) -> list[tuple[str, str]]:
    pairs = (
        ("speaker", asked.speaker),
        ("outlet", asked.outlet),
        ("from", asked.first),
        ("until", asked.last),
    )
    return [(name, value) for name, value in pairs if value]
