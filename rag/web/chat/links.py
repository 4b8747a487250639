"""What a link or a button asks for <-> the text after "#" in the page's address.

    ask?question=...&after=...&speaker=...&outlet=...&from=...&until=...&index=gen-...
    again?turn=...&question=...
    edit?kind=statement&speaker=...&topic=...&from=...&until=...
    all?turn=...
    open?conversation=...

This text stays in the browser until page.js sends it like a question, so that no log of a proxy or
a server contains it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlencode

from rag.errors import QuestionError
from rag.notice import Notice
from rag.records import DateRange, Query, QuestionKind
from rag.search.question.cleaning import LONGEST_NAME, LONGEST_QUESTION, MOST_HISTORY
from rag.web.chat.exchange import Asked, Failed, Turn

LONGEST_LINK = LONGEST_QUESTION * (MOST_HISTORY + 2)  # characters
LONGEST_DAY = 40  # characters of a day; what cannot be read as one is shown in a message
_LONGEST = {
    **dict.fromkeys(("question", "topic", "after"), LONGEST_QUESTION),
    **dict.fromkeys(("from", "until"), LONGEST_DAY),
}


@dataclass(frozen=True, slots=True)
class Linked:
    """A request of a link: a question, a turn to show in another way, or a conversation."""

    asked: Asked = field(default_factory=lambda: Asked(""))
    after: tuple[str, ...] | None = None  # earlier questions; None: those of the conversation
    index: str = ""  # the generation that answered when the link was made
    conversation: str = ""  # the token of one to reopen
    turn: int = 0  # the number of one to show at full length, or to ask again
    again: bool = False  # whether that turn is asked again, with `asked.question` unless empty


def link_to(turn: Turn, index: str) -> str:
    """The text after "#" that asks a turn's question, of the index at that time.

    The earlier questions are part of it only if the question is understood by them.
    """
    asked = turn.asked
    earlier = turn.history[-MOST_HISTORY:] if refers_back(turn) else ()
    parameters = [
        ("question", asked.question),
        *(("after", question) for question in earlier),
        *_list_filters(asked),
        *([("most", str(asked.most))] if asked.most else []),
        ("index", index),
    ]
    return f"ask?{urlencode(parameters)}"


def refers_back(turn: Turn) -> bool:
    """Whether a turn's question is understood by the questions before it."""
    return isinstance(turn.outcome, Failed) or turn.outcome.refers_back


def link_to_ask_again(turn: int) -> str:
    """The text that asks a turn's question again in its place."""
    return f"again?{urlencode([('turn', turn)])}"


def link_to_all(turn: int) -> str:
    """The text that shows an answer at full length in its place."""
    return f"all?{urlencode([('turn', turn)])}"


def link_to_question(question: str, asked: Asked) -> str:
    """The text that asks a question with the filters of another one."""
    return f"ask?{urlencode([('question', question), *_list_filters(asked)])}"


def read_link(words: str) -> Linked:
    """Read the text of a link. Raises QuestionError if it is not valid."""
    name, _, query = words.strip().removeprefix("#").partition("?")
    values = _read_values(query) if len(words) <= LONGEST_LINK else None
    if values is None or name not in {"ask", "edit", "all", "open", "again"}:
        raise _refuse()

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
        case "again":
            return Linked(asked, turn=_number(first("turn")) or -1, again=True)
        case "open":
            return Linked(conversation=first("conversation"))
        case "edit":
            question = (
                write_question(first("kind"), first("speaker"), first("topic")) or asked.question
            )
            if len(question) > LONGEST_QUESTION:
                raise _refuse()
            return Linked(replace(asked, question=question, speaker=""))
        case _:
            after = tuple(values.get("after", ())) if first("index") else None
            return Linked(asked, after, first("index"))


def _refuse() -> QuestionError:
    return QuestionError(
        Notice("this link cannot be read"), hint=Notice("copy the whole link and open it")
    )


def _read_values(query: str) -> dict[str, list[str]] | None:
    """The values after "?"; None if there are more, or longer ones, than links have."""
    try:
        values = parse_qs(query, max_num_fields=MOST_HISTORY + 10)
    except ValueError:
        return None
    for key, several in values.items():
        if any(len(value) > _LONGEST.get(key, LONGEST_NAME) for value in several):
            return None
    return values if len(values.get("after", ())) <= MOST_HISTORY else None


def write_question(kind: str, speaker: str, topic: str) -> str:
    """Write out a question on what somebody said; empty for other kinds of question."""
    speaker, topic = speaker.strip(), topic.strip()
    about = f" about {topic}" if topic else ""
    if kind == QuestionKind.CHANGE and speaker:
        return f"How did {speaker}'s statements{about} change?"
    if kind not in {QuestionKind.STATEMENT, QuestionKind.CHANGE} or not speaker + topic:
        return ""
    return f"What did {speaker} say{about}?" if speaker else f"What was said{about}?"


def find_days(query: Query) -> DateRange:
    """The days of a question or of its filters."""
    return query.near if query.filters.dates == DateRange() else query.filters.dates


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _list_filters(asked: Asked) -> list[tuple[str, str]]:
    pairs = (
        ("speaker", asked.speaker),
        ("outlet", asked.outlet),
        ("from", asked.first),
        ("until", asked.last),
    )
    return [(name, value) for name, value in pairs if value]
