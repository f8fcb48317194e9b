"""Chats of a rule as people name them: @name, link, id, address or `me`, a topic behind #, or a forwarded message."""

import re

from aiogram.types import Message, MessageOriginChannel, MessageOriginChat

from core.errors import UserError
from core.ids import TopicId
from forwarding.rules import RuleBook
from forwarding.spec import MAX_TOPIC_NAME, Destination, Source
from forwarding.topics import GENERAL, GENERAL_NAME
from handlers.ui.place import topic_of

_TOPIC = re.compile(r"(?P<chat>\S+)\s+#\s*(?P<topic>.+)", re.DOTALL)
_IN_TOPIC = re.compile(r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?:c/)?\w+/(\d+)/\d+/?", re.IGNORECASE)
"""A link to a message of a topic."""
_ME = ("me", "я", "мне", "сюда")
"""What people write for their own chat with the bot."""


def reference_of(message: Message) -> str:
    """A name, a link, or a post forwarded from the chat.

    Raises:
        UserError: `error-rule-forward-unnamed`: what people write in a group names them when it is forwarded.
    """
    match message.forward_origin:
        case MessageOriginChannel(chat=chat) | MessageOriginChat(sender_chat=chat):
            return str(chat.id)
        case None:
            return (message.text or "").strip()
    raise UserError("error-rule-forward-unnamed")


async def read_place(message: Message, rulebook: RuleBook) -> Destination:
    """
    Raises:
        UserError: there is no such chat, or it is not visible from here; or what is wrong with the topic.
    """
    said = reference_of(message)
    found = _TOPIC.fullmatch(said)
    reference, topic = (found["chat"], found["topic"]) if found else (said, "")
    if not topic and (link := _IN_TOPIC.fullmatch(reference)):
        topic = link[1]
    person = message.from_user.id if message.from_user else message.chat.id
    chat = (await rulebook.resolve(named(reference, person))).id
    number, name = read_topic(topic) if topic else (_here(reference, message), "")
    return Destination(chat=chat, topic=number, topic_name=name)


def _here(reference: str, message: Message) -> TopicId | None:
    """Nobody knows the number of a topic in private, where messages have no links: `me` said in it means it."""
    is_mine = reference.casefold() in _ME and message.chat.type == "private"
    return topic_of(message) if is_mine else None


def named(reference: str, person: int) -> str:
    """What the rule book knows the chat by; `me` is the private chat of whoever says it."""
    return str(person) if reference.casefold() in _ME else reference


def read_topic(text: str) -> tuple[TopicId | None, str]:
    """Its number, or its name.

    Raises:
        UserError: `error-rule-topic-name`.
    """
    said = " ".join(text.split()).removeprefix("#").strip()
    if said.isascii() and said.isdigit() and 0 < int(said[:12]) < 2**31:
        return TopicId(int(said)), ""
    if not said or len(said) > MAX_TOPIC_NAME:
        raise UserError("error-rule-topic-name", limit=MAX_TOPIC_NAME)
    return None, GENERAL_NAME if said.casefold() == GENERAL_NAME else said


def as_source(place: Destination) -> Source:
    """
    Raises:
        UserError: a source's topic has a number; only where something is sent can one be opened by name.
    """
    if place.topic_name == GENERAL_NAME:
        return Source(chat=place.chat, topic=GENERAL)
    if place.topic_name:
        raise UserError("error-rule-source-topic")
    return Source(chat=place.chat, topic=place.topic)
