"""The people that the bot knows: name, language, role, time zone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from sqlalchemy import func, select, update

from core.clock import Clock, SystemClock
from core.i18n import pick_language
from core.ids import UserId
from storage.database import Database
from storage.tables.people import UserRow
from storage.upsert import insert_for

NO_ZONE = "UTC"
"""The time zone of a person who never chose one; who chooses UTC has "Etc/UTC"."""


class Role(IntEnum):
    """What a person may do; a higher one may all that a lower one may."""

    BLOCKED = -1
    STRANGER = 0
    GUEST = 1
    USER = 2
    ADMIN = 3
    OWNER = 4

    @property
    def is_admin(self) -> bool:
        return self >= Role.ADMIN


@dataclass(frozen=True, slots=True)
class User:
    """A person as the bot knows them."""

    id: UserId
    name: str
    username: str
    language: str
    role: Role
    time_zone: str
    created_at: datetime


class Users:
    """Everybody who ever wrote to the bot."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._listeners: list[Callable[[UserId], None]] = []

    def subscribe(self, listener: Callable[[UserId], None]) -> None:
        """Called after this process has changed a person's row."""
        self._listeners.append(listener)

    async def get(self, id: UserId) -> User | None:
        async with self._database.reading() as session:
            row = await session.get(UserRow, id)
        return _user(row) if row else None

    async def touch(self, id: UserId, name: str, username: str, language_code: str | None) -> User:
        """The person as they are now: a newcomer is a STRANGER, a new name is kept, the language once chosen stays."""
        known = await self.get(id)
        if known and (known.name, known.username) == (name, username):
            return known
        changes: dict[str, str | int] = {"name": name, "username": username}
        if known is None or not known.name:  # nameless: an admin named them before they ever wrote
            changes["language"] = pick_language(language_code)
        return await self._save(id, changes)

    async def set_role(self, id: UserId, role: Role) -> User:
        """Also for a person who has not written yet, such as one named in ADMIN_IDS."""
        return await self._save(id, {"role": int(role)})

    async def decide(self, id: UserId, role: Role) -> User | None:
        """Give a stranger their role; the person as they are now, None when something else was decided before."""
        change = update(UserRow).where(UserRow.id == id, UserRow.role == int(Role.STRANGER)).values(role=int(role))
        async with self._database.session() as session:
            await session.execute(change)
        for listener in self._listeners:
            listener(id)
        user = await self.get(id)
        return user if user is not None and user.role is role else None

    async def set_language(self, id: UserId, language: str) -> User:
        return await self._save(id, {"language": language})

    async def set_time_zone(self, id: UserId, time_zone: str) -> User:
        return await self._save(id, {"time_zone": time_zone})

    async def all(self, limit: int = 100, offset: int = 0) -> list[User]:
        """Newest first."""
        query = select(UserRow).order_by(UserRow.created_at.desc(), UserRow.id).limit(limit).offset(offset)
        async with self._database.reading() as session:
            return _users((await session.scalars(query)).all())

    async def by_role(self, least: Role) -> list[User]:
        """Those with this role or a higher one, highest first."""
        query = select(UserRow).where(UserRow.role >= int(least)).order_by(UserRow.role.desc(), UserRow.created_at)
        async with self._database.reading() as session:
            return _users((await session.scalars(query)).all())

    async def owner(self) -> User | None:
        owners = await self.by_role(Role.OWNER)
        return owners[0] if owners else None

    async def count(self) -> int:
        async with self._database.reading() as session:
            return (await session.scalar(select(func.count()).select_from(UserRow))) or 0

    async def _save(self, id: UserId, changes: dict[str, str | int]) -> User:
        fresh = {"name": "", "username": "", "language": "en", "role": int(Role.STRANGER), "time_zone": NO_ZONE}
        values = {**fresh, **changes, "id": id, "created_at": self._clock.now()}
        async with self._database.session() as session:
            insert = insert_for(session, UserRow).values(values)
            statement = insert.on_conflict_do_update(index_elements=["id"], set_=changes).returning(UserRow)
            saved = _user((await session.scalars(statement)).one())
        for listener in self._listeners:
            listener(id)
        return saved


def _user(row: UserRow) -> User:
    return User(UserId(row.id), row.name, row.username, row.language, Role(row.role), row.time_zone, row.created_at)


def _users(rows: Sequence[UserRow]) -> list[User]:
    return [_user(row) for row in rows]
