"""A conversation goes in, the answer of a locally served model comes out as it is made."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from core.config import InferenceSettings
from core.errors import Unavailable, UserError
from inference.catalog import ModelCatalog, Server, server_of
from inference.thoughts import Thoughts

Schema = dict[str, Any]
"""A JSON schema."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model asks for a tool."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool as the model is told of it; keep the schema flat, Ollama drops what is nested."""

    name: str
    description: str
    parameters: Schema


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message of the conversation; a tool's result has the role `tool` and the tool's name."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_name: str = ""
    images: tuple[bytes, ...] = ()
    """Encoded pictures; they go only to models that see."""


@dataclass(frozen=True, slots=True)
class ModelChunk:
    """A piece of the answer. Exactly one chunk, the last, is `done`; its reason `length` means cut."""

    text: str = ""
    thinking: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    done: bool = False
    done_reason: str = ""
    prompt_tokens: int = 0
    answer_tokens: int = 0
    load_seconds: float = 0.0
    """With the next two in the last chunk alone, as the server measured them; 0 where it does not tell."""
    prompt_seconds: float = 0.0
    answer_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """What goes to a server: nothing in it that the model could not take."""

    model: str
    messages: Sequence[ChatMessage]
    tools: Sequence[ToolSpec] = ()
    schema: Schema | None = None
    think: bool | None = None
    """None: nothing is said about it."""
    max_tokens: int = 0
    """Of the answer; 0 leaves the end to the model."""


class Backend(Protocol):
    """A server's own way of streaming; closing the generator closes the HTTP stream."""

    def chunks(self, request: ChatRequest) -> AsyncGenerator[ModelChunk]: ...


class ChatModel:
    """Streams answers from whichever server has the model."""

    def __init__(self, catalog: ModelCatalog, backends: Mapping[Server, Backend], settings: InferenceSettings) -> None:
        self._catalog = catalog
        self._backends = backends
        self._settings = settings

    async def stream(
        self,
        messages: Sequence[ChatMessage],
        *,
        model: str,
        tools: Sequence[ToolSpec] = (),
        schema: Schema | None = None,
        max_tokens: int = 0,
    ) -> AsyncGenerator[ModelChunk]:
        """The answer piece by piece; wrap it in `aclosing`: closing it ends the request, which frees the GPU.

        Tools go only to models that can call them; thinking is never part of the text.

        Raises:
            UserError: `error-model-blind`: pictures for a model that does not see.
            Unavailable: `error-model-` unreachable, missing, busy, slow, stalled, failed, empty, garbled, not-text or
                broken-stream.
        """
        request = await self._request(ChatRequest(model, messages, tools, schema, max_tokens=max_tokens))
        thoughts = Thoughts()
        is_empty = True
        async with aclosing(self._chunks(request)) as chunks:
            async for raw in chunks:
                chunk = _sorted_out(raw, thoughts)
                is_empty = is_empty and not (chunk.text.strip() or chunk.tool_calls)
                if chunk.done and is_empty:
                    raise Unavailable("error-model-empty", model=model)
                yield chunk
                if chunk.done:
                    return
        raise Unavailable("error-model-empty" if is_empty else "error-model-broken-stream", model=model)

    async def _request(self, asked: ChatRequest) -> ChatRequest:
        """What the model can take of it."""
        info = await self._catalog.find(asked.model)
        can = info.capabilities if info is not None else frozenset[str]()
        if info is not None and "vision" not in can and any(message.images for message in asked.messages):
            raise UserError("error-model-blind", model=asked.model)
        wish = self._settings.think
        think = wish == "on" if "thinking" in can and wish != "auto" else None
        return replace(asked, tools=asked.tools if "tools" in can else (), think=think)

    async def _chunks(self, request: ChatRequest) -> AsyncGenerator[ModelChunk]:
        backend = self._backends.get(server_of(request.model))
        if backend is None:
            raise Unavailable("error-model-no-server", model=request.model)
        async with aclosing(backend.chunks(request)) as chunks:
            seconds, late = self._settings.first_token_timeout, Unavailable("error-model-slow", model=request.model)
            while (chunk := await _next(chunks, seconds, late)) is not None:
                yield chunk
                seconds = self._settings.token_timeout
                late = Unavailable("error-model-stalled", model=request.model)


async def _next(chunks: AsyncGenerator[ModelChunk], seconds: float, late: Unavailable) -> ModelChunk | None:
    try:
        async with asyncio.timeout(seconds):
            return await anext(chunks, None)
    except TimeoutError as error:
        raise late from error


def _sorted_out(chunk: ModelChunk, thoughts: Thoughts) -> ModelChunk:
    text, thinking = thoughts.split(chunk.text)
    if chunk.done:
        last_text, last_thinking = thoughts.rest()
        text, thinking = text + last_text, thinking + last_thinking
    return replace(chunk, text=text, thinking=chunk.thinking + thinking)
