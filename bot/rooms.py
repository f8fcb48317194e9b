"""What every role of the process stands on; the agents, which are large, come with the edge alone."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.forwarding_parts import ForwardingParts
from bot.models import Models
from bot.stores import Stores
from core.config import Settings
from core.health import Health
from core.i18n import Translator
from core.metrics import Metrics
from core.tasks import Supervisor
from memory.store import MemoryStore


@dataclass(frozen=True, slots=True)
class Rooms:
    """Opened, and nothing runs yet."""

    settings: Settings
    stores: Stores
    models: Models
    memory: MemoryStore
    forwarding: ForwardingParts
    health: Health
    translator: Translator
    metrics: Metrics
    supervisor: Supervisor


async def end(loop: asyncio.Task[Any]) -> None:
    """Cancel a loop and wait until it is gone."""
    loop.cancel()
    await asyncio.wait((loop,))
