"""Readers vote under copies through the whole bot: numbers on the buttons, no door in the way, a rule that learns."""

import json
import sqlite3
from typing import Any

import pytest

from sandbox.model import Account, Message
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def change(stage: Stage, **fields: Any) -> None:
    """The one rule says this too from now on."""
    with sqlite3.connect(stage.folder / "bot" / "platform.db", timeout=10) as database:
        (spec,) = database.execute("SELECT spec FROM rules").fetchone()
        database.execute(
            "UPDATE rules SET version = version + 1, spec = ?", (json.dumps({**json.loads(spec), **fields}),)
        )
    await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))


def labels(message: Message) -> list[str]:
    return [button["text"] for row in (message.markup or {}).get("inline_keyboard", []) for button in row]


async def vote(stage: Stage, person: Account, copy: Message, direction: str) -> str:
    pressed = stage.sandbox.world.dialogue.press(person, copy, f"vote:{direction}")
    await stage.until(lambda: pressed.is_answered or None)
    return pressed.text


def readers(stage: Stage, count: int) -> list[Account]:
    world = stage.sandbox.world
    people = [world.add_person(f"Reader {number}", language_code="en") for number in range(count)]
    for person in people:
        world.members.join(person, stage.target)
    return people


async def test_two_people_vote_and_the_numbers_follow(stage: Stage):
    await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
    await change(stage, votes=True)
    stage.post("New graphics cards are tested.")
    copy = await stage.until_in(stage.target, "graphics cards")
    assert labels(copy) == ["👍", "👎"]
    first, second = readers(stage, 2)
    assert await vote(stage, first, copy, "up") == "👍"
    assert await vote(stage, second, copy, "down") == "👎"
    await stage.until(lambda: labels(copy) == ["👍 1", "👎 1"] or None)
    assert await vote(stage, second, copy, "up") == "👍"
    assert await vote(stage, first, copy, "up") == stage.words(first, "vote-back")
    await stage.until(lambda: labels(copy) == ["👍 1", "👎"] or None)


async def test_who_votes_meets_no_door_and_leaves_no_person_behind(stage: Stage):
    copy = await stage.until_in(stage.target, "graphics cards")
    before = len(stage.messages(stage.target)), len(stage.answers(stage.anna))
    (stranger,) = readers(stage, 1)
    assert await vote(stage, stranger, copy, "up") == "👍"
    assert (len(stage.messages(stage.target)), len(stage.answers(stage.anna))) == before
    with sqlite3.connect(stage.folder / "bot" / "platform.db", timeout=10) as database:
        known = {id for (id,) in database.execute("SELECT id FROM users")}
    assert stranger.id not in known
    assert stage.anna.id in known


async def test_after_twenty_thumbs_the_rule_knows_what_its_readers_like(stage: Stage):
    await change(stage, filters={"all": [{"relevant": {}}]})
    liked = await stage.until_in(stage.target, "graphics cards")
    stage.post("Celebrity gossip of the week.")
    disliked = await stage.until_in(stage.target, "gossip")
    for reader in readers(stage, 10):
        await vote(stage, reader, liked, "up")
        await vote(stage, reader, disliked, "down")
    stage.post("More celebrity gossip.")
    stage.post("Another graphics card.")
    await stage.until_in(stage.target, "Another graphics card")
    assert not any("More celebrity" in each.text for each in stage.messages(stage.target))
