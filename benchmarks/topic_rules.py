"""What each rule by which a statement is on a topic finds, and what it lets pass.

    python -m benchmarks.topic_rules --data PATH [--index DIR] [--out runs/] [--limit N]

PATH is a folder with news/articles.jsonl.gz, which is no part of this project. Questions such as
"What did Roe say about the bridge?" are made from its statements (`python -m rag questions
suggest`), so that the statement that answers is known.

passes       of the statements that answer, the share that the rule lets pass
only it      the share that no other rule lets pass
others       how many statements that do not answer it lets pass, a question; not all are wrong,
             since a speaker may say more on a topic than was asked for
"""

from __future__ import annotations

import sys
from collections import Counter

from benchmarks.command import Opened, Options, open_index, run, say
from benchmarks.data import find
from benchmarks.runs import print_table
from rag.answer.said.said import measure_support
from rag.answer.said.topic_rules import RULES
from rag.evaluation.drafting.draft import suggest
from rag.evaluation.run_records import Question
from rag.search.retrieve.search import Search

_QUESTIONS = 400


def measure(options: Options) -> None:
    """Make questions, and print for each rule what passes by it."""
    (articles,) = find(options.data, "news", "articles.jsonl.gz")
    opened = open_index(articles, options, "news")
    index = opened.assistant.index
    made = suggest(index.articles, index.statements, options.limit or _QUESTIONS)
    said = [
        question
        for question in made
        if "said" in question.tags and question.evidence and not question.history
    ]
    _print(said, opened)


def _print(questions: list[Question], opened: Opened) -> None:
    search = Search(opened.assistant.index)
    passes, alone, others = Counter[str](), Counter[str](), Counter[str]()
    answering = 0
    for question in questions:
        query = opened.assistant.understand(question.question)
        (vector,) = opened.embedder.embed_questions([query.topic or query.searched_for])
        for statement, support in measure_support(query, vector, search):
            text = search.article(statement.article_id).text[statement.start : statement.end]
            answers = any(
                statement.article_id == evidence.article and evidence.text in text
                for evidence in question.evidence
            )
            holding = [rule.name for rule in RULES if rule.holds(support)]
            answering += answers
            (passes if answers else others).update(holding)
            if answers and len(holding) == 1:
                alone.update(holding)
    say(f"{len(questions)} questions, {answering} statements that answer them were compared")
    rows = [
        [
            rule.name,
            f"{passes[rule.name] / max(1, answering):.3f}",
            f"{alone[rule.name] / max(1, answering):.3f}",
            f"{others[rule.name] / max(1, len(questions)):.1f}",
        ]
        for rule in RULES
    ]
    print_table(["", "passes", "only it", "others"], rows)


if __name__ == "__main__":
    sys.exit(run(__doc__, measure))
