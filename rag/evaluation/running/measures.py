"""The measures, and those of a ranking as trec_eval computes them through ir-measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rag.answer.verify import fold
from rag.evaluation.run_records import Evidence, Question
from rag.records import Hit

if TYPE_CHECKING:
    import ir_measures


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name, its definition, and the better direction (0: neither)."""

    name: str
    definition: str
    better: int


_RANKING = {  # with the names in ir-measures
    "Hit@1": ("Success@1", "1 if the first {one} is relevant, else 0"),
    "Hit@4": ("Success@4", "1 if one of the first 4 {many} is relevant, else 0"),
    "Hit@10": ("Success@10", "1 if one of the first 10 {many} is relevant, else 0"),
    "Recall@4": ("R@4", "share of the relevant {many} that are among the first 4"),
    "Recall@10": ("R@10", "share of the relevant {many} that are among the first 10"),
    "P@4": ("P@4", "share of the first 4 {many} that are relevant"),
    "P@10": ("P@10", "share of the first 10 {many} that are relevant"),
    "RR": ("RR", "1 / rank of the first relevant {one}, 0 if there is none (mean: MRR)"),
    "AP": ("AP", "mean of the precision at the rank of each relevant {one} (mean: MAP)"),
    "nDCG@10": (
        "nDCG@10",
        "discounted cumulative gain of the first 10 {many} over that of the best order; "
        "the gain is the grade, the discount log2(rank + 1)",
    ),
}
EVIDENCE = "evidence "  # before the name of a measure at evidence level
WRITTEN, KEPT, REPAIRED, STRUCK = "written", "kept", "repaired", "struck"
_WRITING = (  # of answers that a language model was asked to write
    Measure(WRITTEN, "1 if the text of the language model is shown, else 0", 0),
    Measure(KEPT, "share of the sentences of the language model that stand as they are", 0),
    Measure(REPAIRED, "share of the sentences of the language model that stand repaired", 0),
    Measure(STRUCK, "share of the sentences of the language model that are struck", 0),
)
_ANSWER = (
    Measure("right", "1 if the answer has everything that is known about the right one, else 0", 1),
    Measure("article cited", "1 if a relevant article is cited, else 0", 1),
    Measure("evidence cited", "share of the evidence whose words are cited", 1),
    Measure("contains", "share of the required words (`contains`) that the answer has", 1),
    Measure("never", "1 if the answer has none of the forbidden words (`never`), else 0", 1),
    Measure("speaker", "1 if a citation is by the speaker asked for, else 0", 1),
    Measure("verbatim", "share of the citations that are in their article word for word", 1),
    Measure("answered", "1 if the answer is at the level answered, else 0", 0),
    Measure("unsure", "1 if the answer is at the level unsure, else 0", 0),
    Measure("refused", "1 if nothing is found, else 0", 0),
    Measure("right if answered", "of the questions answered: 1 if the answer is right", 1),
    Measure("held if unsure", "of the unsure: 1 if what is shown holds what was expected", 1),
    Measure(
        "abstention",
        "1 if an unanswerable question is not answered or an answerable one answered, else 0",
        1,
    ),
    Measure("words", "number of words of an answer without its markers; refusals do not count", 0),
    *_WRITING,
)
LEVELS = ("answered", "unsure", "refused")  # measures of which each question has one that is 1
PRECISION, RECALL, F1 = "abstention precision", "abstention recall", "abstention F1"
OVER_ALL = (  # over all questions together; a single question has none
    Measure(PRECISION, "share of the questions not answered that are unanswerable", 1),
    Measure(RECALL, "share of the unanswerable questions that are not answered", 1),
    Measure(F1, "harmonic mean of abstention precision and recall", 1),
)


def _make_measures(before: str, one: str, many: str) -> tuple[Measure, ...]:
    return tuple(
        Measure(before + name, definition.format(one=one, many=many), 1)
        for name, (_, definition) in _RANKING.items()
    )


MEASURES = (
    *_make_measures("", "article", "articles"),
    *_make_measures(EVIDENCE, "piece of evidence", "pieces of evidence"),
    *_ANSWER,
    *OVER_ALL,
)


def ranking_scores(question: Question, hits: Sequence[Hit]) -> dict[str, float]:
    """The measures of a question's hits at both levels, as far as they apply."""
    scores: dict[str, float] = {}
    if relevant := relevant_articles(question):
        scores |= score(article_ranking(hits), relevant)
    if question.evidence and not question.any_words:
        ranking = evidence_ranking(hits, question.evidence)
        wanted = {str(number): 1 for number in range(len(question.evidence))}
        scores |= {EVIDENCE + name: value for name, value in score(ranking, wanted).items()}
    return scores


def relevant_articles(question: Question) -> Mapping[str, int]:
    """The relevant articles with their grades: the named ones, else those of the evidence."""
    return question.relevant or {
        evidence.article: 1 for evidence in question.evidence if evidence.article
    }


def article_ranking(hits: Sequence[Hit]) -> dict[str, float]:
    """Articles with the score of their best passage."""
    ranking: dict[str, float] = {}
    for hit in hits:
        article = hit.passage.article_id
        ranking[article] = max(hit.score, ranking.get(article, hit.score))
    return ranking


def evidence_ranking(hits: Sequence[Hit], evidence: Sequence[Evidence]) -> dict[str, float]:
    """Pieces of evidence, and passages without any, with a score that falls with the rank.

    A piece, named by its number, has the rank of the first passage with all its words after
    folding. A passage with several pieces takes several ranks. A passage that only repeats earlier
    evidence counts as having none.
    """
    ordered = sorted(hits, key=lambda hit: (hit.score, hit.passage.id), reverse=True)
    folded = [fold(item.text) for item in evidence]
    names: list[str] = []
    numbers: set[int] = set()
    for hit in ordered:
        words = fold(hit.passage.text)
        new = [
            number
            for number, item in enumerate(evidence)
            if number not in numbers
            and item.article in {None, hit.passage.article_id}
            and folded[number] in words
        ]
        numbers |= set(new)
        names += [str(number) for number in new] or [f"passage {hit.passage.id}"]
    return {name: float(len(names) - rank) for rank, name in enumerate(dict.fromkeys(names))}


def score(ranking: Mapping[str, float], relevant: Mapping[str, int]) -> dict[str, float]:
    """The measures of one ranking; equal scores are ordered by falling id, as trec_eval does.

    An empty ranking scores 0. `relevant` must not be empty.
    """
    from ir_measures import pytrec_eval

    names = _parse_measures()
    metrics = pytrec_eval.iter_calc(list(names), {"q": dict(relevant)}, {"q": dict(ranking)})
    values = {names[metric.measure]: float(metric.value) for metric in metrics}
    return {name: values[name] for name in _RANKING}


@cache
def _parse_measures() -> dict[ir_measures.Measure, str]:
    from ir_measures import parse_measure

    return {parse_measure(theirs): ours for ours, (theirs, _) in _RANKING.items()}
