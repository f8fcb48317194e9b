"""Long lists by pages that fit a message: a line an entry, buttons to turn."""

from core.buttons import Button, Rows, encode
from core.ids import UserId
from core.text import Formatted, split


def short(text: str, limit: int) -> str:
    """One line of at most `limit` UTF-16 units."""
    line = " ".join(text.split())
    first, *more = split(Formatted(line), limit - 1) or [Formatted("")]
    return f"{first.text.rstrip()}…" if more else line


def page_start(offset: int, total: int, size: int) -> int:
    """Where the page with this entry begins; the last page when the list has become shorter."""
    return max(0, min(offset, total - 1)) // size * size


def turning(command: str, offset: int, total: int, size: int, owner: UserId) -> Rows:
    """The row of ← and →, or none. A press carries `page`, the entry and whose list it is."""
    buttons = []
    if offset:
        buttons.append(Button("←", encode(command, "page", max(0, offset - size), owner)))
    if offset + size < total:
        buttons.append(Button("→", encode(command, "page", offset + size, owner)))
    return (tuple(buttons),) if buttons else ()
