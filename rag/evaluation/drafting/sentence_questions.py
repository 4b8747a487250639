"""Articles -> questions on facts in them, with what answers: to learn how sure an answer is.

Cruder than test questions, and more of them: a sentence with its subject, its number or its day
taken out. Some are odd; what is learnt is only how questions with an answer look beside the same
without one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.evaluation.drafting.fact_questions import on_facts
from rag.language.cues import VERBS
from rag.language.english.stop_words import STOP_WORDS
from rag.language.sentences import sentences
from rag.names.people import gender
from rag.records import Article, Statement
from rag.search.topic import Term, keys, names, terms

_NAME = r"(?:The )?[A-Z][\w’'.-]*(?: (?:of |the |and )?[A-Z][\w’'.-]*){0,4}"
_IRREGULAR = (
    "won lost became began took made found fell rose led gave built bought sold met held ran grew "
    "beat broke brought came chose cut drew drove flew got hit kept left paid put sent set shot "
    "spent stood struck taught threw wore wrote was were is are has have had will"
).split()
_WHO = re.compile(
    rf"(?:But |And )?(?P<who>{_NAME}) (?P<verb>[a-z]+ed|{'|'.join(_IRREGULAR)}) "
    r"(?P<rest>[^,;:“”\"()]{12,110}?)(?=[,.;]|$)"
)
_OPEN = re.compile(
    r"\b(?:he|she|it|they|we|you|I|his|her|its|their|our|my|this|that|these|those|who|which|there|"
    r"him|them|us|me|yesterday|today|tomorrow|ago|now|here|also|then|so)\b"
)
_BREAK = re.compile(r" (?:in|on|at|for|with|by|from|during|after|before|as|to) ")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_FEWEST_WORDS = 4  # of a question's rest; shorter ones fit many a sentence
_LONGEST = 300  # characters of a sentence
_SHARE = 0.5  # of a question's words, beside its answer: an article that has so many may answer it
_SURE = 0.75  # an article that has so many of them beside the answer does answer it
_MOST_HOLDING = 12  # articles; what more of them hold is no one's own
_TRIES = 40  # names or numbers that one is exchanged for, until nothing holds both


@dataclass(frozen=True, slots=True)
class Made:
    """A question, and the articles that answer it, or might."""

    question: str
    article: str  # that it was made from
    holding: frozenset[str]  # empty where nothing answers
    retold: bool = False  # whether another article surely answers it, in words of its own


@dataclass(frozen=True, slots=True)
class _Draft:
    question: str
    answer: str
    article: str


class Known:
    """The words of every article: what may answer a question, and what surely does not."""

    def __init__(
        self, articles: Mapping[str, Article], copies: Sequence[Sequence[str]] = ()
    ) -> None:
        self._copies = {one: frozenset(group) for group in copies for one in group}
        self._keys = {
            one.id: keys(f"{one.title}\n{one.text}") | {str(one.date.year) if one.date else ""}
            for one in articles.values()
        }

    def copies_of(self, article: str) -> frozenset[str]:
        """The articles that are nearly the same as one, and itself."""
        return self._copies.get(article, frozenset([article]))

    def holding(
        self, wanted: Sequence[Term], others: Sequence[Term], share: float = _SHARE
    ) -> frozenset[str]:
        """The articles with all of some terms, and such a share of some others."""
        return frozenset(
            article_id
            for article_id, found in self._keys.items()
            if all(term.matches(found) for term in wanted)
            and sum(term.matches(found) for term in others) >= share * len(others)
        )


def made_questions(
    articles: Mapping[str, Article],
    statements: Sequence[Statement],
    most: int,
    rng: random.Random,
    known: Known,
) -> list[Made]:
    """Up to so many questions that articles answer, as few as can be of one article."""
    spoken: dict[str, list[Statement]] = {article_id: [] for article_id in articles}
    for statement in statements:
        spoken[statement.article_id].append(statement)
    found: list[tuple[int, float, _Draft]] = []
    for article in articles.values():
        drafts = [*_drafts(article, spoken[article.id], rng)]
        rng.shuffle(drafts)
        found += [(turn, rng.random(), one) for turn, one in enumerate(drafts)]
    taken: dict[str, Made] = {}
    for _, _, one in sorted(found, key=lambda item: item[:2]):
        if len(taken) >= most:
            break
        own, answer, words = known.copies_of(one.article), terms(one.answer), terms(one.question)
        holding = known.holding(answer, words) | own
        if one.question not in taken and len(holding) <= _MOST_HOLDING:
            retold = bool(known.holding(answer, words, _SURE) - own)
            taken[one.question] = Made(one.question, one.article, holding, retold)
    return list(taken.values())


def swapped(made: Sequence[Made], rng: random.Random, known: Known) -> Iterator[Made]:
    """Yield the questions with a name, a number or a year of another one, where nothing has both.

    Not where half of the other words stand in an article with the new name: it may be said there.
    """
    pools = {
        "year": sorted({year for one in made for year in _YEAR.findall(one.question)}),
        "number": sorted({n for one in made for n in _NUMBER.findall(one.question)}),
        "name": sorted({name for one in made for name in _names(one.question)}),
    }
    for one in made:
        parts = [("name", name) for name in _names(one.question)]
        parts += [("year", year) for year in _YEAR.findall(one.question)]
        parts += [("number", n) for n in _NUMBER.findall(one.question) if not _YEAR.fullmatch(n)]
        rng.shuffle(parts)
        tried = (_with_another(one, old, pools[kind], rng, known) for kind, old in parts)
        if question := next(filter(None, tried), None):
            yield Made(question, one.article, frozenset())


def _with_another(
    one: Made, old: str, pool: Sequence[str], rng: random.Random, known: Known
) -> str | None:
    rest = terms(one.question.replace(old, " "))
    for new in rng.sample(list(pool), min(_TRIES, len(pool))):
        wanted = terms(new)
        different = any(all(not a.keys & b.keys for b in terms(old)) for a in wanted)
        if rest and different and not known.holding(wanted, rest):
            return one.question.replace(old, new)
    return None


def _drafts(article: Article, spoken: Sequence[Statement], rng: random.Random) -> Iterator[_Draft]:
    for one in on_facts(article, list(spoken)):
        yield _Draft(one.question.question, one.question.contains[0], article.id)
    for start, end in sentences(article.text):
        if any(one.start < end and start < one.end for one in spoken) or end - start > _LONGEST:
            continue
        match = _WHO.match(article.text[start:end])
        if match is None or not _is_name(match["who"], article.text) or match["verb"] in VERBS:
            continue
        asked = "Who" if gender(match["who"]) else "What"
        question = f"{asked} {match['verb']} {_shorter(match['rest'], rng)}?"
        if not _OPEN.search(question) and _names(question):
            yield _Draft(question, match["who"], article.id)


def _shorter(rest: str, rng: random.Random) -> str:
    """A predicate, often without its last parts: people ask shorter than articles tell."""
    breaks = [one.start() for one in _BREAK.finditer(rest)]
    short = [rest[:at] for at in breaks if len(rest[:at].split()) >= _FEWEST_WORDS]
    return rng.choice([rest, *short]).rstrip(" -–—")


def _is_name(who: str, text: str) -> bool:
    """Whether a sentence begins with a name, and not with any word that is written large there."""
    first = who.split(maxsplit=1)[0]
    if first.lower() in STOP_WORDS - {"the"}:
        return False
    return len(who.split()) > 1 or bool(re.search(rf"[a-z,] {re.escape(who)}\b", text))


def _names(question: str) -> list[str]:
    """The names in a question, its first word apart."""
    return list(names(question.partition(" ")[2]))
