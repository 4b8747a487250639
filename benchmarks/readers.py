"""How well weights of the pair reader read, beside those of the project, in one run.

    python -m benchmarks.readers --data PATH [WEIGHTS ...] [--sets NAME ...] [--out runs/]
        [--limit N]

PATH is a folder with reading/*.jsonl.gz (see `benchmarks.reading_sets`) and negatives/rgb.jsonl.gz
(see `benchmarks.negatives`); they are not part of this project. WEIGHTS are files as
`benchmarks.train_pairs` writes them. Asked are only questions on titles that are held out. The
project's weights have not seen these.

squad, natural   the sentence with the answer among those of its paragraph, and the words marked in
                 the sentence that comes first: as shipped, and without the rules for numbers, days
                 and places
selqa            reworded questions: the reciprocal rank of the first sentence that answers
RGB              `benchmarks.negatives`, ours: how well the confidence parts questions that have an
                 answer from those that have none, whatever was fitted to it

With --limit, every n-th question of each set.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.command import Opened, Options, count, open_index, report, say
from benchmarks.data import find, lines, write_lines
from benchmarks.marking import word_f1
from benchmarks.negatives import never_refusing, open_halves
from benchmarks.paragraphs import Asked, asked, corpus, cut
from benchmarks.reading_sets import NATURAL, SELQA, SQUAD, Row, read_set, unseen_titles
from benchmarks.runs import interval, note_limit, print_table
from benchmarks.separation import print_separation
from benchmarks.unseen import titles_of
from rag.answer.fact.answer_span import read_answer_span
from rag.answer.fact.facts import mark_evidence
from rag.answer.fact.pairs import WEIGHTS as PACKAGED
from rag.answer.fact.ranking import RankedSentence, rank_sentences
from rag.assistant import Assistant
from rag.evaluation.run_records import Outcome
from rag.evaluation.statistics import bootstrap
from rag.models.embedder import Embedder, TokenVectors
from rag.models.pair_model import PairModel
from rag.progress import progress_bar
from rag.records import Hit, Passage, Query, QuestionKind
from rag.search.retrieve.search import Search
from rag.settings import read_settings

TODAY = "today"
_SETS, _RGB = (SQUAD, NATURAL, SELQA), "rgb"
_HIT, _RECIPROCAL, _SHIPPED, _ALONE = "Hit@1", "MRR", "bold F1", "bold F1, without rules"


@dataclass(frozen=True, slots=True)
class Weights:
    """A file of the pair reader, under a name."""

    name: str
    file: Path


class _ReadBy(Embedder):
    """An embedder with other weights of the pair reader."""

    def __init__(self, model: str, weights: Path) -> None:
        super().__init__(model)
        self._weights = weights

    def pair_model(self, trained: Path) -> PairModel | None:
        """What reads by the other weights, whichever are asked for."""
        del trained
        return super().pair_model(self._weights)


def measure(
    weights: Sequence[Weights], options: Options, sets: Collection[str] = (*_SETS, _RGB)
) -> None:
    """Ask every set by all weights, and print a table for each."""
    for name in [name for name in _SETS if name in sets]:
        rows = read_set(name, options.data)
        titles = unseen_titles(name, rows)
        own = [row for row in rows if row["title"] in titles]
        kept = own[:: max(1, len(own) // options.limit)] if options.limit else own
        say(f"\n{name}: {len(kept)} questions on {len(titles)} titles that are held out")
        note_limit(options, len(kept), len(own))
        _Paragraphs(name, kept, options).print_table(weights, titles)
    if _RGB in sets:
        _print_negatives(weights, options)


class _Paragraphs:
    """The questions of a set, each asked of the sentences of its own paragraph."""

    def __init__(self, name: str, rows: Sequence[Row], options: Options) -> None:
        self._name = name
        file = write_lines(corpus(rows), options.work(f"readers-{name}") / "corpus.jsonl")
        self._opened = open_index(file, options, f"readers-{name}")
        articles = self._opened.assistant.index.articles
        every, left_out = asked(rows, articles, cut(articles))
        easy = {row["id"] for row in rows if not row.get("paraphrase", True)}
        self._asked = [case for case in every if case.answers and case.question.id not in easy]
        say(f"Asked: {len(self._asked)} that have an answer")
        if left_out:
            say(f"LEFT OUT: {left_out} questions whose paragraph the index has in other characters")
        self._search = Search(self._opened.assistant.index)
        self._read: dict[str, TokenVectors] = {}

    def print_table(self, weights: Sequence[Weights], titles: frozenset[str]) -> None:
        """A line for each of the weights that has not seen the titles."""
        columns = (_RECIPROCAL, _HIT) if self._name == SELQA else (_HIT, _SHIPPED, _ALONE)
        table = []
        for compared in weights:
            if titles & titles_of(compared.file):
                say(f"NOT MEASURED: {compared.name} has seen titles of {self._name}")
                continue
            scores = list(self._scores(compared))
            means = [interval(bootstrap([score[column] for score in scores])) for column in columns]
            table.append([compared.name, *means])
        print_table(["", *columns], table)

    def _scores(self, compared: Weights) -> Iterator[Mapping[str, float]]:
        pairs = self._opened.embedder.pair_model(compared.file)
        with progress_bar() as progress:
            for done, case in enumerate(self._asked, start=1):
                ranked = self._rank(case, pairs)
                yield self._score(case, ranked)
                progress(f"{self._name} by {compared.name}", done, len(self._asked))

    def _score(self, case: Asked, ranked: Sequence[RankedSentence]) -> Mapping[str, float]:
        right = {evidence.text for evidence in case.question.evidence}
        ranks = [at for at, sentence in enumerate(ranked, start=1) if sentence.text in right]
        shipped, alone = "", ""
        if ranked:
            text = case.article.text
            evidence = mark_evidence(self._query(case), ranked[0])
            shipped = " ".join(text[slice(*span)] for span in evidence.bold)
            alone = _marked_alone(ranked[0])
        return {
            _HIT: float(1 in ranks),
            _RECIPROCAL: 1 / ranks[0] if ranks else 0.0,
            _SHIPPED: word_f1([shipped], case.answers),
            _ALONE: word_f1([alone], case.answers),
        }

    def _rank(self, case: Asked, pairs: PairModel | None) -> list[RankedSentence]:
        text = case.article.text
        paragraph = [Hit(Passage(case.article.id, 0, len(text), text), 1.0)]
        query = self._query(case)
        (vector,) = self._embed([case.question.question])
        ranked = rank_sentences(query, paragraph, vector.whole, self._search, self._embed, pairs)
        return [sentence for sentence in ranked if not sentence.headline]

    def _query(self, case: Asked) -> Query:
        """As it is understood; whatever else it might ask for, it is asked for a fact here."""
        text = case.question.question
        query = self._opened.assistant.understand(text)
        return query if query.kind is QuestionKind.FACT else Query(text, QuestionKind.FACT, text)

    def _embed(self, texts: Sequence[str]) -> list[TokenVectors]:
        new = [text for text in dict.fromkeys(texts) if text not in self._read]
        self._read.update(zip(new, self._opened.embedder.token_vectors(new), strict=True))
        return [self._read[text] for text in texts]


def _marked_alone(best: RankedSentence) -> str:
    """The words of the best sentence with the highest expected F1 by the pair reader."""
    read = read_answer_span(best.text, best.together) if best.together else None
    return best.text[slice(*read.span)] if read else ""


def _print_negatives(weights: Sequence[Weights], options: Options) -> None:
    (path,) = find(options.data, "negatives", "rgb.jsonl.gz")
    rows = list(lines(path))
    kept = rows[:: max(1, len(rows) // options.limit)] if options.limit else rows
    outcomes: dict[str, list[Outcome]] = {}
    embedders = {
        compared.name: _ReadBy(read_settings().model, compared.file) for compared in weights
    }
    for half in open_halves(path, kept, options):
        for compared in weights:
            embedder, index = embedders[compared.name], half.opened.assistant.index
            opened = Opened(Assistant(index, embedder), embedder, half.opened.index)
            ask = never_refusing(opened)
            with progress_bar() as progress:
                for done, question in enumerate(half.questions.questions, start=1):
                    outcomes.setdefault(compared.name, []).append(ask(question))
                    progress(f"RGB by {compared.name}", done, len(kept))
    say(f"\nRGB: {len(kept)} questions, each with an answer and without")
    note_limit(options, len(kept), len(rows))
    print_separation(outcomes)


def main() -> int:
    """Read the options and measure; the exit code, 2 where data is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("weights", type=Path, nargs="*", help="files of weights to compare")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, default=Path("runs"), help="folder of the runs")
    parser.add_argument("--limit", type=count, help="ask N questions of each set only: a trial")
    every = (*_SETS, _RGB)
    parser.add_argument("--sets", nargs="+", choices=every, default=every, help="measure these")
    given = parser.parse_args()
    weights = [Weights(TODAY, PACKAGED)]
    weights += [Weights(f"{file.parent.name}/{file.stem}", file) for file in given.weights]
    options = Options(given.data, None, given.out, given.limit)
    return report(lambda: measure(weights, options, given.sets))


if __name__ == "__main__":
    sys.exit(main())
