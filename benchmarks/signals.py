"""A question + an assistant -> the signals that its confidence is computed from.

Articles may be held back: a question that they answer then has no answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from rag.answer.fact.confidence import measure_signals
from rag.answer.fact.facts import ask_for_fact, find_able_sentences
from rag.answer.fact.ranking import RankedSentence
from rag.assistant import PASSAGES_READ, Assistant
from rag.models.embedder import Embedder, TokenVectors
from rag.records import Filters, QuestionKind
from rag.search.retrieve.search import Search

_MORE = 8  # passages of one article that is held back, beside those that are read


class SignalReader:
    """Sees of a question what an assistant sees. Texts are embedded once."""

    def __init__(self, assistant: Assistant, embedder: Embedder) -> None:
        self._assistant = assistant
        self._embedder = embedder
        self._search = Search(assistant.index)
        self._models = replace(assistant.models, embed=self._embed)
        self._read: dict[str, TokenVectors] = {}

    def signals(
        self, question: str, history: Sequence[str] = (), *, held_back: Collection[str] = ()
    ) -> Mapping[str, float] | None:
        """None where something rules every sentence out: nothing is left to be weighed."""
        able = self.able(question, history, held_back=held_back)
        return measure_signals(able) if able else None

    def able(
        self, question: str, history: Sequence[str] = (), *, held_back: Collection[str] = ()
    ) -> Sequence[RankedSentence]:
        """The sentences that nothing rules out."""
        query = self._assistant.understand(question, history)
        if query.kind is not QuestionKind.FACT:
            query = replace(ask_for_fact(query), filters=Filters())
        (vector,) = self._embed([query.searched_for])
        most = PASSAGES_READ + max(20, _MORE * len(held_back)) if held_back else PASSAGES_READ
        hits = self._search.find_passages(query.searched_for, vector.whole, Filters(), most)
        left = [hit for hit in hits if hit.passage.article_id not in held_back][:PASSAGES_READ]
        return find_able_sentences(query, left, vector.whole, self._search, self._models)

    def _embed(self, texts: Sequence[str]) -> list[TokenVectors]:
        new = [text for text in dict.fromkeys(texts) if text not in self._read]
        self._read.update(zip(new, self._embedder.token_vectors(new), strict=True))
        return [self._read[text] for text in texts]
