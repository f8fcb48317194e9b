"""One attempt to deliver, and the outcome that follows from what Telegram said or did not say."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import structlog

from core.clock import Clock
from core.errors import DeliveryRejected, RetryLater, Unavailable
from forwarding.departures import Departures
from forwarding.limits import Allowance, Governor, TooFast, allowance
from forwarding.notices import Notices, link_to
from forwarding.outgoing import CopyPosts, DeleteCopy, EditCopy, SendText, from_payload
from forwarding.rules import Rule, RuleBook
from forwarding.sending import Receipt, Sender, cost_of, road_of
from forwarding.transports.protocol import ChatMigrated, DeliveryUncertain, SlowMode
from storage.chats import Chats
from storage.outbox import Delivery, DeliveryState, Outbox, Outcome

MAX_BACKOFF = 300.0
MOST_DOUBTS = 5
"""So often one that can arrive twice is sent although an attempt before may have arrived."""

log = structlog.get_logger(__name__)


class Attempts:
    """Makes them; what must be known for an outcome is read here, and written by whoever gets the outcome."""

    def __init__(
        self,
        outbox: Outbox,
        sender: Sender,
        governor: Governor,
        *,
        rulebook: RuleBook,
        notices: Notices,
        chats: Chats,
        clock: Clock,
        seconds: float,
        looking_seconds: float,
    ) -> None:
        """`seconds` bound one send, `looking_seconds` the look for a copy that may have arrived."""
        self._outbox = outbox
        self._sender = sender
        self._governor = governor
        self._rulebook = rulebook
        self._notices = notices
        self._departures = Departures(outbox, rulebook, notices)
        self._chats = chats
        self._clock = clock
        self._seconds = seconds
        self._looking_seconds = looking_seconds

    async def send(self, delivery: Delivery, *, is_paid: bool = False) -> Receipt | Exception:
        """What came of it; a fault of ours too must neither stop the others nor send twice."""
        allowance.set(Allowance(cost_of(delivery), is_paid))
        try:
            async with asyncio.timeout(self._seconds):
                return await self._sender.send(delivery)
        except Exception as error:  # noqa: BLE001 - the edge: every failure of a send is told by an outcome
            return error

    async def outcome(self, delivery: Delivery, result: Receipt | Exception) -> Outcome:
        """
        Raises:
            Unavailable: the database does not answer; ask again.
        """
        match result:
            case Receipt():
                return await self._sent(delivery, result)
            case TimeoutError() | DeliveryUncertain():
                return await self.interrupted(delivery, str(result) or "no answer in time")
            case ChatMigrated() | Unavailable():
                return await self._postponed(delivery, result)
            case DeliveryRejected():
                return await self._rejected(delivery, result)
        log.error("delivery_failed", delivery=delivery.id, exc_info=result)
        return await self._unknown(delivery, type(result).__name__)

    async def interrupted(self, delivery: Delivery, reason: str, *, is_patient: bool = False) -> Outcome:
        """It may have arrived: repeated where that does no harm, looked for where somebody sees the chat; else the
        rule says whether it goes out again a few times, or is told.

        Raises:
            RetryLater, Unavailable: `is_patient`, and who could look for it cannot do so now.
        """
        try:
            found = None if self._sender.can_repeat(delivery) else await self._looked_for(delivery)
        except (RetryLater, Unavailable):
            if is_patient:
                raise
            found = None
        except Exception:  # the edge: one that cannot be looked for must not stop the others, at each start anew
            log.exception("copy_not_looked_for", delivery=delivery.id)
            found = None
        if found is not None:
            return await self._sent(delivery, found)
        if not await self._may_repeat(delivery):
            return await self._unknown(delivery, reason)
        pause = backoff(delivery.attempts) if delivery.attempts > 1 else 0.0
        return self._back(delivery, pause, reason, may_have_arrived=True)

    async def _looked_for(self, delivery: Delivery) -> Receipt | None:
        """
        Raises:
            RetryLater, Unavailable: nobody could look, or not in time: the lease must not end meanwhile.
        """
        try:
            async with asyncio.timeout(self._looking_seconds):
                return await self._sender.find(delivery)
        except TimeoutError as error:
            raise Unavailable from error

    async def _postponed(self, delivery: Delivery, error: ChatMigrated | Unavailable) -> Outcome:
        """Nothing was sent."""
        match error:
            case ChatMigrated():
                for collection in (self._chats, self._rulebook, self._outbox):
                    await collection.migrate(delivery.chat, error.new)
                return self._back(delivery, 0.0, "the group moved")
            case TooFast():
                return self._back(delivery, error.seconds, "waits for its turn")
            case RetryLater():
                road = road_of(delivery)
                await self._governor.close(
                    replace(road, method="") if isinstance(error, SlowMode) else road, error.seconds
                )
                return self._back(delivery, error.seconds, "told to wait")
        return self._back(delivery, backoff(delivery.attempts), error.key)

    async def _may_repeat(self, delivery: Delivery) -> bool:
        """Where each time may be one more for the reader, only so often."""
        is_text = isinstance(from_payload(delivery.payload), SendText)
        if self._sender.can_repeat(delivery) and not is_text:
            return True
        rule = await self._rule(delivery)
        may_double = self._sender.can_repeat(delivery) or (rule is not None and rule.spec.doubt == "at_least_once")
        return may_double and delivery.doubts < MOST_DOUBTS

    async def _sent(self, delivery: Delivery, receipt: Receipt) -> Outcome:
        notices = []
        if (receipt.missing or receipt.is_unfound) and (rule := await self._rule(delivery)):
            link = origin_link(rule, delivery)
            if receipt.is_unfound:
                notices = [await self._notices.unfound(rule, delivery, link)]
            else:
                notices = [await self._notices.skipped(rule, delivery, link, receipt.missing)]
        return Outcome(delivery, DeliveryState.SENT, links=receipt.links, notices=notices)

    def _back(self, delivery: Delivery, seconds: float, reason: str, *, may_have_arrived: bool = False) -> Outcome:
        moment = self._clock.now() + timedelta(seconds=seconds)
        return Outcome(delivery, DeliveryState.PENDING, reason, not_before=moment, may_have_arrived=may_have_arrived)

    async def _unknown(self, delivery: Delivery, reason: str) -> Outcome:
        log.warning("delivery_unknown", delivery=delivery.id, reason=reason)
        rule = await self._rule(delivery)
        notices = [await self._notices.unknown(rule, delivery, origin_link(rule, delivery))] if rule else []
        return Outcome(delivery, DeliveryState.UNKNOWN, reason, notices=notices)

    async def _rejected(self, delivery: Delivery, error: DeliveryRejected) -> Outcome:
        log.warning("delivery_rejected", delivery=delivery.id, reason=error.reason)
        return Outcome(delivery, DeliveryState.DEAD, error.reason, notices=await self._told(delivery, error))

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

    async def _rule(self, delivery: Delivery) -> Rule | None:
        return await self._rulebook.get(delivery.rule) if delivery.rule is not None else None


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
