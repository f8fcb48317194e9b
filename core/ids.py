"""The identifiers that cross rooms, as types of their own, and how fresh ones are made."""

import secrets
from typing import NewType

UserId = NewType("UserId", int)
ChatId = NewType("ChatId", int)
"""The Bot API's form: people above zero, basic groups below, supergroups and channels from -100…"""
MessageId = NewType("MessageId", int)
TopicId = NewType("TopicId", int)
UpdateId = NewType("UpdateId", int)
ThreadId = NewType("ThreadId", str)
"""The conversation: one chat, or one topic of it."""
TurnId = NewType("TurnId", int)
RuleId = NewType("RuleId", int)
DeliveryId = NewType("DeliveryId", int)
ReminderId = NewType("ReminderId", int)
DigestId = NewType("DigestId", int)
ApprovalId = NewType("ApprovalId", int)
RecordId = NewType("RecordId", int)
"""One thing remembered."""
EndpointId = NewType("EndpointId", int)
"""A feed that is read or a webhook that is called."""

OUTSIDE_TELEGRAM = -2_000_000_000_000_000
"""No chat of Telegram's is below; a program that reads JSON as doubles still knows each such id apart."""


def thread_of(chat: ChatId, topic: TopicId | None = None) -> ThreadId:
    return ThreadId(f"{chat}:{topic or 0}")


def topic_of(thread: ThreadId) -> TopicId | None:
    """The topic that the thread is, None when it is a whole chat, or one message in a chat that the bot is not in."""
    chat, _, topic = thread.rpartition(":")
    return TopicId(int(topic)) if chat.removeprefix("-").isdecimal() and topic != "0" else None


def chat_of_endpoint(endpoint: EndpointId) -> ChatId:
    """Rules, posts and deliveries name it as they name a chat."""
    return ChatId(OUTSIDE_TELEGRAM - endpoint)


def endpoint_of(chat: ChatId) -> EndpointId | None:
    """None for a chat of Telegram's."""
    return EndpointId(OUTSIDE_TELEGRAM - chat) if chat < OUTSIDE_TELEGRAM else None


def new_correlation_id() -> str:
    """Twelve hexadecimal digits that follow one update through the log."""
    return secrets.token_hex(6)


def new_incident_id() -> str:
    """Six characters that a person can read out to the operator."""
    return secrets.token_hex(3).upper()
