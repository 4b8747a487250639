"""The process that reads and cuts articles: `python -m rag.build.by_article.article_worker`.

It reads tasks from standard input, one a line, and writes each result as a line. It ends with its
input, so that it does not outlive the build. Files of unknown origin are parsed in yet another
process, which has limits (`rag.articles.formats.worker`).
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rag.articles.formats.file_kinds import Kind
from rag.articles.formats.limits import LIMITS
from rag.articles.reading import Reading, name_reason
from rag.build.by_article.stages import OF_ARTICLES, Processed, Processor
from rag.errors import CorpusError
from rag.field_names import FieldNames
from rag.index.source import Stage
from rag.index.storage.json_lines import read_article, to_line
from rag.models.model_files import ModelFiles
from rag.records import Article, Unread


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file to read, whose articles go through all stages."""

    path: str
    kind: Kind
    file_id: str
    process: bool = True  # False: the file is only read


@dataclass(frozen=True, slots=True)
class ArticlesTask:
    """Articles, and the stages that each of them goes through."""

    articles: Sequence[Article]
    stages: Sequence[Collection[Stage]]


Task = FileTask | ArticlesTask


@dataclass(frozen=True, slots=True)
class Result:
    """The articles of a task, the stages' results for each, and what could not be read."""

    articles: Sequence[Article]
    processed: Sequence[Processed | Unread]  # why an article is left out
    unread: Sequence[Unread] = ()


@dataclass(frozen=True, slots=True)
class Setup:
    """The settings that all tasks of a build share."""

    model: str  # its word pieces limit the length of passages
    passage_tokens: int
    today: date
    names: FieldNames


class Worker:
    """Does one task after the other."""

    def __init__(self, setup: Setup) -> None:
        files = ModelFiles(setup.model)
        tokenizer = files.tokenizer()
        self._processor = Processor(
            setup.passage_tokens,
            files.window,
            lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids),
            LIMITS.seconds,
        )
        self._unread: list[Unread] = []
        self._stack = ExitStack()
        self._reading = self._stack.enter_context(
            Reading(setup.today, setup.names, self._unread.append, LIMITS)
        )

    def do(self, task: Task) -> Result:
        """Do a task."""
        if isinstance(task, FileTask):
            self._unread.clear()
            articles = list(self._reading.file(Path(task.path), task.kind, task.file_id))
            stages = OF_ARTICLES if task.process else ()
            processed = [self._process(article, stages) for article in articles]
            return Result(articles, processed, tuple(self._unread))
        pairs = zip(task.articles, task.stages, strict=True)
        processed = [self._process(article, stages) for article, stages in pairs]
        return Result(task.articles, processed)

    def _process(self, article: Article, stages: Collection[Stage]) -> Processed | Unread:
        try:
            return self._processor.process(article, stages)
        except CorpusError as error:
            return name_reason(article.id, "", article.id, error)

    def close(self) -> None:
        """End the process that parses files, if one was started."""
        self._stack.close()


def write_task(task: Task) -> str:
    """A task as a line."""
    if isinstance(task, FileTask):
        return to_line({"file": asdict(task)})
    articles = [asdict(article) for article in task.articles]
    return to_line({"articles": articles, "stages": [sorted(names) for names in task.stages]})


def read_result(line: bytes, task: Task) -> Result:
    """A task's result from its line. Raises RuntimeError with the worker's traceback."""
    fields = json.loads(line)
    if "error" in fields:
        raise RuntimeError(fields["error"])
    articles = (
        task.articles
        if isinstance(task, ArticlesTask)
        else [read_article(article) for article in fields["articles"]]
    )
    processed = [
        Unread(**result["unread"]) if "unread" in result else Processed.of_json(result)
        for result in fields["processed"]
    ]
    return Result(articles, processed, [Unread(**file) for file in fields["unread"]])


def write_setup(setup: Setup) -> str:
    """A setup as the worker's argument."""
    return json.dumps({**asdict(setup), "today": setup.today.isoformat()})


def read_setup(written: str) -> Setup:
    """The setup of `write_setup`."""
    fields = json.loads(written)
    return Setup(**{**fields, "today": date.fromisoformat(fields["today"])})


def main() -> None:
    """Do tasks until there are no more."""
    worker = Worker(read_setup(sys.argv[1]))
    with suppress(BrokenPipeError):  # the build was killed
        _do_tasks(worker)
    worker.close()
    os._exit(0)  # nothing is left to flush


def _do_tasks(worker: Worker) -> None:
    # what libraries print must not mix with the results
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogatepass")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        try:
            result = worker.do(_read_task(json.loads(line)))
            written = _write_result(result, with_articles=b'{"file"' in line[:8])
        except Exception:  # noqa: BLE001  # the parent raises it
            written = json.dumps({"error": traceback.format_exc()})
        lines.write(written + "\n")
        lines.flush()


def _read_task(fields: Mapping[str, Any]) -> Task:
    if "file" in fields:
        file = fields["file"]
        return FileTask(**{**file, "kind": Kind(file["kind"])})
    return ArticlesTask(
        [read_article(article) for article in fields["articles"]],
        [[Stage(name) for name in names] for names in fields["stages"]],
    )


def _write_result(result: Result, *, with_articles: bool) -> str:
    return to_line(
        {
            "articles": [asdict(article) for article in result.articles] if with_articles else [],
            "processed": [
                {"unread": asdict(processed)}
                if isinstance(processed, Unread)
                else processed.to_json()
                for processed in result.processed
            ],
            "unread": [asdict(unread) for unread in result.unread],
        }
    )


if __name__ == "__main__":
    main()
