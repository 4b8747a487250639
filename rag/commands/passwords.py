"""`password` and `token`: make what a server checks to know who may ask."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rag.errors import SettingError
from rag.settings import read_settings
from rag.web.guard.access import read_token_key


def add_commands(app: typer.Typer) -> None:
    """Add the commands to a command line."""
    app.command()(password)
    app.command()(token)


def password() -> None:
    """Hash a password, typed or from standard input, for RAG_PASSWORD_HASH."""
    from rag.web.guard.identity import hash_password

    if sys.stdin.isatty():
        given = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    sys.stdout.write(hash_password(given) + "\n")


def token(
    name: Annotated[str, typer.Argument(help="Name of the user; limits are counted per name.")],
) -> None:
    """Sign an access token with RAG_TOKEN_KEY, as the server of an embedding site does."""
    from rag.web.guard.identity import make_token

    key = read_token_key(read_settings().token_key.get_secret_value())
    if key is None:
        raise SettingError(
            "RAG_TOKEN_KEY is not set",
            hint="set it to the key of this server; see docs/security.md",
        )
    sys.stdout.write(make_token(name, key) + "\n")
