"""How much of a model's context is there for what, in tokens."""

from collections.abc import Sequence

from agents.guardrails import cost_of
from agents.services import Services
from core.errors import Unavailable
from inference.chat_model import ChatMessage, ToolSpec


async def window_of(services: Services, model: str) -> int:
    """The whole context: as the setting says, or less where the model was made for less."""
    try:
        info = await services.catalog.find(model)
    except Unavailable:
        info = None
    return min(services.num_ctx, (info and info.context_length) or services.num_ctx)


def budget_of(window: int, tools: Sequence[ToolSpec]) -> int:
    """For messages when these tools are offered."""
    return window - answer_room(window) - cost_of((), tools)


async def longest_answer(
    services: Services, model: str, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec]
) -> int:
    """What is left of the context, a quarter at least: a server whose context is full drops the system prompt first."""
    window = await window_of(services, model)
    return max(answer_room(window), window - cost_of(messages, tools))


def answer_room(window: int) -> int:
    """A quarter."""
    return window // 4
