"""A tool that a server offers, and its schema in the flat form that small models read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

NAME_LENGTH = 64
DESCRIPTION_LENGTH = 400
MOST_ARGUMENTS = 20

_KINDS: Mapping[str, Any] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "array": list[Any],
    "object": dict[str, Any],
}


@dataclass(frozen=True, slots=True)
class Offer:
    """`is_reader`: it says that it changes nothing; `is_closed`: and that it reaches nobody else."""

    server: str
    tool: str
    description: str
    schema: Mapping[str, Any]
    is_reader: bool = False
    is_closed: bool = False

    @property
    def name(self) -> str:
        """As models and /tools call it: `<server>_<tool>`."""
        return re.sub(r"[^A-Za-z0-9_-]", "_", f"{self.server}_{self.tool}")[:NAME_LENGTH]


def arguments_of(offer: Offer) -> type[BaseModel]:
    """The model of the tool's arguments: one level, references followed, what may be absent left out."""
    required = {name for name in _listed(offer.schema.get("required")) if isinstance(name, str)}
    properties = offer.schema.get("properties")
    named = list(properties.items())[:MOST_ARGUMENTS] if isinstance(properties, Mapping) else []
    fields: dict[str, Any] = {}
    for number, (name, schema) in enumerate(named):
        plain = _resolved(schema, offer.schema)
        kind = _kind(plain)
        told = str(plain.get("description", ""))[:DESCRIPTION_LENGTH]
        default: Any = ... if name in required else None
        annotation = kind if name in required else kind | None
        fields[f"field_{number}"] = (annotation, Field(default, alias=name, description=told))
    return create_model(f"Arguments_{offer.name}", __config__=ConfigDict(extra="ignore"), **fields)


def _resolved(schema: Any, whole: Mapping[str, Any], depth: int = 4) -> Mapping[str, Any]:
    """References and unions with nothing followed to the schema that they mean."""
    if not isinstance(schema, Mapping):
        return {}
    told = {"description": schema["description"]} if "description" in schema else {}
    if depth and isinstance(reference := schema.get("$ref"), str):
        found: Any = whole
        for step in reference.removeprefix("#/").split("/"):
            found = found.get(step, {}) if isinstance(found, Mapping) else {}
        return {**_resolved(found, whole, depth - 1), **told}
    for union in ("anyOf", "oneOf", "allOf"):
        choices = [
            each for each in _listed(schema.get(union)) if isinstance(each, Mapping) and each.get("type") != "null"
        ]
        if depth and choices:
            return {**_resolved(choices[0], whole, depth - 1), **told}
    return schema


def _listed(value: Any) -> list[Any]:
    """A server may say anything."""
    return value if isinstance(value, list) else []


def _kind(schema: Mapping[str, Any]) -> Any:
    choices = schema.get("enum")
    if isinstance(choices, list) and choices and all(isinstance(choice, str) for choice in choices):
        return Literal[tuple(choices)]
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), None)
    return _KINDS.get(str(kind), Any)
