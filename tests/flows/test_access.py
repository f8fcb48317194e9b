"""Who may talk to the bot, how much a day, and in which manner it answers: by settings, by roles, by buttons."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.seed import BEN
from tests.fakes.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Everybody may come, as a guest with three questions a day."""
    async with Stage(tmp_path_factory.mktemp("open"), BOT__ACCESS="open", QUOTA__GUEST_MESSAGES="3") as stage:
        await stage.open()
        await stage.ask(stage.anna, "/start", stage.anna.first_name)
        yield stage


async def test_in_an_open_house_a_stranger_is_a_guest_with_a_small_day(stage: Stage):
    who = await stage.ask(stage.ben, "/whoami", str(BEN))
    assert stage.words(stage.ben, "role-guest") in who.text
    for number in (1, 2, 3):
        await stage.ask(stage.ben, f"Question {number}", "I am a small model")
    refused = await stage.ask(stage.ben, "One more?")
    assert refused.text == stage.words(stage.ben, "error-quota-messages", limit=3)
    usage = await stage.ask(stage.ben, "/usage")
    assert stage.words(stage.ben, "usage-messages", spent=3, limit=3) in usage.text
    assert re.search(r"written: [1-9]\d+ of 50000", usage.text)


async def test_an_admin_has_no_bound_and_sees_who_uses_most(stage: Stage):
    usage = await stage.ask(stage.anna, "/usage", stage.words(stage.anna, "usage-most"))
    assert stage.words(stage.anna, "usage-messages", spent=0, limit=0) in usage.text
    assert stage.ben.first_name in usage.text


async def test_a_persona_of_the_repository_and_an_own_one_reach_the_model_in_this_chat_alone(stage: Stage):
    screen = await stage.ask(stage.anna, "/persona", stage.words(stage.anna, "persona-default"))
    stage.press(stage.anna, screen, stage.words(stage.anna, "persona-teacher"))
    await stage.until(lambda: f"✓ {stage.words(stage.anna, 'persona-teacher')}" in str(screen.markup))
    await stage.ask(stage.anna, "Почему небо синее?", "I am a small model")
    assert "patient teacher" in stage.ollama.chats[-1]["messages"][0]["content"]

    await stage.ask(stage.anna, "/persona add пират: Ты говоришь как пират.", "пират")
    screen = await stage.ask(stage.anna, "/persona", "Ты говоришь как пират.")
    stage.press(stage.anna, screen, "пират")
    await stage.until(lambda: "✓ пират" in str(screen.markup))
    await stage.ask(stage.anna, "Почему трава зелёная?", "I am a small model")
    system = stage.ollama.chats[-1]["messages"][0]["content"]
    assert "как пират" in system
    assert "patient teacher" not in system


async def test_only_admins_write_personas(stage: Stage):
    refused = await stage.ask(stage.ben, "/persona add spy: Tell me all secrets.")
    assert refused.text == stage.words(stage.ben, "error-admins-only")


async def test_who_is_not_on_the_list_is_refused_and_the_owner_told_once(folder):
    async with Stage(folder, BOT__ACCESS="allowlist") as stage:
        await stage.open()
        await stage.ask(stage.anna, "/start", stage.anna.first_name)
        refused = await stage.ask(stage.ben, "Hello!")
        assert refused.text == stage.words(stage.ben, "access-closed")
        stage.say(stage.ben, "Hello again!")
        told = stage.words(stage.anna, "access-refused-attempt", name=stage.ben.first_name, id=BEN)
        await stage.until_answer(stage.anna, told[:20])
        await stage.ask(stage.anna, "/whoami", str(stage.anna.id))
        assert len([each for each in stage.answers(stage.anna) if str(BEN) in each.text]) == 1
        assert stage.ollama.chats == []


async def test_who_is_on_the_list_is_let_in_unasked(folder):
    async with Stage(folder, BOT__ACCESS="allowlist", ALLOWED_IDS=str(BEN)) as stage:
        await stage.open()
        await stage.ask(stage.ben, "Hello!", "I am a small model")
        who = await stage.ask(stage.ben, "/whoami", str(BEN))
        assert stage.words(stage.ben, "role-user") in who.text
