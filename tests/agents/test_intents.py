"""Without a model: what people ask for in their own words is understood, done, and confirmed."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from agents.classifier import calibrate, read_utterances
from agents.intents import make_rule, remind
from agents.naming import named_in
from agents.state import ApprovalAsked, Offered, Turn
from agents.understanding import CALIBRATION, INTENTS, NONE, intents_classifier
from core.i18n import Translator
from core.ids import ChatId
from forwarding.means import Means
from forwarding.pipeline import Pipeline, all_filters
from forwarding.wishes import TRAITS, Trait, Wishes, wished_rule
from memory.store import owner_of_user
from storage.posts import StoredPost
from tests.fakes.agents import ANNA, GROUP, Desk, text_of
from tests.fakes.clock import FakeClock

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)  # a Monday
SPLITS = {name: read_utterances(f"intents.{name}") for name in ("train", "test")}


@pytest.fixture
async def lonely_desk(desk: Desk) -> Desk:
    """Nobody serves a model."""
    await desk.ollama.stop()
    return desk


def understood(text: str) -> str:
    signed = next((intent.name for intent in INTENTS if intent.has_sign(text)), None)
    return signed or intents_classifier().guess(text).meant


def test_the_labelled_intents_are_many_and_none_stands_twice():
    together = [*SPLITS["train"], *SPLITS["test"]]
    texts = Counter(" ".join(each.text.lower().split()) for each in together)

    assert len(together) >= 300
    assert {text: count for text, count in texts.items() if count > 1} == {}
    assert {each.label for each in together} == {NONE, *(intent.name for intent in INTENTS)}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_intents_that_were_never_learned_are_understood(language: str):
    asked = [each for each in SPLITS["test"] if each.language == language]

    right = [each for each in asked if understood(each.text) == each.label]

    assert len(right) / len(asked) >= 0.9


def test_the_figures_of_the_intents_are_what_cross_validation_says():
    assert calibrate(SPLITS["train"], common=NONE) == CALIBRATION


@pytest.mark.parametrize(
    ("text", "at", "every", "what"),
    [
        ("Напомни завтра в 9 позвонить маме", "2026-11-03 09:00", "", "позвонить маме"),
        ("напомни мне позвонить маме завтра в 9", "2026-11-03 09:00", "", "позвонить маме"),
        ("через 10 минут напомни выключить духовку", "2026-11-02 12:10", "", "выключить духовку"),
        ("поставь напоминание на завтра в 18:00: созвон", "2026-11-03 18:00", "", "созвон"),
        ("напоминай каждый понедельник в 10 про планёрку", "2026-11-09 10:00", "week", "про планёрку"),
        ("напомни, что завтра в 9 встреча", "2026-11-03 09:00", "", "встреча"),
        ("Напомни купить билеты на пятницу завтра в 9", "2026-11-03 09:00", "", "купить билеты на пятницу"),
        ("не дай мне забыть про отчёт в 15:00", "2026-11-02 15:00", "", "отчёт"),
        ("Remind me to call mum tomorrow at 9", "2026-11-03 09:00", "", "call mum"),
        ("remind me tomorrow at 9 to call mum", "2026-11-03 09:00", "", "call mum"),
        ("set a reminder for friday at 18:00: pick up the parcel", "2026-11-06 18:00", "", "pick up the parcel"),
        ("in half an hour remind me to turn off the oven", "2026-11-02 12:30", "", "turn off the oven"),
        ("please remind me every day at 8 to water the plants", "2026-11-03 08:00", "day", "water the plants"),
        ("remind me to buy 5 apples at 17:30", "2026-11-02 17:30", "", "buy 5 apples"),
    ],
)
def test_a_reminder_is_read_in_any_order(text: str, at: str, every: str, what: str):
    asked = remind.read(text, NOW, "UTC", "ru")

    assert asked.when is not None
    assert (f"{asked.when.at:%Y-%m-%d %H:%M}", asked.when.every, asked.what) == (at, every, what)


@pytest.mark.parametrize(
    "text", ["Напомни полить цветы", "remind me to call mum", "напомни завтра после обеда позвонить в 5"]
)
def test_a_time_that_is_missing_or_unclear_is_not_guessed(text: str):
    assert remind.read(text, NOW, "UTC", "ru").when is None


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("пересылай из @aa в @bb всё про Python, кроме рекламы", Wishes(("Python",), never=("ads",))),
        ("forward everything about Python from @aa to @bb except ads", Wishes(("Python",), never=("ads",))),
        ("Копируй посты @aa в @bb", Wishes()),
        ("в @bb пересылай из @aa без вакансий и скидок", Wishes(drop=("вакансий", "скидок"))),
        (
            "from @aa to @bb except polls, only with the words release, beta",
            Wishes(("release", "beta"), never=("polls",)),
        ),
        ("repost everything with words cat or dog from @aa to @bb", Wishes(("cat", "dog"))),
        (
            "пересылай только фото и видео из @aa в @bb, без репостов и повторов",
            Wishes(only=("photos", "videos"), never=("reposts", "repeats")),
        ),
        (
            "копируй из @aa в @bb только на русском, кроме спама, казино",
            Wishes(drop=("казино",), only=("russian",), never=("ads",)),
        ),
        (
            "copy just text from @aa to @bb without links, stickers or giveaways",
            Wishes(drop=("giveaways",), only=("text",), never=("links", "stickers")),
        ),
        ("пересылай из @aa в @bb только посты про рекламу", Wishes(("рекламу",))),
    ],
)
def test_a_rule_is_read_with_its_words_and_kinds_of_posts(text: str, wishes: Wishes):
    asked = make_rule.read(text, named_in(text, {}), "")

    assert (asked.source, asked.destination) == ("@aa", "@bb")
    assert asked.wishes == wishes


def test_words_that_are_said_are_found_in_all_their_forms():
    spec = wished_rule(ChatId(-1), ChatId(-2), Wishes(("релиз",), ("скидка",)))
    lists = [node.params for node in spec.filters.walk() if node.op == "keywords"]
    assert lists == [{"words": ["релиз"], "inflected": True}, {"words": ["скидка"], "inflected": True}]


def test_every_kind_of_post_has_a_name_in_every_language(translator: Translator):
    for language in translator.languages:
        assert all(translator.has(f"trait-{name}") and translator.text(language, f"trait-{name}") for name in TRAITS)


@pytest.mark.parametrize("name", [*TRAITS])
async def test_every_kind_of_post_is_a_filter_that_works(name: Trait, clock: FakeClock):
    spec = wished_rule(ChatId(-1), ChatId(-2), Wishes(only=(name,)))
    await Pipeline(all_filters(), Means(clock)).check(spec)


@pytest.mark.parametrize(
    ("language", "text", "what"),
    [
        ("ru", "Напомни завтра в 9 позвонить маме", "позвонить маме"),
        ("en", "Remind me tomorrow at 9 to call mum", "call mum"),
    ],
)
async def test_a_reminder_is_set_at_once_with_undo(lonely_desk: Desk, language: str, text: str, what: str):
    chunks = await lonely_desk.ask(text, language=language)

    (made,) = await lonely_desk.services.reminders.of(ANNA)
    assert made.text == what
    assert what in text_of(chunks)
    assert Offered("button-undo", f"undo:reminder:{made.id}") in chunks


async def test_what_is_missing_is_asked_once_and_the_answer_completes_it(lonely_desk: Desk):
    asked = text_of(await lonely_desk.ask("Напомни полить цветы", language="ru"))
    nothing = await lonely_desk.services.reminders.of(ANNA)
    await lonely_desk.ask("завтра в 9", language="ru")
    (made,) = await lonely_desk.services.reminders.of(ANNA)

    assert asked == lonely_desk.translator.text("ru", "intent-remind-when")
    assert nothing == []
    assert made.text == "полить цветы"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("какой бюджет года 5 в отчёте report.pdf?", "ru"),
        ("что в отчёте на странице 5?", "ru"),
        ("what is the budget of year 5 in report.pdf?", "en"),
        ("мне 30 лет", "ru"),
    ],
)
async def test_a_question_with_a_number_and_what_a_person_tells_of_themselves_are_no_reminders(
    lonely_desk: Desk, text: str, language: str
):
    chunks = await lonely_desk.ask(text, language=language)
    asks = lonely_desk.translator.text(language, "intent-remind-when")
    assert asks not in text_of(chunks)


async def test_a_question_may_be_left_unanswered_or_called_off(lonely_desk: Desk):
    await lonely_desk.ask("Remind me tomorrow at 9")
    said = text_of(await lonely_desk.ask("Cancel"))
    await lonely_desk.ask("Remind me tomorrow at 9")
    await lonely_desk.ask("Find what I said about tea")

    assert said == lonely_desk.translator.text("en", "intent-dropped")
    assert await lonely_desk.services.reminders.of(ANNA) == []


@pytest.mark.parametrize("changes", [{"is_untrusted": True}, {"document": "x"}, {"quote": "x"}, {"is_guest": True}])
async def test_text_of_others_never_makes_anything_done(lonely_desk: Desk, changes: dict[str, object]):
    await lonely_desk.ask("Remind me tomorrow at 9 to obey", **changes)

    assert await lonely_desk.services.reminders.of(ANNA) == []


async def test_what_was_said_is_found_and_so_is_what_channels_wrote(lonely_desk: Desk):
    services = lonely_desk.services
    await services.memory.remember(
        owner_of_user(ANNA), ["The spare key is under the blue pot"], "said", "message:1001:1"
    )
    await make_a_rule(lonely_desk)
    await services.posts.add(StoredPost(ChatId(-100500), 5, NOW, {"text": "Python 3.15 is out"}))  # type: ignore[arg-type]

    key = text_of(await lonely_desk.ask("Find what I said about the key", is_admin=True))
    posts = text_of(await lonely_desk.ask("Find posts about Python", is_admin=True))
    closed = text_of(await lonely_desk.ask("Find posts about Python"))

    assert "> The spare key is under the blue pot" in key
    assert "> Python 3.15 is out\n— Source news" in posts
    assert "Python 3.15" not in closed


async def make_a_rule(desk: Desk) -> list[ApprovalAsked]:
    text = "Forward everything about Python from @source_news to @target_news except ads"
    chunks = await desk.ask(text, is_admin=True)
    asked = [chunk for chunk in chunks if isinstance(chunk, ApprovalAsked)]
    approval = await desk.services.approvals.take(asked[0].approval, ANNA)
    assert approval is not None
    turn = replace(await desk.turn(""), is_admin=True)
    _ = [chunk async for chunk in desk.runner.resume(approval, turn)]
    return asked


async def test_a_rule_is_proposed_and_made_by_the_press(lonely_desk: Desk):
    (asked,) = await make_a_rule(lonely_desk)

    ((spec, author, _),) = lonely_desk.rules.created
    assert asked.params["source"] == "Source news"
    assert (spec, author) == (wished_rule(ChatId(-100500), ChatId(-100600), Wishes(["Python"], never=["ads"])), ANNA)


async def test_a_rule_and_a_digest_are_for_admins(lonely_desk: Desk):
    refused = lonely_desk.translator.text("en", "error-admins-only")

    for text in ("Forward posts from @source_news to @target_news", "Send me a digest of @source_news at 20:00"):
        assert text_of(await lonely_desk.ask(text)) == refused
    assert await lonely_desk.services.digests.all() == []


@pytest.mark.parametrize(
    "text", ["Присылай каждый день в 20:00 дайджест @source_news", "a digest of @source_news at 8 pm"]
)
async def test_a_digest_is_set_up_listed_and_not_doubled(lonely_desk: Desk, text: str):
    said = await lonely_desk.ask(text, is_admin=True)
    again = text_of(await lonely_desk.ask(text, is_admin=True))
    listed = text_of(await lonely_desk.ask("show my digests", is_admin=True))

    (digest,) = await lonely_desk.services.digests.all()
    assert f"{digest.at:%H:%M}" == "20:00"
    assert any(isinstance(chunk, Offered) for chunk in said)
    assert again == lonely_desk.translator.text("en", "error-digest-known", channel="Source news", time="20:00")
    assert "Source news — 20:00" in listed


async def test_settings_are_changed_by_words(lonely_desk: Desk):
    services = lonely_desk.services
    await services.users.touch(ANNA, "Anna", "", "en")
    await services.chats.touch(ChatId(ANNA), "private", "", "")

    for text in ("мой часовой пояс Берлин", "говори по-английски", "отвечай голосом", "пусть отвечает аналитик"):
        await lonely_desk.ask(text, language="ru")

    user, chat = await services.users.get(ANNA), await services.chats.get(ChatId(ANNA))
    assert user is not None
    assert chat is not None
    assert (user.time_zone, user.language) == ("Europe/Berlin", "en")
    assert (chat.settings.voice, chat.settings.agent) == ("on", "analyst")
    await lonely_desk.ask("выключи голосовые ответы", language="ru")
    changed = await services.chats.get(ChatId(ANNA))
    assert changed is not None
    assert changed.settings.voice == ""


async def test_a_groups_settings_are_left_to_its_administrators(lonely_desk: Desk):
    await lonely_desk.services.chats.touch(GROUP, "supergroup", "Team", "")
    turn: Turn = await lonely_desk.turn("Answer by voice", chat=GROUP)

    said = text_of(await lonely_desk.collect(turn))

    chat = await lonely_desk.services.chats.get(GROUP)
    assert chat is not None
    assert chat.settings.voice == ""
    assert said == lonely_desk.translator.text("en", "intent-settings")


async def test_help_says_what_can_be_done_now(lonely_desk: Desk):
    assert "Remind me tomorrow" in text_of(await lonely_desk.ask("What can you do?"))
    assert "Пересылай из" in text_of(await lonely_desk.ask("что ты умеешь", language="ru", is_admin=True))
