"""Answers of a model that Ollama serves, over its /api/chat."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any

import ollama

from core.config import InferenceSettings
from inference.chat_model import ChatMessage, ChatRequest, ModelChunk, ToolCall, ToolSpec
from inference.model_server import ModelServer, translated


class OllamaChat:
    """Always says how long the context is: Ollama would cut silently at a length of its own."""

    def __init__(self, server: ModelServer, settings: InferenceSettings) -> None:
        self._server = server
        self._settings = settings

    async def chunks(self, request: ChatRequest) -> AsyncGenerator[ModelChunk]:
        options = {"num_ctx": self._settings.num_ctx}
        if request.max_tokens:
            options["num_predict"] = request.max_tokens
        with translated(self._server.host, request.model):
            raw = await self._server.client.chat(
                model=request.model,
                messages=[_to_wire(message) for message in request.messages],
                tools=[_tool_to_wire(tool) for tool in request.tools] or None,
                stream=True,
                think=request.think,
                format=request.schema,
                options=options,
                keep_alive=self._settings.keep_alive_of(request.model),
            )
            async with aclosing(_closable(raw)) as parts:
                async for part in parts:
                    yield _to_chunk(part)


def _closable(raw: AsyncIterator[ollama.ChatResponse]) -> AsyncGenerator[ollama.ChatResponse]:
    """The client types its generator as a mere iterator; closing it is what closes the HTTP stream."""
    assert isinstance(raw, AsyncGenerator)  # noqa: S101 - narrows a type
    return raw


def _to_wire(message: ChatMessage) -> Mapping[str, Any]:
    wire: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.tool_calls:
        wire["tool_calls"] = [
            {"function": {"name": call.name, "arguments": call.arguments}} for call in message.tool_calls
        ]
    if message.tool_name:
        wire["tool_name"] = message.tool_name
    if message.images:
        wire["images"] = [ollama.Image(value=image) for image in message.images]
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
        load_seconds=(part.load_duration or 0) / 1e9,
        prompt_seconds=(part.prompt_eval_duration or 0) / 1e9,
        answer_seconds=(part.eval_duration or 0) / 1e9,
    )
