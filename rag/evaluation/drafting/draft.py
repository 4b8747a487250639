"""Corpus -> test questions with their answers, without a model; a seed gives the same ones.

Most are made from statements, whose speaker and exact words are known. About a quarter have no
answer in the corpus (`unanswerable`). A few ask about articles and facts, and a few are follow-ups.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from rag.evaluation.drafting.drafts import Draft, make_draft
from rag.evaluation.drafting.fact_questions import ask_about_article, ask_about_facts
from rag.evaluation.drafting.said_questions import choose_wording, list_wordings
from rag.evaluation.drafting.unanswerable import (
    Corpus,
    ask_other_speakers,
    ask_other_topics,
    ask_wrong_years,
)
from rag.evaluation.run_records import Question
from rag.language.sentences import sentences
from rag.names.folding import fold
from rag.names.people import surname
from rag.progress import Progress
from rag.records import Article, Statement
from rag.search.topic import find_keys, find_terms
from rag.suggest.askable import Askable, find_askable
from rag.suggest.topics import Topic, find_topics

# shares of the questions; the others are made from statements
_UNANSWERABLE, _FACTS, _ARTICLES = 0.25, 0.08, 0.06
_FOLLOW_UPS = 0.15  # share of follow-ups among the questions from statements
# a topic with a lower score makes a question that readers find odd
_LOWEST = 3.4
_JITTER = 1.0  # random part of a draft's score
_STATEMENTS_READ = 30  # per question, chosen at random from a large corpus
_LONGEST_EVIDENCE = 400  # characters; a longer statement gives the sentence with the topic


def suggest(
    articles: Mapping[str, Article],
    statements: Sequence[Statement],
    count: int,
    *,
    seed: int = 0,
    progress: Progress | None = None,
) -> list[Question]:
    """Up to `count` questions with ids; fewer if the corpus gives no more good ones.

    They are spread over articles and speakers, and no question repeats another.
    """
    rng = random.Random(seed)  # noqa: S311  # reproducible, not secret
    people = find_askable(articles, statements)
    said = list(_draft_said(people, articles, count * _STATEMENTS_READ, rng, progress))
    facts = _spread(_draft_facts(articles, statements, rng), round(count * _FACTS))
    on_articles = _spread(_draft_on_articles(articles, rng), round(count * _ARTICLES))
    without_answer = round(count * _UNANSWERABLE)
    asked = _spread(said, count - without_answer - len(facts) - len(on_articles))
    asked = _add_follow_ups(asked, people, round(len(asked) * _FOLLOW_UPS))
    drafts = [*asked, *facts, *on_articles]
    # keep the share of unanswerable questions if a corpus gives few others
    without_answer = min(without_answer, round(len(drafts) * _UNANSWERABLE / (1 - _UNANSWERABLE)))
    drafts += _spread(_draft_unanswerable(people, said, Corpus(articles), rng), without_answer)
    rng.shuffle(drafts)
    return _name_questions(drafts)


def _draft_said(
    people: Sequence[Askable],
    articles: Mapping[str, Article],
    most: int,
    rng: random.Random,
    progress: Progress | None,
) -> Iterator[Draft]:
    spoken = [(person, said) for person in people for said in person.statements]
    rng.shuffle(spoken)
    spoken = spoken[:most]
    for number, (person, statement) in enumerate(spoken, start=1):
        article = articles[statement.article_id]
        for topic in find_topics(article, statement)[:2]:
            if topic.score < _LOWEST:
                continue
            choice = choose_wording(list_wordings(article, statement, topic, person.name), rng)
            yield make_draft(
                choice.question,
                tags=("said", choice.tag),
                article=article.id,
                relevant=_find_relevant(person, topic, articles, article.id),
                evidence=_choose_evidence(article, statement, topic),
                speaker=statement.speaker,
                person=person.name,
                topic=topic.text,
                score=topic.score + rng.random() * _JITTER,
            )
        if progress is not None:
            progress("Reading statements", number, len(spoken))


def _find_relevant(
    person: Askable, topic: Topic, articles: Mapping[str, Article], first: str
) -> tuple[str, ...]:
    """The articles in which a statement of a person has all words of a topic."""
    wanted = find_terms(topic.text)
    article_ids = [first]
    for statement in person.statements:
        keys = find_keys(articles[statement.article_id].text[statement.start : statement.end])
        if all(term.matches(keys) for term in wanted):
            article_ids.append(statement.article_id)
    return tuple(dict.fromkeys(article_ids))


def _choose_evidence(article: Article, statement: Statement, topic: Topic) -> str:
    """The statement's words, or the sentence with the topic if the statement is long."""
    if statement.end - statement.start <= _LONGEST_EVIDENCE:
        return article.text[statement.start : statement.end]
    for start, end in sentences(article.text):
        if start <= topic.start < end:
            return article.text[max(start, statement.start) : min(end, statement.end)]
    return article.text[topic.start : statement.end]


