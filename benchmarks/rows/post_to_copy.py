"""A post in the source channel until its copy stands in the destination.

The bot holds a pace of its own: 20 messages a minute and 3 in any 3 seconds into one channel. What is measured is the
way, not that pace, so the posts take turns between two pairs of channels with a rule each, one post a second: no
destination gets more than 16 in all. The rules are made by /forward, as an admin makes them. Each figure is the time
from the post's place in the world to the copy's, through real sockets: getUpdates, the inbox row, the filters, the
outbox row, the courier, copyMessage.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.row import Figure, Row, milliseconds
from benchmarks.stopwatch import rest, seconds_until
from sandbox.events import Event, NewMessage
from sandbox.model import Chat
from tests.fakes.stage import Stage

POSTS = 30
PACE = 1.0
"""Seconds from one post to the next."""


async def measure() -> Sequence[Figure]:
    with TemporaryDirectory() as folder:
        async with Stage(Path(folder)) as stage:
            await stage.open()
            pairs = [(stage.source, stage.target), second_pair(stage)]
            for source, target in pairs:
                await link(stage, source, target)
                await copied(stage, source, target, f"warm-up for {target.title}")
            seconds = []
            for number in range(POSTS):
                started = time.perf_counter()
                seconds.append(await copied(stage, *pairs[number % len(pairs)], f"Post {number}"))
                await rest(started, PACE)
    return milliseconds("post to copy", seconds, p95=250)


def second_pair(stage: Stage) -> tuple[Chat, Chat]:
    """Two more channels of Anna's with the bot as an admin."""
    members = stage.sandbox.world.members
    pair = [members.create(stage.anna, "channel", name, username=name) for name in ("more_news", "more_digest")]
    for channel in pair:
        members.add(stage.anna, channel, stage.bot_account)
        members.promote(stage.anna, channel, stage.bot_account)
    return pair[0], pair[1]


async def link(stage: Stage, source: Chat, target: Chat) -> None:
    """A rule that copies everything."""
    command = f"/forward @{source.username} @{target.username}"
    await stage.ask(stage.anna, command, stage.words(stage.anna, "forward-everything"))


async def copied(stage: Stage, source: Chat, target: Chat, text: str) -> float:
    """Seconds from the post to its copy."""

    def is_copy(event: Event) -> bool:
        return isinstance(event, NewMessage) and event.message.chat is target and event.message.text == text

    return await seconds_until(stage, is_copy, lambda: stage.post(text, source))


ROW = Row("post_to_copy", "a channel post to its copy in the destination", measure)
