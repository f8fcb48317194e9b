"""kill -9 before, during and after a send, and during a turn: nothing is lost, nothing is doubled, the rest is told."""

import asyncio

import pytest

from sandbox.events import Event, FaultMet
from sandbox.faults import Fault
from tests.fakes.stage import Stage

FOREVER = 3600.0


def fault_met(stage: Stage, method: str) -> asyncio.Event:
    """Set when a call of this method meets its fault."""
    met = asyncio.Event()

    def listen(event: Event) -> None:
        if isinstance(event, FaultMet) and event.method == method:
            met.set()

    stage.sandbox.world.subscribe(listen)
    return met


async def held(met: asyncio.Event) -> None:
    async with asyncio.timeout(30):
        await met.wait()


async def test_killed_during_a_turn_the_question_is_answered_once_after_the_restart(folder):
    async with Stage(folder) as stage:
        await stage.open()
        stage.ollama.hold("The first ")
        question = stage.say(stage.anna, "Tell me a story")
        await stage.until_draft(stage.anna, "The first")
        await stage.bot.kill()
        stage.ollama.reply("Once upon a time.")
        await stage.bot.start()
        await stage.until_answer(stage.anna, "Once upon a time.", after=question.uid)
        await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
        assert [each.text for each in stage.answers(stage.anna)].count("Once upon a time.") == 1


async def test_killed_during_a_turn_in_a_group_the_placeholder_becomes_the_honest_line(folder):
    async with Stage(folder) as stage:
        await stage.open()
        stage.ollama.hold("The first ")
        question = stage.say(stage.anna, "@platform_bot tell me a story", stage.group)
        placeholder = await stage.until_in(stage.group, "The first", question.uid)
        await stage.bot.restart()
        await stage.until_in(stage.group, "tell me a story", question.uid)
        said = [each for each in stage.messages(stage.group) if each.uid > question.uid]
        assert [each.uid for each in said] == [placeholder.uid]
        stage.ollama.reply("Once upon a time.")
        stage.press(stage.anna, placeholder, stage.words(stage.anna, "button-retry"))
        await stage.until_in(stage.group, "Once upon a time.")


async def test_what_was_written_while_the_bot_was_down_is_answered_in_order(folder):
    async with Stage(folder) as stage:
        await stage.open()
        await stage.bot.kill()
        stage.ollama.reply("One.")
        stage.ollama.reply("Two.")
        stage.say(stage.anna, "first")
        stage.say(stage.anna, "second")
        await stage.bot.start()
        await stage.until_answer(stage.anna, "Two.")
        assert [each.text for each in stage.answers(stage.anna)] == ["One.", "Two."]


@pytest.mark.parametrize(("kind", "arrived"), [("delay", 0), ("delay_after", 1)])
async def test_killed_in_the_middle_of_a_send_the_person_is_told_and_may_retry(folder, kind, arrived):
    async with Stage(folder) as stage:
        await stage.open()
        stage.ollama.reply("Fortytwo.")
        met = fault_met(stage, "sendMessage")
        stage.sandbox.world.faults.add(Fault(kind, "sendMessage", seconds=FOREVER))
        question = stage.say(stage.anna, "What is the answer?")
        await held(met)
        if arrived:
            await stage.until_answer(stage.anna, "Fortytwo.", after=question.uid)
        await stage.bot.restart()
        told = await stage.until_answer(stage.anna, "What is the answer?", after=question.uid)
        assert [each.text for each in stage.answers(stage.anna)].count("Fortytwo.") == arrived
        stage.ollama.reply("Still fortytwo.")
        stage.press(stage.anna, told, stage.words(stage.anna, "button-retry"))
        await stage.until_answer(stage.anna, "Still fortytwo.", after=told.uid)


async def test_killed_after_a_send_nothing_is_said_twice(folder):
    async with Stage(folder) as stage:
        await stage.open()
        stage.ollama.reply("Said once.")
        await stage.ask(stage.anna, "Say it", "Said once.")
        await stage.ask(stage.anna, "/remind завтра в 9 полить цветы", "полить цветы")
        await stage.bot.restart()
        listed = await stage.ask(stage.anna, "/remind", "полить цветы")
        assert listed.text.count("полить цветы") == 1
        assert [each.text for each in stage.answers(stage.anna)].count("Said once.") == 1


async def test_a_post_accepted_before_the_kill_is_copied_after_it(folder):
    async with Stage(folder) as stage:
        await stage.open()
        await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
        stage.sandbox.world.faults.add(Fault("flood", "copyMessage", retry_after=3))
        met = fault_met(stage, "copyMessage")
        stage.post("Post before the kill")
        await held(met)
        await stage.ask(stage.anna, "/whoami", str(stage.anna.id))  # by now the refusal is on record
        await stage.bot.kill()
        stage.post("Post while it was down")
        await stage.bot.start()
        await stage.until_in(stage.target, "while it was down")
        assert [each.text for each in stage.messages(stage.target) if each.text] == [
            "Post before the kill",
            "Post while it was down",
        ]


@pytest.mark.parametrize(("kind", "arrived"), [("delay", 0), ("delay_after", 1)])
async def test_a_copy_killed_in_the_middle_is_reported_not_guessed(folder, kind, arrived):
    async with Stage(folder) as stage:
        await stage.open()
        await stage.ask(stage.anna, "/forward @source_news @target_news", "Source news")
        stage.sandbox.world.faults.add(Fault(kind, "copyMessage", seconds=FOREVER))
        met = fault_met(stage, "copyMessage")
        stage.post("Post in the middle")
        await held(met)
        if arrived:
            await stage.until_in(stage.target, "Post in the middle")
        await stage.bot.restart()
        again = stage.words(stage.anna, "forwarding-button-resend")
        told = await stage.until(
            lambda: next((each for each in stage.answers(stage.anna) if again in str(each.markup)), None)
        )
        stage.post("The next one")
        await stage.until_in(stage.target, "The next one")
        copies = [each.text for each in stage.messages(stage.target)]
        assert copies.count("Post in the middle") == arrived
        if not arrived:
            stage.press(stage.anna, told, again)
            await stage.until_in(stage.target, "Post in the middle")


@pytest.mark.parametrize(("kind", "arrived"), [("cut_before", 0), ("cut_after", 1)])
async def test_a_send_whose_connection_breaks_is_told_by_the_living_bot_and_may_be_retried(folder, kind, arrived):
    async with Stage(folder) as stage:
        await stage.open()
        stage.ollama.reply("Fortytwo.")
        stage.sandbox.world.faults.add(Fault(kind, "sendMessage"))
        question = stage.say(stage.anna, "What is the answer?")
        told = await stage.until_answer(stage.anna, "What is the answer?", after=question.uid)
        assert [each.text for each in stage.answers(stage.anna)].count("Fortytwo.") == arrived
        stage.ollama.reply("Still fortytwo.")
        stage.press(stage.anna, told, stage.words(stage.anna, "button-retry"))
        await stage.until_answer(stage.anna, "Still fortytwo.", after=told.uid)
