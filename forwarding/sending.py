"""One delivery over the right transport: what is asked of Telegram, and what came of it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from core.errors import DeliveryRejected, Unavailable
from core.ids import MessageId, RuleId
from forwarding.addresses import buttons_led_elsewhere, led_elsewhere
from forwarding.attaching import Pictures
from forwarding.ballots import Ballots
from forwarding.finding import Finder, Pairs
from forwarding.limits import Road, TooFast
from forwarding.notices import link_to
from forwarding.outgoing import (
    CallHook,
    CopyPosts,
    DeleteCopy,
    EditCopy,
    Outgoing,
    SendText,
    ShowVotes,
    Via,
    from_payload,
)
from forwarding.styled import Styled
from forwarding.topics import Topics
from forwarding.transports.protocol import Address, AlreadySent, CopyForbidden, Speaker, TopicGone, Transport
from forwarding.transports.webhooks import Webhooks
from storage.deliveries import NO_NUMBER
from storage.links import Links, MessageLink
from storage.outbox import Delivery

LONGEST_WAIT = 8.0
"""Seconds; well within the lease of a delivery."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """It arrived: the links to remember, and how many parts Telegram left out."""

    links: tuple[MessageLink, ...] = ()
    missing: int = 0
    is_unfound: bool = False
    """Which message it is, nobody can tell."""


class Sender:
    """Knows which transport carries what, and where in the destination it belongs."""

    def __init__(
        self,
        transports: Mapping[Via, Transport],
        links: Links,
        topics: Topics,
        webhooks: Webhooks,
        *,
        pictures: Pictures,
        ballots: Ballots,
        finder: Finder | None = None,
        bot: Speaker | None = None,
    ) -> None:
        """`bot` says what is new for the bot, so that a repeat is harmless; None leaves that to its transport too."""
        self._transports = dict(transports)
        self._bot = bot
        self._finder = finder
        self._pictures = pictures
        self._webhooks = webhooks
        self._links = links
        self._topics = topics
        self._ballots = ballots

    async def send(self, delivery: Delivery) -> Receipt:
        """Raises what `Transport` says."""
        outgoing = await self._pictures.attached(from_payload(delivery.payload))
        try:
            return await self._carry(await self._placed(delivery, outgoing.topic_name), outgoing)
        except TopicGone as error:
            if not outgoing.topic_name:
                raise
            await self._topics.forget(delivery.chat, outgoing.topic_name)
            raise Unavailable from error

    async def find(self, delivery: Delivery) -> Receipt | None:
        """What arrived without a word about it; None where nobody can tell that for certain.

        Raises:
            RetryLater, Unavailable: who could look cannot do so now.
        """
        outgoing = from_payload(delivery.payload)
        if not isinstance(outgoing, CopyPosts) or self._finder is None:
            return None
        with suppress(DeliveryRejected):
            placed = await self._placed(delivery, outgoing.topic_name)
            receipt = await self._found(placed, await self._leading(placed, outgoing), is_certain=False)
            return None if receipt.is_unfound else receipt
        return None

    def can_repeat(self, delivery: Delivery) -> bool:
        """Whether sending once more does no harm when the first attempt may have arrived.

        An edit says the same again, what was deleted is gone, what goes out over MTProto carries a number that
        Telegram takes once, a call of a webhook names itself, and a text of our own can say that it comes again.
        A copy over the Bot API can do none of that.
        """
        outgoing = from_payload(delivery.payload)
        if isinstance(outgoing, EditCopy | DeleteCopy | ShowVotes | CallHook):
            return True
        if isinstance(outgoing, SendText) and (delivery.rule is None or outgoing.repeat_note):
            return True
        by_account = isinstance(outgoing, CopyPosts) and outgoing.via == "account"
        return by_account or (self._bot is not None and delivery.random_id != NO_NUMBER)

    async def _placed(self, delivery: Delivery, topic_name: str) -> Delivery:
        if not topic_name:
            return delivery
        return replace(delivery, topic=await self._topics.number(delivery.chat, topic_name))

    async def _carry(self, delivery: Delivery, outgoing: Outgoing) -> Receipt:
        address = _address(delivery, outgoing)
        match outgoing:
            case SendText():
                is_note_due = delivery.may_have_arrived and not address.random_id
                return await self._say(address, with_note(outgoing) if is_note_due else outgoing)
            case CopyPosts():
                return await self._copy(address, delivery, outgoing)
            case CallHook():
                await self._webhooks.call(address, outgoing)
                return Receipt()
            case ShowVotes():
                await self._ballots.show(address, outgoing)
                return Receipt()
        link = await self._copy_of(delivery, outgoing)
        if isinstance(outgoing, DeleteCopy):
            await self._transport(outgoing.via).delete(address, link.copy)
        else:
            leading = await self._leading_edit(delivery, outgoing)
            edit = await self._ballots.kept(leading, delivery.chat, link.copy)
            await self._transport(edit.via).edit(address, link.copy, edit, has_media=link.has_media)
        return Receipt()

    async def _copy(self, address: Address, delivery: Delivery, posts: CopyPosts) -> Receipt:
        try:
            reply_to = await self._reply_to(delivery, posts)
            leading = self._ballots.begun(await self._leading(delivery, posts))
            copies = await self._speaker(posts.via).copy(address, leading, reply_to)
        except AlreadySent:
            return await self._found(delivery, leading, is_certain=True)
        except CopyForbidden:
            await self._say_card(address, SendText(posts.card, buttons=posts.under, has_preview=True))
            return Receipt()
        return _receipt(delivery, posts, copies)

    async def _found(self, delivery: Delivery, posts: CopyPosts, *, is_certain: bool) -> Receipt:
        if delivery.rule is None or self._finder is None:
            return Receipt(is_unfound=True)
        pairs = await self._finder.find(delivery, posts, is_certain=is_certain)
        missing = len(posts.messages) - len(pairs)
        return Receipt(_links(delivery, posts, pairs), missing) if pairs else Receipt(is_unfound=True)

    async def _say(self, address: Address, text: SendText) -> Receipt:
        with suppress(AlreadySent):
            await self._speaker("bot").say(address, text)
        return Receipt()

    async def _say_card(self, address: Address, card: SendText) -> None:
        """The refused copy took this chat's turn: put back for the next one, both would be tried for ever."""
        while True:
            try:
                await self._say(address, card)
            except TooFast as error:
                if error.seconds > LONGEST_WAIT:
                    raise
                await asyncio.sleep(error.seconds)
            else:
                return

    async def _reply_to(self, delivery: Delivery, posts: CopyPosts) -> MessageId | None:
        """The copy of what the original answers."""
        if posts.reply_to is None or delivery.rule is None:
            return None
        link = await self._links.find(delivery.rule, posts.source, posts.reply_to, delivery.chat, delivery.topic)
        return link.copy if link else None

    async def _copy_of(self, delivery: Delivery, change: EditCopy | DeleteCopy) -> MessageLink:
        # Copies in a group that became a supergroup since stayed behind: there the same numbers are other messages.
        rule = delivery.rule or RuleId(0)
        link = await self._links.find(rule, change.source, change.message, delivery.chat, delivery.topic)
        if link is None:
            raise DeliveryRejected("there is no copy that could follow")
        return link

    async def _leading(self, delivery: Delivery, posts: CopyPosts) -> CopyPosts:
        """Its addresses lead to the copies that are there by now."""
        if posts.rewrite is None or not (copies := await self._addresses(delivery, posts)):
            return posts
        said = led_elsewhere(Styled(posts.rewrite.text, posts.rewrite.entities), copies)
        buttons = buttons_led_elsewhere(posts.rewrite.buttons, copies)
        return replace(posts, rewrite=replace(posts.rewrite, text=said.text, entities=said.entities, buttons=buttons))

    async def _leading_edit(self, delivery: Delivery, edit: EditCopy) -> EditCopy:
        if not (copies := await self._addresses(delivery, edit)):
            return edit
        said = led_elsewhere(Styled(edit.text, edit.entities), copies)
        buttons = buttons_led_elsewhere(edit.buttons, copies)
        return replace(edit, text=said.text, entities=said.entities, buttons=buttons)

    async def _addresses(self, delivery: Delivery, outgoing: CopyPosts | EditCopy) -> dict[str, str]:
        found = {}
        for each in outgoing.links:
            link = await self._links.in_chat(each.source, each.message, delivery.chat, delivery.rule)
            address = link_to(delivery.chat, outgoing.username, link.copy) if link else ""
            if address:
                found[each.address] = address
        return found

    def _speaker(self, via: Via) -> Speaker:
        return self._bot if via == "bot" and self._bot is not None else self._transport(via)

    def _transport(self, via: Via) -> Transport:
        if via not in self._transports:
            raise DeliveryRejected(f"no transport for what the {via} read")
        return self._transports[via]


