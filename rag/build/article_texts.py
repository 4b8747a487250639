"""What is embedded and searched for words: passages behind their titles, articles, statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b

from rag.index.span_table import Passages
from rag.models.embedder import Embedder
from rag.records import Article

KEY = 16  # bytes of a text's digest
Pieces = Callable[[str], int]  # how many word pieces a text takes


def passage_text(title: str, text: str, window: int, pieces: Pieces) -> str:
    """A passage behind its article's title, which makes it understood."""
    return join_title(fit_title(title, window, pieces), text)


def fit_title(title: str, window: int, pieces: Pieces) -> str:
    """A title cut to half the model's window, as `cut` assumes: the passage matters more."""
    title_words = title.split()
    while title_words and pieces(" ".join(title_words)) > window // 2:
        title_words.pop()
    return " ".join(title_words)


def article_text(article: Article) -> str:
    """An article as it is searched for words; its title, which says what it is about, twice."""
    return f"{article.title}\n{article.title}\n{article.text}"


def text_key(text: str) -> bytes:
    """The key under which a text's vector is stored."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY).digest()


class PassageTexts:
    """The passages of articles as they are embedded and searched for words, by row."""

    def __init__(self, passages: Passages, articles: Sequence[Article], embedder: Embedder) -> None:
        self._passages = passages
        self._articles = articles
        self._embedder = embedder
        self._titles: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._passages)

    def text(self, row: int) -> str:
        """The text of a row."""
        number = int(self._passages.article_numbers[row])
        if number not in self._titles:
            title = self._articles[number].title
            self._titles[number] = fit_title(title, self._embedder.window, self._embedder.pieces)
        return join_title(self._titles[number], self._passages.text(row))


def join_title(title: str, text: str) -> str:
    """A passage behind a title that fits."""
    return f"{title}\n{text}"
