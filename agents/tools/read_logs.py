"""A pasted log grouped by what its lines say, counted, with the worst and the spikes first."""

import json
from datetime import datetime

from pydantic import BaseModel, Field

from agents.tool import Tool, ToolContext
from engines.operations.groups import examine

LIMIT = 15


class Arguments(BaseModel):
    text: str = Field("", description="The log lines; leave out to take the person's message as it is")


async def run(arguments: Arguments, context: ToolContext) -> str:
    report = examine(arguments.text or context.turn.text, context.services.clock.now().year)
    return json.dumps(
        {
            "entries": report.entries,
            "worst": report.worst or "unknown",
            "first": _text(report.first),
            "last": _text(report.last),
            "groups": [
                {
                    "says": group.template[:200],
                    "count": group.count,
                    "level": group.level,
                    "first": _text(group.first),
                    "last": _text(group.last),
                }
                for group in report.groups[:LIMIT]
            ],
            "spikes": [f"{_text(spike.minute)}: {spike.count}, usually {spike.usual:g}" for spike in report.spikes],
        },
        ensure_ascii=False,
    )


def _text(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""


TOOL = Tool(
    name="read_logs",
    description="Group log lines by what they say: counts, first and last time, worst level, spikes.",
    arguments=Arguments,
    run=run,
)
