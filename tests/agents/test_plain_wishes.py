"""Without a model: reminders listed and cancelled, sums, greetings, forgetting, and questions that swallow nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from agents.fallback import CARRIED_OUT
from agents.intents import remind, sums
from agents.state import Offered
from agents.tools.list_reminders import told
from core.ids import ChatId
from core.moments import due_moment
from core.recurrence import When
from memory.store import owner_of_user
from storage.posts import StoredPost
from tests.fakes.agents import ANNA, Desk, end_of, text_of

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
async def lonely_desk(desk: Desk) -> Desk:
    """Nobody serves a model."""
    await desk.ollama.stop()
    return desk


async def reminders_of_anna(desk: Desk, *texts: str) -> None:
    soon = When(desk.clock.now() + timedelta(days=1))
    for text in texts:
        await desk.services.reminders.add(ANNA, ChatId(ANNA), text, soon, key=text)


async def open_texts(desk: Desk) -> list[str]:
    return [each.text for each in await desk.services.reminders.of(ANNA)]


@pytest.mark.parametrize(
    "text", ["what is the weather tomorrow at 9?", "the weather is nice", "buy bread tomorrow at 9"]
)
async def test_an_unfinished_reminder_does_not_swallow_what_is_said_next(lonely_desk: Desk, text: str):
    await lonely_desk.ask("remind me to call Bob")
    await lonely_desk.ask(text)

    assert [each for each in await open_texts(lonely_desk) if "Bob" in each] == []


async def test_a_new_wish_starts_anew_and_something_stays_a_word(lonely_desk: Desk):
    await lonely_desk.ask("напомни мне что-нибудь", language="ru")
    await lonely_desk.ask("не забудь напомнить мне послезавтра про молоко", language="ru")

    assert await open_texts(lonely_desk) == ["про молоко"]
    assert remind.read("напомни мне что-нибудь", NOW, "UTC", "ru").what == "что-нибудь"


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("напомни позвонить 31 февраля", "intent-remind-no-day", "31 февраля"),
        ("напомни позвонить 31.02", "intent-remind-no-day", "31.02"),
        ("напомни позвонить завтра в 25:00", "intent-remind-no-time", "25:00"),
        ("напомни позвонить вчера", "intent-remind-past", "вчера"),
    ],
)
async def test_a_time_that_cannot_be_is_named_and_a_better_one_completes_it(
    lonely_desk: Desk, text: str, key: str, said: str
):
    asked = text_of(await lonely_desk.ask(text, language="ru"))
    again = text_of(await lonely_desk.ask("в 25:99", language="ru"))
    await lonely_desk.ask("ну давай послезавтра в 9", language="ru")

    assert asked == lonely_desk.translator.text("ru", key, text=said)
    assert again == lonely_desk.translator.text("ru", "intent-remind-no-time", text="25:99")
    assert await open_texts(lonely_desk) == ["позвонить"]


@pytest.mark.parametrize(
    ("wish", "past", "better", "language"),
    [
        ("remind me to call Bob", "today at 8", "today at 18:00", "en"),
        ("remind me to call Bob", "on 2024-03-01 09:00", "tomorrow at 9", "en"),
        ("напомни позвонить", "сегодня в 8", "ну ладно, завтра в 8", "ru"),
        ("напомни позвонить сегодня в 8", "1 марта 2024 в 9:00", "через час", "ru"),
    ],
)
async def test_a_time_of_today_that_has_passed_is_named_and_a_better_one_completes_it(
    lonely_desk: Desk, wish: str, past: str, better: str, language: str
):
    await lonely_desk.ask(wish, language=language)
    again = text_of(await lonely_desk.ask(past, language=language))
    assert await open_texts(lonely_desk) == []
    await lonely_desk.ask(better, language=language)

    said = past.removeprefix("on ")
    assert again == lonely_desk.translator.text(language, "intent-remind-past", text=said)
    assert await open_texts(lonely_desk) == ["call Bob" if language == "en" else "позвонить"]


@pytest.mark.parametrize(
    ("wish", "past", "left", "language"),
    [
        ("напомни вчера в 8 утра выпить кофе", "вчера в 8 утра", "выпить кофе", "ru"),
        ("remind me yesterday at 8 pm to call Bob", "yesterday at 8 pm", "call Bob", "en"),
    ],
)
async def test_the_time_of_a_day_that_is_past_is_not_taken_for_one_of_tomorrow(
    lonely_desk: Desk, wish: str, past: str, left: str, language: str
):
    said = text_of(await lonely_desk.ask(wish, language=language))
    before = await open_texts(lonely_desk)
    await lonely_desk.ask("завтра в 9" if language == "ru" else "tomorrow at 9", language=language)

    assert said == lonely_desk.translator.text(language, "intent-remind-past", text=past)
    assert before == []
    assert await open_texts(lonely_desk) == [left]


async def test_what_happened_yesterday_may_be_reminded_of_tomorrow(lonely_desk: Desk):
    await lonely_desk.ask("напомни завтра в 9, что вчера было", language="ru")

    assert await open_texts(lonely_desk) == ["вчера было"]


async def test_the_day_of_an_impossible_time_is_kept_for_the_next_one(lonely_desk: Desk):
    await lonely_desk.ask("напомни позвонить завтра в 25:00", language="ru")
    await lonely_desk.ask("в 23:30", language="ru")

    (made,) = await lonely_desk.services.reminders.of(ANNA)
    tomorrow = lonely_desk.clock.now() + timedelta(days=1)
    assert (made.text, made.when.at.date()) == ("позвонить", tomorrow.date())


@pytest.mark.parametrize("text", ["какие у меня напоминания?", "show my reminders"])
async def test_reminders_are_listed_with_the_zone(lonely_desk: Desk, text: str):
    await reminders_of_anna(lonely_desk, "про отчёт", "про кота")

    said = text_of(await lonely_desk.ask(text, time_zone="Europe/Berlin"))

    assert all(each in said for each in ("про отчёт", "про кота", "Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("удали напоминание про отчёт", ["про кота"]),
        ("не напоминай про кота", ["про отчёт"]),
        ("отмени все напоминания", []),
        ("cancel all my reminders", []),
        ("don't remind me about отчёт", ["про кота"]),
    ],
)
async def test_reminders_are_cancelled_in_words(lonely_desk: Desk, text: str, left: list[str]):
    await reminders_of_anna(lonely_desk, "про отчёт", "про кота")

    await lonely_desk.ask(text)

    assert await open_texts(lonely_desk) == left


async def test_of_several_reminders_the_person_chooses(lonely_desk: Desk):
    await reminders_of_anna(lonely_desk, "call Bob", "write to Bob")

    chunks = await lonely_desk.ask("cancel the reminder about Bob")

    assert await open_texts(lonely_desk) == ["call Bob", "write to Bob"]
    ids = [each.id for each in await lonely_desk.services.reminders.of(ANNA)]
    offered = [each.data for each in chunks if isinstance(each, Offered)]
    assert offered == [f"remind:cancel:{id}" for id in ids]


async def test_what_would_be_forgotten_is_shown_with_its_button(lonely_desk: Desk):
    (id,) = await lonely_desk.services.memory.remember(
        owner_of_user(ANNA), ["Поезд уходит в шесть"], "said", "message:1001:1"
    )

    chunks = await lonely_desk.ask("забудь про поезд", language="ru")
    unknown = text_of(await lonely_desk.ask("забудь всё", language="ru"))

    assert Offered("intent-choice-1", f"memory:forget:{id}") in chunks
    assert "> Поезд уходит в шесть" in text_of(chunks)
    assert "/forget" in unknown


async def test_a_channels_posts_are_searched_by_its_name(lonely_desk: Desk):
    text = "что писали в @source_news про Python?"
    nothing = text_of(await lonely_desk.ask(text, language="ru", is_admin=True))
    post = StoredPost(ChatId(-100500), 5, lonely_desk.clock.now(), {"text": "Python 3.15 is out"})  # type: ignore[arg-type]
    await lonely_desk.services.posts.add(post)
    found = text_of(await lonely_desk.ask(text, language="ru", is_admin=True))
    other = text_of(await lonely_desk.ask("что писали в @source_news про котов?", language="ru", is_admin=True))

    assert nothing == lonely_desk.translator.text("ru", "intent-find-no-posts", channel="Source news")
    assert "> Python 3.15 is out\n— Source news" in found
    assert other == lonely_desk.translator.text("ru", "intent-find-no-such-posts", channel="Source news", days=30)


@pytest.mark.parametrize(
    ("text", "language", "answer"),
    [
        ("сколько будет 15% от 2340?", "ru", "15% от 2340 = 351"),
        ("what is 12*7", "en", "12×7 = 84"),
        ("10 / 4", "ru", "10 / 4 = 2,5"),
        ("calculate 1,000 plus 5", "en", "1,000 plus 5 = 1005"),
    ],
)
async def test_sums_are_done_exactly(lonely_desk: Desk, text: str, language: str, answer: str):
    assert text_of(await lonely_desk.ask(text, language=language)) == answer


@pytest.mark.parametrize("text", ["+7 999 123-45-67", "2026-12-01", "what is the weather?", "в 2026 году 3 раза"])
def test_numbers_alone_are_no_sum(text: str):
    assert not sums.INTENT.has_sign(text)


@pytest.mark.parametrize(
    ("text", "key"), [("привет", "intent-hello"), ("hi", "intent-hello"), ("Thanks!", "intent-thanks")]
)
async def test_a_greeting_is_answered_without_a_look_into_the_memory(lonely_desk: Desk, text: str, key: str):
    assert text_of(await lonely_desk.ask(text)) == lonely_desk.translator.text("en", key)


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("Remind me tomorrow at 9 to call mum", CARRIED_OUT),
        ("my time zone is Berlin", CARRIED_OUT),
        ("send me a digest of @source_news at 20:00", CARRIED_OUT),
        ("where is the key?", "fallback"),
    ],
)
async def test_what_is_done_or_refused_is_not_offered_once_more(lonely_desk: Desk, text: str, agent: str):
    assert end_of(await lonely_desk.ask(text)).agent == agent


async def test_reminders_are_told_in_the_zone_of_now(lonely_desk: Desk):
    once, daily = When(NOW), When(NOW, "day", "Asia/Tokyo", "21:00")
    texts = lonely_desk.translator.bound("en")
    made = await lonely_desk.services.reminders.add(ANNA, ChatId(ANNA), "tea", once, key="a")

    assert "13:00" in due_moment(NOW, once, "Europe/Berlin", texts)
    assert due_moment(NOW, daily, "Europe/Berlin", texts).endswith("21:00 (Asia/Tokyo)")
    assert "13:00 (Europe/Berlin), tea" in told(made, "Europe/Berlin")
