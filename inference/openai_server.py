"""The one connection to a server that speaks OpenAI's protocol (LocalAI, vLLM, llama.cpp), and its failures."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from core.errors import PlatformError, Unavailable
from inference.catalog import ANSWER_SECONDS, OPENAI_SUFFIX, ModelInfo
from inference.model_server import CONNECT_SECONDS

if TYPE_CHECKING:
    from openai import APIStatusError
    from openai.types import Model

NO_KEY = "none"
"""The client insists on a key; servers without one do not look at it."""
NOT_FOR_TALK = ("embed", "rerank", "whisper", "tts")
"""Nothing but its name tells what such a model is for."""


class OpenAIServer:
    """Models at an address; the library is imported only where one is set."""

    def __init__(self, url: str, key: str, capabilities: Sequence[str]) -> None:
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

        self.host = url
        self._capabilities = frozenset({"completion", *capabilities})
        patience = Timeout(None, connect=CONNECT_SECONDS)
        # The models are the operator's own: a proxy of the environment would only stand between.
        self.client = AsyncOpenAI(
            api_key=key or NO_KEY,
            base_url=_with_version(url),
            max_retries=0,
            timeout=patience,
            http_client=DefaultAsyncHttpxClient(trust_env=False, timeout=patience),
        )

    async def close(self) -> None:
        await self.client.close()

    async def models(self) -> Sequence[ModelInfo]:
        """By name; what they can do is what the operator says of the server."""
        with translated_openai(self.host):
            async with asyncio.timeout(ANSWER_SECONDS):
                found = (await self.client.models.list()).data or []
        return sorted((self._describe(model) for model in found), key=lambda info: info.name)

    def _describe(self, model: "Model") -> ModelInfo:
        told = model.model_extra or {}
        about = told.get("meta") or {}
        is_for_talk = not any(word in model.id.lower() for word in NOT_FOR_TALK)
        return ModelInfo(
            f"{model.id}{OPENAI_SUFFIX}",
            int(about.get("size") or 0),
            self._capabilities if is_for_talk else frozenset(),
            context_length=int(told.get("max_model_len") or about.get("n_ctx_train") or 0),
        )


@contextmanager
def translated_openai(host: str, model: str = "") -> Iterator[None]:
    """Turn what the client raises into the platform's errors.

    Raises:
        Unavailable: `error-model-` unreachable, key, not-served, busy, slow, failed, garbled, not-text, broken-stream.
    """
    from openai import OpenAIError

    try:
        yield
    except (OpenAIError, OSError, ValueError) as error:
        raise _named(error, host, model) from error


def _named(error: Exception, host: str, model: str) -> PlatformError:
    from openai import APIConnectionError, APIError, APIResponseValidationError, APIStatusError, APITimeoutError

    match error:
        case TimeoutError() | APITimeoutError():
            return Unavailable("error-model-slow", model=model or host)
        case APIConnectionError():
            return _lost(error, host, model)
        case APIStatusError():
            return _refused(error, host, model)
        case APIError() if not isinstance(error, APIResponseValidationError):
            return Unavailable("error-model-failed", model=model or host, reason=error.message)
        case _:
            return Unavailable(_unread(error), model=model or host)


def _unread(error: Exception) -> str:
    """What came cannot be read; the client's own complaint about it is a ValueError too, or says nothing."""
    from openai import APIResponseValidationError

    match error:
        case UnicodeDecodeError():
            return "error-model-not-text"
        case ValueError() | APIResponseValidationError():
            return "error-model-garbled"
        case _:
            return "error-model-broken-stream"


def _lost(error: Exception, host: str, model: str) -> PlatformError:
    """Nobody there, or somebody who stopped in the middle."""
    cause = type(error.__cause__).__name__
    if cause in ("ReadError", "RemoteProtocolError", "DecodingError"):
        return Unavailable("error-model-broken-stream", model=model or host)
    return Unavailable("error-model-unreachable", host=host)


def _refused(error: "APIStatusError", host: str, model: str) -> PlatformError:
    match error.status_code:
        case 401 | 403:
            return Unavailable("error-model-key", host=host)
        case 404:
            return Unavailable("error-model-not-served", host=host, model=model)
        case 429 | 503:
            return Unavailable("error-model-busy", model=model or host)
        case _:
            return Unavailable("error-model-failed", model=model or host, reason=_reason(error))


def _reason(error: "APIStatusError") -> str:
    """The server's own words, without the client's frame around them."""
    body = error.body
    told = body.get("message") if isinstance(body, dict) else None
    return str(told or f"HTTP {error.status_code}")


def _with_version(url: str) -> str:
    """`http://host:8000` means `http://host:8000/v1`."""
    whole = url if "://" in url else f"http://{url}"
    return whole if urlsplit(whole).path.strip("/") else whole.rstrip("/") + "/v1"
