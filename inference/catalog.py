"""Which models Ollama has and what each can do."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import ollama

from core.errors import Unavailable
from inference.model_server import ModelServer, translated

ANSWER_SECONDS = 10.0
"""Longest wait for a listing: no model is loaded for it."""
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One model on the server."""

    name: str
    size: int
    """Bytes on disk."""
    capabilities: frozenset[str]
    """Ollama's words: completion, tools, vision, thinking, embedding, insert."""
    parameter_size: str = ""

    @property
    def can_chat(self) -> bool:
        return "completion" in self.capabilities


class ModelCatalog:
    """Ollama's models, asked at most every few seconds; what a model can do is asked once per version of it."""

    def __init__(self, server: ModelServer, preferred: str = "", *, fresh_seconds: float = 5.0) -> None:
        self._server = server
        self._preferred = preferred
        self._fresh_seconds = fresh_seconds
        self._listed: Sequence[ModelInfo] = ()
        self._failure: Unavailable | None = None
        self._told_at: float | None = None
        self._capabilities: dict[str, frozenset[str]] = {}
        self._asking = asyncio.Lock()

    async def list(self) -> list[ModelInfo]:
        """All models, by name.

        Raises:
            Unavailable: Ollama does not answer.
        """
        async with self._asking:
            now = asyncio.get_running_loop().time
            if self._told_at is None or now() - self._told_at >= self._fresh_seconds:
                await self._refresh()
                self._told_at = now()
        # A failure is remembered too, from its end on: a host that swallows packets must not stop every turn.
        if self._failure is not None:
            raise Unavailable(self._failure.key, **self._failure.params)
        return list(self._listed)

    async def default(self) -> str | None:
        """The model of OLLAMA_MODEL, else the first that can chat; None when there is none or no Ollama."""
        if self._preferred:
            return self._preferred
        try:
            return next((model.name for model in await self.list() if model.can_chat), None)
        except Unavailable:
            return None

    async def is_reachable(self) -> bool:
        try:
            await self.list()
        except Unavailable:
            return False
        return True

    async def can(self, model: str, capability: str) -> bool:
        """Whether the model has the capability; a model that is not there has none."""
        wanted = {model, f"{model}:latest"}
        return any(info.name in wanted and capability in info.capabilities for info in await self.list())

    async def _refresh(self) -> None:
        try:
            self._listed, self._failure = await self._ask(), None
        except Unavailable as failure:
            self._failure = failure

    async def _ask(self) -> Sequence[ModelInfo]:
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
        if version not in self._capabilities:
            async with some_at_once:
                told = await self._server.client.show(name)
            self._capabilities[version] = frozenset(told.capabilities or ("completion",))
        details = model.details
        return ModelInfo(
            name, int(model.size or 0), self._capabilities[version], (details and details.parameter_size) or ""
        )
