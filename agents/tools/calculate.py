"""Arithmetic, exact."""

from pydantic import BaseModel, Field

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
)
