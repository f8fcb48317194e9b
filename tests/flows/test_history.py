"""`/forward backfill N` with the whole house: an account reads what was before, and a kill changes nothing."""

from pathlib import Path

import pytest

from sandbox.model import Chat, Content
from tests.fakes.stage import Stage
from tests.flows.test_account import log_in

OLD = 14
BEN_PHONE = "9996621002"


def stage_with_account(folder: Path) -> Stage:
    return Stage(folder, has_account=True, API_ID="1", API_HASH="any", MTPROTO_KEY_FILE=str(folder / "server.pem"))


async def log_in_account(stage: Stage) -> None:
    (stage.folder / "server.pem").write_text(stage.sandbox.public_key_pem)
    stage.bot.settings["MTPROTO_SERVER"] = f"127.0.0.1:{stage.sandbox.mtproto_port}"
    await log_in(stage, stage.bot.whole_environment())


def diary_of_ben(stage: Stage) -> Chat:
    """A channel that Anna's account reads and the bot does not."""
    world = stage.sandbox.world
    world.members.create(stage.ben, "channel", "Ben's diary", username="bens_diary")
    diary = stage.channel("bens_diary")
    world.members.join(stage.anna, diary)
    return diary


def copied(stage: Stage) -> list[str]:
    return [each.text for each in stage.messages(stage.target) if each.text.startswith("day")]


async def test_older_posts_come_before_live_ones_over_a_kill_and_none_comes_twice(folder):
    async with stage_with_account(folder) as stage:
        await log_in_account(stage)
        diary, posting = diary_of_ben(stage), stage.sandbox.world.posting
        days = [f"day {number:02}" for number in range(OLD)]
        for day in days:
            posting.send(stage.ben, diary, Content(day))
        await stage.open()
        await stage.ask(stage.anna, "/forward @bens_diary @target_news", "Ben's diary")
        await stage.ask(
            stage.anna, f"/forward backfill {OLD}", stage.words(stage.anna, "forward-history-title", rule="")
        )
        await stage.until_in(stage.target, "day 04")
        await stage.bot.kill()
        posting.send(stage.ben, diary, Content("day of the kill"))
        await stage.bot.start()
        await stage.until_in(stage.target, "day of the kill")
        assert copied(stage) == [*days, "day of the kill"]
        through = stage.words(stage.anna, "forward-history-done", done=OLD, passed=OLD, held=0)
        await stage.until_answer(stage.anna, through)
        await stage.ask(stage.anna, f"/forward backfill {OLD}")
        again = stage.words(stage.anna, "forward-history-done", done=OLD, passed=0, held=0)
        await stage.until_answer(stage.anna, again)
        assert copied(stage) == [*days, "day of the kill"]


@pytest.mark.asyncio(loop_scope="module")
async def test_what_cannot_be_looked_back_at_is_said_in_one_sentence(stage: Stage):
    await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
    for wrong in ("", " 0", " 10001", " many", " 5 6", " " + "9" * 50):
        told = await stage.ask(stage.anna, f"/forward backfill{wrong}")
        assert told.text == stage.words(stage.anna, "error-backfill-count", most=10_000)
    told = await stage.ask(stage.anna, "/forward backfill 5")
    assert told.text == stage.words(stage.anna, "error-backfill-no-account")


async def test_a_second_account_reads_what_the_first_does_not_see(folder):
    async with stage_with_account(folder) as stage:
        await log_in_account(stage)
        printed = await log_in(stage, stage.bot.whole_environment(), phone=BEN_PHONE, account="ben")
        assert stage.ben.first_name in printed or "@ben" in printed
        world = stage.sandbox.world
        world.members.create(stage.ben, "channel", "Ben's diary", username="bens_diary")
        world.members.promote(stage.anna, stage.target, stage.ben)
        await stage.open()
        await stage.ask(stage.anna, "/forward @bens_diary @target_news", "Ben's diary")
        world.posting.send(stage.ben, stage.channel("bens_diary"), Content("day of Ben"))
        await stage.until_in(stage.target, "day of Ben")
