"""Articles by their ids, and by those under which the very same text was filed as well."""

from __future__ import annotations

from collections.abc import Mapping

from rag.errors import QuestionError
from rag.notice import Notice
from rag.records import Article


class ArticleIds:
    """Finds an article under any id that its text has."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._as = {
            other.article_id: article.id for article in articles.values() for other in article.also
        }

    def id_of(self, article_id: str) -> str:
        """The id under which the index has a text; the same id if it knows no other."""
        return self._as.get(article_id, article_id)

    def article(self, article_id: str) -> Article:
        """An article of the index. Raises QuestionError if it has none of that id."""
        try:
            return self._articles[self.id_of(article_id)]
        except KeyError:
            raise QuestionError(
                Notice("no article has the id {id}", id=article_id),
                hint=Notice("it may have been removed or renamed; a search shows the ids"),
            ) from None
