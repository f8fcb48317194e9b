"""What commands read from what people write, and whom a message in a group addresses."""

from datetime import time
from typing import Any

import pytest
from aiogram.types import Message, User

from core.errors import UserError
from core.zones import find_zone
from forwarding.amending import Words
from handlers.addressing import Addressing
from handlers.commands.digest import read_arguments as read_digest
from handlers.quoting import quoted_by
from handlers.rule_wizard import read_arguments as read_forward
from handlers.rule_wizard import read_words
from tests.fakes.updates import BEN, in_group, private

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
    assert Addressing().is_for(heard, ME) is expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Robot, what is new?", "what is new?"),
        ("robot what is new?", "what is new?"),
        ("Hey Robot! What is new?", "What is new?"),
        ("What is new, Robot?", "What is new?"),
        ("Пётр, что нового?", "что нового?"),
        ("эй, петр, что нового", "что нового"),
        ("Слушай, Помощник Пётр: что нового", "что нового"),
        ("Что нового, ПЕТР", "Что нового"),
        ("ROBOT", "ROBOT"),
    ],
)
def test_the_bot_is_called_by_its_names_and_the_call_is_no_part_of_the_question(text: str, words: str):
    addressing = Addressing(("Пётр", "Помощник Пётр"))
    me = User(id=42, is_bot=True, first_name="Robot 🤖", username="platform_bot")
    assert addressing.is_for(said(text), me)
    assert addressing.words(said(text), me) == words


@pytest.mark.parametrize(
    "text",
    [
        "a robot is no person",
        "Robots are many",
        "Ask the robot, Ben",
        "мой Пётр дома",
        "Петра, иди сюда",
        "robot's",
    ],
)
def test_a_name_inside_a_sentence_is_no_call(text: str):
    me = User(id=42, is_bot=True, first_name="Robot", username="platform_bot")
    assert not Addressing(("Пётр",)).is_for(said(text), me)


def test_a_bot_without_letters_in_its_name_is_called_by_nothing():
    assert not Addressing().is_for(said("🤖, hello"), User(id=42, is_bot=True, first_name="🤖", username="x_bot"))


BOT = {"id": 77, "is_bot": True, "first_name": "Other", "username": "other_bot"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
GROUP = {"id": -100500, "type": "supergroup", "title": "G"}
CHANNEL = {"id": -100700, "type": "channel", "title": "News"}


@pytest.mark.parametrize(
    ("text", "sender", "fields", "expected"),
    [
        ("Bot, hello", BOT, {}, False),
        ("/start", BOT, {}, False),
        ("thanks", BOT, {"reply_to_message": from_bot()}, False),
        ("@platform_bot hi", BOT, {"entities": mention(0, 13)}, True),
        ("Bot, hello", ANONYMOUS, {"sender_chat": GROUP}, True),
        ("Bot, news!", TELEGRAM, {"sender_chat": CHANNEL, "is_automatic_forward": True}, False),
        ("Bot, hello", None, {"via_bot": {"id": 42, "is_bot": True, "first_name": "Bot"}}, False),
        ("Bot, hello", None, {"via_bot": BOT}, True),
    ],
)
def test_what_bots_and_channels_say_is_seldom_meant_for_the_bot(
    text: str, sender: dict[str, Any] | None, fields: dict[str, Any], expected: bool
):
    message = Message.model_validate(in_group(9, text, sender or BEN, **fields)["message"])
    assert Addressing().is_for(message, ME) is expected


def test_the_mention_is_no_part_of_the_question():
    assert Addressing().words(said("@platform_bot, what is new?"), ME) == "what is new?"
    assert Addressing().words(said("tell @Platform_bot a joke"), ME) == "tell a joke"
    assert Addressing().words(Message.model_validate(private(1, "Bot games?")["message"]), ME) == "Bot games?"


def replying(original: dict[str, Any], **fields: Any) -> Message:
    return said("what does it mean?", reply_to_message=original, **fields)


def test_what_a_message_replies_to_goes_along_with_its_author():
    theirs = in_group(3, "The bridge is closed", BEN)["message"]
    part = {"text": "bridge", "position": 4, "is_manual": True}
    assert quoted_by(replying(theirs), ME) == "Ben: The bridge is closed"
    assert quoted_by(replying(theirs, quote=part), ME) == "Ben: bridge"
    assert quoted_by(replying(theirs, quote={**part, "is_manual": False}), ME) == "Ben: The bridge is closed"
    assert quoted_by(said("alone"), ME) == ""


def test_of_the_bots_own_answers_only_the_chosen_part_is_repeated():
    own = {**from_bot(), "text": "It is noon."}
    assert quoted_by(replying(own), ME) == ""
    assert quoted_by(replying(own, quote={"text": "noon", "position": 6, "is_manual": True}), ME) == "noon"
    assert quoted_by(replying(own), ME, knows_own=False) == "It is noon."


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
