"""The whole flow in one place: build an index, load it, ask it.

build     corpus ─ read ─▶ Article ─ cut ─▶ Passage, ─ attribute ─▶ Statement ─ embed ─▶ index
ask       question ─ understand ─▶ Query ─ search ─▶ Hits ─ answer ─▶ Answer, verified
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

from rag.answer.answering import Searched, answer, models_with, own_to
from rag.answer.fact.confidence import Weights
from rag.answer.fact.facts import Models
from rag.answer.fact.ranking import READ
from rag.answer.own_weights import read_own
from rag.answer.said.timeline import timeline
from rag.answer.verify import Verifier
from rag.index import generation
from rag.index.article_ids import ArticleIds
from rag.index.contents import Generation
from rag.index.coverage import count_outlets, describe_coverage
from rag.models.embedder import Embedder, ModelFingerprint
from rag.models.reranker import Reranker, read_reranker
from rag.records import (
    Answer,
    Article,
    Coverage,
    Examined,
    Filters,
    Hit,
    Query,
    Statement,
    Timeline,
)
from rag.search.directory.speakers import Speakers
from rag.search.question.understand import Understanding
from rag.search.retrieve.day_weights import weight_of
from rag.search.retrieve.search import Search
from rag.settings import LEAST_CONFIDENCE, PACKAGED_MODEL

NO_FILTERS = Filters()
PASSAGES_READ = 3 * READ  # the best passages, of which those that answer a fact are chosen


# What a question has come to so far: how it is understood, what was found, what answers it.
Step = Query | tuple[Hit, ...] | Answer


class Assistant:
    """Answers questions from one index. Safe to use from several threads."""

    def __init__(
        self,
        index: Generation,
        embedder: Embedder,
        *,
        least_confidence: float = LEAST_CONFIDENCE,
        reranker: Reranker | None = None,
        weights: Weights | None = None,
    ) -> None:
        """`weights` are those of confidence; None: those that come with the program."""
        self._least_confidence = least_confidence
        self._reranker = reranker
        self._generation = index
        self._embedder = embedder
        self._models = models_with(embedder, reranker, weights)
        self._search = Search(index, reranker)
        self._verifier = Verifier(index)
        self._article_ids = ArticleIds(index.articles)
        self._speakers = Speakers(index.articles, index.statements)
        search = self._search  # and not self: a cycle would outlive the last question
        self._understanding = Understanding(
            self._speakers,
            mentioned=search.mentions,
            described=lambda name: bool(search.described_as(name)),
            also_called=search.also_called,
        )

    @classmethod
    def load(
        cls,
        index_dir: str | Path,
        *,
        model: str | None = None,
        cache: Path | None = None,
        least_confidence: float = LEAST_CONFIDENCE,
        reranker: str = "",
    ) -> Assistant:
        """The assistant for a built index.

        `cache` is the folder for what is made of the model once; None is the platform's own.
        `least_confidence` is how likely the articles must hold an answer on a fact, 0 to 1.
        `reranker` is a CrossEncoder's folder; empty: none.
        Raises IndexMissing, IndexDamaged or IndexMismatch, each with a hint, and ModelError.
        """
        embedder = Embedder(model or PACKAGED_MODEL, cache)
        return cls.open(
            Path(index_dir),
            embedder,
            least_confidence=least_confidence,
            reranker=read_reranker(reranker),
        )

    @classmethod
    def open(
        cls,
        index_dir: Path,
        embedder: Embedder,
        *,
        least_confidence: float = LEAST_CONFIDENCE,
        reranker: Reranker | None = None,
    ) -> Assistant:
        """The assistant for a built index, with models that are there already.

        Raises what `load` raises.
        """
        # Where the model takes seconds to load, it does so while the index is read and checked.
        # No daemon: a program that ends within onnxruntime is aborted.
        threading.Thread(target=embedder.warm_up).start()
        index = generation.read(index_dir, embedder.fingerprint)
        generation.check_model(index, embedder.probes, embedder.window, embedder.name)
        weights = read_own(index_dir, embedder.fingerprint)
        return cls(
            index, embedder, least_confidence=least_confidence, reranker=reranker, weights=weights
        )

    def beside(self, index_dir: Path) -> Assistant:
        """The assistant for the generation that is published now; the models are shared.

        Raises what `load` raises; no other generation is read in its place.
        """
        index = generation.read_published(index_dir, self._embedder.fingerprint)
        probes, window = self._embedder.probes, self._embedder.window
        generation.check_model(index, probes, window, self._embedder.name)
        return Assistant(
            index,
            self._embedder,
            least_confidence=self._least_confidence,
            reranker=self._reranker,
            weights=self._models.weights,
        )

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters = NO_FILTERS,
        *,
        today: date | None = None,
    ) -> Answer:
        """Answer a question from the articles, or say why they hold no answer.

        `history` are the earlier questions of the conversation, oldest first. Words such as "last
        week" count from `today`, by default the computer's date. Raises QuestionError for a
        question that cannot be read.
        """
        return self.examine(question, history, filters, today=today, hits=0).answer

    def examine(  # noqa: PLR0913  # what ask takes, and what an evaluation and a server want
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters = NO_FILTERS,
        *,
        today: date | None = None,
        hits: int,
        reached: Callable[[Step], None] = lambda _: None,
    ) -> Examined:
        """What `ask` answers, with the passages that `search` lists: an evaluation needs both.

        Everything is done once. `reached` is called with each step's outcome; what it raises ends
        the work. Raises QuestionError as `ask` does.
        """
        timings: dict[str, float] = {}
        today = today or date.today()
        with _timed(timings, "understand"):
            query = self.understand(question, history, filters, today=today)
        reached(query)
        with _timed(timings, "embed"):
            vector, topic_vector = self._embedder.embed_questions(
                [query.searched_for, query.topic or query.searched_for]
            )
        with _timed(timings, "search"):
            found = self._search.passages(
                query.searched_for,
                vector,
                _undated(query, filters),
                max(hits, PASSAGES_READ),
                weight_of=weight_of(query.near, today),
            )
        reached(tuple(found))
        with _timed(timings, "answer"):
            searched = Searched(query, found[:PASSAGES_READ], vector, topic_vector)
            least = self._least_confidence
            answered = answer(question, searched, self._search, self._models, least=least)
            self._verifier.verify(answered.citations)
        timed = replace(answered, timings_ms={**timings, "total": sum(timings.values())})
        reached(timed)
        return Examined(query, tuple(found[:hits]), timed)

    def understand(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters = NO_FILTERS,
        *,
        today: date | None = None,
    ) -> Query:
        """The question as it will be searched for. Raises QuestionError as `ask` does."""
        return self._understanding.understand(
            question, history, filters, today=today or date.today()
        )

    def search(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters = NO_FILTERS,
        *,
        hits: int = 10,
    ) -> list[Hit]:
        """The passages closest to a question, best first. Raises QuestionError as `ask` does."""
        today = date.today()
        query = self.understand(question, history, filters, today=today)
        (vector,) = self._embedder.embed_questions([query.searched_for])
        return self._search.passages(
            query.searched_for,
            vector,
            _undated(query, filters),
            hits,
            weight_of=weight_of(query.near, today),
        )

    def timeline(self, speaker: str, topic: str = "", filters: Filters = NO_FILTERS) -> Timeline:
        """What a speaker said on a topic, oldest first; on anything where the topic is empty.

        Words that several articles repeat come once. A speaker's own filter is ignored. Raises
        QuestionError for a name or a topic that cannot be read.
        """
        query = self._understanding.about(speaker, topic, filters)
        (vector,) = self._embedder.embed_questions([query.topic or query.searched_for])
        found = timeline(query, vector, self._search)
        self._verifier.verify(said.citation for said in found.said)
        return found

    def article(self, article_id: str) -> Article:
        """An article of the index; also by an id under which the same text was filed.

        Raises QuestionError if it has none of that id.
        """
        return self._article_ids.article(article_id)

    def statements(self, article_id: str) -> list[Statement]:
        """The statements of an article, in its order."""
        return self._search.in_article(self._article_ids.id_of(article_id))

    def copies_of(self, article_id: str) -> Sequence[str]:
        """The ids of the articles that are nearly the same as one, without its own."""
        return self._search.copies_of(self._article_ids.id_of(article_id))

    @property
    def ready(self) -> bool:
        """Whether the model is in memory, so that a question need not wait for it."""
        return self._embedder.loaded

    @property
    def degraded(self) -> str:
        """Why another index than the published one is asked; empty where all is well."""
        return self._generation.degraded

    @property
    def reranker(self) -> ModelFingerprint | None:
        """The cross-encoder that orders what is found; None where there is none."""
        return self._reranker.fingerprint if self._reranker else None

    @property
    def models(self) -> Models:
        """What texts are compared and read with."""
        return self._models

    @property
    def edition(self) -> str:
        """What answers: the generation, and behind it what else is not as it comes. Same, same."""
        own = own_to(self._models)
        return f"{self._generation.name}+{own}" if own else self._generation.name

    @property
    def index(self) -> Generation:
        """The index that is asked."""
        return self._generation

    @cached_property
    def speakers(self) -> Sequence[str]:
        """Everybody who is quoted, one spelling each, the most quoted first."""
        return tuple(self.speaker_counts)

    @cached_property
    def speaker_counts(self) -> Mapping[str, int]:
        """Everybody who is quoted, as in `speakers`, and how many statements are theirs."""
        return self._speakers.counts()

    @cached_property
    def outlet_counts(self) -> Mapping[str, int]:
        """Every outlet and how many articles are its own, the most first."""
        return count_outlets(self._generation)

    @cached_property
    def coverage(self) -> Coverage:
        """How many articles there are, and from when to when."""
        return describe_coverage(self._generation)


def _undated(query: Query, filters: Filters) -> Filters:
    """The query's filters with the days that the asker gave, and not those of the question."""
    return replace(query.filters, dates=filters.dates)


@contextmanager
def _timed(timings: dict[str, float], stage: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    timings[stage] = round((time.perf_counter() - began) * 1000, 1)
