"""Buttons under a message, as Telethon's: bots alone may put them there."""

from typing import Any

from telethon import types

from core.buttons import Button, Rows


def inline_keyboard(rows: Rows) -> Any:
    if not rows:
        return None
    return types.ReplyInlineMarkup([types.KeyboardInlineButtonRow([_button(each) for each in row]) for row in rows])


def _button(button: Button) -> Any:
    kind = types.InlineButtonTypeUrl(button.url) if button.url else types.InlineButtonTypeCallback(button.data.encode())
    return types.KeyboardInlineButton(button.text, kind)
