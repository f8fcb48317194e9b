"""A forwarding rule proposed in words and made when an admin presses the button."""

import asyncio
from collections.abc import Iterator

from pydantic import BaseModel, Field, field_validator

from agents.services import Services
from agents.spec import signs
from agents.tool import Proposal, Sentence, Tool, ToolContext
from core.i18n import Texts
from core.ids import ChatId
from forwarding.filters.judged import LONGEST
from forwarding.linting import remarks
from forwarding.wishes import Trait, Wishes, wished_rule
from storage.approvals import Approval
from storage.users import Role


class Arguments(BaseModel):
    source: str = Field(min_length=1, max_length=100, description="Channel to read: @name or id")
    destination: str = Field(min_length=1, max_length=100, description="Chat to copy to: @name or id")
    keep: list[str] = Field(default_factory=list, description="Copy only posts with one of these words; empty: all")
    drop: list[str] = Field(default_factory=list, description="Never copy posts with one of these words")

    only: list[Trait] = Field(default_factory=list, description="Copy only posts of one of these kinds; empty: all")
    never: list[Trait] = Field(default_factory=list, description="Never copy posts of these kinds")
    judged: str = Field("", max_length=LONGEST, description="What posts must be, where words and kinds cannot tell it")

    @field_validator("keep", "drop", "only", "never", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Small models write a list as one text."""
        return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value

    @property
    def wishes(self) -> Wishes:
        return Wishes(self.keep, self.drop, self.only, self.never, self.judged.strip())


async def propose(arguments: Arguments, context: ToolContext) -> Proposal[Arguments]:
    """Both chats are looked up now, so that the button shows and does the same; what is odd stands there too."""
    rules = context.services.rules
    source = await rules.resolve(arguments.source)
    destination = await rules.resolve(arguments.destination)
    checked = arguments.model_copy(update={"source": str(source.id), "destination": str(destination.id)})
    texts = context.services.translator.bound(context.turn.language)
    spec = wished_rule(source.id, destination.id, arguments.wishes)
    odd = await asyncio.to_thread(remarks, spec, await rules.list())
    lines = [*_passing(arguments, texts), *(f"⚠ {texts(each.key, **each.params)}" for each in odd)]
    return Proposal(checked, {"source": source.title, "destination": destination.title, "passing": "\n".join(lines)})


def _passing(arguments: Arguments, texts: Texts) -> Iterator[str]:
    """Which posts pass, line by line."""
    lists = {"keep": arguments.keep, "drop": arguments.drop}
    lists |= {side: [texts(f"trait-{name}") for name in getattr(arguments, side)] for side in ("only", "never")}
    lists["judged"] = [arguments.judged.strip()] if arguments.judged.strip() else []
    if not any(lists.values()):
        yield texts("approval-rule-all")
    for side, words in lists.items():
        if words:
            yield texts(f"approval-rule-{side}", words=", ".join(words))


async def carry_out(arguments: Arguments, approval: Approval, services: Services) -> Sentence:
    source, destination = ChatId(int(arguments.source)), ChatId(int(arguments.destination))
    spec = wished_rule(source, destination, arguments.wishes)
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
