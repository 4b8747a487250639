"""The words of a sentence that answer: numbers for "how many", names for "who"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.answer.evidence import Span
from rag.answer.fact.answer_span import AnswerSpan
from rag.answer.support import Topic
from rag.language.english.calendar_words import MONTH, MONTHS, WEEKDAY
from rag.language.english.number_words import CARDINALS, SCALES
from rag.names.people import is_title, surname
from rag.names.states import is_place
from rag.search.question.wanted import Wanted, find_person_asked_about, find_wanted
from rag.search.topic import find_keys

MARKED_FROM = 0.2  # least expected F1 of words that are marked; see docs/decisions
SURE = 0.5  # below it, words of the kind asked for are preferred to the model's words


_NUMBER_WORDS = (*CARDINALS[1:], *(f"{scale}s?" for scale in SCALES), "half", "twice", "quarter")
_NUMBER = (
    r"(?:[$€£¥]\s?)?\d+(?:[.,]\d+)*(?:\s?(?:%|percent|per cent|million|billion|trillion|thousand))?"
    rf"|\b(?:{'|'.join(_NUMBER_WORDS)})\b(?:[\s-](?:{'|'.join(_NUMBER_WORDS)})\b)*"
)
_ABSOLUTE_TIME = (
    # "May 25, 2022", "25 May 2022", "in May": "May" alone is a name as well
    rf"\b{MONTH}\s\d{{1,2}}\b(?:,?\s\d{{4}}\b)?|\b\d{{1,2}}\s{MONTH}\b(?:\s\d{{4}}\b)?"
    rf"|\b{MONTH},?\s\d{{4}}\b|(?:(?<=\b[Ii]n )|(?<=\b[Oo]f )|(?<=\b[Bb]y ))May\b"
    rf"|\b(?:{'|'.join(month for month in MONTHS if month != 'May')})\b"
    r"|\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\.?"
)
# "on Saturday": the day is known only if the article has a date
_RELATIVE_TIME = (
    rf"\b{WEEKDAY}\b"
    r"|\b(?i:yesterday|today|tomorrow|(?:last|next) (?:week|month|year)|"
    r"\w+ (?:days|weeks|months|years) (?:ago|earlier|later))\b|\b(?i:in the coming) \w+"
)
_TIME = f"{_ABSOLUTE_TIME}|{_RELATIVE_TIME}"
_WORD = re.compile(r"\S+")
_NAME = r"\b[A-Z][\w’'-]*(?:\.\w[\w.]*)?(?:\s(?:of\s|the\s|de\s|van\s|von\s|al-)?[A-Z][\w.’'-]*)*"


# ", vice chairman of the council," and "has become the council's chairman" after a name
_ROLE_BEHIND = r"^,\s+([^,.;]{4,80})(?=[,.])"
_ROLE_HELD = (
    r"^\s(?:is|was|became|becomes|has become|will become|serves as|served as)\s"
    r"((?:the|a|an)\s[^,.;]{4,80}|[\w.’' -]{4,50}['’]s\s[^,.;]{4,80})"
)
_CALENDAR = re.compile(_TIME)
_DATED_ITSELF = re.compile(_ABSOLUTE_TIME)
# "May 25", "25 May", "02:42", "a 10-year-old": numbers that do not count things
_NO_COUNT = re.compile(
    rf"\b{MONTH}\s\d{{1,2}}\b(?!,\d|\s?%)(?:,\s\d{{4}}\b)?|\b\d{{1,2}}\s{MONTH}\b"
    r"|\b\d{1,2}:\d\d\b|\b[\w-]+-year-olds?\b"
)


def find_answering_words(
    sentence: str, question: str, topic: Topic, *, dated: bool
) -> tuple[Span, ...]:
    """The words of a sentence that have the kind a question asks for and are not in the question.

    There are none for a question of any kind, because the whole sentence answers it. If the article
    is not `dated`, "on Saturday" does not answer "when".
    """
    kind = find_wanted(question)
    if kind is Wanted.ROLE:
        return _role(sentence, find_person_asked_about(question))
    pattern = _PATTERNS.get(kind)
    if kind is Wanted.TIME and not dated:
        pattern = _DATED_ITSELF
    spans = _new(pattern, sentence, topic) if pattern else ()
    if kind is Wanted.NUMBER:
        days = [match.span() for match in _NO_COUNT.finditer(sentence)]
        spans = tuple(
            span for span in spans if not any(a < span[1] and span[0] < b for a, b in days)
        )
    return spans


_PATTERNS = {
    Wanted.AGE: re.compile(
        r"\b\d{1,3}(?=[-\s]years?[-\s]old)|(?<=, )\d{1,3}(?=[,.])|(?<=aged )\d{1,3}\b"
        r"|(?<=age )\d{1,3}\b|(?<=age of )\d{1,3}\b"
        r"|(?<=was )\d{1,2}(?=[.,]|$)|(?<=is )\d{1,2}(?=[.,]|$)"
    ),
    Wanted.NUMBER: re.compile(
        rf"(?<!\d)(?<!\d[.,])(?!(?:19|20)\d\d\b)(?:{_NUMBER})", re.IGNORECASE
    ),
    Wanted.TIME: re.compile(_TIME),
    Wanted.PERSON: re.compile(_NAME),
    Wanted.PLACE: re.compile(
        rf"(?<=\b(?:in|at|to)\s)(?:the\s)?{_NAME}|(?<=\b(?:from|near)\s)(?:the\s)?{_NAME}"
    ),
}


def mark_words(
    sentence: str, question: str, spans: Sequence[Span], read: AnswerSpan | None
) -> tuple[Span, ...]:
    """The words of a sentence to mark: the pair model's words, unless the rules are more reliable.

    `spans` are the words that `find_answering_words` gives. `read` is the answer of the pair
    model. It is None without such a model; then the rules alone decide.
    """
    by_rules, kind = choose_words(sentence, question, spans), find_wanted(question)
    if read is None or (by_rules and kind is Wanted.ROLE):
        return by_rules
    start, end = read.span
    is_elsewhere = not any(a < end and start < b for a, b in spans)
    # "in Moscow" answers "where", and "on Thursday" answers "when", whatever the model prefers
    if by_rules and is_elsewhere and (read.expected < SURE or kind in _PLAIN):
        return by_rules
    if read.expected < MARKED_FROM:
        return ()
    person = kind is Wanted.PERSON
    return (_whole_row(sentence, spans, read.span) if person else read.span,)


def choose_words(sentence: str, question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The words that answer with certainty: the only possible ones, or none.

    Names in a row ("Roe, Poe and Lee") are one answer. Of several numbers, the one before the
    counted thing answers.
    """
    if counted := _COUNTED.search(question):
        counted_keys = find_keys(counted.group(1))
        spans_before = [
            span for span in spans if find_keys(_next_words(sentence, span[1])) & counted_keys
        ]
        return tuple(spans_before[:1]) or (tuple(spans) if len(spans) == 1 else ())
    rows = _rows(sentence, spans)
    if len(rows) > 1:  # full names before single words
        rows = [row for row in rows if all(" " in sentence[slice(*span)] for span in row)]
    return tuple(rows[0]) if len(rows) == 1 else ()


