"""Topics of forums and of private chats with a bot: opened by a service message whose number is the topic's id."""

from sandbox.editing import Editing
from sandbox.events import TopicChanged
from sandbox.model import GENERAL_TOPIC, Account, Chat, Json, Service, Topic
from sandbox.posting import Posting
from sandbox.refusals import WorldError
from sandbox.rules import bot_with_topics, check_reachable, may
from sandbox.store import Box, Store

NAMELESS = "New topic"
"""What a topic is called that was opened without a name."""


class Topics:
    def __init__(self, store: Store, posting: Posting, editing: Editing) -> None:
        self._store = store
        self._posting = posting
        self._editing = editing

    def create(
        self,
        actor: Account,
        chat: Chat,
        title: str,
        icon_color: int = 0x6FB9F0,
        icon_emoji: str = "",
        *,
        is_nameless: bool = False,
    ) -> Topic:
        self._check(actor, chat)
        if not title.strip():
            raise WorldError("TOPIC_TITLE_EMPTY")
        data: Json = {"name": title, "icon_color": icon_color}
        if is_nameless:
            data["is_name_implicit"] = True
        service = Service("forum_topic_created", data)
        topic = Topic(0, title, actor.id, self._store.now(), icon_color, icon_emoji, is_nameless=is_nameless)
        topic.id = self._box(chat).last_id + 1
        chat.topics[topic.id] = topic
        self._posting.say(actor.id, chat, service, topic.id)
        self._store.emit(TopicChanged(chat, topic))
        return topic

    def edit(self, actor: Account, chat: Chat, topic_id: int, title: str | None, icon_emoji: str | None = None) -> None:
        topic = self._topic(actor, chat, topic_id)
        if title in (None, topic.title) and icon_emoji in (None, topic.icon_emoji):
            raise WorldError("TOPIC_NOT_MODIFIED")
        topic.title = title if title is not None else topic.title
        topic.is_nameless = topic.is_nameless and title is None
        topic.icon_emoji = icon_emoji if icon_emoji is not None else topic.icon_emoji
        self._posting.say(actor.id, chat, Service("forum_topic_edited", {"name": topic.title}), topic.id)
        self._store.emit(TopicChanged(chat, topic))

    def close(self, actor: Account, chat: Chat, topic_id: int, *, is_closed: bool = True) -> None:
        """Close, or open again."""
        topic = self._topic(actor, chat, topic_id)
        if topic.is_closed == is_closed:
            raise WorldError("TOPIC_NOT_MODIFIED")
        topic.is_closed = is_closed
        kind = "forum_topic_closed" if is_closed else "forum_topic_reopened"
        self._posting.say(actor.id, chat, Service(kind), topic.id)
        self._store.emit(TopicChanged(chat, topic))

    def hide_general(self, actor: Account, chat: Chat, *, is_hidden: bool) -> None:
        topic = self._topic(actor, chat, GENERAL_TOPIC)
        if topic.is_hidden == is_hidden:
            raise WorldError("TOPIC_NOT_MODIFIED")
        topic.is_hidden = is_hidden
        kind = "general_forum_topic_hidden" if is_hidden else "general_forum_topic_unhidden"
        self._posting.say(actor.id, chat, Service(kind), GENERAL_TOPIC)
        self._store.emit(TopicChanged(chat, topic))

    def delete(self, actor: Account, chat: Chat, topic_id: int) -> None:
        """The topic goes with all its messages; General stays."""
        topic = self._topic(actor, chat, topic_id)
        if topic.id == GENERAL_TOPIC:
            raise WorldError("TOPIC_ID_INVALID")
        numbers = [each.id_for(actor.id) for each in self._store.history[chat.key] if each.topic == topic.id]
        del chat.topics[topic.id]
        self._editing.delete(actor, chat, numbers)
        self._store.emit(TopicChanged(chat, topic, is_deleted=True))

    def _topic(self, actor: Account, chat: Chat, topic_id: int) -> Topic:
        self._check(actor, chat, topic_id)
        if topic_id not in chat.topics:  # none at all was named
            raise WorldError("TOPIC_ID_INVALID")
        return chat.topics[topic_id]

    def _check(self, actor: Account, chat: Chat, topic_id: int = 0) -> None:
        check_reachable(self._store, actor, chat)
        is_private = bot_with_topics(self._store, chat) is not None
        if not chat.is_forum and not is_private:
            raise WorldError("CHANNEL_FORUM_MISSING")
        if topic_id and topic_id not in chat.topics:
            raise WorldError("TOPIC_ID_INVALID")
        if is_private:
            return
        is_own = bool(topic_id) and chat.topics[topic_id].creator == actor.id
        if not is_own and not may(chat, self._store.member(chat, actor.id), "can_manage_topics"):
            raise WorldError("RIGHT_TOPICS_MISSING")

    def _box(self, chat: Chat) -> Box:
        """Whose numbers the topics of the chat have."""
        bot = bot_with_topics(self._store, chat)
        return self._store.boxes[bot.id if bot is not None else chat.id]
