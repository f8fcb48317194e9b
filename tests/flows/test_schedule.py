"""The clock's work: reminders and digests reach people, also when their moment passed while the bot was down."""

from datetime import UTC, datetime, timedelta

from tests.fakes.stage import Stage


async def test_a_reminder_set_in_words_arrives(folder):
    async with Stage(folder) as stage:
        await stage.open()
        saved = await stage.ask(stage.anna, "/remind через 1 секунду проверить чайник", "проверить чайник")
        await stage.until_answer(stage.anna, "⏰ проверить чайник", after=saved.uid)


async def test_a_reminder_whose_moment_passed_while_the_bot_was_down_arrives_once_at_start(folder):
    async with Stage(folder) as stage:
        await stage.open()
        saved = await stage.ask(stage.anna, "/remind через 3 секунды позвонить маме", "позвонить маме")
        await stage.bot.restart()
        await stage.until_answer(stage.anna, "⏰ позвонить маме", after=saved.uid)
        await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
        assert len([each for each in stage.answers(stage.anna) if each.text.startswith("⏰")]) == 1


async def test_a_digest_of_the_last_day_comes_at_the_time_of_the_persons_zone(folder):
    async with Stage(folder) as stage:
        await stage.open()
        await stage.ask(stage.anna, "/settings Asia/Almaty", "Asia/Almaty")
        stage.post("Библиотека открылась после ремонта")
        due = datetime.now(UTC) + timedelta(hours=5, minutes=1)
        await stage.ask(stage.anna, f"/digest @source_news {due:%H:%M}", "Asia/Almaty")
        digest = await stage.until(
            lambda: next((each for each in stage.answers(stage.anna) if "Библиотека открылась" in each.text), None),
            patience=90,
        )
        assert "t.me/source_news" in str(digest.content.entities) + digest.text


async def test_who_never_chose_a_time_zone_is_told_once_and_a_digest_is_not_doubled(folder):
    async with Stage(folder) as stage:
        await stage.open()
        first = await stage.ask(stage.anna, "/remind завтра вечером кино", "19:00 (UTC): кино")
        second = await stage.ask(stage.anna, "/remind каждую среду в 10 отчёт", "каждую среду в 10:00 (UTC)")
        assert "часовой пояс" in first.text.lower()
        assert "часовой пояс" not in second.text.lower()

        await stage.ask(stage.anna, "/settings berlin", "Europe/Berlin")
        await stage.ask(stage.anna, "/digest @source_news 9:00", "(Europe/Berlin)")
        await stage.ask(stage.anna, "/digest @source_news 9:00", "уже есть")
