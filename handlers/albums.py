"""An album comes as many updates and is one question: the first part's handler waits for the others and asks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiogram.exceptions import TelegramNetworkError

from core.ids import ChatId, ThreadId, UpdateId
from handlers.attachments import Attachment, from_rows
from storage.turns import PastTurn, Turns

SETTLE_SECONDS = 1.0
"""An album is whole when so long no part came."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""Telegram's and ours."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message of an album, or a picture that came alone."""

    update: UpdateId
    chat: ChatId
    thread: ThreadId
    album: str
    """Empty for a picture alone."""
    message: int
    sent_at: datetime
    file: Attachment
    caption: str = ""
    is_for_me: bool = True
    is_forwarded: bool = False
    is_resumed: bool = False


@dataclass(slots=True)
class Album:
    """All parts, in their order, or what its question was written down with before the process ended."""

    parts: list[Part]
    known: PastTurn | None = None
    taken: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    """Done when the other parts' updates may be forgotten: the question is written down with all the files."""

    @property
    def files(self) -> tuple[Attachment, ...]:
        known = from_rows(self.known.attachments) if self.known is not None else ()
        return tuple(each for each in known if each.is_file) or tuple(part.file for part in self.parts)

    @property
    def caption(self) -> str:
        if self.known is not None:
            return self.known.text
        return "\n".join(part.caption for part in self.parts if part.caption)

    @property
    def message(self) -> int:
        """The message that has the caption, else the first."""
        return next((part for part in self.parts if part.caption), self.parts[0]).message

    @property
    def is_for_me(self) -> bool:
        """Of an album that calls the bot only one part has the words that do."""
        return any(part.is_for_me for part in self.parts)

    @property
    def is_forwarded(self) -> bool:
        return any(part.is_forwarded for part in self.parts)

    def take(self) -> None:
        if not self.taken.done():
            self.taken.set_result(None)

    def leave(self, reason: BaseException) -> None:
        """The other parts end as the first did: unfinished, to come again."""
        if not self.taken.done():
            self.taken.set_exception(reason)
            self.taken.exception()


class Albums:
    """Safe against the end of the process at any moment, for every part is an update of its own in the inbox.

    Until the question is written down no part's handler ends, so after a crash all parts come again. From then on the
    turn knows the files: the part that asked finds them there, and the others see that they were asked about.
    """

    def __init__(self, turns: Turns, settle_seconds: float = SETTLE_SECONDS) -> None:
        self._turns = turns
        self._settle_seconds = settle_seconds
        self._open: dict[tuple[ChatId, str], Album] = {}

    @asynccontextmanager
    async def whole(self, part: Part) -> AsyncIterator[Album | None]:
        """The album for the part that came first; None for the others, as soon as it is taken."""
        if not part.album:
            yield Album([part])
            return
        known = await self._begun_before(part) if part.is_resumed else None
        if known is not None:
            yield Album([part], known) if known.update_id == part.update else None
            return
        begun = self._open.get((part.chat, part.album))
        if begun is not None:
            begun.parts.append(part)
            await asyncio.shield(begun.taken)
            yield None
            return
        async with self._led(part) as album:
            yield album

    async def _begun_before(self, part: Part) -> PastTurn | None:
        return await self._turns.asked_with(part.thread, part.file.file, part.sent_at - CLOCKS_DIFFER)

    @asynccontextmanager
    async def _led(self, part: Part) -> AsyncIterator[Album]:
        key = part.chat, part.album
        album = self._open[key] = Album([part])
        try:
            await self._settle(album)
            del self._open[key]
            album.parts.sort(key=lambda each: each.message)
            yield album
        except (TelegramNetworkError, asyncio.CancelledError) as error:
            album.leave(error)
            raise
        finally:
            album.take()
            if self._open.get(key) is album:
                del self._open[key]

    async def _settle(self, album: Album) -> None:
        count = 0
        while count < len(album.parts):
            count = len(album.parts)
            await asyncio.sleep(self._settle_seconds)
