"""What may go to a model at all, and how text of strangers is marked as mere data."""

import re
from collections.abc import Sequence

from agents.state import Turn
from core.errors import UserError
from inference.chat_model import ChatMessage, ToolSpec
from storage.turns import PastTurn

BYTES_PER_TOKEN = 3
"""On the safe side for English (about 4) and Russian (about 4 bytes, 2 letters)."""
MESSAGE_TOKENS = 4
"""What a message costs besides its text."""

PICTURE_TOKENS = 256
"""Of a small picture; models that see take it in pieces."""
PICTURES_TOKENS = 2100
"""Of one large picture, whose pixels several share."""
NAME_WORDS = 4
NAME_LENGTH = 40

_FENCE = re.compile(r"<\s*/?\s*quoted[^>]*>?", re.IGNORECASE)


def tokens(text: str) -> int:
    """A cautious estimate of how many tokens a message with this text takes."""
    return len(text.encode("utf-8", "replace")) // BYTES_PER_TOKEN + MESSAGE_TOKENS


def cost_of(messages: Sequence[ChatMessage], tools: Sequence[ToolSpec] = ()) -> int:
    """Tokens that a request with these is estimated to take."""
    said = sum(tokens(message.content) + tokens(str(message.tool_calls or "")) for message in messages)
    said += sum(max(PICTURES_TOKENS, PICTURE_TOKENS * len(message.images)) for message in messages if message.images)
    return said + sum(tokens(f"{tool.name}{tool.description}{tool.parameters}") for tool in tools)


def cut(text: str, room: int) -> str:
    """As much of its beginning as takes no more than `room` tokens."""
    return text.encode("utf-8", "replace")[: max(0, room) * BYTES_PER_TOKEN].decode("utf-8", "ignore")


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


def is_foreign(past: PastTurn) -> bool:
    """Its question was forwarded: the words of somebody else."""
    return any(each.get("kind") == "forwarded" for each in past.attachments)


def plain_name(name: str) -> str:
    """As much of a display name as a name needs: anybody may write an order there."""
    letters = "".join(letter if letter.isalpha() or letter in " .'-" else " " for letter in name)
    return " ".join(letters.split()[:NAME_WORDS])[:NAME_LENGTH]
