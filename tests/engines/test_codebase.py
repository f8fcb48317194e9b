"""Python source as an outline, its complexity, its diagram."""

import ast
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from engines.codebase.diagrams import class_diagram, import_diagram
from engines.codebase.metrics import complexity
from engines.codebase.parse import outline

SOURCE = """
import os
from collections.abc import Iterator
from . import sibling


class Dog(animals.Pet, Generic[T]):
    def bark(self, times: int) -> None:
        for _ in range(times):
            if times and self.is_loud or self.is_angry:
                print("wau")

    def _secret(self): ...


async def fetch(url, *, timeout=5):
    try:
        return await get(url)
    except OSError:
        return None
"""


def test_an_outline_names_what_a_module_has():
    found = outline(SOURCE)

    assert found.imports == (".", "collections.abc", "os")
    assert [(item.name, item.bases) for item in found.classes] == [("Dog", ("animals.Pet", "Generic[T]"))]
    assert [method.name for method in found.classes[0].methods] == ["bark", "_secret"]
    fetch = found.functions[0]
    assert (fetch.name, fetch.arguments, fetch.is_async, fetch.lines) == ("fetch", ("url", "timeout"), True, 5)
    assert len(found.all_functions) == 3


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("pass", 1),
        ("if a:\n        pass\n    elif b:\n        pass", 3),
        ("return a and b or c", 3),
        ("return [x for x in y if x if x > 1]", 4),
        ("return 1 if a else 2", 2),
        ("while a:\n        pass", 2),
        ("try:\n        pass\n    except A:\n        pass\n    except B:\n        pass", 3),
        ("match a:\n        case 1: pass\n        case 2: pass\n        case _: pass", 3),
        ("with a: pass", 1),
    ],
)
def test_complexity_counts_each_decision_once(body: str, paths: int):
    assert complexity(ast.parse(f"def f():\n    {body}")) == paths


def test_a_class_diagram_shows_bases_and_public_methods_only():
    diagram = class_diagram(outline(SOURCE))

    assert diagram.splitlines()[0] == "classDiagram"
    assert "    animals_Pet <|-- Dog" in diagram
    assert "    Dog : bark(self, times)" in diagram
    assert "_secret" not in diagram


def test_an_import_diagram_has_an_arrow_for_each_import():
    assert import_diagram(outline(SOURCE), "dogs").count("m --> ") == 3


@pytest.mark.parametrize("source", ["def f(:", "x = 1\0", "(" * 5000, "if a:\npass", f"class A(a{'+b' * 900}): pass"])
def test_what_is_no_python_is_refused_with_its_line(source: str):
    with pytest.raises(UserError) as caught:
        outline(source)
    assert caught.value.key == "error-code-unreadable"


def test_too_much_code_is_refused():
    with pytest.raises(UserError) as caught:
        outline("x = 1\n" * 40_000)
    assert caught.value.key == "error-code-too-long"


def test_a_wrong_escape_in_a_string_is_no_reason_to_complain():
    assert outline("x = '\\d'").lines == 1


@given(st.text(max_size=200))
def test_whatever_is_pasted_gives_an_outline_or_a_refusal(source: str):
    with suppress(UserError):
        class_diagram(outline(source))
