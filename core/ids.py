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


def thread_of(chat: ChatId, topic: TopicId | None = None) -> ThreadId:
    return ThreadId(f"{chat}:{topic or 0}")


def topic_of(thread: ThreadId) -> TopicId | None:
    """The topic that the thread is, None when it is a whole chat."""
    topic = int(thread.rpartition(":")[2])
    return TopicId(topic) if topic else None


def new_correlation_id() -> str:
    """Twelve hexadecimal digits that follow one update through the log."""
    return secrets.token_hex(6)


def new_incident_id() -> str:
    """Six characters that a person can read out to the operator."""
    return secrets.token_hex(3).upper()
