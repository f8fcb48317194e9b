"""What is wrong with the wording of requirements, found by rules, not by the model."""

import json
from collections import Counter

from pydantic import BaseModel, Field

from agents.tool import Tool, ToolContext
from engines.requirements.wording import review

LIMIT = 30


class Arguments(BaseModel):
    text: str = Field("", description="The requirements; leave out to take the person's message as it is")


async def run(arguments: Arguments, context: ToolContext) -> str:
    reviewed = review(arguments.text or context.turn.text)
    faulty = [requirement for requirement in reviewed if requirement.findings]
    return json.dumps(
        {
            "sentences": len(reviewed),
            "without_findings": len(reviewed) - len(faulty),
            "counts": Counter(finding.kind for requirement in faulty for finding in requirement.findings),
            "findings": [
                {
                    "sentence": requirement.text[:200],
                    "found": [f"{finding.kind}: {finding.excerpt[:80]}" for finding in requirement.findings],
                }
                for requirement in faulty[:LIMIT]
            ],
        },
        ensure_ascii=False,
    )


TOOL = Tool(
    name="check_requirements",
    description=(
        "Find weak wording in requirements: ambiguous words, no measure, passive voice, no actor, two in one sentence."
    ),
    arguments=Arguments,
    run=run,
)
