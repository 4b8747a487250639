"""What is counted while serving, for Prometheus. No question, no name, no address is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

if TYPE_CHECKING:
    from rag.assistant import Assistant

METRICS_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one server; two in one process do not share them."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.requests = Counter(
            "on_record_requests_total",
            "Requests, by part of the server and status",
            ["part", "status"],
            registry=self._registry,
        )
        self.seconds = Histogram(
            "on_record_question_seconds",
            "Time to compute an answer, a search or a timeline",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.kept = Counter(
            "on_record_questions_kept_total",
            "Questions answered by what a moment ago was computed, or was being computed",
            registry=self._registry,
        )
        self.refused = Counter(
            "on_record_refused_total",
            "Requests refused, by reason",
            ["why"],
            registry=self._registry,
        )
        self.waiting = Gauge(
            "on_record_questions_under_way",
            "Questions being computed or waiting for it",
            registry=self._registry,
        )
        self._articles = Gauge(
            "on_record_articles",
            "Articles in the index",
            ["generation"],
            registry=self._registry,
        )

    def describe(self, assistant: Assistant) -> None:
        """Count what is served."""
        self._articles.labels(assistant.index.name).set(len(assistant.index.articles))

    def text(self) -> bytes:
        """All of it in Prometheus' own format."""
        return generate_latest(self._registry)
