"""The one governor of what leaves: a pace per chat, per group and over all, and what Telegram told us to wait.

Known numbers: about 30 messages a second over all, one a second in a chat with short bursts, 20 a minute in a group;
an album counts as its parts. The true numbers adapt, so a `retry_after` is obeyed in full and outlives a restart, and
where one came the pace is halved and grows back slowly. The bot is told to wait in a chat, the account with a method:
neither stops the other.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.clock import Clock, SystemClock
from core.errors import RetryLater
from core.ids import ChatId
from forwarding.slowness import FULL, RECOVERED_PER_MINUTE, SLOWEST, recovered, slowed
from storage.limits import Closing, Limits, Place

CROWD = 3
"""So many chats that close within CROWD_SECONDS say that it is the sum that was too much."""
CROWD_SECONDS = 10.0
REMEMBERED = timedelta(minutes=(FULL - SLOWEST) / RECOVERED_PER_MINUTE)
"""After that the slowest pace is back to the full one."""


class TooFast(RetryLater):
    """Our own pace, not Telegram's refusal: nothing was sent."""


@dataclass(frozen=True, slots=True)
class Road:
    """On which a message leaves: who carries it, to which chat, and by what where waits are told by method."""

    carrier: str
    chat: ChatId
    method: str = ""
    is_paid: bool = False
    """Telegram does not count it among all that the bot sends; the chat's own pace holds."""

    @property
    def crowd(self) -> str:
        """With which it counts, whatever the chat."""
        return f"{self.carrier} paid" if self.is_paid else self.carrier


def by_bot(chat: ChatId) -> Road:
    return Road("bot", chat)


@dataclass(slots=True)
class Allowance:
    """Messages that were counted before they leave: whoever sends them need not ask again."""

    messages: int
    is_paid: bool = False

    def use(self, cost: int) -> bool:
        if cost > self.messages:
            return False
        self.messages -= cost
        return True


allowance: ContextVar[Allowance | None] = ContextVar("allowance", default=None)


def is_paid() -> bool:
    """Whether what leaves now is paid for."""
    granted = allowance.get()
    return granted is not None and granted.is_paid


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
    paid: tuple[Pace, ...] = (Pace(1000, 1.0),)
    """In the place of `total`, for what Telegram is paid for."""

    def of(self, chat: ChatId) -> tuple[Pace, ...]:
        return self.group + self.chat if chat < 0 else self.chat


UNPACED = Paces((), (), (), ())
"""Of webhooks: who receives them says when it is too much."""


@dataclass(slots=True)
class _Window:
    """When the last messages left."""

    paces: tuple[Pace, ...]
    sent: deque[datetime] = field(default_factory=deque)

    def free_at(self, now: datetime, cost: int, pace: float) -> datetime:
        """When `cost` more fit, at this share of the known paces. More than a whole window fits an empty one."""
        moment = now
        for each in self.paces:
            over = len(self.sent) + min(cost, each.count) - each.count
            if over > 0:
                moment = max(moment, self.sent[over - 1] + timedelta(seconds=each.seconds / pace))
        return moment

    def forget(self, now: datetime) -> bool:
        """Drop what no longer counts, at the slowest pace either; True when nothing is left."""
        longest = timedelta(seconds=max((each.seconds for each in self.paces), default=0.0) / SLOWEST)
        while self.sent and self.sent[0] <= now - longest:
            self.sent.popleft()
        return not self.sent


