"""Text from the web -> paragraphs parted by empty lines, without debris.

A line is dropped only if all of it is debris: an advertisement, a pointer to another article, a
credit. In doubt it stays: debris is a nuisance, but a lost sentence is a wrong answer.
"""

from __future__ import annotations

import html
import re
import unicodedata

from rag.articles.text.wrapped_lines import join_wrapped_lines
from rag.language.cues import COMMON_FORMS

_LINE_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d?);")
_SPACES = re.compile(r"[^\S\n]+")
# Controls, soft hyphens, marks of text direction and spaces of no width are not seen, but make
# equal words differ. The joiners U+200C and U+200D stay: Persian words and emoji need them.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_CUT_BY_SOFT_HYPHEN = re.compile(r"(?<=\w)\xad[^\S\n]*\n[^\S\n]*(?=\w)")
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # half a character, as broken JSON escapes leave it


def clean(text: str) -> str:
    """Return the text's paragraphs, parted by empty lines, without debris.

    Lines that were wrapped at a fixed width become paragraphs again. In other texts each line is a
    paragraph. Cleaning a clean text changes nothing.
    """
    # what is dropped may uncover more debris, so cleaning goes on until nothing changes
    while (cleaned := _clean_once(text)) != text:
        text = cleaned
    return cleaned


def normalize(text: str) -> str:
    """Return the text in NFC, with plain spaces and line feeds, without unseen characters."""
    text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    text = _CUT_BY_SOFT_HYPHEN.sub("", _LINE_BREAKS.sub("\n", text))
    text = without_surrogates(_UNSEEN.sub("", text))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text))


