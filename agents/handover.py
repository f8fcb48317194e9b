"""Handing a turn over: the call that an agent makes when another one should answer."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, Field, field_validator

from agents.spec import AgentSpec
from agents.state import Turn
from agents.supervisor import is_open
from agents.tool import flat_schema, read_arguments
from core.errors import UserError
from inference.chat_model import ToolCall, ToolSpec

NAME = "hand_over"
MAX_HOPS = 2
"""Per turn, or two agents could pass it to each other for ever."""
MOST_FACTS = 10
FACT_LENGTH = 200


class HandOverArguments(BaseModel):
    agent: str = Field(description="Who should go on")
    reason: str = Field("", max_length=500, description="Why, in one sentence, in the person's language")
    summary: str = Field("", max_length=2000, description="What the person wants")
    facts: list[str] = Field(default_factory=list, description="What is known so far: numbers, names, dates, results")

    @field_validator("facts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Small models write a list as one text, or more of it than anybody reads."""
        lines = value.splitlines() if isinstance(value, str) else value
        return [str(line)[:FACT_LENGTH] for line in lines][:MOST_FACTS] if isinstance(lines, list) else lines

    @property
    def state(self) -> str:
        """For the agent that goes on."""
        return "\n".join((self.summary, *(f"- {fact}" for fact in self.facts))).strip()


def open_to(agent: str, turn: Turn, agents: Mapping[str, AgentSpec]) -> list[AgentSpec]:
    """Whom the agent may hand this turn over to."""
    return [spec for spec in agents.values() if spec.name != agent and is_open(spec, turn)]


def spec_for(others: Sequence[AgentSpec]) -> ToolSpec:
    """The call as the model is told of it: whom it may name, and what each is for."""
    schema = flat_schema(HandOverArguments)
    schema["properties"]["agent"]["enum"] = [spec.name for spec in others]
    told = "; ".join(f"{spec.name}: {spec.summary}" for spec in others)
    return ToolSpec(NAME, f"Let another agent answer when the question is clearly theirs. {told}", schema)


def read(call: ToolCall, others: Sequence[AgentSpec]) -> HandOverArguments:
    """
    Raises:
        UserError: `error-tool-arguments`: malformed, or nobody of that name.
    """
    arguments = read_arguments(HandOverArguments, call.arguments)
    if arguments.agent not in {spec.name for spec in others}:
        raise UserError("error-tool-arguments", reason=f"agent: nobody is called {arguments.agent!r}")
    return arguments
