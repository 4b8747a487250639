"""A report -> the sentences at its head, and the format of its numbers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from rag.evaluation.comparison.paired import MeasureChange
from rag.evaluation.comparison.side_by_side import (
    SURE,
    Report,
    choose_measure,
    find_change,
    find_estimates,
)
from rag.evaluation.run_records import Estimate
from rag.evaluation.running.measures import MEASURES
from rag.language.english.calendar_words import MONTHS
from rag.notice import Counted, Figure, Notice, joined

RIGHT, HIT_1, HIT_10 = "right", "Hit@1", "Hit@10"
_BETTER = {measure.name: measure.better for measure in MEASURES}
_JOINERS = "\u200c\u200d"  # scripts that join letters need them


def write_headline(report: Report) -> str:
    """The result of the report in a sentence."""
    if len(report.runs) == 2:
        return _tell_change(report)
    if len(report.runs) > 2:
        return _tell_best(report)
    right = find_estimates(report, RIGHT)[0]
    if right is not None:
        return Notice(
            "The answer is right for {right:,} of {all}",
            right=round(right.mean * right.count),
            all=Counted(right.count, "question"),
        )
    first = find_estimates(report, HIT_1)[0]
    if first is not None:  # runs of earlier versions have no measure of the answer
        return Notice(
            "The right article comes first for {first:,} of {all}",
            first=round(first.mean * first.count),
            all=Counted(first.count, "question"),
        )
    chosen = choose_measure(report)
    estimate = find_estimates(report, chosen)[0] if chosen else None
    if estimate is None:
        count = Counted(report.runs[0].summary.questions, "question")
        return Notice("{all}, and nothing to measure them by", all=count)
    return Notice(
        "{measure} is {mean} over {all}",
        measure=chosen or "",
        mean=Figure(write_decimal(estimate.mean)),
        all=Counted(estimate.count, "question"),
    )


def write_standfirst(report: Report) -> str:
    """The sentences below the headline: how certain it is, and what else matters."""
    first = report.runs[0]
    if len(report.runs) == 1:
        measure = RIGHT if find_estimates(report, RIGHT)[0] else HIT_1
        sentences = [_tell_interval(report, measure), _tell_ranks(report), _tell_verbatim(report)]
    else:
        sentences = [_tell_chance(report)]
    counts = {run.summary.questions for run in report.runs}
    file = Path(first.run.questions_file).name
    sentences.append(
        Notice("Asked: {all} from {file}.", all=Counted(counts.pop(), "question"), file=file)
        if len(counts) == 1
        else Notice("The runs asked different numbers of questions from {file}.", file=file)
    )
    return joined((sentence for sentence in sentences if sentence), by=" ")


def write_decimal(value: float) -> str:
    """A number in a table: three decimal places for a share, fewer for larger numbers."""
    if abs(value) < 10:
        return f"{value:.3f}"
    return f"{value:,.1f}" if abs(value) < 1000 else f"{value:,.0f}"


def write_signed(value: float) -> str:
    """A difference with its sign."""
    shown = write_decimal(abs(value))
    if float(shown.replace(",", "")) == 0:
        return "0"
    return ("+" if value > 0 else "−") + shown


def write_percent(share: float) -> str:
    """A share in percent; only 1 becomes 100 %, and only 0 becomes 0 %."""
    rounded = min(max(round(100 * share), 1 if share > 0 else 0), 99 if share < 1 else 100)
    return f"{rounded} %"


def write_interval(estimate: Estimate) -> str:
    """The ends of an interval."""
    return f"{write_decimal(estimate.low)} – {write_decimal(estimate.high)}"


def write_chance(p: float) -> str:
    """A p-value; 10,000 permutations justify only three decimal places."""
    return "< .001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def write_day(when: datetime) -> str:
    """A day in words."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def make_printable(text: str) -> str:
    """A text on one line without characters that hide, reverse or control what is shown."""
    one_line = " ".join(text.split())
    return "".join(c for c in one_line if c.isprintable() or c in _JOINERS)


def write_score(score: float | None) -> str:
    """The score of a question, in short form."""
    if score is None:
        return "–"
    return f"{score:.0f}" if score == int(score) else f"{score:.2f}"


