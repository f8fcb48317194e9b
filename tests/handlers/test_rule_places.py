"""A chat of a rule as a person names it: by a name, a link, an id, or a message forwarded from there."""

from datetime import UTC, datetime

import pytest
from aiogram.types import (
    Chat,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUnion,
    MessageOriginUser,
    User,
)

from core.errors import UserError
from handlers.rule_places import named, reference_of

NOW = datetime(2026, 11, 2, tzinfo=UTC)
HERE = Chat(id=1001, type="private", first_name="Anna")
GROUP = Chat(id=-1001, type="supergroup", title="Team")
CHANNEL = Chat(id=-1002, type="channel", title="News")


def said(text: str, origin: MessageOriginUnion | None = None) -> Message:
    return Message(message_id=5, date=NOW, chat=HERE, text=text, forward_origin=origin)


@pytest.mark.parametrize(
    ("message", "reference"),
    [
        (said(" @news "), "@news"),
        (said("Lunch?", MessageOriginChannel(date=NOW, chat=CHANNEL, message_id=7)), "-1002"),
        (said("Lunch?", MessageOriginChat(date=NOW, sender_chat=GROUP)), "-1001"),
    ],
    ids=["a name", "a post of a channel", "what a group says as itself"],
)
def test_a_chat_is_named_or_forwarded_from(message: Message, reference: str):
    assert reference_of(message) == reference


@pytest.mark.parametrize(
    "origin",
    [
        MessageOriginUser(date=NOW, sender_user=User(id=7, is_bot=False, first_name="Ben")),
        MessageOriginHiddenUser(date=NOW, sender_user_name="Somebody"),
    ],
    ids=["a person", "somebody who hides"],
)
def test_what_a_person_wrote_in_a_group_is_not_taken_for_the_name_of_a_chat(origin: MessageOriginUnion):
    with pytest.raises(UserError) as refused:
        reference_of(said("Lunch?", origin))
    assert refused.value.key == "error-rule-forward-unnamed"


@pytest.mark.parametrize("word", ["me", "Me", "я", "сюда", "Мне"])
def test_people_name_their_own_chat_with_the_bot_by_a_word(word: str):
    assert named(word, 1001) == "1001"
    assert named(f"@{word}", 1001) == f"@{word}"
