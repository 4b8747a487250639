"""A byline as written -> the names in it, without job titles, outlets, places, dates and labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rag.articles.text.clean import normalize
from rag.language.english.person_names import GIVEN_NAMES, PARTICLES
from rag.names.folding import begins_as_name
from rag.names.institutions import is_institution
from rag.names.people import is_debris
from rag.names.states import is_place

_LONGEST = 1_000  # characters; a longer one is not a byline
_LABEL = re.compile(
    r"^(?i:(?:(?:an?|the|written|reported|report|reporting|story|words|text|article|analysis"
    r"|opinion|comment|interview|exclusive|review|posted|published|submitted) ){0,3}by\b|authors?\b"
    r"|autor(?:in|es|a)?\b|auteurs?\b|byline\b|(?:words?|text|report|reporters?|story|writers?):)"
    r":?\s*|^(?:Von|Par|Por)(?= [A-Z]\S* [A-Z])"
)
# what follows the authors: other work on the article, its dates, and how long it takes to read
_REST = re.compile(
    r"\b(?:updated|published|posted on|last (?:updated|modified)|first published|modified"
    r"|additional|(?:with )?(?:reporting|contributions?) (?:by|from)|contributed|contributing by"
    r"|photo\w*|pictures?|images?|illustrat\w+|edit(?:ed|ing)|translat\w+|graphics?|video|audio"
    r"|produced|compiled|reviewed|fact.checked|as told to|read time|follow|special to"
    r"|is an?"
    r"|on (?=(?:mon|tues|wednes|thurs|fri|satur|sun)day|[a-z]{3,9} \d|\d)"
    r"|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|january|february|march(?= \d)|april(?= \d)|may(?= \d)|june(?= \d)|july|august(?= \d)"
    r"|september|october|november|december)\b|\d",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"<[^<>]*>|[^\s@]{1,80}@\S{1,80}|(?<!\w)@\w+|https?://\S+|www\.\S+")
_NAMED_BEHIND = re.compile(
    r"[^\s@]++@\S++\s+\(([^()]*)\)"
)  # "ida@post.example (Ida Falk)", as RSS has it
# a list as a table holds it: "['Ida Falk', 'Tom Lund']"
_LIST = re.compile(r"\[(\s*[\"'][^\[\]]*[\"']\s*)\]")
_LIST_MARKS = re.compile(r"\"|(?<!\w)'|'(?!\w)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# "Analysis Ida Falk", where a page shows two lines as one
_KIND = re.compile(
    r"^(?:Analysis|Opinion|Exclusive|Commentary|Perspective|Column|\w+['’][sS]) (?=\S+ \S)"
)
_SUFFIX = re.compile(r",\s+(?=(?:Jr|Sr|II|III|IV)\b)")
_DEGREE = re.compile(
    r",\s*(?:Ph\.?\s?D|M\.?D|D\.?Phil|MBA|MPH|J\.?D|RN|MP|MEP|QC|KC|Esq)\b\.?", re.IGNORECASE
)
_BETWEEN_GROUPS = re.compile(r"(?<!\s)(?:\s*[;|·•/\n]\s*|\s+-+\s+|\s*[–—]+\s*)")
_BETWEEN_PEOPLE = re.compile(r"(?<!\s)(?:(?:^|,?\s+)(?:and|with|AND|WITH|und|et|by|BY)\s+|\s*&\s*)")
# "for The Post", "in Oslo": where somebody works, or writes from
_WHERE = re.compile(r"(?<!\s)\s+(?:[Ff]or|[Aa]t|in|from|of|FOR|AT|IN|FROM|OF)\s+.*", re.DOTALL)
_ROLES = frozenset(
    """
    admin administrator agencies agency analyst anchor anonymous assistant associate author authors
    blogger board bureau cartoonist chair chairman chief columnist commentator contributor
    contributors copywriter correspondent correspondents critic deputy desk director economist
    editor editorial editors essayist executive expert fellow founder freelance freelancer guest
    head historian host intern journalist journalists lead lecturer manager moderator newsroom
    officer partner photographer photojournalist presenter president producer producers professor
    publisher redaktion reporter reporters researcher reviewer specialist staff strategist stringer
    team trainee unknown user videographer webmaster writer writers
    """.split()
)
# ranks and subjects, with which a job title begins, and so a name before it ends
_RANKS = frozenset(
    """
    senior junior chief staff deputy assistant associate contributing freelance special lead
    managing executive former guest principal acting digital investigative opinion news sports
    business health science political politics culture arts world national foreign local crime
    education climate environment technology tech data investigations features travel food economics
    finance media royal legal diplomatic defence defense security religion transport energy housing
    city metro state regional general breaking justice
    """.split()
)
# what pages show beside their bylines
_NAVIGATION = frozenset(
    """
    navigation links share comments comment subscribe newsletter profile bio facebook twitter
    instagram linkedin whatsapp email follow read watch listen
    """.split()
)
_AGENCIES = "ap afp bbc cnn npr upi dpa efe ansa tass nrk".split()
_OFFICE = re.compile(
    r"\b(?:News|Times|Post|Press|Agency|Network|Reuters|Journal|Magazine|Gazette|Herald|Tribune"
    r"|Chronicle|Daily|Weekly|Observer|Telegraph|Guardian|Mail|Service|Services|Media|Radio|TV"
    r"|Television|Broadcasting|Wire|Newswire|Online|Today|Xinhua|Bloomberg|Interfax|Agence"
    r"|Newspaper|Newspapers|Review|Standard|Sun|Star|Globe|Mirror|Courier|Dispatch|Examiner"
    r"|Inquirer|Enquirer|Bulletin|Editorial|Institute|University|College|Company|Corporation"
    rf"|Foundation|Inc|Ltd|LLC|GmbH|(?i:{'|'.join(_AGENCIES)}))\b|^The\b"
)
_FIRST_OF_PLACES = frozenset(
    """
    new san santa santo los las el la le saint st north south east west northern southern eastern
    western central upper lower port fort cape mount rio hong tel kuala buenos addis sao washington
    """.split()
)
_NAME = re.compile(r"[^\W\d_](?:[\w.'’`-]*[\w.])?", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline names, each name once, in the order of the byline."""

    people: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()  # agencies, outlets, editorial boards
    single: tuple[str, ...] = ()  # names of one word, and what is not known for a name

    @property
    def authors(self) -> tuple[str, ...]:
        """The people; the offices if there are none; else whatever is left."""
        return self.people or self.offices or self.single


