"""Which of the bot's messages are the answer of which turn."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, or_, select

from core.ids import ChatId, MessageId, TurnId
from storage.database import Database
from storage.tables.conversation import AnswerMessageRow


class AnswerMessages:
    """The messages of all answers, in the order of sending."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(
        self, turn: TurnId, chat: ChatId, messages: Sequence[MessageId], offers: Sequence[Mapping[str, str]] = ()
    ) -> None:
        """From now on the turn's answer stands in these messages alone; `offers` are the last one's own buttons."""
        stale = or_(
            AnswerMessageRow.turn == turn,
            (AnswerMessageRow.chat == chat) & AnswerMessageRow.message.in_(messages),
        )
        async with self._database.session() as session:
            await session.execute(delete(AnswerMessageRow).where(stale))
            rows = [AnswerMessageRow(turn=turn, chat=chat, message=each, offers=[]) for each in messages]
            if rows:
                rows[-1].offers = [dict(each) for each in offers]
            session.add_all(rows)

    async def of(self, turn: TurnId) -> list[MessageId]:
        query = select(AnswerMessageRow.message).where(AnswerMessageRow.turn == turn).order_by(AnswerMessageRow.id)
        async with self._database.reading() as session:
            return [MessageId(each) for each in await session.scalars(query)]

    async def offers(self, turn: TurnId) -> list[dict[str, str]]:
        """The answer's own buttons."""
        query = select(AnswerMessageRow.offers).where(AnswerMessageRow.turn == turn).order_by(AnswerMessageRow.id)
        async with self._database.reading() as session:
            return [offer for offers in await session.scalars(query) for offer in offers]

    async def turn_of(self, chat: ChatId, message: MessageId) -> TurnId | None:
        """The turn whose answer this message is part of."""
        query = select(AnswerMessageRow.turn).where(AnswerMessageRow.chat == chat, AnswerMessageRow.message == message)
        async with self._database.reading() as session:
            id = await session.scalar(query)
        return None if id is None else TurnId(id)
