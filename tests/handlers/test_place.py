"""Where an answer goes: a topic only where Telegram takes its number."""

from datetime import UTC, datetime

import pytest
from aiogram.types import Chat, Message

from handlers.ui.place import place_of

GROUP = Chat(id=-1001, type="supergroup", title="Team", is_forum=True)


@pytest.mark.parametrize(
    ("about", "topic", "thread"),
    [
        ({"message_thread_id": 7, "is_topic_message": True}, 7, "-1001:7"),
        ({}, None, "-1001:0"),
        ({"message_thread_id": 31}, None, "-1001:0"),
    ],
    ids=["a topic", "General", "a reply in General"],
)
def test_general_and_replies_in_it_are_no_topic_to_answer_in(about: dict[str, object], topic: int | None, thread: str):
    place = place_of(Message(message_id=5, date=datetime(2026, 11, 2, tzinfo=UTC), chat=GROUP, **about))  # type: ignore[arg-type]

    assert (place.topic, place.thread) == (topic, thread)
