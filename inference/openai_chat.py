"""Answers of a model behind OpenAI's protocol, over /v1/chat/completions."""

import base64
import json
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inference.catalog import OPENAI_SUFFIX
from inference.chat_model import ChatMessage, ChatRequest, ModelChunk, ToolCall, ToolSpec
from inference.openai_server import OpenAIServer, translated_openai

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionChunk
    from openai.types.chat.chat_completion_chunk import ChoiceDeltaToolCall

KINDS = ((b"\x89PNG", "image/png"), (b"GIF8", "image/gif"), (b"RIFF", "image/webp"))


class OpenAIChat:
    """The context's length is the server's own; nothing in the protocol sets it."""

    def __init__(self, server: OpenAIServer) -> None:
        self._server = server

    async def chunks(self, request: ChatRequest) -> AsyncGenerator[ModelChunk]:
        answer = _Answer()
        with translated_openai(self._server.host, request.model):
            stream = await self._server.client.chat.completions.create(
                **_to_wire(request), stream=True, stream_options={"include_usage": True}
            )
            async with stream:
                async for part in stream:
                    yield answer.take(part)
        if answer.reason:
            yield answer.last()


@dataclass(slots=True)
class _Call:
    """A tool call that arrives in pieces."""

    id: str
    index: int
    name: str = ""
    arguments: str = ""

    def whole(self) -> ToolCall:
        """Arguments that are no object count as none: the tool then says what is missing."""
        try:
            arguments = json.loads(self.arguments or "{}")
        except (ValueError, RecursionError):
            arguments = {}
        return ToolCall(self.name, arguments if isinstance(arguments, dict) else {})


@dataclass(slots=True)
class _Answer:
    """What has come so far; the server's own timings where it tells them, else by our clock."""

    began: float = field(default_factory=time.monotonic)
    first: float = 0.0
    newest: float = 0.0
    pieces: int = 0
    reason: str = ""
    calls: list[_Call] = field(default_factory=list)
    prompt_tokens: int = 0
    answer_tokens: int = 0
    timings: dict[str, Any] = field(default_factory=dict)

    def take(self, part: "ChatCompletionChunk") -> ModelChunk:
        if part.usage is not None:
            self.prompt_tokens = part.usage.prompt_tokens or 0
            self.answer_tokens = part.usage.completion_tokens or 0
        self.timings = (part.model_extra or {}).get("timings") or self.timings
        if not part.choices:
            return ModelChunk()
        choice = part.choices[0]
        self.reason = choice.finish_reason or self.reason
        for call in choice.delta.tool_calls or ():
            self._gather(call)
        told = choice.delta.model_extra or {}
        thinking = told.get("reasoning_content") or told.get("reasoning") or ""
        text = choice.delta.content or ""
        if text or thinking or choice.delta.tool_calls:
            self._tick()
        return ModelChunk(text=text, thinking=str(thinking))

    def last(self) -> ModelChunk:
        millis = self.timings
        return ModelChunk(
            tool_calls=tuple(call.whole() for call in self.calls if call.name),
            done=True,
            done_reason="length" if self.reason == "length" else "stop",
            prompt_tokens=self.prompt_tokens,
            answer_tokens=self.answer_tokens or self.pieces,
            prompt_seconds=millis["prompt_ms"] / 1e3 if "prompt_ms" in millis else max(0.0, self.first - self.began),
            answer_seconds=millis["predicted_ms"] / 1e3 if "predicted_ms" in millis else self.newest - self.first,
        )

    def _tick(self) -> None:
        self.newest = time.monotonic()
        self.first = self.first or self.newest
        self.pieces += 1

    def _gather(self, piece: "ChoiceDeltaToolCall") -> None:
        """Some servers number every call 0: a new id begins a new call."""
        index = piece.index or 0
        known = next((call for call in reversed(self.calls) if call.index == index), None)
        if known is None or (piece.id and known.id and piece.id != known.id):
            known = _Call(piece.id or "", index)
            self.calls.append(known)
        if piece.function is not None:
            known.name += piece.function.name or ""
            known.arguments += piece.function.arguments or ""


def _to_wire(request: ChatRequest) -> dict[str, Any]:
    wire: dict[str, Any] = {
        "model": request.model.removesuffix(OPENAI_SUFFIX),
        "messages": _messages_to_wire(request.messages),
    }
    if request.tools:
        wire["tools"] = [_tool_to_wire(tool) for tool in request.tools]
    if request.schema is not None:
        form = {"name": "answer", "schema": request.schema, "strict": True}
        wire["response_format"] = {"type": "json_schema", "json_schema": form}
    if request.max_tokens:
        wire["max_tokens"] = request.max_tokens
    if request.think is not None:
        wire["extra_body"] = {"chat_template_kwargs": {"enable_thinking": request.think}}
    return wire


def _messages_to_wire(messages: Sequence[ChatMessage]) -> list[dict[str, Any]]:
    """Here a tool's result names its call, so the calls get numbers in their order."""
    told: list[dict[str, Any]] = []
    waiting: list[tuple[str, str]] = []
    count = 0
    for message in messages:
        wire: dict[str, Any] = {"role": message.role, "content": _content(message)}
        if message.tool_calls:
            named = [(f"call_{count + place}", call) for place, call in enumerate(message.tool_calls)]
            count += len(named)
            waiting = [(id, call.name) for id, call in named]
            wire["tool_calls"] = [_call_to_wire(id, call) for id, call in named]
        if message.role == "tool":
            answered = next((call for call in waiting if call[1] == message.tool_name), ("call_0", ""))
            waiting = [call for call in waiting if call != answered]
            wire["tool_call_id"] = answered[0]
        told.append(wire)
    return told


def _content(message: ChatMessage) -> str | list[dict[str, Any]]:
    if not message.images:
        return message.content
    pictures = [{"type": "image_url", "image_url": {"url": _data_url(image)}} for image in message.images]
    return [{"type": "text", "text": message.content}, *pictures]


def _data_url(image: bytes) -> str:
    kind = next((kind for start, kind in KINDS if image.startswith(start)), "image/jpeg")
    return f"data:{kind};base64,{base64.b64encode(image).decode()}"


def _call_to_wire(id: str, call: ToolCall) -> dict[str, Any]:
    arguments = json.dumps(call.arguments, ensure_ascii=False)
    return {"id": id, "type": "function", "function": {"name": call.name, "arguments": arguments}}


def _tool_to_wire(tool: ToolSpec) -> dict[str, Any]:
    function = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    return {"type": "function", "function": function}
