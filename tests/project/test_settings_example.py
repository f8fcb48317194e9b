"""`.env.example` names every setting with its default and a word about it."""

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from core.config import Settings
from tests.fakes.repository import ROOT

EXAMPLE = ROOT / ".env.example"
FOREIGN = {
    "ANONYMIZED_TELEMETRY": "Chroma would call home",
    "LANGSMITH_TRACING": "LangChain would call home",
    "EXTRA_PACKAGES": "read by docker-compose.yml",
    "POSTGRES_PASSWORD": "read by docker-compose.yml",
}
"""Names that are not ours -> why they stand there."""
LINE = re.compile(r"^#? ?(?P<name>[A-Z][A-Z0-9_]*)=(?P<value>[^#\n]*)", re.MULTILINE)


def names(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from names(kind, f"{prefix}{name}__".upper())
        else:
            yield f"{prefix}{name}".upper()


def test_the_example_names_exactly_the_settings_that_there_are():
    named = [match["name"] for match in LINE.finditer(EXAMPLE.read_text("utf-8"))]

    assert set(names(Settings)) - set(named) == set()
    assert set(named) - set(names(Settings)) == set(FOREIGN)
    assert len(named) == len(set(named))


def test_the_example_as_it_stands_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    for name in [*names(Settings), "INFERENCE", "MEMORY", "TOOLS", "FORWARDING", "BOT", "API", "SANDBOX"]:
        monkeypatch.delenv(name, raising=False)

    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)


def test_every_setting_of_the_example_is_explained_above_it():
    blocks = re.split(r"\n\s*\n|(?<==)\n(?=#)|(?<=\w)\n(?=# )", EXAMPLE.read_text("utf-8"))

    for block in blocks:
        assert not LINE.match(block), f"no word about {block}"
