"""Article -> questions about it and about facts in it: when it was published, how many, when.

A fact gives a question only if the sentence becomes one by moving a word or two: "More than
200 people were arrested in Cleveland" becomes "How many people were arrested in Cleveland?"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.evaluation.drafting.drafts import Draft, make_draft
from rag.language.english.calendar_words import MONTHS, WEEKDAYS
from rag.language.english.stop_words import STOP_WORDS
from rag.language.sentences import sentences
from rag.notice import day_in_words
from rag.records import Article, Statement

_ABOUT = (
    r"(?:(?:[Aa]bout|[Ss]ome|[Nn]early|[Aa]lmost|[Mm]ore than|[Oo]ver|[Aa]t least|[Aa]round|"
    r"[Rr]oughly|[Uu]p to|[Aa]n estimated|[Aa]s many as) )?"
)
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,4}(?: (?:million|billion|thousand))?)"
_NOUN = r"(?P<noun>(?:[a-z-]+ )?[a-z]+s|people|children|women|men)"
_NAME = r"(?:[Tt]he )?[A-Z][\w’'.-]*(?: (?:of |the |and )?[A-Z][\w’'.-]*){0,4}"
_MONTH = f"(?:{'|'.join(MONTHS)})"
_DAY = rf"(?:on {_MONTH} \d{{1,2}}(?:, \d{{4}})?|in {_MONTH} \d{{4}}|in \d{{4}})"

_SUBJECT = re.compile(
    rf"{_ABOUT}{_NUMBER} {_NOUN} (?P<rest>(?:were|are|have been|had been|have|had|will be) "
    r"[^,;:“”\"()]{8,90}?)(?=[,.;]|$)"
)
_OBJECT = re.compile(
    rf"(?:But |And )?(?P<who>{_NAME}) (?P<aux>has|have|had|will|would) (?P<verb>[a-z]+) {_ABOUT}"
    rf"{_NUMBER} {_NOUN}(?P<rest>(?: [^,;:“”\"()]{{4,70}}?)?)(?=[,.;]|$)"
)
_WHEN = re.compile(
    rf"(?P<who>{_NAME}) (?P<aux>was|were) (?P<verb>(?:first )?[a-z]+)"
    rf"(?P<rest>(?: [^,;:“”\"()]{{3,60}}?)?) (?P<day>{_DAY})(?=[,.;]|$)"
)
# words that only the article explains, or that depend on its day
_OPEN = re.compile(
    r"\b(?:he|she|it|they|we|you|I|his|her|its|their|our|my|this|that|these|those|who|which|there|"
    rf"{'|'.join(WEEKDAYS)}|yesterday|today|tomorrow|ago|last|"
    r"next|now|recent|recently|also|then|so|far|company|other|another|such|here|said|says|when)\b"
)
_UNITS = {"times", "percent", "years", "points", "degrees", "minutes", "seconds", "yards", "feet"}


def ask_about_article(article: Article) -> Iterator[Draft]:
    """Yield questions about an article's date and outlet, if it has them."""
    title = article.title.strip().strip('“”"')
    if len(title.split()) < 4 or re.search(r"[“”\"]", title):
        return
    if article.published:
        day = day_in_words(article.published)
        yield _draft_on_article(article, f"When was “{title}” published?", day, "published")
    if article.outlet:
        text = f"Which outlet published “{title}”?"
        yield _draft_on_article(article, text, article.outlet, "outlet")


def _draft_on_article(article: Article, text: str, contains: str, tag: str) -> Draft:
    return make_draft(
        text, tags=("article", tag), article=article.id, contains=(contains,), score=1.0
    )


def ask_about_facts(article: Article, spoken: list[Statement]) -> Iterator[Draft]:
    """Yield questions about numbers and days in an article's own words."""
    for start, end in sentences(article.text):
        if (
            any(statement.start < end and start < statement.end for statement in spoken)
            or end - start > 300
        ):
            continue
        sentence = article.text[start:end]
        for pattern in (_SUBJECT, _OBJECT, _WHEN):
            match = pattern.match(sentence)
            asked = _ask(match.groupdict()) if match else None
            if match is None or asked is None or not _is_self_contained(asked):
                continue
            fact = match["day"] if pattern is _WHEN else match["number"]
            if pattern is _WHEN:
                fact = re.sub(r"^(?:on|in) ", "", fact)
            tag = "when" if pattern is _WHEN else "how-many"
            yield make_draft(
                asked, tags=("fact", tag), article=article.id, evidence=match.group(),
                contains=(fact,), score=2.0,
            )  # fmt: skip
            break


def _ask(parts: dict[str, str]) -> str | None:
    rest = parts["rest"].rstrip()
    if "who" in parts and parts["who"].split()[0].lower() in STOP_WORDS - {"the"}:
        return None
    if "day" in parts:
        if re.search(r"\b(?:and|or|but)\b", rest):
            return None
        return f"When {parts['aux']} {_write_within(parts['who'])} {parts['verb']}{rest}?"
    if parts["noun"].split()[-1] in _UNITS:
        return None
    if "who" in parts:
        who = _write_within(parts["who"])
        return f"How many {parts['noun']} {parts['aux']} {who} {parts['verb']}{rest}?"
    return f"How many {parts['noun']} {rest}?"


def _write_within(name: str) -> str:
    """A name as it stands within a sentence."""
    return name.replace("The ", "the ", 1) if name.startswith("The ") else name


def _is_self_contained(question: str) -> bool:
    """Whether a question names its subject and can be understood without the article."""
    name = re.search(r"(?<=[a-z,] )[A-Z][a-z]{2,}", question)
    return bool(name) and not _OPEN.search(question.partition(" ")[2])
