"""A question about an article itself -> its date, outlet and authors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from rag.answer.compose import cite
from rag.answer.evidence import Evidence
from rag.answer.support import Topic
from rag.answer.verify import fold
from rag.articles.text.dates import find_full_dates
from rag.language.sentences import sentences
from rag.notice import Notice, joined
from rag.records import Answer, Article, Citation, DateRange, Hit, Query, Status
from rag.search.retrieve.search import Search
from rag.search.topic import find_keys, find_terms

# Least similarity, 0 to 100, of a title to the one asked for; one wrong letter in ten gives 90.
_SIMILAR_TITLE = 88
_QUOTED = re.compile(r"[\"“”«]([^\"“”«»]{4,})[\"“”»]|(?<!\w)['‘](.{4,})['’](?!\w)")


MOST = 4  # articles in an answer


def answer_on_article(
    question: str, query: Query, hits: Sequence[Hit], search: Search
) -> Answer | None:
    """When, where and by whom articles were published; None if the question names no article."""
    meant = _meant(query, hits, search)
    if not meant:
        return None
    articles = meant[: query.most or MOST]
    lines = [_line(number, article) for number, article in enumerate(articles, start=1)]
    citations = [_citation(number, article) for number, article in enumerate(articles, start=1)]
    text = joined(lines, by="\n")
    return Answer(
        question,
        query.searched_for,
        Status.ANSWERED,
        text,
        citations=citations,
        confidence=1.0,  # the article was found by its title or all its topic
        preface=text,
        more=len(meant) - len(articles),
    )


def asks_for_an_article(query: Query) -> bool:
    """Whether a question is about an article, and not about a book or a study."""
    words = {word.strip("?,.!") for word in query.searched_for.lower().split()}
    return bool(words & _ARTICLES or _QUOTED.search(query.searched_for))


def _line(number: int, article: Article) -> Notice:
    title, authors = article.title, ", ".join(article.authors)
    by = Notice(" It is by {authors}.", authors=authors) if article.authors else ""
    if article.published:
        where = Notice(" by {outlet}", outlet=article.outlet) if article.outlet else ""
        return Notice(
            "“{title}” was published on {day}{where}. [{number}]{by}",
            title=title,
            day=article.published,
            where=where,
            number=number,
            by=by,
        )
    if article.mentioned is None:
        return Notice("“{title}” has no date. [{number}]{by}", title=title, number=number, by=by)
    return Notice(
        "“{title}” has no date of its own; the latest day it mentions is {day}. [{number}]{by}",
        title=title,
        day=article.mentioned,
        number=number,
        by=by,
    )


def _citation(number: int, article: Article) -> Citation:
    """The words that give an article's date: of its head, without offsets, or of its text."""
    if article.mentioned is None:
        head = cite(number, Evidence(article, 0, len(article.text), 1.0))
        return replace(head, end=0, text=article.dateline or article.title)
    starts = (start for start, day in find_full_dates(article.text) if day == article.mentioned)
    place = next(starts, 0)
    start, end = next(span for span in sentences(article.text) if span[1] > place)
    return cite(number, Evidence(article, start, end, 1.0))


def _meant(query: Query, hits: Sequence[Hit], search: Search) -> list[Article]:
    """The articles a question means: by title, by topic, or all of its dates."""
    if match := _QUOTED.search(query.searched_for):
        titles = search.list_titles(query.filters)
        article_id = _most_like(match.group(1) or match.group(2), titles)
        return [search.article(article_id)] if article_id else []
    if not asks_for_an_article(query):  # a book, a study, or a title without quotation marks
        article_id = find_by_title(query.topic, search.list_titles(query.filters))
        return [search.article(article_id)] if article_id else []
    topic_terms = [
        term for term in find_terms(query.topic) if term.text.lower() not in _ARTICLE_WORDS
    ]
    if not topic_terms:
        return (
            sorted(
                search.find_articles(query.filters),
                key=lambda article: (str(article.date), article.id),
            )
            if query.filters.dates != DateRange()
            else []
        )
    topic = Topic(topic_terms, search.weight)
    for hit in hits:  # best first
        article = search.article(hit.passage.article_id)
        if topic.coverage(find_keys(article.title) | find_keys(article.text)) >= _SAME_TOPIC:
            return [article]
    return []


def find_by_title(text: str, titles: Mapping[str, str]) -> str | None:
    """The id of the article whose title is in a text: in quotation marks, or with four words.

    `titles` are those that may be meant, by their articles' ids.
    """
    if match := _QUOTED.search(text):
        return _most_like(match.group(1) or match.group(2), titles)
    return _most_like(text, titles) if len(text.split()) >= _TITLE else None


def _most_like(text: str, titles: Mapping[str, str]) -> str | None:
    """The id of the article with the most similar title; None if no title is similar enough."""
    folded = fold(text).casefold()
    best = process.extractOne(
        folded,
        {
            article_id: fold(title).casefold()
            for article_id, title in titles.items()
            if len(title) >= len(folded) / 2
        },
        scorer=fuzz.partial_ratio,
        score_cutoff=_SIMILAR_TITLE,
    )
    return best[2] if best else None


_TITLE = 4  # least words of a title without quotation marks
_ARTICLES = {"article", "articles", "report", "story", "piece", "interview", "text", "item", "news"}
_ARTICLE_WORDS = {"story", "piece", "interview", "text", "item", "published", "appear", "date"}
_ARTICLE_WORDS |= {"stories", "pieces", "interviews", "texts", "items", "title", "headline"}
_SAME_TOPIC = 0.9  # least share of the topic's words in the article
