"""A paragraph -> the label of a transcript that it begins with: "SEN. JANE ROE (D-MN): ...".

A label is a name, with a title, a party, a role, a time or a stage direction around it, and a
colon. The Congressional Record has a full stop instead, and some transcripts put the label on a
line of its own, with a time and no colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.cues import VERBS
from rag.language.english import word_set
from rag.language.english.page_words import LABEL_HEADINGS
from rag.language.english.person_names import PARTICLES
from rag.names.folding import begins_as_name
from rag.names.people import is_title, surname, without_titles

_LONGEST_NAME = 6  # words
_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d+)?(?:\s?[AaPp]\.?[Mm]\.?)?"
_BULLET = r"(?:[◆◇•▪●■►▶>*–—-]{1,2}\s*|\d{1,3}[.)]\s+)?"
_TIME_BEFORE = rf"(?:[\[(]{_TIME}[\])]|{_TIME})\s*[-–—]?\s*"
_BRACKETS = r"\s*[\[(][^\])\n]{1,60}[\])]"
_TIME_BEHIND = rf"\s*[-–—]\s*{_TIME}"
_ROLE = r"\s*,[^:,\n(\[]{1,60}"
_NAME = r"[^\W\d_][^:,\n(\[]{0,60}?"
_OF_PARTY = rf"(?:{_BRACKETS}|{_ROLE}){{0,3}}"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # an office with its holder: "The Minister for Ports (Jane Roe) (Con):"
        rf"(?:The |(?:[A-Z][a-z]+ ){{1,3}}(?:for|of) )[^:,\n(\[]{{1,60}}\((?P<name>{_NAME})\)"
        rf"(?P<more>(?:{_BRACKETS}){{0,2}})\s*(?P<mark>:)(?=\s|$)",
        rf"{_BULLET}(?P<time>{_TIME_BEFORE})?(?P<name>{_NAME})(?P<more>(?:{_BRACKETS}|{_TIME_BEHIND}|{_ROLE}){{0,4}})"
        r"\s*(?:\*\*)?(?P<mark>:)(?:\*\*)?(?=\s|$)",
        # a line of its own: "Jane Roe (00:12)", "Jane Roe, mayor  00:12", "Jane Roe | 00:12"
        rf"(?P<name>{_NAME})(?P<more>(?:{_ROLE})?)\s+(?:\|\s*)?(?P<mark>[\[(]?{_TIME}[\])]?)$",
        # the same with the time in front: "00:12 Jane Roe"
        rf"{_TIME_BEFORE}(?P<name>{_NAME})(?P<more>)(?P<mark>)$",
        # a line of its own in a call with investors: "Jane Roe -- Analyst", "Operator"
        rf"(?P<name>{_NAME}) (?P<mark>--) (?P<more>[^:\n]{{1,80}})$",
        r"(?P<name>Operator|Moderator)(?P<more>)(?P<mark>)$",
        # a dash behind a full stop, or behind capitals: "Jane Roe (Greens). –", "JANE ROE –"
        rf"(?P<name>{_NAME})(?P<more>{_OF_PARTY})(?P<mark>\.)\s?[–—](?=\s)",
        rf"(?P<name>{_NAME})(?P<more>(?:{_BRACKETS}){{1,2}})\s(?P<mark>[–—])(?=\s)",
        r"(?P<name>[A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]+){1,4})(?P<more>)\s(?P<mark>[–—])(?=\s)",
        r"(?P<name>(?:Mr|Mrs|Ms|Miss|Dr)\. [A-Z]{2}[A-Z'’\-]*(?: of [A-Z]\w+(?: [A-Z]\w+)?)?"
        r"|The [A-Z]{4,}(?: [A-Z]{4,})*)(?P<more>)(?P<mark>\.)(?= [A-Z])",
        r"(?P<name>[QA])(?P<more>)(?P<mark>\.)(?= [A-Z])",
        r"(?P<name>Q)(?P<more>)(?P<mark> )(?= *[A-Z])",
    )
)
_MARK = re.compile(r":(?=\s|$)|\s[|>]{1,2}(?=\s)")
_CAPITALS = 0.7  # share of the words of a label, whatever its form
_HEADINGS = (LABEL_HEADINGS | {"am", "pm"}) - {"editor", "question"}
# labels of people who are not named: who asks, and who is only heard
_NAMELESS = word_set(
    """
    a announcer answer anchor audience both caller clerk crowd female host interpreter interviewer
    journalist male man moderator narrator operator participant presenter q question reporter
    speaker student translator unidentified unknown voice voices woman
    """
)


@dataclass(frozen=True, slots=True)
class Label:
    """Who speaks, at the beginning of a paragraph; offsets into the text."""

    opening: int  # of an office before the name: "The Minister for Ports (Jane Roe)"
    start: int
    end: int  # behind the name and what belongs to it, before the mark
    said: int  # where the words begin; the paragraph's end if they follow in the next one
    name: str  # as written, with titles
    described: bool  # a party, a role or a time stands behind the name

    @property
    def titled(self) -> str:
        """The name with its titles, but without a place: "Mr. ROE of Texas"."""
        return self.name.partition(" of ")[0]

    @property
    def bare(self) -> str:
        """The name without titles; "" for people who are not named."""
        name = without_titles(self.titled)
        words = [word.strip(".") for word in name.split()]
        if len(words) == 1 and len(name) == 2 and name.isupper():
            return name  # the initials MS, and no title
        nameless = all(
            word.lower() in _NAMELESS or word.isdigit() or is_title(word) for word in words
        )
        return "" if nameless or self.is_office else name

    @property
    def is_full(self) -> bool:
        """Whether it has more than a family name: "JANE ROE", but not "VAN DER BERG"."""
        return " " in self.bare and surname(self.bare) != self.bare

    @property
    def titles(self) -> frozenset[str]:
        """The titles before the name, in lower case: "sen" of "SEN. ROE"."""
        words = self.titled.removesuffix(self.bare).split() if self.bare else []
        return frozenset(word.strip(".").lower() for word in words)

    @property
    def is_office(self) -> bool:
        """Whether it names an office instead of a person: "THE PRESIDENT"."""
        return self.name.lower().startswith("the ")

    @property
    def has_title(self) -> bool:
        """Whether a title stands before a name: "MR. HALE"."""
        return " " in self.name and bool(self.bare) and is_title(self.name.split()[0])


def find_label(text: str, start: int, end: int) -> Label | None:
    """The label that the paragraph text[start:end] begins with; None if it has none."""
    line = text[start:end]
    for pattern in _PATTERNS:
        match = pattern.match(line)
        if match and _is_name(match["name"], match["more"]):
            first = start + match.start("name")
            behind = start + match.end()
            timed = bool(match.groupdict().get("time"))
            said = behind + len(text[behind:end]) - len(text[behind:end].lstrip())
            described = timed or bool(match["more"].strip()) or match["mark"] not in {":", "."}
            opening = start if pattern is _PATTERNS[0] else first
            mark = start + match.start("mark")
            return Label(opening, first, mark, said, match["name"].strip(), described)
    return None


def may_be_label(paragraph: str) -> bool:
    """Whether a paragraph, or the part of it before a colon, has the capitals of a label."""
    mark = _MARK.search(paragraph)
    head = paragraph[: mark.start()] if mark else paragraph
    words = re.findall(r"[^\W\d_][\w'’-]*", head)
    if not 1 < len(words) <= 2 * _LONGEST_NAME or (not mark and head.rstrip()[-1:] in '.?!…”"'):
        return False
    capitals = sum(begins_as_name(word) for word in words)
    return begins_as_name(words[0]) and capitals >= _CAPITALS * len(words)


def _is_name(name: str, more: str) -> bool:
    """Whether words before a colon are a name, with a role behind it, and no heading."""
    words = name.split()
    if not 0 < len(words) <= _LONGEST_NAME:
        return False
    if any(word.strip(".").lower() in _HEADINGS for word in (words[0], words[-1])):
        return False
    joining = PARTICLES | {"of", "the", "and"}
    numbered = len(words) > 1 and words[-1].isdigit()  # "Speaker 1"
    capitals = all(begins_as_name(word) or word in joining for word in words[: -numbered or None])
    role = re.findall(r"[\w'’-]+", more)
    told = any(word in VERBS and not word.endswith("ing") for word in role)  # "Roe, 41, said:"
    return capitals and not told and len(role) <= 2 * _LONGEST_NAME
