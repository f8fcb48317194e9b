"""Keyboards between the Bot API's JSON and TL of layer 220 and later."""

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
    if "callback_data" in button:
        return types.InlineButtonTypeCallback(button["callback_data"].encode())
    if "url" in button:
        return types.InlineButtonTypeUrl(button["url"])
    if "switch_inline_query_current_chat" in button:
        return types.InlineButtonTypeSwitchInline(button["switch_inline_query_current_chat"], same_peer=True)
    if "switch_inline_query" in button:
        return types.InlineButtonTypeSwitchInline(button["switch_inline_query"])
    if "copy_text" in button:
        return types.InlineButtonTypeCopy(button["copy_text"]["text"])
    if "web_app" in button:
        return types.InlineButtonTypeWebView(button["web_app"]["url"])
    return types.InlineButtonTypeDisabled()


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
