"""The courier: takes what is due from the outbox to Telegram and writes down what became of it."""

import asyncio
import contextlib
from datetime import timedelta

import structlog

from core.clock import Clock, SystemClock
from core.errors import DeliveryRejected, RetryLater, Unavailable
from core.metrics import Metrics
from forwarding.departures import Departures
from forwarding.limits import Governor, TooFast
from forwarding.notices import Notices, link_to
from forwarding.outgoing import CopyPosts, DeleteCopy, EditCopy, from_payload
from forwarding.rules import Rule, RuleBook
from forwarding.sending import Receipt, Sender, can_repeat, cost_of
from forwarding.transports.protocol import ChatMigrated, DeliveryUncertain
from storage.chats import Chats
from storage.outbox import Delivery, Outbox

POLL_SECONDS = 1.0
"""Longest sleep: another process may have enqueued something."""
SHORTEST_SECONDS = 0.02
MAX_BACKOFF = 300.0
INTERRUPTED = "the process ended in the middle of the send"

log = structlog.get_logger(__name__)


class Courier:
    """Several workers over one outbox; a chat that must wait stops no other.

    `is_alone` asserts that no other courier uses the database, so that what a dead process left behind is taken up at
    once, not when its lease ends.
    """

    def __init__(
        self,
        outbox: Outbox,
        sender: Sender,
        governor: Governor,
        *,
        rulebook: RuleBook,
        notices: Notices,
        chats: Chats,
        clock: Clock | None = None,
        lease_seconds: float = 30.0,
        workers: int = 4,
        is_alone: bool = False,
        metrics: Metrics | None = None,
    ) -> None:
        self._outbox = outbox
        self._sender = sender
        self._governor = governor
        self._rulebook = rulebook
        self._notices = notices
        self._departures = Departures(outbox, rulebook, notices)
        self._chats = chats
        self._clock = clock or SystemClock()
        self._lease = lease_seconds
        self._workers = workers
        self._is_alone = is_alone
        self._metrics = metrics
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        outbox.subscribe(self.wake)

    def wake(self) -> None:
        """Something new is due."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver until `stop`; an outage of the database only slows it down."""
        self._ended.clear()
        try:
            await self._governor.load()
            await self.recover(is_alone=self._is_alone)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._recover_forever(), name="courier-recover")
                for number in range(self._workers):
                    group.create_task(self._work_forever(), name=f"courier-{number}")
        finally:
            self._ended.set()

    async def stop(self, grace: float = 10.0) -> None:
        """Claim nothing more and let what is on its way arrive: a send that is cut is one that nobody can tell of."""
        self._stopping.set()
        self._wake.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self._ended.wait()

    async def drain(self) -> int:
        """Deliver what is due now, one by one; returns how many attempts that were."""
        count = 0
        while not self._stopping.is_set() and (delivery := await self._outbox.claim(self._lease)) is not None:
            await self.deliver(delivery)
            count += 1
        return count

    async def recover(self, *, is_alone: bool = False) -> None:
        """Take up what a dead process left in the middle of a send."""
        for delivery in await self._outbox.recover(self._lease, is_alone=is_alone):
            await self._interrupted(delivery, INTERRUPTED)

    async def deliver(self, delivery: Delivery) -> None:
        """One attempt for a claimed delivery."""
        delay = self._governor.delay(delivery.chat, cost_of(delivery))
        if delay > 0:
            await self._retry(delivery, delay, "waits for its turn")
            return
        if not await self._outbox.sending(delivery.id, self._lease):
            return
        try:
            async with asyncio.timeout(self._lease * 0.8):
                receipt = await self._sender.send(delivery)
        except Exception as error:  # noqa: BLE001 - the edge: a fault of ours too must neither stop the others nor send twice
            await self._failed(delivery, error)
        else:
            await self._sent(delivery, receipt)

    async def _failed(self, delivery: Delivery, error: Exception) -> None:
        match error:
            case ChatMigrated():
                await self._migrate(delivery, error)
            case TooFast():
                await self._retry(delivery, error.seconds, "waits for its turn")
            case RetryLater():
                await self._governor.close(delivery.chat, error.seconds)
                await self._retry(delivery, error.seconds, "told to wait")
            case TimeoutError() | DeliveryUncertain():
                await self._interrupted(delivery, str(error) or "no answer in time")
            case Unavailable():
                await self._retry(delivery, backoff(delivery.attempts), error.key)
            case DeliveryRejected():
                await self._rejected(delivery, error)
            case _:
                log.error("delivery_failed", delivery=delivery.id, exc_info=error)
                await self._unknown(delivery, type(error).__name__)

    async def _sent(self, delivery: Delivery, receipt: Receipt) -> None:
        notices = []
        if receipt.missing and (rule := await self._rule(delivery)):
            notices = [await self._notices.skipped(rule, delivery, origin_link(rule, delivery), receipt.missing)]
        await self._outbox.sent(delivery.id, receipt.links, *notices)
        self._count("sent")

    async def _retry(self, delivery: Delivery, seconds: float, reason: str, *, may_have_arrived: bool = False) -> None:
        moment = self._clock.now() + timedelta(seconds=seconds)
        await self._outbox.retry(delivery.id, moment, reason, may_have_arrived=may_have_arrived)

    async def _interrupted(self, delivery: Delivery, reason: str) -> None:
        """It may have arrived: repeated where that does no harm, else told."""
        if not (can_repeat(delivery) or await self._may_double(delivery)):
            await self._unknown(delivery, reason)
            return
        pause = backoff(delivery.attempts) if delivery.attempts > 1 else 0.0
        await self._retry(delivery, pause, reason, may_have_arrived=True)
        self._count("repeated")

    async def _may_double(self, delivery: Delivery) -> bool:
        rule = await self._rule(delivery)
        return rule is not None and rule.spec.doubt == "at_least_once"

    async def _unknown(self, delivery: Delivery, reason: str) -> None:
        log.warning("delivery_unknown", delivery=delivery.id, reason=reason)
        rule = await self._rule(delivery)
        notices = [await self._notices.unknown(rule, delivery, origin_link(rule, delivery))] if rule else []
        await self._outbox.unknown(delivery.id, reason, *notices)
        self._count("unknown")

    async def _rejected(self, delivery: Delivery, error: DeliveryRejected) -> None:
        log.warning("delivery_rejected", delivery=delivery.id, reason=error.reason)
        await self._outbox.dead(delivery.id, error.reason, *await self._told(delivery, error))
        self._count("dead")

    async def _told(self, delivery: Delivery, error: DeliveryRejected) -> list[Delivery]:
        rule = await self._rule(delivery)
        if rule is None:
            return []
        if error.is_gone:
            return await self._departures.follow(delivery, error.reason)
        match from_payload(delivery.payload):
            case EditCopy():
                return []
            case DeleteCopy():
                return [await self._notices.not_deleted(rule, delivery, origin_link(rule, delivery), error.reason)]
        return [await self._notices.refused(rule, delivery, origin_link(rule, delivery), error.reason)]

    async def _migrate(self, delivery: Delivery, error: ChatMigrated) -> None:
        for collection in (self._chats, self._rulebook, self._outbox):
            await collection.migrate(delivery.chat, error.new)
        await self._retry(delivery, 0.0, "the group moved")

    def _count(self, state: str) -> None:
        if self._metrics is not None:
            self._metrics.deliveries.labels(state=state).inc()

    async def _rule(self, delivery: Delivery) -> Rule | None:
        return await self._rulebook.get(delivery.rule) if delivery.rule is not None else None

    async def _work_forever(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                delivered = await self.drain()
            except Unavailable as error:
                log.warning("courier_waits", reason=error.key)
                delivered = 0
            if not delivered and not self._stopping.is_set():
                await self._idle()

    async def _idle(self) -> None:
        with contextlib.suppress(TimeoutError, Unavailable):
            due = await self._outbox.next_due()
            pause = (due - self._clock.now()).total_seconds() if due else POLL_SECONDS
            async with asyncio.timeout(min(POLL_SECONDS, max(SHORTEST_SECONDS, pause))):
                await self._wake.wait()

    async def _recover_forever(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._lease / 2):
                    await self._stopping.wait()
            with contextlib.suppress(Unavailable):
                await self.recover()


def backoff(attempts: int) -> float:
    """Seconds until the next attempt; growing, and after days of outage still a number."""
    return min(MAX_BACKOFF, 2.0 ** min(attempts, 10))


def origin_link(rule: Rule, delivery: Delivery) -> str:
    """The address of the post that the delivery passes on; empty where there is none."""
    match from_payload(delivery.payload):
        case (
            CopyPosts(source=source, messages=(message, *_))
            | EditCopy(source=source, message=message)
            | DeleteCopy(source=source, message=message)
        ):
            return link_to(source, rule.username(source), message)
    return ""