def _draft_unanswerable(
    people: Sequence[Askable], said: Sequence[Draft], corpus: Corpus, rng: random.Random
) -> Iterator[Draft]:
    """Yield drafts of each kind in turn."""
    best = [draft for draft in said if draft.score > _LOWEST + _JITTER]
    others = ask_other_speakers(people, best, corpus, rng)
    years = ask_wrong_years(people, best, corpus, rng)
    kinds = [others, years, others, ask_other_topics(people, corpus, rng)]
    while kinds:
        for kind in list(kinds):
            made = next(kind, None)
            if made is None:
                kinds.remove(kind)
            else:
                yield made


def _draft_facts(
    articles: Mapping[str, Article], statements: Sequence[Statement], rng: random.Random
) -> list[Draft]:
    spoken: dict[str, list[Statement]] = {article_id: [] for article_id in articles}
    for statement in statements:
        spoken[statement.article_id].append(statement)
    drafts = list(chain.from_iterable(ask_about_facts(a, spoken[a.id]) for a in articles.values()))
    rng.shuffle(drafts)
    return drafts


def _draft_on_articles(articles: Mapping[str, Article], rng: random.Random) -> list[Draft]:
    """One question about each article; three in four ask for its date."""
    drafts = []
    for article in articles.values():
        choices = list(ask_about_article(article))
        if choices:
            drafts.append(choices[0] if rng.random() < 0.75 else choices[-1])
    rng.shuffle(drafts)
    return drafts


def _spread(drafts: Iterable[Draft], count: int) -> list[Draft]:
    """The best `count` drafts, all different, with as few as possible from one article or person.

    An article or a person gives at most one draft in the first round, two in the second ...
    """
    waiting = sorted(
        drafts, key=lambda draft: -draft.score
    )  # stable: equal scores keep their random order
    taken: list[Draft] = []
    for most in range(1, count + 1):
        articles = Counter(draft.article for draft in taken if draft.article)
        people = Counter(draft.person for draft in taken if draft.person)
        for draft in list(waiting):
            if len(taken) >= count:
                return taken
            full = articles[draft.article] >= most if draft.article else False
            if full or (draft.person and people[draft.person] >= most):
                continue
            waiting.remove(draft)
            if not any(draft.resembles(other) for other in taken):
                taken.append(draft)
                articles.update([draft.article] if draft.article else [])
                people.update([draft.person] if draft.person else [])
    return taken


def _add_follow_ups(asked: list[Draft], people: Sequence[Askable], count: int) -> list[Draft]:
    """Turn some of the questions into follow-ups of another one on the same person."""
    pronouns = {person.name: person.pronoun for person in people}
    first_of: dict[str, Draft] = {}
    drafts: list[Draft] = []
    made = 0
    for draft in asked:
        first = first_of.get(draft.person or "")
        if first is None or made >= count:
            first_of.setdefault(draft.person or "", draft)
            drafts.append(draft)
            continue
        he = pronouns.get(draft.person or "")
        text = f"What did {he} say about {draft.topic}?" if he and made % 2 else None
        question = replace(
            draft.question,
            question=text or f"And about {draft.topic}?",
            history=(f"What did {first.person} say about {first.topic}?",),
            tags=("said", "follow-up"),
        )
        drafts.append(replace(draft, question=question))
        made += 1
    return drafts


def _name_questions(drafts: Sequence[Draft]) -> list[Question]:
    """Give each question an id that says what it asks: "lavrov-peacekeepers"."""
    taken: Counter[str] = Counter()
    questions = []
    for draft in drafts:
        words = draft.topic or draft.question.question.partition(" ")[2]
        person = fold(surname(draft.person)) if draft.person else ""
        slug = re.sub(r"[^a-z0-9]+", "-", f"{person} {words}".lower()).strip("-")[:48].strip("-")
        taken[slug] += 1
        name = slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"
        questions.append(replace(draft.question, id=name))
    return questions
