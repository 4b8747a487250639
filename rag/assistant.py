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
from functools import cached_property, partial
from pathlib import Path

from rag.answer.answering import Searched, answer, gather_models
from rag.answer.fact.candidates import READ
from rag.answer.fact.facts import Models
from rag.answer.said.timeline import build_timeline
from rag.answer.several import join_answers
from rag.answer.verify import Verifier
from rag.collection.article_list import ArticleList
from rag.collection.articles import list_cited_articles
from rag.collection.coverage import count_outlets, describe_coverage
from rag.collection.holdings import CountedTopics, Holdings
from rag.collection.overview import list_facets
from rag.collection.replies import reply
from rag.collection.summary import summarise_listed
from rag.errors import QuestionError
from rag.index import generation
from rag.index.article_ids import ArticleIds
from rag.index.searched import IndexPlace, SearchedIndex
from rag.models.embedder import Embedder, ModelFingerprint
from rag.models.model_files import PACKAGED_MODEL
from rag.models.reranker import Reranker, read_reranker
from rag.prepared import read_prepared, write_prepared
from rag.records import (
    Answer,
    Article,
    Coverage,
    Examined,
    Facet,
    Filters,
    Hit,
    Query,
    QuestionKind,
    Request,
    Speaker,
    Statement,
    Timeline,
)
from rag.search.directory.directory import Directory
from rag.search.directory.speakers import Speakers
from rag.search.question.form import parse_form
from rag.search.question.requests.nearest_request import NearestRequest
from rag.search.question.understand import Understanding
from rag.search.retrieve.in_context import find_passages, list_searched_texts
from rag.search.retrieve.respelling import Respelling
from rag.search.retrieve.search import Search
from rag.settings import LEAST_CONFIDENCE
from rag.suggest.examples import suggest_examples

NO_FILTERS = Filters()
MOST_SHOWN = 50  # statements or articles that an answer may be asked to show
PASSAGES_READ = 3 * READ  # the best passages, from which those for a fact are chosen


# The result of each step: the query, the passages found, and the answer.
Step = Query | tuple[Hit, ...] | Answer


