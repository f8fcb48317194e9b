"""What commands read from what people write, and whom a message in a group addresses."""

from datetime import time
from typing import Any

import pytest
from aiogram.types import Message, User

from core.errors import UserError
from handlers.addressing import is_addressed, without_mention
from handlers.commands.digest import read_arguments as read_digest
from handlers.commands.forward import Words, read_words
from handlers.commands.forward import read_arguments as read_forward
from handlers.commands.settings import find_zone
from tests.fakes.updates import in_group

ME = User(id=42, is_bot=True, first_name="Bot", username="platform_bot")


def said(text: str, **fields: Any) -> Message:
    return Message.model_validate(in_group(9, text, **fields)["message"])


def mention(offset: int, length: int) -> list[dict[str, object]]:
    return [{"type": "mention", "offset": offset, "length": length}]


def from_bot(**fields: Any) -> dict[str, Any]:
    bot = {"id": 42, "is_bot": True, "first_name": "Bot"}
    told: dict[str, Any] = in_group(3, "", bot, **fields)["message"]
    return told


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        (said("hello all"), False),
        (said("@platform_bot hi", entities=mention(0, 13)), True),
        (said("😀 @Platform_Bot hi", entities=mention(3, 13)), True),
        (said("@platform_bot_2 hi", entities=mention(0, 15)), False),
        (said("mail me at x@platform_bot"), False),
        (said("/help"), True),
        (said("/help@platform_bot"), True),
        (said("/help@other_bot"), False),
        (said("yes", reply_to_message=from_bot()), True),
        (said("yes", reply_to_message=from_bot(forum_topic_created={"name": "Ideas", "icon_color": 1})), False),
    ],
)
def test_a_group_message_addresses_the_bot_by_mention_reply_or_command(heard: Message, expected: bool):
    assert is_addressed(heard, ME) is expected


def test_the_mention_is_no_part_of_the_question():
    assert without_mention("@platform_bot, what is new?", ME) == "what is new?"
    assert without_mention("tell @Platform_bot a joke", ME) == "tell a joke"


@pytest.mark.parametrize(
    ("written", "keep", "drop"),
    [
        ("", (), ()),
        ("+python -ad", ("python",), ("ad",)),
        ("+machine learning -ad, -sale", ("machine learning",), ("ad", "sale")),
        ("-реклама +C++", ("C++",), ("реклама",)),
    ],
)
def test_words_with_plus_are_kept_and_words_with_minus_dropped(written: str, keep: tuple[str], drop: tuple[str]):
    assert read_words(written) == Words(keep, drop)


def test_a_rule_is_read_from_one_line():
    assert read_forward("@a -1001 +x") == ("@a", "-1001", Words(("x",), ()))


@pytest.mark.parametrize("written", ["@a", "@a +x", "@a @b word", ""])
def test_half_a_rule_gets_the_usage(written: str):
    with pytest.raises(UserError) as caught:
        read_forward(written)
    assert caught.value.key == "usage-forward"


@pytest.mark.parametrize(
    ("written", "at"),
    [("@a 9:00", time(9)), ("@a 18.30", time(18, 30)), ("@a в 7", time(7)), ("@a at 23:59", time(23, 59))],
)
def test_a_digest_has_a_channel_and_a_time(written: str, at: time):
    assert read_digest(written) == ("@a", at)


@pytest.mark.parametrize("written", ["@a", "9:00", "@a 24:00", "@a 9:75", "@a soon"])
def test_half_a_digest_gets_the_usage(written: str):
    with pytest.raises(UserError) as caught:
        read_digest(written)
    assert caught.value.key == "usage-digest"


def test_a_time_zone_is_found_in_any_case_and_with_spaces():
    assert find_zone(" europe/berlin") == "Europe/Berlin"
    assert find_zone("America/New York") == "America/New_York"
    with pytest.raises(UserError):
        find_zone("Mars/Base")
