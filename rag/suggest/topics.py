"""Statement -> its topics, in words that fit a question: "the Iranian nuclear deal".

There is no tagger. A phrase counts only if `noun_phrases` is sure of both its boundaries and if a
reader who does not know the article would understand it. English only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rag.language.cues import VERBS, Cue
from rag.language.english.grammar_words import AUXILIARIES, BE
from rag.language.english.stop_words import STOP_WORDS
from rag.names.folding import fold
from rag.names.people import is_title
from rag.records import Article, Statement
from rag.search.topic import find_keys
from rag.speech.grammar.tokens import Token, tokenize
from rag.suggest.noun_phrases import ARTICLES, NounPhrase, find_noun_phrases, is_noun
from rag.suggest.spelling import write_phrase
from rag.suggest.topic_words import ABOUT_ON, KNOWN, NOT_HEADS, OF_SOMETHING, OUTLETS, VAGUE


class Place(IntEnum):
    """Where a topic stands in its statement."""

    OBJECT = 0  # of the verb that reports: "accused Europe of ..."
    ABOUT = 1  # after "about", or in "On the deal, he ..."
    SUBJECT = 2  # of what is reported: "said the sanctions are ..."
    INSIDE = 3  # anywhere else


@dataclass(frozen=True, slots=True)
class Topic:
    """A noun phrase of a statement as a question names it; offsets are those of the article."""

    text: str
    start: int
    end: int
    place: Place
    keys: frozenset[str]
    score: float


def find_topics(article: Article, statement: Statement) -> list[Topic]:
    """What a statement is about, best first; empty if no phrase is certain.

    A topic is never a stop word, a pronoun, the speaker, a day, or a phrase that only the article
    explains.
    """
    words = tokenize(article.text, statement.start, statement.end, ())
    topics: dict[str, Topic] = {}
    for phrase in find_noun_phrases(words):
        inside = words[phrase.first : phrase.last + 1]
        place = _place(words, phrase, statement)
        if place is None or _is_bracketed(words, phrase):
            continue
        if not _is_clear(inside, phrase, place, article):
            continue
        text = write_phrase(article, inside, begins=_begins(words, phrase))
        if text is None or _names_speaker(text, statement) or text in OUTLETS:
            continue
        topic = _score(article, inside, text, place)
        if text not in topics or topic.score > topics[text].score:
            topics[text] = topic
    return sorted(topics.values(), key=lambda topic: (-topic.score, topic.start))


def _score(article: Article, inside: Sequence[Token], text: str, place: Place) -> Topic:
    keys = find_keys(text)
    stems = {key for key in keys if key[0] not in "@~"}
    score = {Place.OBJECT: 4.0, Place.ABOUT: 4.0, Place.SUBJECT: 3.0, Place.INSIDE: 1.0}[place]
    score += 1.0 if len(stems) > 1 else 0.0
    score -= 1.0 if len(inside) == 1 and not inside[0].capitalised else 0.0
    score += 0.5 if any(token.capitalised for token in inside[1:]) else 0.0
    in_title = len(stems & find_keys(article.title)) / max(1, len(stems))
    score += 1.5 * in_title
    score -= 0.6 if place is Place.INSIDE and not in_title else 0.0
    score += 0.3 * min(3, _count_mentions(article, inside))
    return Topic(text, inside[0].start, inside[-1].end, place, keys, score)


def _place(words: Sequence[Token], phrase: NounPhrase, statement: Statement) -> Place | None:
    """Where a phrase stands; None if it says who spoke, to whom, where or when."""
    if statement.cue is None or statement.mention is None:
        return None
    cue = [at for at, word in enumerate(words) if word.end <= statement.cue[1]]
    last = cue[-1] if cue else -1
    if _is_attributing(words, phrase, statement, last):
        return _find_introduced(words, phrase)
    reports = VERBS.get(words[last].low) if last >= 0 else None
    if reports is not None and phrase.first == last + 1 and reports.cue is Cue.JUDGE:
        return Place.OBJECT
    before = words[phrase.first - 1] if phrase.first else None
    if before is None or before.low in {"about", "regarding", "concerning"}:
        return Place.SUBJECT if before is None else Place.ABOUT
    if before.low == "on" and phrase.first > 1 and words[phrase.first - 2].low in ABOUT_ON:
        return Place.ABOUT
    earlier = words[phrase.first - 2].low if before.text in {'"', "“"} and phrase.first > 1 else ""
    if {before.low, earlier} & {"as", *BE} and words[phrase.first].low == "the":
        return None  # "This is the end of the war" is said about something else
    if before.low in {"which", "whom"}:
        return None  # "in which the economy cools": the last word may be its verb
    begins = phrase.first - 1 == last or before.text in {'"', "“", "'", "‘", ".", "?", "!", ":"}
    begins = begins or (before.low == "that" and phrase.first - 2 == last)
    return Place.SUBJECT if begins and phrase.verb_follows else Place.INSIDE


def _find_introduced(words: Sequence[Token], phrase: NounPhrase) -> Place | None:
    """The place of a phrase in "On the deal, he said ..." or "asked about the deal, he said"."""
    before = [word.low for word in words[max(0, phrase.first - 2) : phrase.first]]
    if before in (["on"], ["regarding"], ["about"], ["concerning"], ["asked", "about"]):
        return Place.ABOUT
    return None


def _is_attributing(
    words: Sequence[Token], phrase: NounPhrase, statement: Statement, last: int
) -> bool:
    """Whether a phrase says who spoke, to whom, where or when, not what was said."""
    spans = (statement.mention, statement.cue)
    start = min(span[0] for span in spans if span)
    end = max(span[1] for span in spans if span)
    first_word, last_word = words[phrase.first], words[phrase.last]
    if first_word.start < end and last_word.end > start:
        return True
    before = [word for word in words if word.end <= start]
    follows = _content_precedes(before)
    if first_word.start < start:
        return not follows
    if follows:  # “...,” said Roe, an economist at the bank. “...”
        between = [word.text for word in words if end <= word.start < first_word.start]
        return not any(mark in {'"', "“"} for mark in between)
    verb = VERBS.get(words[last].low) if last >= 0 else None
    if phrase.first == last + 1:
        return verb is not None and verb.cue is Cue.TELL
    if phrase.first == last + 2:
        tie = words[last + 1].low
        return tie in _WHERE_SAID and words[last].low not in ABOUT_ON
    return False


_WHERE_SAID = frozenset("in at on during to after before from through via by with for as".split())
_OPENS = frozenset(
    """
    in on at when after before during while as asked speaking writing for from with by despite
    since regarding about concerning later earlier
    """.split()
)


def _content_precedes(before: Sequence[Token]) -> bool:
    """Whether the words before the attribution are what was said."""
    if any(word.text in {'"', "“", "”"} for word in before):
        return True
    return len(before) > 3 and before[0].low not in _OPENS


def _is_bracketed(words: Sequence[Token], phrase: NounPhrase) -> bool:
    """Whether a phrase stands in brackets, or fills a pair of quotation marks."""
    quotes = {'"', "“", "”", "‘"}
    around = {word.text for word in words[max(0, phrase.first - 1) : phrase.first]}
    around &= quotes
    behind = [word.text for word in words[phrase.last + 1 : phrase.last + 3]]
    closed = behind[:1] if behind[:1] != [","] else behind[1:]
    if around and quotes.intersection(closed[:1]):
        return True  # the name of a book or a song
    opened = [word.text for word in words[: phrase.first] if word.text in {"(", ")", "[", "]"}]
    return opened[-1:] in (["("], ["["])


def _is_clear(inside: Sequence[Token], phrase: NounPhrase, place: Place, article: Article) -> bool:
    """Whether a reader who does not know the article understands a phrase."""
    telling = [word for word in inside if _tells(word)]
    head = inside[phrase.head - phrase.first]
    if not telling or inside[0].low in STOP_WORDS - ARTICLES:  # "There's things"
        return False
    if len(inside) == 1 and head.low in VAGUE:
        return False
    if any(word.low in _OF_CLAUSES for word in inside[:-1]):
        return False  # "the way hospital managers (handled it)"
    if head.capitalised:
        return not (len(telling) == 1 and is_title(head.text))
    if inside[0].low in {"a", "an"} and place is Place.INSIDE:
        return False  # "It is a starting point" says something; it is no topic
    rest = [word for word in telling if word is not head]
    modifiers = [word for word in inside if word.end < head.start and _modifies(word)]
    if head.low in VAGUE:
        return bool(rest) and (head.low in OF_SOMETHING or any(w in modifiers for w in rest))
    return bool(rest or modifiers) or _is_known_alone(head, inside[0], place, article)


def _is_known_alone(head: Token, first: Token, place: Place, article: Article) -> bool:
    """Whether a noun is clear by itself or with its article: "the economy", "immigration"."""
    in_title = head.low in article.title.lower()
    if first.low == "the":
        return head.low in KNOWN or (head.low.endswith("s") and in_title)
    return first is head and (in_title or place in {Place.ABOUT, Place.OBJECT})


def _modifies(word: Token) -> bool:
    return word.low not in ARTICLES | NOT_HEADS and is_noun(word)


_OF_CLAUSES = frozenset("way time moment day reason thing fact".split())


def _tells(word: Token) -> bool:
    if not word.low[:1].isalpha() or word.low in {"the", "a", "an", "of", "'s", "and"}:
        return False
    return word.capitalised or word.low not in VAGUE | NOT_HEADS | AUXILIARIES


def _begins(words: Sequence[Token], phrase: NounPhrase) -> bool:
    """Whether a phrase begins a sentence or a quotation, where every word has a capital."""
    before = words[phrase.first - 1] if phrase.first else None
    return before is None or not (before.low[:1].isalnum() or before.text == ",")


def _names_speaker(text: str, statement: Statement) -> bool:
    speaker_words = set(fold(statement.speaker or "").split())
    return not speaker_words.isdisjoint(fold(word) for word in text.split())


def _count_mentions(article: Article, inside: Sequence[Token]) -> int:
    """How often the last word of a phrase occurs in an article."""
    return _counts(article.text.lower()).get(inside[-1].low, 0)


@lru_cache(maxsize=64)
def _counts(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in re.findall(r"[^\W_]+(?:[-’'.][^\W_]+)*", text):
        counts[word] = counts.get(word, 0) + 1
    return counts
