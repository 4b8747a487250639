"""On Record, with the same two entrances as in `benchmarks.news`.

"ours" is everything, each question asked as on its own day: its times include reading the question,
finding the evidence and writing the answer, which the other systems leave to a language model.
"ours, ranking" is the ranking of the words as they are, without days: what the others do as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import rag
from benchmarks.peer_systems.measured import PASSAGES, Article, Ask, Build, Question, measure
from benchmarks.systems import OURS, RANKED, rankers
from rag.assistant import Assistant
from rag.build.build import build as build_index
from rag.index import generation
from rag.models.embedder import Embedder
from rag.progress import progress_bar
from rag.settings import read_settings


def load(work: Path, model: Path, _: Sequence[str]) -> Build:
    """The system, with its model loaded; the first time on a machine, made smaller before."""
    settings = read_settings()
    embedder = Embedder(str(model), settings.cache)
    embedder.warm_up()

    def build(_: Sequence[Article]) -> Mapping[str, Ask]:
        index = work / "index"
        with progress_bar() as progress:
            build_index(
                work / "articles.jsonl",
                index,
                embedder,
                passage_tokens=settings.passage_tokens,
                progress=progress,
            )
        return _asking(Assistant(generation.read(index, embedder.fingerprint), embedder), embedder)

    return build


def _asking(assistant: Assistant, embedder: Embedder) -> Mapping[str, Ask]:
    rank = rankers(assistant.index)[RANKED]

    def whole(question: Question) -> Iterable[str]:
        day = date.fromisoformat(question["asked"])
        examined = assistant.examine(question["question"], today=day, hits=PASSAGES)
        return (hit.passage.article_id for hit in examined.hits)

    def ranked(question: Question) -> Iterable[str]:
        (vector,) = embedder.embed_questions([question["question"]])
        return (hit.passage.article_id for hit in rank(question["question"], vector))

    return {OURS: whole, RANKED: ranked}


if __name__ == "__main__":
    measure(load, {"on-record": rag.__version__})
