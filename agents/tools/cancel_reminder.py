"""A reminder of the person's own taken away."""

import re

from pydantic import BaseModel, Field

from agents.spec import signs
from agents.tool import Tool, ToolContext
from agents.tools.list_reminders import spoken_of, told
from core.errors import UserError
from inference.words import Stemmer
from storage.reminders import Reminder


class Arguments(BaseModel):
    what: str = Field(min_length=1, max_length=200, description="Words of the reminder, or its number")


async def run(arguments: Arguments, context: ToolContext) -> str:
    turn, reminders = context.turn, context.services.reminders
    named = fitting(await spoken_of(turn, context.services), arguments.what)
    if not named:
        raise UserError("error-tool-arguments", reason="what: no reminder of the person has these words")
    if len(named) > 1:
        listed = "\n".join(told(reminder, turn.time_zone) for reminder in named[:10])
        return f"Several fit, nothing was cancelled. Ask which one is meant:\n{listed}"
    await reminders.cancel(named[0].id, turn.user)
    return f"Cancelled: {told(named[0], turn.time_zone)}"


def fitting(mine: list[Reminder], what: str) -> list[Reminder]:
    """The one with this number, else those with the most of the words."""
    if number := re.fullmatch(r"\D{0,3}(\d+)\D{0,3}", what):
        return [reminder for reminder in mine if reminder.id == int(number[1])]
    stemmer = Stemmer()
    wanted = set(stemmer.stems(what))
    scores = {reminder.id: len(wanted & set(stemmer.stems(reminder.text))) for reminder in mine}
    most = max(scores.values(), default=0)
    return [reminder for reminder in mine if most and scores[reminder.id] == most]


TOOL = Tool(
    name="cancel_reminder",
    description="Cancel a reminder of the person you talk to. Call it only when they ask for that.",
    arguments=Arguments,
    run=run,
    changes=True,
    signs=signs(
        r"(?s)\b(?:cancel|delete|remove|drop|stop|forget|undo|clear)\b.*\bremind",
        r"(?s)\bremind.*\b(?:cancel|delete|remove|drop|stop|forget|undo|clear)\b",
        r"(?s)(?:отмен|удал|убер|убир|сними|снять|забудь|хватит|не над|не нужн|больше не).*(?:напомн|напомин)",
        r"(?s)(?:напомн|напомин).*(?:отмен|удал|убер|убир|сними|снять|забудь|не над|не нужн)",
    ),
    is_by_signs=True,
)
