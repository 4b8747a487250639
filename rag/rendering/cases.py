"""Questions that did badly -> HTML: what was expected, what came, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from rag.errors import QuestionError
from rag.evaluation.diff import Diff, QuestionChange
from rag.evaluation.measures import relevant_articles
from rag.evaluation.records import Evidence, Outcome, Question
from rag.evaluation.side_by_side import CompleteRun, first_rank
from rag.records import Article, Status
from rag.rendering.headline import signed
from rag.rendering.markup import NOTHING, Html, element, joined
from rag.rendering.messages import told
from rag.translation.texts import ENGLISH, Texts
from rag.web.chat.dateline import day

ArticleOf = Callable[[str], Article]
_SHOWN = 6  # questions; the report has all of them
_QUOTED = 2  # quotations of an answer
_CHANGED = 3  # questions that do better, and that do worse


def misses(shown: CompleteRun, article_of: ArticleOf, say: Texts = ENGLISH) -> Html:
    """The questions that did worst, the worst first."""
    flawed = sorted(
        (one for one in shown.outcomes if _badness(one) > 0),
        key=lambda one: (-_badness(one), one.question.id),
    )
    if not flawed:
        nothing = say("Nothing: every answer holds what was expected.")
        body = element("p", nothing, class_="reason")
    else:
        cases = (_miss(one, article_of, say) for one in flawed[:_SHOWN])
        body = element("ol", *cases, class_="cases")
    heading = element("h4", _heading(len(flawed), say), class_="label")
    return element("div", heading, body, class_="misses")


def changed_answers(diff: Diff, article_of: ArticleOf, say: Texts = ENGLISH) -> Html:
    """The questions that do worse, then those that do better, both answers beside each other."""
    parts = [
        element(
            "div",
            element("h4", _counted(title, len(changes), say), class_="label"),
            element(
                "ol", *(_changed(c, diff.by or "", article_of, say) for c in changes[:_CHANGED])
            ),
            class_="cases",
        )
        for title, changes in ((say("Do worse"), diff.worse), (say("Do better"), diff.better))
        if changes
    ]
    if not parts:
        same = say("No question does better or worse by {measure}.", measure=diff.by or "")
        heading = element("h4", say("Questions"), class_="label")
        parts = [heading, element("p", same if diff.by else "", class_="reason")]
    return element("div", *parts, class_="misses")


def _counted(title: str, changes: int, say: Texts) -> str:
    if changes <= _CHANGED:
        return f"{title}: {changes}"
    return say("{title}: {shown} of {all:,}", title=title, shown=_CHANGED, all=changes)


def _heading(flawed: int, say: Texts) -> str:
    if flawed <= _SHOWN:
        return say("Where it went wrong")
    return say("Where it went wrong: the worst {shown} of {all:,}", shown=_SHOWN, all=flawed)


def _badness(outcome: Outcome) -> float:
    """From 0, nothing amiss, upwards: a wrong answer is worse than a low rank."""
    scores = outcome.scores
    wrong = 2 * (1 - scores.get("right", scores.get("article cited", 1.0)))
    return wrong + (1 - scores.get("nDCG@10", 1.0)) / 2


def _miss(outcome: Outcome, article_of: ArticleOf, say: Texts) -> Html:
    return element(
        "li",
        _question(outcome.question),
        element("p", "; ".join(_faults(outcome, say)), class_="fault"),
        element(
            "dl",
            element("dt", say("Expected")),
            element("dd", _expected(outcome.question, article_of, say)),
            element("dt", say("Came")),
            element("dd", _came(outcome.answer, say)),
        ),
    )


def _changed(change: QuestionChange, by: str, article_of: ArticleOf, say: Texts) -> Html:
    lost = change.change < 0
    before, after = (_came(one.answer, say, 1) for one in (change.before, change.after))
    if change.before.answer["text"] == change.after.answer["text"]:
        after = element("p", say("The same answer."))
    return element(
        "li",
        _question(change.after.question),
        element(
            "p", f"{by} {say.figure(signed(change.change))}", class_="fault" if lost else "gain"
        ),
        element(
            "dl",
            element("dt", say("Expected")),
            element("dd", _expected(change.after.question, article_of, say)),
            element("dt", say("Before")),
            element("dd", before),
            element("dt", say("After")),
            element("dd", after),
        ),
    )


def _question(question: Question) -> Html:
    earlier = [element("span", one, class_="earlier", dir="auto") for one in question.history[-1:]]
    return element("h5", *earlier, element("span", question.question, dir="auto"))


def _faults(outcome: Outcome, say: Texts) -> Iterator[str]:
    scores, question = outcome.scores, outcome.question
    refused = outcome.answer["status"] == Status.NOT_FOUND.value
    rank = first_rank(outcome)
    if question.answerable is False and not refused:
        yield say("Answered, though the articles hold no answer")
    elif refused and question.answerable:
        yield say("Refused, though the articles hold an answer")
    else:
        if scores.get("never", 1) < 1:
            yield say("Says what it must not")
        if scores.get("speaker", 1) < 1:
            yield say("Not by the right person")
        if scores.get("evidence cited", 1) < 1:
            yield say("Does not quote the words expected")
        elif scores.get("contains", 1) < 1:
            yield say("Lacks a word that it must hold")
        if scores.get("article cited", 1) < 1 and not question.evidence:
            yield say("Cites no right article")
    if rank is not None and rank != 1:
        place = say("Right article found at place {rank}", rank=rank)
        yield place if rank else say("Right article not found")
    elif scores.get("nDCG@10", 1) < 1:
        yield say("Not all right articles come first")


def _expected(question: Question, article_of: ArticleOf, say: Texts) -> Html:
    if question.answerable is False:
        return element("p", say("No answer: the articles hold none."))
    by = element("span", question.speaker, class_="who", dir="auto") if question.speaker else ""
    words = [_evidence(one, by, article_of) for one in question.evidence]
    if not words:
        words = [
            element("p", _title(name, article_of), class_="in-article", dir="auto")
            for name in list(relevant_articles(question))[:_QUOTED]
        ]
    holds = say(" and ").join(f"“{one}”" for one in question.contains)
    never = say(" or ").join(f"“{one}”" for one in question.never)
    must = say("It must say {words}", words=holds) if holds and not question.evidence else ""
    must_not = say("It must not say {words}", words=never) if never else ""
    return joined(
        *words,
        element("p", must, dir="auto") if must else NOTHING,
        element("p", must_not, dir="auto") if must_not else NOTHING,
    )


def _evidence(one: Evidence, by: str, article_of: ArticleOf) -> Html:
    title = _title(one.article, article_of) if one.article else ""
    return joined(
        element("p", f"“{one.text}”", class_="words", dir="auto"),
        element("p", by, element("span", title, dir="auto") if title else "", class_="origin"),
    )


def _came(answer: Mapping[str, Any], say: Texts, most: int = _QUOTED) -> Html:
    if answer["status"] == Status.NOT_FOUND.value:
        return joined(
            element("p", say("Not in the corpus"), class_="verdict"),
            told(str(answer.get("reason") or ""), say, class_="words"),
        )
    citations: Sequence[Mapping[str, Any]] = answer["citations"]
    more = len(citations) - most
    return joined(
        *(_quoted(one, say) for one in citations[:most]),
        element("p", say("and {number} more", number=more), class_="origin")
        if more > 0
        else NOTHING,
    )


def _quoted(citation: Mapping[str, Any], say: Texts) -> Html:
    who, title = citation.get("speaker"), str(citation["title"])
    when = date.fromisoformat(citation["published"]) if citation.get("published") else None
    span = [("cite", f"{citation['start']}-{citation['end']}")] if citation["end"] else []
    return joined(
        element("p", str(citation["text"]), class_="words", dir="auto"),
        element(
            "p",
            element("span", str(who), class_="who", dir="auto") if who else "",
            day(when, bool(citation["approximate_date"]), say) if when else "",
            element(
                "a",
                title,
                href=f"article?{urlencode([('id', citation['article']), *span])}",
                target="_blank",
                rel="noopener",
                dir="auto",
            ),
            class_="origin",
        ),
    )


def _title(article_id: str, article_of: ArticleOf) -> str:
    try:
        return article_of(article_id).title
    except QuestionError:
        return article_id  # of another index, or not in it: a question file may name any
