"""A copy over the Bot API whose process was killed in the middle: an account that sees the chat finds it."""

from dataclasses import replace
from pathlib import Path

from sandbox.faults import Fault
from tests.fakes.stage import Stage
from tests.flows.test_account import log_in


async def test_what_a_kill_cut_is_found_by_the_account_and_not_asked_about(folder: Path):
    key = folder / "server.pem"
    async with Stage(
        folder,
        has_account=True,
        API_ID="1",
        API_HASH="any",
        MTPROTO_KEY_FILE=str(key),
        FORWARDING__BOT_OVER_MTPROTO="false",
        FORWARDING__LEASE_SECONDS="4",
    ) as stage:
        key.write_text(stage.sandbox.public_key_pem)
        stage.bot.settings["MTPROTO_SERVER"] = f"127.0.0.1:{stage.sandbox.mtproto_port}"
        await log_in(stage, stage.bot.whole_environment())
        await stage.open()
        await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
        world = stage.sandbox.world
        world.faults.add(Fault("delay_after", "copyMessage", seconds=60))
        original = stage.post("before the kill")
        copy = await stage.until_in(stage.target, "before the kill")
        await stage.bot.kill()
        await stage.bot.start()
        world.editing.edit(stage.anna, original, replace(original.content, text="edited"), None)
        await stage.until(lambda: copy.text == "edited" or None)
        assert [each.text for each in stage.messages(stage.target) if each.service is None] == ["edited"]
        asked = stage.words(stage.anna, "forwarding-button-resend")
        assert not [each for each in stage.answers(stage.anna) if asked in str(each.markup)]
