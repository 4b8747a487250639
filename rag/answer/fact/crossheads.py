"""Crossheads: the headings and links between the paragraphs of an article. They are no evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from rag.answer.evidence import Span

_MOST_WORDS = 30
_LONG = 6  # words, less one, of a line that is longer than those of most lists
_REACH = 3000  # characters before and after: more than a paragraph has
_ENDS_A_SENTENCE = re.compile(r"[.?!…:;,][\"\'”’»)\]]*$")
_CONTACT = re.compile(r"\w@\w[\w-]{0,40}\.\w{2,}|\b(?:[Ff]ollow|[Cc]ontact|[Rr]each)\b.{0,60} @\w")
# the name of a photographer's agency, in a caption
_CREDIT = re.compile(
    r"[^\W\d_]/(?:\w{1,30}/)?(?:AP|AFP|Reuters|Getty|EPA|Bloomberg|Shutterstock|Newscom|"
    r"NurPhoto|Alamy|Pool|CNN)\b"
)
# "On stage:Roe sings", "STORM WATCH: Marl braces": a label and the title of another story
_LINK = re.compile(
    r"(?:[A-Z][A-Z\d’\' -]{3,60}: ?|[^:\n]{2,80}[^\W\d][\'’”?!]?[:?!])(?=[\"\'“‘A-Z])"
)


def is_crosshead(text: str, span: Span) -> bool:
    """Whether a sentence of an article's text is a heading between two paragraphs of sentences.

    So are a question that is a paragraph, a link to another story, and the caption of a picture
    with the name of an agency, and where to write to the author. The lines of a list, which
    stand one below the other, are not headings.
    """
    start, end = span
    sentence = text[start:end]
    if _CREDIT.search(sentence) or _CONTACT.search(sentence):
        return True
    if start and text[start - 1] in ":?!" and not _ENDS_A_SENTENCE.search(sentence):
        return True  # the second half of a link: "Will it rain?What to know"
    is_link = _is_link(sentence)
    is_question = sentence.endswith("?") and sentence[:1] not in "\"'“‘«"
    ends_as_prose = _ENDS_A_SENTENCE.search(sentence) and not is_question
    if not is_link and (ends_as_prose or sentence.count(" ") >= _MOST_WORDS):
        return False
    before = text[max(0, start - _REACH) : start].rstrip(" ")
    after = text[end : end + _REACH].lstrip(" ")
    if (before and not before.endswith("\n")) or (after and not after.startswith("\n")):
        return False
    if is_link:
        return True
    # two long lines one below the other are headings; two short ones are a list
    most = 2 if sentence.count(" ") >= _LONG else 1
    following = _next_paragraphs(after.split("\n"), most)
    previous = _next_paragraphs(reversed(before.split("\n")), most)
    return any(map(_is_prose, following)) and (not previous or any(map(_is_prose, previous)))


def _next_paragraphs(lines: Iterable[str], most: int) -> list[str]:
    """The first lines that have words and are no links."""
    stripped = (line.strip() for line in lines)
    return list(islice((line for line in stripped if line and not _is_link(line)), most))


def _is_link(line: str) -> bool:
    return _LINK.match(line) is not None and not _ENDS_A_SENTENCE.search(line)


def _is_prose(paragraph: str) -> bool:
    return bool(_ENDS_A_SENTENCE.search(paragraph))
