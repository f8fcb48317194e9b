"""Diagrams of an outline, in Mermaid's text form."""

import re

from engines.codebase.parse import Class, Outline

MAX_METHODS = 12
"""More would make a box that nobody reads."""


def class_diagram(outline: Outline) -> str:
    """Mermaid's class diagram: each class with its public methods, and what it inherits."""
    lines = ["classDiagram"]
    for found in outline.classes:
        lines.extend(_box(found))
        lines.extend(f"    {_identifier(parent)} <|-- {_identifier(found.name)}" for parent in found.bases)
    return "\n".join(lines)


def import_diagram(outline: Outline, module: str = "module") -> str:
    """Mermaid's flow chart of what the module imports."""
    lines = ["flowchart LR", f'    m["{module}"]']
    lines.extend(f'    m --> i{number}["{name}"]' for number, name in enumerate(outline.imports))
    return "\n".join(lines)


def _box(found: Class) -> list[str]:
    name = _identifier(found.name)
    public = [method for method in found.methods if not method.name.startswith("_")]
    return [
        f"    class {name}",
        *(f"    {name} : {method.name}({', '.join(method.arguments)})" for method in public[:MAX_METHODS]),
    ]


def _identifier(name: str) -> str:
    """Mermaid allows no dots, brackets or commas in a class name."""
    return re.sub(r"\W+", "_", name).strip("_") or "_"
