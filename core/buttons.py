"""Buttons without a Telegram library, and the codec of what a press carries.

A press carries at most 64 bytes: `<command>:<argument>:<argument>…`. The first word names the file in
`handlers/commands/` (or `handlers/`) that answers it.
"""

from dataclasses import dataclass

from core.errors import UserError

MAX_BYTES = 64
"""Telegram's bound on callback_data, in UTF-8 bytes."""


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: `text` as shown, and either what a press carries or the address it opens."""

    text: str
    data: str = ""
    url: str = ""


Rows = tuple[tuple[Button, ...], ...]


def encode(name: str, *arguments: str | int) -> str:
    """What a press of the button carries.

    Raises:
        ValueError: over 64 bytes, or a part contains the separator.
    """
    parts = [name, *(str(argument) for argument in arguments)]
    data = ":".join(parts)
    if any(":" in part for part in parts) or len(data.encode()) > MAX_BYTES:
        raise ValueError(f"not a valid press: {data!r}")
    return data


def decode(data: str) -> tuple[str, tuple[str, ...]]:
    """The command's name and its arguments.

    Raises:
        UserError: empty data, as a foreign client could send.
    """
    name, *arguments = data.split(":")
    if not name:
        raise UserError("error-old-button")
    return name, tuple(arguments)
