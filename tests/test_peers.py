"""What the comparison with other systems does without them: its sample, its measures, and ours."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import peers

ARTICLES = {
    "solar": "The town of Larkfield opened a solar park. It powers 4,000 homes, said Ruth Adler.",
    "bridge": "Engineers closed the old bridge in Penmouth. Repairs will cost $3 million.",
    "ferry": "The ferry to the islands will run twice a day from May, said Captain Jon Blay.",
    "library": "The library of Larkfield stays open until nine on Fridays, the council said.",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    rows = [
        {"id": one, "title": one.title(), "text": text, "published": "2022-05-03"}
        for one, text in ARTICLES.items()
    ]
    (folder / "articles.jsonl.gz").write_bytes(
        gzip.compress("\n".join(map(json.dumps, rows)).encode())
    )
    asked = [
        ("How many homes does the solar park in Larkfield power?", "4,000", "solar"),
        ("What will repairs of the bridge in Penmouth cost?", "$3 million", "bridge"),
    ]
    (folder / "questions.jsonl").write_text(
        "\n".join(
            json.dumps(
                {"id": one, "asked": "2022-05-05", "question": q, "answer": a, "relevant": [one]}
            )
            for q, a, one in asked
        )
    )
    return tmp_path


def test_ours_is_measured_on_a_sample_in_a_process_of_its_own(
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "runs"
    given = f"peers --data {data} --out {out} --only ours --articles 3 --limit 1"
    monkeypatch.setattr(sys, "argv", given.split())
    assert peers.main() == 0
    told = capsys.readouterr().out
    assert "A SAMPLE: 3 of 4 articles" in told
    assert "LIMITED to 1 of 2 questions" in told
    (ours,) = out.glob(".peers/*/ours.json")
    found = json.loads(ours.read_text())
    assert found["asked"].keys() == {"ours", "ours, ranking"}
    for name, asked in found["asked"].items():
        assert f"\n{name} " in told
        assert [one["question"] for one in asked] == ["solar"]
        assert asked[0]["articles"][0] == "solar"
        assert set(asked[0]["articles"]) <= set(ARTICLES) - {"library"}
    assert found["peak_mb"] > 50  # less, and the model was not in it
    assert "4,000" not in (ours.parent / "questions.jsonl").read_text()


def test_a_system_that_breaks_is_named_with_its_log(
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RAG_PASSAGE_TOKENS", "none")
    given = f"peers --data {data} --out {tmp_path / 'runs'} --only ours"
    monkeypatch.setattr(sys, "argv", given.split())
    assert peers.main() == 1
    told = capsys.readouterr().err
    assert "ours ended with exit code 1" in told
    log = Path(told.split(": ")[0])
    assert "RAG_PASSAGE_TOKENS" in log.read_text()


@given(st.integers(1, 60), st.data(), st.integers(1, 80))
def test_a_sample_has_all_that_is_wanted_and_no_more_than_asked_for(
    whole: int, drawn: st.DataObject, size: int
) -> None:
    rows = [{"id": str(number)} for number in range(whole)]
    wanted = drawn.draw(st.sets(st.sampled_from([row["id"] for row in rows])))
    taken = peers.sample(rows, wanted, size)
    ids = [row["id"] for row in taken]
    assert wanted <= set(ids)
    assert len(ids) == len(set(ids)) == min(whole, max(size, len(wanted)))
    assert [row for row in rows if row in taken] == taken
    assert peers.sample(rows, wanted, None) == rows


def test_a_ranking_is_measured_by_the_place_of_its_first_relevant_article() -> None:
    ranking = [str(number) for number in range(12)]
    for place, expected in [(0, (1, 1, 1)), (3, (0, 1, 1)), (9, (0, 0, 1)), (10, (0, 0, 0))]:
        found = peers.scores(ranking, {str(place): 1, "elsewhere": 1})
        assert (found["Hit@1"], found["Hit@4"], found["Hit@10"]) == expected
    assert peers.scores([], {"elsewhere": 1})["Hit@10"] == 0
