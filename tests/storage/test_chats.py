"""Chats: access, settings, and a group that becomes a supergroup."""

import pytest

from core.ids import ChatId
from storage.chats import Access, Chats, ChatSettings
from tests.fakes.clock import FakeClock

GROUP = ChatId(-100)
SUPERGROUP = ChatId(-1001234567890)


@pytest.fixture
def chats(database, clock: FakeClock) -> Chats:
    return Chats(database, clock)


async def test_a_group_waits_for_approval_and_a_private_chat_does_not(chats: Chats):
    assert (await chats.touch(GROUP, "group", "Команда", "")).access is Access.PENDING
    assert (await chats.touch(ChatId(1001), "private", "Anna", "anna")).access is Access.APPROVED

    await chats.set_access(GROUP, Access.REFUSED)

    assert (await chats.touch(GROUP, "group", "Команда 2", "")).access is Access.REFUSED


async def test_settings_change_one_by_one(chats: Chats):
    await chats.touch(GROUP, "group", "Команда", "")

    await chats.update_settings(GROUP, model="qwen3")
    await chats.update_settings(GROUP, language="ru")

    group = await chats.get(GROUP)
    assert group is not None
    assert group.settings == ChatSettings(language="ru", model="qwen3")
    with pytest.raises(KeyError):
        await chats.update_settings(ChatId(5), model="x")


@pytest.mark.parametrize("seen_first", [False, True])
async def test_what_was_allowed_and_set_goes_with_a_group_to_its_new_id(chats: Chats, seen_first: bool):
    await chats.touch(GROUP, "group", "Команда", "")
    await chats.set_access(GROUP, Access.APPROVED)
    await chats.update_settings(GROUP, agent="cards")
    if seen_first:
        await chats.touch(SUPERGROUP, "supergroup", "Команда", "team")

    await chats.migrate(GROUP, SUPERGROUP)

    moved = await chats.get(SUPERGROUP)
    assert moved is not None
    assert (moved.access, moved.settings.agent, moved.kind) == (Access.APPROVED, "cards", "supergroup")
    assert await chats.get(GROUP) is None


async def test_a_chat_is_found_by_id_and_by_name_in_any_case(chats: Chats):
    channel = await chats.touch(SUPERGROUP, "channel", "Source news", "source_news")

    for reference in (SUPERGROUP, str(SUPERGROUP), "@Source_News", "source_news"):
        assert await chats.find(reference) == channel
    assert await chats.find("@") is None
    assert await chats.find("@nobody") is None
    assert await chats.all() == [channel]
