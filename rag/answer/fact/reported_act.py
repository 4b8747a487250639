"""Whether an article reports the act that a question takes for granted.

"Who did Roe sell the club to?" has no answer in an article in which Roe may sell it, or in which
somebody else sold one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from rag.answer.fact.asked_act import PAST, Act, as_term
from rag.language.english import word_set
from rag.language.english.grammar_words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    MODALS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
)
from rag.language.stems import stem, words
from rag.records import Article
from rag.search.question.wanted import Wanted, find_wanted
from rag.search.topic import Term, find_keys, find_names

# Right before an act these mean that it is only possible, wanted or denied.
_UNREAL: Final = (
    (MODALS - {"will", "'ll"})
    | NEGATIONS
    | word_set(
        """
        if whether unless no without potential potentially possible possibly likely expected
        threat threats threaten threatens threatened threatening consider considers considered
        considering mull mulls mulling weigh weighs weighing explore explores exploring looking
        urge urges urged urging ask asks asked asking call calls calling demand demands demanding
        push pushes pushing propose proposes proposed proposing proposal want wants wanted seek
        seeks sought seeking hope hopes hoped hoping risk risks fear fears feared avoid avoids
        avoided avoiding prevent prevents prevented preventing refuse refuses refused refusing
        fail fails failed failing deny denies denied denying petition petitions efforts effort
        attempt attempts attempted vow vows vowed promise promises promised pursue pursues pursued
        pursuing desire desires wish wishes grounds basis
        """
    )
)
# "to sell" is only a fact behind these: "Roe agreed to sell it"
_IMPLICATIVE: Final = word_set(
    """
    agree agreed agrees begin began begun choose chose chosen continue continued decide decided
    decides forced help helped helps made manage managed manages start started voted able first last
    only
    """
)
_REACH: Final = 6  # words before an act
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]*)*")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def reports_act(
    article: Article, acts: Sequence[Act], names: Sequence[Term], question: str
) -> bool:
    """Whether an article that has an act says that it took place, and of whom the question asks.

    One sentence is enough. In it, the act is not only possible or wanted, and nobody else has a
    full name while the question's names are missing. A question whether something is so, or what
    may be, takes nothing for granted.
    """
    granted = _takes_for_granted(question)
    keys = as_term(acts).keys
    texts = (article.title, article.text)
    sentences = (match.group() for text in texts for match in _SENTENCE.finditer(text))
    return any(
        _tells(sentence, keys, granted=granted) and _is_of(sentence, names)
        for sentence in sentences
        if any(key in sentence.lower() for key in _roots(keys))
    )


def has_act(sentence: str, acts: Sequence[Act]) -> bool:
    """Whether a sentence has one of the acts, real or not."""
    return not as_term(acts).keys.isdisjoint(map(stem, words(sentence)))


def _roots(keys: Collection[str]) -> Iterator[str]:
    """The beginnings of words with a stem: "deni" is not in "deny"."""
    return (key[:-1] if len(key) > _SHORT else key for key in keys)


_SHORT = 3  # letters


def _tells(sentence: str, keys: frozenset[str], *, granted: bool) -> bool:
    """Whether a sentence has an act, and if it is taken for granted, as a fact."""
    written = _WORD.findall(sentence)
    spoken = [word.lower().replace("’", "'") for word in written]
    for at, word in enumerate(spoken):
        if keys.isdisjoint(map(stem, words(word))):
            continue
        if _DERIVED.fullmatch(word) and _is_noun(written[at + 1 : at + 2]):
            continue  # "an impeachment inquiry" is no impeachment
        if not granted or _is_real(spoken[max(0, at - _REACH) : at]):
            return True
    return False


def _is_real(before: Sequence[str]) -> bool:
    """Whether an act behind some words is a fact: not "may sell", "to sell" or "never sold"."""
    if before[-1:] == ["to"] and _IMPLICATIVE.isdisjoint(before):
        return False
    return _UNREAL.isdisjoint(before)


def _is_noun(following: Sequence[str]) -> bool:
    """Whether a word, if there is one, may be a noun with another noun before it."""
    return any(word.islower() and word not in _SMALL for word in following)


_DERIVED = re.compile(r"\w+(?:ment|[ts]ion|ance|ence)s?")
_SMALL: Final = AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | DETERMINERS | PRONOUNS | ADVERBS


def _is_of(sentence: str, names: Sequence[Term]) -> bool:
    """Whether a sentence has one of the names, or the full name of nobody."""
    if not names:
        return True
    sentence_keys = find_keys(sentence)
    if any(name.matches(sentence_keys) for name in names):
        return True
    return not any(" " in name for name in find_names(sentence))


def _takes_for_granted(question: str) -> bool:
    """Whether a question takes its act for a fact of the past: "Who bought it?"."""
    asked = [word.lower().replace("’", "'") for word in _WORD.findall(question)]
    past = not PAST.isdisjoint(asked) or (asked[:1] == ["who"] and AUXILIARIES.isdisjoint(asked))
    return past and find_wanted(question) is not Wanted.DECISION and _UNREAL.isdisjoint(asked)
