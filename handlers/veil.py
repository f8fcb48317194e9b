"""An answer that does not name its model: whoever takes part in an experiment is not to know which arm they are in."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from agents.state import Finished, ReplyChunk, Status


async def veiled(chunks: AsyncGenerator[ReplyChunk], name: str) -> AsyncGenerator[ReplyChunk]:
    """The same chunks with `name` in the place of the model's; closing this closes them."""
    async with aclosing(chunks):
        async for chunk in chunks:
            match chunk:
                case Status(params=params) if "model" in params:
                    yield replace(chunk, params={**params, "model": name})
                case Finished(error_params=params) if "model" in params:
                    yield replace(chunk, error_params={**params, "model": name})
                case _:
                    yield chunk
