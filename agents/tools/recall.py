"""Search of what this person, or this group, said or noted earlier."""

from pydantic import BaseModel, Field

from agents.guardrails import quoted
from agents.policy import is_foreign_memory
from agents.spec import signs
from agents.tool import Tool, ToolContext
from memory.labels import said_in

LIMIT = 8


class Arguments(BaseModel):
    query: str = Field(min_length=1, max_length=500, description="What to look for, in the person's own language")


async def run(arguments: Arguments, context: ToolContext) -> str:
    """A group's turn never reads a person's own memory."""
    owner = context.turn.owner
    found = await context.services.memory.recall(owner, arguments.query, LIMIT) if owner is not None else []
    if any(is_foreign_memory(hit, context.turn) for hit in found):
        context.trail.has_foreign_text = True
    texts = context.services.translator.bound(context.turn.language)
    if not found:
        return "Nothing was found in memory."
    told = (f"{hit.record.created_at:%Y-%m-%d}: {said_in(hit.record, texts)}" for hit in found)
    return "\n".join(quoted(each, "memory") for each in told)


TOOL = Tool(
    name="recall",
    description="Search long-term memory for what was said or noted in earlier conversations.",
    arguments=Arguments,
    run=run,
    signs=signs(
        r"\b(?:remember|recall)\b|\b(?:did|have) (?:i|we) (?:say|said|tell|told|talk|mention)",
        r"\bi (?:said|told|mentioned)\b",
        r"\bwhat do you know about me\b|\bmy (?:notes?|documents?|files?)\b|\bearlier\b|\blast time\b",
        r"помнишь|вспомни|(?:что|когда|где) (?:я|мы) (?:\w+ )?(?:говорил|рассказывал|упоминал|писал|обсуждал|просил)",
        r"что ты знаешь обо мне|в прошлый раз|мо(?:и|их|ей|ём|ем) (?:замет|документ|файл)",
    ),
)