def read_byline(bylines: str | Iterable[str], *, outlet: str = "") -> Byline:
    """Read one byline, or a list of them. The outlet itself is not an author."""
    lines = [bylines] if isinstance(bylines, str) else list(bylines)
    people: dict[str, str] = {}
    offices: dict[str, str] = {}
    single: dict[str, str] = {}
    for line in lines:
        for part in _split_parts(line):
            name = _drop_role(part)
            if _drop_article(name) in {"", "the", _drop_article(outlet)}:
                continue
            kind = people if _is_person(name) else offices if _is_office(name) else single
            kind.setdefault(name.casefold(), name)
    return Byline(tuple(people.values()), tuple(offices.values()), tuple(single.values()))


def _drop_article(name: str) -> str:
    return name.casefold().removeprefix("the ")


def is_role(text: str) -> bool:
    """Whether a text is a job title: "Senior Reporter", "Norddal correspondent", "Staff"."""
    words = _lower_words(text)
    return bool(set(words) & _ROLES) and not _starts_with_name(text)


def _split_parts(line: str) -> list[str]:
    """The names, job titles and places that a byline lists."""
    line = normalize(line)[:_LONGEST]
    if listed := _LIST.fullmatch(line.strip()):
        line = _LIST_MARKS.sub("", listed[1])
    if mail := _NAMED_BEHIND.fullmatch(line.strip()):
        line = mail[1]
    line = _DEGREE.sub("", _SUFFIX.sub(" ", _BRACKETS.sub(" ", _CONTACT.sub(" ", line))))
    parts: list[str] = []
    for group in _BETWEEN_GROUPS.split(line):
        text = _LABEL.sub("", group.strip(" ,:"), count=1)
        rest = _REST.search(text)
        text = (text[: rest.start()].rstrip("([-–—. ") if rest else text).strip(" ,:")
        if turned := _turn_name(text):
            parts.append(turned)
            continue
        for piece in text.split(","):
            # "Health and Science Editor" is one job title
            pieces = _BETWEEN_PEOPLE.split(piece.strip())
            if is_role(piece) and not any(_is_person(_drop_role(person)) for person in pieces):
                pieces = [piece]
            parts += [_WHERE.sub("", f" {person}") for person in pieces]
    return [tidy for part in parts if (tidy := " ".join(part.split()).strip(" ,:"))]


