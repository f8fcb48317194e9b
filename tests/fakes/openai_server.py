"""A server on a loopback port that speaks OpenAI's protocol as vLLM and llama.cpp do; its chats go by a script."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from tests.fakes.ollama_script import Line, Raw, Refuse, Step
from tests.fakes.scripted_model import ScriptedModel, ToolCalls


class FakeOpenAI(ScriptedModel):
    """The server; with a `key` it refuses whoever has another."""

    chat_path = "/v1/chat/completions"
    stream_type = "text/event-stream"

    def __init__(self, models: Sequence[str] = ("llama",), *, key: str = "") -> None:
        super().__init__("I am a model of another server.")
        self.models = list(models)
        self.key = key

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/v1/models", self._list), web.post(self.chat_path, self._chat)]

    def said(self, text: str) -> Step:
        return delta(content=text)

    def thought(self, text: str) -> Step:
        return delta(reasoning_content=text)

    def called(self, calls: ToolCalls) -> list[Step]:
        pieces = (call_in_pieces(index, name, given) for index, (name, given) in enumerate(calls))
        return [step for steps in pieces for step in steps]

    def ended(self, reason: str = "stop") -> list[Step]:
        usage = {"prompt_tokens": 26, "completion_tokens": 7, "total_tokens": 33}
        return [delta(reason), Line({"choices": [], "usage": usage}), Raw(b"data: [DONE]\n\n")]

    def fail_in_stream(self, *chunks: str, error: str = "EngineCore encountered an issue") -> None:
        """vLLM's way when the engine dies after the first token."""
        self.break_off(chunks, event({"error": {"message": error, "code": 500}}))

    def malform(self, *chunks: str) -> None:
        self.break_off(chunks, b'data: {"choices": [{"delta"\n\n')

    def scramble(self, *chunks: str) -> None:
        """Bytes that are no UTF-8."""
        self.break_off(chunks, b'data: {"choices": [{"delta": {"content": "\xff\xfe"}}]}\n\n')

    def _is_strange(self, request: web.Request) -> bool:
        return bool(self.key) and request.headers.get("Authorization") != f"Bearer {self.key}"

    async def _list(self, request: web.Request) -> web.Response:
        await self.note(request)
        if self._is_strange(request):
            return refusal(401, "Incorrect API key provided")
        data = [
            {"id": name, "object": "model", "created": 1, "owned_by": "vllm", "max_model_len": 16384}
            for name in self.models
        ]
        return web.json_response({"object": "list", "data": data})

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        body = await self.note(request)
        if self._is_strange(request):
            return refusal(401, "Incorrect API key provided")
        if body.get("model") not in self.models:
            return refusal(404, f"The model `{body.get('model')}` does not exist.")
        steps = self.next_steps(body)
        if steps and isinstance(steps[0], Refuse):
            return refusal(steps[0].status, steps[0].error)
        try:
            return await self.play(request, steps, lambda fields: framed(fields, body["model"]))
        except (asyncio.CancelledError, ConnectionResetError):
            self.closed.set()
            raise


def delta(finish_reason: str | None = None, **fields: Any) -> Line:
    return Line({"choices": [{"index": 0, "delta": fields, "finish_reason": finish_reason}]})


def call_in_pieces(index: int, name: str, arguments: dict[str, Any]) -> list[Step]:
    """The name first, then the arguments in two halves, as engines send them."""
    text = json.dumps(arguments, ensure_ascii=False)
    head = {"index": index, "id": f"chatcmpl-tool-{index}", "type": "function"}
    middle = len(text) // 2
    return [
        delta(tool_calls=[{**head, "function": {"name": name, "arguments": ""}}]),
        delta(tool_calls=[{"index": index, "function": {"arguments": text[:middle]}}]),
        delta(tool_calls=[{"index": index, "function": {"arguments": text[middle:]}}]),
    ]


def framed(fields: dict[str, Any], model: str) -> bytes:
    return event({"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, **fields, "model": model})


def event(fields: dict[str, Any]) -> bytes:
    """As a stream of server-sent events has it."""
    return f"data: {json.dumps(fields, ensure_ascii=False)}\n\n".encode()


def refusal(status: int, reason: str) -> web.Response:
    return web.json_response({"error": {"message": reason, "type": "error", "code": status}}, status=status)
