"""Prometheus metrics: one registry per app, so that two apps in one process stay apart."""

from collections.abc import Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from data.schemas.suggestion import Suggestion
from service.store.tables import FeedbackRow

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """What the service counts and times.  Durations are in seconds."""

    def __init__(self) -> None:
        self.registry: Final = CollectorRegistry()
        self._requests = Counter(
            "baume_http_requests",
            "HTTP requests answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._latency = Histogram(
            "baume_http_request_duration_seconds",
            "Time to answer an HTTP request.",
            ["method", "route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._stages = Histogram(
            "baume_stage_duration_seconds",
            "Time spent in each stage of a suggestion.",
            ["stage"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._suggestions = Counter(
            "baume_suggestions",
            "Suggestions made.",
            ["language", "action"],
            registry=self.registry,
        )
        self._abstentions = Counter(
            "baume_abstentions",
            "Suggestions without a draft, by playbook rule.",
            ["rule"],
            registry=self.registry,
        )
        self._drafts = Counter(
            "baume_drafts", "Drafts shown.", ["writer", "visibility"], registry=self.registry
        )
        self._feedback = Counter(
            "baume_feedback_events", "Feedback events stored.", ["type"], registry=self.registry
        )
        self._sent = Counter(
            "baume_replies_sent",
            "Replies sent: a draft accepted (lightly edited at most), rewritten, or none used.",
            ["outcome"],
            registry=self.registry,
        )

    def observe_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one HTTP answer.  Unknown methods share a label: callers must not grow series."""
        label = method if method in _METHODS else "other"
        self._requests.labels(label, route, str(status)).inc()
        self._latency.labels(label, route).observe(seconds)

    def observe_suggestion(self, suggestion: Suggestion) -> None:
        """Count one suggestion, its drafts or its abstention, and the time of its stages."""
        action = suggestion.recommendation.action
        self._suggestions.labels(suggestion.language, action).inc()
        if suggestion.abstained is not None:
            self._abstentions.labels(suggestion.abstained.rule or "none").inc()
        for draft in suggestion.drafts:
            self._drafts.labels(draft.writer, draft.visibility).inc()
        for stage, milliseconds in suggestion.timing_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)
        self._feedback.labels("shown").inc(len(suggestion.drafts))

    def observe_feedback(self, rows: Iterable[FeedbackRow]) -> None:
        """Count stored events, and what became of the drafts in those that were sent."""
        for row in rows:
            self._feedback.labels(row.type).inc()
            if row.type == "sent":
                self._sent.labels(_outcome(row.accepted)).inc()

    def exposition(self) -> bytes:
        """All metrics in the Prometheus text format."""
        return generate_latest(self.registry)


def _outcome(accepted: bool | None) -> str:
    if accepted is None:
        return "own"
    return "accepted" if accepted else "rewritten"
