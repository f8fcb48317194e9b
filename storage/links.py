"""Links between an original and its copies, so that an edit finds them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import ChatId, MessageId, RuleId
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


class Links:
    """All links."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, rule: RuleId, source: ChatId, message: MessageId) -> MessageLink | None:
        async with self._database.reading() as session:
            row = await session.get(LinkRow, (rule, source, message))
        return _link(row) if row else None


async def add_links(session: AsyncSession, links: Iterable[MessageLink]) -> None:
    """Inside the transaction that records the send; the newest copy wins."""
    for link in links:
        values = {
            "rule": link.rule,
            "source": link.source,
            "message": link.message,
            "chat": link.chat,
            "copy": link.copy,
            "has_media": link.has_media,
        }
        insert = insert_for(session, LinkRow).values(values)
        await session.execute(
            insert.on_conflict_do_update(
                index_elements=["rule", "source", "message"],
                set_={"chat": link.chat, "copy": link.copy, "has_media": link.has_media},
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
    )
