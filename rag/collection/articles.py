"""Questions about the articles, on a topic or all: a list of cited titles, or a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rag.answer.compose import NOTHING_CLOSE, cite, compose_not_found
from rag.answer.evidence import Evidence
from rag.collection.holdings import Holdings
from rag.collection.talk import describe_extent
from rag.names.folding import fold
from rag.notice import Counted, Notice, joined
from rag.records import (
    Answer,
    AnswerKind,
    Article,
    Citation,
    CitationKind,
    DateRange,
    Filters,
    Query,
    Status,
)
from rag.search.retrieve.search import Search
from rag.search.topic import find_names

MOST = 10  # titles shown
_AUTHORS = 20  # authors named


def list_articles(question: str, query: Query, holdings: Holdings) -> Answer:
    """The titles of the articles on a topic, best first; of all articles, the newest first."""
    if query.topic:
        articles = _find_written_by(query, holdings) or holdings.find_on_topic(
            query.topic, query.filters
        )
    else:
        articles = _sort_newest_first(holdings.search.find_articles(query.filters))
    if query.latest:
        articles = _sort_newest_first(articles)
    elif query.earliest:
        articles = _sort_oldest_first(articles)
    if not articles:
        return _answer_none(question, query, holdings)
    count = Counted(len(articles), "article")
    days = query.filters.dates
    if query.topic:
        head = Notice("{articles} on {topic}", articles=count, topic=query.topic)
    else:
        head = Notice("{articles} in the collection", articles=count)
    days_in_words = Notice(" dated {days}", days=days) if days != DateRange() else Notice("")
    if len(articles) == 1:
        order = Notice(".")
    elif query.earliest:
        order = Notice(", the oldest first.")
    elif query.topic and not query.latest:
        order = Notice(
            ": each has the names and most of the words of the topic. The closest come first."
        )
    else:
        order = Notice(", the newest first.")
    return answer_with_list(question, query, joined([head, days_in_words, order], by=""), articles)


def count_articles(question: str, query: Query, holdings: Holdings) -> Answer:
    """The number of articles that mention a topic, or of all articles, and how they are counted."""
    if not query.topic:
        articles = holdings.search.find_articles(query.filters)
        if query.filters != Filters():
            head = Notice(
                "{articles} of that kind are in the collection.",
                articles=Counted(len(articles), "article"),
            )
            return answer_with_list(question, query, head, _sort_newest_first(articles))
        return answer_plainly(question, query, describe_extent(holdings))
    articles = _sort_newest_first(holdings.find_mentioning(query.topic, query.filters))
    if not articles:
        return _answer_none(question, query, holdings)
    head = Notice(
        "{articles} mention {topic}. An article counts if its title or text has each of these "
        "words, another name of the same state, or another spelling.",
        articles=Counted(len(articles), "article"),
        topic=query.topic,
    )
    return answer_with_list(question, query, head, articles)


def show_dates(question: str, query: Query, holdings: Holdings) -> Answer:
    """The first and the last day of the articles, with the newest or the oldest of them."""
    articles = holdings.search.find_articles(query.filters)
    in_order = _sort_oldest_first(articles) if query.earliest else _sort_newest_first(articles)
    return answer_with_list(question, query, describe_extent(holdings), in_order[:3])


def list_authors(question: str, query: Query, holdings: Holdings) -> Answer:
    """The authors that the articles name, each with the number of articles."""
    articles = holdings.search.find_articles(query.filters)
    counted = Counter(author for article in articles for author in dict.fromkeys(article.authors))
    if not counted:
        return answer_plainly(question, query, Notice("No article names its authors."))
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    names = [
        Notice("{name} ({count})", name=name, count=Counted(count, "article"))
        for name, count in ranked[: query.most or _AUTHORS]
    ]
    head = Notice(
        "{named} of {articles} name their authors, the most frequent first: {names}.",
        named=sum(bool(article.authors) for article in articles),
        articles=Counted(len(articles), "article"),
        names=joined(names, by=", "),
    )
    return answer_plainly(question, query, head)


def list_cited_articles(question: str, query: Query, answer: Answer, search: Search) -> Answer:
    """The articles that an answer cites, or else its closest articles, each once."""
    ids = [citation.article_id for citation in answer.citations]
    ids = ids or [reference.article_id for reference in answer.closest]
    articles = [search.article(article_id) for article_id in dict.fromkeys(ids)]
    if not articles:
        return compose_not_found(question, query, NOTHING_CLOSE, ())
    head = Notice(
        "The previous answer is from {articles}:", articles=Counted(len(articles), "article")
    )
    return answer_with_list(question, query, head, articles)


def answer_with_list(
    question: str, query: Query, head: Notice, articles: Sequence[Article], most: int = MOST
) -> Answer:
    """A sentence and a list of article titles, numbered and cited."""
    shown = articles[: query.most or most]
    citations = [cite_title(number, article) for number, article in enumerate(shown, start=1)]
    lines = [head, *(_write_line(citation) for citation in citations)]
    more = len(articles) - len(shown)
    if more > 0:
        lines.append(Notice("And {articles} more.", articles=Counted(more, "article")))
    return Answer(
        question,
        query.searched_for,
        Status.ANSWERED,
        joined(lines, by="\n"),
        citations=citations,
        confidence=1.0,
        kind=AnswerKind.COLLECTION,
        preface=head,
        more=max(more, 0),
    )


def cite_title(number: int, article: Article) -> Citation:
    """The citation of an article by its headline."""
    return cite(number, Evidence(article, 0, 0, 1.0, kind=CitationKind.HEADLINE))


def _write_line(citation: Citation) -> Notice:
    """ "“Title” (CNN, 3 May 2022) [1]"."""
    outlet = Notice("{outlet}, ", outlet=citation.outlet) if citation.outlet else Notice("")
    if citation.date is None:
        when = Notice("not dated")
    elif citation.approximate_date:
        when = Notice("not dated; mentions {day}", day=citation.date)
    else:
        when = Notice("{day}", day=citation.date)
    return Notice(
        "“{title}” ({outlet}{when}) [{number}]",
        title=citation.title,
        outlet=outlet,
        when=when,
        number=citation.number,
    )


def _sort_newest_first(articles: Sequence[Article]) -> list[Article]:
    return sorted(articles, key=lambda article: (str(article.date or ""), article.id), reverse=True)


def _sort_oldest_first(articles: Sequence[Article]) -> list[Article]:
    """Articles by day; those without a day are last."""
    return sorted(articles, key=lambda article: (str(article.date or "9"), article.id))


def _find_written_by(query: Query, holdings: Holdings) -> list[Article]:
    """The articles of the author whose full name is the topic, the newest first."""
    name = fold(query.topic)
    if len(query.topic.split()) == 1:
        return []
    articles = holdings.search.find_articles(query.filters)
    return _sort_newest_first(
        [article for article in articles if name in {fold(author) for author in article.authors}]
    )


def _answer_none(question: str, query: Query, holdings: Holdings) -> Answer:
    missing = next(
        (name for name in find_names(query.topic) if not holdings.search.mentions(name)),
        query.topic,
    )
    reason = Notice("no article mentions {name}.", name=missing) if missing else NOTHING_CLOSE
    return compose_not_found(question, query, reason, ())


def answer_plainly(question: str, query: Query, text: Notice) -> Answer:
    """A sentence of the program's own, without citations."""
    return Answer(
        question,
        query.searched_for,
        Status.ANSWERED,
        text,
        confidence=1.0,
        kind=AnswerKind.COLLECTION,
        preface=text,
    )
