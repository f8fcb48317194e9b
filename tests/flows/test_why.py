"""/why in Telegram: by the link of an original and of a copy, by a copy that is shown to the bot."""

import pytest

from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_link_to_the_copy_and_one_to_the_original_tell_why(stage: Stage):
    await stage.ask(stage.anna, "/forward @source_news @target_news +python -ads", "Source news")
    passed = stage.post("Python 3.15 is out")
    dropped = stage.post("Python ads")
    copy = await stage.until_in(stage.target, "3.15")
    told = await stage.ask(stage.anna, f"/why https://t.me/target_news/{copy.shared_id}")
    assert "python" in told.text
    assert f"https://t.me/source_news/{passed.shared_id}" in told.text
    told = await stage.ask(stage.anna, f"/why https://t.me/source_news/{dropped.shared_id}")
    assert "⛔" in told.text
    assert (
        f"{stage.words(stage.anna, 'forward-except', filter=stage.words(stage.anna, 'filter-keywords'))} — да: ads"
        in told.text
    )


async def test_a_message_that_is_no_copy_is_said_to_be_unknown(stage: Stage):
    told = await stage.ask(stage.anna, "/why https://t.me/source_news/4242")
    assert told.text == stage.words(stage.anna, "error-why-unknown")


async def test_without_a_message_the_usage_is_shown(stage: Stage):
    assert (await stage.ask(stage.anna, "/why")).text == stage.words(stage.anna, "usage-why")


async def test_a_reply_to_a_copy_in_a_group_tells_why(stage: Stage):
    await stage.ask(stage.anna, f"/forward @source_news {stage.group.id} +rust", "Source news")
    stage.post("Rust 2.0")
    copy = await stage.until_in(stage.group, "Rust 2.0")
    stage.say(stage.anna, f"/why@{stage.bot_account.username}", stage.group, reply_to=copy.shared_id)
    told = await stage.until_in(stage.group, "https://t.me/source_news/")
    assert "rust" in told.text
