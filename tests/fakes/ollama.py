"""An Ollama server on a loopback port that speaks the true wire format and answers what a test scripted.

    async with FakeOllama() as ollama:
        ollama.reply("Hello", chunks=["Hel", "lo"])
        ...
        assert ollama.chats[0]["model"] == "tiny:latest"

Scripted replies are used up in order by what people asked; after them every chat gets the default reply. The bot's own
work, which nobody waits for, has a script of its own: `script_own_work`.
"""

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from aiohttp import web

from tests.fakes.ollama_library import Library
from tests.fakes.ollama_script import CREATED, Refuse, Step, done, message, words
from tests.fakes.scripted_model import ScriptedModel, ToolCalls

OWN_WORK = ("You choose who answers a message.", "You keep the notes of a conversation ")
"""How the orders begin that the bot gives unasked: the supervisor in doubt, and notes of older turns."""


@dataclass(frozen=True, slots=True)
class FakeModel:
    """A model as `/api/tags` and `/api/show` tell it."""

    name: str
    capabilities: tuple[str, ...] | None = ("completion", "tools")
    size: int = 815_319_791
    parameter_size: str = "1B"
    context_length: int = 32768

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


class FakeOllama(ScriptedModel):
    """The server."""

    chat_path = "/api/chat"
    stream_type = "application/x-ndjson"

    def __init__(self, models: Iterable[FakeModel] = (TINY, EMBEDDER), *, dimensions: int = 32) -> None:
        super().__init__("I am a small model.")
        self.models = {model.name: model for model in models}
        self.library = Library(self.models)
        self.dimensions = dimensions
        self.refused = ""
        """Chats with these words are refused, beside the script."""
        self.loaded: set[str] = set()
        """What /api/ps tells; a model is there once a request has loaded it."""
        self.loading: asyncio.Event | None = None
        """While it is set to an event, models finish loading when that is set."""
        self.load_seconds: float | None = None
        """What the chat that loaded a model is told about it; None leaves it to the script."""
        self._own_work: deque[list[Step]] = deque()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(self.chat_path, self._chat),
            web.get("/api/tags", self._tags),
            web.post("/api/show", self._show),
            web.get("/api/ps", self._running),
            web.post("/api/generate", self._generate),
            web.post("/api/embed", self._embed),
            web.get("/api/version", self._version),
            *self.library.routes,
        ]

    def said(self, text: str) -> Step:
        return message(text)

    def thought(self, text: str) -> Step:
        return message(thinking=text)

    def called(self, calls: ToolCalls) -> list[Step]:
        return [message(tool_calls=calls)]

    def ended(self, reason: str = "stop") -> list[Step]:
        return [done("stop" if reason == "tool_calls" else reason)]

    def fail_in_stream(self, *chunks: str, error: str = "an error was encountered while running the model") -> None:
        """What the real server does when the runner dies after the first token: a line with `error`, status 200."""
        self.break_off(chunks, json.dumps({"error": error}).encode() + b"\n")

    def malform(self, *chunks: str) -> None:
        self.break_off(chunks, b'{"message": {"role": "assis\n')

    def scramble(self, *chunks: str) -> None:
        """Bytes that are no UTF-8."""
        self.break_off(chunks, b'{"message": {"role": "assistant", "content": "\xff\xfe"}, "done": false}\n')

    def script_own_work(self, *steps: Step) -> None:
        """The answer to the next order that the bot gives unasked."""
        self._own_work.append(list(steps))

    def choose(self, agent: str) -> None:
        """What the supervisor is told in its next doubt."""
        self.script_own_work(message(json.dumps({"agent": agent})), done())

    def _find(self, name: str) -> FakeModel | None:
        return self.models.get(name) or self.models.get(f"{name}:latest")

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        body = await self.note(request)
        refusal = self._refusal(body)
        if refusal is not None:
            return error(refusal.status, refusal.error)
        steps = self.next_steps(body)
        if steps and isinstance(steps[0], Refuse):
            return error(steps[0].status, steps[0].error)
        try:
            seconds = await self._load(str(body["model"]))
            return await self.play(request, steps, lambda fields: framed(fields, str(body["model"]), seconds))
        except (asyncio.CancelledError, ConnectionResetError):
            self.closed.set()
            raise

    def next_steps(self, body: dict[str, Any]) -> list[Step]:
        if is_own_work(body):
            return self._own_work.popleft() if self._own_work else [*map(message, words(self.default)), done()]
        return super().next_steps(body)

    def _refusal(self, body: dict[str, Any]) -> Refuse | None:
        model = self._find(str(body.get("model", "")))
        if model is None:
            return Refuse(404, f"model '{body.get('model')}' not found")
        if self.refused and self.refused in json.dumps(body):
            return Refuse(500, "llama runner process has terminated")
        can = model.capabilities or ()
        if "completion" not in can and model.capabilities is not None:
            return Refuse(400, f'"{model.name}" does not support chat')
        if body.get("tools") and "tools" not in can:
            return Refuse(400, f"registry.ollama.ai/library/{model.name} does not support tools")
        roles = {message.get("role") for message in body.get("messages", ())}
        if not roles <= {"system", "user", "assistant", "tool"}:
            return Refuse(400, f"invalid role: {roles}")
        return None

    async def _load(self, name: str) -> float | None:
        """Seconds that it is said to have taken."""
        model = self._find(name)
        if model is None or model.name in self.loaded:
            return None
        if self.loading is not None:
            await self.loading.wait()
        self.loaded.add(model.name)
        return self.load_seconds

    async def _generate(self, request: web.Request) -> web.Response:
        """Without a prompt it only loads the model."""
        body = await self.note(request)
        model = self._find(str(body.get("model", "")))
        if model is None:
            return error(404, f"model '{body.get('model')}' not found")
        if body.get("keep_alive") == 0:
            self.loaded.discard(model.name)
        else:
            await self._load(model.name)
        told = {"model": body["model"], "created_at": CREATED, "response": "", "done": True, "done_reason": "load"}
        return web.json_response(told)

    async def _tags(self, request: web.Request) -> web.Response:
        await self.note(request)
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
        body = await self.note(request)
        model = self._find(str(body.get("model", "")))
        if model is None:
            return error(404, f"model '{body.get('model')}' not found")
        told: dict[str, Any] = {"modelfile": "", "template": "", "details": model.details}
        told["model_info"] = {"general.architecture": "fake", "fake.context_length": model.context_length}
        if model.capabilities is not None:
            told["capabilities"] = list(model.capabilities)
        return web.json_response(told)

    async def _running(self, request: web.Request) -> web.Response:
        await self.note(request)
        models = [self.models[name] for name in sorted(self.loaded & self.models.keys())]
        running = [
            {
                "name": model.name,
                "model": model.name,
                "size": model.size,
                "size_vram": model.size,
                "digest": model.digest,
                "details": model.details,
                "expires_at": CREATED,
                "context_length": 8192,
            }
            for model in models
        ]
        return web.json_response({"models": running})

    async def _embed(self, request: web.Request) -> web.Response:
        body = await self.note(request)
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
        await self.note(request)
        return web.json_response({"version": "0.13.1"})


def framed(fields: dict[str, Any], model: str, load_seconds: float | None) -> bytes:
    """A line of NDJSON."""
    whole = {"model": model, "created_at": CREATED, **fields}
    if fields.get("done") and load_seconds is not None:
        whole["load_duration"] = int(load_seconds * 1e9)
    return json.dumps(whole, ensure_ascii=False).encode() + b"\n"


def is_own_work(body: dict[str, Any]) -> bool:
    first: dict[str, Any] = next(iter(body.get("messages", ())), {})
    return first.get("role") == "system" and str(first.get("content", "")).startswith(OWN_WORK)


def error(status: int, reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=status)
