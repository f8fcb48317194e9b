"""Links between an original and its copies, so that an edit finds them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import ChatId, MessageId, RuleId, TopicId
from storage.database import Database
from storage.tables.forwarding import LinkRow


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
    rows = {(link.rule, link.source, link.message, link.chat, link.topic or 0): link for link in links}
    if rows:
        values = [dict(zip(_COLUMNS, (*key, link.copy, link.has_media), strict=True)) for key, link in rows.items()]
        # One parameter however many there are: each other count would be another statement.
        await session.execute(_ADD[session.get_bind().dialect.name], {"links": json.dumps(values)})


_COLUMNS = ("rule", "source", "message", "chat", "topic", "copy", "has_media")

_ADD = {
    "postgresql": text("""
        INSERT INTO links (rule, source, message, chat, topic, copy, has_media)
        SELECT rule, source, message, chat, topic, copy, has_media
        FROM json_to_recordset(CAST(:links AS json)) AS fresh(
            rule bigint, source bigint, message bigint, chat bigint, topic bigint, copy bigint, has_media boolean
        )
        ON CONFLICT (rule, source, message, chat, topic)
        DO UPDATE SET copy = excluded.copy, has_media = excluded.has_media
    """),
    "sqlite": text("""
        INSERT INTO links (rule, source, message, chat, topic, copy, has_media)
        SELECT json_extract(value, '$.rule'), json_extract(value, '$.source'), json_extract(value, '$.message'),
               json_extract(value, '$.chat'), json_extract(value, '$.topic'), json_extract(value, '$.copy'),
               json_extract(value, '$.has_media')
        FROM json_each(:links) WHERE TRUE
        ON CONFLICT (rule, source, message, chat, topic)
        DO UPDATE SET copy = excluded.copy, has_media = excluded.has_media
    """),
}


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
