"""Words <-> files. The only module that knows of bm25s and of the stemmer.

BM25 as Lucene has it, k1 1.2, b 0.75. A word is a run of letters and digits, without possessive
ending and inner marks ("Russia's" -> "russia", "U.S." -> "us", "100,000" -> "100000"), cut to its
English stem.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamaged

WordScores = NDArray[np.float32]  # one BM25 score a row
Rows = NDArray[np.int64]  # row numbers

K1, B = 1.2, 0.75  # Lucene's

_WORD = re.compile(r"\d+(?:,\d{3})+|[^\W_]+(?:[.'’][^\W_]+)*")
_ENDING = re.compile(r"['’](?:s|ll|re|ve|d|m)?$")
_INNER_MARKS = str.maketrans("", "", ".,")
_REMEMBERED = 1 << 18  # words, each once; of ten million words of news 200,000 are different
_STEMMER_LOCK = threading.Lock()  # a Stemmer may be used by one thread at a time


def words(text: str) -> list[str]:
    """The words of a text, lower-cased, in order."""
    return [_folded(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=_REMEMBERED)
def stem(word: str) -> str:
    """The English (Porter 2) stem of a lower-case word."""
    with _STEMMER_LOCK:
        return str(_stemmer().stemWord(word))


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [stem(word) for word in words(text)]


class WordIndex:
    """Rows of text to search by their words."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, texts: Iterable[str]) -> WordIndex:
        """An index over texts, one row each, in their order."""
        import bm25s

        index = bm25s.BM25(k1=K1, b=B, method="lucene")
        index.index([stems(text) for text in texts], show_progress=False)
        return cls(index)

    @classmethod
    def read(cls, folder: Path) -> WordIndex:
        """Raises IndexDamaged where a file is missing or cannot be read."""
        import bm25s

        try:
            return cls(bm25s.BM25.load(folder, load_corpus=False, show_progress=False))
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise IndexDamaged(
                f"{folder}: the word index cannot be read: {error}",
                hint="build the index again: python -m rag build",
            ) from error

    def write(self, folder: Path) -> None:
        """Write the index as a few files in a folder."""
        self._index.save(folder, show_progress=False)

    def __len__(self) -> int:
        return int(self._index.scores["num_docs"])

    def frequency(self, word: str) -> int:
        """In how many rows a stem occurs."""
        return len(self.rows(word))

    def rows(self, word: str) -> Rows:
        """The numbers of the rows in which a stem occurs, ascending."""
        column = self._index.vocab_dict.get(word)
        if column is None:
            return np.empty(0, dtype=np.int64)
        starts = self._index.scores["indptr"]
        rows = self._index.scores["indices"][starts[column] : starts[column + 1]]
        return np.sort(rows.astype(np.int64))

    def spelt_like(self, word: str, same: Callable[[str, str], bool]) -> list[str]:
        """The stems that begin like a stem, by three letters, and that `same` takes for it."""
        return [
            known for known in self._index.vocab_dict if known[:3] == word[:3] and same(known, word)
        ]

    def scores(self, question: Sequence[str]) -> WordScores:
        """The BM25 score of every row for a question's stems; 0 where none of them occurs."""
        known = [word for word in question if word in self._index.vocab_dict]
        if not known:
            return np.zeros(len(self), dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)


@lru_cache(maxsize=_REMEMBERED)
def _folded(word: str) -> str:
    """A word as it is compared: in lower case, without possessive ending and inner marks."""
    return _ENDING.sub("", word.lower()).translate(_INNER_MARKS)


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
