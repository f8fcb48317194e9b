"""Messages as JSON, as one bot sees them."""

from collections.abc import Callable

from sandbox.bot_api.render import people
from sandbox.bot_api.render.media import media
from sandbox.entities import utf16_length
from sandbox.model import GENERAL_TOPIC, Account, Chat, Json, Message, MessageEntity, Origin, Service
from sandbox.pending import Summons
from sandbox.world import World


def message(world: World, bot: Account, shown_message: Message, *, with_reply: bool = True) -> Json:
    chat = shown_message.chat
    shown: Json = {
        "message_id": shown_message.id_for(bot.id),
        "date": shown_message.date,
        "chat": people.chat(world, chat, bot.id),
    }
    shown |= _speaker(world, shown_message, bot.id)
    if shown_message.topic > GENERAL_TOPIC:
        shown |= {"message_thread_id": shown_message.topic, "is_topic_message": True}
    if with_reply:
        shown |= _reply(world, bot, shown_message)
    if shown_message.origin is not None:
        shown["forward_origin"] = origin(world, shown_message.origin, bot.id)
    shown |= _marks(world, shown_message)
    if shown_message.service is not None:
        shown |= _service(world, bot, chat, shown_message.service)
    else:
        shown |= _content(world, bot, shown_message)
    return shown


def summoning_message(world: World, bot: Account, summons: Summons) -> Json:
    """The message that summoned a guest bot; in a private chat, which is not the bot's, as the other side sees it."""
    asked = summons.message
    shown = message(world, bot, asked) | {"guest_query_id": summons.id}
    if asked.chat.kind == "private":
        other = asked.chat.id_for(asked.author)
        shown |= {"message_id": asked.id_for(other), "chat": people.chat(world, asked.chat, other)}
    return shown


def entity(world: World, shown_entity: MessageEntity) -> Json:
    shown: Json = {"type": shown_entity.kind, "offset": shown_entity.offset, "length": shown_entity.length}
    if shown_entity.url:
        shown["url"] = shown_entity.url
    if shown_entity.user and shown_entity.user in world.accounts:
        shown["user"] = people.user(world.accounts[shown_entity.user])
    if shown_entity.language:
        shown["language"] = shown_entity.language
    if shown_entity.custom_emoji:
        shown["custom_emoji_id"] = shown_entity.custom_emoji
    return shown


def origin(world: World, where: Origin, viewer: int) -> Json:
    if where.sender > 0:
        return {"type": "user", "date": where.date, "sender_user": people.user(world.accounts[where.sender])}
    source = people.chat(world, world.chats[str(where.sender)], viewer)
    signature = {"author_signature": where.signature} if where.signature else {}
    if where.message_id:
        return {"type": "channel", "date": where.date, "chat": source, "message_id": where.message_id} | signature
    return {"type": "chat", "date": where.date, "sender_chat": source} | signature


def _speaker(world: World, shown_message: Message, viewer: int) -> Json:
    if shown_message.sender > 0:
        return {"from": people.user(world.accounts[shown_message.sender])}
    speaker = people.chat(world, world.chats[str(shown_message.sender)], viewer)
    if shown_message.chat.kind == "channel":
        return {"sender_chat": speaker}
    if shown_message.is_automatic_forward:
        return {"from": people.TELEGRAM, "sender_chat": speaker, "is_automatic_forward": True}
    return {"from": people.ANONYMOUS, "sender_chat": speaker}


def _reply(world: World, bot: Account, shown_message: Message) -> Json:
    replied = world.messages.get(shown_message.reply_to)
    topic = shown_message.topic
    if replied is None and topic > GENERAL_TOPIC and shown_message.chat.is_forum and shown_message.shared_id != topic:
        # In a topic, what answers nothing answers the message that opened the topic.
        replied = world.boxes[shown_message.chat.id].messages.get(topic)
    if replied is None or not replied.id_for(bot.id):
        return {}
    shown: Json = {"reply_to_message": message(world, bot, replied, with_reply=False)}
    if shown_message.quote:
        position = utf16_length(replied.text[: max(replied.text.find(shown_message.quote), 0)])
        shown["quote"] = {"text": shown_message.quote, "position": position, "is_manual": True}
    return shown


def _marks(world: World, shown_message: Message) -> Json:
    plain = {
        "edit_date": shown_message.edited,
        "media_group_id": shown_message.album,
        "author_signature": shown_message.signature,
    }
    shown: Json = {field: value for field, value in plain.items() if value}
    for field, account in (("via_bot", shown_message.via_bot), ("guest_bot_caller_user", shown_message.guest_caller)):
        if account:
            shown[field] = people.user(world.accounts[account])
    if shown_message.is_protected:
        shown["has_protected_content"] = True
    if shown_message.only_for:
        shown["receiver_user"] = people.user(world.accounts[shown_message.only_for])
        shown["ephemeral_message_id"] = shown_message.shared_id or shown_message.uid
    if shown_message.markup and "inline_keyboard" in shown_message.markup:
        shown["reply_markup"] = shown_message.markup
    return shown


def _content(world: World, bot: Account, shown_message: Message) -> Json:
    content = shown_message.content
    if content.rich is not None:
        return {"rich_message": content.rich}
    shown: Json = {}
    field = "text"
    if content.media is not None:
        field = "caption"
        shown |= media(world, bot, content.media)
        if content.caption_above:
            shown["show_caption_above_media"] = True
    if content.text:
        shown[field] = content.text
    if content.entities:
        name = "entities" if field == "text" else "caption_entities"
        shown[name] = [entity(world, each) for each in content.entities]
    if content.preview:
        shown["link_preview_options"] = content.preview
    return shown


def _service(world: World, bot: Account, chat: Chat, service: Service) -> Json:
    render = _SERVICES.get(service.kind)
    return {service.kind: render(world, bot, chat, service.data) if render is not None else service.data}


def _pinned(world: World, bot: Account, chat: Chat, data: Json) -> Json:
    found = world.messages.get(data["uid"])
    if found is None:
        return {"chat": people.chat(world, chat, bot.id), "message_id": 1, "date": 0}
    return message(world, bot, found, with_reply=False)


_Render = Callable[[World, Account, Chat, Json], object]
_SERVICES: dict[str, _Render] = {
    "new_chat_members": lambda world, _bot, _chat, data: [
        people.user(world.accounts[each]) for each in data["accounts"]
    ],
    "left_chat_member": lambda world, _bot, _chat, data: people.user(world.accounts[data["account"]]),
    "new_chat_title": lambda _world, _bot, _chat, data: data["title"],
    "group_chat_created": lambda _world, _bot, _chat, _data: True,
    "supergroup_chat_created": lambda _world, _bot, _chat, _data: True,
    "channel_chat_created": lambda _world, _bot, _chat, _data: True,
    "migrate_to_chat_id": lambda _world, _bot, _chat, data: data["id"],
    "migrate_from_chat_id": lambda _world, _bot, _chat, data: data["id"],
    "pinned_message": _pinned,
}
