"""What rules read and write besides Telegram's chats: feeds and webhooks, each known by its address."""

import secrets
from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import select, update

from core.clock import Clock, SystemClock
from core.ids import ChatId, EndpointId, chat_of_endpoint
from storage.database import Database
from storage.tables.endpoints import EndpointRow
from storage.upsert import insert_for

Kind = Literal["feed", "webhook"]

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A feed or a webhook. `state` is what its transport remembers from one request to the next."""

    id: EndpointId
    kind: Kind
    url: str
    title: str
    secret: bytes
    """Signs what is sent to a webhook."""
    state: dict[str, Any]

    @property
    def chat(self) -> ChatId:
        return chat_of_endpoint(self.id)


class Endpoints:
    """All of them; one address is one endpoint of its kind."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def open(self, kind: Kind, url: str, title: str) -> Endpoint:
        """The one of this address, made now, with a secret of its own, or before."""
        values = {
            "kind": kind,
            "url": url,
            "title": title,
            "secret": secrets.token_bytes(SECRET_BYTES),
            "state": {},
            "created_at": self._clock.now(),
        }
        async with self._database.session() as session:
            insert = insert_for(session, EndpointRow).values(values)
            await session.execute(insert.on_conflict_do_nothing(index_elements=["kind", "url"]))
            query = select(EndpointRow).where(EndpointRow.kind == kind, EndpointRow.url == url)
            return _endpoint((await session.scalars(query)).one())

    async def get(self, id: EndpointId) -> Endpoint | None:
        async with self._database.reading() as session:
            row = await session.get(EndpointRow, id)
        return _endpoint(row) if row else None

    async def addresses(self) -> dict[ChatId, str]:
        """Of all feeds, and of all webhooks as rules name them."""
        async with self._database.reading() as session:
            rows = (await session.scalars(select(EndpointRow))).all()
        prefixes = {"webhook": "hook:"}
        return {chat_of_endpoint(EndpointId(row.id)): prefixes.get(row.kind, "") + row.url for row in rows}

    async def remember(self, id: EndpointId, state: dict[str, Any]) -> None:
        async with self._database.session() as session:
            await session.execute(update(EndpointRow).where(EndpointRow.id == id).values(state=state))


def _endpoint(row: EndpointRow) -> Endpoint:
    return Endpoint(EndpointId(row.id), cast(Kind, row.kind), row.url, row.title, row.secret, row.state)
