"""What a reader sends -> a question, earlier questions and names that can be read, or an error."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from rag.errors import QuestionError
from rag.notice import Notice
from rag.records import Filters
from rag.search.topic import find_names

LONGEST_QUESTION = 2000  # characters; a longer text is refused
LONGEST_NAME = 300  # characters of a speaker or an outlet that a question is restricted to
MOST_HISTORY = 30  # earlier questions that are read, the latest ones
LONGEST_HISTORY = 4000  # characters of all earlier questions that are read


def clean_filters(filters: Filters) -> Filters:
    """Filters without stray white space in the speaker's name.

    Raises QuestionError for days in the wrong order, or for a name that is too long.
    """
    first, last = filters.dates.first, filters.dates.last
    if first and last and last < first:
        raise QuestionError(
            Notice("no day lies from {first} to {last}", first=f"{first}", last=f"{last}"),
            hint=Notice("give the earlier day first"),
        )
    for name in (filters.speaker, filters.outlet):
        check_name(name or "")
    return replace(filters, speaker=" ".join((filters.speaker or "").split()) or None)


def check_name(name: str) -> None:
    """Raise QuestionError for a name of over 300 characters."""
    if len(name) > LONGEST_NAME:
        raise QuestionError(
            Notice(
                "the name has {number:,} characters, at most {most:,} are read",
                number=len(name),
                most=LONGEST_NAME,
            ),
            hint=Notice("give the name as the articles write it"),
        )


def choose_latest(history: Sequence[str]) -> list[str]:
    """The latest earlier questions, oldest first, within the limits of number and length."""
    kept: list[str] = []
    budget = LONGEST_HISTORY
    for before in reversed(history):
        if not before.strip():
            continue
        cleaned = clean(before)
        budget -= len(cleaned)
        if budget < 0 or len(kept) == MOST_HISTORY:
            break
        kept.append(cleaned)
    return kept[::-1]


def clean(question: str) -> str:
    """The question without control characters, and of several sentences the last that asks.

    Raises QuestionError for an empty question or one of over 2,000 characters.
    """
    return divide(question)[-1]


def divide(question: str) -> list[str]:
    """The last sentence that asks, cleaned, after the sentences before it.

    What follows that sentence is left out. Without a question mark the text is one sentence. Raises
    QuestionError for an empty question or one of over 2,000 characters.
    """
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            Notice(
                "the question has {number:,} characters, at most {most:,} are read",
                number=len(question),
                most=LONGEST_QUESTION,
            ),
            hint=Notice("ask about one thing, in one or two sentences"),
        )
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", question)
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    divided = _divided(re.sub(r" +", " ", visible).strip())
    if not re.search(r"\w", divided[-1]):
        raise QuestionError(
            Notice("the question is empty"),
            hint=Notice('ask, for example: "What did Lavrov say about NATO?"'),
        )
    return divided


def _divided(text: str) -> list[str]:
    """ "Thanks! What did he say? I need it for today." -> "Thanks!", "What did he say?"."""
    sentences: list[str] = []
    for part in _SENTENCE_END.split(text):
        # "How many signed? the petition for a bridge": the same sentence goes on
        goes_on = bool(sentences) and part[:1].islower() and sentences[-1][:1].isupper()
        # what stands before a full stop is often all that says what "it" is
        if goes_on or (sentences and sentences[-1].endswith(".") and not _is_aside(sentences[-1])):
            sentences[-1] += f" {part}"
        else:
            sentences.append(part)
    asking = [
        at
        for at, sentence in enumerate(sentences)
        if sentence.endswith("?") or (at and _ASKS.match(sentence))
    ]
    sentences = sentences[: asking[-1] + 1] if asking else [text]
    return [*sentences[:-1], _clean_last(sentences[-1])]


def _is_aside(sentence: str) -> bool:
    """Whether a sentence is only about who asks: "I am writing about this."."""
    return bool(_OF_WHO_ASKS.search(sentence)) and not find_names(_OF_WHO_ASKS.sub("", sentence))


def _clean_last(sentence: str) -> str:
    """The sentence that asks, without what is polite and what asks how to answer."""
    if sentence.isupper() and len(sentence.split()) >= _SHOUTED:
        sentence = sentence.lower()
    bare = _THANKED.sub("", _GREETED.sub("", sentence))
    bare = _without_manner(_INDIRECT.sub("", bare if re.search(r"\w", bare) else sentence))
    bare = _TELL_ABOUT.sub("tell me about ", bare)
    return _IMPERATIVE.sub(lambda verb: verb.group().lower(), bare)


def _without_manner(sentence: str) -> str:
    """A sentence without what it says of the answer's form: "in two sentences", "with sources".

    Every answer is short, word for word, and has its sources.
    """
    bare = _MANNER.sub("", _IN_ARTICLES.sub("", sentence))
    return bare if re.search(r"\w", bare) else sentence


# "Could you tell me who won?": the question is "who won?"
_INDIRECT = re.compile(
    r"\A(?:(?:hi|hello|hey|ok(?:ay)?|so|well|please|pls)[,!]? ){0,3}"
    r"(?:(?:can|could|would|will) (?:you|u|anyone) (?:please |kindly )?"
    r"(?:tell me|explain(?: to me)?|let me know|find out)"
    r"|do you (?:happen to )?know|any idea|(?:please )?(?:tell me|let me know|explain|find out)"
    r"|i(?:['’]d| would) (?:like|love) to (?:know|find out|learn)"
    r"|i (?:want|need|wanted) to (?:know|find out)|i(?: am|['’]m| was)? wonder(?:ing)?),? "
    r"(?=(?:whom?|whose|what|which|when|where|why|how)\b)",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"[, ]+(?:in (?:about |at most |under )?"
    r"(?:an?|one|two|three|four|five|six|ten|\d{1,4}|a few|some) (?:short |brief |bullet |simple )?"
    r"(?:sentences?|words?|lines?|points?|bullets?|paragraphs?)"
    r"|in (?:brief|a nutshell|bullet points|plain english|simple (?:terms|words))|briefly|shortly"
    r"|(?:and )?(?:with|give|include|cite|add|show)(?: me)? (?:the |your |all |its )?"
    r"(?:sources?|citations?|references?|links?|dates?|quotes?)"
    r"|word (?:for|by) word|verbatim|exactly as (?:it was )?said)"
    r"(?:,? (?:please|pls|too|thanks|thank you)){0,2}(?=[?.! ]*\Z)",
    re.IGNORECASE,
)
# all that is known is from the articles
_IN_ARTICLES = re.compile(
    r"\A(?:according to|based on|from|in) (?:the|this|that|these|your|all) (?:news )?"
    r"(?:articles?|texts?|stor(?:y|ies)|corpus|collection|archive|documents?|sources?|reports?),? "
    r"(?=(?:what|who|whom|whose|which|when|where|why|how|is|are|was|were|do|does|did|has|have)\b)"
    r"|,? (?:according to|based on) (?:the|this|that|these|your|all) (?:news )?"
    r"(?:articles?|texts?|stor(?:y|ies)|corpus|collection|archive|documents?|sources?|reports?)"
    r"(?=[?.! ]*\Z)",
    re.IGNORECASE,
)
_TELL_ABOUT = re.compile(
    r"\A(?:what (?:do|can) you (?:know|tell (?:me|us))|what is known"
    r"|(?:give|show|find|get) (?:me |us )?(?:some |any |more |all |the )?"
    r"(?:info|information|details|background|facts)"
    r"|(?:i (?:want|need|would like) )?(?:some |any |more )?(?:info|information|details|background)"
    r"|i (?:want|need|would like) to (?:know|learn|read|hear)(?: more| everything)?)"
    r" (?:about|on|of) (?=\S)",
    re.IGNORECASE,
)
# "List every speech": a verb, and not a name such as "List Electronics"
_IMPERATIVE = re.compile(
    r"\A(?:Compare|Count|Define|Describe|Display|Explain|Find|Get|Give|Identify|List|Mention|Name|"
    r"Outline|Provide|Quote|Search|Show|Summari[sz]e)(?= [a-z])"
)
_SHOUTED = 3  # words in capitals that are no name
_GREETED = re.compile(
    r"\A(?:(?:hi|hiya|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|ok(?:ay)?|so|"
    r"well|um+|uh|please|pls|quick question|question)(?: (?:there|all|everyone|again|bot|team))?"
    r"[,.!:;]+ |(?:hi|hello|hey|please|pls) (?=[a-z])){1,3}",
    re.IGNORECASE,
)
_THANKED = re.compile(
    r"[,.!? ]+(?:(?:please|pls|(?:many )?thanks|thank you|thx|ty|cheers)"
    r"(?: (?:a lot|so much|very much|in advance|again|for your help))?[,.! ]*){1,3}\Z",
    re.IGNORECASE,
)
_OF_WHO_ASKS = re.compile(r"\b(?:I(?:['’](?:m|ve|d|ll))?|we|my|our)\b", re.IGNORECASE)
# A full stop ends a sentence before one that asks. Elsewhere it also ends abbreviations.
_ASKING_WORDS = (
    r"(?:Who|Whom|Whose|What|Which|When|Where|Why|How|Is|Are|Was|Were|Do|Does|Did|Has|Have|Can|"
    r"Could|Would|Should|Tell|List|Name|Show|Give|Summari[sz]e|Compare|Find)"
)
_ASKS = re.compile(rf"{_ASKING_WORDS}\b")
_SENTENCE_END = re.compile(rf"(?<=[?!])\s+|(?<=[a-z\d][a-z\d][a-z\d]\.)\s+(?={_ASKING_WORDS}\b)")
