"""Sends by the account what only the account can read, and edits and deletes its copies."""

from typing import Any, Literal

from telethon import errors, functions, types, utils

from core.errors import DeliveryRejected, UserError
from core.ids import ChatId, MessageId, UserId
from forwarding.outgoing import EditCopy
from forwarding.transports.mtproto.account import Account
from forwarding.transports.mtproto.answers import answered
from forwarding.transports.mtproto.numbered import NumberedSends
from forwarding.transports.mtproto.posts import telethon_entities
from forwarding.transports.mtproto.uploading import uploaded
from forwarding.transports.protocol import Address, ChatInfo, Rights
from forwarding.transports.references import chat_reference
from storage.watermarks import Watermarks


class AccountTransport(NumberedSends):
    """Implements Transport for the account."""

    def __init__(self, account: Account, watermarks: Watermarks) -> None:
        super().__init__(account)
        self._watermarks = watermarks

    async def resolve(self, reference: str) -> ChatInfo:
        try:
            entity = await answered(self._client.get_entity(chat_reference(reference)))
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
            granted: Any = await answered(self._client.get_permissions(chat, user or "me"))
        except (ValueError, DeliveryRejected):
            return Rights()
        is_member = not (granted.has_left or granted.is_banned)
        is_admin = bool(granted.is_admin)
        can_post = bool(granted.is_creator or granted.post_messages) if is_admin else False
        return Rights(is_member, is_admin, can_read=is_member, can_post=can_post)

    async def watch(self, source: ChatId) -> None:
        newest: Any = await answered(self._client.get_messages(source, limit=1))
        await self._watermarks.advance(source, MessageId(newest[0].id if newest else 0))

    async def edit(self, address: Address, copy: MessageId, content: EditCopy, *, has_media: bool) -> None:
        peer = await self._peer(address.chat)
        request = functions.messages.EditMessageRequest(
            peer=peer,
            id=copy,
            message=content.text,
            media=await self._exchanged(peer, content) if content.media is not None else None,
            entities=telethon_entities(content.entities),
            no_webpage=not content.has_preview,
        )
        try:
            await answered(self._client(request))
        except DeliveryRejected as error:
            if not isinstance(error.__cause__, errors.MessageNotModifiedError):
                raise

    async def _exchanged(self, peer: Any, content: EditCopy) -> Any:
        """The new media of the original, or the picture that stands in for it."""
        if content.content:
            return next(iter((await uploaded(self._client, peer, {0: content.content})).values()))
        original: Any = await answered(
            self._client.get_messages(await self._peer(content.source), ids=int(content.message))
        )
        is_file = original is not None and isinstance(
            original.media, types.MessageMediaPhoto | types.MessageMediaDocument
        )
        return utils.get_input_media(original.media) if is_file else None

    async def delete(self, address: Address, copy: MessageId) -> None:
        """Telegram passes over what is gone already."""
        await answered(self._client.delete_messages(address.chat, [int(copy)]))


def _kind(entity: Any) -> Literal["private", "group", "supergroup", "channel"]:
    if isinstance(entity, types.Channel):
        return "channel" if entity.broadcast else "supergroup"
    return "group" if isinstance(entity, types.Chat) else "private"
