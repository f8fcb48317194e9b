"""A card number checked without asking anybody; the full number is never repeated."""

import json

from pydantic import BaseModel, Field

from agents.tool import Tool, ToolContext
from engines.ledger.cards import check_number


class Arguments(BaseModel):
    number: str = Field(min_length=1, max_length=40, description="The card number as written")


async def run(arguments: Arguments, context: ToolContext) -> str:
    del context
    check = check_number(arguments.number)
    return json.dumps(
        {
            "number": check.masked,
            "network": check.network or "unknown",
            "digits": check.digits,
            "check_digit": "right" if check.is_check_digit_right else "wrong",
            "length": "right" if check.is_length_right else "wrong for the network",
            "plausible": check.is_plausible,
            "note": "Says nothing about whether the card exists. Name the number only as given here.",
        }
    )


TOOL = Tool(
    name="check_card",
    description="Check a bank card number: check digit, network, length. Returns it masked.",
    arguments=Arguments,
    run=run,
)
