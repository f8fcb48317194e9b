"""Messages of the world as TL messages, numbered and coloured for the account that looks."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from telethon import types

from sandbox.model import GENERAL_TOPIC, Message, Origin, Service
from sandbox.mtproto.formatting import entities_out
from sandbox.mtproto.keyboards import markup_out
from sandbox.mtproto.media import media_out
from sandbox.mtproto.moments import moment
from sandbox.mtproto.peers import View, bare


def message_out(view: View, message: Message) -> Any:
    """A Message or MessageService; whoever it names is noted in the view."""
    if message.is_deleted or not message.id_for(view.viewer):
        return types.MessageEmpty(message.id_for(view.viewer), None)
    common = {
        "id": message.id_for(view.viewer),
        "peer_id": view.peer_of(message.chat),
        "date": moment(message.date),
        "out": message.author == view.viewer or None,
        "post": message.chat.kind == "channel" or None,
        "silent": message.is_silent or None,
        "from_id": _from(view, message),
        "reply_to": _reply_header(view, message),
        "reactions": reactions_out(view, message),
    }
    if message.service is not None:
        return types.MessageService(**common, action=_action(view, message, message.service))
    content = message.content
    for entity in content.entities:
        if entity.user:
            view.peer(entity.user)
    if message.via_bot:
        view.peer(message.via_bot)
    summoner = view.peer(message.guest_caller) if message.guest_caller else None
    is_post = message.chat.kind == "channel"
    return types.Message(
        **common,
        message=content.text or _rich_text(content.rich),
        entities=entities_out(content.entities),
        media=media_out(view, content.media),
        reply_markup=markup_out(message.markup),
        fwd_from=_forward_header(view, message, message.origin) if message.origin else None,
        via_bot_id=message.via_bot or None,
        guestchat_via_from=summoner,
        noforwards=message.is_protected or None,
        pinned=message.uid in message.chat.pinned or None,
        invert_media=content.caption_above or None,
        views=message.views if is_post else None,
        forwards=0 if is_post else None,  # shares its flag with views
        edit_date=moment(message.edited) if message.edited else None,
        post_author=message.signature or None,
        grouped_id=int(message.album) if message.album else None,
    )


def _from(view: View, message: Message) -> Any:
    """Nobody for posts, and for incoming private messages, where the peer says it."""
    if message.chat.kind == "channel":
        return None
    if message.chat.kind == "private" and message.author != view.viewer and not message.guest_caller:
        view.peer(message.author)
        return None
    return view.peer(message.sender)


def _reply_header(view: View, message: Message) -> Any:
    is_in_topic = message.chat.is_forum and message.topic not in (0, GENERAL_TOPIC)
    replied = view.world.messages.get(message.reply_to)
    number = replied.id_for(view.viewer) if replied is not None else 0
    if not number:
        if not is_in_topic or message.id_for(view.viewer) == message.topic:
            return None
        return types.MessageReplyHeader(reply_to_msg_id=message.topic, forum_topic=True)
    return types.MessageReplyHeader(
        reply_to_msg_id=number,
        forum_topic=is_in_topic or None,
        reply_to_top_id=message.topic if is_in_topic and number != message.topic else None,
        quote=bool(message.quote) or None,
        quote_text=message.quote or None,
    )


def _forward_header(view: View, message: Message, origin: Origin) -> Any:
    is_post = origin.sender < 0 and origin.message_id
    saved = message.is_automatic_forward and is_post
    return types.MessageFwdHeader(
        date=moment(origin.date),
        from_id=view.peer(origin.sender),
        channel_post=origin.message_id if is_post else None,
        post_author=origin.signature or None,
        saved_from_peer=view.peer(origin.sender) if saved else None,
        saved_from_msg_id=origin.message_id if saved else None,
    )


def reactions_out(view: View, message: Message) -> Any:
    counts = Counter(emoji for given in message.reactions.values() for emoji in given)
    if not counts:
        return None
    mine = message.reactions.get(view.viewer, ())
    results = [
        types.ReactionCount(
            types.ReactionEmoji(emoji), count, chosen_order=mine.index(emoji) if emoji in mine else None
        )
        for emoji, count in counts.most_common()
    ]
    return types.MessageReactions(results, can_see_list=message.chat.kind != "channel" or None)


def _rich_text(rich: Any) -> str:
    """All words of a rich message in reading order: what a client without rich messages would show."""
    if isinstance(rich, str):
        return rich
    if isinstance(rich, list):
        return "".join(_rich_text(each) for each in rich)
    if not isinstance(rich, dict):
        return ""
    if "blocks" in rich:
        return "\n".join(filter(None, map(_rich_text, rich["blocks"])))
    return "\n".join(
        filter(None, (_rich_text(rich.get(key)) for key in ("text", "items", "cells", "summary", "caption", "label")))
    )


def _action(view: View, message: Message, service: Service) -> Any:
    data = service.data
    for account in (*data.get("accounts", ()), *([data["account"]] if "account" in data else ())):
        view.peer(account)
    make = _ACTIONS.get(service.kind)
    if make is None:
        return types.MessageActionCustomAction(service.kind)
    return make({"title": message.chat.title, "inside": view.world.inside(message.chat), **data})


_ACTIONS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "group_chat_created": lambda data: types.MessageActionChatCreate(data["title"], data["inside"]),
    "supergroup_chat_created": lambda data: types.MessageActionChannelCreate(data["title"]),
    "channel_chat_created": lambda data: types.MessageActionChannelCreate(data["title"]),
    "new_chat_title": lambda data: types.MessageActionChatEditTitle(data["title"]),
    "new_chat_members": lambda data: types.MessageActionChatAddUser(data["accounts"]),
    "left_chat_member": lambda data: types.MessageActionChatDeleteUser(data["account"]),
    "pinned_message": lambda data: types.MessageActionPinMessage(),
    "migrate_to_chat_id": lambda data: types.MessageActionChatMigrateTo(bare(data["id"])),
    "migrate_from_chat_id": lambda data: types.MessageActionChannelMigrateFrom(data["title"], bare(data["id"])),
    "forum_topic_created": lambda data: types.MessageActionTopicCreate(data["name"], data.get("icon_color", 0)),
    "forum_topic_edited": lambda data: types.MessageActionTopicEdit(title=data["name"]),
    "forum_topic_closed": lambda data: types.MessageActionTopicEdit(closed=True),
    "forum_topic_reopened": lambda data: types.MessageActionTopicEdit(closed=False),
    "general_forum_topic_hidden": lambda data: types.MessageActionTopicEdit(hidden=True),
    "general_forum_topic_unhidden": lambda data: types.MessageActionTopicEdit(hidden=False),
}
