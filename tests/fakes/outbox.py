"""Taking from an outbox one by one, for tests of those who put something in."""

from storage.outbox import Delivery, DeliveryState, Outbox, Outcome


async def take_one(outbox: Outbox) -> Delivery | None:
    """The next that may leave; it stands as leaving."""
    return next(iter((await outbox.take(1, 30)).deliveries), None)


async def send_all(outbox: Outbox) -> list[Delivery]:
    """All that may leave, in the order in which they arrive."""
    sent = []
    while delivery := await take_one(outbox):
        await outbox.finish(Outcome(delivery, DeliveryState.SENT))
        sent.append(delivery)
    return sent
