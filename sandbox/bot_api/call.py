"""One call of a method: who calls, and its parameters whatever way they came (query, form, JSON, multipart)."""

import json
from dataclasses import dataclass, field
from typing import Any

from sandbox.model import Account, Chat, Json
from sandbox.references import as_id
from sandbox.refusals import WorldError
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    mime_type: str
    data: bytes


@dataclass(slots=True)
class Call:
    world: World
    bot: Account
    method: str
    params: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        value = self.params.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.params.get(name)
        if value in (None, ""):
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise WorldError("BAD_REQUEST", reason=f"{name} must be an integer") from None

    def flag(self, name: str) -> bool:
        value = self.params.get(name)
        return value is True or str(value).lower() in ("true", "1", "yes")

    def json(self, name: str) -> Any:
        """An object or a list, given as such or as JSON text; None if absent."""
        value = self.params.get(name)
        if value is None or value == "" or not isinstance(value, str):
            return value or None
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise WorldError("BAD_REQUEST", reason=f"can't parse {name} JSON object") from None

    def mapping(self, name: str) -> Json:
        """A JSON object; empty if absent."""
        value = self.json(name) or {}
        if not isinstance(value, dict):
            raise WorldError("BAD_REQUEST", reason=f"can't parse {name}: object expected")
        return value

    def sequence(self, name: str) -> list[Any]:
        """A JSON list; empty if absent."""
        value = self.json(name) or []
        if not isinstance(value, list):
            raise WorldError("BAD_REQUEST", reason=f"can't parse {name}: list expected")
        return value

    def integers(self, name: str) -> list[int]:
        value = self.json(name)
        if not isinstance(value, list) or not value:
            raise WorldError("BAD_REQUEST", reason=f"{name} must be a non-empty list of identifiers")
        try:
            return [int(each) for each in value]
        except (TypeError, ValueError):
            raise WorldError("BAD_REQUEST", reason=f"{name} must be a list of identifiers") from None

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat that a parameter names by id or @name.

        Raises:
            WorldError: there is none that this bot could know.
        """
        reference = self.text(name).strip()
        if not reference:
            raise WorldError("BAD_REQUEST", reason=f"{name} is empty")
        return find_chat(self.world, self.bot, reference)

    def user(self, name: str = "user_id") -> Account:
        account = self.world.accounts.get(self.integer(name))
        if account is None:
            raise WorldError("USER_ID_INVALID")
        return account

    def spend(self, chat: Chat, count: int = 1) -> None:
        """Count towards the speed limits."""
        self.world.limits.check(self.bot.id, chat, count)


def whole(value: Any) -> int:
    """A number inside an object; 0 if absent."""
    if value is None:
        return 0
    try:
        return int(value)
    except (TypeError, ValueError):
        raise WorldError("BAD_REQUEST", reason="number expected") from None


def find_chat(world: World, bot: Account, reference: str) -> Chat:
    chat_id = as_id(reference)
    if chat_id is None:
        found = world.by_username(reference)
        if isinstance(found, Account) or found is None:
            raise WorldError("PEER_ID_INVALID")
        return found
    if chat_id > 0:
        return _private(world, bot, chat_id)
    chat = world.chats.get(str(chat_id))
    if chat is None or (not chat.username and bot.id not in chat.members):
        raise WorldError("PEER_ID_INVALID")
    return chat


def _private(world: World, bot: Account, person: int) -> Chat:
    chat = world.chats.get(f"private:{min(bot.id, person)}:{max(bot.id, person)}")
    if chat is not None and world.history[chat.key]:
        return chat
    account = world.accounts.get(person)
    if account is not None and account.is_bot:
        raise WorldError("USER_IS_BOT")
    shared = account is not None and any(
        bot.id in each.members for each in world.chats_of(person) if each.kind != "private"
    )
    raise WorldError("BOT_NOT_STARTED" if shared else "PEER_ID_INVALID")
