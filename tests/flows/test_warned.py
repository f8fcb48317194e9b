"""A rule that is odd from the beginning is kept, but does not begin by itself."""

import pytest

from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_rule_that_lets_nothing_pass_is_kept_but_not_started(stage: Stage):
    told = await stage.ask(stage.anna, "/forward @source_news @target_news +python -python", "⚠")
    assert stage.words(stage.anna, "lint-nothing") in told.text
    assert stage.words(stage.anna, "forward-not-started") in told.text
    assert stage.words(stage.anna, "forward-paused") in told.text


async def test_one_that_is_as_it_should_be_works_at_once(stage: Stage):
    told = await stage.ask(stage.anna, "/forward @source_news @target_news +rust", "rust")
    assert stage.words(stage.anna, "forward-paused") not in told.text
