"""A tool as its file in `agents/tools/` describes it: what the model is told, and what a call does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from re import Pattern
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from agents.services import Services
from agents.state import Offered, Turn
from core.errors import UserError
from inference.chat_model import ToolSpec
from storage.approvals import Approval
from storage.users import Role

Param = str | int | float
Arguments = TypeVar("Arguments", bound=BaseModel)

FAULTS_TOLD = 5


@dataclass(slots=True)
class Trail:
    """What the calls of a turn leave behind besides their results."""

    has_foreign_text: bool = False
    """Something that others wrote has come before the model."""
    offers: list[Offered] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ToolContext:
    """Whose call it is and what it may use. `call` numbers the calls of this tool."""

    turn: Turn
    services: Services
    call: int = 1
    """With the turn's id a key that is the same again when the turn is answered again after a crash."""
    trail: Trail = field(default_factory=Trail)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something to say to the person: a locale key and its variables, or words that came from outside."""

    key: str = ""
    params: Mapping[str, Param] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Proposal(Generic[Arguments]):
    """What a tool that needs approval would do: checked arguments, and the variables of its question."""

    arguments: Arguments
    params: Mapping[str, Param]
    key: str = ""
    """The question; empty is `approval-<tool>`."""


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
    least: Role = Role.USER
    """Who may have it called, unless an admin says otherwise."""
    signs: tuple[Pattern[str], ...] = ()
    """What in a person's words asks for this tool."""
    is_by_signs: bool = False
    """Offered only to a question with one of the signs."""
    changes: bool = False
    """It changes something of the person's own; what changes something for others has `propose`."""
    reaches_out: bool = False
    """What it is told may leave this machine for somebody unknown."""
    brings_foreign_text: bool = False
    """Its results are the words of others."""
    is_there: Callable[[Services], bool] | None = None
    """False where the operator has not set up what it needs."""
    server: str = ""
    """The MCP server that it belongs to."""

    @property
    def needs_approval(self) -> bool:
        return self.propose is not None

    @property
    def has_effects(self) -> bool:
        return self.changes or self.needs_approval

    @property
    def spec(self) -> ToolSpec:
        return ToolSpec(self.name, self.description, flat_schema(self.arguments))

    def is_asked_for(self, words: str) -> bool:
        return any(sign.search(words) for sign in self.signs)

    def read(self, arguments: Mapping[str, Any]) -> Arguments:
        """The arguments as the tool wants them.

        Raises:
            UserError: `error-tool-arguments`, with what is wrong, in words for the model.
        """
        return read_arguments(self.arguments, arguments)


AnyTool = Tool[Any]
"""A tool of whatever arguments: they are read by the tool itself."""


def read_arguments(model: type[Arguments], arguments: Mapping[str, Any]) -> Arguments:
    """What small models get wrong about types is put right: a number for a text, a list of one, null for nothing.

    Raises:
        UserError: `error-tool-arguments`, with what is wrong, in words for the model.
    """
    kinds = {each.alias or name: each.annotation for name, each in model.model_fields.items()}
    given = {name: _coerced(value, kinds.get(name)) for name, value in arguments.items() if value is not None}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)[:FAULTS_TOLD]
        told = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)
        raise UserError("error-tool-arguments", reason=told) from error


def _coerced(value: Any, kind: Any) -> Any:
    kinds = {kind, *get_args(kind)}
    if isinstance(value, list) and len(value) == 1 and not any("list" in str(each) for each in kinds):
        value = value[0]
    if str in kinds and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and kinds & {int, float}:
        return value.strip().replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", ".")
    return value


def flat_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema without titles and unions; small models read a flat one best, and Ollama drops what is nested."""
    schema = _schema_of(model)
    properties = {name: _flat(each) for name, each in schema.get("properties", {}).items()}
    return {"type": "object", "properties": properties, "required": schema.get("required", [])}


@lru_cache(maxsize=256)
def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _flat(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A value that may be absent is told as what it is when it is there."""
    plain = {key: value for key, value in schema.items() if key not in {"title", "anyOf", "default"}}
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    if choices:
        return {**choices[0], **plain}
    return {**plain, "default": schema["default"]} if "default" in schema else plain
