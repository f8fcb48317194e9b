"""A reminder for the person who asks, made at once, with a button that takes it back."""

import re

from pydantic import BaseModel, Field

from agents.orders import MAX_TEXT, order_of, set_reminder
from agents.spec import signs
from agents.state import Offered
from agents.tool import Tool, ToolContext
from core.buttons import encode
from core.errors import UserError
from core.recurrence import parse_when, zone_of

REPEATS = {"week": "every week", "fortnight": "every second week", "day": "every day", "weekday": "Monday to Friday"}

_ISO_T = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?")


class Arguments(BaseModel):
    when: str = Field(
        min_length=1,
        max_length=200,
        description="When, in the person's words or as 2026-12-01 09:00 in their time zone; 'every day at 9' repeats",
    )
    what: str = Field(min_length=1, max_length=MAX_TEXT, description="What to remind of, in the person's language")


async def run(arguments: Arguments, context: ToolContext) -> str:
    turn, services = context.turn, context.services
    when, rest = parse_when(_ISO_T.sub(r"\1 \2", arguments.when), services.clock.now(), turn.time_zone, turn.language)
    if rest:
        raise UserError("error-when-not-understood")
    made = await set_reminder(order_of(turn, context.call), services.reminders, when, arguments.what)
    context.trail.offers.append(Offered("button-undo", encode("undo", "reminder", made.id)))
    local = made.when.at.astimezone(zone_of(made.when.zone))
    repeats = f", repeats {REPEATS[made.when.every]}" if made.when.every else ""
    return f"Done: reminder {made.id} at {local:%A %Y-%m-%d %H:%M} ({made.when.zone}){repeats}: {made.text}"


TOOL = Tool(
    name="remind",
    description="Set a reminder for the person you talk to. Call it only when they ask to be reminded.",
    arguments=Arguments,
    run=run,
    changes=True,
    signs=signs(
        r"\bremind|\b(?:don['’]?t|do not) let me forget|\balarm\b|\btimer\b|\b(?:wake|nudge|ping|notify) me\b",
        r"напомн|напомин|будильник|таймер|разбуди|не (?:дай|дайте)\b.{0,10}забыть|чтобы(?: я)? не забы",
    ),
)
