"""The person's open reminders."""

from pydantic import BaseModel

from agents.services import Services
from agents.spec import signs
from agents.state import Turn
from agents.tool import Tool, ToolContext
from core.recurrence import zone_of
from storage.reminders import Reminder

LIMIT = 20


class Arguments(BaseModel):
    pass


async def run(arguments: Arguments, context: ToolContext) -> str:
    del arguments
    mine = await spoken_of(context.turn, context.services)
    if not mine:
        return "The person has no reminders."
    more = f"\n… and {len(mine) - LIMIT} more" if len(mine) > LIMIT else ""
    return "\n".join(told(reminder, context.turn.time_zone) for reminder in mine[:LIMIT]) + more


async def spoken_of(turn: Turn, services: Services) -> list[Reminder]:
    """Those that this place may hear of: in private all, in a group what is to be said there, to strangers none."""
    if turn.is_guest:
        return []
    mine = await services.reminders.of(turn.user)
    return [each for each in mine if turn.is_private or each.chat == turn.chat]


def told(reminder: Reminder, time_zone: str) -> str:
    """One line: number, when in the person's zone of now, what."""
    local = (reminder.due or reminder.when.at).astimezone(zone_of(time_zone))
    return f"{reminder.id}: {local:%A %Y-%m-%d %H:%M} ({time_zone}), {reminder.text}"


TOOL = Tool(
    name="list_reminders",
    description="List the reminders that the person has, with their numbers.",
    arguments=Arguments,
    run=run,
    signs=signs(r"\bremind", r"напомн|напомин"),
    is_by_signs=True,
)
