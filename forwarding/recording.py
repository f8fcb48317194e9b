"""Outcomes on their way into the outbox: what ends while a transaction runs is written down together by the next."""

import asyncio

import structlog

from core.errors import Unavailable
from core.ids import DeliveryId
from storage.outbox import Outbox, Outcome

RETRY_SECONDS = 1.0

log = structlog.get_logger(__name__)


class Recorder:
    """A lone outcome waits for nobody; while the database is out, outcomes wait for it."""

    def __init__(self, outbox: Outbox, retry_seconds: float = RETRY_SECONDS) -> None:
        self._outbox = outbox
        self._retry_seconds = retry_seconds
        self._unwritten: dict[DeliveryId, Outcome] = {}
        self._writing = asyncio.Lock()

    async def record(self, outcome: Outcome) -> None:
        """Returns when it is written down."""
        self._unwritten[outcome.delivery.id] = outcome
        async with self._writing:
            while outcome.delivery.id in self._unwritten:
                await self._write()

    async def _write(self) -> None:
        batch = [*self._unwritten.values()]
        try:
            await self._outbox.finish(*batch)
        except Unavailable as error:
            log.warning("outcomes_wait", count=len(batch), reason=error.key)
            await asyncio.sleep(self._retry_seconds)
        else:
            for outcome in batch:
                del self._unwritten[outcome.delivery.id]
