"""What was measured of each model on this machine: how fast it loads, reads and writes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.clock import Clock, SystemClock
from storage.database import Database
from storage.tables.models import ModelMeasureRow

NEWEST = 0.2
"""Least weight of the newest sample in an average; the first samples weigh alike."""
LOADED_SECONDS = 0.5
"""A request that loaded for less found the model loaded."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One request, in seconds and tokens; 0 for what the server does not tell."""

    load_seconds: float
    prompt_seconds: float
    answer_seconds: float
    prompt_tokens: int
    answer_tokens: int
    request_seconds: float
    """As long as the place at the model was taken, loading included."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Moving averages of one model; None for what was never seen."""

    model: str
    load_seconds: float | None
    tokens_per_second: float | None
    prompt_tokens_per_second: float | None
    answer_tokens: float | None
    request_seconds: float | None
    """Without loading."""
    samples: int
    changed_at: datetime


class Measures:
    """Read once, then kept beside the rows: the queue asks for them at every change."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._known: dict[str, Measured] | None = None
        self._waiting: list[tuple[str, Sample]] = []
        self._writing = asyncio.Lock()

    async def load(self) -> None:
        """Read what earlier processes measured; again it does nothing."""
        if self._known is not None:
            return
        async with self._database.reading() as session:
            rows = (await session.scalars(select(ModelMeasureRow))).all()
        if self._known is None:
            self._known = {row.model: _measured(row) for row in rows}

    async def all(self) -> list[Measured]:
        """By the model's name."""
        await self.load()
        return sorted((self._known or {}).values(), key=lambda measured: measured.model)

    def of(self, model: str) -> Measured | None:
        """None also before `load`."""
        return (self._known or {}).get(_plain(model))

    def request_seconds(self, model: str) -> float:
        """Of a usual request; 0 for a model that was never asked."""
        measured = self.of(model)
        return (measured and measured.request_seconds) or 0.0

    def load_seconds(self, model: str) -> float:
        """0 for a model that was never seen loading."""
        measured = self.of(model)
        return (measured and measured.load_seconds) or 0.0

    async def note(self, model: str, sample: Sample) -> None:
        """Take one more request into the averages; those that end while one is written are written together."""
        await self.load()
        self._waiting.append((_plain(model), sample))
        async with self._writing:
            taken, self._waiting = self._waiting, []
            if taken:
                await self._write(taken)

    async def _write(self, samples: Sequence[tuple[str, Sample]]) -> None:
        rows: dict[str, ModelMeasureRow] = {}
        async with self._database.session() as session:
            for model in sorted({model for model, _ in samples}):
                row = await session.get(ModelMeasureRow, model, with_for_update=True)
                if row is None:
                    row = ModelMeasureRow(model=model, samples=0)
                    session.add(row)
                row.changed_at = self._clock.now()
                rows[model] = row
            for model, sample in samples:
                _add(rows[model], sample)
            measured = {model: _measured(row) for model, row in rows.items()}
        if self._known is not None:
            self._known |= measured


def _plain(model: str) -> str:
    """`tiny` and `tiny:latest` are the same model."""
    return model.removesuffix(":latest")


def _add(row: ModelMeasureRow, sample: Sample) -> None:
    row.samples += 1
    weight = max(NEWEST, 1 / row.samples)
    loading = sample.load_seconds if sample.load_seconds > LOADED_SECONDS else None
    row.load_seconds = _mean(row.load_seconds, loading, weight)
    row.tokens_per_second = _mean(row.tokens_per_second, _rate(sample.answer_tokens, sample.answer_seconds), weight)
    row.prompt_tokens_per_second = _mean(
        row.prompt_tokens_per_second, _rate(sample.prompt_tokens, sample.prompt_seconds), weight
    )
    row.answer_tokens = _mean(row.answer_tokens, float(sample.answer_tokens), weight)
    row.request_seconds = _mean(row.request_seconds, max(0.0, sample.request_seconds - sample.load_seconds), weight)


def _mean(old: float | None, new: float | None, weight: float) -> float | None:
    if old is None or new is None:
        return old if new is None else new
    return old + weight * (new - old)


def _rate(tokens: int, seconds: float) -> float | None:
    return tokens / seconds if tokens and seconds else None


def _measured(row: ModelMeasureRow) -> Measured:
    return Measured(
        model=row.model,
        load_seconds=row.load_seconds,
        tokens_per_second=row.tokens_per_second,
        prompt_tokens_per_second=row.prompt_tokens_per_second,
        answer_tokens=row.answer_tokens,
        request_seconds=row.request_seconds,
        samples=row.samples,
        changed_at=row.changed_at,
    )