def _turn_name(text: str) -> str | None:
    """ "Falk, Ida" -> "Ida Falk"."""
    surname, comma, given = (side.strip() for side in text.partition(","))
    words = given.split()
    *particles, last = surname.split() or [""]
    if not comma or not last or not 1 <= len(words) <= 3 or not set(particles) <= PARTICLES:
        return None
    known = words[0].casefold().strip(".") in GIVEN_NAMES or len(words) == 1
    initials = all(len(word.strip(".")) == 1 for word in words[1:])
    if not known or not initials or is_role(given) or is_role(surname) or is_place(given):
        return None
    return f"{given} {surname}"


def _drop_role(part: str) -> str:
    """Cut a job title from before or behind a name; "" for a job title alone."""
    words = _KIND.sub("", part).split()
    if _simplify(words[-1]) in _AGENCIES and _is_person(" ".join(words[:-1])):
        del words[-1]
    part = " ".join(words)
    roles = [at for at, word in enumerate(words) if set(_lower_words(word)) & _ROLES]
    if not roles:
        return " ".join(words[:2]) if _is_name_with_office(words) else part
    behind = " ".join(words[roles[-1] + 1 :])
    if len(words) - roles[-1] <= 4 and _is_person(behind):
        return behind
    first = next(at for at, word in enumerate(words) if set(_lower_words(word)) & (_ROLES | _RANKS))
    before = " ".join(words[:first])
    if _starts_with_name(part):
        return " ".join(words[:2]) if _is_name_with_office(words[:first]) else before
    # "Olaf Nyman Senior Reporter", but a subject ("Northern Ireland Editor") is not a name
    ranked = set(_lower_words(words[first])) & _RANKS
    return before if _is_office(before) or (ranked and _is_person(before)) else ""


def _is_name_with_office(words: list[str]) -> bool:
    return len(words) > 2 and _starts_with_name(" ".join(words)) and _is_office(" ".join(words[2:]))


def _is_person(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 6 or is_place(text) or not all(map(_NAME.fullmatch, words)):
        return False
    if _is_office(text) or is_role(text) or is_debris(text):
        return False
    if {_simplify(word) for word in words} & _NAVIGATION or {*map(_simplify, words)} <= _RANKS:
        return False
    if all(word.islower() for word in words):
        return words[0] in GIVEN_NAMES
    name_words = [word for word in words if word.casefold().strip(".") not in PARTICLES]
    if not all(map(begins_as_name, name_words)) or not name_words:
        return False
    return _starts_with_name(text) or _simplify(words[0]) not in _FIRST_OF_PLACES


def _is_office(text: str) -> bool:
    if _starts_with_name(text) and len(text.split()) == 2:
        return False  # somebody may be called Emily Post
    return bool(_OFFICE.search(text)) or is_institution(text)


def _starts_with_name(text: str) -> bool:
    words = text.split()
    return (
        len(words) >= 2 and words[0].casefold() in GIVEN_NAMES and _simplify(words[1]) not in _ROLES
    )


def _lower_words(text: str) -> list[str]:
    return [_simplify(word) for word in re.split(r"[\s-]+", text)]


def _simplify(word: str) -> str:
    return word.casefold().strip(".,:’'\"()")
