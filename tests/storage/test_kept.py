"""What is kept is read once, and anew after a change."""

import asyncio

from storage.kept import Kept


class Source:
    """Counts how often it is read."""

    def __init__(self) -> None:
        self.reads = 0
        self.may_end = asyncio.Event()
        self.may_end.set()

    async def read(self) -> int:
        self.reads += 1
        read = self.reads
        await self.may_end.wait()
        return read


async def test_a_value_is_read_once_until_it_changes():
    kept = Kept(Source().read)

    assert (await kept.get(), await kept.get()) == (1, 1)

    kept.forget()
    assert await kept.get() == 2


async def test_what_was_read_before_a_change_is_not_kept():
    source = Source()
    kept = Kept(source.read)
    source.may_end.clear()

    async def change() -> None:
        kept.forget()
        source.may_end.set()

    assert (await asyncio.gather(kept.get(), change()))[0] == 1
    assert await kept.get() == 2
