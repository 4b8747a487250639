"""How much one client may ask in a minute, and how often it may guess the password."""

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
from rag.web.guard.paths import asks, rates, shows, starts

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from rag.web.guard.access import Access
    from rag.web.metrics import Metrics

_GUESSES = 10  # wrong passwords or tokens a minute
_EVENTS = 1200  # pages shown and controls used: a filter sends an event with every key pressed
_RATINGS = 60  # a minute, of answers: each is written to a file
_STARTS = 10  # a minute, of evaluations

_ASKED, _USED, _GUESSED = Notice("questions"), Notice("events"), Notice("guesses")
_RATED, _STARTED = Notice("ratings"), Notice("evaluations")


class Rates:
    """Counts what clients do, in memory; forgotten within two minutes."""

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
        self._metrics = metrics

    def check_question(self, client: str) -> None:
        """Count a question. Raises Problem where a client asks too much."""
        if self._questions:
            self._check(self._questions, _ASKED, client)

    def check_event(self, client: str) -> None:
        """Count what the page sends besides questions. Raises Problem where it is too much."""
        if self._questions:
            self._check(self._events, _USED, client)

    def check_rating(self, client: str) -> None:
        """Count a rating of an answer. Raises Problem where a client rates too much."""
        if self._questions:
            self._check(self._ratings, _RATED, client)

    def check_start(self, client: str) -> None:
        """Count the start of an evaluation. Raises Problem where a client starts too many."""
        if self._questions:
            self._check(self._starts, _STARTED, client)

    def _check(self, limit: RateLimitItemPerMinute, what: Notice, client: str) -> None:
        if not self._counter.hit(limit, what, client):
            self._metrics.refused.labels("rate").inc()
            raise self._too_many(limit, what, client)

    def failed(self) -> None:
        """Note a wrong password or token."""
        self._metrics.refused.labels("credentials").inc()

    def check_guess(self, client: str) -> None:
        """Count a password that may be wrong. Raises Problem where a client guesses too often."""
        if not self._counter.hit(self._guesses, _GUESSED, client):
            self._metrics.refused.labels("guesses").inc()
            raise self._too_many(self._guesses, _GUESSED, client)

    def too_many_guesses(self, seconds: int) -> Problem:
        """What is told where too many passwords, of whomever, wait to be verified."""
        self._metrics.refused.labels("guesses").inc()
        return Problem(
            429,
            Notice("too many passwords are being tried"),
            hint=Notice("ask again in {seconds} s", seconds=seconds),
            headers={"Retry-After": str(seconds)},
        )

    def _too_many(self, limit: RateLimitItemPerMinute, what: Notice, client: str) -> Problem:
        reset = self._counter.get_window_stats(limit, what, client).reset_time
        seconds = max(1, math.ceil(reset - time.time()))
        return Problem(
            429,
            Notice("more than {most} {what} a minute", most=limit.amount, what=what),
            hint=Notice("ask again in {seconds} s", seconds=seconds),
            headers={"Retry-After": str(seconds)},
        )


class Rated:
    """Lets requests that take work through, as many as one client may send."""

    def __init__(self, app: ASGIApp, rates: Rates) -> None:
        self._app = app
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on. Raises Problem for one too many."""
        if scope["type"] == "http" and scope["method"] != "OPTIONS":
            client = client_of(scope)
            if asks(scope):
                self._rates.check_question(client)
            elif rates(scope):
                self._rates.check_rating(client)
            elif starts(scope):
                self._rates.check_start(client)
            elif shows(scope):
                self._rates.check_event(client)
        await self._app(scope, receive, send)


def client_of(scope: Scope) -> str:
    """Whom a request is counted for: who asks, where that is known, or else the address."""
    if identity := scope.get("state", {}).get("identity"):
        return f"name:{identity}"
    return address_of(scope)


def address_of(scope: Scope) -> str:
    """The address that a request comes from; of an IPv6 address the first half, its network's.

    The other half its owner can choose anew each time.
    """
    address = scope["client"][0] if scope.get("client") else ""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if mapped := getattr(found, "ipv4_mapped", None):  # as a server on "::" sees IPv4
        return str(mapped)
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return address
