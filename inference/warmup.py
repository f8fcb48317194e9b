"""Whether a model is loaded, and loading it before somebody waits for it."""

import asyncio

import structlog

from core.config import InferenceSettings
from core.errors import Unavailable
from core.tasks import Supervisor
from inference.catalog import ModelCatalog, server_of
from inference.gate import Gate
from inference.model_server import ModelServer, translated

log = structlog.get_logger(__name__)

ANSWER_SECONDS = 0.5
"""A person waits behind this question: an Ollama that takes longer to answer it is not asked."""
AGAIN_SECONDS = 60.0
"""A model is loaded ahead at most this often."""


class Warmup:
    """Only for Ollama's models: other servers load theirs at their start."""

    def __init__(
        self,
        server: ModelServer,
        catalog: ModelCatalog,
        gate: Gate,
        settings: InferenceSettings,
        tasks: Supervisor,
        *,
        fresh_seconds: float = 5.0,
    ) -> None:
        """Ollama's word about what is loaded is believed for `fresh_seconds`."""
        self._server = server
        self._catalog = catalog
        self._gate = gate
        self._settings = settings
        self._tasks = tasks
        self._fresh_seconds = fresh_seconds
        self._loaded: frozenset[str] | None = None
        self._told_at = float("-inf")
        self._warmed_at: dict[str, float] = {}

    async def is_cold(self, model: str) -> bool:
        """Whether a request has to wait until the model is loaded; False when nobody can tell."""
        if server_of(model) != "ollama":
            return False
        if _now() - self._told_at >= self._fresh_seconds:
            self._loaded, self._told_at = await self._ask(), _now()
        return self._loaded is not None and _names(model).isdisjoint(self._loaded)

    def saw(self, model: str) -> None:
        """It answers, so it is loaded."""
        if self._loaded is not None:
            self._loaded |= {model}

    def soon(self, model: str = "") -> None:
        """Load the model, or the default one, for somebody who is about to ask: detached, and at most once a minute."""
        self._tasks.spawn(self._warm(model), name="warm-up")

    def start(self) -> None:
        """Load what people will most likely ask, and what is to stay loaded."""
        for model in ("", *self._settings.pinned_models):
            self.soon(model)

    async def _warm(self, chosen: str) -> None:
        model = chosen or await self._catalog.default()
        if not model or server_of(model) != "ollama" or not self._is_due(model):
            return
        # Whoever is at the model or waits for it loads it anyway: there is nothing to do ahead of them.
        if self._gate.is_busy(model):
            return
        try:
            await self._load(model)
        except Unavailable as error:
            log.info("warm_up_failed", model=model, reason=error.key)
        else:
            self.saw(model)
            log.info("warmed_up", model=model)

    def _is_due(self, model: str) -> bool:
        if _now() - self._warmed_at.get(model, float("-inf")) < AGAIN_SECONDS:
            return False
        self._warmed_at[model] = _now()
        return True

    async def _load(self, model: str) -> None:
        """A request without a prompt; with another num_ctx than the chat's Ollama would load the model once more."""
        with translated(self._server.host, model):
            async with asyncio.timeout(self._settings.first_token_timeout):
                await self._server.client.generate(
                    model=model,
                    options={"num_ctx": self._settings.num_ctx},
                    keep_alive=self._settings.keep_alive_of(model),
                )

    async def _ask(self) -> frozenset[str] | None:
        try:
            with translated(self._server.host):
                async with asyncio.timeout(ANSWER_SECONDS):
                    running = (await self._server.client.ps()).models
        except Unavailable:
            return None
        return frozenset(model.model for model in running if model.model)


def _names(model: str) -> set[str]:
    return {model, f"{model}:latest"}


def _now() -> float:
    return asyncio.get_running_loop().time()
