"""A conversation goes in, the answer of a locally served model comes out as it is made."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Literal

import ollama

from core.config import InferenceSettings
from core.errors import Unavailable
from inference.catalog import ModelCatalog
from inference.model_server import ModelServer, translated

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


class ChatModel:
    """Streams answers over Ollama's /api/chat."""

    def __init__(self, server: ModelServer, catalog: ModelCatalog, settings: InferenceSettings) -> None:
        self._server = server
        self._catalog = catalog
        self._settings = settings

    async def stream(
        self,
        messages: Sequence[ChatMessage],
        *,
        model: str,
        tools: Sequence[ToolSpec] = (),
        schema: Schema | None = None,
    ) -> AsyncGenerator[ModelChunk]:
        """The answer piece by piece; wrap it in `aclosing`: closing it ends the request, which frees the GPU.

        Tools go only to models that can call them.

        Raises:
            Unavailable: `error-model-` unreachable, missing, busy, slow, failed, empty or broken-stream.
        """
        can_call = bool(tools) and await self._catalog.can(model, "tools")
        is_empty = True
        async with aclosing(self._chunks(messages, model, tools if can_call else (), schema)) as chunks:
            async for chunk in chunks:
                is_empty = is_empty and not (chunk.text.strip() or chunk.tool_calls)
                if chunk.done and is_empty:
                    raise Unavailable("error-model-empty", model=model)
                yield chunk
                if chunk.done:
                    return
        raise Unavailable("error-model-empty" if is_empty else "error-model-broken-stream", model=model)

    async def _chunks(
        self, messages: Sequence[ChatMessage], model: str, tools: Sequence[ToolSpec], schema: Schema | None
    ) -> AsyncGenerator[ModelChunk]:
        with translated(self._server.host, model):
            raw = await self._server.client.chat(
                model=model,
                messages=[_to_wire(message) for message in messages],
                tools=[_tool_to_wire(tool) for tool in tools] or None,
                stream=True,
                format=schema,
                options={"num_ctx": self._settings.num_ctx},
                keep_alive=self._settings.keep_alive,
            )
            async with aclosing(_closable(raw)) as parts:
                seconds = self._settings.first_token_timeout
                while (part := await _next(parts, seconds)) is not None:
                    yield _to_chunk(part)
                    seconds = self._settings.token_timeout


def _closable(raw: AsyncIterator[ollama.ChatResponse]) -> AsyncGenerator[ollama.ChatResponse]:
    """The client types its generator as a mere iterator; closing it is what closes the HTTP stream."""
    assert isinstance(raw, AsyncGenerator)  # noqa: S101 - narrows a type
    return raw


async def _next(parts: AsyncGenerator[ollama.ChatResponse], seconds: float) -> ollama.ChatResponse | None:
    async with asyncio.timeout(seconds):
        return await anext(parts, None)


def _to_wire(message: ChatMessage) -> Mapping[str, Any]:
    wire: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.tool_calls:
        wire["tool_calls"] = [
            {"function": {"name": call.name, "arguments": call.arguments}} for call in message.tool_calls
        ]
    if message.tool_name:
        wire["tool_name"] = message.tool_name
    return wire


def _tool_to_wire(tool: ToolSpec) -> Mapping[str, Any]:
    function = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    return {"type": "function", "function": function}


def _to_chunk(part: ollama.ChatResponse) -> ModelChunk:
    calls = part.message.tool_calls or ()
    return ModelChunk(
        text=part.message.content or "",
        thinking=part.message.thinking or "",
        tool_calls=tuple(ToolCall(call.function.name, dict(call.function.arguments)) for call in calls),
        done=bool(part.done),
        done_reason=part.done_reason or "",
        prompt_tokens=part.prompt_eval_count or 0,
        answer_tokens=part.eval_count or 0,
    )
