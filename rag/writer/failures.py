"""Why a language model's server gave no answer, in one line, without the server's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rag.notice import Notice

if TYPE_CHECKING:
    import openai

BROKEN: Final = Notice("the language model’s answer broke off")
_FAILED: Final = Notice("the language model’s server reported an error")
_TOO_LONG: Final = Notice("the question and its evidence are too long for the language model")
UNREADABLE: Final = Notice("the language model’s answer cannot be read")
# OpenAI and vLLM: "maximum context length"; llama.cpp: "exceed_context_size_error"; LM Studio:
# "context length of only 4096 tokens", "Context size has been exceeded"
_WINDOW_ERROR: Final = re.compile(r"context[ _](?:length|size|window)", re.IGNORECASE)


class NotWritten(Exception):  # internal
    """The server gave no answer that can be used; the notice says why, in one line."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice)
        self.notice = notice


def explain(error: Exception) -> Notice | None:
    """What went wrong, without the server's words; None for what the server is not to blame for."""
    import httpx2
    import openai

    match error:
        case NotWritten():
            return error.notice
        case openai.APITimeoutError() | httpx2.TimeoutException():
            return Notice("the language model’s server did not answer in time")
        case openai.APIConnectionError():
            return Notice("the language model’s server cannot be reached")
        case openai.APIResponseValidationError():
            return UNREADABLE
        case openai.APIError():
            return _explain_refusal(error)
        case httpx2.HTTPError():
            return BROKEN
        case openai.OpenAIError() | ValueError() | TypeError() | AttributeError():
            return UNREADABLE
    return None


def _explain_refusal(error: openai.APIError) -> Notice:
    """Why a server does not answer, or breaks off its answer."""
    import openai

    if is_too_long(error):
        return _TOO_LONG
    match error:
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return Notice("the language model’s server refuses the key")
        case openai.NotFoundError():
            return Notice("the language model’s server does not have this model or address")
        case openai.RateLimitError():
            return Notice("the language model’s server has too much to do")
        case openai.APIStatusError():
            return Notice(
                "the language model’s server answered with status {status}",
                status=error.status_code,
            )
    return _FAILED


def is_too_long(error: openai.APIError) -> bool:
    """Whether an error says that the model's window is too small: each server in its own words."""
    return bool(_WINDOW_ERROR.search(f"{error.code} {error.type} {error.message}"))
