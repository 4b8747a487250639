"""The form of a question: its kind, the speaker as written, and the topic. Needs no index.

"What did Lavrov say about peacekeepers?"    speaker "Lavrov", topic "peacekeepers"
"Lavrov's position on the Iranian deal"      speaker "Lavrov", topic "the Iranian deal"
"Who said there would be no war?"            anyone, topic "there would be no war"
"How many troops are near Ukraine?"          a fact
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.english.grammar_words import PREPOSITIONS
from rag.language.sayings import BASES, PLAIN_VERBS, VERBS
from rag.records import QuestionKind
from rag.search.question.form_patterns import (
    AUXILIARY,
    CALLED,
    IS,
    PATTERNS,
    SAYING_OF,
    SPEAKING_NOUNS,
)


@dataclass(frozen=True, slots=True)
class Form:
    """A question taken apart."""

    kind: QuestionKind
    topic: str
    speaker: str | None = None  # as written; None: anyone, or the question is not about words
    anyone_else: bool = False  # "who else"


def parse_form(question: str) -> Form:
    """Split a question into its parts. A question that fits no pattern asks for a fact."""
    text = IS.sub(r"\1 is", question.strip().rstrip("?!. ").strip())
    if text.isupper():
        text = text.lower()
    if CALLED.fullmatch(text):
        return Form(QuestionKind.FACT, text)
    compared = _COMPARED.fullmatch(text)
    for kind, pattern in PATTERNS:
        match = pattern.match(compared.group("whose") if compared else text)
        if match is None:
            continue
        parts = match.groupdict()
        speaker = _speaker(parts.get("speaker"))
        if speaker == "" or _names_a_thing(text, match) or _is_passive(match):
            continue
        others = bool(parts.get("else")) or (parts.get("speaker") or "").lower() in _OTHERS
        return Form(kind, _topic(parts), speaker, anyone_else=others)
    return Form(QuestionKind.FACT, text)


def _speaker(text: str | None) -> str | None:
    """A speaker as written; None if anyone is meant; "" if the text cannot be a speaker."""
    if text is None:
        return None
    text = re.sub(r"['’]s (?=and )", " ", text)  # "Roe's and Poe's views"
    text = _ONE_OF.sub("", _NEGATIONS.sub("", _ADVERBS.sub("", text)).strip(" ,"))
    text = _HAVE_TO.sub("", _BEFORE_VERB.sub("", _THING_SAID.sub("", text)))
    if not text:
        return ""  # "What was not said?": nobody is named, and nothing that was said answers
    if text.lower() in _ANYONE | _OTHERS:
        return None
    words = text.split() or [""]
    if len(words) > 1 and words[0].lower() in {"who", "what", "which", "there"}:
        return ""  # "Who did" of "Who did not speak?", "there people who" of "Are there people who"
    if text.lower() in _NOBODY or len(words) > _LONGEST_NAME or words[-1] in PREPOSITIONS:
        return ""
    if (
        words[-1].endswith(("'s", "’s"))
        or VERBS.intersection(words[:-1] if words[-1] in SPEAKING_NOUNS else words)
        or (text[0].islower() and AUXILIARY.match(text))  # "Will Smith" is a name
        or SAYING_OF.search(text)
        or _SAYING_TO.search(text)
    ):
        return ""  # more than a name: "Lavrov say about NATO", "the reaction to Lavrov"
    if _TIME.search(text):
        return ""  # "the word of the year", "the quote of 2015"
    if _NO_NOUN.fullmatch(text):
        return ""  # less than one: "the next" of "the next state visit"
    return text


def _names_a_thing(text: str, match: re.Match[str]) -> bool:
    """Whether the matched verb is a noun: "When was the last state visit?"."""
    parts = match.groupdict()
    if parts.get("speaker") is None or (parts.get("verb") or "") not in BASES:
        return False
    return text[: match.start("speaker")].split()[-1:] in _BEING


def _is_passive(match: re.Match[str]) -> bool:
    """Whether others say something of the subject: "Is Roe expected to win?"."""
    parts = match.groupdict()
    if _THING_SAID.match(parts.get("speaker") or "") and parts["verb"] in PLAIN_VERBS:
        return False  # "What is the latest that Roe said about it?"
    being = (parts.get("aux") or "").lower() in _BE_FORMS
    topic = (parts.get("topic") or "").strip()
    return being and not (parts["verb"] or "").endswith("ing") and not topic.startswith("as ")


def _topic(parts: dict[str, str | None]) -> str:
    topic = (parts.get("topic") or "").strip(" ,:")
    topic = clean_topic(_INTRODUCTION.sub("", topic).strip(' ,:"“”'))
    verb = (parts.get("verb") or "").lower()
    reacts = verb in _REACTING and bool(topic) and parts.get("asked") is not None
    if verb and verb not in PLAIN_VERBS and not reacts:
        topic = f"{verb} {topic}".strip()
    counted = _COUNTED.fullmatch(parts.get("asked") or "")
    return f"{topic} {counted.group('noun')}".strip() if counted else topic


def clean_topic(topic: str) -> str:
    """A topic without the order; empty if it only says which words are asked for: "next"."""
    topic = _ORDER.sub("", topic)
    return "" if _NO_TOPIC.fullmatch(topic) else topic


# "How did Roe react to the tax?": what Roe says of it is a reaction, whatever its verb
_REACTING = {"feel", "react", "reacted", "reply", "replied", "respond", "responded"}
_LONGEST_NAME = 9  # words
_ANYONE = {"been", "anyone", "anybody", "people", "someone", "somebody", "everyone", "everybody"}
_ANYONE |= {"they all", "any person", "different people", "various people", "a person"}
_OTHERS = {"others", "other people", "the others", "everyone else", "everybody else"}
_OTHERS |= {"anyone else", "anybody else", "someone else", "somebody else"}
_NOBODY = {"it", "there", "you", "we", "i", "one"}
_NOBODY |= {"nobody", "no one", "no-one", "none", "not been"}
_NOBODY |= {
    f"{article}{noun}"
    for article in ("the ", "an ", "this ", "these ", "your ", "any ", "")
    for noun in (
        *("article", "articles", "report", "reports", "text", "texts", "story", "stories"),
        *("corpus", "collection", "archive", "database", "news", "coverage"),
    )
}
_NO_NOUN = re.compile(
    r"(?:an?|the|this|that|these|those|its|his|her|their)"
    r"(?: (?:last|next|first|second|third|latest|new|newest|previous|recent|current|planned))?",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:day|week|weekend|month|year|season|decade|century|(?:19|20)\d{2})$", re.IGNORECASE
)
_BEING = (["is"], ["are"], ["was"], ["were"])  # no verb follows these as it stands
_BE_FORMS = {"is", "are", "was", "were"}
# "doses" of "How many more doses did Roe promise?"
_COUNTED = re.compile(
    r"\s*(?:many|much|(?:kind|sort)s? of)\s+(?:more\s+)?(?P<noun>[\w’' -]{3,40})", re.IGNORECASE
)
_SAYING_TO = re.compile(
    r"\b(?:answer|attitude|objection|opposition|reaction|reply|replies|response)s?\s+(?:of|to)\b"
)
_COMPARED = re.compile(r"(?P<whose>how (?:do|does|did) .+['’ ].+) compare", re.IGNORECASE)
_ADVERBS = re.compile(
    r"\b(?:each|both|ever|also|actually|really|exactly|recently|publicly|then|just|once|later|specifically)\b"
)
# "last" of "What did Roe last say?", "openly" of "What did Roe openly admit?"
_BEFORE_VERB = re.compile(
    r"(?<=\S)\s+(?:last|first|even|still|again|earlier|"
    r"(?!(?:family|ally|assembly|monopoly|company|bully|butterfly)$)[a-z]{3,}ly)$"
)
_HAVE_TO = re.compile(r"(?<=\S)\s+ha(?:ve|s|d)\s+to$")  # "What did Roe have to say?"
# "the last thing that" of "the last thing that Roe said"
_THING_SAID = re.compile(
    r"(?:the\s+)?(?:latest|last|newest|most recent|first|only|main|best|worst)\s+"
    r"(?:(?:things?|words?|comments?|news)\s+)?(?:that\s+)?(?=[A-Z])"
)
# "What did Roe not say?": nobody is called "Roe not"
_NEGATIONS = re.compile(r"(?-i:\b(?:not|never)(?! been\b)\b)|\b\w+n['’]t\b(?=\s|$)", re.IGNORECASE)
_ORDER = re.compile(
    r"(?:,| -)? (?:the )?(?:newest|latest|most recent|oldest|earliest)(?: ones?)? first$"
    r"|,? sorted by (?:date|day|time)$",
    re.IGNORECASE,
)
# "What did Roe say next?", "Roe latest"
_NO_TOPIC = re.compile(
    r"(?:next|then|first|last|lastly|latest|again|after(?:wards| that)?|before(?: that)?|there|so|"
    r"today|exactly|precisely|in (?:full|detail|total|all|general|particular)|overall|all in all|"
    r"anything|something|at all|to|that|lately|recently|most recently)",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"^(?:any|some)(?:one|body) (?:from|at) ", re.IGNORECASE)  # "anyone at NASA"
_INTRODUCTION = re.compile(
    r"^(?:(?:that|anything|something|much|out|back|(?:him|her|it)self|themselves|to be saying|"
    r"as saying|saying|when asked|most recently|recently|lately|"
    r"what(?=\s+(?:about|on|of|regarding|concerning)\b))\s+)*"
    r"(?:(?:about|on|of|regarding|concerning|as regards|with regard to|in regard to|as to|to|at|"
    r"towards?|over|for|when it comes to|in response to|with respect to|by)\s+)*",
    re.IGNORECASE,
)
