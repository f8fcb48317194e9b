"""Buttons under an answer that change it: stop it, ask again, go on from it."""

from typing import Literal, cast

from aiogram import Bot
from aiogram.types import CallbackQuery

from agents.runner import AgentRunner
from agents.state import Turn
from core.i18n import Texts
from core.ids import MessageId, TurnId, UpdateId
from handlers.answering import Answerer, Asker
from handlers.ratings import offered_under
from handlers.rights import is_in_charge
from handlers.ui.answer_buttons import CARRIED_OUT, rows_gone_on
from handlers.ui.keyboards import markup
from handlers.ui.place import place_of
from handlers.ui.presses import acknowledge, pressed_message, put_buttons
from storage.answers import AnswerMessages
from storage.chats import Chat
from storage.turns import PastTurn, Turns
from storage.users import User


async def on_stop(query: CallbackQuery, bot: Bot, user: User, chat: Chat, texts: Texts, runner: AgentRunner) -> None:
    """Our own Stop, under an answer that streams by edits; under a message sent inline it is handlers.inline's."""
    thread = place_of(pressed_message(query)).thread
    turn = next(iter(runner.stoppable(thread)), None)
    if turn is None:
        return await acknowledge(query, texts("stop-nothing"))
    if not await may_stop(bot, chat, user, turn):
        return await acknowledge(query, texts("error-not-yours"))
    await runner.stop(thread, turn.id)
    return await acknowledge(query, texts("stop-done"))


async def on_stop_all(
    query: CallbackQuery, user: User, chat: Chat, bot: Bot, texts: Texts, runner: AgentRunner
) -> None:
    """Under the line that says that more questions wait."""
    thread = place_of(pressed_message(query)).thread
    turns = [turn for turn in runner.unanswered(thread) if await may_stop(bot, chat, user, turn)]
    for turn in reversed(turns):
        await runner.stop(thread, turn.id)
    await put_buttons(bot, pressed_message(query), None)
    await acknowledge(query, texts("stop-done" if turns else "stop-nothing"))


async def may_stop(bot: Bot, chat: Chat, user: User, turn: Turn) -> bool:
    """In a group a member stops what they asked themselves, an administrator anything."""
    return turn.user == user.id or await is_in_charge(bot, chat, user)


async def on_again(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    turns: Turns,
    runner: AgentRunner,
    answerer: Answerer,
    update_id: UpdateId,
) -> None:
    """Retry and Regenerate: the same question, the new answer in the place of the old one."""
    past = await turns.get(TurnId(int(arguments[0])))
    if past is None or (refusal := await _refusal(past, bot, chat, user, is_gone=not past.text)):
        return await acknowledge(query, texts("error-old-button" if past is None else refusal))
    if any(turn.id == past.id for turn in runner.unanswered(past.thread)):
        return await acknowledge(query, texts("again-running"))
    await acknowledge(query)
    await runner.end(past.thread, past.id)  # its last part has arrived, but perhaps only just
    message = pressed_message(query)
    asker = Asker(user, chat, place_of(message), texts)
    asked = await answerer.begin_again(past, update_id, asker, pressed=MessageId(message.message_id))
    if asked is not None:
        await answerer.show(asked, asker)
    return None


async def on_follow(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    turns: Turns,
    answers: AnswerMessages,
    answerer: Answerer,
    update_id: UpdateId,
) -> None:
    """Continue and Shorter: a turn of its own that goes on from an answer which was stopped or cut."""
    wish, id = arguments
    past = await turns.get(TurnId(int(id)))
    if past is None or (refusal := await _refusal(past, bot, chat, user, is_gone=not past.answer)):
        return await acknowledge(query, texts("error-old-button" if past is None else refusal))
    asker = Asker(user, chat, place_of(pressed_message(query)), texts)
    asked = await answerer.begin_following(past, cast(Literal["continue", "shorter"], wish), update_id, asker)
    await acknowledge(query, None if asked else texts("again-running"))
    await put_buttons(
        bot, pressed_message(query), markup(await offered_under(past.id, answers, texts) + rows_gone_on(past, texts))
    )
    if asked is not None:
        await answerer.show(asked, asker)
    return None


async def _refusal(past: PastTurn, bot: Bot, chat: Chat, user: User, *, is_gone: bool) -> str:
    """Why this person may not have this turn asked again; a press may carry any number."""
    if past.chat != chat.id:
        return "error-old-button"
    if past.user != user.id and not await is_in_charge(bot, chat, user):
        return "error-not-yours"
    if past.agent == CARRIED_OUT:
        return "again-carried-out"
    return "error-question-gone" if is_gone else ""
