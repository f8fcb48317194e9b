"""The text of a page that the person sent a link to."""

from pydantic import BaseModel, Field

from agents.guardrails import quoted
from agents.outside.addresses import LINK
from agents.policy import check_link
from agents.tool import Tool, ToolContext
from core.errors import UserError


class Arguments(BaseModel):
    url: str = Field(min_length=4, max_length=2000, description="The link, as the person wrote it")


async def run(arguments: Arguments, context: ToolContext) -> str:
    url = arguments.url.strip()
    check_link(url, context.turn)
    if "://" not in url:
        url = f"https://{url}"
    page = await context.services.pages.read(url)
    if not page.text:
        raise UserError("error-link-empty", host=url)
    # What does not fit the model is cut off by the toolbox; the beginning of a page says what it is about.
    return quoted(f"{page.title}\n\n{page.text}".strip()[: context.services.num_ctx // 2 - 100], "page")


TOOL = Tool(
    name="read_link",
    description="Read the page that a link of the person's leads to.",
    arguments=Arguments,
    run=run,
    signs=(LINK,),
    is_by_signs=True,
    brings_foreign_text=True,
)
