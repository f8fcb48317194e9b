"""Search of what this person, or this group, said or noted earlier."""

from pydantic import BaseModel, Field

from agents.guardrails import quoted
from agents.tool import Tool, ToolContext
from memory.store import owner_of_chat, owner_of_user

LIMIT = 8


class Arguments(BaseModel):
    query: str = Field(min_length=1, max_length=500, description="What to look for, in the person's own language")


async def run(arguments: Arguments, context: ToolContext) -> str:
    """A group's turn never reads a person's own memory."""
    turn = context.turn
    owner = owner_of_user(turn.user) if turn.is_private else owner_of_chat(turn.chat)
    found = await context.services.memory.recall(owner, arguments.query, LIMIT)
    if not found:
        return "Nothing was found in memory."
    return "\n".join(quoted(f"{hit.record.created_at:%Y-%m-%d}: {hit.record.text}", "memory") for hit in found)


TOOL = Tool(
    name="recall",
    description="Search long-term memory for what was said or noted in earlier conversations.",
    arguments=Arguments,
    run=run,
)
