"""A bot's updates waiting to be fetched: numbered, filtered by kind, confirmed by the next offset."""

import asyncio
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.model import Json

KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result",
    "callback_query", "my_chat_member", "chat_member", "message_reaction", "stopped_message_generation",
    "guest_message",
)  # fmt: skip
UNASKED = frozenset(KINDS) - {"chat_member", "message_reaction"}
"""What comes when `allowed_updates` was never given or is empty."""


class PollConflictError(Exception):
    """Another getUpdates took over."""


@dataclass(slots=True)
class Webhook:
    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_date: int = 0


@dataclass(slots=True)
class UpdateQueue:
    next_id: int
    updates: list[Json] = field(default_factory=list)
    allowed: frozenset[str] = UNASKED
    allowed_given: list[str] | None = None
    webhook: Webhook | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    pollers: int = 0
    """How many getUpdates wait now; for a moment it may be two."""
    _turn: int = 0

    def put(self, kind: str, content: Any) -> None:
        if kind in self.allowed:
            self.updates.append({"update_id": self.next_id, kind: content})
            self.next_id += 1
            self.arrived.set()

    def allow(self, kinds: list[str] | None) -> None:
        """None keeps what was chosen before; an empty list is the default set."""
        if kinds is not None:
            self.allowed_given = kinds or None
            self.allowed = frozenset(kinds) if kinds else UNASKED

    def confirm(self, offset: int) -> None:
        """Forget what came before `offset`; below zero: keep only that many of the last."""
        if offset > 0:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        elif offset < 0:
            self.updates = self.updates[offset:]

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109 - Telegram's word
        """Wait up to `timeout` seconds for updates; a poll that comes later ends this one.

        Raises:
            PollConflictError: it did.
        """
        self._turn += 1
        turn = self._turn
        self.arrived.set()
        self.confirm(offset)
        self.arrived = asyncio.Event()
        if not self.updates and timeout > 0:
            self.pollers += 1
            try:
                await asyncio.wait_for(self.arrived.wait(), timeout)
            except TimeoutError:
                return []
            finally:
                self.pollers -= 1
        if turn != self._turn:
            raise PollConflictError
        return self.updates[:limit]

    def state(self) -> Json:
        webhook = asdict(self.webhook) if self.webhook is not None else None
        return {"next_id": self.next_id, "updates": self.updates, "allowed": self.allowed_given, "webhook": webhook}

    def restore(self, state: Json, leap: int) -> None:
        self.next_id = max(self.next_id, state["next_id"] + leap)
        self.updates = [*state["updates"], *self.updates]
        self.allow(state["allowed"])
        self.webhook = Webhook(**state["webhook"]) if state["webhook"] is not None else None

    def wake(self) -> None:
        """Let a waiting poller go with what there is."""
        self.arrived.set()
