"""Sends that carry a number, which Telegram takes once: a repeat of one that arrived is refused, and harmless."""

from typing import Any, Protocol

from telethon import functions, types

from core.errors import DeliveryRejected
from core.ids import ChatId, MessageId, TopicId, endpoint_of
from forwarding.limits import is_paid
from forwarding.outgoing import CopyPosts, SendText
from forwarding.topics import GENERAL
from forwarding.transports.mtproto.again import sent_again
from forwarding.transports.mtproto.answers import answered, sent
from forwarding.transports.mtproto.keyboards import inline_keyboard
from forwarding.transports.mtproto.posts import telethon_entities
from forwarding.transports.mtproto.uploading import uploaded
from forwarding.transports.protocol import Address


class SignedIn(Protocol):
    """Whoever is signed in over MTProto."""

    @property
    def client(self) -> Any:
        """Telethon's."""


class NumberedSends:
    """Copies and texts by an account or a bot; the latter can put buttons under them."""

    def __init__(self, who: SignedIn, *, has_buttons: bool = False) -> None:
        self._who = who
        self._has_buttons = has_buttons

    @property
    def _client(self) -> Any:
        return self._who.client

    async def copy(
        self, address: Address, posts: CopyPosts, reply_to: MessageId | None = None
    ) -> tuple[MessageId, ...]:
        numbers = [address.random_id + place for place in range(len(posts.messages))]
        markup = self._markup(posts)
        if posts.is_forward or (posts.rewrite is None and reply_to is None and markup is None):
            return await self._forward(address, posts, numbers)
        peer, originals = await self._peer(address.chat), await self._originals(posts)
        contents = posts.rewrite.contents if posts.rewrite else {}
        request = sent_again(
            peer,
            originals,
            numbers,
            posts.rewrite,
            topic=_topic(address),
            reply_to=reply_to,
            markup=markup,
            pictures=await uploaded(self._client, peer, contents),
        )
        return _made(await sent(self._client, _paid(request)), numbers)

    async def say(self, address: Address, text: SendText) -> MessageId:
        topic = _topic(address)
        request = functions.messages.SendMessageRequest(
            peer=await self._peer(address.chat),
            message=text.text,
            entities=telethon_entities(text.entities),
            random_id=address.random_id,
            no_webpage=not text.has_preview,
            reply_to=types.InputReplyToMessage(topic, top_msg_id=topic) if topic else None,
            reply_markup=inline_keyboard(text.buttons) if self._has_buttons else None,
        )
        (made,) = _made(await sent(self._client, request), [address.random_id])
        return made

    def _markup(self, posts: CopyPosts) -> Any:
        """Telegram takes no buttons under an album."""
        if not self._has_buttons or len(posts.messages) > 1:
            return None
        own = posts.rewrite.buttons if posts.rewrite else ()
        return inline_keyboard(own + posts.under)

    async def _forward(self, address: Address, posts: CopyPosts, numbers: list[int]) -> tuple[MessageId, ...]:
        request = functions.messages.ForwardMessagesRequest(
            from_peer=await self._peer(posts.source),
            id=[int(message) for message in posts.messages],
            to_peer=await self._peer(address.chat),
            random_id=numbers,
            drop_author=not posts.is_forward,
            top_msg_id=_topic(address),
        )
        return _made(await sent(self._client, _paid(request)), numbers)

    async def _originals(self, posts: CopyPosts) -> list[Any]:
        if endpoint_of(posts.source) is not None:
            return [None]  # what came from the web is all in the rewrite
        messages: list[Any] = await answered(
            self._client.get_messages(await self._peer(posts.source), ids=[int(id) for id in posts.messages])
        )
        if None in messages:
            raise DeliveryRejected("the original is gone")
        return messages

    async def _peer(self, chat: ChatId) -> Any:
        try:
            return await answered(self._client.get_input_entity(chat))
        except ValueError as error:
            raise DeliveryRejected(f"not seen from here: the chat {chat}", is_gone=True) from error


def _paid(request: Any) -> Any:
    if is_paid():
        request.allow_paid_floodskip = True
    return request


def _topic(address: Address) -> TopicId | None:
    """Telegram refuses its own number for the General topic."""
    return None if address.topic == GENERAL else address.topic


def _made(updates: Any, numbers: list[int]) -> tuple[MessageId, ...]:
    if isinstance(updates, types.UpdateShortSentMessage):
        return (MessageId(updates.id),)
    made = {each.random_id: each.id for each in updates.updates if isinstance(each, types.UpdateMessageID)}
    return tuple(MessageId(made[number]) for number in numbers if number in made)
