"""What is asked of the outbox's rows when nobody can tell whether a delivery arrived."""

from sqlalchemy import select, update

from storage.database import Database
from storage.deliveries import COLUMNS, NO_NUMBER, Delivery, DeliveryState, from_row
from storage.tables.forwarding import DeliveryRow

_OPEN = [DeliveryState.SENDING.value, DeliveryState.UNKNOWN.value]


class Doubts:
    """Of deliveries that were about to leave."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unnumber(self, key: str) -> None:
        """It is about to leave on a way that takes no number: from now on a repeat of it is no longer harmless."""
        async with self._database.session() as session:
            await session.execute(update(DeliveryRow).where(DeliveryRow.key == key).values(random_id=NO_NUMBER))

    async def others(self, delivery: Delivery) -> list[Delivery]:
        """What else rules sent to this chat without a last word: what is found there may be theirs."""
        here = (DeliveryRow.chat == delivery.chat, DeliveryRow.rule.is_not(None), DeliveryRow.id != delivery.id)
        query = select(*COLUMNS).where(*here, DeliveryRow.state.in_(_OPEN))
        async with self._database.reading() as session:
            return list(map(from_row, await session.execute(query)))
