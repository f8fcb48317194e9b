"""Texts: the same in every language, each one used, each use written, plurals as the language has them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from core.i18n import Translator
from tests.fakes.repository import ROOT, sources

LANGUAGES = ("en", "ru")
PLURALS = {"en": {"one", "other"}, "ru": {"one", "few", "many"}}
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
SPEAKING = {"texts", "UserError", "Unavailable", "SettingsError", "Status"}
"""Calls whose first argument is a key."""


class Variables(Visitor):
    """Names of variables, and the variants of every choice."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.choices: list[set[str]] = []

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - the visitor's name
        self.names.add(node.id.name)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802 - the visitor's name
        self.choices.append({variant.key.name for variant in node.variants if isinstance(variant.key, ftl.Identifier)})
        self.generic_visit(node)


def entries(language: str) -> list[ftl.EntryType]:
    return list(FluentParser().parse((ROOT / "locales" / f"{language}.ftl").read_text("utf-8")).body)


def messages(language: str) -> dict[str, Variables]:
    found = {}
    for entry in entries(language):
        if isinstance(entry, ftl.Message):
            found[entry.id.name] = Variables()
            found[entry.id.name].visit(entry)
    return found


def literals(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def patterns(tree: ast.AST) -> Iterator[str]:
    """f"agent-{name}-about" as a regular expression."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            if any(isinstance(part, str) and "-" in part for part in parts):
                yield "".join("[a-z0-9-]+" if part is None else re.escape(str(part)) for part in parts)


def spoken(tree: ast.AST) -> Iterator[str]:
    """Keys that are certainly meant as such: the first argument of a call that speaks, or `key=`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        meant = node.args[:1] if name in SPEAKING else []
        for argument in meant:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


@pytest.fixture(scope="module")
def trees() -> list[tuple[Path, ast.AST]]:
    return [(path, ast.parse(path.read_text("utf-8"))) for path in sources() if "sandbox" not in path.parts]


def test_every_file_of_the_folder_is_a_language_that_is_tested(translator: Translator):
    assert translator.languages == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_no_junk_and_no_key_twice(language: str):
    assert [entry.content for entry in entries(language) if isinstance(entry, ftl.Junk)] == []
    keys = [entry.id.name for entry in entries(language) if isinstance(entry, ftl.Message)]
    assert sorted(keys) == sorted(set(keys))


def test_languages_have_the_same_keys_with_the_same_variables():
    english, russian = messages("en"), messages("ru")

    assert english.keys() == russian.keys()
    differing = [key for key in english if english[key].names != russian[key].names]
    assert differing == []


def test_every_key_that_code_speaks_is_written(trees: list[tuple[Path, ast.AST]]):
    written = messages("en")
    areas = {"error", "command", "usage", "status", "agent", "approval"} & {key.partition("-")[0] for key in written}

    missing = {f"{path.name}: {key}" for path, tree in trees for key in spoken(tree) if key not in written}
    for path, tree in trees:
        named = {text for text in literals(tree) if KEY.fullmatch(text) and text.partition("-")[0] in areas}
        missing |= {f"{path.name}: {text}" for text in named if text not in written}
    assert missing == set()


def test_every_key_that_is_written_is_spoken(trees: list[tuple[Path, ast.AST]]):
    said = {text for _, tree in trees for text in literals(tree)}
    shapes = [re.compile(pattern) for pattern in {pattern for _, tree in trees for pattern in patterns(tree)}]

    unused = [key for key in messages("en") if key not in said and not any(shape.fullmatch(key) for shape in shapes)]
    assert unused == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_name_every_form_of_the_language(language: str):
    forms = {"zero", "one", "two", "few", "many", "other"}
    for key, found in messages(language).items():
        for choice in found.choices:
            if choice & forms - {"other"}:
                assert choice & forms >= PLURALS[language], f"{key}: {choice}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [0, 1, 2, 5, 21])
def test_every_text_can_be_said_with_any_number(translator: Translator, language: str, number: int):
    for key, found in messages(language).items():
        said = translator.text(language, key, **dict.fromkeys(found.names, number))
        assert "{" not in said, f"{key}: {said}"
        assert said.strip() == said, key
