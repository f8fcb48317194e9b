"""The command menu: everybody's commands by default, an admin's in the private chats of admins, in both languages."""

from collections.abc import Sequence

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BotCommand, BotCommandScopeChat, BotCommandScopeDefault

from core.i18n import FALLBACK, Translator
from handlers.command import SlashCommand
from storage.users import Role, User, Users

log = structlog.get_logger(__name__)


class Menu:
    """Tells Telegram which commands to offer to whom."""

    def __init__(self, bot: Bot, commands: Sequence[SlashCommand], translator: Translator, users: Users) -> None:
        self._bot = bot
        self._commands = tuple(commands)
        self._translator = translator
        self._users = users

    async def publish(self) -> None:
        """At start: the default menus, and those of all admins."""
        for language in self._translator.languages:
            await self._bot.set_my_commands(
                self._lines(Role.USER, language),
                scope=BotCommandScopeDefault(),
                language_code=None if language == FALLBACK else language,
            )
        for admin in await self._users.by_role(Role.ADMIN):
            await self.show_to(admin)

    async def show_to(self, user: User) -> None:
        """The menu of one private chat, in the language that this person chose."""
        try:
            await self._bot.set_my_commands(
                self._lines(user.role, user.language), scope=BotCommandScopeChat(chat_id=user.id)
            )
        except (TelegramBadRequest, TelegramForbiddenError) as error:
            log.info("menu_not_shown", user=user.id, reason=error.message)  # they never wrote to the bot

    def _lines(self, role: Role, language: str) -> list[BotCommand]:
        return [
            BotCommand(command=command.name, description=self._translator.text(language, f"command-{command.name}"))
            for command in self._commands
            if command.role <= role
        ]