def _whole_row(sentence: str, spans: Sequence[Span], span: Span) -> Span:
    """The whole row that a span is part of: in "Roe, Poe and Lee" all names answer.

    Two names with a comma are no row: "It was built by Roe, and Poe painted it."
    """
    for row in _rows(sentence, spans):
        start = row[0][0]
        end = start + len(sentence[start : row[-1][1]].rstrip("."))  # the sentence's full stop
        if len(row) > 1 and start <= span[0] and span[1] <= end:
            last = sentence[row[-2][1] : row[-1][0]]
            if _LAST.fullmatch(last) and (len(row) > 2 or "," not in last):
                return start, end
    return span


def _rows(sentence: str, spans: Sequence[Span]) -> list[list[Span]]:
    """The spans, grouped into rows: "Roe, Poe and Lee"."""
    rows: list[list[Span]] = [list(spans[:1])] if spans else []
    for first, second in pairwise(spans):
        if _ROW.fullmatch(sentence[first[1] : second[0]]):
            rows[-1].append(second)
        else:
            rows.append([second])
    return rows


_PLAIN = {Wanted.PLACE, Wanted.TIME}
_COUNTED = re.compile(r"\bhow (?:many|much) (?:of )?(?:the )?(?:\w+ )?(\w+)", re.IGNORECASE)
_ROW = re.compile(r",? (?:and |or )?|, ")
_LAST = re.compile(r",? (?:and|or) ")  # before the last of a row


