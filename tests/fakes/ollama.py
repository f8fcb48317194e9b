"""An Ollama server on a loopback port that speaks the true wire format and answers what a test scripted.

    async with FakeOllama() as ollama:
        ollama.reply("Hello", chunks=["Hel", "lo"])
        ...
        assert ollama.chats[0]["model"] == "tiny:latest"

Scripted replies are used up in order; after them every chat gets the default reply.
"""

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Self

from aiohttp import web

from tests.fakes.ollama_script import CREATED, Cut, Hold, Line, Raw, Refuse, Step, done, message, words

PATIENCE = 20.0
"""Seconds after which a wait of a test gives up."""


@dataclass(frozen=True, slots=True)
class FakeModel:
    """A model as `/api/tags` and `/api/show` tell it."""

    name: str
    capabilities: tuple[str, ...] | None = ("completion", "tools")
    size: int = 815_319_791
    parameter_size: str = "1B"

    @property
    def digest(self) -> str:
        return sha256(self.name.encode()).hexdigest()

    @property
    def details(self) -> dict[str, Any]:
        return {
            "parent_model": "",
            "format": "gguf",
            "family": "fake",
            "families": ["fake"],
            "parameter_size": self.parameter_size,
            "quantization_level": "Q4_K_M",
        }


TINY = FakeModel("tiny:latest")
EMBEDDER = FakeModel("embedder:latest", capabilities=("embedding",), size=274_302_450, parameter_size="137M")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that arrived."""

    path: str
    body: dict[str, Any] = field(default_factory=dict)


class FakeOllama:
    """The server; everything a test changes while it runs is a plain attribute or a method named after the reply."""

    def __init__(self, models: Iterable[FakeModel] = (TINY, EMBEDDER), *, dimensions: int = 32) -> None:
        self.models = {model.name: model for model in models}
        self.dimensions = dimensions
        self.requests: list[Asked] = []
        self.closed = asyncio.Event()
        """Set when a client closed a chat before its end."""
        self.default = "I am a small model."
        self._scripts: deque[list[Step]] = deque()
        self._arrived = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        app = web.Application()
        app.add_routes(
            [
                web.post("/api/chat", self._chat),
                web.get("/api/tags", self._tags),
                web.post("/api/show", self._show),
                web.get("/api/ps", self._running),
                web.post("/api/embed", self._embed),
                web.get("/api/version", self._version),
            ]
        )
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Go away, as a machine that is switched off; `start(port)` brings it back at the same address."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def chats(self) -> list[dict[str, Any]]:
        """The bodies of all chat requests."""
        return [asked.body for asked in self.requests if asked.path == "/api/chat"]

    async def wait_for_chats(self, count: int = 1) -> None:
        async with asyncio.timeout(PATIENCE), self._arrived:
            await self._arrived.wait_for(lambda: len(self.chats) >= count)

    async def wait_closed(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.closed.wait()

    def reply(
        self,
        text: str = "",
        *,
        chunks: Sequence[str] | None = None,
        thinking: str = "",
        tool_calls: Sequence[tuple[str, dict[str, Any]]] = (),
        done_reason: str = "stop",
        before: asyncio.Event | None = None,
    ) -> None:
        """The next chat's answer, word by word unless `chunks` says how; nothing is sent before `before`."""
        steps: list[Step] = [Hold(before)] if before is not None else []
        if thinking:
            steps.append(message(thinking=thinking))
        steps += [message(chunk) for chunk in (words(text) if chunks is None else chunks)]
        if tool_calls:
            steps.append(message(tool_calls=tool_calls))
        self.script(*steps, done(done_reason))

    def call_tool(self, name: str, **arguments: Any) -> None:
        """The next chat's answer is one tool call."""
        self.reply(tool_calls=[(name, arguments)])

    def hold(self, *chunks: str, then: str = "") -> asyncio.Event:
        """The next chat sends the chunks, then nothing until the returned event is set, then `then` and the end."""
        release = asyncio.Event()
        rest = [message(then)] if then else []
        self.script(*(message(chunk) for chunk in chunks), Hold(release), *rest, done())
        return release

    def refuse(self, status: int = 500, error: str = "llama runner process has terminated") -> None:
        self.script(Refuse(status, error))

    def fail_in_stream(self, *chunks: str, error: str = "an error was encountered while running the model") -> None:
        """What the real server does when the runner dies after the first token: a line with `error`, status 200."""
        self.script(*(message(chunk) for chunk in chunks), Raw(json.dumps({"error": error}).encode() + b"\n"))

    def malform(self, *chunks: str) -> None:
        self.script(*(message(chunk) for chunk in chunks), Raw(b'{"message": {"role": "assis\n'))

    def cut(self, *chunks: str) -> None:
        self.script(*(message(chunk) for chunk in chunks), Cut())

    def empty(self) -> None:
        """Status 200 and not one byte."""
        self.script()

    def script(self, *steps: Step) -> None:
        self._scripts.append(list(steps))

    async def _note(self, request: web.Request) -> dict[str, Any]:
        body: dict[str, Any] = await request.json() if request.method == "POST" else {}
        async with self._arrived:
            self.requests.append(Asked(request.path, body))
            self._arrived.notify_all()
        return body

    def _find(self, name: str) -> FakeModel | None:
        return self.models.get(name) or self.models.get(f"{name}:latest")

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        body = await self._note(request)
        refusal = self._refusal(body)
        if refusal is not None:
            return error(refusal.status, refusal.error)
        steps = self._scripts.popleft() if self._scripts else [*map(message, words(self.default)), done()]
        if steps and isinstance(steps[0], Refuse):
            return error(steps[0].status, steps[0].error)
        try:
            return await self._play(request, body, steps)
        except (asyncio.CancelledError, ConnectionResetError):
            self.closed.set()
            raise

    def _refusal(self, body: dict[str, Any]) -> Refuse | None:
        model = self._find(str(body.get("model", "")))
        if model is None:
            return Refuse(404, f"model '{body.get('model')}' not found")
        can = model.capabilities or ()
        if "completion" not in can and model.capabilities is not None:
            return Refuse(400, f'"{model.name}" does not support chat')
        if body.get("tools") and "tools" not in can:
            return Refuse(400, f"registry.ollama.ai/library/{model.name} does not support tools")
        roles = {message.get("role") for message in body.get("messages", ())}
        if not roles <= {"system", "user", "assistant", "tool"}:
            return Refuse(400, f"invalid role: {roles}")
        return None

    async def _play(self, request: web.Request, body: dict[str, Any], steps: Sequence[Step]) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        for step in steps:
            match step:
                case Line(fields):
                    whole = {"model": body["model"], "created_at": CREATED, **fields}
                    await response.write(json.dumps(whole, ensure_ascii=False).encode() + b"\n")
                case Raw(data):
                    await response.write(data)
                case Hold(until):
                    await until.wait()
                case Cut():
                    assert request.transport is not None
                    request.transport.close()
                    return response
        await response.write_eof()
        return response

    async def _tags(self, request: web.Request) -> web.Response:
        await self._note(request)
        models = [
            {
                "name": model.name,
                "model": model.name,
                "modified_at": CREATED,
                "size": model.size,
                "digest": model.digest,
                "details": model.details,
            }
            for model in self.models.values()
        ]
        return web.json_response({"models": models})

    async def _show(self, request: web.Request) -> web.Response:
        body = await self._note(request)
        model = self._find(str(body.get("model", "")))
        if model is None:
            return error(404, f"model '{body.get('model')}' not found")
        told: dict[str, Any] = {"modelfile": "", "template": "", "details": model.details, "model_info": {}}
        if model.capabilities is not None:
            told["capabilities"] = list(model.capabilities)
        return web.json_response(told)

    async def _running(self, request: web.Request) -> web.Response:
        await self._note(request)
        return web.json_response({"models": []})

    async def _embed(self, request: web.Request) -> web.Response:
        body = await self._note(request)
        model = self._find(str(body.get("model", "")))
        if model is None:
            return error(404, f"model '{body.get('model')}' not found")
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        vectors = [self._vector(text) for text in texts]
        return web.json_response(
            {"model": body["model"], "embeddings": vectors, "total_duration": 14_143_917, "prompt_eval_count": 8}
        )

    def _vector(self, text: str) -> list[float]:
        """Of unit length and near for texts that share words."""
        vector = [0.0] * self.dimensions
        for word in text.lower().split() or ["nothing"]:
            vector[zlib.crc32(word.encode()) % self.dimensions] += 1.0
        norm = sum(value * value for value in vector) ** 0.5
        return [value / norm for value in vector]

    async def _version(self, request: web.Request) -> web.Response:
        await self._note(request)
        return web.json_response({"version": "0.13.1"})


def error(status: int, reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=status)
