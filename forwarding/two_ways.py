"""What the bot sends, on the better of its two ways: over MTProto a repeat is harmless, the Bot API takes the rest."""

from typing import Protocol

import structlog

from core.errors import DeliveryRejected, Unavailable
from core.ids import ChatId, MessageId
from forwarding.limits import Governor, TooFast, allowance, by_bot
from forwarding.outgoing import CopyPosts, SendText
from forwarding.post import Entity
from forwarding.transports.protocol import Address, CopyForbidden, Speaker
from storage.doubts import Doubts

log = structlog.get_logger(__name__)


class Line(Protocol):
    """The bot's own connection over MTProto."""

    async def is_open(self) -> bool:
        """Whether something can be sent there now."""


class TwoWays:
    """Implements Speaker.

    What leaves over the Bot API has no number, and its row says so before it leaves: it may come twice, and is never
    sent over MTProto afterwards. What may have arrived under its number waits until the line is open again.
    """

    def __init__(self, line: Line, numbered: Speaker, by_api: Speaker, doubts: Doubts, governor: Governor) -> None:
        self._line = line
        self._numbered = numbered
        self._by_api = by_api
        self._doubts = doubts
        self._governor = governor

    async def copy(
        self, address: Address, posts: CopyPosts, reply_to: MessageId | None = None
    ) -> tuple[MessageId, ...]:
        if await self._can_number(address, posts.rewrite.entities if posts.rewrite else ()):
            self._pace(address.chat, len(posts.messages))
            try:
                return await self._numbered.copy(address, posts, reply_to)
            except DeliveryRejected as error:
                self._see(address, error)
        await self._unnumber(address)
        return await self._by_api.copy(address, posts, reply_to)

    async def say(self, address: Address, text: SendText) -> MessageId:
        if await self._can_number(address, text.entities) and not text.instead_of:
            self._pace(address.chat, 1)
            try:
                return await self._numbered.say(address, text)
            except DeliveryRejected as error:
                self._see(address, error)
        await self._unnumber(address)
        return await self._by_api.say(address, text)

    async def _can_number(self, address: Address, entities: tuple[Entity, ...]) -> bool:
        # A mention of somebody without a name needs more over MTProto than their id.
        if not address.random_id or any(entity.user for entity in entities):
            return False
        if await self._line.is_open():
            return True
        if address.may_have_arrived:
            raise Unavailable("error-account-unreachable")
        return False

    def _see(self, address: Address, error: DeliveryRejected) -> None:
        """What MTProto refuses did not arrive, so that the Bot API may be asked; it also says why in words we know."""
        if isinstance(error, CopyForbidden) or address.may_have_arrived:
            raise error
        log.info("refused_over_mtproto", delivery=address.key, reason=error.reason)

    async def _unnumber(self, address: Address) -> None:
        if address.random_id:
            await self._doubts.unnumber(address.key)

    def _pace(self, chat: ChatId, cost: int) -> None:
        """One pace for both ways."""
        counted = allowance.get()
        if counted is not None and counted.use(cost):
            return
        road = by_bot(chat)
        if (delay := self._governor.delay(road, cost)) > 0:
            raise TooFast(delay)
        self._governor.spend(road, cost)
