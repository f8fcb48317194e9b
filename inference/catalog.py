"""Which models the servers have and what each can do."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import ollama

from core.errors import Unavailable
from inference.model_server import ModelServer, translated

ANSWER_SECONDS = 10.0
"""Longest wait for a listing: no model is loaded for it."""
AT_ONCE = 4

Server = Literal["ollama", "openai"]

OPENAI_SUFFIX = "@openai"
"""Ends the name of every model of the OpenAI-compatible server: one that Ollama gets later never takes its place."""


def server_of(model: str) -> Server:
    return "openai" if model.endswith(OPENAI_SUFFIX) else "ollama"


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One model on a server."""

    name: str
    size: int
    """Bytes on disk; 0 where the server does not tell."""
    capabilities: frozenset[str]
    """Ollama's words: completion, tools, vision, thinking, embedding, insert."""
    parameter_size: str = ""
    context_length: int = 0
    """The longest context it was made for, in tokens; 0 when nobody knows."""

    @property
    def can_chat(self) -> bool:
        return "completion" in self.capabilities

    @property
    def server(self) -> Server:
        return server_of(self.name)


@dataclass(frozen=True, slots=True)
class Automatic:
    """The model that answers where nobody chose one, and why this one."""

    model: str
    reason: Literal["operator", "tools", "chats"]


class Listing(Protocol):
    """A server that tells which models it has."""

    async def models(self) -> Sequence[ModelInfo]:
        """By name.

        Raises:
            Unavailable: it does not answer.
        """


class OllamaListing:
    """Ollama's models; what one can do is asked once per version of it."""

    def __init__(self, server: ModelServer) -> None:
        self._server = server
        self._told: dict[str, tuple[frozenset[str], int]] = {}

    async def models(self) -> Sequence[ModelInfo]:
        with translated(self._server.host):
            async with asyncio.timeout(ANSWER_SECONDS):
                found = (await self._server.client.list()).models
                some_at_once = asyncio.Semaphore(AT_ONCE)
                return sorted(
                    await asyncio.gather(*(self._describe(model, some_at_once) for model in found if model.model)),
                    key=lambda info: info.name,
                )

    async def _describe(self, model: ollama.ListResponse.Model, some_at_once: asyncio.Semaphore) -> ModelInfo:
        name = model.model or ""
        version = model.digest or name
        if version not in self._told:
            async with some_at_once:
                told = await self._server.client.show(name)
            self._told[version] = frozenset(told.capabilities or ("completion",)), _context_length(told)
        capabilities, context_length = self._told[version]
        parameters = (model.details and model.details.parameter_size) or ""
        return ModelInfo(name, int(model.size or 0), capabilities, parameters, context_length)


class ModelCatalog:
    """The models of all servers, asked at most every few seconds."""

    def __init__(
        self, server: ModelServer, preferred: str = "", *, openai: Listing | None = None, fresh_seconds: float = 5.0
    ) -> None:
        self._listings: dict[Server, Listing] = {"ollama": OllamaListing(server)}
        if openai is not None:
            self._listings["openai"] = openai
        self._preferred = preferred
        self._fresh_seconds = fresh_seconds
        self._found: dict[Server, Sequence[ModelInfo]] = {}
        self._failures: dict[Server, Unavailable] = {}
        self._told_at: float | None = None
        self._asking = asyncio.Lock()

    async def list(self) -> list[ModelInfo]:
        """The models of every server that answers, Ollama's first, each server's by name.

        Raises:
            Unavailable: no server answers.
        """
        await self._look()
        if len(self._failures) == len(self._listings):
            failure = self._failures["ollama"]
            raise Unavailable(failure.key, **failure.params)
        return [model for server in self._listings for model in self._found.get(server, ())]

    async def default(self) -> str | None:
        """The model of a chat that chose none; None when there is none or no server."""
        chosen = await self.automatic()
        return chosen.model if chosen is not None else None

    async def automatic(self) -> Automatic | None:
        """OLLAMA_MODEL, else the first that chats with tools, else the first that chats; None without a server."""
        if self._preferred:
            return Automatic(self._preferred, "operator")
        try:
            chatting = [model for model in await self.list() if model.can_chat]
        except Unavailable:
            return None
        for model in chatting:
            if "tools" in model.capabilities:
                return Automatic(model.name, "tools")
        return Automatic(chatting[0].name, "chats") if chatting else None

    async def is_reachable(self) -> bool:
        try:
            await self.list()
        except Unavailable:
            return False
        return True

    async def require(self, server: Server) -> Sequence[ModelInfo]:
        """The models of this server.

        Raises:
            Unavailable: it does not answer.
        """
        await self._look()
        if (failure := self._failures.get(server)) is not None:
            raise Unavailable(failure.key, **failure.params)
        return self._found.get(server, ())

    async def find(self, model: str) -> ModelInfo | None:
        """The model of this name, which may leave out `:latest`.

        Raises:
            Unavailable: no server answers.
        """
        wanted = {model, f"{model}:latest"}
        return next((info for info in await self.list() if info.name in wanted), None)

    async def is_gone(self, model: str) -> bool:
        """Whether its server answers and does not have it."""
        await self._look()
        server = server_of(model)
        if server not in self._listings:
            return True
        return server not in self._failures and {model, f"{model}:latest"}.isdisjoint(
            info.name for info in self._found[server]
        )

    async def can(self, model: str, capability: str) -> bool:
        """Whether the model has the capability; a model that is not there has none."""
        info = await self.find(model)
        return info is not None and capability in info.capabilities

    async def first_that_can(self, capability: str, preferred: str = "") -> str | None:
        """The preferred model, the default, or else the first one that chats and has the capability."""
        for name in (preferred, await self.default() or ""):
            if name and await self.can(name, capability):
                return name
        wanted = {"completion", capability}
        return next((info.name for info in await self.list() if wanted <= info.capabilities), None)

    def forget(self) -> None:
        """Ask anew next time: the models have changed."""
        self._told_at = None

    async def _look(self) -> None:
        """A failure is remembered too, from its end on: a host that swallows packets must not stop every turn."""
        async with self._asking:
            now = asyncio.get_running_loop().time
            if self._told_at is None or now() - self._told_at >= self._fresh_seconds:
                await asyncio.gather(*(self._ask(server) for server in self._listings))
                self._told_at = now()

    async def _ask(self, server: Server) -> None:
        try:
            self._found[server] = await self._listings[server].models()
            self._failures.pop(server, None)
        except Unavailable as failure:
            self._failures[server] = failure


def _context_length(told: ollama.ShowResponse) -> int:
    about = told.modelinfo or {}
    length = about.get(f"{about.get('general.architecture')}.context_length", 0)
    return length if isinstance(length, int) else 0
