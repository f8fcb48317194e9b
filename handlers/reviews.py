"""The buttons under a post that waits for an admin: Publish, Skip, Edit; and the step that takes its new words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiogram import Bot, Router
from aiogram.exceptions import TelegramForbiddenError
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from core.buttons import Button, decode, encode
from core.i18n import Texts
from core.ids import ChatId, MessageId, RuleId
from core.recurrence import zone_of
from forwarding.previews import REVIEW
from forwarding.reviewing import Answer, Key, Reviewing
from forwarding.styled import Styled
from forwarding.transports.bot_api.posts import to_post
from handlers.index import Step
from handlers.ui.keyboards import keyboard_button, markup
from handlers.ui.presses import Press, acknowledge, pressed_message, put_buttons
from storage.users import Role, User


class Rewriting(StatesGroup):
    """What is waited for, in private: a review chat may be a channel, where nobody can be asked."""

    words = State()


def build_router() -> Router:
    router = Router(name="reviews")
    router.callback_query.register(on_press, Press(REVIEW))
    router.message.register(on_words, Step(Rewriting.words), flags={"role": Role.ADMIN})
    return router


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    bot: Bot,
    user: User,
    texts: Texts,
    state: FSMContext,
    reviewing: Reviewing,
) -> None:
    """Whatever the person is told, they are told alone: the chat may be one that everybody reads."""
    if not user.role.is_admin:
        return await acknowledge(query, texts("error-admins-only"))
    action, *named = arguments
    match action:
        case "publish":
            answer = await reviewing.publish(_key(named), user)
        case "skip":
            answer = await reviewing.skip(_key(named), user)
        case "edit":
            answer = await _ask(_key(named), user, texts, private(state, user), bot, reviewing)
        case _:
            return await _cancel(query, texts, state)
    await acknowledge(query, _sentence(answer, texts))  # the line below waits for its turn in the chat
    return await _mark(query, answer, texts, bot)


async def on_words(message: Message, texts: Texts, state: FSMContext, reviewing: Reviewing) -> None:
    """Formatting is kept; what has no words is asked for again."""
    asked, post = await state.get_data(), to_post(message)
    if post is None or not post.text.strip():
        await message.answer(texts("review-ask-words"), reply_markup=markup(_way_out(texts)))
        return
    await state.clear()
    answer = await reviewing.rewrite(_key(asked["key"]), asked["revision"], Styled(post.text, post.entities))
    await message.answer(_sentence(answer, texts))


def private(state: FSMContext, user: User) -> FSMContext:
    """The dialogue with this person alone."""
    return FSMContext(state.storage, replace(state.key, chat_id=user.id, thread_id=None))


async def _ask(key: Key, user: User, texts: Texts, state: FSMContext, bot: Bot, reviewing: Reviewing) -> Answer:
    answer = await reviewing.may_rewrite(key)
    if answer.key != "review-ask-words" or answer.review is None:
        return answer
    try:
        await bot.send_message(user.id, texts("review-ask-words"), reply_markup=markup(_way_out(texts)))
    except TelegramForbiddenError:
        return replace(answer, key="review-write-first")
    await state.set_state(Rewriting.words)
    await state.set_data({"key": [str(part) for part in key], "revision": answer.review.revision})
    return replace(answer, key="review-asked-in-private")


async def _cancel(query: CallbackQuery, texts: Texts, state: FSMContext) -> None:
    await state.clear()
    await acknowledge(query)
    await pressed_message(query).edit_text(texts("review-edit-cancelled"))


async def _mark(query: CallbackQuery, answer: Answer, texts: Texts, bot: Bot) -> None:
    """In the place of the buttons, what was decided; while nothing is, they stay."""
    line = _line(answer, texts)
    message = query.message
    if not line or not isinstance(message, Message) or message.reply_markup is None:
        return
    rows = [
        row
        for row in message.reply_markup.inline_keyboard
        if not any(decode(each.callback_data or "-")[0] == REVIEW for each in row)
    ]
    told = keyboard_button(Button(line, query.data or encode(REVIEW, "old")))
    await put_buttons(bot, message, InlineKeyboardMarkup(inline_keyboard=[*rows, [told]]))


def _line(answer: Answer, texts: Texts) -> str:
    if answer.key == "review-rule-changed":
        return texts("review-line-anew")
    if answer.review is None:
        return texts("review-line-gone") if answer.key == "review-gone" else ""
    return "" if answer.review.is_waiting else texts(f"review-line-{answer.review.state}", **_decided(answer))


def _sentence(answer: Answer, texts: Texts) -> str:
    if answer.key == "review-decided" and answer.review is not None:
        return texts(f"review-before-{answer.review.state}", **_decided(answer))
    reason = answer.reason
    if reason.startswith("error-") and texts.translator.has(reason):
        reason = texts(reason)
    return texts(answer.key, reason=reason)


def _decided(answer: Answer) -> Mapping[str, Any]:
    review = answer.review
    moment = review.decided_at if review else None
    local = f"{moment.astimezone(zone_of(answer.time_zone)):%H:%M}" if moment else ""
    return {"name": review.decider if review else "", "time": local}


def _key(named: list[str] | tuple[str, ...]) -> Key:
    rule, source, message = named
    return RuleId(int(rule)), ChatId(int(source)), MessageId(int(message))


def _way_out(texts: Texts) -> tuple[tuple[Button, ...], ...]:
    return ((Button(texts("button-cancel"), encode(REVIEW, "cancel")),),)
