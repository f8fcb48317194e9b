"""Arithmetic, exact."""

from pydantic import BaseModel, Field

from agents.spec import signs
from agents.tool import Tool, ToolContext
from engines.arithmetic import calculate


class Arguments(BaseModel):
    expression: str = Field(
        min_length=1, max_length=300, description="Numbers, + - * / // % ** and brackets, such as (12.5 + 7) * 3"
    )


async def run(arguments: Arguments, context: ToolContext) -> str:
    del context
    return f"{arguments.expression} = {calculate(arguments.expression)}"


TOOL = Tool(
    name="calculate",
    description="Compute an arithmetic expression exactly.",
    arguments=Arguments,
    run=run,
    signs=signs(
        r"\d\s*(?:[-+*/×÷^%]|\*\*)\s*\(?\d",
        r"\b(?:plus|minus|times|divided by|percent of|square root|sum of|multiply|calculate|compute)\b|\d\s*% of",
        r"\b(?:плюс|минус|умнож|раздел|подел|посчита|вычисл|сколько будет|процент\w* от|корень из)|\d\s*% от",
    ),
)
