"""Counters for Prometheus. They contain no question, no name and no address."""

from __future__ import annotations

from collections.abc import Iterator
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
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from rag.live import Live

METRICS_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one server; two servers in one process do not share them."""

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
            "Questions answered from a recent or a running computation",
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
            "Questions running or waiting",
            registry=self._registry,
        )

    def describe(self, live: Live) -> None:
        """Add the state of an index, as it is whenever the metrics are read."""
        self._registry.register(_OfIndex(live))

    def text(self) -> bytes:
        """All metrics in the format of Prometheus."""
        return generate_latest(self._registry)


class _OfIndex(Collector):
    """The index in use, and how often it was replaced."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def collect(self) -> Iterator[Metric]:
        index = self._live.assistant.index
        articles = GaugeMetricFamily(
            "on_record_articles", "Articles in the index", labels=["generation"]
        )
        articles.add_metric([index.name], len(index.articles))
        yield articles
        yield GaugeMetricFamily(
            "on_record_degraded",
            "Whether an earlier index than the published one is in use",
            value=bool(self._live.warning),
        )
        reloads = CounterMetricFamily(
            "on_record_reloads",
            "New indexes, by whether they were taken into use or refused",
            labels=["outcome"],
        )
        for outcome, count in self._live.reloads.items():
            reloads.add_metric([outcome], count)
        yield reloads