class Assistant:
    """Answers questions from one index. Safe to use from several threads."""

    def __init__(
        self,
        index: SearchedIndex,
        embedder: Embedder,
        *,
        least_confidence: float = LEAST_CONFIDENCE,
        reranker: Reranker | None = None,
    ) -> None:
        self._least_confidence = least_confidence
        self._reranker = reranker
        self._generation = index
        self._embedder = embedder
        self._models = gather_models(embedder, reranker)
        self._search = Search(index, reranker, embed=embedder.embed_passages)
        self._verifier = Verifier(index)
        self._article_ids = ArticleIds(index.articles)
        self._prepared = read_prepared(index.read_prepared())
        speakers = self._prepared.speakers if self._prepared else None
        self._speakers = Speakers(index.articles, index.statements, speakers)
        search = self._search  # a reference to self would make a cycle, which is freed late
        respelling = Respelling(index, lambda word: embedder.pieces(word) == 1)
        self._understanding = Understanding(
            Directory(
                self._speakers, mentioned=search.mentions, also_called=search.find_other_names
            ),
            described=lambda name: bool(search.find_rows_described(name)),
            outlets=lambda: count_outlets(index),
            nearest_request=NearestRequest(embedder).find,
            respelt=partial(_spell, respelling),
            is_common=respelling.is_common,
        )
        topics = self._prepared.topics if self._prepared else None
        self._counted_topics = CountedTopics(search, topics)

    @classmethod
    def load(
        cls,
        index: str | Path | IndexPlace,
        *,
        model: str | None = None,
        cache: Path | None = None,
        least_confidence: float = LEAST_CONFIDENCE,
        reranker: str = "",
    ) -> Assistant:
        """The assistant for a built index, in a folder or where `IndexPlace` finds it.

        `cache` is the folder for files derived from the model; None is the platform's cache.
        `least_confidence` is the least probability of a sure answer on a fact, 0 to 1.
        `reranker` is the folder of a CrossEncoder, or empty.
        Raises IndexMissing, IndexDamaged, IndexMismatch or IndexUnreachable, each with a hint, and
        ModelError.
        """
        embedder = Embedder(model or PACKAGED_MODEL, cache)
        return cls.open(
            Path(index) if isinstance(index, str) else index,
            embedder,
            least_confidence=least_confidence,
            reranker=read_reranker(reranker),
        )

    @classmethod
    def open(
        cls,
        index: Path | IndexPlace,
        embedder: Embedder,
        *,
        least_confidence: float = LEAST_CONFIDENCE,
        reranker: Reranker | None = None,
    ) -> Assistant:
        """The assistant for a built index, with loaded models.

        Raises what `load` raises.
        """
        # The model loads while the index is read and checked. The thread is no daemon, because a
        # program that ends inside onnxruntime aborts.
        threading.Thread(target=embedder.warm_up).start()
        read = generation.as_place(index).read(embedder.fingerprint)
        generation.check_model(read, embedder.probes, embedder.window, embedder.name)
        return cls(read, embedder, least_confidence=least_confidence, reranker=reranker)

    def beside(self, place: Path | IndexPlace) -> Assistant:
        """The assistant for the published generation, with the same models.

        Raises what `load` raises. It never falls back to another generation.
        """
        index_place = generation.as_place(place)
        index = index_place.read(self._embedder.fingerprint, fall_back=False)
        probes, window = self._embedder.probes, self._embedder.window
        generation.check_model(index, probes, window, self._embedder.name)
        return Assistant(
            index,
            self._embedder,
            least_confidence=self._least_confidence,
            reranker=self._reranker,
        )

    def prepare(self) -> Iterator[str]:
        """The lines of what the index keeps for a start; `build` writes them."""
        speakers = self._speakers.prepare(self.speaker_counts)
        return write_prepared(speakers, self.examples, self._counted_topics.most_frequent)

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters = NO_FILTERS,
        *,
        today: date | None = None,
        most: int | None = None,
    ) -> Answer:
        """Answer a question from the articles, or give the reason why there is no answer.

        `history` are the earlier questions of the conversation, oldest first. Words such as "last
        week" count from `today`, by default the computer's date. An answer shows at most `most`
        statements or articles, 1 to MOST_SHOWN; None shows as many as usual. Raises QuestionError
        for a question that cannot be read.
        """
        return self.examine(question, history, filters, today=today, most=most, hits=0).answer

    def examine(  # noqa: PLR0913  # what ask takes, and what an evaluation and a server want
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters = NO_FILTERS,
        *,
        today: date | None = None,
        most: int | None = None,
        hits: int,
        reached: Callable[[Step], None] = lambda _: None,
    ) -> Examined:
        """The answer of `ask`, with the query and the passages of `search`, for an evaluation.

        `reached` is called with the result of each step. An exception that it raises stops the
        work. Raises QuestionError as `ask` does.
        """
        timings: dict[str, float] = {}
        today = today or date.today()
        with _measure_time(timings, "understand"):
            query = self.understand(question, history, filters, today=today)
            query = replace(query, most=_check_most(most))
        reached(query)
        sources = query if _asks_of_evidence(query) else None
        if query.request is not None and sources is None:
            reached(())
            with _measure_time(timings, "answer"):
                answered = reply(question, query, self._holdings)
            return self._finish(query, (), answered, timings, reached)
        asked = query.parts or (sources.previous if sources and sources.previous else query,)
        found = [
            self._find(replace(part, most=query.most), filters, hits, today, timings)
            for part in asked
        ]
        passages = [hit for searched in found for hit in searched.hits]
        reached(tuple(passages))
        with _measure_time(timings, "answer"):
            least = self._least_confidence
            answers = [
                answer(
                    question, searched.first(PASSAGES_READ), self._search, self._models, least=least
                )
                for searched in found
            ]
            answered = join_answers(question, query, answers) if query.parts else answers[0]
            if sources is not None and sources.request is Request.SOURCES:
                answered = list_cited_articles(question, sources, answered, self._search)
            elif sources is not None:
                answered = summarise_listed(question, sources, answered, self._holdings)
        return self._finish(query, passages[:hits], answered, timings, reached)

    def _find(
        self, query: Query, filters: Filters, hits: int, today: date, timings: dict[str, float]
    ) -> Searched:
        """A query with its vectors, and at least as many passages as an answer reads."""
        with _measure_time(timings, "embed"):
            topic_vector, *vectors = self._embedder.embed_questions(
                [query.topic or query.alone, *list_searched_texts(query)]
            )
        with _measure_time(timings, "search"):
            most_passages = max(hits, PASSAGES_READ)
            passages = find_passages(
                query, vectors, self._search, most_passages, days=filters.dates, today=today
            )
        return Searched(query, passages, vectors[0], topic_vector)

    def _finish(  # what examine has by then
        self,
        query: Query,
        hits: Sequence[Hit],
        answered: Answer,
        timings: Mapping[str, float],
        reached: Callable[[Step], None],
    ) -> Examined:
        self._verifier.verify(answered.citations)
        timed = replace(answered, timings_ms={**timings, "total": sum(timings.values())})
        reached(timed)
        return Examined(query, tuple(hits), timed)

    @cached_property
    def examples(self) -> Sequence[str]:
        """Example questions that the articles answer."""
        return self._prepared.examples if self._prepared else tuple(suggest_examples(self))

    @property
    def _holdings(self) -> Holdings:
        return Holdings(
            self._search,
            self._embedder,
            self._speakers,
            coverage=lambda: self.coverage,
            outlets=lambda: self.outlet_counts,
            examples=lambda: self.examples,
            topics=lambda: self._counted_topics.most_frequent,
        )

    def understand(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters = NO_FILTERS,
        *,
        today: date | None = None,
    ) -> Query:
        """The query of a question. Raises QuestionError as `ask` does."""
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
        vectors = self._embedder.embed_questions(list_searched_texts(query))
        return find_passages(
            query, list(vectors), self._search, hits, days=filters.dates, today=today
        )

    def timeline(self, speaker: str, topic: str = "", filters: Filters = NO_FILTERS) -> Timeline:
        """A speaker's statements on a topic, oldest first; on all topics if it is empty.

        Repeated statements are listed once. The speaker filter is ignored. Raises QuestionError for
        a name or a topic that cannot be read.
        """
        query = self._understanding.about(speaker, topic, filters)
        (vector,) = self._embedder.embed_questions([query.topic or query.searched_for])
        result = build_timeline(query, vector, self._search)
        self._verifier.verify(entry.citation for entry in result.said)
        return result

    def article(self, article_id: str) -> Article:
        """An article of the index, by its id or by the id of a copy.

        Raises QuestionError for an unknown id.
        """
        return self._article_ids.article(article_id)

    def statements(self, article_id: str) -> list[Statement]:
        """The statements of an article, in its order."""
        return self._search.list_statements(self._article_ids.id_of(article_id))

    def copies_of(self, article_id: str) -> Sequence[str]:
        """The ids of the other articles that are nearly the same."""
        return self._search.copies_of(self._article_ids.id_of(article_id))

    @property
    def ready(self) -> bool:
        """Whether the model is in memory, so that a question does not wait for it."""
        return self._embedder.loaded

    @property
    def degraded(self) -> str:
        """Why another index than the published one is used; empty if it is the published one."""
        return self._generation.degraded

    @property
    def reranker(self) -> ModelFingerprint | None:
        """The cross-encoder that orders the passages; None if there is none."""
        return self._reranker.fingerprint if self._reranker else None

    @property
    def models(self) -> Models:
        """The models that compare and read texts."""
        return self._models

    @property
    def edition(self) -> str:
        """The name of everything that decides the answers: the generation, and the reranker if any.

        Two assistants with the same edition and settings give the same answers.
        """
        if self.reranker is None:
            return self._generation.name
        return f"{self._generation.name}+{self.reranker.weights_sha256[:12]}"

    @property
    def index(self) -> SearchedIndex:
        """The index in use."""
        return self._generation

    @cached_property
    def speakers(self) -> Sequence[str]:
        """All quoted speakers, one spelling each, the most quoted first."""
        return tuple(self.speaker_counts)

    @cached_property
    def speaker_counts(self) -> Mapping[str, int]:
        """All quoted speakers, as in `speakers`, with the number of their statements."""
        return self._speakers.count_statements()

    def names_of(self, answer: Answer) -> Mapping[str, str]:
        """Each speaker who is cited, as the article spells the name -> one name for each person."""
        cited = {citation.speaker for citation in answer.citations if citation.speaker}
        return {spelling: self.name_of(spelling) for spelling in cited}

    def name_of(self, spelling: str) -> str:
        """One name for the person whom articles spell so; the spelling itself if that is unsure."""
        return self._speakers.name_of(spelling)

    @cached_property
    def facets(self) -> Sequence[Facet]:
        """The most frequent topics, the most quoted people and the largest outlets."""
        return tuple(list_facets(self._holdings))

    @cached_property
    def article_list(self) -> ArticleList:
        """The articles as a list to search, filter and sort."""
        return ArticleList(self._generation, self._find_speaker)

    def _find_speaker(self, name: str) -> Speaker | None:
        return self._speakers.find_with_all_words(name) or self._speakers.find_misspelt(name)

    @cached_property
    def outlet_counts(self) -> Mapping[str, int]:
        """Every outlet with its number of articles, the largest first."""
        return count_outlets(self._generation)

    @cached_property
    def coverage(self) -> Coverage:
        """The number of articles, and their first and last day."""
        return describe_coverage(self._generation)


