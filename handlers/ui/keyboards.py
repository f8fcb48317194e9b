"""Library-free buttons as Telegram's inline keyboard."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from core.buttons import Button, Rows


def markup(rows: Rows) -> InlineKeyboardMarkup | None:
    """The keyboard; nothing for no rows."""
    if not rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[keyboard_button(button) for button in row] for row in rows])


def in_rows(buttons: list[Button], width: int) -> Rows:
    """The buttons, `width` a row."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def marked(text: str, is_chosen: bool) -> str:
    """One choice of several; a check mark stands before the one that is made."""
    return f"✓ {text}" if is_chosen else text


def keyboard_button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(text=button.text, url=button.url)
    return InlineKeyboardButton(text=button.text, callback_data=button.data)
