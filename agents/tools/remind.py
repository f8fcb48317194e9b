"""A reminder for the person who asks, made at once."""

import re

from pydantic import BaseModel, Field

from agents.tool import Tool, ToolContext
from core.errors import UserError
from core.ids import topic_of
from core.recurrence import parse_when, zone_of

_ISO_T = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?")


class Arguments(BaseModel):
    when: str = Field(
        min_length=1,
        max_length=200,
        description="When, in the person's words or as 2026-12-01 09:00 in their time zone; 'every day at 9' repeats",
    )
    what: str = Field(min_length=1, max_length=1000, description="What to remind of, in the person's language")


async def run(arguments: Arguments, context: ToolContext) -> str:
    turn, services = context.turn, context.services
    when, rest = parse_when(_ISO_T.sub(r"\1 \2", arguments.when), services.clock.now(), turn.time_zone, turn.language)
    if rest:
        raise UserError("error-when-not-understood")
    made = await services.reminders.add(
        turn.user,
        turn.chat,
        arguments.what,
        when,
        key=f"turn:{turn.id}:{context.call}",
        language=turn.language,
        topic=topic_of(turn.thread),
    )
    local = made.when.at.astimezone(zone_of(made.when.zone))
    repeats = f", repeats every {made.when.every}" if made.when.every else ""
    return f"Done: reminder {made.id} at {local:%A %Y-%m-%d %H:%M} ({made.when.zone}){repeats}: {made.text}"


TOOL = Tool(
    name="remind",
    description="Set a reminder for the person you talk to. Call it only when they ask to be reminded.",
    arguments=Arguments,
    run=run,
)
