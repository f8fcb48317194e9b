"""The one connection to Ollama, and what its failures are called here."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import ollama
from pydantic import ValidationError

from core.errors import PlatformError, Unavailable
from inference.strict_text import StrictText

CONNECT_SECONDS = 5.0


class ModelServer:
    """Ollama at an address; shared by chat, catalogue and embeddings, and closed once."""

    def __init__(self, host: str) -> None:
        self.host = host
        # The models are the operator's own: a proxy of the environment would only stand between.
        self.client = ollama.AsyncClient(
            host=host,
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
            trust_env=False,
            transport=StrictText(),
        )

    async def close(self) -> None:
        await self.client.close()  # type: ignore[no-untyped-call]


@contextmanager
def translated(host: str, model: str = "") -> Iterator[None]:
    """Turn what the client raises into the platform's errors.

    Raises:
        Unavailable: `error-model-` unreachable, missing, busy, slow, failed, garbled, not-text or broken-stream.
    """
    try:
        yield
    except (ollama.ResponseError, ollama.RequestError, httpx.HTTPError, OSError, ValidationError, ValueError) as error:
        raise _named(error, host, model) from error


def _named(error: Exception, host: str, model: str) -> PlatformError:
    if isinstance(error, ollama.ResponseError):
        return _refused(error, model)
    key = _key_of(error)
    return Unavailable(key, host=host) if key == "error-model-unreachable" else Unavailable(key, model=model)


def _key_of(error: Exception) -> str:
    match error:
        case TimeoutError() | httpx.ReadTimeout():
            return "error-model-slow"
        case httpx.TransportError() if not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return "error-model-broken-stream"
        case UnicodeDecodeError():
            return "error-model-not-text"
        case ValueError():
            return "error-model-garbled"
        case _:
            return "error-model-unreachable"


def _refused(error: ollama.ResponseError, model: str) -> PlatformError:
    if error.status_code == httpx.codes.NOT_FOUND:
        return Unavailable("error-model-missing", model=model)
    if error.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        return Unavailable("error-model-busy", model=model)
    return Unavailable("error-model-failed", model=model, reason=error.error)
