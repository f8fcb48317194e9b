"""Tokens of a day, over the whole way of a message: counted as the model counts them, and kept over a restart."""

from tests.fakes.stage import Stage

ANSWER = 33
"""Tokens of one question and its answer, as the fake model counts them."""


async def test_whose_tokens_are_used_is_refused_before_the_model_hears_of_it(folder):
    async with Stage(folder, BOT__ACCESS="open", QUOTA__GUEST_TOKENS=str(2 * ANSWER)) as stage:
        await stage.open()
        for number in (1, 2):
            await stage.ask(stage.ben, f"Question {number}", "I am a small model")
        asked = len(stage.ollama.chats)
        refusal = stage.words(stage.ben, "error-quota-tokens", limit=2 * ANSWER)

        await stage.ask(stage.ben, "One more?", refusal)
        mention = stage.say(stage.ben, "@platform_bot and here?", stage.group)
        await stage.until_in(stage.group, refusal, after=mention.uid)
        usage = await stage.ask(stage.ben, "/usage")
        assert f"{2 * ANSWER} of {2 * ANSWER}" in usage.text

        await stage.bot.restart()
        await stage.ask(stage.ben, "After the restart?", refusal)
        assert len(stage.ollama.chats) == asked
        await stage.ask(stage.anna, "An admin has no bound", "I am a small model")
