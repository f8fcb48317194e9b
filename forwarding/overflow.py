"""What happens to a rule's queue that grows too long: by default nothing, else the oldest posts are let go."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.clock import Clock, SystemClock
from forwarding.notices import Notices
from forwarding.rules import Rule, RuleBook
from storage.outbox import Outbox
from storage.overflow import OverflowRows


class Overflow:
    """Looks after all rules; how many posts went is told once a day, the day after, in the rule's time zone."""

    def __init__(
        self, rulebook: RuleBook, outbox: Outbox, rows: OverflowRows, notices: Notices, clock: Clock | None = None
    ) -> None:
        self._rulebook = rulebook
        self._outbox = outbox
        self._rows = rows
        self._notices = notices
        self._clock = clock or SystemClock()

    async def run(self) -> None:
        bounded = [rule for rule in await self._rulebook.list() if rule.spec.overflow == "drop_oldest"]
        if not bounded:
            return
        waiting: dict[int | None, int] = {}
        for each in await self._outbox.waiting():
            waiting[each.rule] = waiting.get(each.rule, 0) + each.count
        for rule in bounded:
            if waiting.get(rule.id, 0) > rule.spec.overflow_after:
                await self._rows.drop_oldest(rule.id, rule.spec.overflow_after)
            await self._tell(rule)

    async def _tell(self, rule: Rule) -> None:
        zone = ZoneInfo(rule.spec.time_zone)
        today = self._clock.now().astimezone(zone).date()
        yesterday = today - timedelta(days=1)
        since, until = (datetime.combine(day, time(), zone) for day in (yesterday, today))
        if count := await self._rows.count(rule.id, since, until):
            await self._outbox.enqueue(await self._notices.dropped(rule, yesterday, count))
