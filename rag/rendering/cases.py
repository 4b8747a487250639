"""Questions that did badly -> HTML: what was expected, what came, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rag.evaluation.comparison.compare import Diff, QuestionChange
from rag.evaluation.comparison.side_by_side import CompleteRun, find_first_rank
from rag.evaluation.run_records import Evidence, Outcome, Question
from rag.evaluation.running.measures import relevant_articles
from rag.records import Status
from rag.rendering.dateline import show_day
from rag.rendering.headline import write_signed
from rag.rendering.markup import NOTHING, Html, element, joined
from rag.rendering.messages import show_message
from rag.translation.texts import ENGLISH, Texts

_SHOWN = 6  # questions; the table of questions has all of them
_QUOTED = 2  # quotations of an answer
_CHANGED = 3  # questions that do better, and that do worse


@dataclass(frozen=True, slots=True)
class Articles:
    """What a reader sees of articles: titles, links to cited words, one name for each speaker."""

    title_of: Callable[[str], str]
    address_of: Callable[[Mapping[str, Any]], str | None]
    name_of: Callable[[str], str]


# A file on disk has no articles to link to, and shows their ids and their own spellings.
NO_ARTICLES: Final = Articles(
    title_of=lambda article_id: article_id, address_of=lambda _: None, name_of=lambda name: name
)


@dataclass(frozen=True, slots=True)
class CaseList:
    """Writes cases in one language, below headings of one level."""

    say: Texts = ENGLISH
    articles: Articles = NO_ARTICLES
    level: int = 2  # of the heading above a list; a question's own is one below

    def list_worst(self, run: CompleteRun) -> Html:
        """The questions of a run that did worst, the worst first."""
        flawed = sorted(
            (outcome for outcome in run.outcomes if _measure_badness(outcome) > 0),
            key=lambda outcome: (-_measure_badness(outcome), outcome.question.id),
        )
        if not flawed:
            nothing = self.say("Nothing went wrong: every answer has what was expected.")
            body = element("p", nothing, class_="reason")
        else:
            body = element(
                "ol", *(self._show_case(outcome) for outcome in flawed[:_SHOWN]), class_="cases"
            )
        title = (
            self.say("Where it went wrong")
            if len(flawed) <= _SHOWN
            else self.say(
                "Where it went wrong: the worst {shown} of {all:,}", shown=_SHOWN, all=len(flawed)
            )
        )
        return element("div", self._show_heading(title), body, class_="misses")

    def list_changed(self, diff: Diff) -> Html:
        """The questions that do worse, then those that do better, with both answers."""
        parts = [
            element(
                "div",
                self._show_heading(self._count_changes(title, len(changes))),
                element(
                    "ol",
                    *(
                        self._show_changed_case(change, diff.by or "")
                        for change in changes[:_CHANGED]
                    ),
                    class_="cases",
                ),
            )
            for title, changes in (
                (self.say("Worse"), diff.worse),
                (self.say("Better"), diff.better),
            )
            if changes
        ]
        if not parts:
            same = self.say("No question does better or worse by {measure}.", measure=diff.by or "")
            parts = [
                self._show_heading(self.say("Questions")),
                element("p", same if diff.by else "", class_="reason"),
            ]
        return element("div", *parts, class_="misses")

    def _show_heading(self, title: str) -> Html:
        return element(f"h{self.level}", title, class_="label")

    def _count_changes(self, title: str, changes: int) -> str:
        if changes <= _CHANGED:
            return f"{title}: {changes}"
        return self.say("{title}: {shown} of {all:,}", title=title, shown=_CHANGED, all=changes)

    def _show_case(self, outcome: Outcome) -> Html:
        return element(
            "li",
            self._show_question(outcome.question),
            element("p", "; ".join(_list_faults(outcome, self.say)), class_="fault"),
            element(
                "dl",
                element("dt", self.say("Expected")),
                element("dd", self._show_expected(outcome.question)),
                element("dt", self.say("Actual")),
                element("dd", self._show_answer(outcome.answer)),
            ),
        )

    def _show_changed_case(self, change: QuestionChange, by: str) -> Html:
        lost = change.change < 0
        before, after = (
            self._show_answer(outcome.answer, 1) for outcome in (change.before, change.after)
        )
        if change.before.answer["text"] == change.after.answer["text"]:
            after = element("p", self.say("The same answer."))
        difference = f"{by} {self.say.figure(write_signed(change.change))}"
        return element(
            "li",
            self._show_question(change.after.question),
            element("p", difference, class_="fault" if lost else "gain"),
            element(
                "dl",
                element("dt", self.say("Expected")),
                element("dd", self._show_expected(change.after.question)),
                element("dt", self.say("Before")),
                element("dd", before),
                element("dt", self.say("After")),
                element("dd", after),
            ),
        )

    def _show_question(self, question: Question) -> Html:
        earlier = [
            element("span", earlier_question, class_="earlier", dir="auto")
            for earlier_question in question.history[-1:]
        ]
        question_text = element("span", question.question, dir="auto")
        return element(f"h{self.level + 1}", *earlier, question_text)

    def _show_expected(self, question: Question) -> Html:
        say = self.say
        if question.answerable is False:
            return element("p", say("No answer: the articles have none."))
        by = self._show_speaker(question.speaker) if question.speaker else ""
        words = [self._show_evidence(evidence, by) for evidence in question.evidence]
        if not words:
            words = [
                element("p", self.articles.title_of(name), class_="in-article", dir="auto")
                for name in list(relevant_articles(question))[:_QUOTED]
            ]
        holds = say(" and ").join(f"“{part}”" for part in question.contains)
        never = say(" or ").join(f"“{part}”" for part in question.never)
        must = (
            say("It must contain {words}", words=holds) if holds and not question.evidence else ""
        )
        must_not = say("It must not contain {words}", words=never) if never else ""
        return joined(
            *words,
            element("p", must, dir="auto") if must else NOTHING,
            element("p", must_not, dir="auto") if must_not else NOTHING,
        )

    def _show_evidence(self, evidence: Evidence, by: str) -> Html:
        title = self.articles.title_of(evidence.article) if evidence.article else ""
        return joined(
            element("p", f"“{evidence.text}”", class_="words", dir="auto"),
            element("p", by, element("span", title, dir="auto") if title else "", class_="origin"),
        )

    def _show_answer(self, answer: Mapping[str, Any], most: int = _QUOTED) -> Html:
        if answer["status"] == Status.NOT_FOUND.value:
            return joined(
                element("p", self.say("Not in the articles"), class_="verdict"),
                show_message(str(answer.get("reason") or ""), self.say, class_="words"),
            )
        citations: Sequence[Mapping[str, Any]] = answer["citations"]
        more = len(citations) - most
        unsure = answer["status"] == Status.UNSURE.value
        doubt = self.say("The articles may not answer this")
        return joined(
            element("p", doubt, class_="verdict") if unsure else NOTHING,
            *map(self._show_quotation, citations[:most]),
            element("p", self.say("and {number} more", number=more), class_="origin")
            if more > 0
            else NOTHING,
        )

    def _show_speaker(self, speaker: str) -> Html:
        return element("span", self.articles.name_of(speaker), class_="who", dir="auto")

    def _show_quotation(self, citation: Mapping[str, Any]) -> Html:
        who, title = citation.get("speaker"), str(citation["title"])
        when = date.fromisoformat(citation["published"]) if citation.get("published") else None
        address = self.articles.address_of(citation)
        return joined(
            element("p", str(citation["text"]), class_="words", dir="auto"),
            element(
                "p",
                self._show_speaker(str(who)) if who else "",
                show_day(when, bool(citation["approximate_date"]), self.say) if when else "",
                element("a", title, href=address, target="_blank", rel="noopener", dir="auto")
                if address
                else element("span", title, dir="auto"),
                class_="origin",
            ),
        )


def _measure_badness(outcome: Outcome) -> float:
    """From 0, nothing wrong, upwards: a wrong answer is worse than a low rank."""
    scores = outcome.scores
    wrong = 2 * (1 - scores.get("right", scores.get("article cited", 1.0)))
    return wrong + (1 - scores.get("nDCG@10", 1.0)) / 2


def _list_faults(outcome: Outcome, say: Texts) -> Iterator[str]:
    scores, question = outcome.scores, outcome.question
    status = outcome.answer["status"]
    rank = find_first_rank(outcome)
    if question.answerable is False:
        if status == Status.ANSWERED.value:
            yield say("Answered, though the articles have no answer")
    elif status == Status.NOT_FOUND.value and question.answerable:
        yield say("Not answered, though the articles hold the answer")
    else:
        yield from _list_missing(scores, question, say)
    if rank is not None and rank != 1:
        place = say("Right article at rank {rank}", rank=rank)
        yield place if rank else say("Right article not found")
    elif scores.get("nDCG@10", 1) < 1:
        yield say("Not all right articles are ranked first")


def _list_missing(scores: Mapping[str, float], question: Question, say: Texts) -> Iterator[str]:
    """What an answer should hold and does not."""
    if scores.get("never", 1) < 1:
        yield say("Contains forbidden words")
    if scores.get("speaker", 1) < 1:
        yield say("Not by the right person")
    if scores.get("evidence cited", 1) < 1:
        yield say("Does not quote the expected words")
    elif scores.get("contains", 1) < 1:
        yield say("Lacks a required word")
    if scores.get("article cited", 1) < 1 and not question.evidence:
        yield say("Does not cite the right article")
