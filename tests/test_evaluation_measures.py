"""Measures against trec_eval called directly, intervals against what is known of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
import pytrec_eval
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import permutation_test

from rag.evaluation.run_records import Estimate, Evidence, Question
from rag.evaluation.running.measures import (
    MEASURES,
    article_ranking,
    evidence_ranking,
    ranking_scores,
    score,
)
from rag.evaluation.statistics import bootstrap, bootstrap_ratio, randomization_test
from rag.records import Hit, Passage

THEIRS = {
    "Hit@1": "success_1", "Hit@4": "success_4", "Hit@10": "success_10",
    "Recall@4": "recall_4", "Recall@10": "recall_10", "P@4": "P_4", "P@10": "P_10",
    "RR": "recip_rank", "AP": "map", "nDCG@10": "ndcg_cut_10",
}  # fmt: skip

# few articles and few scores, so that duplicates and ties come often
articles = st.sampled_from([f"a{number}" for number in range(8)] + ["Ω.txt", "b c/d.txt#3"])
hits = st.lists(
    st.builds(
        lambda article, start, score: Hit(
            Passage(article, start, start + 4, f"words of {article} at {start}"), score
        ),
        articles,
        st.integers(0, 5),
        st.sampled_from([0.0, 0.25, 0.5, 0.5000000001, 0.75, 1.0]),
    ),
    max_size=30,
)


@settings(max_examples=200, deadline=None)
@given(hits=hits, relevant=st.dictionaries(articles, st.integers(1, 3), min_size=1))
def test_measures_are_those_of_trec_eval(hits: list[Hit], relevant: dict[str, int]) -> None:
    best: dict[str, float] = {}
    for hit in sorted(hits, key=lambda hit: hit.score):
        best[hit.passage.article_id] = hit.score
    evaluator = pytrec_eval.RelevanceEvaluator({"q": relevant}, set(THEIRS.values()))
    expected = evaluator.evaluate({"q": best}).get("q", dict.fromkeys(THEIRS.values(), 0.0))

    scores = ranking_scores(Question("q", "Who?", relevant=relevant), hits)

    assert scores.keys() == THEIRS.keys()
    for name, value in scores.items():
        assert math.isclose(value, expected[THEIRS[name]], abs_tol=1e-9), name


@settings(max_examples=100, deadline=None)
@given(hits=hits, randomizer=st.randoms())
def test_the_order_in_which_equal_scores_come_changes_nothing(
    hits: list[Hit], randomizer: object
) -> None:
    shuffled = list(hits)
    randomizer.shuffle(shuffled)  # type: ignore[attr-defined]
    assert article_ranking(hits) == article_ranking(shuffled)
    wanted = [Evidence("a1", "words of a1"), Evidence(None, "at 3")]
    assert evidence_ranking(hits, wanted) == evidence_ranking(shuffled, wanted)


def test_a_question_with_no_hits_counts_0() -> None:
    question = Question("q", "Who?", relevant={"a": 1}, evidence=(Evidence("a", "words"),))
    assert set(ranking_scores(question, []).values()) == {0.0}


def test_evidence_stands_where_the_first_passage_with_its_words_stands() -> None:
    texts = ["nothing", "one “and” two", "one again", "three"]
    found = [Hit(Passage("a", n, n + 1, text), 1 - n / 10) for n, text in enumerate(texts)]
    wanted = tuple(Evidence("a", text) for text in ('one "and"', "two", "three", "four"))
    question = Question("q", "Who?", evidence=wanted)

    scores = ranking_scores(question, found)

    assert scores["Hit@1"] == 1
    assert (scores["evidence Hit@1"], scores["evidence Hit@4"]) == (0, 1)
    assert scores["evidence RR"] == 0.5
    assert scores["evidence Recall@10"] == 0.75


def test_evidence_of_another_article_is_no_evidence() -> None:
    found = [Hit(Passage("b", 0, 5, "words"), 1.0)]
    question = Question("q", "Who?", evidence=(Evidence("a", "words"),))
    assert ranking_scores(question, found)["evidence Hit@1"] == 0


def test_a_question_without_judgements_has_no_measure_of_relevance() -> None:
    assert ranking_scores(Question("q", "Who?"), [Hit(Passage("a", 0, 1, "x"), 1.0)]) == {}


def test_grades_are_the_gain_of_ndcg() -> None:
    best, worse = {"a": 2.0, "b": 1.0}, {"a": 1.0, "b": 2.0}
    grades = {"a": 3, "b": 1}
    assert score(best, grades)["nDCG@10"] == pytest.approx(1)
    assert score(worse, grades)["nDCG@10"] == pytest.approx(
        (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    )


def test_every_measure_has_a_name_of_its_own_and_a_definition() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    assert all(measure.definition for measure in MEASURES)


def test_the_interval_of_a_mean_is_that_of_its_standard_error() -> None:
    scores = np.random.default_rng(1).normal(0.5, 0.1, size=400)
    found = bootstrap(scores)
    error = 1.96 * scores.std() / math.sqrt(len(scores))
    assert found.mean == pytest.approx(scores.mean())
    assert found.low == pytest.approx(scores.mean() - error, abs=0.1 * error)
    assert found.high == pytest.approx(scores.mean() + error, abs=0.1 * error)
    assert found == bootstrap(scores)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_an_interval_lies_within_the_scores(scores: list[float]) -> None:
    found = bootstrap(scores)
    assert 0 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= 1
    if len(set(scores)) > 1:
        assert min(scores) - 1e-9 <= found.low <= found.high <= max(scores) + 1e-9


def test_right_answers_alone_do_not_make_an_interval_of_no_width() -> None:
    # Wilson's interval, as scipy.stats.binomtest(14, 14).proportion_ci(method="wilson") gives it
    every = bootstrap([1.0] * 14)
    assert (every.mean, every.high) == (1, 1)
    assert every.low == pytest.approx(0.78469, abs=1e-5)
    assert bootstrap([0.0] * 14).high == pytest.approx(1 - 0.78469, abs=1e-5)
    ratio = bootstrap_ratio(np.array([1.0] * 4 + [0.0] * 6), np.array([1.0] * 4 + [0.0] * 6))
    assert ratio.low == pytest.approx(0.51011, abs=1e-5)


def test_a_ratio_of_nothing_is_0() -> None:
    assert bootstrap_ratio(np.zeros(5), np.zeros(5)).mean == 0
    assert bootstrap_ratio(np.array([1.0, 0, 1]), np.array([1.0, 1, 1])).mean == pytest.approx(
        2 / 3
    )


def test_the_randomization_test_agrees_with_all_exchanges_counted() -> None:
    # all 8 signed: of +-1 +-1 +-1, two have a sum as far from 0 as 3 is
    assert randomization_test([1, 1, 1]) == pytest.approx(2 / 8, abs=0.02)
    assert randomization_test([0, 0, 0]) == 1
    assert randomization_test([0.5] * 40) < 0.001


@pytest.mark.parametrize("count", [2, 9, 13, 14, 60])
def test_the_randomization_test_agrees_with_scipys(count: int) -> None:
    differences = np.random.default_rng(count).normal(0.1, 0.3, size=count)
    oracle = permutation_test(
        (differences,),
        lambda values, axis: np.abs(values.mean(axis=axis)),
        permutation_type="samples",
        alternative="greater",
        n_resamples=9_999,
        rng=np.random.default_rng(0),
    )
    # exact for few differences; else two shares of 10,000 random exchanges
    wide = 1e-9 if 2**count <= 10_000 else 0.02
    assert randomization_test(differences) == pytest.approx(oracle.pvalue, abs=wide)


def test_one_score_is_its_own_interval() -> None:
    assert bootstrap([0.25]) == Estimate(0.25, 0.25, 0.25, 1)
