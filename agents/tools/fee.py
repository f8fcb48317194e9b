"""A fee in percent with a least and a most."""

from decimal import Decimal

from pydantic import BaseModel, Field

from agents.tool import Tool, ToolContext
from engines.ledger.loans import fee


class Arguments(BaseModel):
    amount: float = Field(ge=0, description="Amount that the fee is taken from")
    percent: float = Field(ge=0, description="Fee in percent")
    least: float = Field(0, ge=0, description="Smallest fee; 0 for none")
    most: float = Field(0, ge=0, description="Largest fee; 0 for none")


async def run(arguments: Arguments, context: ToolContext) -> str:
    del context
    amount, percent = Decimal(str(arguments.amount)), Decimal(str(arguments.percent))
    least = Decimal(str(arguments.least)) if arguments.least else None
    most = Decimal(str(arguments.most)) if arguments.most else None
    charged = fee(amount, percent, least, most)
    return f"fee {charged}, amount with fee {amount + charged}, amount less fee {amount - charged}"


TOOL = Tool(
    name="fee",
    description="Compute a fee given as a percentage with an optional minimum and maximum.",
    arguments=Arguments,
    run=run,
)
