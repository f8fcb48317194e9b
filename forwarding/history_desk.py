"""Who asks for the history of a rule: what may be asked for, and what has come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.clock import Clock, SystemClock
from core.errors import UserError
from core.ids import ChatId, MessageId, UserId
from forwarding.rules import Rule
from storage.backfills import Backfill, Backfills
from storage.holes import Hole, Holes
from storage.presences import Presences

MOST = 10_000
"""Messages of each source."""
SILENCE = timedelta(minutes=3)
"""An account that says nothing of itself for so long is not running."""


@dataclass(frozen=True, slots=True)
class Board:
    """One message that shows the histories of one rule."""

    chat: ChatId
    message: MessageId
    asked_by: UserId
    histories: tuple[Backfill, ...]

    @property
    def is_over(self) -> bool:
        return all(each.finished_at is not None for each in self.histories)


class HistoryDesk:
    """Takes orders; whoever has the accounts carries them out."""

    def __init__(self, backfills: Backfills, presences: Presences, holes: Holes, clock: Clock | None = None) -> None:
        self._backfills = backfills
        self._presences = presences
        self._holes = holes
        self._clock = clock or SystemClock()

    async def begin(self, rule: Rule, count: int, by: UserId) -> None:
        """
        Raises:
            UserError: `error-backfill-…`, one key per reason; nothing was begun.
        """
        if not 0 < count <= MOST:
            raise UserError("error-backfill-count", most=MOST)
        sources = with_past(rule)
        if not sources:
            raise UserError("error-backfill-no-past")
        if rule.is_paused:
            raise UserError("error-backfill-paused")
        if not await self.can_look_back():
            raise UserError("error-backfill-no-account")
        if not await self._backfills.begin(rule.id, sources, count, by):
            raise UserError("error-backfill-running")

    async def can_look_back(self) -> bool:
        """Whether an account runs somewhere: the Bot API tells nothing of the past."""
        since = self._clock.now() - SILENCE
        return any(each.state == "reading" and each.at > since for each in await self._presences.accounts())

    async def show_in(self, rule: Rule, chat: ChatId, message: MessageId) -> None:
        """Where whoever asked sees how it goes on."""
        await self._backfills.show_in(rule.id, chat, message)

    async def cancel(self, rule: Rule) -> bool:
        """False where there is nothing to cancel."""
        return await self._backfills.cancel(rule.id)

    async def boards(self) -> list[Board]:
        """Those whose last word has not been told."""
        found: dict[tuple[ChatId, MessageId], list[Backfill]] = {}
        for each in await self._backfills.shown():
            found.setdefault((each.chat, each.message), []).append(each)
        return [Board(*place, each[0].asked_by, tuple(each)) for place, each in found.items()]

    async def told(self, board: Board) -> None:
        """Its last word stands there."""
        await self._backfills.told(*(each.id for each in board.histories))

    async def holes(self, rule: Rule) -> list[Hole]:
        """What stayed missing in its sources."""
        return await self._holes.told(sorted(rule.source_chats))


def with_past(rule: Rule) -> Sequence[ChatId]:
    """The sources whose messages have one number for everybody, and are kept by Telegram."""
    numbered = [chat for chat in sorted(rule.source_chats, reverse=True) if str(chat).startswith("-100")]
    return [chat for chat in numbered if rule.via(chat) != "web"]
