"""Reads chats and sends deliveries for the bot."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, cast

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import AiogramError
from aiogram.methods import (
    CreateForumTopic,
    DeleteMessage,
    DeleteMessages,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    GetChat,
    GetChatMember,
    GetMe,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import (
    ChatFullInfo,
    ChatMemberAdministrator,
    ChatMemberOwner,
    ChatMemberRestricted,
    LinkPreviewOptions,
    ResultChatMemberUnion,
)

from core.buttons import Rows
from core.errors import DeliveryRejected, Unavailable, UserError
from core.ids import ChatId, MessageId, TopicId, UserId
from forwarding.limits import is_paid
from forwarding.outgoing import CopyPosts, EditCopy, SendText
from forwarding.transports.bot_api.copying import INPUT_MEDIA, copy_method, picture, topic_number
from forwarding.transports.bot_api.pacing import is_courier
from forwarding.transports.bot_api.posts import keyboard, telegram_entity
from forwarding.transports.bot_api.refusals import translate
from forwarding.transports.protocol import Address, ChatInfo, DeliveryUncertain, Rights
from forwarding.transports.references import chat_reference

READ_SECONDS = 10
SEND_SECONDS = 20
SETTLED = ("message is not modified", "message to edit not found", "MESSAGE_ID_INVALID", "message can't be edited")
"""Refusals of other buttons under a message that has them already, or that nobody can change any more."""


class BotTransport:
    """Implements Transport for the bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def resolve(self, reference: str) -> ChatInfo:
        try:
            chat = await self._read(GetChat(chat_id=chat_reference(reference)))
        except DeliveryRejected as error:
            raise UserError("error-chat-not-found", chat=reference) from error
        title = chat.title or chat.full_name
        # What is said in private has no address, whatever the person is called.
        username = "" if chat.type == "private" else chat.username or ""
        return ChatInfo(ChatId(chat.id), cast(Any, chat.type), title, username, bool(chat.has_protected_content))

    async def rights(self, chat: ChatId, user: UserId | None = None) -> Rights:
        try:
            full = await self._read(GetChat(chat_id=chat))
            if full.type == "private":
                return _in_private(full, user)
            member = await self._read(GetChatMember(chat_id=chat, user_id=user or self._bot.id))
        except DeliveryRejected:
            return Rights()
        sees_all = user is not None or bool((await self._read(GetMe())).can_read_all_group_messages)
        return _rights(full, member, sees_all=sees_all)

    async def watch(self, source: ChatId) -> None:
        """Telegram pushes every new post to the bot by itself."""

    async def copy(
        self, address: Address, posts: CopyPosts, reply_to: MessageId | None = None
    ) -> tuple[MessageId, ...]:
        made = await self._send(_paid(copy_method(address, posts, reply_to)))
        if not isinstance(made, list):
            return (MessageId(made.message_id),)
        if not made:
            raise DeliveryRejected("nothing of the album can be copied")
        return tuple(MessageId(copy.message_id) for copy in made)

    async def edit(self, address: Address, copy: MessageId, content: EditCopy, *, has_media: bool) -> None:
        try:
            await self._send(_edit_method(address.chat, copy, content, has_media=has_media))
        except DeliveryRejected as error:
            if "message is not modified" not in error.reason:
                raise

    async def delete(self, address: Address, copy: MessageId) -> None:
        try:
            await self._send(DeleteMessage(chat_id=address.chat, message_id=copy))
        except DeliveryRejected as error:
            if "message to delete not found" not in error.reason:
                raise

    async def put_buttons(self, address: Address, message: MessageId, buttons: Rows) -> None:
        method = EditMessageReplyMarkup(chat_id=address.chat, message_id=message, reply_markup=keyboard(buttons))
        try:
            await self._send(method)
        except DeliveryRejected as error:
            if not any(sign in error.reason for sign in SETTLED):
                raise

    async def open_topic(self, chat: ChatId, name: str) -> TopicId:
        topic = await self._send(CreateForumTopic(chat_id=chat, name=name))
        return TopicId(topic.message_thread_id)

    async def say(self, address: Address, text: SendText) -> MessageId:
        if text.instead_of:
            await self._remove(address.chat, text.instead_of)
        message = await self._send(
            SendMessage(
                chat_id=address.chat,
                message_thread_id=topic_number(address.topic),
                text=text.text,
                entities=[telegram_entity(entity) for entity in text.entities] or None,
                parse_mode=None,
                reply_markup=keyboard(text.buttons),
                link_preview_options=LinkPreviewOptions(is_disabled=not text.has_preview),
            )
        )
        return MessageId(message.message_id)

    async def _remove(self, chat: ChatId, messages: Sequence[MessageId]) -> None:
        """Before what comes instead, so that a refusal for a while repeats both; what cannot go stays."""
        with suppress(DeliveryRejected, DeliveryUncertain):
            await self._send(DeleteMessages(chat_id=chat, message_ids=[int(number) for number in messages]))

    async def _read(self, method: TelegramMethod[TelegramType]) -> TelegramType:
        """Asking twice does no harm, so every trouble of the line is simply Unavailable."""
        try:
            return await self._bot(method, request_timeout=READ_SECONDS)
        except AiogramError as error:
            try:
                translate(error)
            except DeliveryUncertain:
                raise Unavailable from error

    async def _send(self, method: TelegramMethod[TelegramType]) -> TelegramType:
        token = is_courier.set(True)
        try:
            return await self._bot(method, request_timeout=SEND_SECONDS)
        except AiogramError as error:
            translate(error)
        finally:
            is_courier.reset(token)


