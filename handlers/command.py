"""What a file in `handlers/commands/` exports: one slash command with its router and who may use it."""

from dataclasses import dataclass

from aiogram import Router

from storage.users import Role


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """`/name`; its menu line is `command-<name>` in locales/<lang>.ftl, its usage `usage-<name>`."""

    name: str
    router: Router
    role: Role = Role.USER
    """The least role that may use it; the menu and /help show it to nobody below."""
    is_in_menu: bool = True
