"""Requests to the model that nobody asked for, such as notes of older turns or a title."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing

from agents.listening import Listening
from core.errors import Unavailable
from inference.chat_model import ChatMessage, ChatModel
from inference.gate import Gate

SECONDS = 120.0
"""Longest time at the model."""


async def ask_quietly(
    chat: ChatModel, gate: Gate, model: str, messages: Sequence[ChatMessage], max_tokens: int = 0
) -> str:
    """The answer, after everybody who waits for the model and without a word to anybody.

    Raises:
        RetryLater: too many wait for the model.
        Unavailable: the model failed, or took too long.
    """
    heard = Listening(messages, ())
    async with (
        gate.turn(model) as seat,
        aclosing(chat.stream(messages, model=model, max_tokens=max_tokens)) as chunks,
    ):
        try:
            async with asyncio.timeout(SECONDS):
                async for chunk in chunks:
                    heard.take(chunk)
        except TimeoutError as error:
            raise Unavailable("error-model-slow", model=model) from error
        finally:
            seat.served(heard.prompt_tokens, heard.answer_tokens)
    return heard.text.strip()
