"""The account (Telethon) reads a channel where the bot is nobody; the bot's rule forwards what it reads."""

import asyncio
import sys

from sandbox.model import Content
from tests.fakes.process import ROOT
from tests.fakes.stage import Stage

PHONE = "9996621001"


async def log_in(stage: Stage, environment: dict[str, str], *, phone: str = PHONE, account: str = "") -> str:
    """`python -m bot login` as an operator types it; what it printed."""
    named = ["--account", account] if account else []
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "login",
        *named,
        cwd=ROOT,
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdin is not None
    process.stdin.write(f"{phone}\n".encode())
    await process.stdin.drain()
    code = await stage.until(lambda: stage.sandbox.world.kept.get("login_codes", {}).get(phone))
    process.stdin.write(f"{code}\n".encode())
    process.stdin.close()
    assert process.stdout is not None
    async with asyncio.timeout(60):
        printed = (await process.stdout.read()).decode()
        assert await process.wait() == 0, printed
    return printed


async def test_a_channel_that_only_the_account_reads_is_forwarded(folder):
    key = folder / "server.pem"
    async with Stage(folder, has_account=True, API_ID="1", API_HASH="any", MTPROTO_KEY_FILE=str(key)) as stage:
        key.write_text(stage.sandbox.public_key_pem)
        stage.bot.settings["MTPROTO_SERVER"] = f"127.0.0.1:{stage.sandbox.mtproto_port}"
        await log_in(stage, stage.bot.whole_environment())
        world = stage.sandbox.world
        world.members.create(stage.ben, "channel", "Ben's diary", username="bens_diary")
        diary = stage.channel("bens_diary")
        world.members.join(stage.anna, diary)
        await stage.open()
        saved = await stage.ask(stage.anna, "/forward @bens_diary @target_news", "Ben's diary")
        assert stage.words(stage.anna, "forward-everything") in saved.text
        world.posting.send(stage.ben, diary, Content("Dear diary"))
        await stage.until_in(stage.target, "Dear diary")
        await stage.bot.kill()
        world.posting.send(stage.ben, diary, Content("While you were away"))
        await stage.bot.start()
        await stage.until_in(stage.target, "While you were away")
        assert [each.text for each in stage.messages(stage.target) if each.text] == [
            "Dear diary",
            "While you were away",
        ]