def _paid(method: TelegramMethod[Any]) -> TelegramMethod[Any]:
    """Telegram takes payment for most ways of sending, not for copying or forwarding several messages at once."""
    if not is_paid() or "allow_paid_broadcast" not in type(method).model_fields:
        return method
    return method.model_copy(update={"allow_paid_broadcast": True})


def _edit_method(chat: ChatId, copy: MessageId, content: EditCopy, *, has_media: bool) -> TelegramMethod[Any]:
    here: dict[str, Any] = {
        "chat_id": chat,
        "message_id": copy,
        "reply_markup": keyboard(content.buttons + content.under),
    }
    entities = [telegram_entity(entity) for entity in content.entities] or None
    captioned: dict[str, Any] = {"caption": content.text, "caption_entities": entities, "parse_mode": None}
    if content.media is not None and content.media.file_id and content.media.kind in INPUT_MEDIA:
        file = picture(content.content) or content.media.file_id
        return EditMessageMedia(**here, media=INPUT_MEDIA[content.media.kind](media=file, **captioned))
    if has_media:
        return EditMessageCaption(**here, **captioned)
    preview = LinkPreviewOptions(is_disabled=not content.has_preview)
    return EditMessageText(**here, text=content.text, entities=entities, parse_mode=None, link_preview_options=preview)


def _in_private(chat: ChatFullInfo, user: UserId | None) -> Rights:
    """Two are there, and Telegram lists no members: the bot, and the person whose id the chat has."""
    if user is not None and user != chat.id:
        return Rights()
    # Whether it has topics, only opening one tells.
    return Rights(is_member=True, is_admin=user is not None, can_read=True, can_post=True, can_open_topics=True)


def _rights(chat: ChatFullInfo, member: ResultChatMemberUnion, *, sees_all: bool) -> Rights:
    is_admin = member.status in {ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR}
    is_member = is_admin or member.status == ChatMemberStatus.MEMBER
    can_post = is_member
    if isinstance(member, ChatMemberRestricted):
        is_member, can_post = member.is_member, member.is_member and member.can_send_messages
    if chat.type == "channel":
        can_post = is_admin and not (isinstance(member, ChatMemberAdministrator) and not member.can_post_messages)
        return Rights(is_member, is_admin, can_read=is_member if sees_all else is_admin, can_post=can_post)
    can_read = is_admin or (is_member and sees_all)
    return Rights(is_member, is_admin, can_read, can_post, can_open_topics=_can_open_topics(chat, member))


def _can_open_topics(chat: ChatFullInfo, member: ResultChatMemberUnion) -> bool:
    """A bot has to be an administrator for it."""
    may_manage = isinstance(member, ChatMemberOwner) or (
        isinstance(member, ChatMemberAdministrator) and bool(member.can_manage_topics)
    )
    return bool(chat.is_forum) and may_manage
