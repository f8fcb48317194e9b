"""The whole bot where Telegram counts nobody's messages: a flow of many presses need not wait a second at each."""

import asyncio
from collections.abc import Sequence

from bot.app import run
from core.config import load_settings
from forwarding.limits import Pace, Paces

UNHURRIED = Paces(chat=(), group=(), total=(Pace(1000, 1.0),))


def main(arguments: Sequence[str]) -> int:
    """`run --role …`, as the command line does it."""
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(run(load_settings(), arguments[-1], print, UNHURRIED))
