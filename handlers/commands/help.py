"""/help: what you may use, by role."""

from aiogram.types import Message

from core.i18n import Texts
from handlers.command import SlashCommand
from storage.users import Role, User


async def on_help(message: Message, user: User, texts: Texts, commands: tuple[SlashCommand, ...]) -> None:
    mine = [command for command in commands if command.role <= max(user.role, Role.USER)]
    plain = [_line(command, texts) for command in mine if not command.role.is_admin]
    for_admins = [_line(command, texts) for command in mine if command.role.is_admin]
    parts = [texts("help-intro"), "\n".join(plain)]
    if for_admins:
        parts += [texts("help-admins"), "\n".join(for_admins)]
    await message.answer("\n\n".join([*parts, texts("help-outro")]))


def _line(command: SlashCommand, texts: Texts) -> str:
    return f"/{command.name} — {texts(f'command-{command.name}')}"


COMMAND = SlashCommand("help", on_help)
