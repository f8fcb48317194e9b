"""A world, a database and one life after another between them: what each left behind, the next one finds."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Literal, Self

from pydantic import SecretStr
from sqlalchemy import text

from core.config import Settings
from core.ids import ChatId, MessageId, RuleId, UserId
from forwarding.spec import RuleSpec
from forwarding.transports.mtproto.account import Account
from sandbox.model import Chat, Content, Message
from sandbox.seed import ANNA, BEN, BOT, BOT_TOKEN
from sandbox.server import Sandbox
from storage.database import Database
from storage.migrations.run import migrate
from storage.rules import Rules
from storage.users import Role, Users
from storage.watermarks import Watermarks
from tests.chaos.steps import SOCKET, Meter, Steps, until
from tests.fakes.nursery import Forked, Nursery

PAIRS = 3
"""Sources, each with a destination: a chat takes three messages in three seconds, and nobody shall wait for that."""
PATIENCE = 120.0
"""Seconds within which everything must have happened on a very busy machine; only a failure takes that long."""
LEASE = "3"
SETTLE = "1.2"

Via = Literal["bot", "account"]

OPEN = (
    "SELECT (SELECT count(*) FROM deliveries WHERE finished_at IS NULL)"
    " + (SELECT count(*) FROM posts WHERE is_waiting)"
    " + (SELECT count(*) FROM inbox WHERE stage NOT IN ('done', 'failed'))"
)
LINKS = "SELECT source, message, chat, copy FROM links"


@dataclass(frozen=True, slots=True)
class Pair:
    """Where posts are written and where their copies stand."""

    source: Chat
    target: Chat


class House:
    """`async with House(folder, nursery, via="bot") as house: await house.begin_life(); …`

    `hears_deletions`: the account is there too where the bot reads, as only an account hears of those. `has_line`: the
    bot sends over MTProto.
    """

    def __init__(
        self,
        folder: Path,
        nursery: Nursery,
        *,
        via: Via,
        database: str = "",
        hears_deletions: bool = False,
        has_line: bool = False,
        **policies: str,
    ) -> None:
        self.via = via
        self.steps = Steps()
        self.pairs: list[Pair] = []
        self._folder = folder
        self._nursery = nursery
        self._policies = {"deletions": "follow", **policies}
        self._url = database
        self._has_account = via == "account" or hears_deletions
        self._has_line = has_line
        self._life: Forked | None = None
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with self._stack as stack:
            self._sandbox = Sandbox(mtproto_port=0 if self._has_account or self._has_line else None)
            self._sandbox.world.faults = Meter(self.steps)
            await stack.enter_async_context(self._sandbox)
            self._database = Database(self._database_url)
            stack.push_async_callback(self._database.close)
            self._socket = stack.enter_context(_short_path())
            server = await self.steps.listen(self._socket)
            stack.callback(server.close)
            stack.push_async_callback(self.end_life)
            await self._furnish()
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    @property
    def world(self) -> Any:
        return self._sandbox.world

    @property
    def author(self) -> Any:
        """Whoever writes in the sources."""
        return self.world.account(BEN if self.via == "account" else ANNA)

    # -- lives

    async def begin_life(self) -> None:
        """Returns when it hears of posts."""
        role = "all" if not self._url else "userbot" if self._has_account else "worker"
        log = self._folder / "life.log"
        self._life = await asyncio.to_thread(self._nursery.fork, role, self._environment(), log, "tests.chaos.life")
        self.steps.follow(self._life)
        assert await until(self.steps, self._hears, PATIENCE), log.read_text()[-4000:]

    async def end_life(self) -> None:
        """Only waits where it was killed."""
        if self._life is not None:
            if not self.steps.is_killed:
                self.steps.kill()
            await asyncio.wait_for(self._life.wait(), PATIENCE)
            self._life = None

    async def is_quiet(self) -> bool:
        """Whether nothing that is written down waits for anything."""
        async with self._database.reading() as session:
            return not await session.scalar(text(OPEN))

    async def links(self) -> dict[tuple[int, int], int]:
        """By source and message, which message is remembered as the copy."""
        async with self._database.reading() as session:
            return {(source, message): copy for source, message, _, copy in await session.execute(text(LINKS))}

    async def settled(self, look: Callable[[], bool]) -> bool:
        """Wait until it looks so and nothing is left to do, or until the life was killed; False when neither comes."""

        async def is_settled() -> bool:
            return self.steps.is_killed or (look() and await self.is_quiet())

        return await until(self.steps, is_settled, PATIENCE)

    async def _hears(self) -> bool:
        asked = self.steps.requests
        is_listening = asked["messages.gethistory"] >= PAIRS if self._has_account else True
        return is_listening and (asked["getupdates"] > 0)

    # -- what people do and see

    def post(self, pair: Pair, said: str) -> Message:
        posted: Message = self.world.posting.send(self.author, pair.source, Content(said))
        return posted

    def copies_of(self, pair: Pair, post: Message) -> list[Message]:
        """What says in the destination what the post says, oldest first."""
        said = _said(post)
        return [each for each in self.world.history[pair.target.key] if each.service is None and _said(each) == said]

    def is_told(self, pair: Pair, post: Message) -> bool:
        """Whether the owner was told that nobody can know where the copy of this is."""
        link = f"https://t.me/{pair.source.username}/{post.shared_id}"
        told = self.world.history[self.world.private(ANNA, BOT).key]
        return any(link in each.text.split() and each.markup for each in told if each.author == BOT)

    # -- what is there before anybody lives

    async def _furnish(self) -> None:
        world = self.world
        world.posting.send(world.account(ANNA), world.private(ANNA, BOT), Content("/start"))
        self.pairs = [self._pair(number) for number in range(PAIRS)]
        (self._folder / "server.pem").write_text(self._sandbox.public_key_pem)
        await asyncio.to_thread(migrate, self._database_url)
        if self._has_account:
            await self._log_in()
        users, rules = Users(self._database), Rules(self._database)
        await users.set_role(UserId(ANNA), Role.OWNER)
        for pair in self.pairs:
            await self._add_rule(rules, pair, self.via)
        if self._has_account and self.via == "bot":
            for number in range(PAIRS):
                await self._add_rule(rules, self._pair(PAIRS + number, "account"), "account")

    def _pair(self, number: int, via: str = "") -> Pair:
        world, anna = self.world, self.world.account(ANNA)
        is_read_by_account = (via or self.via) == "account"
        owner = world.account(BEN) if is_read_by_account else anna
        source = world.members.create(owner, "channel", f"Source {number}", username=f"chaos_source_{number}")
        target = world.members.create(anna, "channel", f"Target {number}", username=f"chaos_target_{number}")
        if is_read_by_account:
            world.members.join(anna, source)
        for channel in () if is_read_by_account else (source, target):
            world.members.add(anna, channel, world.account(BOT))
            world.members.promote(anna, channel, world.account(BOT))
        return Pair(source, target)

    async def _add_rule(self, rules: Rules, pair: Pair, via: Via) -> RuleId:
        spec = RuleSpec.model_validate(
            {"sources": [{"chat": pair.source.id}], "destinations": [{"chat": pair.target.id}], **self._policies}
        )
        chats = {
            str(chat.id): {"title": chat.title, "username": chat.username, "via": by}
            for chat, by in ((pair.source, via), (pair.target, "bot"))
        }
        newest = max((each.shared_id for each in self.world.history[pair.source.key]), default=0)
        await Watermarks(self._database).advance(ChatId(pair.source.id), MessageId(newest))
        saved = await rules.add(spec.model_dump(mode="json"), chats, UserId(ANNA), f"chaos:{pair.source.id}")
        return saved.id

    async def _log_in(self) -> None:
        phone = self.world.account(ANNA).phone
        account = Account(
            Settings(
                _env_file=None,
                data_dir=self._folder,
                api_id=1,
                api_hash=SecretStr("any"),
                mtproto_server=f"127.0.0.1:{self._sandbox.mtproto_port}",
                mtproto_key_file=self._folder / "server.pem",
            )
        )
        try:
            await account.connect()
            await account.send_code(phone)
            assert await account.sign_in(phone, self.world.kept["login_codes"][phone])
        finally:
            await account.close()

    @property
    def _database_url(self) -> str:
        return self._url or f"sqlite+aiosqlite:///{self._folder}/platform.db"

    def _environment(self) -> dict[str, str]:
        given = {
            "DATA_DIR": str(self._folder),
            "DATABASE_URL": self._url.replace("postgresql+asyncpg", "postgresql"),
            "BOT_TOKEN": BOT_TOKEN,
            "ADMIN_IDS": str(ANNA),
            "TELEGRAM_API_URL": self._sandbox.url,
            "FORWARDING__ALBUM_SETTLE_SECONDS": SETTLE,
            "FORWARDING__LEASE_SECONDS": LEASE if self._url else "30",
            "API__PORT": "0",
            "LOG_LEVEL": "INFO",
            "OPENBLAS_NUM_THREADS": "1",
            SOCKET: str(self._socket),
        }
        if self._has_account or self._has_line:
            given |= {
                "FORWARDING__BOT_OVER_MTPROTO": str(self._has_line),
                "API_ID": "1",
                "API_HASH": "any",
                "MTPROTO_SERVER": f"127.0.0.1:{self._sandbox.mtproto_port}",
                "MTPROTO_KEY_FILE": str(self._folder / "server.pem"),
            }
        return given


def _said(message: Message) -> tuple[str, int]:
    media = message.content.media
    return message.text, media.file if media is not None else 0


@contextmanager
def _short_path() -> Iterator[Path]:
    """The path of a socket has 107 bytes at most, and the folders of tests may have more."""
    with TemporaryDirectory(prefix="chaos-") as folder:
        yield Path(folder) / "steps"
