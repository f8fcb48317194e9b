"""Personas: in which manner the bot answers in a chat, from files of the repository and from the admins' own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import UserError
from core.ids import UserId
from storage.personas import OwnPersonas

FOLDER = Path(__file__).parent / "personas"
LONGEST = 2000
"""Characters of a persona's prompt: it stands before every question of its chats."""
MOST = 30
"""Own personas: all of them stand on one screen."""
NAME_BYTES = 48
"""A press carries the name."""
USUAL = "default"
"""What an experiment calls the bot's own manner; no persona may be called so."""

_NAME = re.compile(r"[\w-]{1,20}")


@dataclass(frozen=True, slots=True)
class Persona:
    """One manner. Those of the repository are named in the locales: `persona-<name>` and `persona-<name>-about`."""

    name: str
    prompt: str
    is_own: bool


class Personas:
    """An admin's persona of the same name stands in the place of the repository's."""

    def __init__(self, own: OwnPersonas) -> None:
        self._own = own
        self._given = {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(FOLDER.glob("*.md"))}

    async def all(self) -> Sequence[Persona]:
        """The repository's first, then the admins' own."""
        own = await self._own.all()
        given = [Persona(name, prompt, is_own=False) for name, prompt in self._given.items() if name not in own]
        return [*given, *(Persona(name, prompt, is_own=True) for name, prompt in own.items())]

    async def prompt(self, name: str) -> str:
        """Empty for no persona, and for one that is gone."""
        if not name:
            return ""
        return next((persona.prompt for persona in await self.all() if persona.name == name), "")

    async def save(self, name: str, prompt: str, author: UserId) -> Persona:
        """
        Raises:
            UserError: `error-persona-` name, prompt or too-many.
        """
        name, prompt = name.strip().lower(), prompt.strip()
        if not _NAME.fullmatch(name) or len(name.encode()) > NAME_BYTES or name == USUAL:
            raise UserError("error-persona-name")
        if not prompt or len(prompt) > LONGEST:
            raise UserError("error-persona-prompt", limit=LONGEST)
        own = await self._own.all()
        if name not in own and len(own) >= MOST:
            raise UserError("error-persona-too-many", limit=MOST)
        await self._own.save(name, prompt, author)
        return Persona(name, prompt, is_own=True)

    async def remove(self, name: str) -> bool:
        """Whether there was an own persona of this name."""
        return await self._own.remove(name.strip().lower())
