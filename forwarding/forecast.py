"""When what waits will have left: from what stands in the outbox and how fast Telegram takes it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.clock import Clock, SystemClock
from core.ids import ChatId
from forwarding.limits import Governor
from storage.outbox import Outbox


@dataclass(frozen=True, slots=True)
class Forecast:
    """`count` deliveries wait; if nothing else comes the last of them leaves at `drains_at`."""

    count: int
    drains_at: datetime


class Forecasts:
    """Foretells by the paces that the governor keeps, and by what Telegram told it to wait."""

    def __init__(self, outbox: Outbox, governor: Governor, clock: Clock | None = None) -> None:
        self._outbox = outbox
        self._governor = governor
        self._clock = clock or SystemClock()

    async def now(self) -> Forecast:
        waiting = await self._outbox.waiting()
        messages: dict[ChatId, int] = {}
        for each in waiting:
            messages[each.chat] = messages.get(each.chat, 0) + each.messages
        now = self._clock.now()
        by_pace = now + timedelta(seconds=self._governor.seconds_to_drain(messages))
        drains_at = max([by_pace, *(each.last_due for each in waiting)])
        return Forecast(sum(each.count for each in waiting), drains_at)
