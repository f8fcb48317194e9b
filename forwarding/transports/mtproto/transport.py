"""Sends by the account what only the account can read. Every send carries a number that Telegram takes once."""

import asyncio
from collections.abc import Coroutine
from hashlib import sha256
from typing import Any, Literal, NoReturn, TypeVar

from telethon import errors, functions, types, utils

from core.errors import DeliveryRejected, RetryLater, Unavailable, UserError
from core.ids import ChatId, MessageId, UserId
from forwarding.outgoing import CopyPosts, EditCopy, SendText
from forwarding.transports.mtproto.account import Account
from forwarding.transports.mtproto.again import sent_again
from forwarding.transports.mtproto.posts import telethon_entities
from forwarding.transports.protocol import Address, AlreadySent, ChatInfo, CopyForbidden, Rights
from forwarding.transports.references import chat_reference
from storage.watermarks import Watermarks

ANSWER_SECONDS = 20.0

_GONE = (
    errors.ChannelPrivateError,
    errors.ChannelInvalidError,
    errors.ChatWriteForbiddenError,
    errors.ChatAdminRequiredError,
    errors.UserBannedInChannelError,
    errors.PeerIdInvalidError,
)

T = TypeVar("T")


class AccountTransport:
    """Implements Transport for the account."""

    def __init__(self, account: Account, watermarks: Watermarks) -> None:
        self._client: Any = account.client
        self._watermarks = watermarks

    async def resolve(self, reference: str) -> ChatInfo:
        try:
            entity = await _answered(self._client.get_entity(chat_reference(reference)))
        except (ValueError, DeliveryRejected) as error:
            raise UserError("error-chat-not-found", chat=reference) from error
        return ChatInfo(
            id=ChatId(utils.get_peer_id(entity)),
            kind=_kind(entity),
            title=utils.get_display_name(entity),
            username=getattr(entity, "username", "") or "",
            is_protected=bool(getattr(entity, "noforwards", False)),
        )

    async def rights(self, chat: ChatId, user: UserId | None = None) -> Rights:
        try:
            granted = await _answered(self._client.get_permissions(chat, user or "me"))
        except (ValueError, DeliveryRejected):
            return Rights()
        is_member = not (granted.has_left or granted.is_banned)
        is_admin = bool(granted.is_admin)
        can_post = bool(granted.is_creator or granted.post_messages) if is_admin else False
        return Rights(is_member, is_admin, can_read=is_member, can_post=can_post)

    async def watch(self, source: ChatId) -> None:
        newest = await _answered(self._client.get_messages(source, limit=1))
        await self._watermarks.advance(source, MessageId(newest[0].id if newest else 0))

    async def copy(
        self, address: Address, posts: CopyPosts, reply_to: MessageId | None = None
    ) -> tuple[MessageId, ...]:
        numbers = [random_id(f"{address.key}:{message}") for message in posts.messages]
        if posts.is_forward or (posts.rewrite is None and reply_to is None):
            return await self._forward(address, posts, numbers)
        messages = await _answered(self._client.get_messages(posts.source, ids=[int(id) for id in posts.messages]))
        if None in messages:
            raise DeliveryRejected("the original is gone")
        peer = await self._peer(address.chat)
        request = sent_again(peer, messages, numbers, posts.rewrite, topic=address.topic, reply_to=reply_to)
        return _made(await _answered(self._client(request)), numbers)

    async def _forward(self, address: Address, posts: CopyPosts, numbers: list[int]) -> tuple[MessageId, ...]:
        request = functions.messages.ForwardMessagesRequest(
            from_peer=await self._peer(posts.source),
            id=[int(message) for message in posts.messages],
            to_peer=await self._peer(address.chat),
            random_id=numbers,
            drop_author=not posts.is_forward,
            top_msg_id=address.topic,
        )
        return _made(await _answered(self._client(request)), numbers)

    async def edit(self, address: Address, copy: MessageId, content: EditCopy, *, has_media: bool) -> None:
        request = functions.messages.EditMessageRequest(
            peer=await self._peer(address.chat),
            id=copy,
            message=content.text,
            entities=telethon_entities(content.entities),
            no_webpage=not content.has_preview,
        )
        try:
            await _answered(self._client(request))
        except DeliveryRejected as error:
            if not isinstance(error.__cause__, errors.MessageNotModifiedError):
                raise

    async def delete(self, address: Address, copy: MessageId) -> None:
        """Telegram passes over what is gone already."""
        await _answered(self._client.delete_messages(address.chat, [int(copy)]))

    async def say(self, address: Address, text: SendText) -> MessageId:
        request = functions.messages.SendMessageRequest(
            peer=await self._peer(address.chat),
            message=text.text,
            entities=telethon_entities(text.entities),
            random_id=random_id(address.key),
            no_webpage=not text.has_preview,
        )
        updates = await _answered(self._client(request))
        if isinstance(updates, types.UpdateShortSentMessage):
            return MessageId(updates.id)
        return MessageId(next(each.id for each in updates.updates if isinstance(each, types.UpdateMessageID)))

    async def _peer(self, chat: ChatId) -> Any:
        try:
            return await _answered(self._client.get_input_entity(chat))
        except ValueError as error:
            raise DeliveryRejected(f"the account does not see the chat {chat}", is_gone=True) from error


def random_id(key: str) -> int:
    """The same for the same delivery, so that Telegram refuses what it has already."""
    return int.from_bytes(sha256(key.encode()).digest()[:8], "big", signed=True)


def _made(updates: Any, numbers: list[int]) -> tuple[MessageId, ...]:
    if isinstance(updates, types.UpdateShortSentMessage):
        return (MessageId(updates.id),)
    made = {each.random_id: each.id for each in updates.updates if isinstance(each, types.UpdateMessageID)}
    return tuple(MessageId(made[number]) for number in numbers if number in made)


def _kind(entity: Any) -> Literal["private", "group", "supergroup", "channel"]:
    if isinstance(entity, types.Channel):
        return "channel" if entity.broadcast else "supergroup"
    return "group" if isinstance(entity, types.Chat) else "private"


async def _answered(work: Coroutine[Any, Any, T]) -> T:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await work
    except (OSError, TimeoutError) as error:
        raise Unavailable("error-account-unreachable") from error
    except errors.RPCError as error:
        _translate(error)


def _translate(error: Any) -> NoReturn:
    match error:
        case errors.FloodWaitError():
            raise RetryLater(error.seconds) from error
        case errors.RandomIdDuplicateError():
            raise AlreadySent from error
        case errors.ChatForwardsRestrictedError():
            raise CopyForbidden(str(error)) from error
        case errors.ServerError():
            raise Unavailable from error
    raise DeliveryRejected(str(error), is_gone=isinstance(error, _GONE)) from error
