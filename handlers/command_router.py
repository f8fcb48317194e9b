"""All slash commands in one router: their messages, their presses, their steps, and who may use each."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from aiogram import BaseMiddleware, Bot, Router
from aiogram.dispatcher.flags import get_flag
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject

import handlers.commands
from core.discovery import discover
from core.errors import UserError
from handlers.command import SlashCommand
from handlers.index import Key, Sign, Step
from handlers.ui.presses import Press, acknowledge
from storage.chats import Chat
from storage.users import Role, User

Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


def load_commands() -> tuple[SlashCommand, ...]:
    """One per file in `handlers/commands/`, by name."""
    return tuple(cast(SlashCommand, command) for command in discover(handlers.commands, "COMMAND"))


def build_router(commands: Sequence[SlashCommand]) -> Router:
    """Commands before steps: whoever types a command in the middle of a dialogue means the command."""
    router = Router(name="commands")
    for command in commands:
        flags = {"role": command.role, "ends_dialogue": True}
        router.message.register(command.handle, Typed(command.name), flags=flags)
        if command.press is not None:
            flags = {"role": command.role, "answers_press": True}
            router.callback_query.register(command.press, Press(command.name), flags=flags)
    for command in commands:
        for state, step in command.steps:
            router.message.register(step, Step(state), flags={"role": command.role})
    return router


def guard(router: Router) -> None:
    """Put what stands before commands, their presses and their steps before this router's handlers."""
    router.observers["message"].middleware(RoleGuard())
    router.observers["callback_query"].middleware(AnswerPress())
    router.observers["callback_query"].middleware(RoleGuard())


class Typed(Sign):
    """In private there is nobody else: a command copied from a group with another bot's name on it is ours too."""

    def __init__(self, name: str) -> None:
        self.word = name
        self._to_us = Command(name, ignore_case=True)
        self._to_anyone = Command(name, ignore_case=True, ignore_mention=True)

    def may_pass(self, key: Key) -> bool:
        return key.word == self.word

    async def __call__(self, message: Message, bot: Bot) -> bool | dict[str, Any]:
        command = self._to_anyone if message.chat.type == "private" else self._to_us
        return await command(message, bot)


class RoleGuard(BaseMiddleware):
    """Refuses what is above a person's role; in a group that was let in every member may what users may."""

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        role: Role | None = get_flag(data, "role")
        if role is None:
            return await handler(event, data)
        user: User | None = data.get("user")
        chat: Chat | None = data.get("chat")
        own = user.role if user is not None else Role.BLOCKED
        if chat is not None and not chat.is_private and own is Role.STRANGER:
            own = Role.USER
        if own < role:
            raise UserError("error-admins-only")
        state: FSMContext | None = data.get("state")
        if get_flag(data, "ends_dialogue", default=False) and data.get("raw_state") and state is not None:
            await state.clear()
            if isinstance(event, Message):
                await event.answer(data["texts"]("dialogue-ended"))
        return await handler(event, data)


class AnswerPress(BaseMiddleware):
    """Ends the waiting sign on a pressed button, with the toast that the handler returns."""

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not get_flag(data, "answers_press", default=False):
            return await handler(event, data)
        toast: str | None = None
        try:
            toast = await handler(event, data)
        finally:
            if isinstance(event, CallbackQuery):
                await acknowledge(event, toast)
        return toast
