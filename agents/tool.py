"""A tool as its file in `agents/tools/` describes it: what the model is told, and what a call does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from agents.services import Services
from agents.state import Turn
from core.errors import UserError
from inference.chat_model import ToolSpec
from storage.approvals import Approval

Param = str | int | float
Arguments = TypeVar("Arguments", bound=BaseModel)

FAULTS_TOLD = 5


@dataclass(frozen=True, slots=True)
class ToolContext:
    """Whose call it is and what it may use. `call` numbers the calls of this tool."""

    turn: Turn
    services: Services
    call: int = 1
    """With the turn's id a key that is the same again when the turn is answered again after a crash."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something to say to the person: a locale key and its variables."""

    key: str
    params: Mapping[str, Param]


@dataclass(frozen=True, slots=True)
class Proposal(Generic[Arguments]):
    """What a tool that needs approval would do: checked arguments, and the variables of `approval-<tool>`."""

    arguments: Arguments
    params: Mapping[str, Param]


@dataclass(frozen=True, slots=True)
class Tool(Generic[Arguments]):
    """Either `run`, which answers the model in English or JSON; or, for what changes something for others, `propose`
    at the call and `carry_out` once the person pressed the button."""

    name: str
    description: str
    arguments: type[Arguments]
    run: Callable[[Arguments, ToolContext], Awaitable[str]] | None = None
    propose: Callable[[Arguments, ToolContext], Awaitable[Proposal[Arguments]]] | None = None
    carry_out: Callable[[Arguments, Approval, Services], Awaitable[Sentence]] | None = None
    is_for_admins: bool = False

    @property
    def needs_approval(self) -> bool:
        return self.propose is not None

    @property
    def spec(self) -> ToolSpec:
        return ToolSpec(self.name, self.description, flat_schema(self.arguments))

    def read(self, arguments: Mapping[str, Any]) -> Arguments:
        """The arguments as the tool wants them.

        Raises:
            UserError: `error-tool-arguments`, with what is wrong, in words for the model.
        """
        return read_arguments(self.arguments, arguments)


AnyTool = Tool[Any]
"""A tool of whatever arguments: they are read by the tool itself."""


def read_arguments(model: type[Arguments], arguments: Mapping[str, Any]) -> Arguments:
    """
    Raises:
        UserError: `error-tool-arguments`, with what is wrong, in words for the model.
    """
    try:
        return model.model_validate(dict(arguments))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)[:FAULTS_TOLD]
        told = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)
        raise UserError("error-tool-arguments", reason=told) from error


def flat_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema without titles; small models read a flat one best, and Ollama drops what is nested."""
    schema = model.model_json_schema()
    properties = {
        name: {key: value for key, value in field.items() if key != "title"}
        for name, field in schema.get("properties", {}).items()
    }
    return {"type": "object", "properties": properties, "required": schema.get("required", [])}
