"""The whole house on one machine: a sandbox, an Ollama that speaks the wire format, and the bot as its own process.

People act in the world directly; everything the bot does passes through real sockets.
"""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from core.i18n import Translator, pick_language
from sandbox.events import DraftChanged, Event, NewMessage
from sandbox.model import Account, Chat, Content, Media, Message
from sandbox.pending import Draft
from sandbox.posting import Options
from sandbox.seed import ANNA, BEN, BOT, BOT_TOKEN, SOURCE, TARGET
from sandbox.server import Sandbox
from tests.fakes.ollama import FakeOllama
from tests.fakes.process import ROOT, BotProcess

Found = TypeVar("Found")
PATIENCE = 30.0
"""Seconds after which a wait gives up."""


class Stage:
    """`async with Stage(folder) as stage: await stage.bot.start(); …`"""

    def __init__(self, folder: Path, *, has_limits: bool = False, has_account: bool = False, **settings: str) -> None:
        self.folder = folder
        self.sandbox = Sandbox(
            mtproto_port=0 if has_account else None, folder=folder / "sandbox", has_limits=has_limits
        )
        self.ollama = FakeOllama()
        self.translator = Translator(ROOT / "locales")
        self._settings = settings
        self._has_account = has_account
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with self._stack as stack:
            await stack.enter_async_context(self.sandbox)
            await stack.enter_async_context(self.ollama)
            self.bot = BotProcess(self.folder / "bot", **{**self.environment, **self._settings})
            stack.push_async_exit(self.bot)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    @property
    def environment(self) -> dict[str, str]:
        """What makes the bot one of this world."""
        return {
            "BOT_TOKEN": BOT_TOKEN,
            "ADMIN_IDS": str(ANNA),
            "TELEGRAM_API_URL": self.sandbox.url,
            "OLLAMA_HOST": self.ollama.url,
            "BOT__THROTTLE_PER_MINUTE": "1000",  # tests write faster than people
        }

    async def open(self) -> None:
        """Start the bot in its fresh world and wait until it has greeted the group that Anna put it in."""
        await self.bot.start()
        await self.until_in(self.group, self.words(self.anna, "access-group-welcome"))

    # -- who and where

    @property
    def anna(self) -> Account:
        return self.sandbox.world.account(ANNA)

    @property
    def ben(self) -> Account:
        return self.sandbox.world.account(BEN)

    @property
    def bot_account(self) -> Account:
        return self.sandbox.world.account(BOT)

    @property
    def group(self) -> Chat:
        return next(chat for chat in self.sandbox.world.chats.values() if chat.kind == "supergroup")

    @property
    def source(self) -> Chat:
        return self.channel(SOURCE)

    @property
    def target(self) -> Chat:
        return self.channel(TARGET)

    def channel(self, name: str) -> Chat:
        found = self.sandbox.world.by_username(name)
        assert isinstance(found, Chat)
        return found

    def with_bot(self, person: Account) -> Chat:
        return self.sandbox.world.private(person.id, BOT)

    def words(self, person: Account, key: str, **params: str | int) -> str:
        """A text of the bot in this person's language."""
        return self.translator.text(pick_language(person.language_code), key, **params)

    # -- what people do

    def say(self, person: Account, text: str, chat: Chat | None = None, **options: int) -> Message:
        """Write into the chat with the bot, or another."""
        where = chat or self.with_bot(person)
        return self.sandbox.world.posting.send(person, where, Content(text), Options(**options))  # type: ignore[arg-type]

    def post(self, text: str, chat: Chat | None = None) -> Message:
        """A post of Anna's in the source channel, or another."""
        return self.sandbox.world.posting.send(self.anna, chat or self.source, Content(text))

    def media(self, data: bytes, kind: str, name: str, mime_type: str, **about: int) -> Media:
        file = self.sandbox.world.files_kept.add(data, name, mime_type)
        size = {"width": file.width, "height": file.height}
        return Media(kind, file.id, name, mime_type, **{**size, **about})  # type: ignore[arg-type]

    def press(self, person: Account, message: Message, label: str) -> None:
        """Press the button with this text, or whose text contains it."""
        rows = (message.markup or {}).get("inline_keyboard", [])
        data = next(button["callback_data"] for row in rows for button in row if label in button["text"])
        self.sandbox.world.dialogue.press(person, message, data)

    # -- what is seen

    def messages(self, chat: Chat, viewer: Account | None = None) -> list[Message]:
        return self.sandbox.world.messages_of(chat, (viewer or self.anna).id)

    def album(self, chat: Chat, album: str) -> list[Message]:
        return [each for each in self.messages(chat) if each.album == album]

    def answers(self, person: Account) -> list[Message]:
        """What the bot said to this person in private, oldest first."""
        chat = self.with_bot(person)
        return [each for each in self.sandbox.world.history[chat.key] if each.author == BOT and not each.is_deleted]

    async def until(self, look: Callable[[], Found | None], patience: float = PATIENCE) -> Found:
        """Look again after every event of the world until there is something.

        Raises:
            AssertionError: nothing within `patience` seconds; carries the end of the bot's log.
        """
        changed = asyncio.Event()
        unsubscribe = self.sandbox.world.subscribe(lambda _event: changed.set())
        try:
            async with asyncio.timeout(patience):
                while not (found := look()):
                    await changed.wait()
                    changed.clear()
                return found
        except TimeoutError as error:
            log = self.bot.log.read_text()[-3000:] if self.bot.log.exists() else ""
            raise AssertionError(f"waited {patience} s for {look}; the bot's log ends with:\n{log}") from error
        finally:
            unsubscribe()

    async def until_answer(self, person: Account, has: str = "", after: int = 0) -> Message:
        """The first message of the bot to this person that contains `has` and is newer than the uid `after`."""
        return await self.until(
            lambda: next((each for each in self.answers(person) if each.uid > after and has in each.text), None)
        )

    async def ask(self, person: Account, text: str, has: str = "") -> Message:
        """Write to the bot and wait for its answer."""
        question = self.say(person, text)
        return await self.until_answer(person, has, after=question.uid)

    async def until_in(self, chat: Chat, has: str, after: int = 0) -> Message:
        """A message in the chat that contains `has`."""
        return await self.until(
            lambda: next(
                (
                    each
                    for each in self.sandbox.world.history[chat.key]
                    if each.uid > after and has in each.text and not each.is_deleted
                ),
                None,
            )
        )

    async def until_draft(self, person: Account, has: str = "") -> Draft:
        chat = self.with_bot(person)
        return await self.until(
            lambda: next(
                (each for each in self.sandbox.world.dialogue.drafts_in(chat) if has in each.content.text), None
            )
        )

    async def first_sign(self, person: Account, text: str) -> float:
        """Write to the bot; seconds until a draft or a message of it appears."""
        loop = asyncio.get_running_loop()
        chat = self.with_bot(person)
        came: asyncio.Future[float] = loop.create_future()

        def listen(event: Event) -> None:
            is_draft = isinstance(event, DraftChanged) and event.draft.chat is chat
            is_message = isinstance(event, NewMessage) and event.message.chat is chat and event.message.author == BOT
            if (is_draft or is_message) and not came.done():
                came.set_result(loop.time())

        unsubscribe = self.sandbox.world.subscribe(listen)
        started = loop.time()
        try:
            self.say(person, text)
            async with asyncio.timeout(PATIENCE):
                return await came - started
        finally:
            unsubscribe()
