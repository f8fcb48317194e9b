"""`python -m bot rules …` beside the running bot: over its database, and Telegram's word about rights."""

import os
from pathlib import Path

import pytest

from bot.__main__ import parser
from bot.rules_command import rules as run_rules
from core.config import Settings
from core.errors import UserError
from sandbox.seed import SOURCE, TARGET
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

RULES = f"""
rules:
- sources: [{{chat: "@{SOURCE}"}}]
  destinations: [{{chat: "@{TARGET}"}}]
  filters: {{keywords: {{words: [python]}}}}
  samples:
  - text: Python 3.15
  - text: Rust
    expected: drop
"""


async def rules(stage: Stage, *arguments: str) -> tuple[int, str]:
    """The exit status, and all that was said."""
    given = {name.lower(): value for name, value in stage.bot.settings.items() if "__" not in name}
    settings = Settings(_env_file=None, **given)  # type: ignore[arg-type]
    said: list[str] = []
    try:
        status = await run_rules(settings, parser().parse_args(["rules", *arguments]), said.append)
    except UserError as error:
        return 1, stage.translator.text("en", error.key, **error.params)
    return status, "\n".join(said)


def file(stage: Stage, text: str, name: str = "rules.yaml") -> str:
    path: Path = stage.folder / name
    path.write_text(text, encoding="utf-8")
    return os.fspath(path)


async def test_a_file_is_tested_imported_and_works_and_its_export_is_the_same_again(stage: Stage):
    given = file(stage, RULES)
    assert await rules(stage, "test", given) == (0, "1 rules, 2 samples, 0 failed")
    status, said = await rules(stage, "import", given)
    assert (status, said.startswith("saved 1: Source news")) == (0, True)
    await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-list", count=1))
    stage.post("Python by file")
    copy = await stage.until_in(stage.target, "by file")
    status, exported = await rules(stage, "export")
    assert status == 0
    assert f"'@{SOURCE}'" in exported
    assert await rules(stage, "import", file(stage, exported, "again.yaml")) == (0, "there already: 1")
    status, said = await rules(stage, "explain", f"https://t.me/{TARGET}/{copy.shared_id}")
    assert (status, "python" in said) == (0, True)


async def test_a_rule_is_replayed_over_what_was_stored_before_it_is_there(stage: Stage):
    for text in ("Rust one", "Rust two", "Weather"):
        stage.post(text)
    stage.post("Python ends it")
    await stage.until_in(stage.target, "ends it")
    asked = RULES.replace("python", "rust").partition("  samples:")[0]
    status, said = await rules(stage, "replay", file(stage, asked), "--days", "3")
    assert status == 0
    assert "passed on: 2" in said
    assert "2 by keywords: rust" in said
    assert f"https://t.me/{SOURCE}/" in said
    status, said = await rules(stage, "replay", "1")
    assert (status, "by keywords: python" in said) == (0, True)


async def test_the_test_warns_of_a_rule_that_lets_nothing_pass(stage: Stage):
    word = "{keywords: {words: [go]}}"
    odd = RULES.replace("{keywords: {words: [python]}}", f"{{all: [{word}, {{not: {word}}}]}}")
    status, said = await rules(stage, "test", file(stage, odd.partition("  samples:")[0]))
    assert status == 0
    assert f"WARNING rule 1: {stage.translator.text('en', 'lint-nothing')}" in said


async def test_a_failing_sample_is_named_by_the_test_and_refuses_the_import(stage: Stage):
    wrong = file(stage, RULES.replace("Rust", "More Python"))
    status, said = await rules(stage, "test", wrong)
    assert (status, "FAILED rule 1" in said, "More Python" in said) == (1, True, True)
    status, said = await rules(stage, "import", wrong)
    assert (status, "More Python" in said) == (1, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules:\n- a: b: c\n", "line 2"),
        (RULES.replace(f"@{SOURCE}", "@nowhere_at_all"), "@nowhere_at_all"),
        (RULES.replace("{words: [python]}", "{}"), "keywords"),
        (RULES.replace("keywords: {words: [python]}", "regex: {patterns: ['(']}"), "regular expression"),
        (RULES + "# " + "x" * 1_000_000, "1000 kB"),
    ],
)
async def test_what_is_wrong_is_one_sentence_and_nothing_is_saved(stage: Stage, text: str, said: str):
    before = await rules(stage, "export")
    status, told = await rules(stage, "import", file(stage, text))
    assert (status, said in told, len(told.splitlines())) == (1, True, 1)
    assert await rules(stage, "export") == before


async def test_a_file_that_is_not_there_is_named(stage: Stage):
    status, said = await rules(stage, "import", "/nowhere/rules.yaml")
    assert (status, "/nowhere/rules.yaml" in said) == (1, True)
