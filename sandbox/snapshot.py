"""The world as one JSON file, and back: what was saved is found again, and no number is ever given out twice."""

import json
from collections.abc import Callable
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sandbox.events import LoggedEvent, MessageEdited, MessagesDeleted, MessagesPinned, NewMessage
from sandbox.model import Account, Chat, Json, Message, StoredFile
from sandbox.store import LOG_KEPT, Box
from sandbox.world import World

LEAP = 1000
"""Every counter jumps by this at loading: what happened after the last save may have used the numbers in between."""


def save(world: World, path: Path, faces: Json) -> None:
    """Write the world, and under `faces` what the faces want back; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(dumped(world) | {"faces": faces}, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


def load(world: World, path: Path) -> Json:
    """Fill an empty world; what is returned was saved for the faces."""
    saved = json.loads(path.read_text(encoding="utf-8"))
    _fill(world, saved)
    faces: Json = saved["faces"]
    return faces


def dumped(world: World) -> Json:
    return {
        "secret": world.secret,
        "counters": world.counters,
        "kept": world.kept,
        "accounts": _plain(list(world.accounts.values())),
        "chats": _plain(list(world.chats.values())),
        "files": _plain(list(world.files.values())),
        "messages": [_message_row(each) for each in world.messages.values()],
        "boxes": [[box.key, box.last_id, box.pts, _log_rows(box)] for box in world.boxes.values()],
        "blocked": sorted(world.blocked),
        "random_ids": [[*key, each.uid] for key, each in world.random_ids.items() if not each.is_deleted],
    }


def _plain(value: Any) -> Any:
    """Dataclasses as objects, sets and tuples as lists."""
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return value


def _message_row(message: Message) -> Json:
    row: Json = {name: _plain(getattr(message, name)) for name in Message.__dataclass_fields__ if name != "chat"}
    return row | {"chat": message.chat.key}


def _log_rows(box: Box) -> list[list[Any]]:
    rows = []
    for pts, count, event in box.log[-LOG_KEPT:]:
        if isinstance(event, NewMessage | MessageEdited):
            if not event.message.is_deleted:
                rows.append([pts, count, type(event).__name__, event.message.uid])
        else:
            rows.append([pts, count, type(event).__name__, event.chat.key, list(event.ids[box.key])])
    return rows


def _fill(world: World, saved: Json) -> None:
    world.secret = saved["secret"]
    world.counters = {name: number + LEAP for name, number in saved["counters"].items()}
    world.kept.update(saved["kept"])
    for account in TypeAdapter(list[Account]).validate_python(saved["accounts"]):
        world.add_account(account)
    for chat in TypeAdapter(list[Chat]).validate_python(saved["chats"]):
        world.add_chat(chat)
    for stored in TypeAdapter(list[StoredFile]).validate_python(saved["files"]):
        world.files[stored.id] = stored
    _fill_messages(world, saved["messages"])
    for key, last_id, pts, rows in saved["boxes"]:
        box = world.boxes[key]
        box.last_id, box.pts = last_id + LEAP, pts + LEAP
        box.log = [entry for row in rows if (entry := _log_entry(world, key, row)) is not None]
    world.blocked.update((one, other) for one, other in saved["blocked"])
    world.random_ids.update({(account, key): world.messages[uid] for account, key, uid in saved["random_ids"]})


def _fill_messages(world: World, rows: list[Json]) -> None:
    validate: Callable[[Json], Message] = TypeAdapter(Message).validate_python
    for row in rows:
        message = validate(row | {"chat": world.chats[row["chat"]]})
        world.messages[message.uid] = message
        world.history[message.chat.key].append(message)
        places = {message.chat.id: message.shared_id} if message.shared_id else message.ids
        for box, number in places.items():
            world.boxes[box].messages[number] = message


def _log_entry(world: World, box: int, row: list[Any]) -> tuple[int, int, LoggedEvent] | None:
    pts, count, kind, subject = row[:4]
    event: LoggedEvent
    if kind in ("NewMessage", "MessageEdited"):
        message = world.messages.get(subject)
        if message is None:
            return None
        event = NewMessage(message) if kind == "NewMessage" else MessageEdited(message, message.author)
    elif kind == "MessagesDeleted":
        event = MessagesDeleted(world.chats[subject], {box: tuple(row[4])})
    else:
        found = [world.boxes[box].messages.get(number) for number in row[4]]
        event = MessagesPinned(world.chats[subject], {box: tuple(row[4])}, tuple(each for each in found if each))
    event.pts[box] = pts
    return pts, count, event
