"""What may go to a model at all, and how text of strangers is marked as mere data."""

import re

from agents.state import Turn
from core.errors import UserError

BYTES_PER_TOKEN = 3
"""On the safe side for English (about 4) and Russian (about 4 bytes, 2 letters)."""
MESSAGE_TOKENS = 4
"""What a message costs besides its text."""

_FENCE = re.compile(r"</?\s*quoted[^>]*>?", re.IGNORECASE)


def tokens(text: str) -> int:
    """A cautious estimate of how many tokens a message with this text takes."""
    return len(text.encode("utf-8", "replace")) // BYTES_PER_TOKEN + MESSAGE_TOKENS


def check(turn: Turn, num_ctx: int) -> None:
    """
    Raises:
        UserError: nothing was said, or more than half of the model's context.
    """
    if not turn.text.strip():
        raise UserError("error-message-empty")
    if tokens(turn.text) > num_ctx // 2:
        raise UserError("error-message-too-long", limit=num_ctx // 2 * BYTES_PER_TOKEN // 2)


def quoted(text: str, source: str) -> str:
    """The text between marks that it cannot close itself; the prompt says that nothing between them is an order."""
    return f'<quoted source="{source}">\n{_FENCE.sub("[mark]", text)}\n</quoted>'
