"""Every dial: its unit, its default, and the environment variable that sets it.

`Settings()` reads the environment (RAG_CORPUS, RAG_INDEX ...) once, at the edge of the program;
inside, functions take values and not settings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.articles.fields import read_field_map
from rag.errors import SettingError
from rag.models.model_files import PACKAGED_MODEL

LEAST_CONFIDENCE = 0.5

# Where things are and what the page shows: nothing that an answer depends on.
_AROUND = set(
    """
    corpus index fields cache host port root_path reload workers waiting kept answer_seconds
    questions_per_minute allowed_origins allowed_hosts trusted_proxies identity_header
    password_hash token_key token_seconds log_requests log_questions evaluate questions runs
    ratings feedback
    """.split()
)
SECRET = {"password_hash", "token_key"}


def _field_map(written: str) -> str:
    read_field_map(written)
    return written


class Settings(BaseSettings):
    """What an administrator may set; each field's description is its row in docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix="RAG_", frozen=True)

    corpus: Annotated[Path, Field(description="folder or file with the articles")] = Path("corpus")
    index: Annotated[Path, Field(description="folder of the built index")] = Path("index")
    fields: Annotated[
        str,
        AfterValidator(_field_map),
        Field(
            description="what your JSON, JSONL and CSV files call the fields, where it differs: "
            "`text=body,published=meta.date`"
        ),
    ] = ""
    model: Annotated[
        str,
        Field(
            description="embedding model: the packaged one, a sentence-transformers folder, "
            "or the name of a model that is already on this machine"
        ),
    ] = PACKAGED_MODEL
    cache: Annotated[
        Path | None,
        Field(
            description="folder for what is made of the model once; by default the cache folder "
            "of the platform"
        ),
    ] = None
    reranker: Annotated[
        str,
        Field(
            description="folder of a sentence-transformers CrossEncoder on this machine, which "
            "then orders the passages found and the sentences that answer; empty: none"
        ),
    ] = ""
    passage_tokens: Annotated[
        int, Field(ge=20, le=1000, description="length of a passage, in cl100k_base tokens")
    ] = 180
    hits: Annotated[int, Field(ge=1, le=1000, description="passages that a search returns")] = 10
    confidence: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="how likely the articles must hold an answer on a fact for it to be given: "
            "more refuses more",
        ),
    ] = LEAST_CONFIDENCE
    host: Annotated[str, Field(description="address the page is served on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="port the page is served on")] = 7860
    root_path: Annotated[
        str, Field(description="path below which a proxy serves the page, such as `/press`")
    ] = ""
    allowed_hosts: Annotated[
        str,
        Field(
            description="names by which the server may be called, besides this machine's own: "
            "`press.example, *.press.example`"
        ),
    ] = ""
    allowed_origins: Annotated[
        str,
        Field(
            description="origins of other sites whose pages may ask and show the page: "
            "`https://intranet.example`"
        ),
    ] = ""
    trusted_proxies: Annotated[
        str,
        Field(description="addresses or networks of proxies whose forwarded headers are believed"),
    ] = ""
    identity_header: Annotated[
        str, Field(description="header in which a trusted proxy names who asks; then required")
    ] = ""
    password_hash: Annotated[
        str,
        Field(description="hash of a shared password, which `python -m rag password` makes"),
    ] = ""
    token_key: Annotated[
        SecretStr,
        Field(description="key shared with another site's server, which signs tokens with it"),
    ] = SecretStr("")
    token_seconds: Annotated[
        int, Field(ge=10, le=86_400, description="how long a token holds, in seconds")
    ] = 900
    questions_per_minute: Annotated[
        int, Field(ge=0, description="questions one client may ask in a minute (429); 0: any")
    ] = 120
    log_requests: Annotated[
        bool, Field(description="whether each request is logged, without question and name")
    ] = False
    log_questions: Annotated[
        bool, Field(description="whether questions are logged; tell those who ask")
    ] = False
    reload: Annotated[
        float,
        Field(
            ge=0,
            le=86_400,
            description="seconds between two looks whether the index was built again; it is then "
            "read beside the old one, which takes its memory once more; 0: never",
        ),
    ] = 1.0
    workers: Annotated[
        int, Field(ge=1, le=64, description="questions computed at the same time; one a core")
    ] = 2
    waiting: Annotated[
        int,
        Field(ge=1, le=10_000, description="questions that may wait; more are turned away (503)"),
    ] = 64
    kept: Annotated[
        int,
        Field(
            ge=0, le=100_000, description="answers kept, so that none is computed twice in a row"
        ),
    ] = 512
    answer_seconds: Annotated[
        float,
        Field(
            ge=1,
            le=3600,
            description="seconds that a question may take, with the time it waits for its turn; "
            "then it is refused (503)",
        ),
    ] = 30.0
    evaluate: Annotated[
        bool,
        Field(
            description="whether the page has an Evaluate tab; set 0 where not everybody who reads "
            "it should start runs"
        ),
    ] = True
    questions: Annotated[
        Path, Field(description="folder of the files of test questions that the Evaluate tab lists")
    ] = Path("tests/questions")
    runs: Annotated[Path, Field(description="folder that the Evaluate tab writes its runs to")] = (
        Path("runs")
    )
    ratings: Annotated[
        bool,
        Field(description="whether readers may say under an answer that it is right or wrong"),
    ] = True
    feedback: Annotated[
        Path,
        Field(description="folder of what they said: a file a day, and no word of who said it"),
    ] = Path("feedback")

    def answering(self) -> dict[str, Any]:
        """The settings that an answer may depend on: a run is told from others by them."""
        return self.model_dump(mode="json", exclude=_AROUND)


def read_settings() -> Settings:
    """The settings from the environment.

    Raises SettingError, naming the variable, where a value cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        variable = f"RAG_{first['loc'][0]}".upper()
        given = "***" if first["loc"][0] in SECRET else first["input"]
        raise SettingError(
            f"{variable}={given}: {first['msg']}",
            hint=f"set {variable} to another value, or unset it for the default",
        ) from error
