"""Who asks: by a shared password, a short-lived signed token, or a trusted proxy's word.

Where one of these is set up, every request needs one of them, but for what says that the server
lives and for the widget's own files, which hold nothing. No cookie is set: a password comes as HTTP
Basic or Bearer, a token as Bearer, so that nothing is sent along on another page's behalf.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import math
import secrets
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers

from rag.errors import SettingError
from rag.notice import Notice
from rag.web.api.problems import Problem
from rag.web.guard.paths import is_public, route_path
from rag.web.guard.rates import address_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from rag.web.guard.access import Access
    from rag.web.guard.rates import Rates

_LONGEST_PASSWORD = 1024  # bytes
_LONGEST_NAME = 200  # characters of who asks
_VERIFIED_AT_ONCE = 2  # passwords: argon2 takes 64 MB and a core for each
_TURN_WITHIN = 3.0  # seconds that a password waits to be verified
_SALT: Final = "on-record-token-1"  # another kind of token, signed with the same key, is none


class Identity:
    """Lets through who may ask; what it knows of them is in the request's state."""

    def __init__(self, app: ASGIApp, access: Access, rates: Rates) -> None:
        self._app = app
        self._access = access
        self._rates = rates
        self._key = secrets.token_bytes(32)
        self._right: str | None = None  # digest of the password, once it was given
        self._turns = asyncio.Semaphore(_VERIFIED_AT_ONCE)
        self._verifying: dict[str, asyncio.Task[bool]] = {}  # by the digest of a password

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on. Raises Problem for somebody who may not ask."""
        if (
            scope["type"] == "http"
            and self._access.authenticates
            and not is_public(scope)
            and not _is_preflight(scope)
        ):
            state = scope.setdefault("state", {})
            state["identity"] = state.get("identity") or await self._identify(scope)
        await self._app(scope, receive, send)

    async def _identify(self, scope: Scope) -> str | None:
        kind, _, given = Headers(scope=scope).get("authorization", "").partition(" ")
        kind, given = kind.lower(), given.strip()
        client = address_of(scope)
        if not given:
            raise self._unknown(scope, Notice("nobody is logged in"))
        if kind == "bearer" and (name := read_token(given, self._access)) is not None:
            return f"token:{name}"
        if self._access.password_hash is not None and kind in {"basic", "bearer"}:
            password = _basic_password(given) if kind == "basic" else given
            if password and await self._is_right(password, client):
                return None  # everybody's password: clients are told apart by their addresses
        self._rates.failed()
        wrong = Notice("this password or token is not, or no longer, right")
        raise self._unknown(scope, wrong)

    async def _is_right(self, password: str, client: str) -> bool:
        """Whether a password is right. Raises Problem where it cannot be verified now.

        A right password is known again, so that others' guesses keep out nobody who has it. Any
        other counts as a guess before it is verified: guesses sent at once are all counted. Those
        of one password that are sent at once are one guess.
        """
        digest = hmac.new(self._key, password.encode("utf-8", "replace"), hashlib.sha256)
        given = digest.hexdigest()
        if self._right is not None and hmac.compare_digest(given, self._right):
            return True
        verifying = self._verifying.get(given)
        if verifying is None:
            self._rates.check_guess(client)
            verifying = asyncio.ensure_future(self._verify(password, given))
            self._verifying[given] = verifying
            verifying.add_done_callback(lambda _: self._verifying.pop(given))
        # who goes away must not end it for the others
        return await asyncio.shield(verifying)

    async def _verify(self, password: str, given: str) -> bool:
        try:
            async with asyncio.timeout(_TURN_WITHIN):
                await self._turns.acquire()
        except TimeoutError:
            raise self._rates.too_many_guesses(math.ceil(_TURN_WITHIN)) from None
        try:
            right = await run_in_threadpool(is_password, password, self._access.password_hash or "")
        finally:
            self._turns.release()
        if right:
            self._right = given
        return right

    def _unknown(self, scope: Scope, what: Notice) -> Problem:
        challenge = {}
        # a browser asks for the password where it shows a page, and not behind the page's back
        if self._access.password_hash and not route_path(scope).startswith(("/api/", "/v1/")):
            challenge = {"WWW-Authenticate": 'Basic realm="On Record", charset="UTF-8"'}
        elif self._access.password_hash or self._access.token_key:
            challenge = {"WWW-Authenticate": 'Bearer realm="On Record"'}
        hint = Notice("log in at the proxy in front of this server")
        if self._access.password_hash:
            hint = Notice(
                "send the password: Authorization: Bearer PASSWORD, or Basic with any name"
            )
        elif self._access.token_key:
            hint = Notice("send a token that your server signed: Authorization: Bearer TOKEN")
        return Problem(401, what, hint=hint, headers=challenge)


def hash_password(password: str) -> str:
    """A password as RAG_PASSWORD_HASH takes it. Raises SettingError for a short one."""
    from argon2 import PasswordHasher

    if len(password) < _SHORTEST_PASSWORD:
        raise SettingError(
            f"the password has {len(password)} characters, and could be guessed",
            hint=f"take {_SHORTEST_PASSWORD} or more: four words that do not belong together",
        )
    return PasswordHasher().hash(password)


_SHORTEST_PASSWORD = 12  # characters: everybody shares it, so it can be long


def is_password(password: str, hashed: str) -> bool:
    """Whether a password is the one that was hashed."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password.encode("utf-8", "replace")) > _LONGEST_PASSWORD:
        return False
    try:
        return PasswordHasher().verify(hashed, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def make_token(name: str, key: str) -> str:
    """A token for somebody, as another site's server makes it with the shared key."""
    from itsdangerous import URLSafeTimedSerializer

    return str(URLSafeTimedSerializer(key, salt=_SALT).dumps(name))


def read_token(token: str, access: Access) -> str | None:
    """Whose token it is; None for one that is forged, altered or too old."""
    from itsdangerous import BadData, URLSafeTimedSerializer

    if access.token_key is None or len(token) > 4 * _LONGEST_NAME:
        return None
    serializer = URLSafeTimedSerializer(access.token_key, salt=_SALT)
    try:
        name = serializer.loads(token, max_age=access.token_seconds)
    except BadData:
        return None
    return name if isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME else None


def _basic_password(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _is_preflight(scope: Scope) -> bool:
    """Whether a browser only asks what it may send: it can't log in for that."""
    return (
        scope["method"] == "OPTIONS"
        and Headers(scope=scope).get("access-control-request-method") is not None
    )
