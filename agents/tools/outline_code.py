"""Python source outlined without running it: classes, functions, complexity, imports, a Mermaid diagram."""

import json
import re

from pydantic import BaseModel, Field

from agents.tool import Tool, ToolContext
from engines.codebase.diagrams import class_diagram, import_diagram
from engines.codebase.parse import outline

LIMIT = 30

_FENCED = re.compile(r"```(?:python|py)?[^\S\n]*\n(.*?)```", re.DOTALL | re.IGNORECASE)


class Arguments(BaseModel):
    source: str = Field("", description="Python source; leave out to take the code in the person's message")


async def run(arguments: Arguments, context: ToolContext) -> str:
    found = outline(arguments.source or code_in(context.turn.text))
    hardest = sorted(found.all_functions, key=lambda function: -function.complexity)
    return json.dumps(
        {
            "lines": found.lines,
            "imports": found.imports[:LIMIT],
            "classes": [
                {"name": item.name, "bases": item.bases, "methods": [method.name for method in item.methods]}
                for item in found.classes[:LIMIT]
            ],
            "functions": [function.name for function in found.functions[:LIMIT]],
            "most_complex": [
                {"name": item.name, "line": item.line, "lines": item.lines, "complexity": item.complexity}
                for item in hardest[:10]
            ],
            "mermaid": class_diagram(found) if found.classes else import_diagram(found),
        },
        ensure_ascii=False,
    )


def code_in(text: str) -> str:
    """What stands in code fences, else the whole text."""
    blocks = _FENCED.findall(text)
    return "\n".join(blocks) if blocks else text


TOOL = Tool(
    name="outline_code",
    description="Parse Python source: classes, functions, cyclomatic complexity, imports and a Mermaid diagram.",
    arguments=Arguments,
    run=run,
)
