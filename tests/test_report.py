"""Reports: what they say, that text stays text, and that other tools read the same from them."""

from __future__ import annotations

import json
import re
import time
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.verify import fold
from rag.errors import RunError, SettingError
from rag.evaluation.comparison.side_by_side import Report, find_first_rank, rank_counts, read_report
from rag.evaluation.run_records import Estimate, Evidence, Outcome, Question
from rag.evaluation.running.evidence_spans import find_evidence
from rag.evaluation.running.measures import relevant_articles
from rag.evaluation.running.trec_run import write_trec_run
from rag.records import Passage
from rag.rendering.headline import write_headline, write_percent, write_signed, write_standfirst
from rag.rendering.report_markdown import make_plain, write_markdown
from rag.rendering.report_page import write_html
from tests.command_line import run_command
from tests.run_folders import hit, many, outcome, without_scores, write

ROOT = Path(__file__).parent.parent
HOSTILE = (
    "</script><img src=x onerror=alert(1)> <!-- & \"quoted\" 'too' | pipe @somebody `code` "
    "[link](javascript:alert(1)) \u202edesrever\x1b[31m =1+1"
)


def hostile_outcome() -> Outcome:
    question = Question(
        id=f"id {HOSTILE}",
        question=HOSTILE,
        history=(HOSTILE,),
        relevant={HOSTILE: 1},
        evidence=(Evidence(HOSTILE, HOSTILE),),
        answerable=True,
        tags=(HOSTILE,),
    )
    return outcome(question, [hit(HOSTILE, 0.9, f"Before {HOSTILE} after.")], text=HOSTILE)


