"""Where an answer goes: the chat, its topic, and the message it replies to."""

from dataclasses import dataclass

from aiogram.types import Message, ReplyParameters

from core.ids import ChatId, ThreadId, TopicId, thread_of


@dataclass(frozen=True, slots=True)
class Place:
    """A place to speak in."""

    chat: ChatId
    topic: TopicId | None
    is_private: bool
    reply_to: int | None = None
    """The question's message; used in groups, where others speak in between."""
    inline: str = ""
    """The `inline_message_id` of a message in a chat that the bot is not in: it can only be edited."""
    heading: str = ""
    """Markdown that stands above the answer where the question itself cannot be seen."""

    @property
    def thread(self) -> ThreadId:
        if self.inline:
            return ThreadId(f"inline:{self.inline}")
        return thread_of(self.chat, self.topic)

    @property
    def reply_parameters(self) -> ReplyParameters | None:
        if self.is_private or self.reply_to is None:
            return None
        return ReplyParameters(message_id=self.reply_to, allow_sending_without_reply=True)


def topic_of(message: Message) -> TopicId | None:
    """The topic to answer in; none in General, where Telegram refuses its own number."""
    if message.is_topic_message and message.message_thread_id is not None:
        return TopicId(message.message_thread_id)
    return None


def place_of(message: Message) -> Place:
    """Where the answer to this message goes."""
    return Place(
        chat=ChatId(message.chat.id),
        topic=topic_of(message),
        is_private=message.chat.type == "private",
        reply_to=message.message_id,
    )
