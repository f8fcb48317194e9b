"""/stats in Telegram: what a forwarding rule did, as a picture."""

import pytest

from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_admin_sees_a_chart_of_a_rule_and_chooses_its_span(stage: Stage):
    await stage.ask(stage.anna, "/forward @source_news @target_news +python", "Source news")
    stage.post("Python 3.15 is out")
    stage.post("Nothing of the kind")
    await stage.until_in(stage.target, "3.15")
    told = await stage.ask(stage.anna, "/stats")
    stage.press(stage.anna, told, "📈")
    month = stage.words(stage.anna, "stats-posts", days=30, passed=1, dropped=1, held=0)
    shown = await stage.until_answer(stage.anna, month)
    assert shown.content.media is not None
    assert shown.content.media.kind == "photo"
    assert stage.words(stage.anna, "filter-keywords") in shown.text
    stage.press(stage.anna, shown, stage.words(stage.anna, "stats-days", days=7))
    week = stage.words(stage.anna, "stats-posts", days=7, passed=1, dropped=1, held=0)
    await stage.until(lambda: week in shown.text or None)


async def test_who_is_no_admin_sees_their_own_figures_only(stage: Stage):
    await stage.ask(stage.anna, "/forward @source_news @target_news +rust", "Source news")
    told = await stage.ask(stage.ben, "/stats")
    assert "📈" not in repr(told.markup)
