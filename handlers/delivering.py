"""One answer on its way into a chat: as it grows, with its buttons, and the questions for leave after it."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import cast

from aiogram import Bot

from agents.runner import AgentRunner
from agents.state import ApprovalAsked, Finished, ReplyChunk, TextDelta, Turn
from core.buttons import Button, Rows, encode
from core.config import BotSettings
from core.i18n import Texts
from core.ids import ChatId, MessageId
from core.tasks import Supervisor
from handlers.ui.answer_buttons import rows_after, rows_inline
from handlers.ui.keyboards import markup
from handlers.ui.place import Place
from handlers.ui.replies import Mode, StreamedReply
from handlers.ui.rich import Layout
from storage.answers import AnswerMessages
from storage.chats import Chat
from storage.outbox import Outbox


class Delivering:
    """Shows what the agents say, and writes down which messages it stands in."""

    def __init__(
        self,
        bot: Bot,
        runner: AgentRunner,
        settings: BotSettings,
        supervisor: Supervisor,
        answers: AnswerMessages,
        outbox: Outbox | None,
        delay: Callable[[ChatId], float],
    ) -> None:
        """`outbox` takes what Telegram does not take for long; `delay`: in how many seconds a message may leave."""
        self._bot = bot
        self._runner = runner
        self._settings = settings
        self._supervisor = supervisor
        self._answers = answers
        self._outbox = outbox
        self._delay = delay

    async def deliver(
        self,
        chunks: AsyncGenerator[ReplyChunk],
        chat: Chat,
        place: Place,
        texts: Texts,
        turn: Turn | None = None,
        existing: Sequence[MessageId] = (),
    ) -> None:
        """Show the chunks, in place of the existing messages; without a turn nothing can be asked of it later."""

        def buttons(finished: Finished) -> Rows:
            if turn is None:
                return ()
            if place.inline:
                return rows_inline(turn, finished, place, texts)
            return rows_after(turn.id, finished, texts, is_incognito=turn.is_incognito)

        reply = StreamedReply(
            self._bot,
            place,
            texts,
            self._mode(chat),
            self._supervisor,
            buttons,
            existing,
            layout=cast(Layout, chat.settings.layout),
            outbox=self._outbox,
            halted=lambda: self._runner.is_halted(place.thread),
            delay=lambda: self._delay(place.chat),
        )
        # The thread's next answer waits until all of this one has arrived, the questions for leave too.
        async with aclosing(chunks):
            outcome = await reply.stream(headed(chunks, place.heading))
            for leave in outcome.approvals:
                await self._ask_leave(leave, place, texts)
            if turn is not None:
                offers = [{"key": each.key, "data": each.data} for each in outcome.offered]
                await self._answers.put(turn.id, place.chat, outcome.messages, offers)

    async def _ask_leave(self, asked: ApprovalAsked, place: Place, texts: Texts) -> None:
        buttons = (
            Button(texts("button-allow"), encode("approval", "yes", asked.approval)),
            Button(texts("button-cancel"), encode("approval", "no", asked.approval)),
        )
        await self._bot.send_message(
            place.chat,
            texts(asked.key, **asked.params),
            message_thread_id=place.topic,
            reply_markup=markup((buttons,)),
        )

    def _mode(self, chat: Chat) -> Mode:
        chosen = chat.settings.transport
        return cast(Mode, chosen) if chosen not in ("", "auto") else self._settings.reply_transport


async def headed(chunks: AsyncGenerator[ReplyChunk], heading: str) -> AsyncGenerator[ReplyChunk]:
    """The heading goes before the first text; where no text comes there is none."""
    async for chunk in chunks:
        if heading and isinstance(chunk, TextDelta) and chunk.text:
            yield TextDelta(heading + chunk.text)
            heading = ""
        else:
            yield chunk