def _next_words(sentence: str, end: int) -> str:
    return " ".join(sentence[end:].split()[:3])


def _new(pattern: re.Pattern[str], sentence: str, topic: Topic) -> tuple[Span, ...]:
    """The matches of a pattern, without words of the topic at their ends."""
    trimmed = (_trimmed(sentence, *match.span(), topic) for match in pattern.finditer(sentence))
    persons = pattern is _PATTERNS[Wanted.PERSON]
    return tuple(
        (start, end)
        for start, end in trimmed
        if start < end and not (persons and _is_no_person(sentence[start:end]))
    )


def _trimmed(sentence: str, start: int, end: int, topic: Topic) -> Span:
    words = [(m.start() + start, m.end() + start) for m in _WORD.finditer(sentence[start:end])]
    while words and _is_old(sentence[slice(*words[0])], topic):
        del words[0]
    while words and _is_old(sentence[slice(*words[-1])], topic):
        del words[-1]
    return (words[0][0], words[-1][1]) if words else (start, start)


def _is_old(word: str, topic: Topic) -> bool:
    word_keys = find_keys(word)
    if not word_keys:
        return word.rstrip(",.") != "May"  # stop words are no answer; the month is not a stop word
    return any(term.matches(word_keys) for term in topic.terms)


def _is_no_person(name: str) -> bool:
    return is_place(name.rstrip(".")) or bool(_CALENDAR.fullmatch(name.rstrip(".")))


def _role(sentence: str, name: str) -> tuple[Span, ...]:
    """The role that a sentence gives a person, after or before the full name or the surname."""
    name_match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence) or re.search(
        rf"(?:[A-Z][\w.’'-]* )?(?<!\w){re.escape(surname(name))}(?!\w)", sentence
    )
    if name_match is None:
        return ()
    for pattern in (_ROLE_BEHIND, _ROLE_HELD):
        if behind := re.search(pattern, sentence[name_match.end() :]):
            return ((name_match.end() + behind.start(1), name_match.end() + behind.end(1)),)
    words = [(m.start(), m.group()) for m in _WORD.finditer(sentence[: name_match.start()])]
    first = len(words)
    while first and first > len(words) - _LONGEST_ROLE and _may_be_of_a_role(words[first - 1][1]):
        first -= 1
    while first < len(words) and words[first][1].lower() in _JOINING:
        first += 1
    if not any(is_title(word) for _, word in words[first:]):
        return ()
    return ((words[first][0], words[-1][0] + len(words[-1][1])),)


def _may_be_of_a_role(word: str) -> bool:
    if word[-1:] in ',;:)”"':
        return False
    return word[:1].isupper() or word.lower() in _JOINING | _ROLE_WORDS or is_title(word)


_LONGEST_ROLE = 8  # words
_JOINING = {"of", "to", "for", "the", "and"}
_ROLE_WORDS = {"press", "prime", "vice", "deputy", "former", "national", "security", "chief"}
_ROLE_WORDS |= {"foreign", "general", "acting", "state", "federal", "senior", "executive"}
