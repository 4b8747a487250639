"""Who is quoted in the corpus, and whom a question means: by name, misspelt name or role."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz, process

from rag.index.span_table import Statements
from rag.language.english.person_names import SUFFIXES
from rag.language.english.titles import ABBREVIATED_TITLES, STYLES
from rag.names.folding import fold
from rag.names.institutions import is_institution
from rag.names.name import Name, same_person
from rag.names.people import gender, is_title, surname, without_titles
from rag.names.states import NAME_OF_STATE, states
from rag.records import Article, Query, Speaker
from rag.search.topic import keys, terms

# Similarity, 0 to 100, from which a name is taken for a misspelt one. Lavrow and Lavrov are 83,
# Macron and Marcos 67.
SIMILAR = 80
# Share of what all of one surname say, from which it means the one who says it.
_NEARLY_ALL = 0.8
# Share of the places where a description stands, from which it means whom it mostly describes.
_MOSTLY = 0.7
SIMILAR_GIVEN = 70  # Sergej and Sergey are 73, Konrad and Konstantin 50


@dataclass(frozen=True, slots=True)
class _Roles:
    """How speakers are described."""

    # how often each description is used, by its keys, by the speaker's name
    of: Mapping[str, Mapping[frozenset[str], int]]
    by_key: Mapping[str, set[str]]  # names, by each key of a description


class Speakers:
    """The speakers of a corpus."""

    def __init__(self, articles: Mapping[str, Article], statements: Statements) -> None:
        self._counts = statements.counts()
        self._names = {name: Name.of(name) for name in self._counts}
        self._by_word: dict[str, set[str]] = defaultdict(set)
        for name, taken_apart in self._names.items():
            for word in taken_apart.key.split():
                self._by_word[word].add(name)
        self._offices = {name: _office(name) for name in self._counts if is_institution(name)}
        self._by_office: dict[frozenset[str], set[str]] = defaultdict(set)
        owned: dict[frozenset[str], set[str]] = defaultdict(set)
        for name, office in self._offices.items():
            self._by_office[office].add(name)
            if own := _OWNED.search(name):
                owned[_office(own.group("own"))].add(name)
        for office, names in owned.items():
            if len({self._offices[name] for name in names}) == 1:
                self._by_office[office] |= names  # New York's, as no other is named with its owner
        self._articles, self._statements = articles, statements

    def named(self, name: str) -> Speaker | None:
        """Whom a name means; "Lavrov" finds both Sergei and Sergey Lavrov."""
        if _is_style(name):
            return self._styled(name)
        return self._of(
            name, set().union(*(self._by_word.get(word, set()) for word in _words(name)))
        )

    def called(self, name: str) -> Speaker | None:
        """Whom a name means, each word of which is of theirs: "Pelosi Taiwan" is nobody's."""
        found = self.named(name)
        if found is None:
            return None
        theirs = set[str]().union(*(_words(one) for one in found.spellings))
        return found if theirs.issuperset(_words(name)) else None

    def _styled(self, style: str) -> Speaker | None:
        """The one person whose name begins with a title: "the Pope"; None for several."""
        word = style.lower().removeprefix("the ")
        found = [one for one in self._counts if one.lower().startswith(f"{word} ")]
        speaker = self._speaker(style, found)
        return speaker if speaker is not None and speaker.name in found else None

    def misspelt(self, name: str) -> Speaker | None:
        """Whom a name with typing errors means; None where nobody's is close."""
        asked = fold(surname(name))
        given = fold(without_titles(name)).removesuffix(asked).strip()
        if len(asked) < 4:
            return None
        similar = process.extract(
            asked, self._by_word.keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=3
        )
        for word, _, _ in similar:
            found = [
                candidate
                for candidate in self._by_word[word]
                if word in fold(surname(candidate)).split()
                and _similar_given(given, candidate)
                and len({gender(name), gender(candidate)} - {None}) < 2
            ]
            if word[0] == asked[0] and found:
                return self._speaker(word.title(), found)
        return None

    def with_role(self, role: str) -> Speaker | None:
        """Whom a description means: "the US ambassador"; None if nobody or several people.

        It is one person's who is so described in most places where anybody is: a name may stand
        beside somebody else's office.
        """
        if _is_style(role):
            return self._styled(role)
        role = _in_full(role)
        asked = terms(role)
        titled = any(is_title(word) for word in re.findall(r"[\w-]+", role))
        if not titled and (len(asked) < 2 or not re.search(r"\b[a-z]{4,}", role)):
            return None  # a name, or as good as anybody: "police"
        if all(key.startswith("@") for term in asked for key in term.keys):
            return None  # nothing but a state
        described = (
            set().union(*(self._roles.by_key.get(key, set()) for key in term.keys))
            for term in asked
        )
        times = {
            name: sum(
                count
                for words, count in self._roles.of[name].items()
                if all(term.matches(words) for term in asked)
            )
            for name in sorted(set.intersection(*described))
        }
        most = max(times, key=lambda name: times[name], default="")
        if not times.get(most):
            return None
        theirs = [name for name in times if times[name] and same_person(most, name)]
        if sum(times[name] for name in theirs) < _MOSTLY * sum(times.values()):
            return None
        return self.named(max(theirs, key=len))

    def is_described(self, spellings: Iterable[str], role: str) -> bool:
        """Whether somebody, by these spellings, is described by all words of a role."""
        asked = terms(_in_full(role))
        return bool(asked) and any(
            all(term.matches(words) for term in asked)
            for name in spellings
            for words in self._roles.of.get(name, {})
        )

    def names(self) -> tuple[str, ...]:
        """One spelling a person, the most quoted first."""
        return tuple(self.counts())

    def counts(self) -> dict[str, int]:
        """One spelling a person, the most quoted first, and how many statements are theirs."""
        shown: dict[str, int] = {}
        taken: set[str] = set()
        marked: dict[str, list[str]] = defaultdict(list)  # thousands have one given name in common
        for name, taken_apart in self._names.items():
            for mark in taken_apart.marks():
                marked[mark].append(name)
        for name, _ in sorted(self._counts.items(), key=lambda item: (-item[1], item[0])):
            if name not in taken:
                taken_apart = self._names[name]
                alike = set().union(*(marked[mark] for mark in taken_apart.marks()))
                if office := self._offices.get(name):
                    alike |= self._by_office[office]
                speaker = self._of(name, alike) if len(alike) > 1 else None
                own = (speaker.spellings if speaker else {name}) - taken
                taken |= own | {name}
                shown.setdefault(speaker.name if speaker else name, 0)
                shown[speaker.name if speaker else name] += sum(self._counts[one] for one in own)
        return shown

    def _of(self, name: str, candidates: Collection[str]) -> Speaker | None:
        """Those of the candidates that a name can mean."""
        asked = self._names.get(name) or Name.of(name)
        found = [one for one in candidates if asked.same_person(self._names[one])]
        words = set(asked.key.split())
        found = [one for one in found if not _is_of_many(one) or self._part_of(words, one)]
        alike = [one for one in found if self._names[one].key == asked.key]
        mostly = len(words) == 1 and self._said(alike) >= _NEARLY_ALL * self._said(found)
        if alike and (mostly or any(one.isupper() or _is_of_many(one) for one in alike)):
            found = alike  # the CDC is not the Maine CDC
        if is_institution(name):
            found = [*found, *self._of_office(name).difference(found)]
        return self._speaker(name, self._of_generation(name, found))

    def _of_office(self, name: str) -> set[str]:
        """The names of one institution: "Russia's Defense Ministry", "Russian Defense Ministry"."""
        return self._by_office.get(self._offices.get(name) or _office(name), set())

    def _part_of(self, words: Collection[str], institution: str) -> bool:
        """Whether so much of an institution's name is asked for as to mean it: "the Treasury".

        Florida is not the University of Florida.
        """
        own = set(self._names[institution].key.split()) - _ANY_INSTITUTION
        return 2 * len(own.intersection(words)) > len(own)

    def _of_generation(self, name: str, found: Sequence[str]) -> Sequence[str]:
        """Without the son or the father of whom a name rather means: "Jr." is said or left out."""
        suffix = _suffix(name)
        own = [one for one in found if _suffix(one) == suffix]
        others = [one for one in found if _suffix(one) != suffix]
        return own if (suffix and own) or self._said(own) > self._said(others) else found

    def _said(self, names: Iterable[str]) -> int:
        return sum(self._counts[one] for one in names)

    @cached_property
    def _roles(self) -> _Roles:
        """Of a thousand articles that is half a second's work, and most questions need it not."""
        of = _roles(self._articles, self._statements)
        by_key: dict[str, set[str]] = defaultdict(set)
        for name, descriptions in of.items():
            for key in frozenset[str]().union(*descriptions):
                by_key[key].add(name)
        return _Roles(of, by_key)

    def _speaker(self, asked: str, names: Iterable[str]) -> Speaker | None:
        """Whom several spellings mean: the most quoted person; under the name asked for, several.

        Nobody for no spellings.
        """
        every = frozenset(names)
        if not every:
            return None
        # of the names in full the most frequent, then by alphabet
        best = min(every, key=lambda n: (-min(len(n.split()), 2), -self._counts[n], n))
        taken_apart = self._names[best]
        office = self._offices.get(best)
        own = frozenset(
            one
            for one in every
            if taken_apart.same_person(self._names[one])
            or (office and office == self._offices.get(one))
        )
        if self._said(own) >= _NEARLY_ALL * self._said(every):
            return Speaker(best, own)
        return Speaker(without_titles(asked), every)


