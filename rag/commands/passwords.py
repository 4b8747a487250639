"""`password` and `token`: what a server needs to know who may ask."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rag.errors import SettingError
from rag.settings import read_settings
from rag.web.guard.access import token_key


def add_commands(app: typer.Typer) -> None:
    """Add the commands to a command line."""
    app.command()(password)
    app.command()(token)


def password() -> None:
    """Make RAG_PASSWORD_HASH of a password that is asked for, or read from standard input."""
    from rag.web.guard.identity import hash_password

    if sys.stdin.isatty():
        given = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    sys.stdout.write(hash_password(given) + "\n")


def token(
    name: Annotated[str, typer.Argument(help="Who will ask with it: limits are counted by it.")],
) -> None:
    """Sign a token with RAG_TOKEN_KEY, as the server of an embedding site does."""
    from rag.web.guard.identity import make_token

    key = token_key(read_settings().token_key.get_secret_value())
    if key is None:
        raise SettingError(
            "RAG_TOKEN_KEY is not set",
            hint="set it to the key that this server has: docs/security.md",
        )
    sys.stdout.write(make_token(name, key) + "\n")