def cost_of(delivery: Delivery) -> int:
    """An album counts as its parts."""
    outgoing = from_payload(delivery.payload)
    return len(outgoing.messages) if isinstance(outgoing, CopyPosts) else 1


def road_of(delivery: Delivery) -> Road:
    """The account is told to wait by method, in no matter which chat; the bot and webhooks by chat."""
    outgoing = from_payload(delivery.payload)
    if isinstance(outgoing, CallHook):
        return Road("webhook", delivery.chat)
    carrier = "bot" if isinstance(outgoing, SendText | ShowVotes) or outgoing.via == "web" else outgoing.via
    return Road(carrier, delivery.chat, outgoing.kind if carrier != "bot" else "")


def with_note(text: SendText) -> SendText:
    if not text.repeat_note:
        return text
    note = f"{text.repeat_note}\n\n"
    shift = len(note.encode("utf-16-le")) // 2
    entities = tuple(replace(entity, offset=entity.offset + shift) for entity in text.entities)
    return replace(text, text=note + text.text, entities=entities)


def _address(delivery: Delivery, outgoing: Outgoing) -> Address:
    """A number goes with what a rule sends; the platform's own texts say themselves that they come again."""
    is_own = isinstance(outgoing, SendText) and delivery.rule is None
    number = NO_NUMBER if is_own else delivery.random_id
    return Address(delivery.chat, delivery.topic, delivery.key, number, delivery.may_have_arrived)


def _receipt(delivery: Delivery, posts: CopyPosts, copies: tuple[MessageId, ...]) -> Receipt:
    missing = len(posts.messages) - len(copies)
    if missing or delivery.rule is None:  # which part was left out is not told, so no copy can be linked for certain
        return Receipt(missing=missing)
    return Receipt(_links(delivery, posts, tuple(zip(posts.messages, copies, strict=True))))


def _links(delivery: Delivery, posts: CopyPosts, pairs: Pairs) -> tuple[MessageLink, ...]:
    rule = delivery.rule or RuleId(0)
    merged = [(original, pairs[0][1]) for original in posts.merged if pairs]
    return tuple(
        MessageLink(rule, posts.source, original, delivery.chat, copy, posts.has_media, delivery.topic)
        for original, copy in (*pairs, *merged)
    )
