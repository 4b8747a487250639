"""A question without a word of its own -> the request whose example is nearest to it."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from rag.models.embedder import Embedder
from rag.models.vectors import Vectors
from rag.search.question.requests.kinds import Requested, find_nearest_request, list_examples


class NearestRequest:
    """Finds the request nearest to a question; the examples are embedded once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def find(self, question: str) -> Requested | None:
        """The request that a question makes; None if no example is near enough."""
        (vector,) = self._embedder.embed_questions([question])
        return find_nearest_request(vector, self._examples)

    @cached_property
    def _examples(self) -> Vectors:
        return np.stack(list(self._embedder.embed_questions(list_examples())))
