"""The bot itself: getMe, commands, menu button, descriptions, files it may download."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.bot_api.call import Call
from sandbox.bot_api.file_ids import file_id, opened, path_of, unique_id
from sandbox.bot_api.render import people
from sandbox.bot_api.uploads import DOWNLOAD_LIMIT
from sandbox.events import CommandsChanged
from sandbox.model import BotProfile, Json
from sandbox.refusals import WorldError

_SCOPES = (
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
    "chat_member",
)  # fmt: skip


def get_me(call: Call) -> Json:
    return people.me(call.bot)


def _profile(call: Call) -> BotProfile:
    if call.bot.bot is None:
        raise WorldError("USER_ID_INVALID")
    return call.bot.bot


def _scope(call: Call) -> str:
    """The key of a command list: scope and language."""
    given = call.mapping("scope") or {"type": "default"}
    kind = given.get("type")
    if kind not in _SCOPES:
        raise WorldError("BAD_REQUEST", reason="can't parse BotCommandScope: unsupported type specified")
    key = kind
    if kind in ("chat", "chat_administrators", "chat_member"):
        chat = Call(call.world, call.bot, call.method, given).chat()
        key += f":{chat.id_for(call.bot.id)}"
    if kind == "chat_member":
        key += f":{given.get('user_id')}"
    return f"{key}|{call.text('language_code')}"


def set_commands(call: Call) -> bool:
    given = call.sequence("commands")
    if len(given) > 100:
        raise WorldError("BAD_REQUEST", reason="too many commands specified")
    commands = [_command(each) for each in given]
    call.world.dialogue.set_commands(call.bot, _scope(call), commands)
    return True


def _command(given: Any) -> Json:
    name = str(given.get("command", "")).removeprefix("/") if isinstance(given, dict) else ""
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise WorldError("BAD_REQUEST", reason="BOT_COMMAND_INVALID")
    description = str(given.get("description", ""))
    if not 1 <= len(description) <= 256:
        raise WorldError("BAD_REQUEST", reason="BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def get_commands(call: Call) -> list[Json]:
    return _profile(call).commands.get(_scope(call), [])


def delete_commands(call: Call) -> bool:
    call.world.dialogue.set_commands(call.bot, _scope(call), None)
    return True


def set_menu_button(call: Call) -> bool:
    button = call.mapping("menu_button") or {"type": "default"}
    _profile(call).menu_buttons[call.integer("chat_id")] = button
    call.world.emit(CommandsChanged(call.bot.id))
    return True


def get_menu_button(call: Call) -> Json:
    buttons = _profile(call).menu_buttons
    found = buttons.get(call.integer("chat_id")) or buttons.get(0)
    return found if found is not None and found.get("type") != "default" else {"type": "commands"}


def get_file(call: Call) -> Json:
    identifier = call.text("file_id")
    number, kind = opened(call.world.secret, call.bot.id, identifier)
    stored = call.world.files_kept.get(number)
    if stored.size > DOWNLOAD_LIMIT:
        raise WorldError("FILE_TOO_BIG")
    return {
        "file_id": file_id(call.world.secret, call.bot.id, number, kind),
        "file_unique_id": unique_id(call.world.secret, number),
        "file_size": stored.size,
        "file_path": path_of(stored, kind),
    }


def profile_photos(call: Call) -> Json:
    call.user()
    return {"total_count": 0, "photos": []}


def _set_text(field: str, parameter: str) -> Callable[[Call], bool]:
    def change(call: Call) -> bool:
        setattr(_profile(call), field, call.text(parameter))
        return True

    return change


def _get_text(field: str, parameter: str) -> Callable[[Call], Json]:
    def read(call: Call) -> Json:
        return {parameter: getattr(_profile(call), field)}

    return read


def set_name(call: Call) -> bool:
    call.bot.first_name = call.text("name") or call.bot.first_name
    return True


METHODS: dict[str, Callable[[Call], Any]] = {
    "getMe": get_me,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
    "getFile": get_file,
    "getUserProfilePhotos": profile_photos,
    "setMyDescription": _set_text("description", "description"),
    "getMyDescription": _get_text("description", "description"),
    "setMyShortDescription": _set_text("short_description", "short_description"),
    "getMyShortDescription": _get_text("short_description", "short_description"),
    "setMyName": set_name,
    "getMyName": lambda call: {"name": call.bot.first_name},
    "logOut": lambda _call: True,
    "close": lambda _call: True,
}
