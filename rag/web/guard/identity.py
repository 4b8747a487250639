"""Authentication: by a shared password, a short-lived signed token, or a trusted proxy.

If one of these is configured, every request needs it, except the health check and the files of the
widget, which contain no articles. No cookie is set. A password is sent as HTTP Basic or Bearer, a
token as Bearer, so that a browser sends nothing for a page of another site.
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
from rag.web.guard.paths import get_route, is_public
from rag.web.guard.rates import get_address

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from rag.web.guard.access import Access
    from rag.web.guard.rates import Rates

_LONGEST_PASSWORD = 1024  # bytes
_LONGEST_NAME = 200  # characters of a user name
_VERIFIED_AT_ONCE = 2  # passwords; argon2 takes 64 MB and a core for each
_TURN_WITHIN = 3.0  # seconds that a password may wait for verification
_SALT: Final = "on-record-token-1"  # refuses other tokens that are signed with the same key


class Identity:
    """Passes on authenticated requests, with the user name in their state."""

    def __init__(self, app: ASGIApp, access: Access, rates: Rates) -> None:
        self._app = app
        self._access = access
        self._rates = rates
        self._key = secrets.token_bytes(32)
        self._right: str | None = None  # digest of the right password after its first use
        self._turns = asyncio.Semaphore(_VERIFIED_AT_ONCE)
        self._verifying: dict[str, asyncio.Task[bool]] = {}  # by the digest of a password

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request. Raises Problem if it is not authenticated."""
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
        kind, _, credentials = Headers(scope=scope).get("authorization", "").partition(" ")
        kind, credentials = kind.lower(), credentials.strip()
        client = get_address(scope)
        if not credentials:
            raise self._refuse_unknown(scope, Notice("not logged in"))
        if kind == "bearer" and (name := read_token(credentials, self._access)) is not None:
            return f"token:{name}"
        if self._access.password_hash is not None and kind in {"basic", "bearer"}:
            password = _read_basic_password(credentials) if kind == "basic" else credentials
            if password and await self._is_right(password, client):
                return None  # a shared password names nobody, so clients are counted by address
        self._rates.count_failure()
        wrong = Notice("the password or token is wrong or has expired")
        raise self._refuse_unknown(scope, wrong)

    async def _is_right(self, password: str, client: str) -> bool:
        """Whether a password is right. Raises Problem if it cannot be verified now.

        A right password is recognised later, so that the guesses of others do not lock out its
        users. Any other password counts as a guess before it is verified, so that parallel guesses
        all count. Parallel requests with the same password count as one guess.
        """
        digest = hmac.new(self._key, password.encode("utf-8", "replace"), hashlib.sha256)
        key = digest.hexdigest()
        if self._right is not None and hmac.compare_digest(key, self._right):
            return True
        verifying = self._verifying.get(key)
        if verifying is None:
            self._rates.check_guess(client)
            verifying = asyncio.ensure_future(self._verify(password, key))
            self._verifying[key] = verifying
            verifying.add_done_callback(lambda _: self._verifying.pop(key))
        # a client that goes away must not cancel it for the others
        return await asyncio.shield(verifying)

    async def _verify(self, password: str, key: str) -> bool:
        try:
            async with asyncio.timeout(_TURN_WITHIN):
                await self._turns.acquire()
        except TimeoutError:
            raise self._rates.refuse_guess(math.ceil(_TURN_WITHIN)) from None
        try:
            right = await run_in_threadpool(is_password, password, self._access.password_hash or "")
        finally:
            self._turns.release()
        if right:
            self._right = key
        return right

    def _refuse_unknown(self, scope: Scope, what: Notice) -> Problem:
        challenge = {}
        # browsers should ask for the password when they open a page, not when a script requests
        if self._access.password_hash and not get_route(scope).startswith(("/api/", "/v1/")):
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
    """Hash a password for RAG_PASSWORD_HASH. Raises SettingError for a short one."""
    from argon2 import PasswordHasher

    if len(password) < _SHORTEST_PASSWORD:
        raise SettingError(
            f"the password has only {len(password)} characters and could be guessed",
            hint=f"use at least {_SHORTEST_PASSWORD}, such as four unrelated words",
        )
    return PasswordHasher().hash(password)


_SHORTEST_PASSWORD = 12  # characters; a shared password can be long


def is_password(password: str, hashed: str) -> bool:
    """Whether a password matches a hash."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password.encode("utf-8", "replace")) > _LONGEST_PASSWORD:
        return False
    try:
        return PasswordHasher().verify(hashed, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def make_token(name: str, key: str) -> str:
    """Make a token for a user, as the server of another site does with the shared key."""
    from itsdangerous import URLSafeTimedSerializer

    return str(URLSafeTimedSerializer(key, salt=_SALT).dumps(name))


def read_token(token: str, access: Access) -> str | None:
    """The user of a token; None if it is forged, altered or expired."""
    from itsdangerous import BadData, URLSafeTimedSerializer

    if access.token_key is None or len(token) > 4 * _LONGEST_NAME:
        return None
    serializer = URLSafeTimedSerializer(access.token_key, salt=_SALT)
    try:
        name = serializer.loads(token, max_age=access.token_seconds)
    except BadData:
        return None
    return name if isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME else None


def _read_basic_password(credentials: str) -> str:
    try:
        return base64.b64decode(credentials, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _is_preflight(scope: Scope) -> bool:
    """Whether this is a browser's preflight request, which cannot be authenticated."""
    return (
        scope["method"] == "OPTIONS"
        and Headers(scope=scope).get("access-control-request-method") is not None
    )
