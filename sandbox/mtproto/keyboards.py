"""Keyboards between the Bot API's JSON and TL of layer 220 and later."""

from collections.abc import Callable
from typing import Any

from telethon import types

from sandbox.model import Json


def markup_out(markup: Json | None) -> Any:
    if not markup:
        return None
    if "inline_keyboard" in markup:
        rows = [[_inline_out(button) for button in row] for row in markup["inline_keyboard"]]
        return types.ReplyInlineMarkup([types.KeyboardInlineButtonRow(row) for row in rows])
    if "keyboard" in markup:
        return _reply_keyboard_out(markup)
    selective = markup.get("selective") or None
    if markup.get("remove_keyboard"):
        return types.ReplyKeyboardHide(selective=selective)
    return types.ReplyKeyboardForceReply(selective=selective, placeholder=markup.get("input_field_placeholder"))


def _reply_keyboard_out(markup: Json) -> Any:
    rows = [
        types.KeyboardButtonRow([types.KeyboardButton(_label(button), types.ButtonTypeDefault()) for button in row])
        for row in markup["keyboard"]
    ]
    return types.ReplyKeyboardMarkup(
        rows,
        resize=markup.get("resize_keyboard") or None,
        single_use=markup.get("one_time_keyboard") or None,
        selective=markup.get("selective") or None,
        persistent=markup.get("is_persistent") or None,
        placeholder=markup.get("input_field_placeholder"),
    )


def _label(button: Json | str) -> str:
    return button if isinstance(button, str) else str(button["text"])


def _inline_out(button: Json) -> Any:
    return types.KeyboardInlineButton(button["text"], _inline_kind(button))


def _inline_kind(button: Json) -> Any:
    make = next((make for key, make in _INLINE.items() if key in button), None)
    return make(button) if make is not None else types.InlineButtonTypeDisabled()


_INLINE: dict[str, Callable[[Json], Any]] = {
    "callback_data": lambda button: types.InlineButtonTypeCallback(button["callback_data"].encode()),
    "url": lambda button: types.InlineButtonTypeUrl(button["url"]),
    "switch_inline_query_current_chat": lambda button: types.InlineButtonTypeSwitchInline(
        button["switch_inline_query_current_chat"], same_peer=True
    ),
    "switch_inline_query": lambda button: types.InlineButtonTypeSwitchInline(button["switch_inline_query"]),
    "copy_text": lambda button: types.InlineButtonTypeCopy(button["copy_text"]["text"]),
    "web_app": lambda button: types.InlineButtonTypeWebView(button["web_app"]["url"]),
}


def markup_in(markup: Any) -> Json | None:
    if markup is None:
        return None
    if isinstance(markup, types.ReplyInlineMarkup):
        return {"inline_keyboard": [[_inline_in(button) for button in row.buttons] for row in markup.rows]}
    if isinstance(markup, types.ReplyKeyboardHide):
        return {"remove_keyboard": True}
    if isinstance(markup, types.ReplyKeyboardForceReply):
        return {"force_reply": True}
    return {
        "keyboard": [[{"text": button.text} for button in row.buttons] for row in markup.rows],
        "resize_keyboard": bool(markup.resize),
        "one_time_keyboard": bool(markup.single_use),
    }


def _inline_in(button: Any) -> Json:
    kind = button.type
    if isinstance(kind, types.InlineButtonTypeCallback):
        return {"text": button.text, "callback_data": kind.data.decode("utf-8", "replace")}
    if isinstance(kind, types.InlineButtonTypeUrl):
        return {"text": button.text, "url": kind.url}
    if isinstance(kind, types.InlineButtonTypeSwitchInline):
        name = "switch_inline_query_current_chat" if kind.same_peer else "switch_inline_query"
        return {"text": button.text, name: kind.query}
    if isinstance(kind, types.InlineButtonTypeCopy):
        return {"text": button.text, "copy_text": {"text": kind.copy_text}}
    return {"text": button.text}
