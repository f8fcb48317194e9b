"""Reads the sources that only the account sees, each from its watermark: no post is missed while nobody ran."""

import asyncio
import contextlib
from collections.abc import Callable

import structlog
from telethon import errors, events

from core.errors import Unavailable
from core.ids import ChatId, MessageId
from forwarding.forwarder import Forwarder
from forwarding.rules import RuleBook
from forwarding.transports.mtproto.account import ANSWER_SECONDS, Account
from forwarding.transports.mtproto.accounts import SIGNED_OUT, Accounts
from forwarding.transports.mtproto.posts import to_post
from storage.presences import ACCOUNT, Presences
from storage.watermarks import Watermarks

POLL_SECONDS = 60.0
"""Some large channels push nothing, and gaps in what is pushed can be dropped: so every source is also asked."""
PAGE = 100

log = structlog.get_logger(__name__)


class AccountReader:
    """What arrives is only a sign to read on: order and completeness come from the history."""

    def __init__(
        self,
        account: Account,
        rulebook: RuleBook,
        forwarder: Forwarder,
        watermarks: Watermarks,
        *,
        accounts: Accounts | None = None,
        presences: Presences | None = None,
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        """`accounts` are all that read, where there are several; `presences` is where others see how they are.

        `on_ready` hears whenever the account has begun to listen.
        """
        self._account = account
        self._rulebook = rulebook
        self._forwarder = forwarder
        self._watermarks = watermarks
        self._accounts = accounts
        self._presences = presences
        self._on_ready = on_ready
        self._title = ""
        self._appeared = 0.0, ""
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Read until cancelled; ends when the account is signed out, which only a login mends."""
        if await self._connected():
            await self._read_while_signed_in()
        if not self._account.is_ready:
            log.error("account_signed_out", account=self._account.id, remedy="python -m bot login")
            with contextlib.suppress(Unavailable):
                await self._appear()

    async def _read_while_signed_in(self) -> None:
        client = self._account.client
        client.add_event_handler(self._on_post, events.NewMessage())
        client.add_event_handler(self._on_edit, events.MessageEdited())
        client.add_event_handler(self._on_deletion, events.MessageDeleted())
        self._on_ready()
        try:
            while True:
                self._wake.clear()
                try:
                    await self._appear()
                    await self.catch_up()
                except Unavailable as error:
                    log.warning("sources_not_read", reason=error.key)
                if not self._account.is_ready:
                    return
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._wake.wait()
        finally:
            client.remove_event_handler(self._on_post)
            client.remove_event_handler(self._on_edit)
            client.remove_event_handler(self._on_deletion)

    async def catch_up(self) -> None:
        """Take every post since the watermarks, in order."""
        for source in await self._sources():
            try:
                await self._read_on(source)
            except errors.FloodWaitError as error:
                log.warning("account_must_wait", source=source, seconds=error.seconds)
                await asyncio.sleep(error.seconds)
            except SIGNED_OUT:
                self._account.state = "signed_out"
                return
            except (errors.RPCError, ValueError, OSError, TimeoutError, Unavailable) as error:
                log.warning("source_not_read", source=source, reason=str(error))
                if self._accounts is not None:
                    self._accounts.forget(self._account, source)

    async def _connected(self) -> bool:
        while True:
            try:
                await self._appear()
                if not await self._account.connect():
                    return False
                await self._account.learn_chats()
                self._title = await self._account.name()
            except (errors.RPCError, OSError, TimeoutError, Unavailable) as error:
                log.warning("account_not_connected", reason=str(error))
                await asyncio.sleep(POLL_SECONDS)
            else:
                return True

    async def _sources(self) -> list[ChatId]:
        rules = [rule for rule in await self._rulebook.list() if not rule.is_paused]
        sources = sorted({source for rule in rules for source in rule.source_chats if rule.via(source) == "account"})
        if self._accounts is None:
            return sources
        return [source for source in sources if await self._accounts.reader_of(source) is self._account]

    async def _appear(self) -> None:
        """Let every process see how the account is: when that changed, and now and then."""
        now, state = asyncio.get_running_loop().time(), self._account.state
        if self._presences is None or (state == self._appeared[1] and now - self._appeared[0] < POLL_SECONDS / 2):
            return
        await self._presences.seen(f"{ACCOUNT}{self._account.id}", state=state, title=self._title)
        self._appeared = now, state

    async def _read_on(self, source: ChatId) -> None:
        mark = await self._watermarks.get(source) or MessageId(0)
        while True:
            async with asyncio.timeout(ANSWER_SECONDS):
                messages = await self._account.client.get_messages(source, limit=PAGE, min_id=mark, reverse=True)
            for message in messages:
                if (post := to_post(message)) is not None:
                    await self._forwarder.accept(post, "account")
                mark = MessageId(message.id)
                await self._watermarks.advance(source, mark)
            if len(messages) < PAGE:
                return

    async def _on_post(self, event: events.NewMessage.Event) -> None:
        if event.chat_id in await self._sources():
            self._wake.set()

    async def _on_edit(self, event: events.MessageEdited.Event) -> None:
        post = to_post(event.message)
        if post is not None and post.source in await self._sources():
            await self._forwarder.accept_edit(post, "account")

    async def _on_deletion(self, event: events.MessageDeleted.Event) -> None:
        """Also of sources that the bot reads: it is never told. Outside of channels Telegram does not name the chat."""
        source = ChatId(event.chat_id or 0)
        if await self._rulebook.reading(source):
            await self._forwarder.accept_deletion(source, [MessageId(number) for number in event.deleted_ids])
