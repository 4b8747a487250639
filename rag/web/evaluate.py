"""The Evaluate tab -> HTML: what can be asked, how far it is, and the runs there are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.evaluation.records import Run
from rag.evaluation.report.words import percent
from rag.notice import day_in_words
from rag.web.evaluations import Choice, EarlierRun, Evaluations, Progress
from rag.web.markup import NOTHING, Html, element, joined

_BY_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")  # the name of a run that nobody has named
_LISTED = 4  # runs that stand beside the form; older ones fold away
_SHARES = {"right": "Right", "Hit@1": "Article first"}
_MOST = 100  # runs; the others are in the runs folder
_SUGGEST = "python -m rag questions suggest"


def evaluate_tab(evaluations: Evaluations) -> Html:
    """All of the tab but the result that is looked at."""
    runs = evaluations.runs()
    choices = evaluations.choices()
    return joined(
        _introduction(),
        element("div", _form(choices, evaluations), _progress(), class_="ask-file"),
        element("p", role="status", id="said"),
        element("section", id="result", aria_label="Result"),
        _runs(runs),
    )


def told(progress: Progress) -> str:
    """How far it is, or how it ended, in words."""
    counted = f"{progress.done:,} of {progress.total:,} questions"
    match progress.state:
        case "running":
            return f"{progress.file}: {counted}{_speed(progress)}"
        case "done":
            return f"{progress.file}: all {progress.total:,} questions asked."
        case "stopped":
            return f"Stopped after {counted}. Run {progress.file} again to go on from there."
        case "failed":
            return f"Failed: {progress.message}. To mend it: {progress.hint}."
        case _:
            return ""


def run_title(run: Run) -> str:
    """A run by its name, or by when it was started."""
    if not _BY_TIME.fullmatch(run.name):
        return run.name
    started = run.started.astimezone()
    return f"{day_in_words(started.date())}, {started:%H:%M:%S}"


def file_name(run: Run) -> str:
    """The question file of a run, without its folder."""
    return run.questions_file.rsplit("/", 1)[-1]


def _introduction() -> Html:
    return element(
        "div",
        element("h2", "How often is the answer right?"),
        element(
            "p",
            "Ask a file of test questions whose answers are known, and count. No language model "
            "judges: what is right was written down beforehand.",
        ),
        class_="welcome",
    )


def _form(choices: Sequence[Choice], evaluations: Evaluations) -> Html:
    usable = [one for one in choices if not one.problem]
    folder = evaluations.places.questions
    problems = [
        element("p", f"{one.name} cannot be asked: {one.problem}.", class_="hint")
        for one in choices
        if one.problem
    ]
    if not usable:
        none = element(
            "p",
            f"There are no test questions in {folder}. Write some from your own articles: ",
            element("code", f"{_SUGGEST} > {folder}/mine.jsonl"),
            class_="hint",
        )
        return joined(none, *problems)
    options = [
        element("option", f"{one.name} – {_count(one.questions, 'question')}", value=one.name)
        for one in usable
    ]
    return joined(
        element(
            "form",
            element(
                "label",
                element("span", "Test questions", class_="caption"),
                element("select", *options, id="file"),
            ),
            element("button", "Run", type="submit", class_="primary"),
            id="begin",
        ),
        *problems,
    )


def _progress() -> Html:
    """Hidden until evaluate.js has something to show in it."""
    return element(
        "div",
        element("progress", id="bar", aria_label="Questions asked"),
        element("p", id="pace"),
        element("button", "Stop", type="button", id="stop", class_="plain"),
        id="under-way",
        hidden="",
    )


def _runs(runs: Sequence[EarlierRun]) -> Html:
    if not runs:
        return NOTHING
    older = runs[_LISTED:_MOST]
    return element(
        "section",
        element("h3", "Runs so far", class_="label"),
        _run_table(runs[:_LISTED]),
        element("details", element("summary", _count(len(older), "older run")), _run_table(older))
        if older
        else NOTHING,
        class_="runs",
    )


def _run_table(runs: Sequence[EarlierRun]) -> Html:
    heads = [
        element("th", "Run", scope="col"),
        *(element("th", head, scope="col", class_="number") for head in _SHARES.values()),
    ]
    rows = [_run(one) for one in runs]
    return element("table", element("thead", element("tr", *heads)), element("tbody", *rows))


def _run(one: EarlierRun) -> Html:
    name = element(
        "button", run_title(one.run), type="button", class_="plain show", data_run=one.run.name
    )
    asked = f"{_count(one.summary.questions, 'question')} of {file_name(one.run)}"
    shares = [
        percent(found.mean) if (found := one.summary.measures.get(measure)) else "–"
        for measure in _SHARES
    ]
    return element(
        "tr",
        element("th", name, element("span", asked, class_="definition"), scope="row"),
        *(element("td", share, class_="number") for share in shares),
    )


def _speed(progress: Progress) -> str:
    if not progress.rate:
        return ""
    left = (progress.total - progress.done) / progress.rate
    wait = f"{left / 60:.0f} min" if left > 90 else f"{max(left, 1):.0f} s"
    return f" · {progress.rate:,.1f} a second · about {wait} left"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
