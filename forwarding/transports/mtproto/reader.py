"""Reads the sources that only the account sees, each from its watermark: no post is missed while nobody ran."""

import asyncio
import contextlib

import structlog
from telethon import errors, events

from core.errors import Unavailable
from core.ids import ChatId, MessageId
from forwarding.forwarder import Forwarder
from forwarding.rules import RuleBook
from forwarding.transports.mtproto.account import ANSWER_SECONDS, Account
from forwarding.transports.mtproto.posts import to_post
from storage.watermarks import Watermarks

POLL_SECONDS = 60.0
"""Some large channels push nothing, and gaps in what is pushed can be dropped: so every source is also asked."""
PAGE = 100

log = structlog.get_logger(__name__)


class AccountReader:
    """What arrives is only a sign to read on: order and completeness come from the history."""

    def __init__(self, account: Account, rulebook: RuleBook, forwarder: Forwarder, watermarks: Watermarks) -> None:
        self._account = account
        self._rulebook = rulebook
        self._forwarder = forwarder
        self._watermarks = watermarks
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Read until cancelled; ends at once when the account is signed out, which only a login mends."""
        if not await self._connected():
            log.error("account_signed_out", remedy="python -m bot login")
            return
        client = self._account.client
        client.add_event_handler(self._on_post, events.NewMessage())
        client.add_event_handler(self._on_edit, events.MessageEdited())
        client.add_event_handler(self._on_deletion, events.MessageDeleted())
        try:
            while True:
                self._wake.clear()
                try:
                    await self.catch_up()
                except Unavailable as error:
                    log.warning("sources_not_read", reason=error.key)
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
            except (errors.RPCError, ValueError, OSError, TimeoutError, Unavailable) as error:
                log.warning("source_not_read", source=source, reason=str(error))

    async def _connected(self) -> bool:
        while True:
            try:
                if not await self._account.connect():
                    return False
                await self._account.learn_chats()
            except (errors.RPCError, OSError, TimeoutError, Unavailable) as error:
                log.warning("account_not_connected", reason=str(error))
                await asyncio.sleep(POLL_SECONDS)
            else:
                return True

    async def _sources(self) -> list[ChatId]:
        rules = [rule for rule in await self._rulebook.list() if not rule.is_paused]
        return sorted({source for rule in rules for source in rule.source_chats if rule.via(source) == "account"})

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
