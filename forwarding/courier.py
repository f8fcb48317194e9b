"""The courier: takes what is due from the outbox to Telegram and writes down what became of it."""

import asyncio
import contextlib
from collections import Counter
from dataclasses import replace

import structlog

from core.clock import Clock, SystemClock
from core.errors import RetryLater, Unavailable
from core.ids import DeliveryId
from core.metrics import Metrics
from forwarding.attempting import Attempts
from forwarding.limits import Governor
from forwarding.notices import Notices
from forwarding.paying import Paying
from forwarding.recording import RETRY_SECONDS, Recorder
from forwarding.rules import RuleBook
from forwarding.sending import Receipt, Sender, cost_of, road_of
from storage.chats import Chats
from storage.outbox import Delivery, DeliveryState, Outbox, Outcome

POLL_SECONDS = 1.0
"""Longest sleep: another process may have enqueued something."""
SHORTEST_SECONDS = 0.02
AT_ONCE = 16
"""Sends under way at one time: what a kill can leave in doubt is never more."""
MOST_LOOKS = 3
"""So often what was left is looked at, a lease apart, until whoever could see the copy is connected."""
INTERRUPTED = "the process ended in the middle of the send"

log = structlog.get_logger(__name__)


class Courier:
    """Many sends at a time over one outbox; a chat that must wait stops no other.

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
        paying: Paying,
        clock: Clock | None = None,
        lease_seconds: float = 30.0,
        at_once: int = AT_ONCE,
        is_alone: bool = False,
        metrics: Metrics | None = None,
    ) -> None:
        self._outbox = outbox
        self._governor = governor
        self._clock = clock or SystemClock()
        self._attempts = Attempts(
            outbox,
            sender,
            governor,
            rulebook=rulebook,
            notices=notices,
            chats=chats,
            clock=self._clock,
            seconds=lease_seconds * 0.8,
            looking_seconds=lease_seconds * 0.15,
        )
        self._paying = paying
        self._paid: set[DeliveryId] = set()
        """Of those in hand."""
        self._recorder = Recorder(outbox)
        self._lease = lease_seconds
        self._at_once = at_once
        self._is_alone = is_alone
        self._metrics = metrics
        self._in_hand: set[DeliveryId] = set()
        self._looks: Counter[DeliveryId] = Counter()
        self._pause = POLL_SECONDS
        """Until something may be due that nobody announces."""
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
                while not self._stopping.is_set():
                    if not await self._begin(group):
                        await self._idle()
        finally:
            self._ended.set()

    async def stop(self, grace: float = 10.0) -> None:
        """Take nothing more and let what is on its way arrive: a send that is cut is one that nobody can tell of."""
        self._stopping.set()
        self._wake.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self._ended.wait()

    async def drain(self) -> int:
        """Deliver until nothing is due; returns how many attempts that were."""
        count = 0
        async with asyncio.TaskGroup() as group:
            while not self._stopping.is_set():
                was_at_work = bool(self._in_hand)
                begun = await self._begin(group)
                count += begun
                if not begun and not was_at_work:
                    break
                if not begun:
                    await self._idle()
        return count

    async def recover(self, *, is_alone: bool = False) -> None:
        """Take up what a dead process left in the middle of a send."""
        for delivery in await self._outbox.recover(self._lease, is_alone=is_alone):
            if delivery.id in self._in_hand:
                continue
            self._looks[delivery.id] += 1
            is_patient = self._looks[delivery.id] < MOST_LOOKS
            with contextlib.suppress(RetryLater, Unavailable):  # when its lease is over, it is taken up once more
                outcome = await self._attempts.interrupted(delivery, INTERRUPTED, is_patient=is_patient)
                del self._looks[delivery.id]
                await self._record(outcome)

    async def _begin(self, group: asyncio.TaskGroup) -> int:
        """Send all that may leave now, as far as hands are free; returns how many that are."""
        self._wake.clear()
        self._pause = POLL_SECONDS
        free = self._at_once - len(self._in_hand)
        if not free:
            return 0
        try:
            await self._paying.look()
            taken = await self._outbox.take(free, self._lease, self._gate)
        except Unavailable as error:
            log.warning("courier_waits", reason=error.key)
            return 0
        for delivery in taken.deliveries:
            self._in_hand.add(delivery.id)
            group.create_task(self._deliver(delivery), name=f"delivery-{delivery.id}")
        if taken.next_due is not None:
            self._pause = min(self._pause, (taken.next_due - self._clock.now()).total_seconds())
        return len(taken.deliveries)

    def _gate(self, delivery: Delivery) -> float | None:
        """What leaves is counted here, so that of many that are looked at no two take the same place."""
        road, cost = road_of(delivery), cost_of(delivery)
        self._paid.discard(delivery.id)  # of a look before, that could not be written down
        if delay := self._governor.own_delay(road, cost):
            return delay
        if delay := self._governor.common_delay(road, cost):
            # Only here does paying make it leave sooner: in its own chat Telegram keeps its pace.
            road = replace(road, is_paid=True)
            if not self._paying.may_pay(delivery) or self._governor.common_delay(road, cost):
                self._pause = min(self._pause, delay)
                return None
            self._paid.add(delivery.id)
        self._governor.spend(road, cost)
        return 0.0

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            result = await self._attempts.send(delivery, is_paid=delivery.id in self._paid)
            await self._record(await self._outcome(delivery, result))
        finally:
            self._in_hand.discard(delivery.id)
            self._paid.discard(delivery.id)
            self.wake()  # the next of its lane may leave

    async def _outcome(self, delivery: Delivery, result: Receipt | Exception) -> Outcome:
        while True:
            try:
                return await self._attempts.outcome(delivery, result)
            except Unavailable as error:
                log.warning("outcomes_wait", reason=error.key)
                await asyncio.sleep(RETRY_SECONDS)

    async def _record(self, outcome: Outcome) -> None:
        await self._recorder.record(outcome)
        state = "repeated" if outcome.may_have_arrived else outcome.state.value
        if self._metrics is not None and state != DeliveryState.PENDING:
            self._metrics.deliveries.labels(state=state).inc()

    async def _idle(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(SHORTEST_SECONDS, self._pause)):
                await self._wake.wait()

    async def _recover_forever(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._lease / 2):
                    await self._stopping.wait()
            with contextlib.suppress(Unavailable):
                await self.recover()
