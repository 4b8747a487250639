"""Every setting: its unit, its default, and the environment variable that sets it.

`Settings()` reads the environment (RAG_CORPUS, RAG_INDEX ...) once, at the edge of the program.
Functions inside take values, not settings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import SettingError
from rag.field_names import read_field_names
from rag.models.model_files import PACKAGED_MODEL

LEAST_CONFIDENCE = 0.5

# No answer depends on these settings.
_AROUND = set(
    """
    corpus index index_url index_token index_name index_float32 fields cache host port root_path
    reload workers waiting kept answer_seconds
    questions_per_minute allowed_origins allowed_hosts trusted_proxies identity_header
    password_hash token_key token_seconds log_requests log_questions evaluate questions runs upload
    ratings feedback llm_key llm_seconds
    """.split()
)
SECRET = {"password_hash", "token_key", "llm_key", "index_token"}


def _read_field_map(written: str) -> str:
    read_field_names(written)
    return written


class Settings(BaseSettings):
    """What an administrator may set; each field's description is its row in docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix="RAG_", frozen=True)

    corpus: Annotated[Path, Field(description="folder or file with the articles")] = Path("corpus")
    index: Annotated[Path, Field(description="folder of the built index")] = Path("index")
    index_url: Annotated[
        str,
        Field(
            description="address of a Milvus server that holds the index, such as "
            "`http://127.0.0.1:19530`, or a file of milvus-lite, such as `./index.db`; empty: the "
            "index is the folder"
        ),
    ] = ""
    index_token: Annotated[
        SecretStr,
        Field(description="`user:password`, or the key, that the Milvus server asks for"),
    ] = SecretStr("")
    index_name: Annotated[
        str,
        Field(description="name of the index on the Milvus server; its collections begin with it"),
    ] = "on_record"
    index_float32: Annotated[
        bool,
        Field(
            description="`true`: publish vectors in float32 even if the Milvus server stores half "
            "precision"
        ),
    ] = False
    fields: Annotated[
        str,
        AfterValidator(_read_field_map),
        Field(
            description="names of the fields in your JSON, JSONL and CSV files, if they differ: "
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
            description="folder for files that are computed once from the model; the default is "
            "the platform's cache folder"
        ),
    ] = None
    reranker: Annotated[
        str,
        Field(
            description="folder of a sentence-transformers CrossEncoder on this machine; it ranks "
            "the passages found and the sentences that may answer; empty: none"
        ),
    ] = ""
    llm_url: Annotated[
        str,
        Field(
            description="base address of a language model's server that speaks OpenAI's protocol: "
            "`http://127.0.0.1:11434/v1`; empty: no language model"
        ),
    ] = ""
    llm_model: Annotated[str, Field(description="name of the model, as its server lists it")] = ""
    llm_key: Annotated[
        SecretStr, Field(description="key that the server asks for; it is sent nowhere else")
    ] = SecretStr("")
    llm_window: Annotated[
        int,
        Field(
            ge=1024, le=1_000_000, description="tokens of question, evidence and answer together"
        ),
    ] = 4096
    llm_seconds: Annotated[
        float,
        Field(
            ge=1,
            le=600,
            description="time limit of the language model in seconds; then the quotations alone "
            "are the answer",
        ),
    ] = 30.0
    passage_tokens: Annotated[
        int, Field(ge=20, le=1000, description="length of a passage, in cl100k_base tokens")
    ] = 180
    hits: Annotated[int, Field(ge=1, le=1000, description="passages that a search returns")] = 10
    confidence: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="minimum probability for a fact to be given as the answer; a higher value "
            "gives fewer answers",
        ),
    ] = LEAST_CONFIDENCE
    host: Annotated[str, Field(description="address the server listens on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="port the server listens on")] = 7860
    root_path: Annotated[
        str, Field(description="path under which a proxy serves the page, such as `/press`")
    ] = ""
    allowed_hosts: Annotated[
        str,
        Field(
            description="hostnames the server accepts besides this machine's own: "
            "`press.example, *.press.example`"
        ),
    ] = ""
    allowed_origins: Annotated[
        str,
        Field(
            description="origins of other sites whose pages may ask questions and embed the page: "
            "`https://intranet.example`"
        ),
    ] = ""
    trusted_proxies: Annotated[
        str,
        Field(description="addresses or networks of the proxies whose forwarded headers count"),
    ] = ""
    identity_header: Annotated[
        str,
        Field(description="header in which a trusted proxy names the user; if set, it is required"),
    ] = ""
    password_hash: Annotated[
        str,
        Field(description="hash of a shared password, made by `python -m rag password`"),
    ] = ""
    token_key: Annotated[
        SecretStr,
        Field(
            description="key shared with another site's server, which signs access tokens with it"
        ),
    ] = SecretStr("")
    token_seconds: Annotated[
        int, Field(ge=10, le=86_400, description="lifetime of a token in seconds")
    ] = 900
    questions_per_minute: Annotated[
        int, Field(ge=0, description="questions per client and minute; more get a 429; 0: no limit")
    ] = 120
    log_requests: Annotated[
        bool,
        Field(description="log each request, without its question and without the user's name"),
    ] = False
    log_questions: Annotated[bool, Field(description="log questions; tell your users")] = False
    reload: Annotated[
        float,
        Field(
            ge=0,
            le=86_400,
            description="reload interval in seconds; both indexes are in memory while the new one "
            "loads; 0: never",
        ),
    ] = 1.0
    workers: Annotated[
        int,
        Field(ge=1, le=64, description="questions answered at the same time; about one per core"),
    ] = 2
    waiting: Annotated[
        int,
        Field(
            ge=1, le=10_000, description="questions that may wait for their turn; more get a 503"
        ),
    ] = 64
    kept: Annotated[
        int,
        Field(
            ge=0, le=100_000, description="answers kept in memory for questions that are repeated"
        ),
    ] = 512
    answer_seconds: Annotated[
        float,
        Field(
            ge=1,
            le=3600,
            description="time limit for a question in seconds, waiting included; then it gets a "
            "503",
        ),
    ] = 30.0
    evaluate: Annotated[
        bool,
        Field(description="show the Evaluate tab; set 0 if not every reader should start runs"),
    ] = True
    questions: Annotated[
        Path, Field(description="folder of the test question files that the Evaluate tab lists")
    ] = Path("tests/questions")
    runs: Annotated[Path, Field(description="folder to which the Evaluate tab writes its runs")] = (
        Path("runs")
    )
    ratings: Annotated[
        bool,
        Field(description="let readers rate answers as right or wrong"),
    ] = True
    feedback: Annotated[
        Path,
        Field(description="folder for ratings: one file per day, and nothing about the reader"),
    ] = Path("feedback")

    upload: Annotated[
        bool,
        Field(
            description="let readers add articles in the browser and remove them again; needs "
            "authentication, unless only this machine can reach the server"
        ),
    ] = False

    @property
    def llm_secret(self) -> str:
        """The key of the language model's server; empty if there is none."""
        return self.llm_key.get_secret_value()

    def dump_answer_settings(self) -> dict[str, Any]:
        """The settings that an answer may depend on; a run records them."""
        return self.model_dump(mode="json", exclude=_AROUND)


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises SettingError, which names the variable, if a value cannot be used.
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
