"""Reads chats and sends deliveries for the bot."""

from collections.abc import Callable
from typing import Any, cast

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import AiogramError
from aiogram.methods import (
    CopyMessage,
    CopyMessages,
    EditMessageCaption,
    EditMessageMedia,
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
    ChatMemberRestricted,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    ResultChatMemberUnion,
)

from core.buttons import Rows
from core.errors import DeliveryRejected, Unavailable, UserError
from core.ids import ChatId, MessageId, TopicId, UserId
from forwarding.outgoing import CopyPosts, EditCopy, SendText
from forwarding.transports.bot_api.pacing import is_courier
from forwarding.transports.bot_api.posts import telegram_entity
from forwarding.transports.bot_api.refusals import translate
from forwarding.transports.protocol import Address, ChatInfo, DeliveryUncertain, Rights
from forwarding.transports.references import chat_reference

READ_SECONDS = 10
SEND_SECONDS = 20
GENERAL_TOPIC = 1
"""Telegram refuses its own number for the General topic."""

_INPUT_MEDIA: dict[str, Callable[..., Any]] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "animation": InputMediaAnimation,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}


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
        return ChatInfo(
            ChatId(chat.id), cast(Any, chat.type), title, chat.username or "", bool(chat.has_protected_content)
        )

    async def rights(self, chat: ChatId, user: UserId | None = None) -> Rights:
        try:
            full = await self._read(GetChat(chat_id=chat))
            member = await self._read(GetChatMember(chat_id=chat, user_id=user or self._bot.id))
        except DeliveryRejected:
            return Rights()
        sees_all = user is not None or bool((await self._read(GetMe())).can_read_all_group_messages)
        return _rights(full, member, sees_all=sees_all)

    async def watch(self, source: ChatId) -> None:
        """Telegram pushes every new post to the bot by itself."""

    async def copy(self, address: Address, posts: CopyPosts) -> tuple[MessageId, ...]:
        topic = _topic(address.topic)
        if len(posts.messages) == 1:
            number = posts.messages[0]
            made = await self._send(
                CopyMessage(chat_id=address.chat, from_chat_id=posts.source, message_id=number, message_thread_id=topic)
            )
            return (MessageId(made.message_id),)
        numbers = sorted(int(number) for number in posts.messages)
        copies = await self._send(
            CopyMessages(chat_id=address.chat, from_chat_id=posts.source, message_ids=numbers, message_thread_id=topic)
        )
        if not copies:
            raise DeliveryRejected("nothing of the album can be copied")
        return tuple(MessageId(copy.message_id) for copy in copies)

    async def edit(self, address: Address, copy: MessageId, content: EditCopy, *, has_media: bool) -> None:
        try:
            await self._send(_edit_method(address.chat, copy, content, has_media=has_media))
        except DeliveryRejected as error:
            if "message is not modified" not in error.reason:
                raise

    async def say(self, address: Address, text: SendText) -> MessageId:
        message = await self._send(
            SendMessage(
                chat_id=address.chat,
                message_thread_id=_topic(address.topic),
                text=text.text,
                entities=[telegram_entity(entity) for entity in text.entities] or None,
                parse_mode=None,
                reply_markup=_keyboard(text.buttons),
                link_preview_options=LinkPreviewOptions(is_disabled=not text.has_preview),
            )
        )
        return MessageId(message.message_id)

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


def _edit_method(chat: ChatId, copy: MessageId, content: EditCopy, *, has_media: bool) -> TelegramMethod[Any]:
    entities = [telegram_entity(entity) for entity in content.entities] or None
    if content.media is not None and content.media.file_id and content.media.kind in _INPUT_MEDIA:
        media = _INPUT_MEDIA[content.media.kind](
            media=content.media.file_id, caption=content.text, caption_entities=entities, parse_mode=None
        )
        return EditMessageMedia(chat_id=chat, message_id=copy, media=media)
    if has_media:
        return EditMessageCaption(
            chat_id=chat, message_id=copy, caption=content.text, caption_entities=entities, parse_mode=None
        )
    return EditMessageText(chat_id=chat, message_id=copy, text=content.text, entities=entities, parse_mode=None)


def _rights(chat: ChatFullInfo, member: ResultChatMemberUnion, *, sees_all: bool) -> Rights:
    is_admin = member.status in {ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR}
    is_member = is_admin or member.status == ChatMemberStatus.MEMBER
    can_post = is_member
    if isinstance(member, ChatMemberRestricted):
        is_member, can_post = member.is_member, member.is_member and member.can_send_messages
    if chat.type == "channel":
        can_post = is_admin and not (isinstance(member, ChatMemberAdministrator) and not member.can_post_messages)
        return Rights(is_member, is_admin, can_read=is_member if sees_all else is_admin, can_post=can_post)
    return Rights(is_member, is_admin, can_read=is_admin or (is_member and sees_all), can_post=can_post)


def _keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    buttons = [
        [InlineKeyboardButton(text=each.text, url=each.url or None, callback_data=each.data or None) for each in row]
        for row in rows
    ]
    return InlineKeyboardMarkup(inline_keyboard=buttons)


def _topic(topic: TopicId | None) -> int | None:
    return None if topic == GENERAL_TOPIC else topic
