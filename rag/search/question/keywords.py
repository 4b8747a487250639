"""Keywords that begin with a name -> their form: "Lavrov on China", "lavrov peacekeepers"."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.language.english import word_set
from rag.language.english.stop_words import STOP_WORDS
from rag.names.states import states
from rag.records import QuestionKind
from rag.search.directory.directory import Directory, capitalise_name
from rag.search.question.form import Form, clean_topic
from rag.search.question.wanted import Wanted, find_person_asked_about, find_wanted

_LONGEST_NAME = 6  # words


def parse_keywords(
    question: str, directory: Directory, is_common: Callable[[str], bool]
) -> Form | None:
    """The form of keywords that begin with a speaker's name; None for any other text.

    `is_common` tells whether articles write a word in small letters.
    """
    if find_wanted(question) is not Wanted.ANY and not find_person_asked_about(question):
        return None  # "Tell me about the Roe trial", "Roe trial date"
    text = _OF_WORDS.sub("", question.strip(" ?.!"))
    if match := _ON.fullmatch(text):
        name = _VIEW_OF.sub("", match.group("speaker"))
        if len(name.split()) <= _LONGEST_NAME and directory.resolve(name):
            return Form(QuestionKind.STATEMENT, clean_topic(match.group("topic")), name)
    typed = text.split()
    asks = not _ASKING.isdisjoint(map(str.lower, typed[:1]))
    if question.rstrip().endswith("?") or asks or not _WH.isdisjoint(map(str.lower, typed)):
        return None
    for count in range(min(len(typed), _LONGEST_NAME), 0, -1):
        name, rest = " ".join(typed[:count]), " ".join(typed[count:])
        if name.lower() in STOP_WORDS:  # "I heard of it": "I" is not a name
            return None
        if typed[count - 1].islower() and is_common(typed[count - 1]):
            continue  # "An eruption in which country ..."
        if states(name) and rest[:1].isupper():
            return None  # "American Lung Association": an adjective
        if directory.speakers.find_with_all_words(capitalise_name(name)):
            return Form(QuestionKind.STATEMENT, clean_topic(rest), name)
    return None


_ON = re.compile(
    r"(?P<speaker>.+?)\s*(?:\b(?:on|about|re)\b|:|(?:(?<=reaction)|(?<=response)) (?:to|after)\b)"
    r"\s*(?P<topic>.+)",
    re.IGNORECASE,
)
# "the BMA view" of "the BMA view on pay"
_VIEW_OF = re.compile(r"\s(?:opinion|position|reaction|response|stance|view)s?$", re.IGNORECASE)
_OF_WORDS = re.compile(r"\s+(?:quotes|quotations|statements|comments|remarks)$", re.IGNORECASE)
# a question, and no keywords; "Will" and "May" are names
_WH = word_set("what who whom whose when where why how which")
_ASKING = word_set(
    """
    what who whom whose when where why how which is are was were do does did has have had can
    could would should
    """
)
