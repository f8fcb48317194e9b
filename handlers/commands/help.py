"""/help: what you may use, by role."""

from aiogram import Bot
from aiogram.types import Message

from core.config import Settings
from core.i18n import Texts
from handlers.abilities import senses
from handlers.command import SlashCommand
from inference.catalog import ModelCatalog
from storage.users import Role, User


async def on_help(
    message: Message,
    bot: Bot,
    user: User,
    texts: Texts,
    commands: tuple[SlashCommand, ...],
    settings: Settings,
    catalog: ModelCatalog,
) -> None:
    mine = [command for command in commands if command.role <= max(user.role, Role.GUEST)]
    plain = [_line(command, texts) for command in mine if not command.role.is_admin]
    for_admins = [_line(command, texts) for command in mine if command.role.is_admin]
    parts = [texts("help-intro"), "\n".join(plain)]
    if for_admins:
        parts += [texts("help-admins"), "\n".join(for_admins)]
    outro = texts("help-outro", name=(await bot.me()).username or "")
    await message.answer("\n\n".join([*parts, texts("help-sending", **await senses(settings, catalog)), outro]))


def _line(command: SlashCommand, texts: Texts) -> str:
    return f"/{command.name} — {texts(f'command-{command.name}')}"


COMMAND = SlashCommand("help", on_help)