def without_surrogates(text: str) -> str:
    """Return the text with a replacement character for each half of a character."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def clean_line(text: str) -> str:
    """Return one line without white space around it, heading marks, links and images."""
    return _drop_links(_HEADING.sub("", text.strip())).strip()


def _clean_once(text: str) -> str:
    paragraphs = [
        paragraph for block in join_wrapped_lines(_split_blocks(text)) for paragraph in block
    ]
    kept = (_drop_credit(paragraph) for paragraph in paragraphs if not is_debris(paragraph))
    return "\n\n".join(paragraph for paragraph in kept if paragraph)


def _split_blocks(text: str) -> list[list[str]]:
    """Lines without empty ones between them; a line keeps one space of its indentation.

    A heading is a block of its own.
    """
    blocks: list[list[str]] = [[]]
    for raw in normalize(text).split("\n"):
        cleaned = clean_line(raw)
        heading = bool(_HEADING.match(raw.strip()))
        if (heading or not cleaned) and blocks[-1]:
            blocks.append([])
        if cleaned:
            blocks[-1].append(f" {cleaned}" if raw.startswith(" ") else cleaned)
        if heading:
            blocks.append([])
    return blocks


# --- markdown ----------------------------------------------------------------------------------

_HEADING = re.compile(r"^(?:#{1,6}\s+)+")
_TARGET = (
    r"\(\s*<?(?:#|https?://|mailto:|/|\./)(?:[^()\s]|\([^()\s]*\))*>?(?:\s+\"[^\"\n]*\")?\s*\)"
)
_LABEL = r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
_IMAGE = re.compile(rf"!{_LABEL}(?:{_TARGET}|\([^()\s]*\))")
_LINK = re.compile(_LABEL + _TARGET)


def _drop_links(text: str) -> str:
    if "](" not in text:
        return text
    return _SPACES.sub(" ", _LINK.sub(r"\1", _IMAGE.sub("", text)))


# --- lines that are debris ---------------------------------------------------------------------

_RULES = frozenset("-–—―−_=~*•·#|/\\<>+")  # what separators are made of, with dots and spaces
_POINTER = re.compile(
    r"(?:[►▶•*→>|-]\s*)?(?:related(?: (?:article|story|content|news|coverage|reading|stories))?s?"
    r"|(?:also )?read(?: (?:more|also|next|this))?(?: here)?|see also|more|watch(?: more)?"
    r"|recommended(?: (?:article|story|reading|for you))?s?|you (?:may|might) also like)"
    r"\s*(?::\s*(?P<headline>.*))?",
    re.IGNORECASE,
)
# lines that are buttons; `Related`, `More` or `Watch` alone may be a heading
_BUTTON = re.compile(
    r"\W*(?:(?:also )?read (?:more|also|next)(?: here)?|also read|see also"
    r"|related (?:articles?|story|stories)"
    r"|share(?: this(?: article| story| post)?| on \w+(?:(?:,| and|, and) \w+)*)?"
    r"|follow us on \w+(?:(?:,| and|, and) \w+)*"
    r"|(?:advertisement|sponsored content)(?:\W+(?:(?:article|story) continues below"
    r"|scroll(?: down)? to continue(?: reading)?))?"
    r"|(?:article|story) continues (?:below|after)(?: (?:this )?ad(?:vertisement)?)?"
    r"|subscribe(?: now)?)\W*",
    re.IGNORECASE,
)
# "Get our news in your inbox. Sign up here." is debris, "Roe urged all to sign up" is not
_SIGN_UP = re.compile(
    r"^(?:[Pp]lease )?(?:[Ss]ign up|[Ss]ubscribe)\b"
    r"|(?:[.?!:)►•]\s*|\b[Nn]ewsletter )(?:Sign up|Subscribe)\b"
    r"|\binbox, sign up\b|\b[Yy]ou can (?:also )?(?:sign up|subscribe)\b"
)
_BY_MAIL = re.compile(r"\b(?:newsletters?|inbox)\b", re.IGNORECASE)
_TO_READERS = re.compile(
    r"\b(?:you|your|our|us|newsletters?|inbox|subscri\w+|sign up)\b|^(?:Explore|Get|Join|Listen)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(rf"\b(?:{'|'.join(sorted(COMMON_FORMS))}|say|saying|tell)\b", re.IGNORECASE)
_FULL_STOP = re.compile(r"\.[\"'”’)\]]*$")
_SENTENCE_END = re.compile(r"(?<!Dr)(?<!Mr)(?<!Mrs)(?<!Ms)[.?!]['\"’”)]*(?:\s+|$)")
_LONGEST_DEBRIS = 250  # characters; longer lines are prose


def is_debris(paragraph: str) -> bool:
    """Whether a whole line is a separator, an advertisement, a pointer elsewhere or a credit."""
    marks = set(paragraph)
    if marks & _RULES and marks <= _RULES | {".", " "}:
        return True
    if len(paragraph) > _LONGEST_DEBRIS:
        return False
    if _BUTTON.fullmatch(paragraph):
        return True
    if _is_invitation(paragraph):
        return not _SPEECH.search(paragraph)
    return is_pointer(paragraph) or bool(_CREDIT_LINE.fullmatch(paragraph))


def _is_invitation(paragraph: str) -> bool:
    """Whether each sentence of a paragraph asks its readers to order a newsletter."""
    if not _SIGN_UP.search(paragraph) or not _BY_MAIL.search(paragraph):
        return False
    return all(
        _TO_READERS.search(sentence) for sentence in _SENTENCE_END.split(paragraph) if sentence
    )


def is_pointer(paragraph: str) -> bool:
    """Whether a line names another article: `Read more: Talks resume`, with no full stop."""
    match = _POINTER.fullmatch(paragraph)
    return bool(match and match["headline"] is not None and not _FULL_STOP.search(paragraph))


# --- credits -----------------------------------------------------------------------------------

_AGENCY = (
    r"(?:The )?(?:AP(?: Photo| Images)?|Associated Press|Reuters|REUTERS|AFP|EPA(?:-EFE)?"
    r"|Getty(?: Images)?(?: [A-Z]\w+){0,3}|Shutterstock|Alamy(?: Stock Photo)?|[Ff]lickr"
    r"|Wikimedia(?: Commons)?|TASS|RIA Novosti|Xinhua|Anadolu(?: Agency| Images)?|NurPhoto"
    r"|SOPA Images|ZUMA(?: Press)?(?: Wire)?|iStock|UPI|Kyodo(?: News)?)"
)
# names that are also words, companies or countries count only behind a slash or in brackets
_ALSO_AGENCY = (
    r"(?:AA|CNN|PA(?: Wire| Images| Media)?|dpa|Bloomberg|Sputnik|Pool|POOL|Handout|File)"
)
# a capitalised word; a full stop only behind initials, so that no sentence is taken for a name
_NAME = r"(?:(?:(?![a-z\d_])\w\.){1,3}|(?:Jr|Sr|St)\.|(?![a-z\d_])\w[\w'’&-]*)"
_NAMES = rf"{_NAME}(?: (?:{_NAME}|de|van|von|der|el|al|of|the|for)){{0,6}}"
_JOINT = r"(?:\s*/\s*|,? via |, )"
_BY_AGENCY = rf"{_AGENCY}(?:{_JOINT}(?:{_AGENCY}|{_ALSO_AGENCY}|{_NAMES}))*"
_BY_NAME = (
    rf"{_NAMES}(?:{_JOINT}{_NAMES}){{0,3}}?\s*(?:/|,? via )\s*(?:{_AGENCY}|{_ALSO_AGENCY})"
    rf"(?:{_JOINT}(?:{_AGENCY}|{_ALSO_AGENCY}))*"
)
_LABELLED = (
    r"(?:(?:[Ff]ile )?(?:[Pp]hoto(?:graph)?s?|[Ii]mages?|[Pp]ictures?)(?: [Cc]redits?|"
    r" [Cc]ourtesy(?: of)?)?|[Cc]redits?)"
    rf"(?:\s*:\s*| by )(?:[Cc]ourtesy (?:of )?)?{_NAMES}(?:(?:{_JOINT}|\s+and ){_NAMES}){{0,4}}"
)
_LICENCE = r"[^.!?\"“”()]{1,100}\(?\bCC(?:[ -]BY(?:[ -](?:NC|SA|ND))*|0)(?: \d\.\d)?\)?"
_CREDIT = rf"(?:{_BY_AGENCY}|{_BY_NAME}|{_LABELLED})"
_CREDIT_LINE = re.compile(rf"\(?{_CREDIT}\)?\.?|{_LICENCE}")
_CREDIT_IN_BRACKETS = rf"[(\[](?:{_CREDIT}|{_ALSO_AGENCY}|{_LICENCE})[)\]]"
_CREDIT_AT_END = re.compile(rf"(?<=[.!?\"”])\s*(?:{_CREDIT_IN_BRACKETS}|(?<=\s){_BY_NAME})$")
_LONGEST_CREDIT = 120  # characters


def _drop_credit(paragraph: str) -> str:
    """Cut `(AP)` or `Jane Doe/Reuters` from the end of a caption; its last sentence stays."""
    tail = paragraph[-_LONGEST_CREDIT:]
    # a credit has a bracket, a slash or the word "via"
    if not re.search(r"[/)\]]| via ", tail):
        return paragraph
    if credit := _CREDIT_AT_END.search(tail):
        return paragraph[: len(paragraph) - len(tail) + credit.start()].rstrip()
    return paragraph
