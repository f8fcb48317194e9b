"""Messages come into the world: single ones, albums, service messages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sandbox.entities import trimmed, with_detected
from sandbox.events import DraftChanged, NewMessage
from sandbox.model import GENERAL_TOPIC, Account, Chat, Content, Json, Message, Origin, Service
from sandbox.refusals import WorldError
from sandbox.rules import check_content, check_may_write, topic_of
from sandbox.store import Store

_ALBUM_KINDS = ({"photo", "video"}, {"document"}, {"audio"})


@dataclass(frozen=True, slots=True)
class Options:
    """What goes with a message besides its content."""

    topic: int = 0
    reply_to: int = 0
    """Message id as the sender counts."""
    quote: str = ""
    markup: Json | None = None
    is_silent: bool = False
    is_protected: bool = False
    random_id: int = 0
    """Chosen by an MTProto client; the same one again is refused."""
    reply_is_optional: bool = False
    """allow_sending_without_reply"""
    via_bot: int = 0
    inline_id: str = ""
    only_for: int = 0
    """Ephemeral: the one member of the group that sees it."""
    is_anonymous: bool = False
    """An administrator who speaks as the group."""


PLAIN = Options()


class Posting:
    def __init__(self, store: Store) -> None:
        self._store = store

    def send(self, sender: Account, chat: Chat, content: Content, options: Options = PLAIN) -> Message:
        """Post one message.

        Raises:
            WorldError: whatever Telegram refuses.
        """
        content = prepared(content)
        check_may_write(self._store, sender, chat, content)
        reply = self._replied(sender, chat, options)
        topic = topic_of(self._store, sender, chat, _wanted_topic(options, reply))
        self._check_fresh(sender, options.random_id)
        message = self.build(sender, chat, content, options)
        message.topic = topic
        message.reply_to = reply.uid if reply is not None else 0
        self.publish(message, options.random_id)
        return message

    def send_album(
        self,
        sender: Account,
        chat: Chat,
        contents: Sequence[Content],
        options: Options = PLAIN,
        random_ids: Sequence[int] = (),
    ) -> list[Message]:
        """Post 2-10 media that stand together; all of them or none."""
        contents = [prepared(content) for content in contents]
        _check_album(contents)
        for content in contents:
            check_may_write(self._store, sender, chat, content)
        reply = self._replied(sender, chat, options)
        topic = topic_of(self._store, sender, chat, _wanted_topic(options, reply))
        keys = list(random_ids) or [0] * len(contents)
        for key in keys:
            self._check_fresh(sender, key)
        album = self.new_album()
        messages = []
        for content, key in zip(contents, keys, strict=True):
            message = self.build(sender, chat, content, options)
            message.album, message.topic = album, topic
            message.reply_to = reply.uid if reply is not None else 0
            self.publish(message, key)
            messages.append(message)
        return messages

    def say(self, actor: int, chat: Chat, service: Service, topic: int = 0, reply_to: int = 0) -> Message:
        """Post a service message: somebody joined, the title changed, …"""
        sender = chat.id if chat.kind == "channel" else actor
        message = Message(
            uid=self._store.next("uid"),
            chat=chat,
            author=actor,
            sender=sender,
            date=self._store.now(),
            content=Content(),
            service=service,
            topic=topic,
            reply_to=reply_to,
        )
        self.publish(message)
        return message

    def new_album(self) -> str:
        return str(13_000_000_000_000_000 + self._store.next("album"))

    def build(
        self, sender: Account, chat: Chat, content: Content, options: Options, origin: Origin | None = None
    ) -> Message:
        """A message that is not in the world yet."""
        is_chat_speaking = chat.kind == "channel" or options.is_anonymous
        return Message(
            uid=self._store.next("uid"),
            chat=chat,
            author=sender.id,
            sender=chat.id if is_chat_speaking else sender.id,
            date=self._store.now(),
            content=content,
            quote=options.quote,
            markup=options.markup,
            origin=origin,
            signature=full_name(sender) if chat.kind == "channel" and chat.has_signatures else "",
            via_bot=options.via_bot,
            inline_id=options.inline_id,
            is_silent=options.is_silent,
            is_protected=options.is_protected or chat.is_protected,
            views=1 if chat.kind == "channel" else 0,
            only_for=options.only_for,
        )

    def publish(self, message: Message, random_id: int = 0) -> None:
        """Number the message in every box that gets it, and tell the world."""
        store = self._store
        message.topic = message.topic or (GENERAL_TOPIC if message.chat.is_forum else 0)
        if message.chat.is_shared:
            message.shared_id = store.boxes[message.chat.id].put(message)
        else:
            message.ids = {account: store.boxes[account].put(message) for account in store.inside(message.chat)}
        store.messages[message.uid] = message
        store.history[message.chat.key].append(message)
        if random_id:
            store.random_ids[message.author, random_id] = message
        store.emit(NewMessage(message))
        self._end_draft(message)
        if message.chat.kind == "channel" and message.chat.linked and message.service is None:
            self._discuss(message)

    def _end_draft(self, message: Message) -> None:
        draft = self._store.drafts.pop((message.author, message.chat.key, message.topic), None)
        if draft is not None:
            self._store.emit(DraftChanged(draft, is_gone=True))

    def _discuss(self, post: Message) -> None:
        """A post of a channel appears in its discussion group by itself."""
        group = self._store.chats[str(post.chat.linked)]
        origin = post.origin or Origin(post.date, post.sender, post.shared_id, post.signature)
        copy = Message(
            uid=self._store.next("uid"),
            chat=group,
            author=post.author,
            sender=post.chat.id,
            date=post.date,
            content=post.content,
            origin=origin,
            is_automatic_forward=True,
            album=post.album,
        )
        self.publish(copy)

    def _replied(self, sender: Account, chat: Chat, options: Options) -> Message | None:
        if not options.reply_to:
            return None
        try:
            return self._store.message(chat, sender.id, options.reply_to, "REPLY_MESSAGE_ID_INVALID")
        except WorldError:
            if options.reply_is_optional:
                return None
            raise

    def _check_fresh(self, sender: Account, random_id: int) -> None:
        if random_id and (sender.id, random_id) in self._store.random_ids:
            raise WorldError("RANDOM_ID_DUPLICATE")


def prepared(content: Content) -> Content:
    """As it will be stored: trimmed, entities found, lengths checked."""
    text, entities = trimmed(content.text, content.entities)
    content = replace(content, text=text, entities=entities)
    check_content(content)
    return replace(content, entities=with_detected(text, entities) if text else ())


def _wanted_topic(options: Options, reply: Message | None) -> int:
    return options.topic or (reply.topic if reply is not None else 0)


def full_name(account: Account) -> str:
    return f"{account.first_name} {account.last_name}".strip()


def _check_album(contents: Sequence[Content]) -> None:
    if not 2 <= len(contents) <= 10:
        raise WorldError("ALBUM_SIZE_INVALID")
    kinds = {content.media.kind if content.media else "text" for content in contents}
    if not any(kinds <= allowed for allowed in _ALBUM_KINDS):
        raise WorldError("ALBUM_MIXED")
