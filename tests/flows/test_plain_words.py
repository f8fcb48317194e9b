"""Plain words without a model: understood, done, and confirmed, in both languages."""

import pytest

from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_without_a_model_a_newcomer_is_told_what_works(stage: Stage):
    await stage.ollama.stop()
    await stage.ask(stage.anna, "/start")
    await stage.ask(stage.ben, "/start")  # Ben is a stranger: Anna lets him in
    asked = await stage.until_answer(stage.anna, "Ben")
    stage.press(stage.anna, asked, stage.words(stage.anna, "button-approve"))
    await stage.until_answer(stage.ben, "You are in")
    await stage.ask(stage.anna, "Что ты умеешь?", "Напомни завтра")
    await stage.ask(stage.ben, "What can you do?", "Remind me tomorrow")


@pytest.mark.parametrize(
    ("who", "text", "what"),
    [
        ("anna", "Напомни послезавтра в 9 позвонить маме", "позвонить маме"),
        ("ben", "Remind me to water the plants the day after tomorrow at 9", "water the plants"),
    ],
)
async def test_a_reminder_in_plain_words_is_set_at_once_and_undone_by_its_button(
    stage: Stage, who: str, text: str, what: str
):
    person = getattr(stage, who)
    said = await stage.ask(person, text, what)
    assert what in (await stage.ask(person, "/remind", what)).text
    stage.press(person, said, stage.words(person, "button-undo"))
    await stage.until_answer(person, stage.words(person, "undo-reminder", text=what), after=said.uid)
    assert what not in (await stage.ask(person, "/remind", "")).text


async def test_what_is_missing_is_asked_for_and_the_next_message_completes_it(stage: Stage):
    await stage.ask(stage.anna, "Напомни полить кактус", stage.words(stage.anna, "intent-remind-when"))
    await stage.ask(stage.anna, "завтра в 10", "полить кактус")
    await stage.ask(stage.ben, "Remind me tomorrow at 9", "what shall I remind you of?")
    await stage.ask(stage.ben, "feed the cat", "feed the cat")


async def test_reminders_are_listed_and_cancelled_in_plain_words(stage: Stage):
    await stage.ask(stage.anna, "Напомни послезавтра в 8 сдать отчёт", "сдать отчёт")
    listed = await stage.ask(stage.anna, "Какие у меня напоминания?", "сдать отчёт")
    again = stage.words(stage.anna, "button-retry")
    assert again not in [button["text"] for row in (listed.markup or {}).get("inline_keyboard", []) for button in row]
    await stage.ask(stage.anna, "Удали напоминание про отчёт", "отменено")
    assert "отчёт" not in (await stage.ask(stage.anna, "/remind", "")).text


async def test_what_was_said_is_found_in_plain_words(stage: Stage):
    await stage.ask(stage.anna, "Запомни: паспорт лежит в синей папке", "Запомню")
    found = await stage.ask(stage.anna, "Найди, что я говорил про паспорт", "синей папке")
    assert stage.words(stage.anna, "fallback-remembered", count=1).split(":")[0] in found.text
    await stage.ask(stage.ben, "Remember that the spare key is under the blue pot", "I will remember")
    await stage.ask(stage.ben, "Find what I said about the spare key", "blue pot")


async def test_a_digest_in_plain_words_is_set_up_for_admins_alone(stage: Stage):
    said = await stage.ask(stage.anna, "Присылай каждый день в 21:15 дайджест @source_news", "21:15")
    assert "Source news" in said.text
    await stage.ask(stage.anna, "send me a digest of @source_news at 6:40", "06:40")
    await stage.ask(stage.ben, "send me a digest of @source_news at 6:40", stage.words(stage.ben, "error-admins-only"))


async def test_a_rule_in_plain_words_is_made_only_when_its_button_is_pressed(stage: Stage):
    text = "forward everything about Python from @source_news to @target_news except ads"
    refused = await stage.ask(stage.anna, text, "реклама")
    stage.press(stage.anna, refused, stage.words(stage.anna, "button-cancel"))
    await stage.until(lambda: stage.words(stage.anna, "approval-cancelled") in refused.text)
    await stage.ask(stage.anna, "/forward", stage.words(stage.anna, "forward-none"))

    text = "Пересылай из @source_news в @target_news всё про Python, кроме рекламы"
    asked = await stage.ask(stage.anna, text, "Python")
    stage.press(stage.anna, asked, stage.words(stage.anna, "button-allow"))
    await stage.until_answer(stage.anna, "/forward", after=asked.uid)
    stage.post("Скидка 50% на курс Python только сегодня! Успей купить по промокоду, переходи по ссылке и подписывайся")
    stage.post("Python вышел")
    await stage.until_in(stage.target, "Python вышел")
    assert not [each for each in stage.messages(stage.target) if "Скидка" in each.text]


async def test_a_group_gets_its_reminder_when_it_asks_the_bot(stage: Stage):
    name = stage.bot_account.username
    asked = stage.say(stage.anna, f"@{name} напомни завтра в 9 собрать отчёт", stage.group)
    await stage.until_in(stage.group, "собрать отчёт", after=asked.uid)


async def test_settings_are_changed_in_plain_words(stage: Stage):
    await stage.ask(stage.anna, "Мой часовой пояс Берлин", "Europe/Berlin")
    await stage.ask(stage.ben, "My time zone is Tokyo", "Asia/Tokyo")
    await stage.ask(stage.ben, "Говори по-русски", "Буду отвечать по-русски")
    await stage.ask(stage.ben, "Speak English", "I will answer in English")
    await stage.ask(stage.anna, "Отвечай голосом", stage.words(stage.anna, "intent-voice-on"))
    await stage.ask(stage.anna, "пусть отвечает аналитик", "Аналитик")
