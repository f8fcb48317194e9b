"""Days of the week and days between dates, in the person's time zone."""

from datetime import date, timedelta

from pydantic import BaseModel, Field

from agents.prompting import zone_of_turn
from agents.spec import signs
from agents.tool import Tool, ToolContext
from core.errors import UserError


class Arguments(BaseModel):
    start: str = Field("", description="As 2026-12-01; leave out for today")
    end: str = Field("", description="As 2026-12-31, to count the days until it; leave out for none")
    add_days: int = Field(0, ge=-400_000, le=400_000, description="Days to add to the start; negative goes back")


async def run(arguments: Arguments, context: ToolContext) -> str:
    today = context.services.clock.now().astimezone(zone_of_turn(context.turn)).date()
    start = _date(arguments.start, today)
    told = [f"today: {today:%A %Y-%m-%d}", f"start: {start:%A %Y-%m-%d}, week {start.isocalendar().week}"]
    if arguments.add_days:
        told.append(f"start and {arguments.add_days} days: {_moved(start, arguments.add_days)}")
    if arguments.end:
        end = _date(arguments.end, today)
        told.append(f"from start to {end:%A %Y-%m-%d}: {(end - start).days} days")
    return "; ".join(told)


def _date(text: str, today: date) -> date:
    if text.strip().lower() in ("", "today"):
        return today
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UserError("error-tool-arguments", reason=f"not a date like 2026-12-01: {text[:40]}") from error


def _moved(start: date, days: int) -> str:
    try:
        return f"{start + timedelta(days=days):%A %Y-%m-%d}"
    except OverflowError:
        return "beyond the calendar"


TOOL = Tool(
    name="dates",
    description="Tell the day of the week of a date, add days to it, or count the days between two dates.",
    arguments=Arguments,
    run=run,
    signs=signs(
        r"\b(?:what|which) (?:day|date|week)\b|\bhow many (?:days|weeks)\b",
        r"\bdays? (?:until|till|since|between|from now)\b",
        r"как(?:ой|ого|ое) (?:день|дня|число|числа)|сколько (?:дней|недель)",
        r"какая (?:дата|неделя)|через сколько дней|день недели",
    ),
)