def asked_of(query: Query, name: str, speaker: Speaker | None) -> Query:
    """A query for somebody's words, who was asked for by a name; None: nobody of it is quoted."""
    found = speaker or Speaker(name)
    return replace(query, speaker=found.name, spellings=found.spellings, each=found.each)


def _is_of_many(name: str) -> bool:
    """Whether a name is an institution's, by its last word or its "of"."""
    return is_institution(name) or " of " in name


def _office(name: str) -> frozenset[str]:
    """What tells an institution from others: its words in any order, a state by one name."""
    found = states(name)
    plain = NAME_OF_STATE.sub(" ", re.sub(r"['’]s?(?!\w)", " ", name)) if found else name
    words = fold(plain).replace("defence", "defense").split()
    return frozenset({*words, *(f"@{state}" for state in found)}) - {"of", "the", "for", "and"}


_OWNED = re.compile(r"['’]s (?P<own>\S+ .+)")
_ANY_INSTITUTION = {"of", "the", "for", "and", "us", "uk"}


def is_office(name: str) -> bool:
    """Whether a phrase tells of an office and not of a person: "the governor of Florida"."""
    words = name.partition(",")[0].split()
    if "of" in words:
        words = words[: words.index("of")]
    return len(words) > 1 and words[-1].islower() and is_title(words[-1])


