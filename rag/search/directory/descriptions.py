"""How the articles describe each speaker: the words before and behind a name."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.index.span_table import Statements
from rag.language.english.titles import ABBREVIATED_TITLES, TITLES_IN_INITIALS
from rag.names.people import is_title
from rag.records import Article
from rag.search.topic import Term, find_keys


@dataclass(frozen=True, slots=True)
class Roles:
    """The descriptions of all speakers, each as the keys of its words."""

    counts: Mapping[str, Mapping[frozenset[str], int]]  # of each description, by speaker
    by_key: Mapping[str, set[str]]  # names of speakers, by each key of a description

    @classmethod
    def collect(cls, articles: Mapping[str, Article], statements: Statements) -> Roles:
        """The descriptions that stand in the articles. Takes half a second for 1,000 articles."""
        counts = _count_descriptions(articles, statements)
        return cls(counts, _index(counts))

    def find_names(self, terms: Sequence[Term]) -> set[str]:
        """The speakers whose descriptions have each of some terms, not always in one of them."""
        having = [
            set().union(*(self.by_key.get(key, set()) for key in term.keys)) for term in terms
        ]
        return set.intersection(*having) if having else set()

    def count_uses(self, name: str, terms: Sequence[Term]) -> int:
        """How often a description with all of the terms is used for a speaker."""
        return sum(
            count
            for words, count in self.counts.get(name, {}).items()
            if all(term.matches(words) for term in terms)
        )

    def to_json(self) -> str:
        """The descriptions as a line of JSON."""
        counts = {
            name: [[sorted(keys), count] for keys, count in descriptions.items()]
            for name, descriptions in self.counts.items()
        }
        return json.dumps(counts, ensure_ascii=False)

    @classmethod
    def of_json(cls, line: str) -> Roles:
        """What `to_json` wrote."""
        counts = {
            name: {frozenset(keys): count for keys, count in descriptions}
            for name, descriptions in json.loads(line).items()
        }
        return cls(counts, _index(counts))


def _index(counts: Mapping[str, Mapping[frozenset[str], int]]) -> dict[str, set[str]]:
    """The names of speakers by each key of a description."""
    by_key: dict[str, set[str]] = defaultdict(set)
    for name, descriptions in counts.items():
        for key in frozenset[str]().union(*descriptions):
            by_key[key].add(name)
    return by_key


def _count_descriptions(
    articles: Mapping[str, Article], statements: Statements
) -> dict[str, Counter[frozenset[str]]]:
    """How often each description of a speaker is used: by speaker, then by its keys."""
    described: dict[str, Counter[str]] = defaultdict(Counter)  # most descriptions repeat
    looked_up: set[tuple[str, str]] = set()
    for statement in statements:
        name = statement.speaker
        if name is None:
            continue
        text = articles[statement.article_id].text
        if statement.mention is not None:
            described[name][text[slice(*statement.mention)]] += 1
        if (statement.article_id, name) not in looked_up:
            looked_up.add((statement.article_id, name))
            for place in _places(name, text):
                described[name][_before(text[max(0, place - 80) : place])] += 1
                if behind := _BEHIND.match(text, place + len(name)):
                    described[name][behind.group()] += 1
    counts: dict[str, Counter[frozenset[str]]] = {}
    for name, descriptions in described.items():
        counts[name] = Counter()
        for description, count in descriptions.items():
            if description:
                counts[name][find_keys(write_titles_in_full(description)) - find_keys(name)] += (
                    count
                )
    return counts


def write_titles_in_full(description: str) -> str:
    """A description with its short titles in full: "Florida Gov." becomes "Florida governor"."""
    return _SHORT.sub(lambda match: _IN_FULL[match.group().rstrip(".").lower()], description)


_IN_FULL = ABBREVIATED_TITLES | TITLES_IN_INITIALS
_SHORT = re.compile(
    rf"\b(?:(?:{'|'.join(ABBREVIATED_TITLES)})\.|(?:{'|'.join(TITLES_IN_INITIALS)})\b)",
    re.IGNORECASE,
)


def _places(name: str, text: str) -> Iterator[int]:
    """The first few positions of a name in a text, because articles introduce people early."""
    place = -1
    for _ in range(_INTRODUCTIONS):
        place = text.find(name, place + 1)
        if place < 0:
            return
        yield place


def _before(text: str) -> str:
    """The last six words of a text after its last mark: "U.S. Ambassador to Moscow".

    A comma may part a role from the name: "Norway's energy minister, Jane Roe".
    """
    if _SENTENCE_ENDS.search(text):
        return ""  # the name opens its sentence
    role = _behind_mark(text.rstrip().removesuffix(","))
    parted = text.rstrip().endswith(",") and is_title(role.rpartition(" ")[2])
    return role if parted else _behind_mark(text)


# behind a word in small letters, because "Gov. " ends no sentence
_SENTENCE_ENDS = re.compile(r"(?<![\w’'-])[a-z][\w’'-]{0,40}[.!?]\s{1,9}$")


def _behind_mark(text: str) -> str:
    return " ".join(re.split(r"[,;:\n()\"“”]|(?<![A-Z])\.\s(?=[A-Z])", text)[-1].split()[-6:])


_INTRODUCTIONS = 3
_BEHIND = re.compile(r", [^,.;\n]{4,120}(?=[,.])")  # ", vice chairman of the council,"
