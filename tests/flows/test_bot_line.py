"""The bot over MTProto: a line that breaks after the send doubles nothing, and edits find the copy all the same."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.faults import Fault
from sandbox.model import Content, Message
from tests.fakes.stage import Stage
from tests.flows.test_account import log_in

RULE = "/forward @source_news @target_news"


@pytest.fixture
async def stage(folder: Path) -> AsyncIterator[Stage]:
    key = folder / "server.pem"
    async with Stage(folder, has_account=True, API_ID="1", API_HASH="any", MTPROTO_KEY_FILE=str(key)) as stage:
        key.write_text(stage.sandbox.public_key_pem)
        stage.bot.settings["MTPROTO_SERVER"] = f"127.0.0.1:{stage.sandbox.mtproto_port}"
        yield stage


def copies(stage: Stage) -> list[Message]:
    return [each for each in stage.messages(stage.target) if each.service is None]


def met(stage: Stage) -> bool:
    """Whether the fault has had its effect."""
    return not stage.sandbox.world.faults.waiting


async def test_an_edit_follows_to_the_copy_whose_answer_was_lost(stage: Stage):
    await stage.open()
    await stage.ask(stage.anna, RULE, "Source news")
    world = stage.sandbox.world
    world.faults.add(Fault("cut_after", "forwardMessages"))
    original = stage.post("only once")
    await stage.until_in(stage.target, "only once")
    assert met(stage)
    world.editing.edit(stage.anna, original, replace(original.content, text="edited once"), None)
    await stage.until(lambda: [each.text for each in copies(stage)] == ["edited once"] or None)


async def test_what_was_cut_by_a_kill_is_neither_lost_nor_doubled(stage: Stage):
    await stage.open()
    await stage.ask(stage.anna, RULE, "Source news")
    stage.sandbox.world.faults.add(Fault("delay_after", "forwardMessages", seconds=60))
    original = stage.post("before the kill")
    await stage.until_in(stage.target, "before the kill")
    await stage.bot.kill()
    await stage.bot.start()
    stage.post("after the kill")
    await stage.until_in(stage.target, "after the kill")
    assert [each.text for each in copies(stage)] == ["before the kill", "after the kill"]
    stage.sandbox.world.editing.edit(stage.anna, original, replace(original.content, text="edited"), None)
    await stage.until(lambda: [each.text for each in copies(stage)] == ["edited", "after the kill"] or None)


async def test_without_its_line_the_bot_sends_over_the_bot_api(stage: Stage):
    stage.bot.settings["MTPROTO_SERVER"] = "127.0.0.1:1"
    await stage.open()
    await stage.ask(stage.anna, RULE, "Source news")
    stage.post("all the same")
    await stage.until_in(stage.target, "all the same")


async def test_a_copy_by_the_account_is_found_for_edits_and_deletions(stage: Stage):
    await log_in(stage, stage.bot.whole_environment())
    world = stage.sandbox.world
    world.members.create(stage.ben, "channel", "Ben's diary", username="bens_diary")
    diary = stage.channel("bens_diary")
    world.members.join(stage.anna, diary)
    await stage.open()
    await stage.ask(stage.anna, "/forward @bens_diary @target_news", "Ben's diary")
    for fault in (Fault("cut_after", "forwardMessages"), Fault("delay", "forwardMessages", seconds=0)):
        world.faults.add(fault)
    original = world.posting.send(stage.ben, diary, Content("Dear diary"))
    await stage.until_in(stage.target, "Dear diary")
    await stage.until(lambda: met(stage) or None)  # the line is back, and the account hears of edits again
    world.editing.edit(stage.ben, original, Content("Dear reader"), None)
    await stage.until(lambda: [each.text for each in copies(stage)] == ["Dear reader"] or None)
