"""A report -> one HTML file that works offline and sends no requests.

Its content security policy allows the one style sheet and the one script inside it, by their
hashes, and nothing else: no image, no font, no request.
"""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from rag.evaluation.comparison.side_by_side import CompleteRun, Report
from rag.rendering.cases import CaseList
from rag.rendering.charts import draw_key
from rag.rendering.headline import write_day, write_headline, write_standfirst
from rag.rendering.markup import NOTHING, Html, element, joined
from rag.rendering.question_table import collect_question_data, show_questions
from rag.rendering.report_figures import draw_abstention, draw_levels, draw_ranks, show_main_numbers
from rag.rendering.report_tables import show_latency, show_measures, show_slices

STATIC = Path(__file__).parent / "static"


def write_html(report: Report) -> str:
    """The report as an HTML page."""
    style = Html("".join(_read(name) for name in ("runs.css", "report.css")))
    script = Html(_read("report.js"))
    names = ", ".join(run.name for run in report.runs)
    data = _write_json(collect_question_data(report))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_make_policy(style, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{names}: evaluation, On Record"),
        element("style", style),
    )
    body = element(
        "body",
        _show_masthead(report),
        element(
            "main",
            element("h1", write_headline(report)),
            element("p", write_standfirst(report), class_="standfirst"),
            *(element("p", note, class_="warning") for note in report.notes),
            show_main_numbers(report),
            show_measures(report),
            show_slices(report),
            element("div", draw_levels(report), draw_abstention(report), class_="beside-it"),
            draw_ranks(report),
            show_latency(report),
            _show_cases(report),
            show_questions(report),
            _describe_runs(report),
        ),
        Html(f'<script type="application/json" id="data">{data}</script>'),
        element("script", script),
    )
    compared = "compared" if len(report.runs) > 1 else None
    return f"<!doctype html>\n{element('html', head, body, lang='en', class_=compared)}\n"


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _make_policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _show_cases(report: Report) -> Html:
    """Where a run went wrong, or what changed between two; nothing for more runs."""
    if report.change is not None:
        return element("section", CaseList().list_changed(report.change))
    if len(report.runs) == 1:
        return element("section", CaseList().list_worst(report.runs[0]))
    return NOTHING


def _write_json(value: Any) -> str:
    """JSON that cannot end a script element or start a comment in it."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Lone surrogates cannot be written as UTF-8
    written = written.encode("utf-8", "replace").decode()
    return written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _show_masthead(report: Report) -> Html:
    last = max(complete.run.started for complete in report.runs)
    return element(
        "header",
        element("p", "On Record", class_="name"),
        element("p", f"Evaluation report · {write_day(last)}", class_="about"),
        class_="masthead",
    )


def _describe_runs(report: Report) -> Html:
    """The questions, index, settings and versions of the runs, for repeating them."""
    return element(
        "section",
        element("h2", "How this was measured" if len(report.runs) == 1 else "The runs", id="runs"),
        element(
            "div",
            *(_describe_run(report, number) for number in range(len(report.runs))),
            class_="runs",
        ),
        element(
            "p",
            "Made by On Record without a network, a language model or a judge: the question file "
            "says beforehand what is right.",
            class_="made small",
        ),
    )


def _describe_run(report: Report, number: int) -> Html:
    complete = report.runs[number]
    sign = draw_key(number) if len(report.runs) > 1 else NOTHING
    facts = [
        element(part, words)
        for fact in _list_facts(complete)
        for part, words in zip(("dt", "dd"), fact, strict=True)
    ]
    return element(
        "div",
        element("h3", sign, complete.name),
        element("dl", *facts),
        _show_details("Settings", complete.run.settings),
        _show_details("Index", complete.run.source),
        _show_details("Versions", complete.run.versions),
    )


def _list_facts(complete: CompleteRun) -> list[tuple[str, str]]:
    run = complete.run
    return [
        ("Started", run.started.strftime("%Y-%m-%d %H:%M")),
        ("Questions", f"{complete.summary.questions:,} of {run.questions_file}"),
        ("Fingerprint", f"sha256 {run.questions_sha256[:12]}"),
        ("Index", f"{run.index_path}, {run.generation}"),
    ]


def _show_details(title: str, values: Any) -> Html:
    if not values:
        return NOTHING
    rows = [
        joined(element("dt", name), element("dd", _write_value(value)))
        for name, value in values.items()
    ]
    return element("details", element("summary", title), element("dl", *rows))


def _write_value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
