"""How much memory the bot keeps of a finished turn: its resident memory over some thousand turns, after a warm-up.

Many people ask at once, so that the turns are quick; memory is read when all of a round are answered. The figure is the
slope of the straight line through the readings: what libraries and the allocator take once does not count.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.row import Figure, Row
from sandbox.events import Event, NewMessage
from sandbox.model import Account
from sandbox.seed import BOT
from tests.fakes.stage import Stage

PEOPLE = 50
WARM_UP = 28
"""Rounds before the first reading."""
ROUNDS = 14
PATIENCE = 30.0


async def measure() -> Sequence[Figure]:
    settings = {
        "BOT__ACCESS": "open",
        "BOT__THROTTLE_PER_MINUTE": "100000",
        "BOT__REPLY_TRANSPORT": "off",
        "INFERENCE__MAX_PARALLEL": str(PEOPLE),
        "INFERENCE__QUEUE_LIMIT": str(PEOPLE),
        "LOG_LEVEL": "ERROR",
    }
    with TemporaryDirectory() as folder:
        async with Stage(Path(folder), has_limits=False, has_account=False, **settings) as stage:
            await stage.open()
            people = [stage.sandbox.world.add_person(f"P{number}", language_code="en") for number in range(PEOPLE)]
            readings: list[float] = []
            for number in range(WARM_UP + ROUNDS):
                await everybody_asks(stage, people, number)
                if number >= WARM_UP:
                    readings.append(stage.bot.memory_mb())
    return [
        Figure("growth per 1,000 finished turns", slope(readings) * 1000 / PEOPLE, "MB", at_most=1.0),
        Figure(f"resident memory after {(WARM_UP + ROUNDS) * PEOPLE:,} turns", readings[-1], "MB"),
    ]


async def everybody_asks(stage: Stage, people: Sequence[Account], number: int) -> None:
    """One question of each, until all are answered."""
    waiting = {stage.with_bot(person).key for person in people}

    def listen(event: Event) -> None:
        if isinstance(event, NewMessage) and event.message.author == BOT:
            waiting.discard(event.message.chat.key)

    unsubscribe = stage.sandbox.world.subscribe(listen)
    try:
        for person in people:
            stage.say(person, f"Question {number}: what is new?")
        await stage.until(lambda: not waiting, PATIENCE)
    finally:
        unsubscribe()


def slope(values: Sequence[float]) -> float:
    """Of the line of least squares, per step."""
    middle = (len(values) - 1) / 2
    mean = sum(values) / len(values)
    over = sum((index - middle) * (value - mean) for index, value in enumerate(values))
    return over / sum((index - middle) ** 2 for index in range(len(values)))


ROW = Row("turn_memory", "growth of the bot's memory with every thousand finished turns", measure)
