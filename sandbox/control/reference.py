"""The control API's reference as one plain page that loads nothing: every call with its parameters and fields."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from sandbox.model import Json

_HEAD = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    '<meta name="viewport" content="width=device-width"><title>Control API</title><h1>Control API</h1>'
    '<p>The same for machines: <a href="openapi.json">openapi.json</a></p>'
)


def add_reference(app: FastAPI) -> None:
    """Put it at `/control/docs`."""

    @app.get("/control/docs", include_in_schema=False)
    async def reference() -> HTMLResponse:
        return HTMLResponse(_HEAD + "".join(_calls(app.openapi())))


def _calls(schema: Json) -> Iterator[str]:
    shapes = schema.get("components", {}).get("schemas", {})
    for path, methods in schema["paths"].items():
        for method, call in methods.items():
            yield f"<h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(call.get('description', ''))}</p>"
            yield _table(list(_fields(call, shapes)))
    inside = json.dumps(shapes)
    for name, shape in shapes.items():
        if f'/{name}"' in inside and "properties" in shape:
            yield f"<h2><code>{escape(name)}</code></h2>{_table(list(_members(shape)))}"


def _fields(call: Json, shapes: Json) -> Iterator[tuple[str, Json, bool]]:
    """Name, shape and whether it must be given: of the address first, then of the body."""
    for each in call.get("parameters", []):
        yield each["name"], each["schema"], each.get("required", False)
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    yield from _members(shapes.get(_name(body), {}))


def _members(shape: Json) -> Iterator[tuple[str, Json, bool]]:
    for name, field in shape.get("properties", {}).items():
        yield name, field, name in shape.get("required", [])


def _table(fields: list[tuple[str, Json, bool]]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(name)}</code><td>{escape(_kind(shape))}<td>{_default(shape, is_needed=is_needed)}"
        for name, shape, is_needed in fields
    )
    return f"<table>{rows}</table>" if rows else ""


def _kind(shape: Json) -> str:
    if "anyOf" in shape:
        return " or ".join(_kind(each) for each in shape["anyOf"])
    if "enum" in shape:
        return ", ".join(str(each) for each in shape["enum"])
    if shape.get("type") == "array":
        return f"list of {_kind(shape['items'])}" if "items" in shape else "list"
    return _name(shape) or str(shape.get("type", "anything"))


def _default(shape: Json, *, is_needed: bool) -> str:
    value: Any = shape.get("default")
    return "required" if is_needed else "" if value in (None, "") else escape(f"default {value}")


def _name(shape: Json) -> str:
    return str(shape.get("$ref", "")).rpartition("/")[2]
