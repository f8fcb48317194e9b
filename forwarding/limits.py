"""The one governor of what leaves: a pace per chat, per group and over all, and what Telegram told us to wait.

Known numbers: about 30 messages a second over all, one a second in a chat with short bursts, 20 a minute in a group;
an album counts as its parts. The true numbers adapt, so a `retry_after` is obeyed in full and outlives a restart.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.clock import Clock, SystemClock
from core.errors import RetryLater
from core.ids import ChatId
from storage.limits import Limits


class TooFast(RetryLater):
    """Our own pace, not Telegram's refusal: nothing was sent."""


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Paces:
    """How fast we send; a chat's two paces let a short burst through and hold one a second over time."""

    chat: tuple[Pace, ...] = (Pace(3, 3.0),)
    group: tuple[Pace, ...] = (Pace(20, 60.0),)
    total: tuple[Pace, ...] = (Pace(28, 1.0),)


@dataclass(slots=True)
class _Window:
    """When the last messages left."""

    paces: tuple[Pace, ...]
    sent: deque[datetime] = field(default_factory=deque)

    def free_at(self, now: datetime, cost: int) -> datetime:
        """When `cost` more fit. More than a whole window fits an empty one."""
        moment = now
        for pace in self.paces:
            over = len(self.sent) + min(cost, pace.count) - pace.count
            if over > 0:
                moment = max(moment, self.sent[over - 1] + timedelta(seconds=pace.seconds))
        return moment

    def spend(self, now: datetime, cost: int) -> None:
        self.sent.extend([now] * cost)

    def forget(self, now: datetime) -> bool:
        """Drop what no longer counts; True when nothing is left."""
        longest = timedelta(seconds=max(pace.seconds for pace in self.paces))
        while self.sent and self.sent[0] <= now - longest:
            self.sent.popleft()
        return not self.sent


class Governor:
    """Shared by replies and courier."""

    def __init__(self, limits: Limits, clock: Clock | None = None, paces: Paces | None = None) -> None:
        self._limits = limits
        self._clock = clock or SystemClock()
        self._paces = paces or Paces()
        self._total = _Window(self._paces.total)
        self._chats: dict[ChatId, _Window] = {}
        self._closed: dict[ChatId, datetime] = {}

    async def load(self) -> None:
        """Remember what Telegram told an earlier process to wait."""
        self._closed |= await self._limits.closed(self._clock.now())

    def delay(self, chat: ChatId, cost: int = 1) -> float:
        """Seconds until `cost` messages may leave for the chat; zero is now."""
        now = self._clock.now()
        self._tidy(now)
        moments = [self._closed.get(chat, now), self._total.free_at(now, cost)]
        if chat in self._chats:
            moments.append(self._chats[chat].free_at(now, cost))
        return max(0.0, (max(moments) - now).total_seconds())

    def spend(self, chat: ChatId, cost: int = 1) -> None:
        """`cost` messages leave now."""
        now = self._clock.now()
        paces = self._paces.group + self._paces.chat if chat < 0 else self._paces.chat
        self._chats.setdefault(chat, _Window(paces)).spend(now, cost)
        self._total.spend(now, cost)

    async def acquire(self, chat: ChatId, cost: int = 1) -> None:
        """Wait until `cost` messages may leave, and count them."""
        while True:
            delay = self.delay(chat, cost)
            if delay <= 0:
                break
            await asyncio.sleep(delay)
        self.spend(chat, cost)

    async def close(self, chat: ChatId, seconds: float) -> None:
        """Telegram said how long to keep away from the chat."""
        until = self._clock.now() + timedelta(seconds=seconds)
        self._closed[chat] = until
        await self._limits.close(chat, until)

    def _tidy(self, now: datetime) -> None:
        self._total.forget(now)
        self._chats = {chat: window for chat, window in self._chats.items() if not window.forget(now)}
        self._closed = {chat: until for chat, until in self._closed.items() if until > now}