def _asks_of_evidence(query: Query) -> bool:
    """Whether a request is on the articles that the answer before cites."""
    before = query.previous
    return before is not None and query.request is not None and before.request is None


def _check_most(most: int | None) -> int | None:
    if most is not None and not 1 <= most <= MOST_SHOWN:
        raise QuestionError(
            f"{most}: an answer shows 1 to {MOST_SHOWN} statements or articles",
            hint=f"give a number from 1 to {MOST_SHOWN}, or none",
        )
    return most


@contextmanager
def _measure_time(timings: dict[str, float], stage: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    taken = (time.perf_counter() - began) * 1000
    timings[stage] = round(timings.get(stage, 0.0) + taken, 1)


def _spell(respelling: Respelling, question: str) -> str:
    """A question as the articles spell it; of one on somebody's words, the names have capitals.

    What was said on a name must have the name. A fact is found without it.
    """
    spelt = respelling.respell(question)
    written = respelling.capitalise(spelt)
    form = parse_form(written)
    if written == spelt or form.kind not in {QuestionKind.STATEMENT, QuestionKind.CHANGE}:
        return spelt
    speaker = form.speaker or ""
    if all(word.isalpha() and (word[0].isupper() or word == "and") for word in speaker.split()):
        return written
    return written.replace(speaker, speaker.lower(), 1)  # "Norway's water ministry" is no name
