"""The Evaluate tab -> HTML: question files, progress, and the list of runs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.evaluation.run_records import Run
from rag.notice import Counted, Figure
from rag.rendering.headline import write_percent
from rag.rendering.markup import NOTHING, Html, element, joined
from rag.rendering.messages import show_inline
from rag.translation.texts import ENGLISH, Texts
from rag.web.evaluate.evaluations import Choice, EarlierRun, Evaluations, Progress
from rag.web.fields import show_choice

_BY_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")  # the name of a run without one
_LISTED = 4  # runs shown beside the form; older ones are folded
_SHARES = {"right": "Right", "Hit@1": "Right article first"}
_MOST = 100  # runs; the others are in the runs folder
_SUGGEST = "python -m rag questions suggest"


def show_tab(evaluations: Evaluations, say: Texts = ENGLISH) -> Html:
    """The whole tab except the selected result."""
    runs = evaluations.list_runs()
    choices = evaluations.list_choices()
    return joined(
        _show_introduction(say),
        element(
            "div", _show_form(choices, evaluations, say), _show_progress(say), class_="ask-file"
        ),
        element("p", role="status", id="said"),
        element("section", id="result", aria_label=say("Result")),
        _show_runs(runs, say),
    )


def describe_progress(progress: Progress, say: Texts = ENGLISH) -> str:
    """Describe the progress, or how the evaluation ended."""
    file, done, total = progress.file, progress.done, progress.total
    match progress.state:
        case "running":
            counted = say(
                "{file}: {done:,} of {total}",
                file=file,
                done=done,
                total=Counted(total, "question"),
            )
            return f"{counted}{_describe_speed(progress, say)}"
        case "done":
            asked = say("{file}: all {total:,} questions asked.", file=file, total=total)
            return f"{asked} {_describe_missing(progress, say)}".rstrip()
        case "stopped":
            return say(
                "Stopped after {done:,} of {total}. Run {file} again to continue from there.",
                file=file,
                done=done,
                total=Counted(total, "question"),
            )
        case "failed":
            return say(
                "Failed: {why}. How to fix it: {hint}.", why=progress.message, hint=progress.hint
            )
        case _:
            return ""


def _describe_missing(progress: Progress, say: Texts) -> str:
    """Why many answers may be wrong: the questions may be about other articles."""
    if not progress.missing:
        return ""
    return say(
        "Not in this collection, and therefore not found: {count:,} of the articles that the file "
        "names.",
        count=progress.missing,
    )


def name_run(run: Run, say: Texts = ENGLISH) -> str:
    """The name of a run, or the time of its start."""
    if not _BY_TIME.fullmatch(run.name):
        return run.name
    started = run.started.astimezone()
    return f"{say.day(started.date())}, {started:%H:%M:%S}"


def name_file(run: Run) -> str:
    """The question file of a run, without its folder."""
    return run.questions_file.rsplit("/", 1)[-1]


def _show_introduction(say: Texts) -> Html:
    return element(
        "div",
        element("h2", say("How often is the answer right?")),
        element(
            "p",
            say(
                "Run a file of test questions with known answers and see how many answers are "
                "right. No language model judges: the file says beforehand what is right."
            ),
        ),
        class_="welcome",
    )


def _show_form(choices: Sequence[Choice], evaluations: Evaluations, say: Texts) -> Html:
    usable = [choice for choice in choices if not choice.problem]
    folder = evaluations.places.questions
    problems = [
        element(
            "p",
            say("{name} cannot be used: ", name=choice.name),
            show_inline(choice.problem, say),
            ".",
            class_="hint",
        )
        for choice in choices
        if choice.problem
    ]
    if not usable:
        none = element(
            "p",
            say(
                "There are no test questions in {folder}. Write some from your own articles: ",
                folder=str(folder),
            ),
            element("code", f"{_SUGGEST} > {folder}/mine.jsonl"),
            class_="hint",
        )
        return joined(none, *problems)
    options = [
        element(
            "option",
            f"{choice.name} – {say.count(choice.questions, 'question')}",
            value=choice.name,
        )
        for choice in usable
    ]
    return joined(
        element(
            "form",
            show_choice("file", say("Test questions"), options),
            element("button", say("Run"), type="submit", class_="submit"),
            id="begin",
        ),
        *problems,
    )


def _show_progress(say: Texts) -> Html:
    """The progress bar, hidden until evaluate.js shows it."""
    return element(
        "div",
        element("progress", id="bar", aria_label=say("Questions asked")),
        element("p", id="pace"),
        element("button", say("Stop"), type="button", id="stop", class_="plain"),
        id="under-way",
        hidden="",
    )


def _show_runs(runs: Sequence[EarlierRun], say: Texts) -> Html:
    if not runs:
        return _announce_runs(say)
    older = runs[_LISTED:_MOST]
    return element(
        "section",
        element("h3", say("Runs"), class_="label"),
        _show_run_table(runs[:_LISTED], say),
        element(
            "details",
            element("summary", say.count(len(older), "older run")),
            _show_run_table(older, say),
        )
        if older
        else NOTHING,
        class_="runs",
    )


def _announce_runs(say: Texts) -> Html:
    """What a first run will show."""
    expected = (
        say("How many answers are right, and how sure that number is."),
        say("Whether each quotation is in its article, word for word, and by the right person."),
        say("The questions that went wrong, with what was expected and what came."),
        say("After a second run: what changed, and whether it may be chance."),
    )
    return element(
        "section",
        element("h3", say("No runs yet"), class_="label"),
        element("p", say("Choose test questions and press Run. You will see here:")),
        element("ul", *(element("li", sentence) for sentence in expected)),
        class_="runs none",
    )


def _show_run_table(runs: Sequence[EarlierRun], say: Texts) -> Html:
    heads = [
        element("th", say("Run and file"), scope="col"),
        *(element("th", say(head), scope="col", class_="number") for head in _SHARES.values()),
    ]
    rows = [_show_run(run, say) for run in runs]
    return element("table", element("thead", element("tr", *heads)), element("tbody", *rows))


def _show_run(earlier: EarlierRun, say: Texts) -> Html:
    name = element(
        "button",
        name_run(earlier.run, say),
        type="button",
        class_="plain show",
        data_run=earlier.run.name,
    )
    count = say.count(earlier.summary.questions, "question")
    definition = say("{count} from {file}", count=count, file=name_file(earlier.run))
    shares = [
        write_percent(estimate.mean) if (estimate := earlier.summary.measures.get(measure)) else "–"
        for measure in _SHARES
    ]
    return element(
        "tr",
        element("th", name, element("span", definition, class_="definition"), scope="row"),
        *(element("td", share, class_="number") for share in shares),
    )


def _describe_speed(progress: Progress, say: Texts) -> str:
    if not progress.rate:
        return ""
    left = (progress.total - progress.done) / progress.rate
    return say(
        " · {rate} a second · about {left} min left"
        if left > 90
        else " · {rate} a second · about {left} s left",
        rate=Figure(f"{progress.rate:,.1f}"),
        left=round(left / 60) if left > 90 else round(max(left, 1)),
    )
