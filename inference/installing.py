"""What Ollama has on its disk and in its memory: pull, remove, unload."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import ollama

from core.errors import Unavailable, UserError
from inference.catalog import ANSWER_SECONDS, ModelCatalog
from inference.model_server import ModelServer, translated

SILENCE_SECONDS = 120.0
"""A download that says nothing for so long is given up; Ollama itself tries again before that."""

HOST = r"[A-Za-z0-9_][A-Za-z0-9._:-]{0,349}"
NAMESPACE = r"[A-Za-z0-9_][A-Za-z0-9_-]{0,79}"
PART = r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}"
NAME = re.compile(rf"(?:(?:{HOST}/)?{NAMESPACE}/)?{PART}(?::{PART})?")
"""`[host/][namespace/]model[:tag]`, as Ollama's types/model/name.go has it."""

FAULTS = (
    ("error-pull-unknown", ("file does not exist", "not found", "manifest unknown", "invalid model name")),
    ("error-pull-no-space", ("no space left", "disk full", "not enough space")),
    ("error-pull-too-new", ("newer version of ollama", "requires a newer version")),
    (
        "error-pull-network",
        ("dial tcp", "no such host", "connection re", "timeout", "timed out", "tls", "unexpected eof", "max retries"),
    ),
)
"""Ollama tells the reason in words only."""


@dataclass(frozen=True, slots=True)
class PullProgress:
    """How far a download is; both numbers are bytes and 0 while nothing is known."""

    phase: Literal["starting", "downloading", "finishing", "done"]
    completed: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model in memory."""

    name: str
    memory: int
    """Bytes, of the GPU and of the machine."""
    until: datetime | None


class Installer:
    """Changes what Ollama has; the catalogue hears of it at once."""

    def __init__(self, server: ModelServer, catalog: ModelCatalog) -> None:
        self._server = server
        self._catalog = catalog

    async def pull(self, name: str) -> AsyncGenerator[PullProgress]:
        """Download the model; the last word is `done`. Closing the generator ends the download, what came stays.

        Raises:
            Unavailable: `error-pull-` unknown, no-space, too-new, network or failed, `error-model-unreachable`.
        """
        layers: dict[str, tuple[int, int]] = {}
        with _pull_faults(name), translated(self._server.host, name):
            raw = await self._server.client.pull(name, stream=True)
            async with aclosing(_closable(raw)) as parts:
                while (part := await _next(parts)) is not None:
                    if part.digest:
                        layers[part.digest] = (part.completed or 0, part.total or 0)
                    yield _progress(part.status or "", layers)
                    if part.status == "success":
                        self._catalog.forget()
                        return
        raise Unavailable("error-pull-network", model=name)

    async def remove(self, name: str) -> None:
        """
        Raises:
            Unavailable: `error-model-missing` when it is gone already.
        """
        with translated(self._server.host, name):
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._server.client.delete(name)
        self._catalog.forget()

    async def unload(self, name: str) -> None:
        """Free its memory; whoever asks it next waits until it is loaded again."""
        with translated(self._server.host, name):
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._server.client.generate(model=name, keep_alive=0)

    async def loaded(self) -> list[LoadedModel]:
        """What is in memory now; nothing when Ollama does not answer."""
        try:
            with translated(self._server.host):
                async with asyncio.timeout(ANSWER_SECONDS):
                    running = (await self._server.client.ps()).models
        except Unavailable:
            return []
        return [LoadedModel(model.model, int(model.size or 0), model.expires_at) for model in running if model.model]


def read_name(text: str) -> str:
    """A model's name as people write it, `ollama pull` before it or not.

    Raises:
        UserError: no model can be called so.
    """
    name = re.sub(r"^(?:ollama\s+(?:pull|run)\s+|https?://)", "", text.strip())
    if not NAME.fullmatch(name):
        raise UserError("error-pull-name", name=name[:100])
    return name


def _progress(status: str, layers: dict[str, tuple[int, int]]) -> PullProgress:
    completed, total = (sum(numbers) for numbers in zip(*layers.values(), strict=True)) if layers else (0, 0)
    if status == "success":
        return PullProgress("done", total, total)
    if not total:
        return PullProgress("starting")
    is_coming = completed < total or status.startswith("pulling")
    return PullProgress("downloading" if is_coming else "finishing", completed, total)


@contextmanager
def _pull_faults(name: str) -> Iterator[None]:
    """Whatever broke a download, said of a download; that nobody answers stays as it is."""
    try:
        yield
    except Unavailable as error:
        if error.key == "error-model-unreachable":
            raise
        reason = str(error.params.get("reason", ""))
        said = next((key for key, signs in FAULTS if any(sign in reason.lower() for sign in signs)), "")
        broken = "error-pull-failed" if reason else "error-pull-network"
        raise Unavailable(said or broken, model=name, reason=reason[:200]) from error


def _closable(raw: AsyncIterator[ollama.ProgressResponse]) -> AsyncGenerator[ollama.ProgressResponse]:
    """The client types its generator as a mere iterator; closing it is what ends the download."""
    assert isinstance(raw, AsyncGenerator)  # noqa: S101 - narrows a type
    return raw


async def _next(parts: AsyncGenerator[ollama.ProgressResponse]) -> ollama.ProgressResponse | None:
    async with asyncio.timeout(SILENCE_SECONDS):
        return await anext(parts, None)
