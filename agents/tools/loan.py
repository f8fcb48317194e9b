"""The cost of a loan with equal monthly payments."""

from decimal import Decimal

from pydantic import BaseModel, Field

from agents.tool import Tool, ToolContext
from engines.ledger.loans import annuity


class Arguments(BaseModel):
    principal: float = Field(gt=0, description="Amount borrowed")
    annual_percent: float = Field(ge=0, description="Interest a year, in percent")
    months: int = Field(ge=1, description="Number of monthly payments")


async def run(arguments: Arguments, context: ToolContext) -> str:
    del context
    loan = annuity(Decimal(str(arguments.principal)), Decimal(str(arguments.annual_percent)), arguments.months)
    return (
        f"monthly payment {loan.payment}, last payment {loan.last_payment}, "
        f"total {loan.total}, interest {loan.interest}"
    )


TOOL = Tool(
    name="loan",
    description="Compute the monthly payment and total cost of an annuity loan.",
    arguments=Arguments,
    run=run,
)
