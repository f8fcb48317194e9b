"""The one governor of what leaves: a pace per chat, per group and over all, and what Telegram told us to wait.

Known numbers: about 30 messages a second over all, one a second in a chat with short bursts, 20 a minute in a group;
an album counts as its parts. The true numbers adapt, so a `retry_after` is obeyed in full and outlives a restart.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
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
        self._line = asyncio.Lock()
        self._waiting = 0

    async def load(self) -> None:
        """Remember what Telegram told an earlier process to wait."""
        self._closed |= await self._limits.closed(self._clock.now())

    def delay(self, chat: ChatId, cost: int = 1) -> float:
        """Seconds until `cost` messages may leave for the chat, behind those that wait already; zero is now."""
        in_line = max(self._waiting * pace.seconds / pace.count for pace in self._paces.total)
        return max(in_line, self._chat_delay(chat, cost), self._total_delay(cost))

    def spend(self, chat: ChatId, cost: int = 1) -> None:
        """`cost` messages leave now."""
        now = self._clock.now()
        self._chats.setdefault(chat, _Window(self._paces_of(chat))).spend(now, cost)
        self._total.spend(now, cost)

    def seconds_to_drain(self, waiting: Mapping[ChatId, int]) -> float:
        """Until so many messages have left for each chat, if nothing else leaves meanwhile."""
        if not waiting:
            return 0.0
        spans = [self.delay(chat) + _span(self._paces_of(chat), count) for chat, count in waiting.items()]
        return max(*spans, _span(self._paces.total, sum(waiting.values())))

    async def acquire(self, chat: ChatId, cost: int = 1) -> None:
        """Wait until `cost` messages may leave, and count them. Whose chat is open is served in the order of coming."""
        while True:
            await asyncio.sleep(self._chat_delay(chat, cost))
            self._waiting += 1
            try:
                async with self._line:
                    await asyncio.sleep(self._total_delay(cost))
                    if self._chat_delay(chat, cost) <= 0 and self._total_delay(cost) <= 0:
                        self.spend(chat, cost)
                        return
            finally:
                self._waiting -= 1

    async def close(self, chat: ChatId, seconds: float) -> None:
        """Telegram said how long to keep away from the chat."""
        until = self._clock.now() + timedelta(seconds=seconds)
        self._closed[chat] = until
        await self._limits.close(chat, until)

    def _total_delay(self, cost: int) -> float:
        now = self._clock.now()
        self._tidy(now)
        return max(0.0, (self._total.free_at(now, cost) - now).total_seconds())

    def _chat_delay(self, chat: ChatId, cost: int) -> float:
        now = self._clock.now()
        self._tidy(now)
        moments = [self._closed.get(chat, now)]
        if chat in self._chats:
            moments.append(self._chats[chat].free_at(now, cost))
        return max(0.0, (max(moments) - now).total_seconds())

    def _paces_of(self, chat: ChatId) -> tuple[Pace, ...]:
        return self._paces.group + self._paces.chat if chat < 0 else self._paces.chat

    def _tidy(self, now: datetime) -> None:
        self._total.forget(now)
        self._chats = {chat: window for chat, window in self._chats.items() if not window.forget(now)}
        self._closed = {chat: until for chat, until in self._closed.items() if until > now}


def _span(paces: tuple[Pace, ...], count: int) -> float:
    """Seconds from the first of `count` messages to the last."""
    return max(((count - 1) // pace.count * pace.seconds for pace in paces), default=0.0)