class _Parts(HTMLParser):
    """The elements, the texts and the attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.inside: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.inside.setdefault(self.elements[-1] if self.elements else "", []).append(data)


def _report(tmp_path: Path, *runs: list[Outcome]) -> Report:
    return read_report([write(tmp_path / f"run{n}", run) for n, run in enumerate(runs)])


def _data(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def _run(*arguments: str | Path) -> CompletedProcess[str]:
    return run_command("report", *arguments)


# The page


def test_the_page_asks_nobody_and_its_policy_knows_its_own_parts(tmp_path: Path) -> None:
    page = write_html(_report(tmp_path, many(20, skill=0.5), many(20, skill=0.7, seed=2)))
    parts = _Parts(page)
    assert not {"link", "img", "iframe", "object", "base", "form"} & set(parts.elements)
    assert not {"src", "href", "style", "onclick"} & {name for name, _ in parts.attributes}
    assert not re.search(r"@import|url\(", page)
    policies = [value for _, value in parts.attributes if value and "default-src" in value]
    (policy,) = policies
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert style is not None
    assert script is not None
    for part in (style[1], script[1]):
        assert f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';")


def test_text_stays_text(tmp_path: Path) -> None:
    tame = replace(hostile_outcome().question, id="a", question="A?", tags=("t",), history=())
    expected = _Parts(write_html(_report(tmp_path, [replace(hostile_outcome(), question=tame)])))
    page = write_html(_report(tmp_path / "hostile", [hostile_outcome()]))
    parts = _Parts(page)
    assert "img" not in parts.elements
    assert sorted(set(parts.elements)) == sorted(set(expected.elements))
    (told,) = _data(page)["questions"]
    assert told["question"] == HOSTILE
    assert told["runs"][0]["answer"] == HOSTILE
    assert "\u202e" not in page.split('<script type="application/json"', maxsplit=1)[0]


def test_a_lone_surrogate_can_be_written(tmp_path: Path) -> None:
    odd = outcome(Question("q", "What?"), [hit("a.txt", 0.5, "odd \ud800 text")])
    report = _report(tmp_path, many(3, skill=1))
    (run,) = report.runs
    page = write_html(replace(report, runs=(replace(run, outcomes=(odd,)),)))
    assert page.encode("utf-8")
    assert _data(page)["passages"] == ["odd ? text"]


def test_a_passage_is_written_once_however_many_questions_found_it(tmp_path: Path) -> None:
    shared = [hit("a.txt", 0.9, "Said once.")]
    data = _data(
        write_html(_report(tmp_path, [outcome(Question(f"q{n}", "?"), shared) for n in range(9)]))
    )
    assert data["passages"] == ["Said once."]
    assert [one["runs"][0]["hits"][0][4] for one in data["questions"]] == [0] * 9


def test_hits_without_their_words_are_counted(tmp_path: Path) -> None:
    hits = [hit(f"a{n}.txt", 1 - n / 100, f"Passage {n}") for n in range(30)]
    data = _data(write_html(_report(tmp_path, [outcome(Question("q", "?"), hits)])))
    run = data["questions"][0]["runs"][0]
    assert (len(run["hits"]), run["more"]) == (10, 20)


def test_runs_of_other_questions_stand_side_by_side_and_that_is_said(tmp_path: Path) -> None:
    report = _report(tmp_path, many(20, skill=0.5), many(25, skill=0.5)[5:])
    assert any("run1: other questions than run0" in note for note in report.notes)
    data = _data(write_html(report))
    assert len(data["questions"]) == 25
    assert data["questions"][0]["runs"][1] is None
    assert data["questions"][24]["runs"][0] is None


def test_runs_with_nothing_measured_have_a_page_too(tmp_path: Path) -> None:
    bare = [without_scores(one) for one in many(4, skill=1)]
    bare = [replace(one, scores={}) for one in bare]
    report = _report(tmp_path, bare)
    assert "nothing to measure" in write_headline(report)
    assert "4 of 4 questions have no judgement" in report.notes[0]
    assert "Question by question" in write_html(report)
    assert write_markdown(report)
    both = _report(tmp_path, bare, [outcome(Question("other", "?"))])
    assert "nothing in common" in write_headline(both)
    assert write_html(both)


def test_what_went_wrong_is_told_without_a_script(tmp_path: Path) -> None:
    one = write_html(_report(tmp_path / "one", many(20, skill=0.3)))
    assert "Where it went wrong" in one
    assert "Right article at rank" in one
    two = write_html(_report(tmp_path / "two", many(20, skill=0.3), many(20, skill=0.9)))
    assert "Better: 3 of" in two
    assert "Where it went wrong" not in two
    three = _report(tmp_path / "three", *(many(20, skill=s) for s in (0.2, 0.5, 0.9)))
    assert "Better:" not in write_html(three)


def test_a_thousand_questions_take_seconds(tmp_path: Path) -> None:
    folders = [write(tmp_path / f"{n}", many(1000, skill=0.5, seed=n)) for n in (1, 2)]
    began = time.process_time()
    page = write_html(read_report(folders))
    assert time.process_time() - began < 8
    assert len(page) < 12_000_000


# What is read


def test_a_run_that_is_not_complete_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="not complete"):
        read_report([write(tmp_path / "run", many(3, skill=1), complete=False)])


def test_more_runs_than_can_be_told_apart_are_an_error(tmp_path: Path) -> None:
    folder = write(tmp_path / "run", many(3, skill=1))
    assert len(read_report([folder] * 6).runs) == 6
    with pytest.raises(SettingError, match="7 runs"):
        read_report([folder] * 7)


def test_runs_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    folders = [
        write(tmp_path / "run", many(3, skill=1)),
        write(tmp_path / "x/run", many(3, skill=1)),
    ]
    assert [one.name for one in read_report(folders).runs] == [str(folder) for folder in folders]


def test_every_judged_question_has_one_rank(tmp_path: Path) -> None:
    report = _report(tmp_path, many(60, skill=0.4))
    (run,) = report.runs
    ranks = [find_first_rank(one) for one in run.outcomes]
    counted = dict(rank_counts(run.summary))
    assert sum(counted.values()) == 48 == sum(rank is not None for rank in ranks)
    assert counted["1"] == ranks.count(1)
    assert counted["none"] == ranks.count(0)


# Words and numbers


def test_the_headline_says_what_was_found(tmp_path: Path) -> None:
    one = _report(tmp_path / "one", many(50, skill=0.5))
    assert re.fullmatch(
        r"The right article comes first for \d+ of 40 questions", write_headline(one)
    )
    better = _report(tmp_path / "better", many(80, skill=0.2), many(80, skill=0.9))
    assert write_headline(better).startswith("run1 does better than run0: nDCG@10 goes from 0.")
    assert "questions do better" in write_standfirst(better)
    worse = _report(tmp_path / "worse", many(80, skill=0.9), many(80, skill=0.2))
    assert write_headline(worse).startswith("run1 does worse than run0")
    same = _report(tmp_path / "same", many(20, skill=0.5), many(20, skill=0.5))
    assert write_headline(same) == "run0 and run1 have the same nDCG@10 for every question"
    chance = _report(tmp_path / "chance", many(20, skill=0.5), many(20, skill=0.5, seed=4))
    assert write_headline(chance) == "From run0 to run1, nDCG@10 does not change beyond chance"
    found, lost = (  # the right article is always first; its words are not
        [
            replace(one, scores={**one.scores, "right": right, "evidence Hit@4": right})
            for one in run
        ]
        for run, right in ((many(20, skill=1), 1.0), (many(20, skill=1), 0.0))
    )
    answered = write_headline(_report(tmp_path / "answered", found))
    assert answered == "The answer is right for 20 of 20 questions"
    fell = _report(tmp_path / "fell", found, lost)
    assert write_headline(fell) == "run1 does worse than run0: right goes from 1.000 to 0.000"
    assert fell.change is not None
    assert len(fell.change.worse) == 20
    three = _report(tmp_path / "three", *(many(40, skill=s) for s in (0.2, 0.9, 0.5)))
    assert write_headline(three).startswith("run1 has the highest nDCG@10 of 3 runs")


@pytest.mark.parametrize(
    ("share", "words"), [(1, "100 %"), (0.999, "99 %"), (0.5, "50 %"), (0.001, "1 %"), (0, "0 %")]
)
def test_only_all_is_a_hundred_percent(share: float, words: str) -> None:
    assert write_percent(share) == words


def test_a_difference_has_its_sign() -> None:
    assert [write_signed(x) for x in (0.1, -0.1, 0, -0.0001, 12.34)] == [
        "+0.100",
        "−0.100",
        "0",
        "0",
        "+12.3",
    ]


# Evidence


_TEXT = st.text(alphabet="ab \n\t\"“”«'’.é", max_size=12)


@given(st.lists(_TEXT, min_size=1, max_size=3), _TEXT, _TEXT)
def test_evidence_is_marked_where_and_only_where_it_stands(
    evidence: list[str], before: str, after: str
) -> None:
    passage = Passage("a.txt", 0, 0, before + evidence[0] + after)
    question = Question("q", "?", evidence=tuple(Evidence("a.txt", one) for one in evidence))
    spans = find_evidence(question, passage)
    assert spans == sorted(spans)
    assert all(end < start for (_, end), (start, _) in pairwise(spans))
    marked = [fold(passage.text[start:end]) for start, end in spans]
    held = [fold(one) for one in evidence if fold(one) and fold(one) in fold(passage.text)]
    assert all(any(one in words for words in marked) for one in held)
    assert bool(marked) == bool(held)


def test_evidence_of_another_article_is_not_marked() -> None:
    question = Question("q", "?", evidence=(Evidence("b.txt", "closed"), Evidence(None, "open")))
    assert find_evidence(question, Passage("a.txt", 0, 0, "closed, then open")) == [(13, 17)]


# For other tools


def test_a_trec_run_file_gives_the_measures_of_the_run(tmp_path: Path) -> None:
    outcomes = [one for one in many(40, skill=0.4) if one.question.answerable]
    tied = [hit(f"article {n}.txt", 0.5) for n in range(12)]
    question = Question("tied %1", "?", relevant={"article 7.txt": 1})
    outcomes.append(outcome(question, [*tied, hit("article 3.txt", 0.4)]))
    file = tmp_path / "run.trec"
    file.write_text(write_trec_run(outcomes, "my run"), encoding="utf-8")
    lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    assert {len(line) for line in lines} == {6}
    assert lines[-1][:2] == ["tied%20%251", "Q0"]
    assert lines[-1][5] == "my%20run"

    def name(text: str) -> str:
        return text.replace("%", "%25").replace(" ", "%20")

    qrels = [
        ir_measures.Qrel(name(one.question.id), name(article), grade)
        for one in outcomes
        for article, grade in relevant_articles(one.question).items()
    ]
    theirs = {"RR": "RR", "nDCG@10": "nDCG@10", "AP": "AP", "Hit@4": "Success@4"}
    for ours, measure in theirs.items():
        parsed = ir_measures.parse_measure(measure)
        ranking = ir_measures.read_trec_run(str(file))  # type: ignore[no-untyped-call]
        calculated = {
            metric.query_id: metric.value
            for metric in ir_measures.iter_calc([parsed], qrels, ranking)
        }
        for one in outcomes:
            expected = one.scores[ours]
            assert calculated[name(one.question.id)] == pytest.approx(expected, abs=1e-9)


def test_markdown_tables_hold_together_whatever_is_in_them(tmp_path: Path) -> None:
    report = _report(tmp_path, [hostile_outcome(), *many(20, skill=0.4)])
    for written in (report, _report(tmp_path, many(20, skill=0.2), many(20, skill=0.9))):
        text = write_markdown(written)
        tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
        assert len(tables) >= 4
        for table in tables:
            cells = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
            assert len(cells) == 1, table
        assert set(re.findall(r"(?<!\\)<(/?\w+)", text)) == {
            "details",
            "/details",
            "summary",
            "/summary",
        }
        assert "@somebody" not in text
        assert "\u202e" not in text


def test_markdown_shows_plain_text_plainly() -> None:
    assert make_plain("nDCG@10 of run_1\nis *good*") == r"nDCG@10 of run\_1 is \*good\*"


# The command


def test_the_command_writes_each_kind(tmp_path: Path) -> None:
    a, b = write(tmp_path / "a", many(20, skill=0.2)), write(tmp_path / "b", many(20, skill=0.9))
    printed = _run(a, b)
    assert printed.returncode == 0
    assert printed.stdout.startswith("### b does better than a")
    files = [tmp_path / name for name in ("r.html", "r.md", "r.trec")]
    wrote = _run(a, "--html", files[0], "--md", files[1], "--trec", files[2])
    assert (wrote.returncode, wrote.stdout) == (0, "")
    assert files[0].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert files[1].read_text(encoding="utf-8").startswith("### The right article")
    assert files[2].read_text(encoding="utf-8").count("\n") == 200


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    a = write(tmp_path / "a", many(5, skill=1))
    two = _run(a, a, "--trec", tmp_path / "r.trec")
    assert two.returncode == 2
    assert "holds one" in two.stderr
    nowhere = _run(a, "--html", tmp_path / "none" / "r.html")
    assert nowhere.returncode == 2
    assert "cannot be written" in nowhere.stderr
    assert _run(tmp_path / "none").returncode == 9


def test_an_interval_is_drawn_where_it_lies(tmp_path: Path) -> None:
    report = _report(tmp_path, many(20, skill=0.5))
    (run,) = report.runs
    measures = {"Hit@1": Estimate(0.25, 0.125, 0.5, 20)}
    changed = replace(run, summary=replace(run.summary, measures=measures, slices={}))
    page = write_html(Report((changed,), ("Hit@1",), None))
    assert 'x1="12.50%" x2="50.00%"' in page
    assert '<svg x="25.00%"' in page
    assert "0.125 – 0.500" in page
