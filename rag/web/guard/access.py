"""The settings of who may use the server -> a record, with each value checked at the start."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from rag.errors import SettingError
from rag.settings import Settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_HOST = re.compile(r"(?:\*\.)?[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_SHORTEST_KEY = 32  # characters


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use the server, from which pages, and through which proxies."""

    origins: tuple[str, ...] = ()  # of other sites whose pages may ask questions or embed this page
    hosts: tuple[str, ...] = ()  # accepted hostnames besides this machine's own
    proxies: tuple[Network, ...] = ()  # whose forwarded headers are trusted
    identity_header: str | None = None  # in which a proxy names the user
    password_hash: str | None = None  # argon2 hash of the shared password
    token_key: str | None = None  # key that signs short-lived tokens
    token_seconds: int = 900  # lifetime of a token
    questions_per_minute: int = 120  # per client; 0: no limit
    root_path: str = ""  # under which the page is served, such as /press
    log_requests: bool = False
    log_questions: bool = False

    @property
    def authenticates(self) -> bool:
        """Whether a request must be authenticated."""
        return bool(self.identity_header or self.password_hash or self.token_key)

    @property
    def restricts(self) -> bool:
        """Whether any setting limits who may ask."""
        return bool(self.authenticates or self.origins or self.hosts)


def read_access(settings: Settings) -> Access:
    """Read the settings. Raises SettingError, which names a variable that cannot be used."""
    trusted = read_proxies(settings.trusted_proxies)
    return Access(
        origins=read_origins(settings.allowed_origins),
        hosts=read_hosts(settings.allowed_hosts),
        proxies=trusted,
        identity_header=read_identity_header(settings.identity_header, trusted),
        password_hash=read_password_hash(settings.password_hash),
        token_key=read_token_key(settings.token_key.get_secret_value()),
        token_seconds=settings.token_seconds,
        questions_per_minute=settings.questions_per_minute,
        root_path=read_root_path(settings.root_path),
        log_requests=settings.log_requests,
        log_questions=settings.log_questions,
    )


def check_binding(host: str, access: Access, *, insecure: bool) -> None:
    """Raise SettingError for a public address if no setting limits who may ask."""
    if insecure or access.restricts or is_loopback(host):
        return
    raise SettingError(
        f"{host}: everybody who can reach this address could read the articles and ask questions",
        hint="set who may: RAG_PASSWORD_HASH for a shared password (python -m rag password), "
        "RAG_IDENTITY_HEADER with RAG_TRUSTED_PROXIES behind a proxy that logs users in, "
        "RAG_TOKEN_KEY for signed tokens, or RAG_ALLOWED_HOSTS or RAG_ALLOWED_ORIGINS in a "
        "trusted network; --insecure serves everybody (docs/security.md)",
    )


def check_upload(host: str, access: Access) -> None:
    """Raise SettingError if people who are not known could add articles."""
    if access.authenticates or (is_loopback(host) and not access.restricts and not access.proxies):
        return
    raise SettingError(
        "RAG_UPLOAD: everybody who can reach this server could add and remove articles",
        hint="set who may: RAG_PASSWORD_HASH for a shared password (python -m rag password), or "
        "RAG_IDENTITY_HEADER with RAG_TRUSTED_PROXIES behind a proxy that logs users in "
        "(docs/security.md)",
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def list_own_hosts(host: str) -> frozenset[str]:
    """The hostnames and addresses that a server on `host` always accepts.

    A page of another site can make a browser send requests to any address under its own hostname,
    but not under one of these.
    """
    return frozenset({"localhost", "127.0.0.1", "::1", host.lower(), socket.gethostname().lower()})


def read_origins(text: str) -> tuple[str, ...]:
    """Read RAG_ALLOWED_ORIGINS. Raises SettingError for what is not scheme://host[:port]."""
    return tuple(_check_origin(origin) for origin in _split_list(text))


def read_hosts(text: str) -> tuple[str, ...]:
    """Read RAG_ALLOWED_HOSTS. Raises SettingError for what is not a hostname or *.hostname."""
    names = _split_list(text.lower())
    for name in names:
        if not _HOST.fullmatch(name) and not _is_address(name):
            raise SettingError(
                f"RAG_ALLOWED_HOSTS: {name}: not a hostname",
                hint="give hostnames without scheme and port: press.example, *.press.example",
            )
    return names


def read_proxies(text: str) -> tuple[Network, ...]:
    """Read RAG_TRUSTED_PROXIES. Raises SettingError for what is not an address or a network."""
    try:
        networks = tuple(ipaddress.ip_network(part, strict=False) for part in _split_list(text))
    except ValueError as error:
        raise SettingError(
            f"RAG_TRUSTED_PROXIES: {error}",
            hint="give addresses or networks: 10.0.0.5, 10.1.0.0/16",
        ) from error
    if any(network.prefixlen == 0 for network in networks):
        raise SettingError(
            "RAG_TRUSTED_PROXIES: every address would be a proxy, so anybody could forge a name",
            hint="give only the addresses of your proxies",
        )
    return networks


def read_identity_header(name: str, trusted: tuple[Network, ...]) -> str | None:
    """Read RAG_IDENTITY_HEADER. Raises SettingError if no proxy is trusted to set it."""
    if not name:
        return None
    if not trusted:
        raise SettingError(
            f"RAG_IDENTITY_HEADER={name}: no proxy is trusted to set it",
            hint="add the proxy's address to RAG_TRUSTED_PROXIES",
        )
    if not _HEADER.fullmatch(name):
        raise SettingError(
            f"RAG_IDENTITY_HEADER={name}: not a header name",
            hint="give one such as X-Forwarded-User",
        )
    return name.lower()


def read_root_path(path: str) -> str:
    """Read RAG_ROOT_PATH. Raises SettingError for what is not a plain path."""
    bare = path.rstrip("/")
    if bare and not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)+", bare):
        raise SettingError(f"RAG_ROOT_PATH={path}: not a path", hint="give one such as /press")
    return bare


def read_token_key(key: str) -> str | None:
    """Read RAG_TOKEN_KEY. Raises SettingError for a key that could be guessed."""
    if key and len(key) < _SHORTEST_KEY:
        raise SettingError(
            f"RAG_TOKEN_KEY has only {len(key)} characters and could be guessed",
            hint='make one: python -c "import secrets; print(secrets.token_urlsafe(32))"',
        )
    return key or None


def read_password_hash(text: str) -> str | None:
    """Read RAG_PASSWORD_HASH. Raises SettingError for what is not an argon2 hash."""
    if text and not text.startswith("$argon2id$"):
        raise SettingError(
            "RAG_PASSWORD_HASH is not an argon2 hash",
            hint="make one with: python -m rag password",
        )
    return text or None


def _check_origin(text: str) -> str:
    parts = urlsplit(text)
    plain = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme not in {"http", "https"} or not parts.hostname or plain != text.rstrip("/"):
        raise SettingError(
            f"RAG_ALLOWED_ORIGINS: {text}: not an origin",
            hint="give scheme, host and port without a path: https://intranet.example, "
            "http://localhost:8080",
        )
    if "*" in text or "@" in text or ";" in text:
        raise SettingError(
            f"RAG_ALLOWED_ORIGINS: {text}: not a single origin",
            hint="give each origin without * and @",
        )
    return plain.lower()


def _split_list(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,\s]+", text.strip()) if part)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
