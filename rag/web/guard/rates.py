"""Rate limits: how often a client may ask, and how often it may guess the password."""

from __future__ import annotations

import ipaddress
import math
import time
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from rag.notice import Notice
from rag.web.api.problems import Problem
from rag.web.guard.paths import (
    is_corpus_change,
    is_evaluation_start,
    is_page,
    is_question,
    is_rating,
)

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from rag.web.guard.access import Access
    from rag.web.metrics import Metrics

_GUESSES = 10  # wrong passwords or tokens per minute
_EVENTS = 1200  # pages and events of controls; a filter sends one for every key
_RATINGS = 60  # ratings per minute; each is written to a file
_STARTS = 10  # starts of evaluations per minute
_CHANGES = 60  # files added or removed per minute

_ASKED, _USED, _GUESSED = Notice("questions"), Notice("events"), Notice("login attempts")
_RATED, _STARTED = Notice("ratings"), Notice("evaluations")
_CHANGED = Notice("files")


class Rates:
    """Counts the requests of clients in memory, for at most two minutes."""

    def __init__(self, access: Access, metrics: Metrics) -> None:
        self._counter = MovingWindowRateLimiter(MemoryStorage())
        self._questions = (
            RateLimitItemPerMinute(access.questions_per_minute)
            if access.questions_per_minute
            else None
        )
        self._events = RateLimitItemPerMinute(_EVENTS)
        self._guesses = RateLimitItemPerMinute(_GUESSES)
        self._ratings = RateLimitItemPerMinute(_RATINGS)
        self._starts = RateLimitItemPerMinute(_STARTS)
        self._changes = RateLimitItemPerMinute(_CHANGES)
        self._metrics = metrics

    def check_question(self, client: str, number: int = 1) -> None:
        """Count questions. Raises Problem if a client asks too often."""
        if self._questions:
            # more than a minute's questions at once would never be accepted
            cost = min(number, self._questions.amount)
            self._check(self._questions, _ASKED, client, cost)

    def check_event(self, client: str) -> None:
        """Count a page or an event. Raises Problem if a client sends too many."""
        if self._questions:
            self._check(self._events, _USED, client)

    def check_rating(self, client: str) -> None:
        """Count a rating of an answer. Raises Problem if a client rates too often."""
        if self._questions:
            self._check(self._ratings, _RATED, client)

    def check_start(self, client: str) -> None:
        """Count the start of an evaluation. Raises Problem if a client starts too many."""
        if self._questions:
            self._check(self._starts, _STARTED, client)

    def check_change(self, client: str) -> None:
        """Count a file that is added or removed. Raises Problem for too many."""
        if self._questions:
            self._check(self._changes, _CHANGED, client)

    def _check(
        self, limit: RateLimitItemPerMinute, what: Notice, client: str, cost: int = 1
    ) -> None:
        if not self._counter.hit(limit, what, client, cost=cost):
            self._metrics.refused.labels("rate").inc()
            raise self._refuse_too_many(limit, what, client)

    def count_failure(self) -> None:
        """Count a wrong password or token."""
        self._metrics.refused.labels("credentials").inc()

    def check_guess(self, client: str) -> None:
        """Count a password that may be wrong. Raises Problem if a client guesses too often."""
        if not self._counter.hit(self._guesses, _GUESSED, client):
            self._metrics.refused.labels("guesses").inc()
            raise self._refuse_too_many(self._guesses, _GUESSED, client)

    def refuse_guess(self, seconds: int) -> Problem:
        """The problem for too many passwords that wait for verification, from any client."""
        self._metrics.refused.labels("guesses").inc()
        return Problem(
            429,
            Notice("too many passwords are being tried"),
            hint=Notice("ask again in {seconds} s", seconds=seconds),
            headers={"Retry-After": str(seconds)},
        )

    def _refuse_too_many(self, limit: RateLimitItemPerMinute, what: Notice, client: str) -> Problem:
        reset = self._counter.get_window_stats(limit, what, client).reset_time
        seconds = max(1, math.ceil(reset - time.time()))
        return Problem(
            429,
            Notice("more than {most} {what} per minute", most=limit.amount, what=what),
            hint=Notice("ask again in {seconds} s", seconds=seconds),
            headers={"Retry-After": str(seconds)},
        )


class Rated:
    """Passes on requests as often as a client may send them."""

    def __init__(self, app: ASGIApp, rates: Rates) -> None:
        self._app = app
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request. Raises Problem if it exceeds the rate."""
        if scope["type"] == "http" and scope["method"] != "OPTIONS":
            client = identify_client(scope)
            if is_question(scope):
                self._rates.check_question(client)
            elif is_rating(scope):
                self._rates.check_rating(client)
            elif is_evaluation_start(scope):
                self._rates.check_start(client)
            elif is_corpus_change(scope):
                self._rates.check_change(client)
            elif is_page(scope):
                self._rates.check_event(client)
        await self._app(scope, receive, send)


def identify_client(scope: Scope) -> str:
    """The client that a request counts for: the user if known, else the address."""
    if identity := scope.get("state", {}).get("identity"):
        return f"name:{identity}"
    return get_address(scope)


def get_address(scope: Scope) -> str:
    """The client address of a request; of an IPv6 address only the network half.

    Its owner can change the other half at will.
    """
    address = scope["client"][0] if scope.get("client") else ""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if mapped := getattr(parsed, "ipv4_mapped", None):  # IPv4 as a server on "::" sees it
        return str(mapped)
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return address
