"""Formatted text as callers give it (parse mode or entities) and keyboards, checked."""

from typing import Any

from sandbox.bot_api.call import Call
from sandbox.bot_api.html import parse_html
from sandbox.bot_api.markdown import parse_legacy, parse_markdown_v2
from sandbox.model import Json, MessageEntity
from sandbox.refusals import WorldError

_PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_legacy}
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
)  # fmt: skip
_LONGEST_SOURCE = 65_536
"""Characters of a text before parsing; nothing that long becomes a message."""
_KEYBOARDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")


def formatted(text: str, parse_mode: str, entities: Any) -> tuple[str, tuple[MessageEntity, ...]]:
    """Plain text and its entities, by parse mode or as given."""
    if len(text) > _LONGEST_SOURCE:
        raise WorldError("MESSAGE_TOO_LONG")
    if isinstance(entities, list) and entities:
        return text, tuple(_entity(each) for each in entities)
    if not parse_mode:
        return text, ()
    parser = _PARSERS.get(parse_mode.lower())
    if parser is None:
        raise WorldError("BAD_REQUEST", reason="unsupported parse_mode")
    return parser(text)


def _entity(given: Any) -> MessageEntity:
    try:
        return MessageEntity(
            str(given["type"]),
            int(given["offset"]),
            int(given["length"]),
            url=str(given.get("url") or ""),
            user=int((given.get("user") or {}).get("id", 0)),
            language=str(given.get("language") or ""),
            custom_emoji=str(given.get("custom_emoji_id") or ""),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise WorldError("BAD_REQUEST", reason="can't parse MessageEntity") from None


def keyboard(call: Call, *, is_inline_only: bool = False) -> Json | None:
    """`reply_markup`, checked; an inline keyboard without buttons is none."""
    return checked_keyboard(call.json("reply_markup"), is_inline_only=is_inline_only)


def checked_keyboard(given: Any, *, is_inline_only: bool = False) -> Json | None:
    if given is None:
        return None
    if not isinstance(given, dict) or not any(name in given for name in _KEYBOARDS):
        raise WorldError("REPLY_MARKUP_INVALID")
    if "inline_keyboard" not in given:
        return None if is_inline_only else given
    rows = given["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise WorldError("BAD_REQUEST", reason='field "inline_keyboard" must be of type Array')
    rows = [[_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": rows} if rows else None


def _button(given: Any) -> Json:
    if not isinstance(given, dict) or not str(given.get("text") or "").strip():
        raise WorldError("BAD_REQUEST", reason='can\'t parse inline keyboard button: Field "text" must not be empty')
    if not any(given.get(action) is not None for action in _ACTIONS):
        reason = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        raise WorldError("BAD_REQUEST", reason=reason)
    data = given.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise WorldError("BUTTON_DATA_INVALID")
    return {key: value for key, value in given.items() if value is not None}
