"""A search of the web, where the operator has a SearXNG."""

from pydantic import BaseModel, Field

from agents.guardrails import quoted
from agents.spec import signs
from agents.tool import Tool, ToolContext
from core.errors import Unavailable


class Arguments(BaseModel):
    query: str = Field(min_length=1, max_length=200, description="A few words, as for a search engine")


async def run(arguments: Arguments, context: ToolContext) -> str:
    search = context.services.search
    if search is None:
        raise Unavailable("error-search-unreachable")
    hits = await search.find(arguments.query, context.turn.language)
    if not hits:
        return "Nothing was found."
    return "\n".join(quoted(f"{hit.title}\n{hit.url}\n{hit.snippet}", "search") for hit in hits)


TOOL = Tool(
    name="web_search",
    description="Search the web for what is new or not known to you. Name the sources in the answer.",
    arguments=Arguments,
    run=run,
    signs=signs(
        r"\b(?:search|google|look up|find (?:out|online|on the (?:web|internet)))\b",
        r"\b(?:news|latest|nowadays|weather)\b",
        r"\b(?:today|current|this year)['’]?s?\b.{0,20}\b(?:price|rate|score|version|president)",
        r"найди|поищи|загугли|погугли|в интернете|\bновост|\bпогод",
        r"последн(?:ие|яя|ий) (?:верси|событ|новост)|курс (?:доллар|евро)",
    ),
    brings_foreign_text=True,
    is_there=lambda services: services.search is not None,
)
