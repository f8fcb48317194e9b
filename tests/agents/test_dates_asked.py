"""What day and what time it is, said without a model, in the person's zone."""

import pytest

from agents.intents import dates
from agents.state import Offered
from tests.fakes.agents import Desk, text_of

RUSSIAN = [
    ("какое сегодня число", "Сегодня понедельник, 02.11.2026."),
    ("Какое число сегодня?", "Сегодня понедельник, 02.11.2026."),
    ("подскажи, какой сегодня день недели?", "Сегодня понедельник, 02.11.2026."),
    ("сегодня какое число", "Сегодня понедельник, 02.11.2026."),
    ("какое число", "Сегодня понедельник, 02.11.2026."),
    ("а какой завтра день?", "Завтра вторник, 03.11.2026."),
    ("Какой день недели будет завтра?", "Завтра вторник, 03.11.2026."),
    ("какое число будет через 3 дня", "05.11.2026, четверг."),
    ("какое число в пятницу?", "06.11.2026, пятница."),
    ("какой день недели 1 декабря?", "01.12.2026, вторник."),
    ("какой день недели был 9 мая 1945 года", "09.05.1945, среда."),
    ("какое число было вчера", "Вчера: воскресенье, 01.11.2026."),
    ("который час?", "Сейчас 13:00 (Europe/Berlin)."),
    ("сколько сейчас времени", "Сейчас 13:00 (Europe/Berlin)."),
]
ENGLISH = [
    ("what day is it tomorrow", "Tomorrow is Tuesday, 2026-11-03."),
    ("What day is it?", "Today is Monday, 2026-11-02."),
    ("what's the date today?", "Today is Monday, 2026-11-02."),
    ("what is today's date", "Today is Monday, 2026-11-02."),
    ("what day of the week is 1 December?", "2026-12-01, Tuesday."),
    ("what day was 4 july 1999", "1999-07-04, Sunday."),
    ("which date is next Friday", "2026-11-06, Friday."),
    ("what day was it yesterday?", "Yesterday was Sunday, 2026-11-01."),
    ("what date will it be in two weeks", "2026-11-16, Monday."),
    ("What time is it now?", "It is 13:00 (Europe/Berlin)."),
    ("what's the time", "It is 13:00 (Europe/Berlin)."),
]


@pytest.mark.parametrize(
    ("language", "text", "answer"), [("ru", *row) for row in RUSSIAN] + [("en", *row) for row in ENGLISH]
)
async def test_a_day_or_a_time_that_is_asked_for_is_told(desk: Desk, language: str, text: str, answer: str):
    await desk.ollama.stop()

    assert text_of(await desk.ask(text, language=language, time_zone="Europe/Berlin")) == answer


@pytest.mark.parametrize(
    "text",
    [
        "what day is the meeting?",
        "what time is it in new york",
        "first date questions",
        "какой день у нас праздничный",
        "какое число подписчиков в канале",
        "в какой день приём?",
        "какой сегодня день рождения у Анны?",
        "what a day",
        "what is the date of the contract?",
        "сколько времени занимает дорога",
    ],
)
def test_other_questions_with_these_words_are_not_about_the_calendar(text: str):
    assert not dates.INTENT.has_sign(text)


async def test_a_day_that_there_is_not_is_no_answer(desk: Desk):
    await desk.ollama.stop()

    assert "02.31" not in text_of(await desk.ask("what day is 31 February?"))


async def test_who_has_chosen_no_zone_is_told_whose_day_it_is_and_may_choose(desk: Desk):
    await desk.ollama.stop()

    chunks = await desk.ask("what day is it?")

    assert desk.translator.text("en", "intent-date-zone") in text_of(chunks)
    assert Offered("settings-zone-choose-button", "remind:zone") in chunks