def _tell_change(report: Report) -> str:
    before, after = report.runs
    names = {"before": before.name, "after": after.name}
    chosen = report.change.by if report.change else None
    change = find_change(report, chosen) if chosen else None
    if change is None:
        return Notice("{before} and {after} have nothing in common to compare", **names)
    if (other := _find_surer(report, change)) is not None:
        change = other
    elif not report.change or not (report.change.better or report.change.worse):
        return Notice(
            "{before} and {after} have the same {measure} for every question",
            measure=change.measure,
            **names,
        )
    elif change.p >= SURE:
        return Notice(
            "From {before} to {after}, {measure} does not change beyond chance",
            measure=change.measure,
            **names,
        )
    return Notice(
        "{after} does better than {before}: {measure} goes from {was} to {now}"
        if change.change.mean * _BETTER.get(change.measure, 1) > 0
        else "{after} does worse than {before}: {measure} goes from {was} to {now}",
        measure=change.measure,
        was=Figure(write_decimal(change.before)),
        now=Figure(write_decimal(change.after)),
        **names,
    )


def _find_surer(report: Report, chosen: MeasureChange) -> MeasureChange | None:
    """The first measure that changes beyond chance, if the chosen one does not."""
    if report.change is None or chosen.p < SURE:
        return None
    sure = [
        change
        for change in report.change.measures
        if change.p < SURE and _BETTER.get(change.measure)
    ]
    sure.sort(key=lambda change: change.measure != RIGHT)
    return sure[0] if sure else None


def _tell_best(report: Report) -> str:
    chosen = choose_measure(report)
    means = [
        (estimate.mean, run.name)
        for run, estimate in zip(report.runs, find_estimates(report, chosen or ""), strict=True)
        if estimate is not None
    ]
    if not means:
        return f"{len(report.runs)} runs with nothing in common to compare"
    most, name = max(means, key=lambda pair: pair[0])
    return f"{name} has the highest {chosen} of {len(report.runs)} runs: {write_decimal(most)}"


def _tell_interval(report: Report, measure: str) -> str:
    estimate = find_estimates(report, measure)[0]
    if estimate is None:
        return ""
    return Notice(
        "That is {share}; with other questions of this kind it would be between {low} and {high} "
        "(95 % interval).",
        share=write_percent(estimate.mean),
        low=write_percent(estimate.low),
        high=write_percent(estimate.high),
    )


def _tell_ranks(report: Report) -> str:
    first, among_ten = find_estimates(report, HIT_1)[0], find_estimates(report, HIT_10)[0]
    if first is None or among_ten is None:
        return ""
    return Notice(
        "The right article comes first for {first}, and among the first ten for {share}.",
        first=write_percent(first.mean),
        share=write_percent(among_ten.mean),
    )


def _tell_verbatim(report: Report) -> str:
    estimate = find_estimates(report, "verbatim")[0]
    if estimate is None:
        return ""
    if estimate.mean == 1:
        return Notice("Every quotation is in the article it cites, word for word.")
    share = write_percent(estimate.mean)
    return Notice("Only {share} of quotations are in the article they cite.", share=share)


def _tell_chance(report: Report) -> str:
    chosen = report.change.by if report.change else None
    change = find_change(report, chosen) if chosen else None
    if change is None or report.change is None:
        return ""
    better, worse = len(report.change.better), len(report.change.worse)
    moved = sum(other.p < SURE for other in report.change.measures)
    beyond = Notice(
        "{moved} of {all} change beyond chance."
        if moved
        else "None of {all} change beyond chance.",
        moved=moved,
        all=Counted(len(report.change.measures), "measure"),
    )
    if not better and not worse:
        return beyond
    return Notice(
        "Over the {all:,} questions in both, {measure} changes by {mean} (95 % interval {low} to "
        "{high}, p {p}): {better} do better, {worse:,} worse. {beyond}",
        all=change.change.count,
        measure=change.measure,
        mean=Figure(write_signed(change.change.mean)),
        low=Figure(write_signed(change.change.low)),
        high=Figure(write_signed(change.change.high)),
        p=Figure(_write_p(change.p)),
        better=Counted(better, "question"),
        worse=worse,
        beyond=beyond,
    )


def _write_p(p: float) -> str:
    return write_chance(p) if p < 0.001 else f"= {write_chance(p)}"
