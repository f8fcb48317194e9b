"""Pictures that were made for copies stay for as long as a copy may still need them."""

from datetime import timedelta

import pytest

from core.ids import ChatId
from storage.blobs import Blobs
from storage.database import Database
from storage.outbox import Delivery, DeliveryState, Outbox, Outcome
from tests.fakes.clock import FakeClock


@pytest.fixture
def blobs(database: Database, clock: FakeClock) -> Blobs:
    return Blobs(database, clock)


async def test_what_was_put_first_stays_under_its_name(blobs: Blobs):
    assert not await blobs.has("ab12")
    assert await blobs.get("ab12") is None
    await blobs.put("ab12", b"\x00first")
    await blobs.put("ab12", b"second")
    assert await blobs.has("ab12")
    assert await blobs.get("ab12") == b"\x00first"


async def test_what_nothing_needs_is_forgotten_in_time(blobs: Blobs, clock: FakeClock):
    await blobs.put("ab12", b"old")
    clock.advance(3600)
    await blobs.put("cd34", b"fresh")
    assert await blobs.purge(clock.now() - timedelta(minutes=30)) == 1
    assert (await blobs.has("ab12"), await blobs.has("cd34")) == (False, True)


async def test_asked_for_again_it_stays_as_long_as_a_new_one(blobs: Blobs, clock: FakeClock):
    await blobs.put("ab12", b"old")
    clock.advance(3600)
    assert await blobs.has("ab12")
    assert await blobs.purge(clock.now() - timedelta(minutes=30)) == 0


async def test_a_picture_of_a_copy_that_may_still_go_out_stays(blobs: Blobs, database: Database, clock: FakeClock):
    outbox = Outbox(database, clock)
    for number, name in enumerate(("ab12", "cd34", "ef56")):
        await blobs.put(name, name.encode())
        payload = {"rewrite": {"pictures": {"7": name}}}
        await outbox.enqueue(Delivery(f"post:{number}", ChatId(-number - 1), payload))
    sent, refused, _ = (await outbox.take(3, 30)).deliveries
    await outbox.finish(Outcome(sent, DeliveryState.SENT), Outcome(refused, DeliveryState.DEAD, "no rights"))
    clock.advance(3600)
    assert await blobs.purge(clock.now()) == 1
    kept = [name for name in ("ab12", "cd34", "ef56") if await blobs.get(name)]
    gone = sent.payload["rewrite"]["pictures"]["7"]
    assert kept == [name for name in ("ab12", "cd34", "ef56") if name != gone]
