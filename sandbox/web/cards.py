"""What one person sees of chats, messages and drafts, as the JSON objects that the page draws."""

from collections import Counter
from typing import Any

from sandbox.model import Account, Chat, Content, Media, Membership, Message, MessageEntity, Service
from sandbox.pending import Draft
from sandbox.posting import full_name
from sandbox.refusals import WorldError
from sandbox.rules import bot_with_topics, check_may_delete, check_may_edit, check_may_write
from sandbox.web.unread import Unread
from sandbox.world import World

Card = dict[str, Any]
_WORDLESS = {"sticker", "location", "contact", "poll"}
_BUTTON_FIELDS = ("text", "callback_data", "url", "copy_text", "style")


def person_card(account: Account) -> Card:
    return {
        "id": account.id,
        "name": full_name(account),
        "username": account.username,
        "language": account.language_code,
        "is_bot": account.is_bot,
    }


class Cards:
    """Draws the world for one viewer."""

    def __init__(self, world: World, viewer: Account) -> None:
        self._world = world
        self._viewer = viewer
        self.unread = Unread(world, viewer.id)

    # -- chats

    def chats(self) -> list[Card]:
        """Every chat the viewer is in, and every bot that could be written to."""
        known = self._world.chats_of(self._viewer.id)
        met = {chat.id_for(self._viewer.id) for chat in known if chat.kind == "private"}
        bots = [account for account in self._world.accounts.values() if account.is_bot and account.id not in met]
        return [self.chat(chat) for chat in known] + [self.unmet(bot) for bot in bots]

    def unmet(self, bot: Account) -> Card:
        """A chat that begins with the first message: not in the world yet."""
        sides = {account: Membership(account) for account in (self._viewer.id, bot.id)}
        return self.chat(Chat("", "private", members=sides))

    def chat(self, chat: Chat) -> Card:
        world, viewer = self._world, self._viewer.id
        last = self._last(world.history.get(chat.key, []))
        other = world.accounts[chat.id_for(viewer)] if chat.kind == "private" else None
        has_topics = bot_with_topics(world, chat) is not None
        return {
            "id": chat.id_for(viewer),
            "kind": "group" if chat.kind == "supergroup" else chat.kind,
            "title": full_name(other) if other else chat.title,
            "username": other.username if other else chat.username,
            "is_bot": other is not None and other.is_bot,
            "is_forum": chat.is_forum or has_topics,
            "can_open_topics": has_topics,
            "can_post": chat.key not in world.chats or _allowed(check_may_write, world, self._viewer, chat),
            "members": len(world.inside(chat)),
            "unread": self.unread.in_chat(chat),
            "last": self.message(last) if last else None,
            "topics": self._topics(chat),
            "commands": self._commands(chat),
        }

    def _last(self, history: list[Message]) -> Message | None:
        """The newest message that the viewer sees; of an album the one with the caption."""
        seen = (
            each
            for each in reversed(history)
            if each.id_for(self._viewer.id) and self._world.sees(self._viewer.id, each)
        )
        last = next(seen, None)
        if last is None or not last.album:
            return last
        album = [each for each in history[-20:] if each.album == last.album]
        return next((each for each in album if each.text), last)

    def _topics(self, chat: Chat) -> list[Card]:
        """Those of a private chat after what stands in none of them."""
        outside = {"id": 0, "title": "", "is_closed": False, "unread": self.unread.in_topic(chat, 0)}
        return ([] if chat.is_forum else [outside]) + [
            {
                "id": topic.id,
                "title": topic.title,
                "is_closed": topic.is_closed,
                "unread": self.unread.in_topic(chat, topic.id),
            }
            for topic in sorted(chat.topics.values(), key=lambda each: each.id)
            if not topic.is_hidden
        ]

    def _commands(self, chat: Chat) -> list[Card]:
        """Of all bots in the chat, in the viewer's language."""
        world, viewer = self._world, self._viewer
        bots = [world.accounts[each] for each in world.inside(chat) if world.accounts[each].is_bot]
        if chat.kind == "channel":
            return []
        found = [
            (bot, command)
            for bot in bots
            for command in world.dialogue.commands_for(bot, chat, viewer.id, viewer.language_code)
        ]
        is_named = chat.kind != "private" and len(bots) > 1
        return [
            {
                "command": f"{each['command']}@{bot.username}" if is_named else each["command"],
                "description": each["description"],
            }
            for bot, each in found
        ]

    # -- messages

    def message(self, message: Message) -> Card:
        content, viewer = message.content, self._viewer
        return {
            "id": message.id_for(viewer.id),
            "date": message.date,
            "edited": bool(message.edited),
            "author": {"id": message.sender, "name": self._name(message.sender), "signature": message.signature},
            "out": message.sender == viewer.id,
            "topic": message.topic,
            **_content(content),
            "media": self._media(content.media),
            "album": message.album,
            "service": self._service(message.service, message),
            "reply": self._reply(message),
            "forward": self._name(message.origin.sender) if message.origin else "",
            "via": self._world.accounts[message.via_bot].username if message.via_bot else "",
            "keyboard": _keyboard(message),
            "reactions": self._reactions(message),
            "can_edit": _has_text(message) and _allowed(check_may_edit, self._world, viewer, message),
            "can_delete": _allowed(check_may_delete, self._world, viewer, message),
        }

    def draft(self, draft: Draft) -> Card:
        return {
            "id": draft.draft_id,
            "topic": draft.topic,
            "author": {"id": draft.bot, "name": self._name(draft.bot)},
            **_content(draft.content),
            "can_stop": draft.can_stop and not draft.is_stopped,
            "is_stopped": draft.is_stopped,
        }

    def _name(self, speaker: int) -> str:
        if speaker in self._world.accounts:
            return full_name(self._world.accounts[speaker])
        chat = self._world.chats.get(str(speaker))
        return chat.title if chat else ""

    def _media(self, media: Media | None) -> Card | None:
        if media is None:
            return None
        stored = self._world.files.get(media.file)
        return {
            "kind": media.kind,
            "file": f"page/file/{media.file}" if stored else "",
            "name": media.file_name or (stored.name if stored else ""),
            "mime": media.mime_type or (stored.mime_type if stored else ""),
            "size": stored.size if stored else 0,
            "width": media.width or (stored.width if stored else 0),
            "height": media.height or (stored.height if stored else 0),
            "duration": media.duration,
            "title": media.title,
            "emoji": media.emoji,
            "data": media.data,
        }

    def _service(self, service: Service | None, message: Message) -> Card | None:
        if service is None:
            return None
        accounts = [
            *service.data.get("accounts", []),
            *([service.data["account"]] if "account" in service.data else []),
        ]
        return {
            "kind": service.kind,
            "who": self._name(message.author),
            "whom": ", ".join(self._name(each) for each in accounts if each != message.author),
            "title": service.data.get("title") or service.data.get("name") or "",
        }

    def _reply(self, message: Message) -> Card | None:
        if not message.reply_to:
            return None
        replied = self._world.messages.get(message.reply_to)
        if replied is None or not replied.id_for(self._viewer.id):
            return {"id": 0, "name": "", "text": "", "media": None, "blocks": None, "service": None}
        if replied.service is not None and replied.service.kind == "forum_topic_created":
            return None
        return {
            "id": replied.id_for(self._viewer.id),
            "name": self._name(replied.sender),
            "text": message.quote or replied.text[:200],
            "media": self._media(replied.content.media),
            "blocks": (replied.content.rich or {}).get("blocks"),
            "service": self._service(replied.service, replied),
        }

    def _reactions(self, message: Message) -> list[Card]:
        counts = Counter(emoji for given in message.reactions.values() for emoji in given)
        mine = message.reactions.get(self._viewer.id, ())
        return [{"emoji": emoji, "count": count, "mine": emoji in mine} for emoji, count in counts.items()]


def _content(content: Content) -> Card:
    return {
        "text": content.text,
        "entities": [_entity(each) for each in content.entities],
        "blocks": content.rich.get("blocks", []) if content.rich is not None else None,
    }


def _entity(entity: MessageEntity) -> Card:
    return {
        "type": entity.kind,
        "offset": entity.offset,
        "length": entity.length,
        "url": entity.url,
        "language": entity.language,
    }


def _keyboard(message: Message) -> list[list[Card]]:
    rows = (message.markup or {}).get("inline_keyboard", [])
    return [[{name: button[name] for name in _BUTTON_FIELDS if name in button} for button in row] for row in rows]


def _has_text(message: Message) -> bool:
    media = message.content.media
    return message.content.rich is None and (
        media is None or media.kind not in {"sticker", "location", "contact", "poll"}
    )


def _allowed(check: Any, world: World, viewer: Account, subject: Chat | Message) -> bool:
    try:
        check(world, viewer, subject)
    except WorldError:
        return False
    return True
