"""One delivery over the right transport: what is asked of Telegram, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.errors import DeliveryRejected
from core.ids import MessageId, RuleId
from forwarding.outgoing import CopyPosts, EditCopy, SendText, Via, from_payload
from forwarding.transports.protocol import Address, AlreadySent, CopyForbidden, Transport
from storage.links import Links, MessageLink
from storage.outbox import Delivery


@dataclass(frozen=True, slots=True)
class Receipt:
    """It arrived: the links to remember, and how many parts Telegram left out."""

    links: tuple[MessageLink, ...] = ()
    missing: int = 0


class Sender:
    """Knows which transport carries what."""

    def __init__(self, transports: Mapping[Via, Transport], links: Links) -> None:
        self._transports = dict(transports)
        self._links = links

    async def send(self, delivery: Delivery) -> Receipt:
        """Raises what `Transport` says."""
        address = Address(delivery.chat, delivery.topic, delivery.key)
        outgoing = from_payload(delivery.payload)
        if isinstance(outgoing, SendText):
            text = with_note(outgoing) if delivery.may_have_arrived else outgoing
            await self._transport("bot").say(address, text)
            return Receipt()
        if isinstance(outgoing, EditCopy):
            return await self._edit(address, delivery, outgoing)
        try:
            copies = await self._transport(outgoing.via).copy(address, outgoing)
        except AlreadySent:
            return Receipt()
        except CopyForbidden:
            await self._transport("bot").say(address, SendText(outgoing.card, has_preview=True))
            return Receipt()
        return _receipt(delivery, outgoing, copies)

    async def _edit(self, address: Address, delivery: Delivery, edit: EditCopy) -> Receipt:
        link = await self._links.find(delivery.rule or RuleId(0), edit.source, edit.message)
        # Copies in a group that became a supergroup since stayed behind: there the same numbers are other messages.
        if link is None or link.chat != address.chat:
            raise DeliveryRejected("there is no copy that could follow")
        await self._transport(edit.via).edit(address, link.copy, edit, has_media=link.has_media)
        return Receipt()

    def _transport(self, via: Via) -> Transport:
        if via not in self._transports:
            raise DeliveryRejected(f"no transport for what the {via} read")
        return self._transports[via]


def cost_of(delivery: Delivery) -> int:
    """An album counts as its parts."""
    outgoing = from_payload(delivery.payload)
    return len(outgoing.messages) if isinstance(outgoing, CopyPosts) else 1


def can_repeat(delivery: Delivery) -> bool:
    """Whether sending once more does no harm when the first attempt may have arrived.

    An edit says the same again, the account's sends carry a number that Telegram takes once, and a text of our own
    can say that it comes again. A copy by the bot can do none of that.
    """
    outgoing = from_payload(delivery.payload)
    if isinstance(outgoing, EditCopy):
        return True
    return delivery.rule is None if isinstance(outgoing, SendText) else outgoing.via == "account"


def with_note(text: SendText) -> SendText:
    if not text.repeat_note:
        return text
    note = f"{text.repeat_note}\n\n"
    shift = len(note.encode("utf-16-le")) // 2
    entities = tuple(replace(entity, offset=entity.offset + shift) for entity in text.entities)
    return replace(text, text=note + text.text, entities=entities)


def _receipt(delivery: Delivery, posts: CopyPosts, copies: tuple[MessageId, ...]) -> Receipt:
    missing = len(posts.messages) - len(copies)
    if missing or delivery.rule is None:  # which part was left out is not told, so no copy can be linked for certain
        return Receipt(missing=missing)
    return Receipt(
        tuple(
            MessageLink(delivery.rule, posts.source, original, delivery.chat, copy, posts.has_media)
            for original, copy in zip(posts.messages, copies, strict=True)
        )
    )