class Governor:
    """Shared by replies and courier."""

    def __init__(self, limits: Limits, clock: Clock | None = None, paces: Paces | None = None) -> None:
        self._limits = limits
        self._clock = clock or SystemClock()
        self._paces = paces or Paces()
        self._totals: dict[str, _Window] = {}
        self._chats: dict[tuple[str, ChatId], _Window] = {}
        self._closings: dict[Place, Closing] = {}
        self._refusals: deque[tuple[datetime, Place]] = deque(maxlen=100)
        self._tidied = self._clock.now()
        self._line = asyncio.Lock()
        self._waiting = 0

    async def load(self) -> None:
        """Remember what Telegram told an earlier process to wait."""
        self._closings |= await self._limits.load(self._clock.now() - REMEMBERED)

    def delay(self, road: Road, cost: int = 1) -> float:
        """Seconds until `cost` messages may leave, behind those that wait already; zero is now."""
        return max(self.own_delay(road, cost), self.common_delay(road, cost))

    def own_delay(self, road: Road, cost: int) -> float:
        """What the chat and the method ask for."""
        now = self._clock.now()
        moments = [self._closings[place].until for place in _places(road) if place in self._closings]
        window = self._chats.get((road.carrier, road.chat))
        if window is not None:
            moments.append(window.free_at(now, cost, self._pace(*_places(road))))
        return max(0.0, (max(moments, default=now) - now).total_seconds())

    def common_delay(self, road: Road, cost: int) -> float:
        """What all that this carrier sends asks for together, whatever the chat."""
        waiting = self._waiting if road.crowd == "bot" else 0
        in_line = max((waiting * pace.seconds / pace.count for pace in self._paces.total), default=0.0)
        return max(in_line, self._total_delay(road.crowd, cost))

    def spend(self, road: Road, cost: int = 1) -> None:
        """`cost` messages leave now."""
        now = self._clock.now()
        self._tidy(now)
        paces = self._paces_of(road.carrier)
        chat = self._chats.setdefault((road.carrier, road.chat), _Window(paces.of(road.chat)))
        total = self._totals.setdefault(road.crowd, _Window(paces.paid if road.is_paid else paces.total))
        for window in (chat, total):
            window.forget(now)
            window.sent.extend([now] * cost)

    def seconds_to_drain(self, waiting: Mapping[ChatId, int]) -> float:
        """Until the bot has sent so many messages to each chat, if nothing else leaves meanwhile."""
        if not waiting:
            return 0.0
        spans = [
            self.delay(by_bot(chat)) + _span(self._paces.of(chat), count, self._pace(*_places(by_bot(chat))))
            for chat, count in waiting.items()
        ]
        return max(*spans, _span(self._paces.total, sum(waiting.values()), self._pace(Place("bot"))))

    async def acquire(self, chat: ChatId, cost: int = 1) -> None:
        """Wait until the bot may send `cost` messages, and count them: where a chat is open, in the order of coming."""
        road = by_bot(chat)
        while True:
            await asyncio.sleep(self.own_delay(road, cost))
            self._waiting += 1
            try:
                async with self._line:
                    await asyncio.sleep(self._total_delay(road.crowd, cost))
                    if self.own_delay(road, cost) <= 0 and self._total_delay(road.crowd, cost) <= 0:
                        self.spend(road, cost)
                        return
            finally:
                self._waiting -= 1

    async def close(self, road: Road, seconds: float) -> None:
        """Telegram said how long to keep away: from the chat, or with the method."""
        now = self._clock.now()
        place = Place(road.carrier, method=road.method) if road.method else Place(road.carrier, road.chat)
        ends = {place: now + timedelta(seconds=seconds)}
        self._refusals.append((now, place))
        recent = {told for moment, told in self._refusals if moment > now - timedelta(seconds=CROWD_SECONDS)}
        if len([told for told in recent if told.carrier == road.carrier]) >= CROWD:
            ends[Place(road.carrier)] = now
            self._refusals.clear()
        for each, until in ends.items():
            known = self._closings.get(each, Closing(now, FULL))
            self._closings[each] = Closing(max(until, known.until), slowed(known.pace, known.until, now))
        await self._limits.keep([(each, self._closings[each]) for each in ends])

    def _total_delay(self, crowd: str, cost: int) -> float:
        now = self._clock.now()
        window = self._totals.get(crowd)
        moment = now if window is None else window.free_at(now, cost, self._pace(Place(crowd)))
        return (moment - now).total_seconds()

    def _pace(self, *places: Place) -> float:
        now = self._clock.now()
        known = [self._closings[place] for place in places if place in self._closings]
        return min((recovered(each.pace, each.until, now) for each in known), default=FULL)

    def _paces_of(self, carrier: str) -> Paces:
        return UNPACED if carrier == "webhook" else self._paces

    def _tidy(self, now: datetime) -> None:
        """Once a second: there may be as many windows as chats."""
        if now - self._tidied < timedelta(seconds=1):
            return
        self._tidied = now
        self._chats = {key: window for key, window in self._chats.items() if not window.forget(now)}
        self._closings = {key: each for key, each in self._closings.items() if each.until > now - REMEMBERED}


def _places(road: Road) -> tuple[Place, ...]:
    """Where a wait of the road itself is kept."""
    chat = Place(road.carrier, road.chat)
    return (chat, Place(road.carrier, method=road.method)) if road.method else (chat,)


def _span(paces: tuple[Pace, ...], count: int, share: float) -> float:
    """Seconds from the first of `count` messages to the last."""
    return max(((count - 1) // pace.count * pace.seconds / share for pace in paces), default=0.0)
