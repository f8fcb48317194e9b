"""What a file in `handlers/commands/` exports: one slash command, its presses and steps, and who may use it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram.fsm.state import State

from storage.users import Role

Handler = Callable[..., Awaitable[Any]]
"""An aiogram handler: it names the services that it needs."""


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """`/name`; its menu line is `command-<name>` in locales/<lang>.ftl, its usage `usage-<name>`."""

    name: str
    handle: Handler
    """Gets the message and `command: CommandObject`."""
    role: Role = Role.GUEST
    """The least role that may use it; the menu and /help show it to nobody below."""
    press: Handler | None = None
    """Gets presses of `<name>:…` buttons with `arguments: tuple[str, ...]`; what it returns is shown as a toast."""
    steps: tuple[tuple[State, Handler], ...] = ()
    """Messages of a dialogue in several steps, by state."""
