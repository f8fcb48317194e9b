"""What happens to a rule's queue that grows too long: nothing, or the oldest go, or all of it is told in a digest."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.clock import Clock, SystemClock
from core.ids import ChatId, MessageId
from forwarding.notices import Notices
from forwarding.outgoing import CallHook, CopyPosts, from_payload
from forwarding.post import Album
from forwarding.routing import album_of, place_of
from forwarding.rules import Rule, RuleBook
from forwarding.telling import Telling
from forwarding.timing import MOST_TOLD
from storage.outbox import Delivery, Outbox
from storage.overflow import OverflowRows
from storage.posts import Posts


class Overflow:
    """Looks after all rules; how many posts went is told once a day, the day after, in the rule's time zone."""

    def __init__(
        self,
        rulebook: RuleBook,
        outbox: Outbox,
        rows: OverflowRows,
        notices: Notices,
        *,
        posts: Posts,
        telling: Telling,
        clock: Clock | None = None,
    ) -> None:
        self._rulebook = rulebook
        self._outbox = outbox
        self._rows = rows
        self._notices = notices
        self._posts = posts
        self._telling = telling
        self._clock = clock or SystemClock()

    async def run(self) -> None:
        bounded = [rule for rule in await self._rulebook.list() if rule.spec.overflow in ("drop_oldest", "digest")]
        if not bounded:
            return
        waiting: dict[int | None, int] = {}
        for each in await self._outbox.waiting():
            waiting[each.rule] = waiting.get(each.rule, 0) + each.count
        for rule in bounded:
            is_over = waiting.get(rule.id, 0) > rule.spec.overflow_after
            if is_over and rule.spec.overflow == "digest":
                await self._tell_instead(rule)
            elif is_over:
                await self._rows.drop_oldest(rule.id, rule.spec.overflow_after)
            await self._tell_how_many(rule)

    async def _tell_instead(self, rule: Rule) -> None:
        """To each destination what waits for it; where the rule does not write any more nothing changes."""
        backlog = await self._rows.backlog(rule.id)
        if len(backlog) <= rule.spec.overflow_after:
            return
        copies = Counter(map(_post_of, backlog))
        for to in rule.spec.destinations:
            waiting = [each for each in backlog if _place_in(each) == place_of(to)]
            for start in range(0, len(waiting), MOST_TOLD):
                part = waiting[start : start + MOST_TOLD]
                digest = await self._telling.deliveries(rule, await self._albums(part), to)
                nowhere_else = [each for each in part if copies[_post_of(each)] == len(rule.spec.destinations)]
                told = [post for each in nowhere_else for post in _originals(each)]
                await self._rows.replace(rule.id, part, digest, told)
        self._outbox.announce()

    async def _albums(self, waiting: Sequence[Delivery]) -> list[Album]:
        """Those that are still there."""
        found = []
        for each in waiting:
            parts = [await self._posts.get(source, message) for source, message in _originals(each)]
            there = [part for part in parts if part is not None and not part.is_deleted]
            if there:
                found.append(album_of(there))
        return found

    async def _tell_how_many(self, rule: Rule) -> None:
        zone = ZoneInfo(rule.spec.time_zone)
        today = self._clock.now().astimezone(zone).date()
        yesterday = today - timedelta(days=1)
        since, until = (datetime.combine(day, time(), zone) for day in (yesterday, today))
        if count := await self._rows.count(rule.id, since, until):
            await self._outbox.enqueue(await self._notices.dropped(rule, yesterday, count))


def _post_of(delivery: Delivery) -> tuple[ChatId, MessageId]:
    _, _, source, message, _ = delivery.key.split(":", 4)
    return ChatId(int(source)), MessageId(int(message))


def _originals(delivery: Delivery) -> list[tuple[ChatId, MessageId]]:
    source, first = _post_of(delivery)
    match from_payload(delivery.payload):
        case CopyPosts(messages=messages, merged=merged):
            return [(source, message) for message in sorted({*messages, *merged})]
        case CallHook(messages=messages):
            return [(source, message) for message in messages]
    return [(source, first)]


def _place_in(delivery: Delivery) -> str:
    return delivery.key.split(":", 4)[4].removesuffix(":new")
