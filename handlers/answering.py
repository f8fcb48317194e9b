"""From a question to an answer in the chat: text, transcript, retry and approval all come through here."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import cast

from aiogram import Bot

from agents.runner import AgentRunner
from agents.state import ApprovalAsked, ReplyChunk, Turn
from core.buttons import Button, Rows, encode
from core.clock import Clock
from core.config import BotSettings
from core.errors import UserError
from core.i18n import Texts
from core.ids import TurnId, UpdateId
from core.tasks import Supervisor
from handlers.ui.keyboards import markup
from handlers.ui.place import Place
from handlers.ui.replies import Mode, StreamedReply
from storage.approvals import Approval
from storage.chats import Chat
from storage.turns import Turns
from storage.users import User


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, where, and in which language the answer is."""

    user: User
    chat: Chat
    place: Place
    texts: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `update` makes a second handling of the same update harmless."""

    text: str
    update: UpdateId | None
    is_untrusted: bool = False
    document: str = ""
    """Data that the question is about."""


class Quota:
    """How many questions a person has left today (UTC); counted from the turns, so a restart changes nothing."""

    def __init__(self, turns: Turns, clock: Clock, daily: int) -> None:
        self._turns = turns
        self._clock = clock
        self.daily = daily

    async def require(self, user: User) -> None:
        """
        Raises:
            UserError: nothing is left.
        """
        if await self.spent(user) >= self.daily:
            raise UserError("error-quota", limit=self.daily)

    async def spent(self, user: User) -> int:
        midnight = self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return await self._turns.count_since(user.id, midnight)


class Answerer:
    """Asks the agents and shows what they say."""

    def __init__(
        self, bot: Bot, runner: AgentRunner, turns: Turns, quota: Quota, settings: BotSettings, supervisor: Supervisor
    ) -> None:
        self._bot = bot
        self._runner = runner
        self._turns = turns
        self._quota = quota
        self._settings = settings
        self._supervisor = supervisor

    async def answer(self, question: Question, asker: Asker) -> None:
        """Write the question down, let the agents answer, show it as it grows."""
        await self._quota.require(asker.user)
        place = asker.place
        source = f"message:{place.chat}:{place.reply_to}"
        id = await self._turns.begin(place.thread, asker.user.id, asker.chat.id, question.update, question.text, source)
        turn = self._turn(id, question.text, asker, source)
        turn = replace(turn, is_untrusted=question.is_untrusted, document=question.document)
        await self._show(self._runner.stream(turn), asker, id)

    async def answer_again(self, id: TurnId, update: UpdateId, asker: Asker) -> None:
        """Ask what was asked then; only its own author may.

        Raises:
            UserError: no such turn of this person.
        """
        past = await self._turns.get(id)
        if past is None or past.user != asker.user.id:
            raise UserError("error-not-yours")
        await self.answer(Question(past.text, update), asker)

    async def carry_out(self, approval: Approval, asker: Asker) -> None:
        """Do what was approved and tell the outcome."""
        turn = self._turn(TurnId(0), "", asker, "")
        await self._show(self._runner.resume(approval, turn), asker, None)

    def _turn(self, id: TurnId, text: str, asker: Asker, source: str) -> Turn:
        user, chat = asker.user, asker.chat
        return Turn(
            id=id,
            thread=asker.place.thread,
            user=user.id,
            chat=chat.id,
            text=text,
            language=asker.texts.language,
            is_private=asker.place.is_private,
            is_admin=user.role.is_admin,
            time_zone=user.time_zone,
            user_name=user.name,
            agent=chat.settings.agent,
            model=chat.settings.model,
            source=source,
        )

    async def _show(self, chunks: AsyncGenerator[ReplyChunk], asker: Asker, turn: TurnId | None) -> None:
        texts = asker.texts
        retry: Rows = () if turn is None else ((Button(texts("button-retry"), encode("again", turn)),),)
        reply = StreamedReply(self._bot, asker.place, texts, self._mode(asker.chat), self._supervisor, retry)
        # The thread's next answer waits until all of this one has arrived, the questions for leave too.
        async with aclosing(chunks):
            outcome = await reply.stream(chunks)
            for asked in outcome.approvals:
                await self._ask_leave(asked, asker)

    async def _ask_leave(self, asked: ApprovalAsked, asker: Asker) -> None:
        texts = asker.texts
        buttons = (
            Button(texts("button-allow"), encode("approval", "yes", asked.approval)),
            Button(texts("button-cancel"), encode("approval", "no", asked.approval)),
        )
        await self._bot.send_message(
            asker.place.chat,
            texts(asked.key, **asked.params),
            message_thread_id=asker.place.topic,
            reply_markup=markup((buttons,)),
        )

    def _mode(self, chat: Chat) -> Mode:
        chosen = chat.settings.transport
        return cast(Mode, chosen) if chosen not in ("", "auto") else self._settings.reply_transport
