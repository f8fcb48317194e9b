"""Links between an original and its copies, so that an edit finds them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import ChatId, MessageId, RuleId, TopicId
from storage.database import Database
from storage.tables.forwarding import LinkRow
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class MessageLink:
    """`copy` in `chat` is what `rule` made of `message` in `source`."""

    rule: RuleId
    source: ChatId
    message: MessageId
    chat: ChatId
    copy: MessageId
    has_media: bool = False
    topic: TopicId | None = None
    """Of the copy."""


class Links:
    """All links."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(
        self, rule: RuleId, source: ChatId, message: MessageId, chat: ChatId, topic: TopicId | None = None
    ) -> MessageLink | None:
        """What the rule made of the message for this destination."""
        async with self._database.reading() as session:
            row = await session.get(LinkRow, (rule, source, message, chat, topic or 0))
        return _link(row) if row else None

    async def copies(self, source: ChatId, message: MessageId) -> list[MessageLink]:
        """All that became of the message."""
        query = select(LinkRow).where(LinkRow.source == source, LinkRow.message == message)
        async with self._database.reading() as session:
            return [_link(row) for row in await session.scalars(query.order_by(LinkRow.rule, LinkRow.chat))]

    async def in_chat(
        self, source: ChatId, message: MessageId, chat: ChatId, rule: RuleId | None
    ) -> MessageLink | None:
        """A copy of the message in this chat; this rule's, where it made one."""
        here = (LinkRow.source == source, LinkRow.message == message, LinkRow.chat == chat)
        query = select(LinkRow).where(*here).order_by((LinkRow.rule == (rule or 0)).desc(), LinkRow.rule).limit(1)
        async with self._database.reading() as session:
            row = await session.scalar(query)
        return _link(row) if row else None

    async def original(self, chat: ChatId, copy: MessageId) -> MessageLink | None:
        """What this message is a copy of."""
        query = select(LinkRow).where(LinkRow.chat == chat, LinkRow.copy == copy).limit(1)
        async with self._database.reading() as session:
            row = await session.scalar(query)
        return _link(row) if row else None


async def add_links(session: AsyncSession, links: Iterable[MessageLink]) -> None:
    """Inside the transaction that records the send; the newest copy wins."""
    for link in links:
        values = {
            "rule": link.rule,
            "source": link.source,
            "message": link.message,
            "chat": link.chat,
            "topic": link.topic or 0,
            "copy": link.copy,
            "has_media": link.has_media,
        }
        insert = insert_for(session, LinkRow).values(values)
        await session.execute(
            insert.on_conflict_do_update(
                index_elements=["rule", "source", "message", "chat", "topic"],
                set_={"copy": link.copy, "has_media": link.has_media},
            )
        )


def _link(row: LinkRow) -> MessageLink:
    return MessageLink(
        RuleId(row.rule),
        ChatId(row.source),
        MessageId(row.message),
        ChatId(row.chat),
        MessageId(row.copy),
        row.has_media,
        TopicId(row.topic) if row.topic else None,
    )
