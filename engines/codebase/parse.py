"""Python source read as text with `ast`: what it imports, and the classes and functions it has; nothing is run."""

import ast
import warnings
from dataclasses import dataclass

from core.errors import UserError
from engines.codebase.metrics import complexity

MAX_SOURCE = 200_000
"""Characters; far above a module a person would paste, far below what makes the parser slow."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method: where it stands and how many independent paths run through it."""

    name: str
    line: int
    lines: int
    arguments: tuple[str, ...]
    complexity: int
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Class:
    """A class with the names of its bases and its methods."""

    name: str
    line: int
    bases: tuple[str, ...]
    methods: tuple[Function, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A module at a glance; nested functions count into the function that holds them."""

    lines: int
    imports: tuple[str, ...]
    classes: tuple[Class, ...]
    functions: tuple[Function, ...]

    @property
    def all_functions(self) -> tuple[Function, ...]:
        return (*self.functions, *(method for found in self.classes for method in found.methods))


def outline(source: str) -> Outline:
    """Read one module.

    Raises:
        UserError: not Python, too long, or nested too deep; says the line.
    """
    tree = _parse(source)
    try:
        return _outline(source, tree)
    except RecursionError as error:
        raise UserError("error-code-unreadable", line=0) from error


def _outline(source: str, tree: ast.Module) -> Outline:
    return Outline(
        lines=len(source.splitlines()),
        imports=_imports(tree),
        classes=tuple(_class(node) for node in tree.body if isinstance(node, ast.ClassDef)),
        functions=tuple(
            _function(node) for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ),
    )


def _parse(source: str) -> ast.Module:
    if len(source) > MAX_SOURCE:
        raise UserError("error-code-too-long", limit=MAX_SOURCE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            return ast.parse(source)
    except SyntaxError as error:
        raise UserError("error-code-unreadable", line=error.lineno or 0) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise UserError("error-code-unreadable", line=0) from error


def _imports(tree: ast.Module) -> tuple[str, ...]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return tuple(sorted(names))


def _class(node: ast.ClassDef) -> Class:
    methods = (item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef))
    return Class(
        name=node.name,
        line=node.lineno,
        bases=tuple(ast.unparse(base) for base in node.bases),
        methods=tuple(_function(method) for method in methods),
    )


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    given = node.args
    return Function(
        name=node.name,
        line=node.lineno,
        lines=(node.end_lineno or node.lineno) - node.lineno + 1,
        arguments=tuple(argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)),
        complexity=complexity(node),
        is_async=isinstance(node, ast.AsyncFunctionDef),
    )