def _is_style(name: str) -> bool:
    """Whether a phrase is but a title that is kept before a name: "the Pope"."""
    return name.lower().removeprefix("the ") in STYLES


def _suffix(name: str) -> str:
    """What tells a son from his father: "jr" of "John Roe Jr."; mostly empty."""
    last = name.lower().rstrip(".").rsplit(maxsplit=1)[-1:]
    return last[0] if last and last[0] in SUFFIXES else ""


def _words(name: str) -> list[str]:
    """The words by which somebody of a name is looked up."""
    return fold(without_titles(name)).split()


def _similar_given(given: str, candidate: str) -> bool:
    """Whether a given name asked for, if any, can be a misspelling of a speaker's.

    Jill Biden is no misspelt Joe Biden, and nobody at all where only "Biden" is known.
    """
    if not given:
        return True
    name = fold(without_titles(candidate))
    known = name.removesuffix(fold(surname(candidate))).strip()
    if not known or given[0] != known[0]:
        return False
    short = min(len(given), len(known)) == 1
    return short or fuzz.ratio(given, known) >= SIMILAR_GIVEN


def _roles(
    articles: Mapping[str, Article], statements: Statements
) -> dict[str, Counter[frozenset[str]]]:
    """How often each description of a speaker is used, by its keys, by the speaker's name."""
    described: dict[str, Counter[str]] = defaultdict(Counter)  # most come again and again
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
    found: dict[str, Counter[frozenset[str]]] = {}
    for name, descriptions in described.items():
        found[name] = Counter()
        for one, count in descriptions.items():
            if one:
                found[name][keys(_in_full(one)) - keys(name)] += count
    return found


def _in_full(description: str) -> str:
    """With the titles in full that news shortens before names: "Florida Gov." is a governor."""
    return _SHORT.sub(lambda match: ABBREVIATED_TITLES[match.group(1).lower()], description)


_SHORT = re.compile(rf"\b({'|'.join(ABBREVIATED_TITLES)})\.", re.IGNORECASE)


def _places(name: str, text: str) -> Iterator[int]:
    """Where a name stands in a text, the first few times: an article introduces people early."""
    place = -1
    for _ in range(_INTRODUCTIONS):
        place = text.find(name, place + 1)
        if place < 0:
            return
        yield place


def _before(text: str) -> str:
    """The last six words of a text, as far as no mark parts them: "U.S. Ambassador to Moscow"."""
    return " ".join(re.split(r"[,;:\n()\"“”]|(?<![A-Z])\.\s(?=[A-Z])", text)[-1].split()[-6:])


_INTRODUCTIONS = 3
_BEHIND = re.compile(r", [^,.;\n]{4,80}(?=[,.])")  # ", vice chairman of the council,"
