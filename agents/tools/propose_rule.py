"""A forwarding rule proposed in words and made when an admin presses the button."""

from pydantic import BaseModel, Field, field_validator

from agents.services import Services
from agents.spec import signs
from agents.tool import Proposal, Sentence, Tool, ToolContext
from core.ids import ChatId
from forwarding.spec import simple_rule
from storage.approvals import Approval
from storage.users import Role


class Arguments(BaseModel):
    source: str = Field(min_length=1, max_length=100, description="Channel to read: @name or id")
    destination: str = Field(min_length=1, max_length=100, description="Chat to copy to: @name or id")
    keep: list[str] = Field(default_factory=list, description="Copy only posts with one of these words; empty: all")
    drop: list[str] = Field(default_factory=list, description="Never copy posts with one of these words")

    @field_validator("keep", "drop", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Small models write a list as one text."""
        return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


async def propose(arguments: Arguments, context: ToolContext) -> Proposal[Arguments]:
    """Both chats are looked up now, so that the button shows and does the same."""
    rules = context.services.rules
    source = await rules.resolve(arguments.source)
    destination = await rules.resolve(arguments.destination)
    checked = arguments.model_copy(update={"source": str(source.id), "destination": str(destination.id)})
    return Proposal(
        checked,
        {
            "source": source.title,
            "destination": destination.title,
            "passing": _passing(arguments),
            "keep": ", ".join(arguments.keep),
            "drop": ", ".join(arguments.drop),
        },
    )


def _passing(arguments: Arguments) -> str:
    """Which posts pass, as the question names it."""
    if arguments.keep and arguments.drop:
        return "some"
    return "wanted" if arguments.keep else "unwanted" if arguments.drop else "all"


async def carry_out(arguments: Arguments, approval: Approval, services: Services) -> Sentence:
    source, destination = ChatId(int(arguments.source)), ChatId(int(arguments.destination))
    spec = simple_rule(source, destination, keep=arguments.keep, drop=arguments.drop)
    rule = await services.rules.create(spec, approval.user, key=f"approval:{approval.id}")
    return Sentence("approval-propose-rule-done", {"rule": rule.name})


TOOL = Tool(
    name="propose_rule",
    description="Propose to copy new posts from one channel to another chat. The person confirms it by a button.",
    arguments=Arguments,
    propose=propose,
    carry_out=carry_out,
    least=Role.ADMIN,
    signs=signs(
        r"\b(?:forward|re-?post|copy|copied|mirror|send|relay|rules?)\b|@\w+",
        r"пересыл|пересла|перешл|репост|копир|скопир|дублир|зеркал|отправля|правил",
    ),
)
