"""Updates as Telegram sends them, for tests of the edge."""

from typing import Any

from tests.fakes.aiogram_session import message

ANNA: dict[str, Any] = {"id": 1001, "is_bot": False, "first_name": "Анна", "username": "anna", "language_code": "ru"}
BEN: dict[str, Any] = {"id": 1002, "is_bot": False, "first_name": "Ben", "username": "ben", "language_code": "en"}

RawUpdate = dict[str, Any]


def private(update_id: int, text: str, sender: dict[str, Any] = BEN) -> RawUpdate:
    """A message to the bot."""
    return {"update_id": update_id, "message": _from(sender, message(update_id, sender["id"], text=text))}


def in_group(update_id: int, text: str, sender: dict[str, Any] = BEN, **fields: Any) -> RawUpdate:
    """A message in a supergroup."""
    body = _from(sender, message(update_id, -100500, kind="supergroup", text=text, **fields))
    return {"update_id": update_id, "message": body}


def channel_post(update_id: int, text: str, channel: int = -100700) -> RawUpdate:
    return {"update_id": update_id, "channel_post": message(update_id, channel, text=text)}


def press(update_id: int, data: str, sender: dict[str, Any] = BEN) -> RawUpdate:
    """A press under a message of the bot in the private chat."""
    shown = _from({"id": 42, "is_bot": True, "first_name": "Bot"}, message(7, sender["id"], text="…"))
    body = {"id": "1", "from": sender, "message": shown, "chat_instance": "1", "data": data}
    return {"update_id": update_id, "callback_query": body}


def _from(sender: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "from": sender}
