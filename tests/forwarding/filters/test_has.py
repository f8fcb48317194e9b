"""The filter of contents: what is formatted, hidden, pressed or drawn."""

import pytest

from forwarding.filters.has import FILTER, Params
from forwarding.post import Entity, Media, Post
from tests.fakes.filters import asked, outcome
from tests.fakes.forwarding import post


def formatted(kind: str, url: str = "", user: int = 0) -> Post:
    return post(1, "some words here", entities=(Entity(kind, 0, 4, url=url, user=user),))


EXAMPLES: dict[str, list[Post]] = {
    "link": [formatted("url"), formatted("text_link", "https://a.example")],
    "mention": [formatted("mention"), formatted("text_mention", user=5), formatted("text_link", "tg://user?id=5")],
    "hashtag": [formatted("hashtag")],
    "cashtag": [formatted("cashtag")],
    "command": [formatted("bot_command")],
    "email": [formatted("email")],
    "phone": [formatted("phone_number")],
    "code": [formatted("code"), formatted("pre")],
    "quote": [formatted("blockquote"), formatted("expandable_blockquote")],
    "spoiler": [formatted("spoiler")],
    "emoji": [formatted("custom_emoji"), post(1, "hot 🔥"), post(1, "❤"), post(1, "🇫🇷"), post(1, "1️⃣"), post(1, "☎️")],
    "button": [post(1, "x", buttons=("https://a.example",)), post(1, "x", buttons=("",))],
    "media": [post(1, media=Media("photo"))],
    "album": [post(1, album="7")],
    "reply": [post(2, reply_to=1)],
    "text": [post(1, "x")],
}


@pytest.mark.parametrize("name", EXAMPLES)
async def test_each_is_found_where_it_is_and_nowhere_else(name: str):
    for other, examples in EXAMPLES.items():
        for each in examples:
            verdict = await outcome("has", {"any_of": name}, each)
            is_shared = (name == "text" and each.text) or (name == "media" and each.media)
            assert verdict == ("pass" if other == name or is_shared else "drop"), (other, each)


@pytest.mark.parametrize("plain", ["", "plain 123 #*", "© ® ™", "↔ ‼", "«ёлки»", "№ 5 — ok…"])
async def test_what_is_drawn_in_black_is_no_emoji(plain: str):
    assert await outcome("has", {"any_of": "emoji"}, post(1, plain)) == "drop"


async def test_any_of_them_is_enough_in_any_part_and_is_told():
    verdict = await asked("has", {"any_of": ["button", "Hashtag"]}, post(1, album="1"), formatted("hashtag"))
    assert (verdict.outcome, verdict.value) == ("pass", "hashtag")


def test_every_name_is_tried_here():
    assert FILTER.params is Params
    assert Params(any_of=tuple(EXAMPLES)).any_of == tuple(EXAMPLES)
