"""The door: a stranger who came before any admin ever wrote is not forgotten."""

from tests.fakes.stage import Stage


async def test_an_admin_who_could_not_be_asked_learns_at_start_who_waits(folder):
    async with Stage(folder) as stage:
        await stage.open()
        await stage.ask(stage.ben, "/start", stage.words(stage.ben, "access-wait"))
        start = stage.say(stage.anna, "/start")
        await stage.until_answer(stage.anna, stage.words(stage.anna, "access-waiting", people=1, groups=0))
        asked = await stage.until_answer(stage.anna, "@ben", after=start.uid)
        stage.press(stage.anna, asked, stage.words(stage.anna, "button-approve"))
        await stage.until_answer(stage.ben, stage.words(stage.ben, "access-welcome"))
        again = stage.say(stage.anna, "/start")
        await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
        waiting = stage.words(stage.anna, "access-waiting", people=0, groups=0)[:10]
        assert not [each for each in stage.answers(stage.anna) if each.uid > again.uid and waiting in each.text]
